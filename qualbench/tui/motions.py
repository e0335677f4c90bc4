"""What the gestures of moving and selecting do to a transcript, by the gesture's id.

Each motion is a row of a table, so that both keymaps, the mouse and the palette do the same thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from qualbench.tui import text_units
from qualbench.tui.lanes import position_of
from qualbench.tui.sanitise import next_cluster, previous_cluster

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.tui.widgets.transcript_view import TranscriptView

    Target: TypeAlias = "Callable[[TranscriptView], int]"


def _row_start(view: TranscriptView) -> int:
    layout = view.layout_of_rows
    return layout.painted(layout.row_of(view.cursor))[0] if layout else view.cursor


def _row_end(view: TranscriptView) -> int:
    layout = view.layout_of_rows
    return layout.last_stop(layout.row_of(view.cursor)) if layout else view.cursor


#: Where a motion leads from the view's cursor.
TARGETS: dict[str, Target] = {
    "left": lambda view: previous_cluster(view.text, view.cursor),
    "right": lambda view: next_cluster(view.text, view.cursor),
    "up": lambda view: view.row_target(-1),
    "down": lambda view: view.row_target(1),
    "word_left": lambda view: text_units.word_back(view.text, view.cursor),
    "word_right": lambda view: text_units.word_on(view.text, view.cursor),
    "word_end": lambda view: text_units.word_end(view.text, view.cursor),
    "row_start": _row_start,
    "row_end": _row_end,
    "sentence_back": lambda view: view.units.sentence_back(view.cursor),
    "sentence_on": lambda view: view.units.sentence_on(view.cursor),
    "turn_back": lambda view: view.units.turn_back(view.cursor),
    "turn_on": lambda view: view.units.turn_on(view.cursor),
    "document_start": lambda _view: 0,
    "document_end": lambda view: len(view.text),
}
#: Motions that keep the cell they aim for.
_BY_ROW = frozenset({"up", "down", "extend_up", "extend_down"})
_EXTENDING: dict[str, str] = {
    "extend_left": "left",
    "extend_right": "right",
    "extend_up": "up",
    "extend_down": "down",
    "extend_word_left": "word_left",
    "extend_word_right": "word_end",
    "extend_turn_back": "turn_back",
    "extend_turn_on": "turn_on",
    "extend_row_start": "row_start",
    "extend_row_end": "row_end",
}


def perform(view: TranscriptView, gesture: str) -> bool:
    """Do what a gesture of moving or selecting does to `view`; say whether it is one."""
    if gesture in TARGETS:
        view.move_to(TARGETS[gesture](view), keep_cell=gesture in _BY_ROW)
    elif gesture in _EXTENDING:
        view.move_to(TARGETS[_EXTENDING[gesture]](view), extend=True, keep_cell=gesture in _BY_ROW)
    elif gesture in ("page_up", "page_down"):
        view.page(1 if gesture == "page_down" else -1)
    elif gesture in ("extend_page_up", "extend_page_down"):
        view.page(1 if gesture == "extend_page_down" else -1, extend=True)
    elif gesture in ("segment_on", "segment_back"):
        to_segment(view, on=gesture == "segment_on")
    elif gesture == "select":
        view.toggle_selecting()
    elif gesture == "sentence":
        select_sentence(view)
    elif gesture == "turn":
        select_turn(view)
    else:
        return False
    return True


def to_segment(view: TranscriptView, *, on: bool) -> bool:
    """Choose the next coding (or the one before) and go to it; say whether there is one."""
    chosen = view.chosen
    if chosen is not None:
        place = position_of(chosen)
    elif on:
        place = (view.cursor, -len(view.text) - 1, "")
    else:
        place = (view.cursor, 1, "")
    found = view.codings.index.after(place) if on else view.codings.index.before(place)
    if found is None:
        return False
    view.let_go()
    view.move_to(found.start)
    view.choose(found)
    return True


def select_sentence(view: TranscriptView) -> None:
    """Select the sentence at the cursor, or make the selection one sentence longer."""
    selection = view.selection
    span = view.units.one_more_sentence(selection) if selection else view.units.sentence_at(view.cursor)
    if span is not None:
        view.select(span)


def select_turn(view: TranscriptView) -> None:
    """Select the turn at the cursor, or, where a turn is selected whole, make it one turn longer."""
    selection = view.selection
    turn = view.units.turn_span(selection.start if selection else view.cursor)
    if turn is None:
        return
    if selection is not None and selection.covers(turn):
        view.select(view.units.one_more_turn(selection))
    else:
        view.select(turn if selection is None else turn.union(selection))
