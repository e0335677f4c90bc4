from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from qualbench.errors import FileProblem
from qualbench.workbench.codebooks import create_code, load_codebook
from qualbench.workbench.coding import load_segments
from qualbench.workbench.coding_import import import_codings
from qualbench.workbench.history import list_history, undo
from qualbench.workbench.importing import import_documents
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
    "content",
    [
        *('[{"document": "anna", ', "[1, 2]", '{"about": "x"}', "just words\nand more", "[{}", ""),
        *("[] and more", '{"rows": [] ', '{"rows": []}}', "[" + '{"a":' * 200_000),
    ],
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


def one(path: Path, **given: Any) -> Path:
    """A file with one row that fits, but for what is given."""
    return rows(path, {"document": "anna", "start": 0, "end": 11, "code": "Tea", **given})


LONE = "\ud83d"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"memo": f"Hm {LONE}"}, "memo holds half of a character"),
        ({"memos": [{"text": f"Hm {LONE}"}]}, "memo holds half of a character"),
        ({"coder": LONE}, "coder holds half of a character"),
        ({"code": LONE}, "code holds half of a character"),
        ({"coder": "\x1b\n\x07"}, "coder has no name"),
        ({"coder": ["Tom"]}, "coder is no text"),
        ({"start": 1.9}, "“1.9” is no position"),
        ({"start": False}, "“False” is no position"),
        ({"end": "5.5"}, "“5.5” is no position"),
        ({"end": "9" * 5000}, "is no position"),
        ({"created_at": "yesterday"}, "created_at “yesterday” is no date"),
        ({"created_at": "2026-13-01"}, "is no date"),
        ({"memos": [{"text": "Hm", "date": "soon"}]}, "date “soon” is no date"),
        ({"memos": ["Hm"]}, "memos are no list of objects"),
        ({"memo": {"a": 1}}, "memo is no text"),
    ],
)
def test_a_value_that_cannot_be_kept_rejects_its_row_alone(
    session: Session, tmp_path: Path, given: dict[str, Any], said: str
) -> None:
    good = {"document": "anna", "start": 0, "end": 5, "code": "Help"}
    bad = {"document": "anna", "start": 0, "end": 11, "code": "Tea", **given}
    result = import_codings(session, rows(tmp_path, bad, good), create_codes=True)
    assert result.added == 1
    assert said in result.rejected[0].reason
    assert result.coders_added == []
    assert [code.name for code in load_codebook(session).codes] == ["Help"]


def test_values_are_taken_as_they_are_meant(session: Session, tmp_path: Path) -> None:
    create_code(session, "Tea")
    quote = ANNA[: ANNA.index("\n") + 5]
    file = one(
        tmp_path,
        start="0",
        end=f"{len(quote)}.0",
        quote=quote.replace("\n", "\r\n"),
        coder=" Tom\r\n\x1b Okafor ",
        created_at="2026-03-31T11:30:00+02:00",
    )
    assert import_codings(session, file).rejected == []
    (segment,) = load_segments(session)
    assert (segment.quote, segment.created_at) == (quote, "2026-03-31T09:30:00.000Z")
    assert [coder.name for coder in list_coders(session)] == ["Ana", "Tom Okafor"]


def test_a_cell_may_be_long(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "codings.csv"
    file.write_text(f"document,start,end,code,memo\nanna,0,5,Tea,{'x' * 200_000}\n", encoding="utf-8")
    assert import_codings(session, file, create_codes=True).memos_added == 1
    assert len(list_memos(session)[0].text) == 200_000


def test_memos_come_one_by_one_with_writer_and_date(session: Session, tmp_path: Path) -> None:
    create_code(session, "Tea")
    notes = [
        {"id": NOTE.upper(), "text": "First.", "coder": "Ben", "date": "2025-01-02"},
        {"text": "Second.", "created_at": "2025-01-03T10:00:00Z"},
    ]
    file = one(tmp_path, memo="First.\n\nSecond.", memos=notes, coder="Tom", created_at="2024-12-31")
    assert import_codings(session, file).memos_added == 2
    names = {coder.id: coder.name for coder in list_coders(session)}
    assert [(names[memo.coder_id], memo.text, memo.date) for memo in list_memos(session)] == [
        ("Ben", "First.", "2025-01-02"),
        ("Tom", "Second.", "2025-01-03"),
    ]
    assert list_memos(session)[0].id == NOTE
    assert import_codings(session, file).memos_added == 0


def test_a_memo_written_later_is_added_to_what_is_there(session: Session, tmp_path: Path) -> None:
    create_code(session, "Tea")
    import_codings(session, one(tmp_path, memo="First."))
    for _ in range(2):
        result = import_codings(session, one(tmp_path, memo="First.\n\nSecond."))
        assert result.there_already == 1
    assert [memo.text for memo in list_memos(session)] == ["First.", "Second."]
    row = {"document": "anna", "start": 3, "end": 5, "code": "Tea"}
    result = import_codings(session, rows(tmp_path, row, {**row, "memo": "Third."}))
    assert (result.added, result.memos_added, len(list_memos(session))) == (1, 1, 3)


NOTE = "0f8fad5b-d9cb-469f-a165-70867728950e"
TOP = "1f8fad5b-d9cb-469f-a165-70867728950e"
MIDDLE = "2f8fad5b-d9cb-469f-a165-70867728950e"
LEAF = "3f8fad5b-d9cb-469f-a165-70867728950e"


def test_a_parent_renamed_in_one_copy_is_one_code(session: Session, tmp_path: Path) -> None:
    family = create_code(session, "Fam")
    ids = [family.id.upper(), MIDDLE, LEAF]
    given = {"code": "New", "code_path": "Family > Between > New", "code_id": LEAF, "code_path_ids": ids}
    assert "Fam > Between > New" in import_codings(session, one(tmp_path, **given)).rejected[0].reason
    import_codings(session, one(tmp_path, **given), create_codes=True)
    book = load_codebook(session)
    assert book.paths == {family.id: "Fam", MIDDLE: "Fam > Between", LEAF: "Fam > Between > New"}


def test_upper_case_ids_are_the_same_ids(session: Session, tmp_path: Path) -> None:
    given = {"code": "Tea", "code_path": "Tea", "code_id": TOP.upper()}
    import_codings(session, one(tmp_path, **given), create_codes=True)
    again = import_codings(session, one(tmp_path, **given, start=2), create_codes=True)
    assert (again.added, again.codes_created) == (1, [])
    assert [code.id for code in load_codebook(session).codes] == [TOP]


def test_a_quote_with_its_accents_apart_is_pointed_to(session: Session, tmp_path: Path) -> None:
    (tmp_path / "nfd.txt").write_text("Rene\u0301: Un cafe\u0301 noir.\n", encoding="utf-8")
    import_documents(session, [tmp_path / "nfd.txt"])
    row = {"document": "nfd", "quote": "café noir", "code": "Tea"}
    result = import_codings(session, rows(tmp_path, row), create_codes=True)
    assert "accents written in another way it is at 10:20" in result.rejected[0].reason
