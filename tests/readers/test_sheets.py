"""Tables as files: whatever stands between the cells, the cells come back."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from qualbench.errors import FileProblem
from qualbench.readers.sheets import find_separator, read_sheet

CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12).map(str.strip)
ROW = st.tuples(st.text("abcdefgh", min_size=1, max_size=8), CELL, CELL)


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@given(
    st.lists(ROW, min_size=1, max_size=12),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_any_table_comes_back(rows: list[tuple[str, ...]], separator: str, end: str, every: bool) -> None:
    held = io.StringIO()
    dialect = csv.unix_dialect if every else csv.excel  # all cells in quotes, or those that need them
    writer = csv.writer(held, dialect, delimiter=separator, lineterminator=end)
    writer.writerows([("one", "two", "three"), *rows])
    sheet = read_sheet("t.csv", held.getvalue().encode())
    assert sheet.header == ("one", "two", "three")
    assert [row for _line, row in sheet.rows] == rows
    assert sheet.separator == separator


def test_a_separator_inside_quotes_does_not_count() -> None:
    text = 'a;b\n1;"x, y, z"\n2;"p; q, r"\n'
    assert find_separator(text) == ";"
    assert [row for _line, row in read_sheet("t.csv", text.encode("cp1252")).rows] == [
        ("1", "x, y, z"),
        ("2", "p; q, r"),
    ]


def test_windows_letters_empty_rows_and_columns_without_a_name() -> None:
    data = ";id;said;;\r\n0;7;Überall;;\r\n;;;;\r\n1;8;nie;;\r\n".encode("cp1252")
    sheet = read_sheet("t.csv", data)
    assert sheet.header == ("column 1", "id", "said")
    assert sheet.rows == ((2, ("0", "7", "Überall")), (4, ("1", "8", "nie")))
    said = " ".join(one.message for one in sheet.problems)
    assert "Windows-1252" in said
    assert "1 empty rows" in said
    assert "Column 1 has no name" in said


def test_a_workbook_has_dates_and_whole_numbers_as_a_person_reads_them() -> None:
    data = workbook(
        ("id", "age", "on", "at", "yes", "said"),
        (1, 34.0, date(2024, 3, 1), datetime.fromisoformat("2024-03-01T09:30"), True, "hello"),
        (2, 1.5, None, None, False, None),
    )
    assert [row for _line, row in read_sheet("t.xlsx", data).rows] == [
        ("1", "34", "2024-03-01", "2024-03-01 09:30", "yes", "hello"),
        ("2", "1.5", "", "", "no", ""),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"a,b\n", "no rows"),
        (b"a,b\n1,2,3\n", "line 2: the row has 3 cells, the header 2"),
        (b'a,b\n1,2\n3,"she said\n5,6\n7,8\n', "line 3: a quote is opened here that nothing closes"),
        (b"PK\x03\x04 no workbook", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel"),
    ],
)
def test_what_is_no_table_gets_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(FileProblem, match=said):
        read_sheet("t.csv", data)


def test_quotes_that_close_and_quotes_within_words_are_no_fault() -> None:
    kept = read_sheet("t.csv", b'a,b\n1,5" pipe\n2,"two\nlines"\n')
    assert [row for _line, row in kept.rows] == [("1", '5" pipe'), ("2", "two\nlines")]
