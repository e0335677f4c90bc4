"""The codebook beside the text: every code with its mark in this document and how often it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual.message import Message
from textual.widgets import Tree

from qualbench.tui.sanitise import drawn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.widgets.tree import TreeNode

    from qualbench.model.code import Codebook
    from qualbench.model.ids import CodeId
    from qualbench.tui.lanes import Marks


class CodeTree(Tree[str]):
    """The codes as a tree; Enter or a click on one says so to the screen."""

    ALLOW_SELECT: ClassVar[bool] = False

    class Chosen(Message):
        """A code was chosen."""

        def __init__(self, code_id: CodeId) -> None:
            super().__init__()
            self.code_id = code_id

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__("Codebook", id=id)
        self.show_root = False
        self.guide_depth = 2
        self.auto_expand = False
        self._rows_by_code: dict[CodeId, TreeNode[str]] = {}
        self._shown_shape: list[tuple[CodeId, CodeId | None]] = []

    def show(self, codebook: Codebook, counts: Mapping[CodeId, int], marks: Marks) -> None:
        """Show a codebook; where only names, marks or counts differ, only those rows change."""
        shape = [(code.id, code.parent_id) for code, _depth in codebook.walk()]
        if shape != self._shown_shape:
            self._shown_shape = shape
            self.clear()
            self._rows_by_code = {}
            for code, _depth in codebook.walk():
                above = self._rows_by_code.get(code.parent_id or "", self.root)
                leaf = not codebook.children(code.id)
                self._rows_by_code[code.id] = above.add("", data=code.id, expand=True, allow_expand=not leaf)
        for code, _depth in codebook.walk():
            label = _label(code.name, counts.get(code.id, 0), marks, code.id)
            if self._rows_by_code[code.id].label != label:
                self._rows_by_code[code.id].set_label(label)

    def on_tree_node_selected(self, event: Tree.NodeSelected[str]) -> None:
        """Say which code was chosen."""
        event.stop()
        if event.node.data is not None:
            self.post_message(self.Chosen(event.node.data))


def _label(name: str, count: int, marks: Marks, code_id: CodeId) -> Text:
    """Return `A┃ Workload  34`; without a mark where the document does not use the code."""
    mark = marks.known(code_id)
    label = Text(no_wrap=True, overflow="ellipsis")
    if mark is not None:
        label.append(f"{mark.letter}{mark.line} ", Style(color=mark.color, bold=True))
    label.append(drawn(name))
    label.append(f"  {count:,}" if count else "", Style(dim=True))
    return label
