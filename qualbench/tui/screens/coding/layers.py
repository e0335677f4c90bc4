"""Whose codings are shown: all coders' together, one coder's or only mine; and reading with none at all.

Nothing is hidden by default, and what is shown is always said in the line above the text. The choice holds
until the project is closed, in every document.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualbench.tui.keys import BY_ID
from qualbench.tui.lines import fit
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.coding import panels
from qualbench.workbench import coding
from qualbench.workbench.independence import others_hidden
from qualbench.workbench.project import coders_with_segments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualbench.model.coding import Segment
    from qualbench.model.ids import CodeId, CoderId
    from qualbench.tui.screens.coding.screen import CodingScreen

#: Cells of a coder's name in the line above the text.
_NAME = 24
#: The choice of all coders; any other is a coder's id.
ALL = ""
#: Gestures of coding that change no coding: they go on while one only reads.
_READING_TOO = frozenset({"memo", "annotate", "copy", "copy_box", "more_ways"})
_READING = "Reading: nothing but the text. [v] or [Esc] shows the codings again."


def segments(screen: CodingScreen) -> list[Segment]:
    """Return the codings of the document that are shown now."""
    if screen.reading:
        return []
    layer = screen.shell.layer
    return coding.load_segments(
        screen.session, document_id=screen.document_id, coder_ids=None if layer == ALL else [layer]
    )


def shows(screen: CodingScreen, coder_id: CoderId) -> bool:
    """Say whether what this coder did is shown now."""
    return screen.shell.layer in (ALL, coder_id)


def counts(screen: CodingScreen) -> dict[CodeId, int]:
    """Return how many segments each code has, of those whose codings are shown."""
    layer = screen.shell.layer
    if layer == ALL:
        return coding.segment_counts(screen.session)
    by_coder = coding.counts_by_coder(screen.session)
    return {code_id: one[layer] for code_id, one in by_coder.items() if layer in one}


def look_again(screen: CodingScreen) -> None:
    """Find out anew whose codings are shown, in words, and by which signs stripes tell coders apart."""
    names, layer = screen.coders, screen.shell.layer
    if layer not in (ALL, *names):
        layer = screen.shell.layer = ALL
    screen.whose = ""
    signs: dict[str, str] = {}
    if others_hidden(screen.session):
        screen.whose = "only mine (independent coding)"
    elif len(names) > 1:
        screen.whose = _words(screen, layer)
        numbers = {one: str(n) for n, one in enumerate(names, start=1)}
        signs = {
            one: sign
            for one, sign in numbers.items()
            if one != screen.session.coder.id and layer in (ALL, one)
        }
    if screen.reading:
        screen.whose = "reading, no codings shown"
    if screen.view.codings.signs != signs:
        screen.view.codings.signs = signs
        screen.view.show_again()


def _words(screen: CodingScreen, layer: str) -> str:
    if layer == ALL:
        return "all coders"
    if layer == screen.session.coder.id:
        return "only mine"
    return f"only {fit(screen.coders[layer], _NAME).rstrip()}"


def _shown(screen: CodingScreen, layer: str) -> str:
    if layer == ALL:
        return "all coders' codings"
    mine = layer == screen.session.coder.id
    return "only my codings" if mine else f"only the codings of {drawn(screen.coders[layer])}"


def cycle(screen: CodingScreen) -> None:
    """Show the next layer: all coders, only mine, then each other coder who has coded."""
    choices = _choices(screen)
    at = choices.index(screen.shell.layer) if screen.shell.layer in choices else 0
    show(screen, choices[(at + 1) % len(choices)])


def commands(screen: CodingScreen) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield every layer for the palette, where it is picked by name."""
    for one in _choices(screen):
        yield f"Show {_shown(screen, one)}", partial(show, screen, one)


def _choices(screen: CodingScreen) -> list[str]:
    me = screen.session.coder.id
    return [ALL, me, *(one.id for one in coders_with_segments(screen.session) if one.id != me)]


def show(screen: CodingScreen, layer: str) -> None:
    """Show the codings of all coders or of one, and say so."""
    if screen.reading:
        screen.say(_READING)
        return
    if others_hidden(screen.session):
        screen.say("Independent coding is in force: only your own codings are shown until it is ended.")
        return
    screen.shell.layer = layer
    screen.reload()
    screen.say(f"Shown: {_words(screen, layer)}.")


def keep_mine_in_sight(screen: CodingScreen) -> bool:
    """Have all coders shown again where only another's codings are and I have coded something; say if so."""
    others = screen.shell.layer not in (ALL, screen.session.coder.id)
    if others:
        screen.shell.layer = ALL
    return others


def read(screen: CodingScreen) -> None:
    """Show nothing but the text, or everything again."""
    view = screen.view
    screen.reading = not screen.reading
    if screen.mode is not None:  # a code that sticks would go on coding unseen
        screen.mode.leave(screen)
    view.let_go()
    panels.arrange(screen)
    screen.set_class(screen.reading, "reading")
    screen.reload()
    view.bare = screen.reading
    view.focus()
    screen.say(_READING if screen.reading else f"Shown again: {screen.whose or 'the codings'}.")
    screen.call_after_refresh(screen.refresh_lines)


def off_while_reading(screen: CodingScreen, gesture: str) -> bool:
    """Say whether a gesture rests because one only reads, and tell so."""
    row = BY_ID[gesture]
    if row.for_writing and not screen.may_change():
        return True
    if not screen.reading:
        return False
    codes = gesture in ("undo", "redo") or (row.group == "Code" and gesture not in _READING_TOO)
    if codes:
        screen.say("Reading mode: [v] goes back to coding.")
    elif gesture in ("codebook_panel", "here_panel"):
        screen.say(_READING)
        return True
    return codes


#: What answers to these gestures.
ACTS: dict[str, Callable[[CodingScreen], None]] = {
    "layers": cycle,
    "read_only_text": read,
}
