from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from qualbench.errors import FileProblem
from qualbench.workbench.codebooks import create_code, load_codebook
from qualbench.workbench.coding import load_segments
from qualbench.workbench.coding_import import import_codings
from qualbench.workbench.history import list_history, undo
from qualbench.workbench.memoing import list_memos
from qualbench.workbench.project import list_coders
from tests.workbench.builders import ANNA, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return with_interviews(tmp_path)


def rows(path: Path, *given: dict[str, Any]) -> Path:
    file = path / "codings.json"
    file.write_text(json.dumps(list(given)), encoding="utf-8")
    return file


def test_by_place_by_quote_or_by_both(session: Session, tmp_path: Path) -> None:
    create_code(session, "Tea")
    at = ANNA.index("the tea")
    result = import_codings(
        session,
        rows(
            tmp_path,
            {"document": "anna", "start": at, "end": at + 7, "code": "Tea"},
            {"document": "anna", "quote": "A leaflet", "code": "Tea", "unknown": "ignored"},
            {"document": "anna.txt", "start": 0, "end": 11, "quote": "Interviewer", "code": "Tea"},
        ),
    )
    assert (result.added, result.rejected) == (3, [])
    assert {one.quote for one in load_segments(session)} == {"the tea", "A leaflet", "Interviewer"}
    assert list_history(session)[0].summary == "imported 3 codings"
    undo(session)
    assert load_segments(session) == []


def test_rows_that_do_not_fit_are_listed_and_the_rest_is_kept(session: Session, tmp_path: Path) -> None:
    create_code(session, "Tea")
    result = import_codings(
        session,
        rows(
            tmp_path,
            {"document": "nobody", "start": 0, "end": 5, "code": "Tea"},
            {"document": "anna", "start": 0, "end": 5, "quote": "other", "code": "Tea"},
            {"document": "anna", "quote": "the t", "code": "Tea"},
            {"document": "anna", "start": 0, "end": 5, "code": "Coffee"},
            {"document": "anna", "start": 5, "end": 99_999, "code": "Tea"},
            {"document": "anna", "start": "x", "end": 3, "code": "Tea"},
            {"document": "anna", "code": "Tea"},
            {"document": "anna", "start": 0, "end": 5, "code": "Tea"},
        ),
    )
    assert result.added == 1
    assert [one.row for one in result.rejected] == [1, 2, 3, 4, 5, 6, 7]
    assert "no document “nobody”" in result.rejected[0].reason
    assert "not the quote" in result.rejected[1].reason
    assert "found 3 times" in result.rejected[2].reason
    assert "--create-codes" in result.rejected[3].reason


def test_missing_codes_are_made_once_with_their_parents(session: Session, tmp_path: Path) -> None:
    file = rows(
        tmp_path,
        {"document": "anna", "start": 0, "end": 5, "code": "Help > Peers > Tea"},
        {"document": "anna", "start": 0, "end": 6, "code": "Help > Peers > Talk"},
        {"document": "anna", "start": 0, "end": 7, "code": "Help > Peers > Tea"},
    )
    result = import_codings(session, file, create_codes=True)
    assert result.added == 3
    assert sorted(load_codebook(session).paths.values()) == [
        "Help",
        "Help > Peers",
        "Help > Peers > Talk",
        "Help > Peers > Tea",
    ]


def test_the_same_file_twice_adds_nothing(session: Session, tmp_path: Path) -> None:
    create_code(session, "Tea")
    file = rows(
        tmp_path, {"document": "anna", "start": 0, "end": 5, "code": "Tea", "coder": "Tom", "memo": "Hm."}
    )
    assert import_codings(session, file).added == 1
    again = import_codings(session, file)
    assert (again.added, again.there_already) == (0, 1)
    assert [coder.name for coder in list_coders(session)] == ["Ana", "Tom"]
    assert [memo.text for memo in list_memos(session)] == ["Hm."]


def test_a_table_with_guarded_cells(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "codings.csv"
    file.write_text("document;start;end;code;memo\r\nanna;0;5;Tea;'=1+1\r\n", encoding="utf-8-sig")
    assert import_codings(session, file, create_codes=True).added == 1
    assert [memo.text for memo in list_memos(session)] == ["=1+1"]


@pytest.mark.parametrize(
    "content", ['[{"document": "anna", ', "[1, 2]", '{"about": "x"}', "just words\nand more", "[{}", ""]
)
def test_a_broken_file_is_a_sentence_and_changes_nothing(
    session: Session, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "codings.json"
    file.write_text(content, encoding="utf-8")
    before = len(list_history(session))
    with pytest.raises(FileProblem):
        import_codings(session, file)
    assert len(list_history(session)) == before


def test_rows_may_lie_under_a_name_and_be_longer_than_a_chunk(session: Session, tmp_path: Path) -> None:
    create_code(session, "Tea")
    long = {"document": "anna", "start": 0, "end": 5, "code": "Tea", "memo": "x" * 3_000_000}
    (tmp_path / "c.json").write_text(json.dumps({"about": "made up", "rows": [long]}), encoding="utf-8")
    assert import_codings(session, tmp_path / "c.json").added == 1
    assert len(list_memos(session)[0].text) == 3_000_000
