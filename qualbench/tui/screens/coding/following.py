"""Reading again what the coding screen shows: after a step only what it has changed, else everything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualbench.tui.screens.coding import layers, marking
from qualbench.tui.text_units import Units
from qualbench.workbench import codebooks, coding, importing, news, placing, project
from qualbench.workbench.searching import sentence_starts

if TYPE_CHECKING:
    from qualbench.model.ids import CodeId
    from qualbench.tui.screens.coding.screen import CodingScreen


def begin(screen: CodingScreen) -> None:
    """Read the document, and who codes here.

    Raises:
        NotFound: There is no such document.
    """
    screen.opened = importing.open_document(screen.session, screen.document_id)
    screen.coders = {one.id: one.name for one in project.list_coders(screen.session)}


def show_text(screen: CodingScreen, place: tuple[int, int | None]) -> None:
    """Show the document's text with its codings, cursor and top row at `place`."""
    opened = screen.opened
    assert opened is not None
    roles = {speaker.label: speaker.role for speaker in opened.speakers}
    turns = [replace(turn, role=roles.get(turn.speaker or "", turn.role)) for turn in opened.turns]
    units = Units(opened.text, turns, sentence_starts(opened.text))
    screen.view.show_document(units, layers.segments(screen), *place)


def read(screen: CodingScreen) -> None:
    """Read codebook, codings, counts and annotations, as far as they may be others than those shown.

    Raises:
        NotFound: The document is gone.
    """
    session, shown = screen.session, (screen.shell.layer, screen.reading)
    fresh = None
    if screen.known is not None and screen.known[1:] == shown == (layers.ALL, False):
        fresh = news.news_since(session, screen.known[0])
    screen.known = (news.newest(session), *shown)
    touched = None
    if fresh is None:
        _read_text_again(screen)
        _read_all(screen)
    else:
        touched = _follow(screen, fresh)
    codebook, view = screen.codebook, screen.view
    assert codebook is not None
    if fresh is None or fresh.given is None:
        screen.used = None
    else:
        screen.used = list(dict.fromkeys([*reversed(fresh.given), *recent(screen)]))[: coding.RECENT]
    if screen.to_choose in view.codings.index.by_id:
        view.choose(view.codings.index.by_id[screen.to_choose])
    screen.to_choose = None
    if fresh is None or fresh.memos:
        marking.show_annotations(screen)
    screen.tree_panel.show(codebook, screen.counts, view.codings.marks, touched)


def recent(screen: CodingScreen) -> list[CodeId]:
    """Return the codes that the coder used last, newest first; read only where a key needs them."""
    if screen.used is None and screen.codebook is not None:
        used = coding.recent_codes(screen.session)
        screen.used = [one for one in used if one in screen.codebook.by_id]
    return screen.used or []


def _read_text_again(screen: CodingScreen) -> None:
    """Show the text of now, where it was corrected; the cursor stays where it is on the screen."""
    opened, view = screen.opened, screen.view
    now = importing.find_document(screen.session, screen.document_id)
    if opened is not None and opened.document.revision != now.revision:
        begin(screen)
        assert screen.opened is not None
        screen.found = []  # places of the text before
        cursor = min(view.cursor, max(0, len(screen.opened.text) - 1))
        show_text(screen, (cursor, None))


def _read_all(screen: CodingScreen) -> None:
    before, view = screen.codebook, screen.view
    screen.codebook = codebook = codebooks.load_codebook(screen.session)
    layers.look_again(screen)
    screen.counts = layers.counts(screen)
    screen.waiting = placing.count_waiting(screen.session, screen.document_id)
    view.show_segments(layers.segments(screen))
    if before is None or before.codes != codebook.codes:
        view.codings.marks.color_as({code.id: code.color for code in codebook.codes})
        view.show_again()


def _follow(screen: CodingScreen, fresh: news.News) -> set[CodeId]:
    """Show what has changed and read no more: a step costs the same however long the document is.

    Returns:
        The codes of which something is another.
    """
    here = [one for one in fresh.segments.values() if one and one.document_id == screen.document_id]
    screen.view.show_segments(here, [one for one, now in fresh.segments.items() if now is None])
    for code_id, by in fresh.counts.items():
        screen.counts[code_id] = screen.counts.get(code_id, 0) + by
    return {*fresh.counts, *(one.code_id for one in here)}
