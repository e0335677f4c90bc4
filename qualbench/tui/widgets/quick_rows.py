"""Rows of words that are painted without the detour by wrapping, borders and links: many keys change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from qualbench.tui.widgets.looks import filters_of

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Pieces that are kept; a line has some twenty.
_KEPT = 400


class QuickRows(Widget):
    """A widget of rows; what a piece of a row comes to is kept, so a word that changes costs that word."""

    ALLOW_SELECT: ClassVar[bool] = False
    _kept: dict[object, Strip]
    _made_for: object = None

    def pieces(self, y: int) -> Sequence[Content]:
        """Return the words of row `y`, piece by piece; what is too wide for the row is cut."""
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return rows; where Textual has to show more of them than their words, as Textual paints them."""
        gutter, (width, height) = self.gutter, self.outer_size
        if not height or gutter.height or self.hover_style._link_id:
            self._made_for = None
            self._styles_cache.clear()  # it was not told of what was painted past it
            return super().render_lines(crop)
        self._dirty_regions.clear()
        self._seen_through = filters_of(self)
        made_for = (*self._seen_through, self.visual_style, width, gutter, self.styles.border)
        if made_for != self._made_for or len(self._kept) > _KEPT:
            self._made_for, self._kept = made_for, {}
            self._link = self.link_style if self.auto_links else None
            self._styles_cache.clear()
            whole = super().render_lines(Region(0, 0, width, 1))[0]
            self._edges = whole.crop(0, gutter.left), whole.crop(width - gutter.right, width)
            # the rest of a row is painted as what is beside it, so that a row ends in one piece
            self._blank = [*(self._edges[1] or self._piece(Content(" ")))][-1]
        strips = [self._row(y, width) for y in crop.line_range]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _row(self, y: int, width: int) -> Strip:
        left, right = self._edges
        words = Strip.join([left, *(self._piece(one) for one in self.pieces(y) if one.plain)])
        room = width - right.cell_length
        if words.cell_length < room:
            words = Strip.join([words, Strip([self._blank._replace(text=" " * (room - words.cell_length))])])
        return Strip.join([words.crop(0, room), right])

    def _piece(self, words: Content) -> Strip:
        key = words.plain, tuple(words.spans)
        strip = self._kept.get(key)
        if strip is None:
            strip = Strip(words.render_segments(self.visual_style), words.cell_length)
            if self._link is not None:
                strip = strip._apply_link_style(self._link)
            filters, ground = self._seen_through
            for one in filters:
                strip = strip.apply_filter(one, ground)
            self._kept[key] = strip
        return strip


class QuickLine(QuickRows, Static):
    """A line of words."""

    def pieces(self, y: int) -> Sequence[Content]:
        """Return the words that were given it last."""
        shown = self.visual
        assert isinstance(shown, Content)
        return [shown]
