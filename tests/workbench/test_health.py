"""Remarks that need the codings and the themes, and silencing one with a reason in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import UsageError
from qualbench.model.change import Noun
from qualbench.model.span import Span
from qualbench.storage.checks import find_faults
from qualbench.workbench import health, theming
from qualbench.workbench.cases import find_case, import_cases
from qualbench.workbench.codebooks import change_code, create_code, load_codebook
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code
from qualbench.workbench.health import NoSuchRemark, check_project, find_remark, not_silenced, with_reasons
from qualbench.workbench.history import list_history, undo
from qualbench.workbench.importing import find_document, import_documents, set_speaker
from qualbench.workbench.independence import start_independent_coding
from qualbench.workbench.project import Session, close_session, open_session
from qualbench.workbench.working_file import working_path
from tests.workbench.builders import with_interviews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.model.code import Code

CLEO = """Interviewer: How did you hear of the group?
Cleo: From Dana.
Dana: From Cleo, I thought.
"""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Three documents: Anna's, Ben's, and one in which two cases speak."""
    made = with_interviews(tmp_path)
    (tmp_path / "both.txt").write_text(CLEO, encoding="utf-8")
    import_documents(made, [tmp_path / "both.txt"])
    (tmp_path / "cases.csv").write_text("case,age\nCleo,40\nDana,41\n", encoding="utf-8")
    import_cases(made, tmp_path / "cases.csv")
    for name in ("Cleo", "Dana"):
        set_speaker(made, find_document(made, "both").id, name, case=find_case(made, name))
    yield made
    close_session(made)


def a_code(session: Session, name: str) -> Code:
    return create_code(
        session, name, definition=f"All about {name}, {len(name)}.", examples=("Such as this.",)
    )


def at(session: Session, document: str, code: Code, *starts: int, length: int = 3) -> None:
    found = find_document(session, document)
    for start in starts:
        apply_code(session, found.id, Span(start, start + length), code.id)


def told(session: Session, *names: str) -> list[str]:
    return [one.message for one in not_silenced(check_project(session)) if one.id in names]


def test_before_anything_is_coded_nothing_is_said_of_use(session: Session) -> None:
    create_code(session, "Tea")
    assert {one.id for one in check_project(session)} == {"no-definition", "no-example"}


def test_codes_that_are_used_nowhere_or_once_are_told_but_not_those_that_hold_others(
    session: Session,
) -> None:
    tea, above = a_code(session, "Tea"), a_code(session, "Company")
    create_code(session, "Neighbours", parent_id=above.id)
    at(session, "anna", tea, 5)
    assert told(session, "unused", "used-once") == [
        "“Tea” has one coding.",
        "“Company > Neighbours” is used nowhere.",
    ]


def test_a_code_of_one_case_is_told_where_several_are_coded(session: Session) -> None:
    tea, bus, both = (a_code(session, name) for name in ("Tea", "Bus trouble", "Hearsay"))
    at(session, "anna", tea, 5, 60)
    at(session, "ben", bus, 5, 60)
    assert told(session, "one-case") == [], "of two cases one is chance"
    text = CLEO.index("From Dana"), CLEO.index("From Cleo")
    at(session, "both", both, text[0], text[0] + 5)
    at(session, "both", bus, text[1])
    assert told(session, "one-case") == [
        "All 2 codings of “Tea” are of one case, anna.",
        "All 2 codings of “Hearsay” are of one case, Cleo.",
    ]
    at(session, "both", both, text[1])
    at(session, "both", tea, text[0])
    assert told(session, "one-case") == []


def test_a_code_of_one_coder_is_told_where_several_code(session: Session) -> None:
    folder = session.project.folder
    tea, bus = a_code(session, "Tea"), a_code(session, "Bus trouble")
    at(session, "anna", tea, 5, 60)
    at(session, "ben", bus, 5, 60)
    assert told(session, "one-coder") == []
    add_coder(session, "Tom")
    close_session(session)
    with open_session(folder, coder="Tom") as toms:
        at(toms, "anna", tea, 70)
        assert told(toms, "one-coder") == ["All 2 codings of “Bus trouble” are by Ana."]
        start_independent_coding(toms)
        assert told(toms, "one-coder", "one-case") == [], "of others nothing is told"
        assert told(toms, "used-once", "unused") == [
            "“Tea” has one coding.",
            "“Bus trouble” is used nowhere.",
        ]


def test_codes_that_are_nearly_always_together_are_told_with_n_of_m(session: Session) -> None:
    tea, talk, above = a_code(session, "Tea"), a_code(session, "Talk"), a_code(session, "Drinks")
    under = create_code(session, "Cocoa", parent_id=above.id, definition="Brown.", examples=("x",))
    starts = range(0, 100, 10)
    at(session, "anna", tea, *starts)
    at(session, "anna", talk, *(start + 2 for start in starts[1:]), 150, 160)
    at(session, "ben", above, *starts)
    at(session, "ben", under, *starts)
    assert told(session, "always-together") == [
        "“Tea” and “Talk” are nearly always together: 9 of 10 codings of “Tea” overlap one of “Talk”."
    ]
    at(session, "anna", tea, 200)
    assert told(session, "always-together") == []


def test_a_theme_that_is_named_as_a_topic_is_told_and_silenced_with_the_theme(session: Session) -> None:
    theme = theming.create_theme(session, "Barriers to coming")
    theming.create_theme(session, "The way in is long")
    (found,) = check_project(session)
    assert (found.id, found.theme_id, found.why) == ("topic-name", theme.id, None)
    assert "“Barriers to coming” (in the set “Theme set 1”)" in found.message
    health.silence(session, found, "the funder asked for barriers")
    assert [one.why for one in check_project(session)] == ["the funder asked for barriers"]
    assert [one.why for one in with_reasons(session, [found])] == ["the funder asked for barriers"]
    theming.remove_theme(session, theme.id)
    assert check_project(session) == ()
    undo(session)
    assert [one.why for one in check_project(session)] == ["the funder asked for barriers"]
    health.restore(session, found)
    assert [one.why for one in check_project(session)] == [None]
    assert list(find_faults(session.store)) == []


def test_silencing_is_one_step_and_stands_in_the_file_with_its_reason(session: Session) -> None:
    tea = create_code(session, "Tea", definition="x")
    one = find_remark(session, "no-example", code_id=tea.id)
    steps = len(list_history(session))
    health.silence(session, one, " too plain to need one ")
    assert len(list_history(session)) == steps + 1
    assert list_history(session, 1)[0].summary == "silenced the remark “no example” on “Tea”"
    assert list_history(session, 1)[0].why == "too plain to need one"
    text = working_path(session.project).read_text(encoding="utf-8")
    assert "silenced:" in text
    assert "no-example: too plain to need one" in text
    assert told(session, "no-example") == []
    assert [one.why for one in check_project(session)] == ["too plain to need one"]
    health.restore(session, one)
    assert load_codebook(session).by_id[tea.id].silenced == ()
    undo(session)
    undo(session)
    assert told(session, "no-example") == ["“Tea” has no example."]
    with pytest.raises(UsageError, match="with a reason"):
        health.silence(session, one, "  ")


def test_a_pair_is_silenced_in_the_first_and_heard_again_wherever_it_was_silenced(session: Session) -> None:
    one, two = a_code(session, "Neighbour"), a_code(session, "Neighbours")
    found = find_remark(session, "near-name", code_id=two.id)
    health.silence(session, found, "one and many")
    assert load_codebook(session).by_id[one.id].silenced == ((f"near-name {two.id}", "one and many"),)
    change_code(session, two.id, name="The neighbours", silenced={"near-name": "by hand", "deep": "y"})
    change_code(session, two.id, name="Neighbors")
    health.restore(session, find_remark(session, "near-name", code_id=one.id, other_id=two.id))
    book = load_codebook(session)
    assert (book.by_id[one.id].silenced, book.by_id[two.id].silenced) == ((), (("deep", "y"),))


def test_what_is_not_remarked_cannot_be_silenced_and_says_why(session: Session) -> None:
    tea, three = a_code(session, "Tea"), [a_code(session, name) for name in ("Costs", "Cost", "Coste")]
    with pytest.raises(UsageError, match="no remark “no-defs”"):
        find_remark(session, "no-defs", code_id=tea.id)
    with pytest.raises(NoSuchRemark, match="“no-definition” on “Tea”"):
        find_remark(session, "no-definition", code_id=tea.id)
    with pytest.raises(UsageError, match="with several codes"):
        find_remark(session, "near-name", code_id=three[1].id)


def test_reasons_are_read_again_without_counting_again(session: Session) -> None:
    tea = create_code(session, "Tea")
    remarks = check_project(session)
    health.silence(session, remarks[0], "not yet")
    assert with_reasons(session, remarks) == check_project(session)
    gone = create_code(session, "Gone")
    before = check_project(session)
    undo(session)
    assert {one.code_id for one in before} == {tea.id, gone.id}
    assert {one.code_id for one in with_reasons(session, before)} == {tea.id}


def test_it_asks_as_often_for_many_codes_and_codings_as_for_few(session: Session) -> None:
    def asked() -> int:
        said: list[str] = []
        session.store.connection.set_trace_callback(said.append)
        check_project(session)
        session.store.connection.set_trace_callback(None)
        return len([one for one in said if "FROM" in one and not one.startswith("--")])

    for document in ("anna", "ben", "both"):
        at(session, document, a_code(session, f"First {document}"), 0, 5)
    few = asked()
    assert few <= 20
    for number in range(40):
        at(session, ("anna", "ben", "both")[number % 3], a_code(session, f"Code {number:02} "), 0, 5, 20)
    assert asked() == few
    assert len(session.store.connection.execute(f"SELECT 1 FROM {Noun.SEGMENT}").fetchall()) > 120
