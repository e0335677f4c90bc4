"""Finding words in the document that is being coded, and going from place to place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import partial
from typing import TYPE_CHECKING

from qualbench.tui.screens.coding.jumping import place_of
from qualbench.tui.widgets.find_bar import FindBar
from qualbench.workbench.searching import find_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.tui.screens.coding.screen import CodingScreen


def find(screen: CodingScreen) -> None:
    """Open the line in which words are looked for; one can come back to where one was."""
    screen.shell.places.jump_from(place_of(screen))
    screen.query_one(FindBar).open()


def seek(screen: CodingScreen, words: str) -> None:
    """Find words in the document and go to the first place at or after the cursor."""
    view, bar = screen.view, screen.query_one(FindBar)
    screen.found = find_text(view.text, words) if words.strip() else []
    view.show_found(screen.found)
    if not screen.found:
        bar.tell("nothing found" if words.strip() else "")
        return
    at = bisect_left([span.start for span in screen.found], view.cursor)
    _go_to_found(screen, at % len(screen.found))


def step_found(screen: CodingScreen, by: int) -> None:
    """Go to the next place found (1) or the one before (-1), round the ends."""
    if not screen.found:
        screen.say("Nothing is looked for. [/] finds words.")
        return
    starts = [span.start for span in screen.found]
    cursor = screen.view.cursor
    at = bisect_right(starts, cursor) if by > 0 else bisect_left(starts, cursor) - 1
    _go_to_found(screen, at % len(starts))


def _go_to_found(screen: CodingScreen, at: int) -> None:
    screen.view.let_go()
    screen.view.move_to(screen.found[at].start, jump=True)
    said = f"{at + 1} of {len(screen.found)}"
    screen.query_one(FindBar).tell(said)
    screen.say(f"{said}: [>] next, [<] before")


#: What answers to these gestures.
ACTS: dict[str, Callable[[CodingScreen], None]] = {
    "find": find,
    "find_on": partial(step_found, by=1),
    "find_back": partial(step_found, by=-1),
}
