"""A tree whose rows are made again only where their room is another, and before they are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Tree

from qualbench.tui.widgets.quick_bar import BarredView

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size
    from textual.widgets.tree import TreeNode


class QuickTree(Tree[str], BarredView):
    """A tree of rows that are never wider than it is."""

    _room = 0

    def get_label_width(self, node: TreeNode[str]) -> int:
        """Say that a row needs no width of its own: it is cut to the cells that there are."""
        return 0

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        self._line_cache.grow(size.height)
        if self._room != (room := self.scrollable_content_region.width):
            self._room = room
            self._clear_line_cache()
            self._updates += 1
        return changed

    def _on_resize(self, event: events.Resize) -> None:
        """Leave the rows as they are: those that differ have been made anew by now."""
        event.prevent_default()
