"""A row of the codebook's tree, and the line of heads above it. Pure but for the painted words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from qualbench.model.code import CodeStatus
from qualbench.tui.lines import FAINT, fit, leaf_first, plural
from qualbench.tui.themes import seen
from qualbench.tui.widgets.code_rows import DOES
from qualbench.workbench.code_counts import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.color import Color

    from qualbench.model.code import Code
    from qualbench.workbench.code_counts import Count


class Counted(StrEnum):
    """What the numbers at the right of the tree count."""

    SEGMENTS = "segments"
    DOCUMENTS = "documents"
    CASES = "cases"


class Fold(StrEnum):
    """The mark before a code: whether there are codes under it, and whether they are shown."""

    OPEN = "▾"
    CLOSED = "▸"
    LEAF = " "


MARKED, UNMARKED = "✓", " "
_MARK, _FOLD = Style.from_meta({DOES: "mark"}), Style.from_meta({DOES: "fold"})
_NOTES = {CodeStatus.RETIRED: " (retired)", CodeStatus.CANDIDATE: " (candidate)"}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of every code, and how wide their columns are.

    Attributes:
        counts: None while they are being counted.
    """

    counts: Mapping[str, Count] | None
    own: int = 0
    branch: int = 0

    @classmethod
    def of(cls, counts: Mapping[str, Count] | None) -> Numbers:
        """Return the numbers with columns as wide as they need."""
        if not counts:
            return cls(counts)
        own = max(len(f"{one.own:,}") for one in counts.values())
        branches = [len(f"{one.branch:,}") for one in counts.values() if one.branch != one.own]
        return cls(counts, own, max(branches, default=0))

    @property
    def width(self) -> int:
        """How many cells both columns take, with the space before each."""
        return self.own + (self.own > 0) + self.branch + (self.branch > 0)

    def shown(self, code: Code, *, above: bool) -> str:
        """Return a code's two numbers; the second only where there are codes under it."""
        if self.counts is None:
            return ""
        count = self.counts.get(code.id, NOTHING)
        words = f" {count.own:>{self.own},}" if self.own else ""
        if self.branch:
            words += f" {count.branch:>{self.branch},}" if above else " " * (self.branch + 1)
        return words


def code_row(
    code: Code,
    path: str,
    room: int,
    ground: Color,
    *,
    depth: int,
    fold: Fold,
    marked: bool,
    numbers: Numbers,
) -> Content:
    """Return a row in exactly `room` cells: its mark, fold, colour, name and numbers.

    Args:
        path: Its path where the codes above it are not shown, else its name alone.
        ground: The colour behind it.
    """
    indent = "  " * min(depth, max(0, room // 4 - 4))
    words = fit(
        leaf_first(path, code.name + _NOTES.get(code.status, "")),
        max(4, room - len(indent) - 5 - numbers.width),
    )
    # its own ground: under the cursor the patch would else vanish in a colour like its own
    own = Style() if ground.ansi is not None else Style(background=ground)
    patch = own + Style(foreground=seen(code.color, ground)) if code.color else FAINT
    style = FAINT if code.status is CodeStatus.RETIRED else Style()
    folding = _FOLD if fold is not Fold.LEAF else Style()
    return Content.assemble(
        (MARKED if marked else UNMARKED, _MARK),
        (" ", _MARK),
        indent,
        (f"{fold} ", folding),
        ("▌", patch),
        (words, style),
        numbers.shown(code, above=fold is not Fold.LEAF),
    )


def heads(room: int, codes: int, marked: int, counted: Counted, numbers: Numbers) -> str:
    """Return the line above the tree: how many codes, how many marked, and what is counted."""
    left = plural(codes, "code") + (f", {marked:,} marked" if marked else "")
    if numbers.counts is None:
        right = f"counting {counted} …"
    else:
        right = f"{counted}, with those below" if numbers.branch else str(counted)
    if len(left) + len(right) + 2 > room:
        right = str(counted)
    return left + right.rjust(max(len(right) + 1, room - len(left)))
