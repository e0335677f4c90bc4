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

    from qualbench.model.ids import CodeId
    from qualbench.model.span import Span
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
#: Motions from one unit to the next, which may be out of sight.
_BY_UNIT = frozenset({"sentence_back", "sentence_on", "turn_back", "turn_on"})
_EXTENDING: dict[str, Target] = {
    "extend_left": TARGETS["left"],
    "extend_right": TARGETS["right"],
    "extend_up": TARGETS["up"],
    "extend_down": TARGETS["down"],
    "extend_word_left": TARGETS["word_left"],
    "extend_word_right": TARGETS["word_end"],
    "extend_sentence_back": lambda view: view.units.end_back(view.cursor, _other_end(view)),
    "extend_sentence_on": lambda view: view.units.end_on(view.cursor, _other_end(view)),
    "extend_turn_back": lambda view: view.units.end_back(view.cursor, _other_end(view), turns=True),
    "extend_turn_on": lambda view: view.units.end_on(view.cursor, _other_end(view), turns=True),
    "extend_row_start": TARGETS["row_start"],
    "extend_row_end": TARGETS["row_end"],
}
#: While a selection is being made these motions take its end to the end of a unit, never into a label.
_WHILE_SELECTING = {
    "sentence_back": "extend_sentence_back",
    "sentence_on": "extend_sentence_on",
    "turn_back": "extend_turn_back",
    "turn_on": "extend_turn_on",
}


def _other_end(view: TranscriptView) -> int:
    return view.cursor if view.anchor_at is None else view.anchor_at


def perform(view: TranscriptView, gesture: str) -> bool:
    """Do what a gesture of moving or selecting does to `view`; say whether it is one."""
    if view.selecting:
        gesture = _WHILE_SELECTING.get(gesture, gesture)
    if gesture in TARGETS:
        view.move_to(TARGETS[gesture](view), keep_cell=gesture in _BY_ROW, jump=gesture in _BY_UNIT)
    elif gesture in _EXTENDING:
        view.move_to(_EXTENDING[gesture](view), extend=True, keep_cell=gesture in _BY_ROW)
    elif gesture in ("page_up", "page_down"):
        page(view, 1 if gesture == "page_down" else -1)
    elif gesture in ("extend_page_up", "extend_page_down"):
        page(view, 1 if gesture == "extend_page_down" else -1, extend=True)
    elif gesture in ("segment_on", "segment_back"):
        to_segment(view, on=gesture == "segment_on")
    elif gesture == "select":
        view.toggle_selecting()
    elif gesture == "sentence":
        select_sentence(view)
    elif gesture == "turn":
        select_turn(view)
    elif gesture == "swap_ends":
        swap_ends(view)
    else:
        return False
    return True


def is_motion(gesture: str) -> bool:
    """Say whether `perform` moves or selects by this gesture, and a count can go before it."""
    return (
        gesture in TARGETS
        or gesture in _EXTENDING
        or gesture in ("page_up", "page_down", "extend_page_up", "extend_page_down", "sentence", "turn")
        or gesture in ("segment_on", "segment_back", "select", "swap_ends")
    )


def page(view: TranscriptView, direction: int, *, extend: bool = False) -> None:
    """Move the view and the cursor one page down (`direction` 1) or up (-1)."""
    rows = direction * max(1, view.size.height - 2)
    view.scroll_to(y=view.scroll_offset.y + rows, animate=False, force=True)
    view.move_to(view.row_target(rows), extend=extend, keep_cell=True)


def to_segment(view: TranscriptView, *, on: bool, code_id: CodeId | None = None) -> bool:
    """Choose the next coding (or the one before), of any code or of one; go there; say if there is one."""
    chosen = view.chosen
    if chosen is not None:
        place = position_of(chosen)
    elif on:
        place = (view.cursor, -len(view.text) - 1, "")
    else:
        place = (view.cursor, 1, "")
    step = view.codings.index.after if on else view.codings.index.before
    found = step(place, code_id)
    if found is None:
        return False
    view.let_go()
    view.move_to(found.start, jump=True)
    view.choose(found)
    following = step(position_of(found), code_id)
    view.rows.expected = following.start if following is not None else None
    return True


def select_sentence(view: TranscriptView) -> None:
    """Select the sentence at the cursor; a selection first becomes whole sentences, then grows by one."""
    selection = view.selection
    if selection is None:
        span = view.units.sentence_at(view.cursor)
        if span is not None:
            view.select(span)
        return
    _grow(view, view.units.sentences_whole(selection), turns=False)


def select_turn(view: TranscriptView) -> None:
    """Select the turn at the cursor; a selection first becomes whole turns, then grows by one."""
    selection = view.selection
    turn = view.units.turn_span(selection.start if selection else view.cursor)
    if turn is None:
        return
    if selection is None:
        view.select(turn)
    else:
        _grow(view, turn.union(selection), turns=True)


def _grow(view: TranscriptView, whole: Span, *, turns: bool) -> None:
    """Take a selection to `whole`, or where it is that already, its moving end on by one unit."""
    other = _other_end(view)
    if whole != view.selection:
        stretch(view, whole)
    elif view.cursor < other:
        view.move_to(view.units.end_back(view.cursor, other, turns=turns), extend=True)
    else:
        view.move_to(view.units.end_on(view.cursor, other, turns=turns), extend=True)


def stretch(view: TranscriptView, span: Span) -> None:
    """Select `span` with the cursor at the same end as before, and go on selecting if one was."""
    selecting, backward = view.selecting, view.cursor < _other_end(view)
    view.select(span)
    if backward:
        swap_ends(view)
    view.selecting = selecting


def swap_ends(view: TranscriptView) -> None:
    """Make the selection's other end the one that moves."""
    if view.selection is not None and view.anchor_at is not None:
        other, view.anchor_at = view.anchor_at, view.cursor
        view.move_to(other, extend=True)
