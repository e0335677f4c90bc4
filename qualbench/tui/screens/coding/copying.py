"""Taking words out with who said them: to the terminal's clipboard, to a plain box, to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.workbench.quoting import attribution

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.tui.screens.coding.screen import CodingScreen


def words_here(screen: CodingScreen) -> str:
    """Return the words of the selection or the chosen coding, with who said them; empty where none are."""
    span = screen.selected_words()
    if span is None:
        segment = screen.view.chosen or next(iter(screen.view.here), None)
        if segment is None:
            screen.say("Nothing is selected to copy. [Ctrl+Q] leaves; everything is saved.")
            return ""
        span = segment.span
    try:
        return attribution(screen.session, screen.document_id, span)
    except QualbenchError as error:
        screen.complain(error)
        return ""


def copy(screen: CodingScreen) -> None:
    """Send the words to the terminal's clipboard; no terminal says whether it took them."""
    words = words_here(screen)
    if words:
        screen.app.copy_to_clipboard(words)
        screen.say("Sent to the terminal's clipboard, with who said it; [Ctrl+E]: in a box.")


def copy_box(screen: CodingScreen) -> None:
    """Show the words in a plain box, from which the terminal itself can take them."""
    from qualbench.tui.screens.words_box import WordsBox

    words = words_here(screen)
    if words:
        screen.app.push_screen(WordsBox(words))


#: What answers to these gestures.
ACTS: dict[str, Callable[[CodingScreen], None]] = {"copy": copy, "copy_box": copy_box}
