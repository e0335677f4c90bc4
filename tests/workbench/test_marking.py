"""Marks: importance and stance are set as one step, and go wherever their segment goes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound, UsageError
from qualbench.model.coding import Stance
from qualbench.model.span import Span
from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coding import (
    apply_code,
    find_segment,
    join_segments,
    load_segments,
    recode_segment,
    remove_segments,
    resize_segment,
    split_segment,
)
from qualbench.workbench.coding_import import import_codings
from qualbench.workbench.history import list_history, redo, undo
from qualbench.workbench.listing import segment_rows
from qualbench.workbench.marking import mark_important, mark_segments, set_stance
from tests.workbench.builders import ANNA, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.model.coding import Segment
    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return with_interviews(tmp_path)


@pytest.fixture
def tea(session: Session) -> Segment:
    words = "the tea and the talk"
    start = ANNA.index(words)
    code = create_code(session, "Tea")
    return apply_code(session, "anna", Span(start, start + len(words)), code.id)


def marks(session: Session) -> list[tuple[bool, str]]:
    return [(one.important, one.stance.value) for one in load_segments(session)]


def test_marks_are_one_step_and_are_taken_back(session: Session, tea: Segment) -> None:
    other = apply_code(session, "ben", Span(0, 11), tea.code_id)
    steps = len(list_history(session))
    mark_important(session, [tea.id, other.id])
    assert len(list_history(session)) == steps + 1
    assert set_stance(session, tea.id, Stance.CONTRADICTS).stance is Stance.CONTRADICTS
    assert marks(session) == [(True, "contradicts"), (True, "")]
    undo(session)
    undo(session)
    assert marks(session) == [(False, ""), (False, "")]
    redo(session)
    redo(session)
    assert marks(session) == [(True, "contradicts"), (True, "")]
    assert list_history(session)[0].summary.endswith("marked a coding of “Tea” as what contradicts a theme")
    assert not check_project(session)


def test_a_mark_that_is_there_is_no_step(session: Session, tea: Segment) -> None:
    mark_segments(session, [tea.id], important=True, stance=Stance.SUPPORTS)
    steps = len(list_history(session))
    assert mark_important(session, [tea.id])[0].stance is Stance.SUPPORTS
    assert len(list_history(session)) == steps
    with pytest.raises(NotFound):
        mark_important(session, [tea.id, "gone"], False)
    assert marks(session) == [(True, "supports")]


def test_marks_stay_when_the_coding_is_changed_and_come_back_when_it_does(
    session: Session, tea: Segment
) -> None:
    mark_segments(session, [tea.id], important=True, stance=Stance.QUALIFIES)
    recode_segment(session, tea.id, create_code(session, "Talk").id)
    resize_segment(session, tea.id, Span(tea.start, tea.end - 1))
    split_segment(session, tea.id, tea.start + 7)
    assert marks(session) == [(True, "qualifies")] * 2
    remove_segments(session, [one.id for one in load_segments(session)])
    undo(session)
    assert marks(session) == [(True, "qualifies")] * 2
    assert not check_project(session)


def test_joining_keeps_the_marks_of_both_and_chooses_between_no_stances(
    session: Session, tea: Segment
) -> None:
    first, second = split_segment(session, tea.id, tea.start + 7)
    mark_segments(session, [second.id], important=True, stance=Stance.SUPPORTS)
    joined = join_segments(session, first.id, second.id)
    assert joined == find_segment(session, tea.id)
    assert marks(session) == [(True, "supports")]
    undo(session)
    set_stance(session, first.id, Stance.CONTRADICTS)
    with pytest.raises(UsageError, match="One of them contradicts a theme and the other supports it"):
        join_segments(session, first.id, second.id)
    assert len(load_segments(session)) == 2


def test_marks_travel_with_the_rows(session: Session, tea: Segment, tmp_path: Path) -> None:
    mark_segments(session, [tea.id], important=True, stance=Stance.SUPPORTS)
    rows = list(segment_rows(session))
    assert list(rows[0])[-2:] == ["important", "stance"]
    assert list(segment_rows(session, stance=Stance.SUPPORTS, important=True)) == rows
    assert list(segment_rows(session, important=False)) == []
    file = tmp_path / "codings.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    remove_segments(session, [tea.id])
    assert import_codings(session, file).added == 1
    assert list(segment_rows(session)) == rows


def test_an_import_marks_what_is_there_and_takes_no_mark_away(
    session: Session, tea: Segment, tmp_path: Path
) -> None:
    file = tmp_path / "codings.csv"
    place = f"anna,{tea.start},{tea.end},Tea"
    table = (
        f"document,start,end,code,important,stance\n{place},yes,qualifies\n{place},,\n{place},no,supports\n"
    )
    file.write_text(table, encoding="utf-8")
    result = import_codings(session, file)
    assert (result.added, result.there_already, result.marked) == (0, 3, 1)
    assert marks(session) == [(True, "qualifies")]
    assert list_history(session)[0].summary == "imported marks of 1 coding"
    undo(session)
    assert marks(session) == [(False, "")]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [("important", "perhaps", "neither yes nor no"), ("stance", "against", "none of supports, qualifies")],
)
def test_a_mark_that_is_none_rejects_its_row(
    session: Session, tmp_path: Path, column: str, value: str, said: str
) -> None:
    file = tmp_path / "codings.json"
    row = {"document": "anna", "start": 0, "end": 5, "code": "Tea", column: value}
    file.write_text(json.dumps([row]), encoding="utf-8")
    result = import_codings(session, file, create_codes=True)
    assert said in result.rejected[0].reason
    assert load_segments(session) == []
