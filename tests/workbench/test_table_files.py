"""The same rows as CSV, as a workbook and as JSON lines."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from qualbench.workbench.table_files import render_table

HEADER = ("id", "quote", "start")
ROWS = [("s1", "=1+1, she said\n“no”", 7), ("s2", "😀 \u2028 then", 12), ("s3", "", 0)]


def made(form: str, rows: list[tuple[str, str, int]] = ROWS) -> bytes:
    content, _said = render_table("segments", HEADER, rows, form)
    return content if isinstance(content, bytes) else b"".join(content)


def test_a_workbook_holds_the_rows_numbers_as_numbers_and_no_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made("xlsx")))["segments"]
    read = [tuple("" if cell is None else cell for cell in row) for row in sheet.values]
    assert read == [HEADER, *ROWS]
    assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_csv_holds_the_rows() -> None:
    read = list(csv.reader(io.StringIO(made("csv").decode("utf-8-sig"), newline="")))
    assert read[0] == list(HEADER)
    assert [row[1].removeprefix("'") for row in read[1:]] == [row[1] for row in ROWS]


@given(st.lists(st.tuples(st.text(), st.text(), st.integers(0, 10**9))))
def test_json_lines_hold_every_text_as_it_is_one_row_a_line(rows: list[tuple[str, str, int]]) -> None:
    lines = made("jsonl", rows).decode().split("\n")
    assert lines.pop() == ""
    assert [tuple(json.loads(line).values()) for line in lines] == rows


def test_a_cell_longer_than_excel_takes_is_said() -> None:
    rows = [("s1", "a" * 32_768, 0), ("s2", "b" * 32_767, 0)]
    _content, said = render_table("segments", HEADER, rows, "xlsx")
    assert len(said) == 1
    assert said[0].startswith("1 cell is longer than the 32,767 characters")
    assert render_table("segments", HEADER, rows, "jsonl")[1] == ()
