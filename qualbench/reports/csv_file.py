"""Rows as CSV (RFC 4180: commas, quotes doubled, CRLF), in UTF-8 with a byte order mark, as Excel wants it.

A text cell that a spreadsheet would take for a formula gets a leading apostrophe. That touches cells that
begin with `=`, `+`, `-`, `@` or their full-width forms, with a tab or a line break, and those where blanks or
apostrophes stand before such a character; a dash that opens a line of dialogue is among them. `unguard` gives
back exactly what was there.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Cell: TypeAlias = "str | int | float | None"

#: Apostrophes before it too, so that one more can be told from those that were there.
_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－−＠﹢﹣﹦﹫])")


def render_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield the table piece by piece, so that memory does not grow with the rows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([guard(cell) for cell in header])
    yield b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "replace")
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])
        yield buffer.getvalue().encode("utf-8", "replace")


def guard(cell: str) -> str:
    """Return a text cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    """Return what `guard` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
