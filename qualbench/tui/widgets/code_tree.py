"""The codebook beside the text: every code with its mark in this document and how often it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual.message import Message

from qualbench.tui.keymaps import retold
from qualbench.tui.keys import Where
from qualbench.tui.sanitise import drawn
from qualbench.tui.themes import seen
from qualbench.tui.widgets.quick_tree import QuickTree

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from textual.widgets import Tree
    from textual.widgets.tree import TreeNode

    from qualbench.model.code import Codebook
    from qualbench.model.ids import CodeId
    from qualbench.tui.lanes import Mark, Marks


NO_CODES = "No codes yet: [n] makes one"


class CodeTree(QuickTree):
    """The codes as a tree; Enter or a click on one says so to the screen."""

    ALLOW_SELECT: ClassVar[bool] = False

    class Chosen(Message):
        """A code was chosen."""

        def __init__(self, code_id: CodeId) -> None:
            super().__init__()
            self.code_id = code_id

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        self._numbers: dict[CodeId, str] = {}  # asked for while the root is made
        super().__init__(Text("Codebook"), id=id)  # a name alone is read as markup, with a list of all emoji
        self.show_root = False
        self.guide_depth = 2
        self.auto_expand = False
        self._rows_by_code: dict[CodeId, TreeNode[str]] = {}
        self._shown_rows: dict[CodeId, tuple[str, Mark | None, int]] = {}
        self._shown: Codebook | None = None
        self._last: tuple[Mapping[CodeId, int], Marks] | None = None
        self._shown_shape: list[tuple[CodeId, CodeId | None]] | None = None

    def show(
        self,
        codebook: Codebook,
        counts: Mapping[CodeId, int],
        marks: Marks,
        touched: Collection[CodeId] | None = None,
    ) -> None:
        """Show a codebook; where only names, marks or counts differ, only those rows change.

        Args:
            codebook: All codes.
            counts: How often each is used.
            marks: Their marks in this document.
            touched: The codes of which something may be another; None where that may be so of all.
        """
        shape, self._last = self._shown_shape, (counts, marks)
        if touched is not None and codebook is self._shown:
            self._label_rows(touched, codebook, counts, marks)
            return
        if codebook is not self._shown or shape is None:
            shape, self._shown = [(code.id, code.parent_id) for code, _depth in codebook.walk()], codebook
        if shape != self._shown_shape:
            self._shown_shape = shape
            self.clear()
            self._rows_by_code, self._shown_rows = {}, {}
            for code, _depth in codebook.walk():
                above = self._rows_by_code.get(code.parent_id or "", self.root)
                leaf = not codebook.children(code.id)
                row = above.add(Text(), data=code.id, expand=True, allow_expand=not leaf)
                self._rows_by_code[code.id] = row
            if not shape:
                self.root.add_leaf(Text(drawn(retold(NO_CODES, Where.CODING, self.app))))
        self._label_rows([code_id for code_id, _parent in shape], codebook, counts, marks)

    def _label_rows(
        self, codes: Collection[CodeId], codebook: Codebook, counts: Mapping[CodeId, int], marks: Marks
    ) -> None:
        for code_id in codes:
            name, mark, count = codebook.by_id[code_id].name, marks.known(code_id), counts.get(code_id, 0)
            if self._shown_rows.get(code_id) != (name, mark, count):
                self._shown_rows[code_id] = name, mark, count
                self._numbers[code_id] = f"  {count:,}" if count else ""
                label = self._label(name, mark).append(self._numbers[code_id])
                self._rows_by_code[code_id].set_label(label)

    def on_mount(self) -> None:
        """Follow the colours: the marks have theirs from them."""
        self.watch(self.app, "theme", self._follow_colours, init=False)

    def _follow_colours(self) -> None:
        self.call_after_refresh(self._colour_again)

    def _colour_again(self) -> None:
        self._shown_rows = {}
        if self._shown is not None and self._last is not None:
            self.show(self._shown, *self._last)

    def render_label(self, node: TreeNode[str], base_style: Style, style: Style) -> Text:
        """Return a row in the cells that there are: the name gives way, the number never."""
        label = super().render_label(node, base_style, style)
        number = self._numbers.get(node.data or "", "")
        depth, above = 0, node.parent
        while above is not None and above is not self.root:
            depth, above = depth + 1, above.parent
        room = self.scrollable_content_region.width - depth * self.guide_depth
        words, end = label[: len(label) - len(number)], label[len(label) - len(number) :]
        words.truncate(max(1, room - len(number)), overflow="ellipsis", pad=bool(number))
        return words.append_text(end)

    def _label(self, name: str, mark: Mark | None) -> Text:
        """Return `A┃ Workload`; without a mark where the document does not use the code."""
        label = Text()
        if mark is not None:
            color = None if self.app.no_color else seen(mark.color, self.background_colors[1]).rich_color
            label.append(f"{mark.letter}{mark.line} ", Style(color=color, bold=True))
        return label.append(drawn(name))

    def on_tree_node_selected(self, event: Tree.NodeSelected[str]) -> None:
        """Say which code was chosen."""
        event.stop()
        if event.node.data is not None:
            self.post_message(self.Chosen(event.node.data))
