"""What is coded where the cursor stands: each coding with its definition, memos, coder and day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from qualbench.tui.sanitise import drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.tui.lanes import Mark


@dataclass(frozen=True, slots=True)
class Here:
    """One coding as the panel shows it."""

    mark: Mark
    path: str
    definition: str
    coder: str
    day: str
    memos: tuple[str, ...] = ()
    chosen: bool = False


#: From so many codings on only the chosen one's definition is shown.
_CROWD = 4


class HerePanel(Static):
    """The codings under the cursor, in words."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__("", id=id, markup=False)

    def show(self, codings: Sequence[Here]) -> None:
        """Show these codings; the panel keeps its size, so nothing else is painted again."""
        self.update(_words(codings), layout=False)


def _words(codings: Sequence[Here]) -> Content:
    bold, faint = Style(bold=True), Style(dim=True)
    if not codings:
        return Content.assemble(("Nothing is coded here.", faint))
    parts: list[Content] = []
    for one in codings:
        mark = Content.assemble((f"{one.mark.letter}{one.mark.line} ", bold + Style.parse(one.mark.color)))
        arrow = "▶ " if one.chosen and len(codings) > 1 else ""
        parts += [mark, Content.assemble((arrow + drawn(one.path), bold), "\n")]
        if one.definition and (one.chosen or len(codings) < _CROWD):
            parts.append(Content(drawn(" ".join(one.definition.split())) + "\n"))
        parts.append(Content.assemble((f"{drawn(one.coder)}, {one.day}", faint), "\n"))
        parts += [Content(f"memo: {drawn(' '.join(memo.split()))}\n") for memo in one.memos]
        parts.append(Content("\n"))
    return Content("").join(parts)
