"""Tables as spreadsheets save them (CSV): records with their lines, whatever stands between the cells.

A text cell that a spreadsheet would take for a formula gets a leading apostrophe. That touches cells that
begin with `=`, `+`, `-`, `@` or their full-width forms, with a tab or a line break, and those where blanks or
apostrophes stand before such a character; a dash that opens a line of dialogue is among them. `unguard` gives
back exactly what was there.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

#: Characters in one cell. Python's own limit is less than a long memo.
_LARGEST = 2**31 - 1
#: Apostrophes before it too, so that one more can be told from those that were there.
_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－−＠﹢﹣﹦﹫])")


def read_records(path: object, text: TextIO, separator: str = "") -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a table, the header among them, each with the line (from 1) that it ends in.

    Without a separator it is comma, semicolon or tab: the one that the first line has most of.

    Raises:
        FileProblem: The table cannot be read on; `path` is named with the line.
    """
    csv.field_size_limit(_LARGEST)
    first = text.readline()
    text.seek(0)
    reader = csv.reader(text, delimiter=separator or max(",;\t", key=first.count))
    try:
        for record in reader:
            yield reader.line_num, record
    except csv.Error as error:
        raise FileProblem(path, f"the table breaks off ({error})", line=reader.line_num) from error


def guard(cell: str) -> str:
    """Return a text cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    """Return what `guard` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
