"""A workbook and JSON, of the same blocks."""

from __future__ import annotations

import io
import json

import openpyxl

from qualbench.interchange.xlsx import write_sheets
from qualbench.reports.json_file import render_json
from qualbench.reports.report import Quote, Report, Table
from qualbench.reports.sheets import sheets_of
from qualbench.reports.summary import collect_summary
from qualbench.reports.theme_summary import build
from tests.reports.made import DEAR, LEAD, SEGMENTS, SET, STUDY, THEMES, text_of

SUMMARY = build(collect_summary(STUDY, SET, THEMES, SEGMENTS, LEAD, text_of))


def test_every_table_is_a_sheet_with_numbers_as_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_sheets(sheets_of(SUMMARY))))
    assert book.sheetnames[0] == "Report"
    tables = [block for block in SUMMARY.blocks if isinstance(block, Table)]
    assert len(book.sheetnames) == 1 + len(tables)
    sheet = book[next(name for name in book.sheetnames if "Distinct" in name)]
    assert sheet["A1"].value == "Participant"
    assert sheet["B2"].value == 1
    assert sheet["A2"].value == "Ada"


def test_a_quote_has_its_segment_and_is_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_sheets(sheets_of(SUMMARY))))
    quotes = [[cell.value for cell in row] for row in book["Report"].iter_rows() if row[0].value == "quote"]
    assert quotes[0] == ["quote", DEAR.quote, "(Ada)", DEAR.id]
    assert quotes[1][1] == "=1+1 is what they said. ثم ذهبت 🫀"
    assert {cell.data_type for row in book["Report"].iter_rows() for cell in row} <= {"s", "inlineStr", "n"}


def test_sheets_of_any_names_open() -> None:
    report = Report("t", tuple(Table("[a]:*?/\\'b" * 9, ("x", "y"), (("1", "2"),)) for _ in range(12)))
    made = write_sheets(sheets_of(report))
    names = openpyxl.load_workbook(io.BytesIO(made)).sheetnames
    assert len(set(names)) == 13
    assert max(map(len, names)) <= 31
    assert made == write_sheets(sheets_of(report))


def test_json_holds_every_block() -> None:
    made = json.loads(render_json(SUMMARY))
    assert len(made["blocks"]) == len(SUMMARY.blocks)
    quotes = [one for one in made["blocks"] if one["kind"] == "quote"]
    assert quotes[0] == {
        "kind": "quote",
        "text": DEAR.quote,
        "attribution": "(Ada)",
        "segment_id": DEAR.id,
    }
    (table,) = [one for one in made["blocks"] if one["kind"] == "table" and one["name"] == "bycase"]
    assert len(table["column_ids"]) == len(table["header"]) - 1


def test_json_of_half_a_character_is_json() -> None:
    assert json.loads(render_json(Report("t", (Quote("a\ud800", "", None),))))["blocks"]
