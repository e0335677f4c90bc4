"""The transcript: rows drawn one by one (Textual's Line API), a cursor, a selection and the stripes.

It shows what it is given and says what the person did; it knows no project. Offsets are code points of the
document's text. Only rows whose look changes are drawn again, and what a row looked like is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive

from qualbench.model.span import Span
from qualbench.tui.codings import Codings, Places
from qualbench.tui.sanitise import cluster_start
from qualbench.tui.text_units import Units
from qualbench.tui.transcript_layout import Layout, top_row_for
from qualbench.tui.widgets import transcript_mouse as mouse
from qualbench.tui.widgets.quick_bar import BarredView
from qualbench.tui.widgets.row_strips import RowStrips

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.timer import Timer

    from qualbench.model.coding import Segment
    from qualbench.model.ids import SegmentId

#: Seconds without scrolling after which the next page is made ready.
_IDLE = 0.05


class TranscriptView(BarredView, can_focus=True, inherit_bindings=False):
    """A document to read, select in and see codings on.

    Attributes:
        cursor: Offset of the cursor, always at the start of a grapheme cluster.
        anchor_at: Where the selection began, or None; it may lie after the cursor.
        selecting: True between the two presses of Space, while plain motions extend the selection.
        chosen_id: The coding that was chosen last, or None.
        found: The places that a search found.
        rows: What is painted.
        bare: True for nothing but the text: no stripes and no numbers.
        wrapped_for: For how many cells the rows are made.
    """

    bare = reactive(False, init=False, repaint=False)
    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "transcript--selection",
        "transcript--found",
        "transcript--number",
    }
    DEFAULT_CSS = """
    TranscriptView {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;
    }
    TranscriptView > .transcript--selection { background: $block-cursor-background; color: $text; }
    TranscriptView > .transcript--found { background: $warning; color: $text; }
    TranscriptView > .transcript--number { color: $foreground 55%; }
    """

    class CursorMoved(Message):
        """The cursor stands elsewhere, or another coding is the chosen one."""

    class SpanSelected(Message):
        """Another stretch is selected; `span` is None where nothing is."""

        def __init__(self, span: Span | None) -> None:
            super().__init__()
            self.span = span

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.units = Units("", ())
        self.layout_of_rows: Layout | None = None
        self.codings = Codings()
        self.cursor = 0
        self.anchor_at: int | None = None
        self.selecting = False
        self.chosen_id: SegmentId | None = None
        self.found = Places()
        self._wanted_cell = 0
        self._top: int | None = None  # offset of what stands at the top at first
        self.wrapped_for = 0
        self._sized = Size(0, 0)
        self.drag = mouse.Drag(self)
        self.rows = RowStrips(self)
        self._look_ahead: Timer | None = None

    @property
    def text(self) -> str:
        """The document's text."""
        return self.units.text

    @property
    def selection(self) -> Span | None:
        """The selected stretch, or None where nothing is selected."""
        if self.anchor_at is None or self.anchor_at == self.cursor:
            return None
        return Span(min(self.anchor_at, self.cursor), max(self.anchor_at, self.cursor))

    @property
    def here(self) -> list[Segment]:
        """The codings over the cursor, the shortest first."""
        return self.codings.index.at(self.cursor)

    @property
    def chosen(self) -> Segment | None:
        """The coding that a command is about: the one chosen, or the only one under the cursor."""
        here = self.here
        for segment in here:
            if segment.id == self.chosen_id:
                return segment
        return here[0] if len(here) == 1 else None

    def show_document(
        self, units: Units, segments: Iterable[Segment], cursor: int = 0, top: int | None = None
    ) -> None:
        """Show another document with its codings, the cursor at `cursor`, the row of `top` at the top."""
        self.units = units
        self.codings = Codings(segments)
        self.anchor_at, self.selecting, self.chosen_id = None, False, None
        self.show_found(())
        self.cursor = cluster_start(units.text, min(max(0, cursor), len(units.text)))
        self.layout_of_rows, self._top = None, top
        self._wrap()
        self._announce_selection()

    def show_segments(self, segments: Iterable[Segment], gone: Iterable[SegmentId] | None = None) -> None:
        """Show these codings instead of those shown; only rows that change are drawn again.

        Args:
            segments: All codings; or, where `gone` is given, those that came or changed.
            gone: Codings that are no more.
        """
        layout, codings = self.layout_of_rows, self.codings
        changed = codings.show(segments, layout) if gone is None else codings.change(segments, gone, layout)
        if changed is None:
            self.rows.forget()
            self.refresh()
        else:
            self._touch_rows(changed)

    def show_noted(self, spans: Sequence[Span]) -> None:
        """Mark the passages that have a memo of their own, in order of position."""
        self._touch_rows(self.codings.show_noted(spans, self.layout_of_rows))

    def show_found(self, spans: Sequence[Span]) -> None:
        """Mark the places that a search found, in order of position."""
        self.found = Places(spans)
        self.rows.forget()
        self.refresh()

    def show_again(self) -> None:
        """Draw everything again: colours or names of codes have changed."""
        self.rows.forget(looks=True)
        self.refresh()

    def move_to(
        self, offset: int, *, extend: bool = False, keep_cell: bool = False, jump: bool = False
    ) -> None:
        """Put the cursor at the cluster that holds `offset` and show it.

        Args:
            offset: Where to; held to the text.
            extend: Keep the selection's other end; otherwise the selection is let go, unless it was started
                with Space.
            keep_cell: Keep the cell that moves by row aim for.
            jump: A place out of sight comes to stand a third down the view.
        """
        before, old = self.selection, self.cursor
        if extend or self.selecting:
            self.anchor_at = self.cursor if self.anchor_at is None else self.anchor_at
        else:
            self.anchor_at = None
        self.cursor = cluster_start(self.text, min(max(0, offset), len(self.text)))
        if self.layout_of_rows is not None:
            row, cell = self.layout_of_rows.cell_of(self.cursor)
            if not keep_cell:
                self._wanted_cell = cell
            self._touch(self.layout_of_rows.row_of(old), row)
            self._scroll_to_row(row, jump=jump)
        self._touch_selection(before, self.selection)
        if before != self.selection:
            self._announce_selection()
        self._choose_none_elsewhere()
        self.post_message(self.CursorMoved())

    def row_target(self, rows: int) -> int:
        """Return the offset `rows` below the cursor (above, where negative) at the cell aimed for."""
        if self.layout_of_rows is None:
            return self.cursor
        row = self.layout_of_rows.row_of(self.cursor) + rows
        if row < 0:
            return 0
        if row >= len(self.layout_of_rows):
            return len(self.text)
        return self.layout_of_rows.offset_at(row, self._wanted_cell)

    def select(self, span: Span) -> None:
        """Select `span`, with the cursor at its end."""
        self.let_go()
        self.move_to(span.start)
        self.move_to(span.end, extend=True)

    def toggle_selecting(self) -> None:
        """Start a selection at the cursor or take up the one there is; or end the one started so."""
        if self.selecting:
            self.selecting = False
        else:
            self.anchor_at = self.cursor if self.selection is None else self.anchor_at
            self.selecting = True
        self._announce_selection()

    def let_go(self) -> None:
        """Let go of the selection."""
        before = self.selection
        self.anchor_at, self.selecting = None, False
        self._touch_selection(before, None)
        self._announce_selection()

    def choose(self, segment: Segment | None) -> None:
        """Make `segment` the coding that the next command is about; go to it if the cursor is elsewhere."""
        for one in (self.chosen_id, segment.id if segment else None):
            if one in self.codings.index.by_id:
                self._touch_segment(self.codings.index.by_id[one])
        self.chosen_id = segment.id if segment else None
        if segment is not None and not segment.start <= self.cursor < segment.end:
            self.selecting = False
            self.move_to(segment.start, jump=True)
        if segment is not None and self.layout_of_rows is not None:
            first, last = self.layout_of_rows.rows_of(segment.start, segment.end)
            height = self.size.height
            if min(last, first + height // 2) >= self.scroll_offset.y + height:
                self._put_at_top(max(0, first - height // 3))
            self._scroll_to_row(first, jump=True)
        self.post_message(self.CursorMoved())

    def render_line(self, y: int) -> Strip:
        """Return the row at line `y` of the view."""
        return self.rows.at(y, y)[0]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of a part of the view, without the detour by borders and filters; see `Looks`."""
        strips = self.rows.at(crop.y, crop.bottom - 1)
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _on_mount(self, event: events.Mount) -> None:
        """End a drag where the terminal is left while the button is held: its release goes elsewhere."""
        self.watch(self.app, "app_focus", self.drag.stop, init=False)
        if not self.app.is_headless:  # nobody waits for a page there
            self._look_ahead = self.set_interval(_IDLE, self._when_idle, pause=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Have the page that comes next in this direction ready, once no key comes for a moment."""
        super().watch_scroll_y(old_value, new_value)
        self.rows.scrolled, self.rows.expected = new_value - old_value, None
        if self._look_ahead is not None:
            self._look_ahead.reset()
            self._look_ahead.resume()

    def _when_idle(self) -> None:
        if self._look_ahead is not None:
            self._look_ahead.pause()
        self.rows.look_ahead()

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Wrap the text anew where the width has changed, before it is painted and not only after."""
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self.size != self._sized:
            self._sized = self.size
            self._wrap()
        return changed

    def notify_style_update(self) -> None:
        """Forget what was drawn with other colours."""
        super().notify_style_update()
        self.rows.forget(looks=True)

    def _watch_bare(self) -> None:
        self._wrap()

    def _wrap(self) -> None:
        if not self.size.width:
            return
        self.wrapped_for = self.size.width
        width = self.size.width - self.rows.gutter.width - 1  # the last cell is for a cursor past a row's end
        old = self.layout_of_rows
        lanes = self.rows.gutter.lanes
        if old is not None and (old.width, self.codings.lanes.shown) == (max(4, width), lanes):
            self._scroll_to_row(old.row_of(self.cursor))
            return
        screen_row = old.row_of(self.cursor) - self.scroll_offset.y if old else self.size.height // 3
        layout = old.at_width(width) if old else Layout(self.text, self.units.turns, width)
        self.layout_of_rows = layout
        # the bar is always there: other rows need no new places for the widgets
        self.set_reactive(TranscriptView.virtual_size, Size(self.size.width, len(layout)))
        self._scroll_update(self.virtual_size)
        self.codings.lay(layout, lanes)
        self.rows.forget()
        self.refresh()
        row, self._wanted_cell = layout.cell_of(self.cursor)
        top, self._top = row - max(0, screen_row) if self._top is None else layout.row_of(self._top), None
        self.scroll_to(y=max(0, top), animate=False, force=True)
        if not top <= row < top + self.size.height:
            self._scroll_to_row(row)
        self.post_message(self.CursorMoved())

    def _scroll_to_row(self, row: int, *, jump: bool = False) -> None:
        top = top_row_for(row, self.scroll_offset.y, self.size.height, jump=jump)
        self._put_at_top(top)

    def _put_at_top(self, top: int) -> None:
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def _touch(self, *rows: int) -> None:
        """Have these rows drawn again where they are on the screen."""
        top, height = self.scroll_offset.y, self.size.height
        for row in set(rows):
            if top <= row < top + height:
                self.refresh_line(row)

    def _touch_selection(self, old: Span | None, new: Span | None) -> None:
        """Have the rows drawn again on which two selections differ."""
        layout = self.layout_of_rows
        if layout is None or old == new:
            return
        if old is None or new is None or not old.overlaps(new):
            changed = [(span.start, span.end) for span in (old, new) if span is not None]
        else:
            changed = [
                (min(old.start, new.start), max(old.start, new.start)),
                (min(old.end, new.end), max(old.end, new.end)),
            ]
        self._touch_rows(layout.rows_of(start, end) for start, end in changed if start < end)

    def _touch_segment(self, segment: Segment) -> None:
        if self.layout_of_rows is not None:
            self._touch_rows([self.layout_of_rows.rows_of(segment.start, segment.end)])

    def _touch_rows(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Have rows drawn again, from the first to the last of each range."""
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height - 1
        for first, last in ranges:
            first, last = max(first, top), min(last, bottom)
            if first <= last:
                self.refresh_lines(first, last - first + 1)

    def _choose_none_elsewhere(self) -> None:
        """Let go of the chosen coding once the cursor has left it."""
        segment = self.codings.index.by_id.get(self.chosen_id or "")
        if self.chosen_id and (segment is None or not segment.start <= self.cursor < segment.end):
            if segment is not None:
                self._touch_segment(segment)
            self.chosen_id = None

    def _announce_selection(self) -> None:
        self.post_message(self.SpanSelected(self.selection))

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor where the mouse is, or choose a coding by its stripe."""
        if mouse.press(self, event):
            self.drag.begin()

    def _on_mouse_move(self, event: events.MouseMove) -> None:
        """Extend the selection while the button is held."""
        self.drag.move(event)

    async def _on_mouse_up(self, event: events.MouseUp) -> None:
        """End dragging."""
        self.drag.release()

    def on_click(self, event: events.Click) -> None:
        """Select a sentence or a turn."""
        mouse.click(self, event)
