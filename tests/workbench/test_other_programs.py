"""Projects of QualCoder and qualitative-coding, and tables of coded segments: what comes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from qualbench.errors import FileProblem, QualbenchError
from qualbench.model.coding import MemoKind, MemoTarget
from qualbench.storage.codings import load_coders, load_segments
from qualbench.workbench.cases import list_cases
from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.importing import find_document, import_documents, list_documents
from qualbench.workbench.memoing import list_memos
from qualbench.workbench.other_programs import import_project, new_from, program_of, read_project
from qualbench.workbench.placing import list_waiting
from qualbench.workbench.project import Session, create_project, open_session
from tests.interchange.made_qc import qc
from tests.interchange.made_qualcoder import qualcoder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.interchange.incoming import Loss


def _taken(tmp_path: Path, file: Path) -> dict[str, Loss]:
    report = new_from(tmp_path / "own", read_project(file), title="", coder="Ana")
    return {one.what: one for one in report.lines}


def _coded(session: Session) -> set[tuple[str, str, str]]:
    book = load_codebook(session)
    names = {one.id: one.name for one in load_coders(session.store)}
    segments = load_segments(session.store)
    return {(book.paths[one.code_id], one.quote, names[one.coder_id]) for one in segments}


@pytest.mark.parametrize("wide", [True, False])
def test_a_qualcoder_project(tmp_path: Path, wide: bool) -> None:
    file = qualcoder(tmp_path / "wards.qda", wide=wide)
    assert program_of(file) == program_of(file / "data.qda") == "QualCoder"
    lines = _taken(tmp_path, file)
    assert {what: (one.found, one.imported, one.kept_aside, one.left_out) for what, one in lines.items()} == {
        "coders": (2, 2, 0, 0),
        "codes": (5, 5, 0, 0),
        "cases": (1, 1, 0, 0),
        "attributes": (2, 2, 0, 0),
        "values of cases": (2, 2, 0, 0),
        "documents": (3, 3, 0, 0),
        "codings": (8, 5, 2, 1),
        "annotations": (1, 1, 0, 0),
        "memos": (8, 8, 0, 0),
        "passages of cases": (1, 0, 1, 0),
        "stored queries": (1, 0, 0, 1),
    }
    with open_session(tmp_path / "own") as session:
        assert session.project.title == "wards"
        assert _coded(session) >= {
            ("Work > Shifts > rest", "We had no day off", "mia"),
            ("beds", "the beds", "jon"),
            ("Work > Shifts > rest", "wards were full 😀", "jon"),
            ("beds > broken", "Late", "mia"),
        }
        assert [one.was for one in list_waiting(session)] == ["Too early"]
        code = load_codebook(session).by_path["Work > Shifts > rest"]
        assert (code.definition, code.color) == ("no rest at all", "#F781F3")
        assert [one.quote for one in load_segments(session.store) if one.important] == ["We had no day off"]
        (case,) = [one for one in list_cases(session) if one.name == "Ward 3"]
        assert dict(case.values) == {"Age": "41", "City": "Ulm"}
        assert find_document(session, "ward.txt").case_id == case.id
        memos = list_memos(session, kind=None)
        kept = {(one.kind, one.target, one.text.partition("\n")[0], one.date) for one in memos}
        assert (MemoKind.JOURNAL, MemoTarget.PROJECT, "First day", "2024-01-15") in kept
        assert any("100 to 2500 ms; rest; mia" in one.text for one in memos)
        assert any("x1 1, y1 2, width 3, height 4; beds; mia; a corner" in one.text for one in memos)
        assert check_project(session) == []


def test_a_ring_of_categories_is_opened(tmp_path: Path) -> None:
    lines = _taken(tmp_path, qualcoder(tmp_path / "wards.qda", ring=True))
    assert lines["codes"].imported == 5


def test_a_project_of_qualitative_coding(tmp_path: Path) -> None:
    file = qc(tmp_path / "wards")
    assert program_of(file) == program_of(file / "settings.yaml") == "qualitative-coding"
    lines = _taken(tmp_path, file)
    assert (lines["codings"].found, lines["codings"].imported) == (6, 6)
    assert (lines["codes"].found, lines["documents"].found, lines["memos"].found) == (6, 2, 1)
    assert lines["texts that the database does not know"].left_out == 1
    assert lines["names of codes that are there twice"].kept_aside == 1
    with open_session(tmp_path / "own") as session:
        assert _coded(session) >= {
            ("hard > rest", "Anna: We had no day off", "mia"),
            ("hard > rest", "at all, which was hard to", "mia"),
            ("tired", "Ben: The wards were full 😀,", "mia"),
            ("hard > rest", "Anna: We had no day off", "jon"),
        }
        assert len(list_waiting(session)) == 2
        (memo,) = list_memos(session)
        assert (memo.text, memo.date) == ("# First thoughts", "2026-01-02")
        assert {one.document.name for one in list_documents(session)} == {"day/ward", "gone.txt"}
        assert check_project(session) == []


def test_lines_of_a_text_that_was_changed_wait(tmp_path: Path) -> None:
    lines = _taken(tmp_path, qc(tmp_path / "wards", changed=True))
    assert "the text was changed since it was coded" in lines["codings"].why
    with open_session(tmp_path / "own") as session:
        assert len(list_waiting(session)) == 6


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    for number, corpus in enumerate(("..", "/etc", "corpus/../../other")):
        folder = qc(tmp_path / f"wards{number}", corpus=corpus)
        with pytest.raises(FileProblem, match="outside its folder"):
            read_project(folder)
    folder = qc(tmp_path / "wards")
    (folder / "codebook.yaml").write_text(
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}, *{old}, *{old}]\n"
            for old, new in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        "utf-8",
    )
    with pytest.raises(FileProblem, match="more than 20,000 codes"):
        read_project(folder)


WARD = "Anna: 😀 We had no day off.\n\nBen: The wards were full, the beds too.\n\nAnna: No day off.\n"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    create_project(tmp_path / "own", title="Wards", coder="Ana")
    with open_session(tmp_path / "own") as opened:
        (tmp_path / "ward.txt").write_bytes(WARD.encode())
        import_documents(opened, [tmp_path / "ward.txt"])
        yield opened


def _table(session: Session, path: Path, rows: list[list[object]]) -> dict[str, Loss]:
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        cells = (["" if one is None else str(one) for one in row] for row in rows)
        text = "\n".join(",".join(f'"{one.replace(chr(34), chr(34) * 2)}"' for one in row) for row in cells)
        path.write_text(text + "\n", "utf-8")
    assert program_of(path) == "a table of segments"
    report = import_project(session, read_project(path, session=session))
    assert check_project(session) == []
    return {one.what: one for one in report.lines}


def test_segments_of_maxqda(session: Session, tmp_path: Path) -> None:
    head: list[object] = [
        "Color",
        "Document group",
        "Document name",
        "Code",
        "Beginning",
        "End",
        "Segment",
        "Created by",
        "Comment",
    ]
    _table(
        session,
        tmp_path / "segments.xlsx",
        [
            head,
            ["●", "Wards", "ward", "Work\\Rest", 1, 1, "We had no day off", "mia", "look again"],
            ["●", "Wards", "Ward", "Beds", 3, 3, "The wards were  full", "jon", None],
        ],
    )
    assert _coded(session) == {
        ("Work > Rest", "We had no day off", "mia"),
        ("Beds", "The wards were full", "jon"),
    }
    assert [one.text for one in list_memos(session)] == ["look again"]


def test_quotations_of_atlas_ti(session: Session, tmp_path: Path) -> None:
    lines = _table(
        session,
        tmp_path / "quotations.csv",
        [
            ["ID", "Document", "Quotation Name", "Quotation Content", "Codes", "Comment", "Created by"],
            ["1:1", "ward.txt", "x", "the beds too", "Beds\nWork: late", "", "mia"],
            ["1:2", "ward.txt", "x", "o day off", "Beds", "", "mia"],
            ["1:3", "other.txt", "x", "Elsewhere", "Beds", "", "mia"],
        ],
    )
    assert (lines["codings"].found, lines["codings"].imported, lines["codings"].left_out) == (4, 3, 1)
    assert _coded(session) >= {("Beds", "the beds too", "mia"), ("Work: late", "the beds too", "mia")}
    (waiting,) = list_waiting(session)
    assert waiting.was == "o day off"


def test_excerpts_of_dedoose(session: Session, tmp_path: Path) -> None:
    start = WARD.index("No day off")
    _table(
        session,
        tmp_path / "excerpts.xlsx",
        [
            [
                "Media Title",
                "Excerpt Range",
                "Excerpt Creator",
                "Excerpt Copy",
                "Code: Beds Applied",
                "Code: Rest Applied",
            ],
            ["ward.txt", f"{start}-{start + 10}", "mia", "No day off", "False", "True"],
            ["ward.txt", "", "mia", "the beds too", "True", "True"],
        ],
    )
    assert _coded(session) == {
        ("Rest", "No day off", "mia"),
        ("Beds", "the beds too", "mia"),
        ("Rest", "the beds too", "mia"),
    }
    assert list_waiting(session) == []


def test_snippets_of_delve_and_highlights_of_taguette(session: Session, tmp_path: Path) -> None:
    _table(
        session,
        tmp_path / "delve.csv",
        [
            ["Transcript", "Snippet", "Codes"],
            ["ward", "the beds", "Beds, Rest"],
            ["ward", "No day off.", "Rest"],
        ],
    )
    assert _coded(session) == {
        ("Beds", "the beds", "Ana"),
        ("Rest", "the beds", "Ana"),
        ("Rest", "No day off.", "Ana"),
    }
    _table(
        session,
        tmp_path / "highlights.csv",
        [["id", "document", "tag", "content"], [1, "ward", "late, or not", "wards were full"]],
    )
    assert ("late, or not", "wards were full", "Ana") in _coded(session)


@pytest.mark.parametrize("quotes", [True, False])
def test_offsets_in_another_unit(session: Session, tmp_path: Path, quotes: bool) -> None:
    rows: list[list[object]] = [["file", "start", "end", "code", "text"]]
    for words in ("We had", "wards were full", "the beds", "day off.", "Anna"):
        at = [len(WARD[: WARD.index(words) + more].encode("utf-16-le")) // 2 for more in (0, len(words))]
        rows.append(["ward", *at, "Rest", words if quotes else ""])
    _table(session, tmp_path / "offsets.csv", rows)
    assert {quote for _code, quote, _coder in _coded(session)} == {
        "We had",
        "wards were full",
        "the beds",
        "day off.",
        "Anna",
    }


def test_what_is_no_table_of_segments_is_none(tmp_path: Path) -> None:
    (tmp_path / "birds.csv").write_text("name,weight\nowl,3\n", "utf-8")
    assert program_of(tmp_path / "birds.csv") == ""
    (tmp_path / "segments.csv").write_text("document,code,quote\nward,a,b\n", "utf-8")
    with pytest.raises(QualbenchError, match="holds no documents"):
        read_project(tmp_path / "segments.csv")
