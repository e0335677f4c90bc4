"""Tables as files: csv and its kin, and Excel workbooks, to a header and rows of text.

Encoding, separator and quoting are found out: what separates is what divides most records into the same
number of cells. Excel's dates come as dates, and its whole numbers without `.0`.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any

from qualbench.errors import FileProblem
from qualbench.model.document import Problem
from qualbench.readers.delimited import read_records
from qualbench.readers.packages import check_contents, check_parts, open_zip
from qualbench.readers.plain import decode
from qualbench.readers.refusals import DamagedFile, EmptyFile, EncryptedFile, UnsupportedFormat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Endings of tables that are read.
ENDINGS = frozenset({".csv", ".tsv", ".tab", ".xlsx", ".xlsm"})
#: Bytes that a workbook may unpack to.
_UNPACKED = 512 * 2**20
#: Rows that a sheet may have, and cells with those that are empty: one far away stands for all before it.
_ROWS, _CELLS = 2**20, 40_000_000
_ENDLESS = "a sheet of the workbook has a cell so far away that the sheet would be endless."
_NOT_WHOLE = "Copy the cells that hold something to a new workbook and save that."
_TRIED = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table.

    Attributes:
        header: The columns' names, each its own; what had none is `column 3`.
        rows: Each as wide as the header, with the line that it ends in (in a workbook, its row).
        separator: What stands between cells; empty in a workbook.
        encoding: Of the file.
        problems: What was noticed.
        renamed: Of these, the columns that had no name of their own.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    separator: str
    encoding: str
    problems: tuple[Problem, ...]
    renamed: tuple[Problem, ...] = ()


def read_sheet(name: str, data: bytes) -> Sheet:
    """Read a table; `name` is the file's own name.

    Raises:
        FileProblem: It is no table, damaged, protected or empty, or has rows wider than its header.
    """
    if not data:
        raise EmptyFile(name, "the file is empty.")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedFile(name)
        raise UnsupportedFormat(name, "old Excel files (.xls)", "Save it as .xlsx or .csv.")
    if data.startswith(b"PK"):
        return _sheet(name, _workbook(name, data), "", "unicode", ())
    decoded = decode(name, data)
    separator = find_separator(decoded.text)
    lines = io.StringIO(decoded.text, newline="")
    records = list(islice(read_records(name, lines, separator), _ROWS + 1))
    if len(records) > _ROWS:
        raise DamagedFile(
            name, f"it has more than {_ROWS:,} rows.", "Is it a table of cases or answers? Split it."
        )
    began = records[-2][0] if len(records) > 1 else 0
    if _is_open(decoded.text, began, separator):
        what = "a quote is opened here that nothing closes, so all that follows would be one cell."
        hint = "Close it, or write two where one is part of the words."
        raise DamagedFile(name, what, hint, line=began + 1)
    return _sheet(name, records, separator, decoded.encoding, decoded.problems)


def find_separator(text: str) -> str:
    """Return what separates the cells of a table: a comma, a semicolon, a tab or an upright line."""

    def fit(separator: str, *, strict: bool = True) -> tuple[bool, bool, float, int]:
        lines = io.StringIO(text, newline="")
        try:
            records = islice(csv.reader(lines, delimiter=separator, strict=strict), _TRIED)
            widths = Counter(len(one) for one in records if one)
        except csv.Error:  # quotes in a cell, or the wrong separator
            return fit(separator, strict=False) if strict else (False, False, 0.0, 0)
        width, times = max(widths.items(), key=lambda one: (one[0] > 1, one[1]), default=(0, 0))
        return (width > 1, strict, times / widths.total() if width > 1 else 0.0, width)

    return max(",;\t|", key=fit)


def _is_open(text: str, began: int, separator: str) -> bool:
    """Say whether the last record, which begins after so many lines, ends in the middle of a cell."""
    lines = islice(io.StringIO(text, newline=""), began, None)
    try:
        for _record in csv.reader(lines, delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _workbook(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet that holds any."""
    from openpyxl import load_workbook

    try:
        with open_zip(data) as file:
            # a sheet is read row by row; what else there is comes into memory whole
            check_parts(name, file, whole=_UNPACKED, limited=lambda one: "worksheets/" not in one)
            check_contents(name, file)
        with warnings.catch_warnings():  # of looks that it does not know; no cell is the less for it
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows, cells = [], 0
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
                cells += len(row)
                if number > _ROWS or cells > _CELLS:
                    raise DamagedFile(name, _ENDLESS, _NOT_WHOLE)
                said = [_cell(value) for value in row]
                while said and not said[-1]:  # a format to the last column is no cell
                    said.pop()
                rows.append((number, said))
            if any(row for _number, row in rows):
                yield from rows
                return
    except FileProblem:
        raise
    except Exception as error:  # whatever a damaged workbook makes openpyxl raise
        raise DamagedFile(
            name, "the workbook is damaged.", "Open it in a spreadsheet program and save it anew."
        ) from error


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("_x005F_", "_")  # before what would else stand for a character (`_x0041_`)


def _sheet(
    name: str,
    records: Iterable[tuple[int, list[str]]],
    separator: str,
    encoding: str,
    found: tuple[Problem, ...],
) -> Sheet:
    kept = [(line, [cell.strip() for cell in row]) for line, row in records]
    filled = [(line, row) for line, row in kept if any(row)]
    if len(filled) < 2:
        raise EmptyFile(name, "the table holds no rows below its header.")
    problems = list(found)
    if len(kept) > len(filled):
        problems.append(Problem(f"{len(kept) - len(filled):,} empty rows are passed over."))
    first, head = filled[0]
    while (
        head and not head[-1] and all(len(row) < len(head) or not row[len(head) - 1] for _line, row in filled)
    ):
        head.pop()
    renamed: list[Problem] = []
    header = _names(head, first, renamed)
    rows = []
    for line, row in filled[1:]:
        if len(row) > len(header) and any(row[len(header) :]):
            message = f"the row has {len(row)} cells, the header {len(header)}."
            raise DamagedFile(
                name, message, "Look whether a cell with a separator lacks its quotes.", line=line
            )
        rows.append((line, (*row[: len(header)], *([""] * (len(header) - len(row))))))
    return Sheet(tuple(header), tuple(rows), separator, encoding, (*problems, *renamed), tuple(renamed))


def _names(head: list[str], line: int, problems: list[Problem]) -> list[str]:
    """Give every column a name of its own."""
    names: list[str] = []
    for number, said in enumerate(head, 1):
        name = " ".join(said.split()) or f"column {number}"
        if not said:
            problems.append(Problem(f"Column {number} has no name; it is called “{name}”.", line))
        if name.casefold() in {one.casefold() for one in names}:
            fresh = f"{name} ({number})"
            problems.append(Problem(f"Two columns are called “{name}”; the second is “{fresh}”.", line))
            name = fresh
        names.append(name)
    return names
