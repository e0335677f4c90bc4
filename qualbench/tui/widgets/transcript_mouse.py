"""The mouse on a transcript: drag to select, click a stripe to choose its coding, double click a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from qualbench.tui.text_units import trim, word_at

if TYPE_CHECKING:
    from textual import events
    from textual.timer import Timer

    from qualbench.model.coding import Segment
    from qualbench.tui.widgets.transcript_view import TranscriptView


class StripeClicked(Message):
    """A coding was chosen by its stripe."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self.segment = segment


class Dragged(Message):
    """A drag with the left button that began in the text has ended, its words selected."""


#: Seconds between two rows while a drag is held at an edge.
_EVERY = 0.05


class Drag:
    """A drag on a transcript, from the press on the text to the release, or to where that can be told lost.

    Attributes:
        going: Whether the button is held.
    """

    def __init__(self, view: TranscriptView) -> None:
        self._view = view
        self.going = self._moved = False
        self._at = (0, 0)  # where the mouse was last, in cells of the view
        self._timer: Timer | None = None

    def begin(self) -> None:
        """The button went down on the text."""
        self.going, self._moved = True, False
        self._view.capture_mouse()

    def move(self, event: events.MouseMove) -> None:
        """Extend the selection while the button is held; with no button down the release was lost."""
        if not self.going:
            return
        if event.button != 1:
            self.stop()
            return
        self._moved, self._at = True, (event.x, event.y)
        self._extend(event.y)
        if self._beyond() and self._timer is None:
            self._timer = self._view.set_interval(_EVERY, self.tick)

    def tick(self) -> None:
        """Go on by a row while the mouse is held still at the first or last row, or past it."""
        if self.going and self._beyond():
            self._extend((0 if self._beyond() < 0 else self._view.size.height - 1) + self._beyond())
        else:
            self._rest()

    def release(self) -> None:
        """The button went up; what was dragged over stays selected."""
        moved = self.going and self._moved
        self.stop()
        if moved and self._view.selection is not None:
            self._view.post_message(Dragged())

    def stop(self) -> None:
        """End it where it is: another screen came, or the release was lost."""
        self._rest()
        if self.going:
            self.going = False
            self._view.release_mouse()

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _beyond(self) -> int:
        """Say past which edge the mouse is: -1 for the first row, 1 for the last, 0 for neither."""
        y = self._at[1]
        return -1 if y <= 0 else 1 if y >= self._view.size.height - 1 else 0

    def _extend(self, y: int) -> None:
        view = self._view
        layout = view.layout_of_rows
        if layout is not None:
            row = min(max(0, y + view.scroll_offset.y), len(layout) - 1)
            view.move_to(layout.offset_at(row, max(0, self._at[0] - view.rows.gutter.width)), extend=True)


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
