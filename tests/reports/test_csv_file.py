"""Rows as CSV."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.readers.delimited import guard, unguard
from qualbench.reports.csv_file import render_csv


@pytest.mark.parametrize(
    "cell",
    [
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "'=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "−1",
    ],
)
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe(cell: str) -> None:
    assert guard(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "well", "a=b", "'tis", "No. =", "…", "3 to 4", " well"])
def test_everything_else_stays(cell: str) -> None:
    assert guard(cell) == cell


def test_headers_are_guarded_and_numbers_are_numbers() -> None:
    made = b"".join(render_csv(("=a", "b"), [(-1, None), (0.5, "-")]))
    assert made == b"\xef\xbb\xbf'=a,b\r\n-1,\r\n0.5,'-\r\n"


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), max_size=6))
@settings(max_examples=80, deadline=None)
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    made = b"".join(render_csv(("a", "b"), rows)).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(made, newline="")))
    assert read == [["a", "b"], *[[guard(cell) for cell in row] for row in rows]]


@given(st.text(alphabet="'=-+ \t\n＝a", max_size=6))
@settings(max_examples=150, deadline=None)
def test_the_guard_comes_off_again_exactly(cell: str) -> None:
    assert unguard(guard(cell)) == cell
