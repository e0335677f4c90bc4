"""One row per coding."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from qualbench.model.case import Attribute
from qualbench.reports.csv_file import render_csv
from qualbench.reports.quotes import QuoteDiffers
from qualbench.reports.tables import segment_header, segment_rows
from tests.reports.made import ASKED, BOTH, DEAR, LEAD, MEMOS, SEGMENTS, STUDY, TEXTS, THEMES, text_of

HEADER = segment_header(STUDY)


def rows(selection: object = LEAD) -> list[dict[str, object]]:
    made = segment_rows(STUDY, THEMES[:3], SEGMENTS, MEMOS, selection, text_of)  # type: ignore[arg-type]
    return [dict(zip(HEADER, row, strict=True)) for row in made]


def test_a_row_says_everything_that_stands_around_a_coding() -> None:
    (row,) = [one for one in rows() if one["id"] == DEAR.id]
    assert row == {
        "id": DEAR.id,
        "document": "walk-in 07",
        "turn": 2,
        "speaker": "Anna",
        "case": "Ada",
        "pseudonym": "Ada",
        "age band": "50–59",
        "code": "Bus fare",
        "code_path": "Cost > Bus fare",
        "theme": "Getting there # costs",
        "coder": "Mira Holt",
        "start": DEAR.start,
        "end": DEAR.end,
        "quote": DEAR.quote,
        "memo": "Cost or <time>?\nAsk.",
        "created_at": DEAR.created_at,
        "important": "",
        "stance": "",
    }


def test_a_coding_over_turns_names_them_all_and_the_subtheme_with_its_theme() -> None:
    (row,) = [one for one in rows() if one["id"] == ASKED.id]
    assert (row["turn"], row["speaker"], row["case"]) == ("3 to 4", "I; Anna", "Ada")
    assert row["theme"] == "Reluctance; Reluctance > Preference | for friends"


def test_rows_stand_in_document_order_whatever_the_order_given() -> None:
    made = [row["id"] for row in rows()]
    again = segment_rows(STUDY, THEMES[:3], SEGMENTS[::-1], MEMOS, LEAD, text_of)
    assert [row[0] for row in again] == made
    assert len(made) == 6
    assert len(rows(BOTH)) == 7


def test_an_attribute_named_like_a_column_of_ours_says_so() -> None:
    study = replace(STUDY, attributes=(Attribute("a", "code"),))
    assert "code (attribute)" in segment_header(study)


def test_every_quote_is_checked() -> None:
    def other(document_id: str, revision: int) -> str:
        return TEXTS[document_id].replace("friends", "family")

    with pytest.raises(QuoteDiffers):
        list(segment_rows(STUDY, THEMES, SEGMENTS, MEMOS, LEAD, other))


def test_the_file_opens_and_holds_no_formula() -> None:
    made = b"".join(render_csv(HEADER, segment_rows(STUDY, THEMES, SEGMENTS, MEMOS, LEAD, text_of)))
    read = list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"), newline="")))
    assert len(read) == 6
    assert all(cell[:1] not in ("=", "+", "-", "@", "\t", "\r") for row in read for cell in row.values())
    assert {row["age band"] for row in read} == {"50–59", "'=60", ""}
