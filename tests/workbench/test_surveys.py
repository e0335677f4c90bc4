"""A table of answers becomes cases with attributes and one source of answers, each its case's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound, UsageError
from qualbench.model.document import DocumentKind, Role
from qualbench.workbench.analysing import load_study
from qualbench.workbench.answers import code_answers, followed, load_answers
from qualbench.workbench.cases import list_attributes, list_cases
from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coding import AlreadyCoded
from qualbench.workbench.history import undo
from qualbench.workbench.importing import list_documents, open_document
from qualbench.workbench.surveys import Use, import_survey, plan_survey
from tests.workbench.builders import with_interviews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.workbench.project import Session

TABLE = """;id;role;joined;What hindered you?;And what helped?
0;anna;nurse;2020-01-31;The rota changed each week, and nobody said so, so we asked;"My colleagues; they knew"
1;carl;porter;2021-05-02;;A plan that stays as it is for a month or more
2;dora;nurse;;I could not find the forms, and then they were the wrong ones;
3;carl;clerk;;There was never a room free when I had the time;
"""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = with_interviews(tmp_path)
    yield opened
    opened.store.close()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "rota.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_what_becomes_of_each_column_is_said_first(table: Path) -> None:
    survey = plan_survey(table)
    assert [(one.name, one.use) for one in survey.columns] == [
        ("column 1", Use.LEFT_OUT),
        ("id", Use.CASE),
        ("role", Use.CLOSED),
        ("joined", Use.CLOSED),
        ("What hindered you?", Use.OPEN),
        ("And what helped?", Use.OPEN),
    ]
    assert (survey.separator, survey.rows, survey.cases, survey.answers) == (";", 4, 3, 5)
    assert any("“carl” in lines 3, 5" in one.message and one.serious for one in survey.problems)


def test_the_guess_can_be_overruled(table: Path) -> None:
    survey = plan_survey(table, open_=["role"], closed=["What hindered you?"], left_out=["joined"])
    assert survey.of_use(Use.OPEN) == ["role", "And what helped?"]
    assert survey.of_use(Use.LEFT_OUT) == ["column 1", "joined"]
    with pytest.raises(NotFound, match="column"):
        plan_survey(table, open_=["rôle"])
    with pytest.raises(UsageError, match="named twice"):
        plan_survey(table, open_=["role"], closed=["role"])
    with pytest.raises(UsageError, match="No column"):
        plan_survey(table, closed=["What hindered you?", "And what helped?"])


def test_answers_are_turns_of_their_cases(session: Session, table: Path) -> None:
    before = {case.name: case.id for case in list_cases(session)}
    done = import_survey(session, table)
    assert (done.document, done.new_cases, done.attributes) == ("rota", 2, ("role", "joined"))
    row = next(one for one in list_documents(session) if one.document.name == "rota")
    assert row.document.kind is DocumentKind.SURVEY
    opened = open_document(session, row.document.id)
    said = [(turn.speaker, turn.role, opened.text[turn.start : turn.end]) for turn in opened.turns]
    assert said[0] == ("Question", Role.INTERVIEWER, "What hindered you?")
    assert said[1] == (
        "anna",
        Role.PARTICIPANT,
        "The rota changed each week, and nobody said so, so we asked",
    )
    assert [speaker for speaker, _role, _words in said] == [
        "Question",
        "anna",
        "carl",
        "dora",
        "Question",
        "anna",
        "carl",
    ]
    cases = {case.name: case for case in list_cases(session)}
    assert cases["anna"].id == before["anna"], "found by its name"
    assert (cases["carl"].value("role"), cases["dora"].value("joined")) == ("porter", "")
    assert {one.name: str(one.type) for one in list_attributes(session)}["joined"] == "date"
    scope = load_study(session).scope
    assert cases["dora"].id in scope.case_ids
    assert list(check_project(session)) == []
    undo(session)
    assert {case.name for case in list_cases(session)} == set(before)
    assert all(one.document.name != "rota" for one in list_documents(session))


def test_the_same_file_brings_nothing_and_a_name_is_taken_once(session: Session, table: Path) -> None:
    import_survey(session, table)
    again = import_survey(session, table, name="other")
    assert again.there_already
    assert again.document == "rota"
    table.write_text(table.read_text(encoding="utf-8").replace("forms", "keys"), encoding="utf-8")
    with pytest.raises(UsageError, match="There is a document “rota” already"):
        import_survey(session, table)


def test_a_value_that_is_there_is_kept(session: Session, table: Path) -> None:
    import_survey(session, table)
    table.write_text(table.read_text(encoding="utf-8").replace("porter", "surgeon"), encoding="utf-8")
    import_survey(session, table, name="second")
    assert next(case for case in list_cases(session) if case.name == "carl").value("role") == "porter"


def test_without_a_column_of_cases_each_row_is_one(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("role,said\nnurse,I was never asked about that\nclerk,It is always the same\n")
    done = import_survey(session, path, open_=["said"])
    assert done.new_cases == 2
    assert {"row 2", "row 3"} <= {case.name for case in list_cases(session)}


def test_ten_thousand_rows(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = "".join(f"{n},{n % 7},Answer {n} is about what happened on day {n % 365}\n" for n in range(10_000))
    path.write_text("id,ward,said\n" + rows)
    done = import_survey(session, path)
    assert (done.survey.cases, done.survey.answers) == (10_000, 10_000)


def test_answers_have_the_codes_that_touch_them_and_follow_what_changes(
    session: Session, table: Path
) -> None:
    import_survey(session, table)
    code = create_code(session, "Rota")
    read = load_answers(session, "rota")
    first = read.rows[0]
    assert [(one.case, one.question) for one in read.rows] == [
        ("anna", 0),
        ("carl", 0),
        ("dora", 0),
        ("anna", 1),
        ("carl", 1),
    ]
    new = code_answers(session, "rota", [first.span, read.rows[2].span], [code.id])
    after = followed(session, read, {one.id: one for one in new})
    assert [one.codes for one in after.rows] == [("Rota",), (), ("Rota",), (), ()]
    assert after.rows == load_answers(session, "rota").rows
    gone = followed(session, after, {new[0].id: None})
    assert [bool(one.codes) for one in gone.rows] == [False, False, True, False, False]
    with pytest.raises(AlreadyCoded):
        code_answers(session, "rota", [first.span], [code.id])
    with pytest.raises(NotFound):
        code_answers(session, "rota", [first.span], ["no such code"])
