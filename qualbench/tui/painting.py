"""Painting only what has changed: of each widget only the rows that are written to the terminal are rendered.

Textual renders every widget in the rectangle around all changes. While coding that is nearly the whole
screen at every key: the row of the cursor is in the middle, and the line of keys at the bottom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.app import App
from textual.geometry import Region

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.screen import Screen
    from textual.strip import Strip


class Covering(App[None], inherit_bindings=False):
    """An app whose opaque screens cover those below: only what can be seen is laid out and painted.

    Textual lays out the screen below with the one on top, and paints all of the one on top whenever
    something below differs, also where nothing shines through.
    """

    @property
    def _background_screens(self) -> list[Screen[object]]:
        stack = self._screen_stack
        return super()._background_screens if stack and stack[-1].styles.background.a < 1 else []


class Painter(Compositor):
    """A screen's compositor that renders no row which is not written; what is written is the same.

    Args:
        before: What is to be done before the whole screen is painted, so that it is painted with it.
    """

    def __init__(self, before: Callable[[], object]) -> None:
        super().__init__()
        self._before = before
        self._wanted: set[Region] = set()

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """Render the whole screen; what was to be painted again before that has been painted with it."""
        self._before()
        try:
            return super().render_full_update(simplify)
        finally:
            for widget in self.visible_widgets:
                widget._exchange_repaint_regions()

    def render_partial_update(self) -> ChopsUpdate | None:
        """Render what has changed, or return None where nothing has."""
        self._wanted = self._dirty_regions.copy()
        try:
            return super().render_partial_update()
        finally:
            self._wanted = set()

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Yield the rendered parts of widgets, those in front first, as `(place, place, rows)`."""
        if not self._wanted:
            yield from super()._get_renders(crop)
            return
        wanted = list(self._wanted)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            for first, past in _runs(seen, wanted):
                part = Region(seen.x, first, seen.width, past - first)
                yield part, part, widget.render_lines(part.translate((-region.x, -region.y)))
            wanted = [one for one in wanted if not seen.contains_region(one)]  # what is behind is hidden
            if not wanted:
                return


def paint_now(screen: Screen[Any]) -> None:
    """Paint what a key has changed, at once; where more than painting is due, it is left to Textual.

    Textual has each widget say in a message of its own that it is to be painted, and paints when a timer next
    comes round: for no gain where one gesture has changed them all.
    """
    compositor = screen._compositor
    dirty = {one for one in compositor.visible_widgets if one._repaint_required}
    due = screen._layout_required or screen._scroll_required or screen._repaint_required
    if due or not dirty or not screen.is_current or screen.app._batch_count or screen._recompose_required:
        return
    for one in dirty:
        if one._layout_required or one._scroll_required or one._recompose_required:
            return
    for one in dirty:
        one._repaint_required = False
    compositor.update_widgets(dirty | screen._dirty_widgets)
    screen._compositor_refresh()


def _runs(seen: Region, wanted: Iterable[Region]) -> list[tuple[int, int]]:
    """Return the rows of `seen` that are wanted, as first and past the last of each run, from the top."""
    runs: list[tuple[int, int]] = []
    for part in sorted((seen.intersection(one) for one in wanted), key=lambda one: one.y):
        if part:
            first, past = part.y, part.bottom
            if runs and first <= runs[-1][1]:
                first, past = runs[-1][0], max(past, runs.pop()[1])
            runs.append((first, past))
    return runs
