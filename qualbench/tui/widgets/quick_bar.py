"""A scrollbar that keeps its rows and has only those painted that look different; it looks as Textual's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.geometry import Region
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

from qualbench.tui.widgets.looks import filters_of

if TYPE_CHECKING:
    from rich.segment import Segment as RichSegment
    from textual.geometry import Size


class QuickBar(ScrollBar):
    """The scrollbar at the right of a view."""

    position: Reactive[float] = Reactive(0, repaint=False)

    def __init__(self, *, thickness: int = 1) -> None:
        super().__init__(vertical=True, name="vertical", thickness=thickness)
        self._shown: list[RichSegment] = []
        self._kept: dict[RichSegment, Strip] = {}
        self._made_for: object = None

    def watch_position(self) -> None:
        """Have the rows painted again that look different now."""
        new = self._segments()
        if len(new) != len(self._shown):
            self.refresh()
            return
        rows = [y for y, one in enumerate(new) if one != self._shown[y]]
        for y in rows:
            self.refresh(Region(0, y, self.size.width, 1))
        self._shown = new

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of a part of the bar."""
        filters, ground = made_for = filters_of(self)
        if made_for != self._made_for:
            self._kept.clear()
            self._made_for = made_for
        self._shown = self._segments()
        strips = []
        for segment in self._shown[crop.y : crop.bottom]:
            strip = self._kept.get(segment)
            if strip is None:
                strip = Strip([segment], self.size.width)
                for one in filters:
                    strip = strip.apply_filter(one, ground)
                self._kept[segment] = strip
            strips.append(strip)
        return strips

    def _segments(self) -> list[RichSegment]:
        bar = self.render()
        assert isinstance(bar, ScrollBarRender) and isinstance(bar.style, Style)
        back, front = bar.style.bgcolor, bar.style.color
        assert back is not None and front is not None  # Textual's scrollbars always have both
        made = bar.render_bar(
            size=self.size.height,
            virtual_size=bar.virtual_size,
            window_size=bar.window_size,
            position=bar.position,
            thickness=self.size.width,
            back_color=back,
            bar_color=front,
        )
        return list(made.segments)


class BarredView(ScrollView):
    """A view with such a bar at its right."""

    _scrolled_for: object = None

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The bar at the right, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = QuickBar(thickness=self.scrollbar_size_vertical)
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

    def _scroll_update(self, virtual_size: Size) -> None:
        """Tell the bar how long the view is, but only where that differs: Textual does with every layout."""
        styles = self.styles
        seen = virtual_size, self.container_size, styles.overflow_x, styles.overflow_y
        if seen != self._scrolled_for:
            super()._scroll_update(virtual_size)
            self._scrolled_for = seen
