"""A table of rows in the format that is asked for: CSV, a workbook, or JSON lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualbench.reports.csv_file import Cell


def render_table(
    title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], form: str
) -> tuple[bytes | Iterable[bytes], tuple[str, ...]]:
    """Return a table as a file, and one sentence for each thing that its reader should know.

    CSV and JSON lines are made piece by piece, so that memory does not grow with the rows.

    Args:
        title: The name of a workbook's sheet.
        form: `csv`, `xlsx` or `jsonl`.
    """
    if form == "xlsx":
        return _workbook(title, header, rows)
    if form == "jsonl":
        return _lines(header, rows), ()
    from qualbench.reports.csv_file import render_csv

    return render_csv(header, rows), ()


def _workbook(
    title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> tuple[bytes, tuple[str, ...]]:
    from qualbench.interchange.xlsx import LONGEST_CELL, long_cells, write_sheet

    # texts are written as texts there, so that none is a formula and none needs a mark before it
    table = [tuple(header), *(tuple("" if cell is None else cell for cell in row) for row in rows)]
    long = long_cells(table)
    cells = "1 cell is" if long == 1 else f"{long} cells are"
    said = (
        f"{cells} longer than the {LONGEST_CELL:,} characters that Excel takes; csv and jsonl have no limit."
    )
    return write_sheet(title, table), ((said,) if long else ())


def _lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    for row in rows:
        record = dict(zip(header, row, strict=True))
        yield json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
