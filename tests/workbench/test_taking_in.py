"""A project of another program, taken in as one step: what it becomes, what waits, what is said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qualbench.interchange.incoming import (
    IncomingAttribute,
    IncomingCase,
    IncomingCode,
    IncomingCoder,
    IncomingCoding,
    IncomingDocument,
    IncomingMemo,
    IncomingProject,
    IncomingSet,
    Loss,
    LossReport,
)
from qualbench.model.case import AttributeType
from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.readers.registry import read_bytes
from qualbench.storage.codings import load_segments
from qualbench.workbench.cases import list_cases
from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import apply_code
from qualbench.workbench.history import StepConflict, list_history, redo, undo
from qualbench.workbench.importing import find_document, list_documents
from qualbench.workbench.memoing import list_memos
from qualbench.workbench.placing import list_waiting, place_at
from qualbench.workbench.project import Session, create_project, open_session
from qualbench.workbench.taking_in import take_in
from qualbench.workbench.theming import list_theme_sets, load_themes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "Anna: We had no day off at all.\n\nBen: The wards were full 😀, the beds too.\n\nAnna: No day off.\n"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    create_project(tmp_path / "heart", title="Heart", coder="Ana")
    with open_session(tmp_path / "heart") as opened:
        yield opened


def _span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def _coding(key: str, code: str = "c2", **fields: object) -> IncomingCoding:
    return IncomingCoding(key, "d1", code, **fields)  # type: ignore[arg-type]


@pytest.fixture
def incoming() -> IncomingProject:
    return IncomingProject(
        "other.qdpx",
        "Other",
        coders=(IncomingCoder("u1", "ana"), IncomingCoder("u2", "Ben Ost")),
        codes=(
            IncomingCode("c1", "Work"),
            IncomingCode("c2", "Rest > none", "c1", {"color": "#ff0000", "definition": "no rest"}),
            IncomingCode("c3", "Work"),
        ),
        documents=(IncomingDocument("d1", "ward", read_bytes("ward.txt", TEXT.encode())),),
        codings=(
            _coding("s1", coder="u1", span=_span("The wards were full 😀")),
            _coding("s2", coder="u2", span=_span("The wards were full 😀")),
            _coding("s3", "c1", coder="u2", span=_span("the beds"), quote="the  BEDS"),
            _coding("s4", "c1", quote="no day off at all"),
            _coding("s5", "c1", quote="day off"),
            _coding("s6", "c1", quote="a word that nobody said"),
            _coding("s7", "c1", span=Span(900, 950)),
            _coding("s8", coder="u1", span=_span("The wards were full 😀")),
            _coding("s9", "gone", span=_span("full")),
        ),
        memos=(
            IncomingMemo("m1", MemoTarget.PROJECT, "", "all of it", "u2"),
            IncomingMemo("m2", MemoTarget.SEGMENT, "s2", "look again", "u2"),
            IncomingMemo("m3", MemoTarget.PASSAGE, "d1", "here", "u1", span=_span("beds")),
            IncomingMemo("m4", MemoTarget.CODE, "c1", "on the code"),
            IncomingMemo("m5", MemoTarget.DOCUMENT, "d1", " "),
        ),
        attributes=(IncomingAttribute("Age", AttributeType.NUMBER), IncomingAttribute("City")),
        cases=(IncomingCase("k1", "Ward 3", {"Age": "41", "City": "Ulm"}, ("d1",)),),
        sets=(IncomingSet("t1", "Hard days", ("c1", "c2")),),
        losses=(Loss("links", 2, 0, 2, 0, "listed in a memo"),),
    )


def test_everything_comes_in_as_one_step(session: Session, incoming: IncomingProject) -> None:
    report, written = take_in(session, incoming)
    assert written
    book = load_codebook(session)
    assert sorted(book.paths.values()) == ["Work", "Work (2)", "Work > Rest / none"]
    coders = {one.coder_id for one in load_segments(session.store)}
    assert session.coder.id in coders
    assert len(coders) == 2
    case = next(one for one in list_cases(session) if one.name == "Ward 3")
    assert dict(case.values) == {"Age": "41", "City": "Ulm"}
    assert find_document(session, "ward").case_id == case.id
    assert {one.text for one in list_memos(session)} == {"all of it", "look again", "here", "on the code"}
    (kept,) = list_theme_sets(session)
    (theme,) = load_themes(session, kept.id)
    assert [book.paths[one] for one in theme.code_ids] == ["Work", "Work > Rest / none"]
    assert check_project(session) == []
    lines = {one.what: one for one in report.lines}
    assert (lines["codings"].found, lines["codings"].imported, lines["codings"].left_out) == (9, 8, 1)
    assert (lines["memos"].found, lines["memos"].left_out) == (4, 1)
    assert lines["links"].kept_aside == 2
    assert "codings: 9 in the file" in list_history(session)[0].why


def test_what_has_no_sure_place_waits_with_its_words(session: Session, incoming: IncomingProject) -> None:
    take_in(session, incoming)
    waiting = {one.was: one for one in list_waiting(session)}
    assert set(waiting) == {
        "day off",
        "the  BEDS",
        "a word that nobody said",
        "[its place is not in the text: 900 to 950]",
    }
    assert waiting["day off"].now == "day off"
    assert waiting["the  BEDS"].now == "the beds"
    assert waiting["a word that nobody said"].now is None
    shown = [one.quote for one in load_segments(session.store)]
    assert "a word that nobody said" not in shown
    assert "no day off at all" in shown
    place_at(session, waiting["a word that nobody said"].place.id, _span("The wards"))
    assert "The wards" in [one.quote for one in load_segments(session.store)]
    assert check_project(session) == []


def test_it_is_taken_back_and_done_again(session: Session, incoming: IncomingProject) -> None:
    take_in(session, incoming)
    before = load_segments(session.store)
    undo(session)
    assert list_documents(session) == []
    assert load_codebook(session).codes == ()
    redo(session)
    assert load_segments(session.store) == before
    assert check_project(session) == []


def test_it_is_not_taken_back_from_under_later_work(session: Session, incoming: IncomingProject) -> None:
    take_in(session, incoming)
    code = load_codebook(session).codes[0]
    apply_code(session, find_document(session, "ward").id, _span("beds too"), code.id)
    with pytest.raises(StepConflict, match="ward of that import has segments"):
        undo(session, step=list_history(session)[1].id)


def test_the_report_is_seen_before_anything_is_kept(session: Session, incoming: IncomingProject) -> None:
    steps = list_history(session)
    seen: list[LossReport] = []

    def look(report: LossReport) -> bool:
        seen.append(report)
        return False

    report, written = take_in(session, incoming, look=look)
    assert not written
    assert seen == [report]
    assert list_history(session) == steps
    assert list_documents(session) == []


def test_the_same_again_brings_nothing_twice(session: Session, incoming: IncomingProject) -> None:
    sure = replace(incoming, codings=incoming.codings[:2], memos=(), sets=())
    take_in(session, sure)
    codes, segments = load_codebook(session).codes, load_segments(session.store)
    report, _written = take_in(session, replace(sure, codes=sure.codes[:2]))
    assert load_codebook(session).codes == codes
    assert load_segments(session.store) == segments
    assert len(list_documents(session)) == 1
    assert next(one.why for one in report.lines if one.what == "documents") == "1 there already"


def test_sums_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        Loss("links", 2, 1)
