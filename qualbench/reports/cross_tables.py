"""How numbers that a table keeps back are shown, and what is said of them beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.analysis.cross_tables import Kept

if TYPE_CHECKING:
    from qualbench.analysis.cross_tables import Cell, CrossTable


def kept_in_words(table: CrossTable) -> list[str]:
    """Say what stands in the place of numbers that are not shown, if any."""
    said = []
    if Kept.BELOW in table.kept_back:
        said.append(f"<{table.smallest}: fewer than {table.smallest}, the smallest cell of this project.")
    if Kept.BACK in table.kept_back:
        said.append(
            f"*: kept back. One or more of these of the same theme are below {table.smallest}, and could be"
            " worked out from its other numbers."
        )
    return said


def shown_cell(cell: Cell, smallest: int) -> int | str:
    """Return a number as it may be shown."""
    if isinstance(cell, Kept):
        return f"<{smallest}" if cell is Kept.BELOW else "*"
    return cell
