"""A REFI-QDA project becomes a project of one's own, with what did not travel; harm is refused."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualbench.errors import FileProblem
from qualbench.model.coding import MemoTarget
from qualbench.storage.codings import load_coders, load_segments
from qualbench.workbench.cases import list_cases
from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.importing import find_document, list_documents, open_document
from qualbench.workbench.memoing import list_memos
from qualbench.workbench.other_programs import new_from, read_project
from qualbench.workbench.placing import list_waiting
from qualbench.workbench.project import Session, open_session
from qualbench.workbench.theming import list_theme_sets
from tests.interchange.made import REAL
from tests.interchange.made_qdpx import everything, guid, lying, package, project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.interchange.incoming import Loss, LossReport

FILES = [
    *(
        one
        for folder in ("refi", "atlasti", "nvivo_mac")
        for one in (REAL / "data" / folder).glob("*.qd[pe]*")
    )
]


def _new(tmp_path: Path, file: Path, **how: Any) -> LossReport:
    return new_from(tmp_path / "own", read_project(file, **how), title="", coder="Ana")


@pytest.fixture
def lines(tmp_path: Path) -> dict[str, Loss]:
    report = _new(tmp_path, everything(tmp_path / "wards.qdpx"))
    return {one.what: one for one in report.lines}


@pytest.fixture
def session(tmp_path: Path, lines: dict[str, Loss]) -> Iterator[Session]:
    assert lines
    with open_session(tmp_path / "own") as opened:
        yield opened


def test_everything_is_counted(lines: dict[str, Loss]) -> None:
    counted = {what: (one.found, one.imported, one.kept_aside, one.left_out) for what, one in lines.items()}
    assert counted == {
        "coders": (3, 3, 0, 0),
        "codes": (4, 4, 0, 0),
        "cases": (1, 1, 0, 0),
        "attributes": (3, 3, 0, 0),
        "values of cases": (3, 3, 0, 0),
        "documents": (5, 5, 0, 0),
        "codings": (12, 10, 2, 0),
        "sets of codes": (1, 1, 0, 0),
        "annotations": (1, 1, 0, 0),
        "memos": (13, 13, 0, 0),
        "sets of documents and notes": (2, 0, 2, 0),
        "links": (1, 0, 1, 0),
        "graphs": (1, 0, 1, 0),
        "codes and passages of cases": (2, 0, 2, 0),
        "selections of pages, pictures, sound and film": (4, 1, 3, 0),
        "sync points": (3, 3, 0, 0),
        "files in the package": (3, 2, 0, 1),
        "<Oddity>": (1, 0, 0, 1),
    }


def test_codings_stand_on_their_words(session: Session) -> None:
    book = load_codebook(session)
    names = {one.id: one.name for one in load_coders(session.store)}
    found = {
        (book.paths[one.code_id], one.quote, names[one.coder_id]) for one in load_segments(session.store)
    }
    assert found >= {
        ("Work > Rest", "The wards were full 😀", "Mia"),
        ("Care", "The wards were full 😀", "Mia"),
        ("Work > Rest", "no day off", "Mia"),
        ("Work > Rest", "visits", "Mia"),
        ("Work > Rest", "Nobody said a word.\n", "Mia"),
    }
    whole = next(one for one in found if one[0] == "Care > Rest")
    assert whole[1].startswith("Anna: We had")
    assert whole[1].endswith("the beds too.")
    assert whole[2] == "Unknown coder 1"
    waiting = {one.was for one in list_waiting(session)}
    assert "We had no day off at all." in waiting
    assert "far" in waiting
    assert len(waiting) == 3
    assert check_project(session) == []


def test_codes_keep_their_ids_colours_and_words(session: Session) -> None:
    book = load_codebook(session)
    work = book.by_path["Work"]
    assert (work.id, work.color, work.definition) == (guid(1, 8), "#ff0000", "About work.")
    assert ("codable", "no") in work.properties
    assert book.by_path["Work > Rest"].id == guid(2, 8)
    assert book.by_path["Care > Rest"].id == guid(4, 8)


def test_cases_have_their_values_and_documents(session: Session) -> None:
    case = next(one for one in list_cases(session) if one.name == "Ward 3")
    assert dict(case.values) == {"Age": "41", "Retired": "yes", "Since": "2020-03-01"}
    assert find_document(session, "ward").case_id == case.id


def test_notes_are_memos_where_they_are_attached(session: Session) -> None:
    memos = list_memos(session)
    about = {(one.target, one.text.partition("\n")[0]) for one in memos}
    assert about >= {
        (MemoTarget.CODE, "On work"),
        (MemoTarget.SEGMENT, "On this"),
        (MemoTarget.SEGMENT, "look again"),
        (MemoTarget.SEGMENT, "my best quote"),
        (MemoTarget.PROJECT, "Plan"),
        (MemoTarget.CASE, "The third ward."),
        (MemoTarget.PASSAGE, "nice"),
    }
    texts = "\n".join(one.text for one in memos)
    for said in (
        "- Work → The wards were full 😀 (leads to)",
        "- city: Ulm: ward",
        "- All: rules",
        "Net: Work, idea",
        "- corner; from 1, 2 to 3, 4; Rest; Mia",
        "- silence; 0:00:01.500 to 0:01:03.000; no code",
        "page 1, from 1, 2 to 3, 4",
        "- code: Care",
    ):
        assert said in texts
    assert "Later." in texts


def test_a_transcript_has_the_times_of_its_sync_points(session: Session) -> None:
    opened = open_document(session, find_document(session, "talk").id)
    assert [(one.time, opened.text[one.start : one.end]) for one in opened.turns] == [
        (0.0, "They came late."),
        (2.5, "Nobody said a word."),
        (61.0, "Then it rained."),
    ]
    assert {one.document.name for one in list_documents(session)} >= {"bed.jpg", "talk.m4a", "rules"}
    assert len(list_theme_sets(session)) == 1


def test_sets_become_attributes_where_a_person_wants_it(tmp_path: Path) -> None:
    report = _new(tmp_path, everything(tmp_path / "wards.qdpx"), sets_as_attributes=True)
    line = next(one for one in report.lines if one.what == "sets of documents and notes")
    assert (line.imported, line.kept_aside) == (1, 1)
    with open_session(tmp_path / "own") as session:
        case = next(one for one in list_cases(session) if one.name == "Ward 3")
        assert case.value("city") == "Ulm"


@pytest.mark.skipif(not FILES, reason="the real projects are kept beside the repository")
@pytest.mark.parametrize("file", FILES, ids=lambda one: one.name)
def test_real_projects_are_counted_as_their_lists_are(tmp_path: Path, file: Path) -> None:
    if file.suffix == ".qdpx":
        with zipfile.ZipFile(file) as inside:
            data = inside.read(next(one for one in inside.namelist() if one.lower().endswith(".qde")))
    else:
        data = file.read_bytes()
    tree = ElementTree.fromstring(data)
    counted = Counter(one.tag.rpartition("}")[2] for one in tree.iter())
    report = _new(tmp_path, file)
    found = Counter({one.what: one.found for one in report.lines})
    sources = sum(
        number for name, number in counted.items() if name.endswith("Source") and name != "MemberSource"
    )
    assert found["coders"] == counted["User"]
    assert found["codes"] == counted["Code"]
    assert found["codings"] == counted["Coding"]
    assert found["documents"] + found["transcripts that are the text of a document"] == (
        sources + counted["Transcript"]
    )
    others = ("PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection")
    assert found["selections of pages, pictures, sound and film"] == sum(counted[one] for one in others)
    assert found["links"] == counted["Link"]
    assert found["graphs"] == counted["Graph"]
    assert found["sets of documents and notes"] + found["sets of codes"] == counted["Set"]
    assert found["sync points"] == counted["SyncPoint"]
    with open_session(tmp_path / "own") as session:
        assert check_project(session) == []


@pytest.mark.parametrize(("space", "known"), [("urn:QDA-XML:project:0:10", True), ("urn:other", False)])
def test_any_version_of_the_standard_is_read(tmp_path: Path, space: str, known: bool) -> None:
    """Transana writes another version of the namespace."""
    inside = f'<Users><User guid="{guid(1)}" name="Mia"/></Users>'
    read = read_project(package(tmp_path / "a.qdpx", project(inside, space=space)))
    assert [one.name for one in read.coders] == ["Mia"]
    assert any("does not say that it is REFI-QDA" in one for one in read.remarks) is not known


def test_more_elements_than_any_project_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualbench.interchange.qdpx_tree._MOST", 100)
    file = package(tmp_path / "a.qdpx", project("<Links>" + "<Link/>" * 100 + "</Links>"))
    with pytest.raises(FileProblem, match="more than 100 elements"):
        read_project(file)


def _bomb(path: Path) -> Path:
    return package(path, project("<Links>" + "<Link/>" * 3_000_000 + "</Links>"))


HARM = {
    "leads out of it": {"../../evil.txt": b"x"},
    "leads out": {"/etc/evil.txt": b"x"},
    "C: leads out": {"C:\\evil.txt": b"x"},
}


@pytest.mark.parametrize("said", HARM)
def test_paths_that_lead_out_are_refused(tmp_path: Path, said: str) -> None:
    file = package(tmp_path / "a.qdpx", project(""), HARM[said])
    with pytest.raises(FileProblem, match="leads out of it"):
        read_project(file)


def test_what_would_do_harm_is_refused(tmp_path: Path) -> None:
    small = package(tmp_path / "small.qdpx", project("<Users/>")).read_bytes()
    doctype = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Project>&b;</Project>'
    with zipfile.ZipFile(tmp_path / "twice.qdpx", "w") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("project.qde", project(""))
        file.writestr("project.qde", project(""))
    for name, data, said in (
        ("bomb", _bomb(tmp_path / "x").read_bytes(), "unpacks to"),
        ("entities", package(tmp_path / "x", doctype).read_bytes(), "DOCTYPE"),
        ("deep", package(tmp_path / "x", "<Project>" + "<a>" * 400).read_bytes(), "nested"),
        ("cut", small[: len(small) // 2], "damaged"),
        ("lying", lying(small), "said to have"),
        ("empty", b"", "not well-formed"),
        ("none", package(tmp_path / "x", project(""), name="a/b.qde").read_bytes(), "has none"),
        ("two", package(tmp_path / "x", project(""), {"b.qde": b""}).read_bytes(), "this one has 2"),
        ("torn", package(tmp_path / "x", project("<Users>")).read_bytes(), "not well-formed"),
    ):
        path = tmp_path / f"{name}.qdpx"
        path.write_bytes(data)
        with pytest.raises(FileProblem, match=said):
            read_project(path)
    with pytest.raises(FileProblem, match="one name"):
        read_project(tmp_path / "twice.qdpx")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_whatever_is_changed_in_the_list_there_is_a_project_or_a_sentence(
    tmp_path: Path, data: st.DataObject
) -> None:
    with zipfile.ZipFile(everything(tmp_path / "a.qdpx")) as file:
        listed = file.read("Wards.QDE").decode()
        sources = {one: file.read(one) for one in file.namelist() if "/" in one}
    numbers = [hit.span() for hit in re.finditer(r'(?<=")[^"<>]*(?=")', listed)]
    changes = data.draw(st.lists(st.tuples(st.sampled_from(numbers), st.text(max_size=8)), max_size=4))
    for (start, end), words in sorted(changes, reverse=True):
        listed = listed[:start] + words + listed[end:]
    file_of = package(tmp_path / "b.qdpx", listed, sources)
    try:
        read = read_project(file_of, guess=True)
    except FileProblem:
        return
    report = new_from(tmp_path / "never", read, title="T", coder="Ana", dry_run=True)
    assert report.lines
    assert not (tmp_path / "never").exists()
