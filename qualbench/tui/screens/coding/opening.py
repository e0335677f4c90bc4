"""Opening a document to read and code, in the place of the one that is open or over what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from qualbench.tui.screens.coding.layers import ALL
from qualbench.tui.screens.coding.screen import CodingScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.coding import Segment
    from qualbench.model.ids import DocumentId
    from qualbench.model.query import CodedPlace
    from qualbench.model.span import Span
    from qualbench.tui.app import QualbenchApp


def open_document(
    app: QualbenchApp,
    document_id: DocumentId,
    position: int | None,
    *,
    over: bool,
    jumping: bool,
    found: Sequence[Span] = (),
) -> None:
    """Show a document, at a code point or, where that is None, where the coder was.

    Args:
        over: Keep what is shown, and come back to it.
        jumping: This goes back to a place, or on to it again, and is no new jump.
        found: Places that a search of all documents has found in it.
    """
    for screen in app.screen_stack:
        if isinstance(screen, CodingScreen):
            screen.leave_place()
    resting = [one.mode.name for one in app.screen_stack if isinstance(one, CodingScreen) and one.mode]
    if not jumping:
        app.places.open(document_id, position)
    while not over and any(isinstance(one, CodingScreen) for one in app.screen_stack):
        app.pop_screen()
    if found:
        from qualbench.tui.screens.searching.hit import HitScreen  # late: only a search comes here

        app.push_screen(HitScreen(document_id, position, found))
    else:
        app.push_screen(CodingScreen(document_id, position))
    if resting and position is not None:
        rests = "rests; [Esc] leads back" if over else "has ended"
        _tell(app, f"{resting[-1]} {rests}.")


def open_coding(app: QualbenchApp, coding: Segment | CodedPlace) -> None:
    """Read a coding in its document, over what is shown; it is the chosen one there, and in sight."""
    hidden = app.layer not in (ALL, coding.coder_id)
    if hidden:
        app.layer = ALL
    app.open_document(coding.document_id, coding.start, over=True)
    shown = cast("object", app.screen)
    if isinstance(shown, CodingScreen):
        shown.to_choose = coding.id
    if hidden:
        _tell(app, "All coders' are shown again.")


def _tell(app: QualbenchApp, words: str) -> None:
    """Say something on the document just opened, after what it may have said itself."""
    shown = cast("object", app.screen)
    if isinstance(shown, CodingScreen):
        shown.call_after_refresh(lambda: shown.say(f"{shown.said} {words}".strip()))
