"""Rows as CSV (RFC 4180: commas, quotes doubled, CRLF), in UTF-8 with a byte order mark, as Excel wants it.

A text cell that a spreadsheet would take for a formula gets a leading apostrophe: see `readers.delimited`.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Literal, TypeAlias

from qualbench.readers.delimited import guard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Cell: TypeAlias = "str | int | float | None"


def render_csv(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, quoted: bool = False
) -> Iterator[bytes]:
    """Yield the table piece by piece, so that memory does not grow with the rows.

    Args:
        quoted: Put every text in quotes, so that no reader takes a mark in it for what separates cells.
    """
    buffer = io.StringIO(newline="")
    quoting: Literal[0, 2] = csv.QUOTE_NONNUMERIC if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(buffer, lineterminator="\r\n", quoting=quoting)
    writer.writerow([guard(cell) for cell in header])
    yield b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "replace")
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])
        yield buffer.getvalue().encode("utf-8", "replace")
