"""The mouse on a transcript: drag to select, click a stripe to choose its coding, double click a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from qualbench.tui.text_units import trim, word_at

if TYPE_CHECKING:
    from textual import events

    from qualbench.model.coding import Segment
    from qualbench.tui.widgets.transcript_view import TranscriptView


class StripeClicked(Message):
    """A coding was chosen by its stripe."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self.segment = segment


def press(view: TranscriptView, event: events.MouseDown) -> bool:
    """Put the cursor where the mouse is, or choose the coding whose stripe it is on; say if it may drag."""
    layout = view.layout_of_rows
    if layout is None or event.button != 1:
        return False
    row = min(event.y + view.scroll_offset.y, len(layout) - 1)
    view.selecting = False
    if event.x < view.rows.gutter.width:
        for lane, segment_id, _begins in view.codings.lanes.on_row(row):
            if lane == event.x:
                view.let_go()
                view.choose(view.codings.index.by_id[segment_id])
                view.post_message(StripeClicked(view.codings.index.by_id[segment_id]))
        return False
    view.move_to(layout.offset_at(row, event.x - view.rows.gutter.width), extend=event.shift)
    return True


def drag(view: TranscriptView, event: events.MouseMove) -> None:
    """Extend the selection to where the mouse is; past an edge the view scrolls along."""
    layout = view.layout_of_rows
    if layout is not None:
        row = min(max(0, event.y + view.scroll_offset.y), len(layout) - 1)
        view.move_to(layout.offset_at(row, max(0, event.x - view.rows.gutter.width)), extend=True)


def click(view: TranscriptView, event: events.Click) -> None:
    """Select the word on a double click, the sentence on a triple one, the turn on a fourth."""
    if event.chain < 2 or event.x < view.rows.gutter.width:
        return
    if event.chain == 2:
        span = word_at(view.text, view.cursor)
    elif event.chain == 3:
        span = view.units.sentence_at(view.cursor)
    else:
        span = view.units.turn_span(view.cursor)
    if span is not None and trim(view.text, span):
        view.select(span)
