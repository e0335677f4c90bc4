"""Tables as spreadsheets save them (CSV): records with their lines, whatever stands between the cells."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

#: Characters in one cell. Python's own limit is less than a long memo.
_LARGEST = 2**31 - 1


def read_records(path: object, text: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a table, the header among them, each with the line (from 1) that it ends in.

    Comma, semicolon or tab: the one that the first line has most of.

    Raises:
        FileProblem: The table cannot be read on; `path` is named with the line.
    """
    csv.field_size_limit(_LARGEST)
    first = text.readline()
    text.seek(0)
    reader = csv.reader(text, delimiter=max(",;\t", key=first.count))
    try:
        for record in reader:
            yield reader.line_num, record
    except csv.Error as error:
        raise FileProblem(path, f"the table breaks off ({error})", line=reader.line_num) from error
