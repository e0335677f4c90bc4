"""Labels that mean one person: seen before an import, joined and parted without touching the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound, UsageError
from qualbench.model.document import DocumentKind, Role
from qualbench.readers.registry import read_bytes
from qualbench.workbench.analysing import load_study
from qualbench.workbench.case_grid import add_case
from qualbench.workbench.case_matching import link_speakers, near_speakers
from qualbench.workbench.cases import change_attribute, find_case, list_attributes, set_value
from qualbench.workbench.checking import check_project
from qualbench.workbench.history import undo
from qualbench.workbench.importing import (
    find_document,
    import_documents,
    list_speakers,
    open_document,
    set_speaker,
)
from qualbench.workbench.reporting import export_segments
from qualbench.workbench.speakers import (
    alike_labels,
    alike_speakers,
    doubts_of,
    join_speakers,
    link_case,
    link_new_case,
    part_speakers,
    speaker_rows,
    voices_of,
)
from tests.workbench.builders import with_interviews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.workbench.project import Session

GROUP = (
    "Moderator: Who begins?\n\nParticipant 1: I do. It was cold.\n\nP1: And dark.\n\n"
    "Participant 2: Not for me.\n\n"
    "Moderator: Why?\n\nParticipant 2: I had a coat."
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = with_interviews(tmp_path)
    (tmp_path / "group.txt").write_text(GROUP, encoding="utf-8")
    import_documents(opened, [tmp_path / "group.txt"])
    yield opened
    opened.store.close()


def labels(session: Session) -> dict[str, int]:
    return {speaker.label: turns for _document, speaker, turns in list_speakers(session, "group")}


def test_who_speaks_is_said_before_an_import() -> None:
    reading = read_bytes("group.txt", GROUP.replace("Moderator: Why", "Moderatr: Why").encode())
    voices = {one.label: (one.role, one.turns, one.words) for one in voices_of(reading)}
    assert voices["Participant 2"] == (Role.PARTICIPANT, 2, 7)
    said = " ".join(one.message for one in doubts_of(reading))
    assert "“Moderator” and “Moderatr” look like one speaker" in said
    assert "“Participant 1” and “P1” look like one speaker" in said
    assert "Once only speaks: “Moderatr”. Is" in said, "who is named by a role is a speaker"


def test_an_interpreter_is_known_by_the_label() -> None:
    text = "Interviewer: And?\n\nAnna: So.\n\nInterpreter: She says so.\n\nDolmetscherin: Ja.\n\nAnna: So.\n"
    roles = read_bytes("a.txt", text.encode()).roles
    assert {label for label, role in roles.items() if role is Role.INTERPRETER} == {
        "Interpreter",
        "Dolmetscherin",
    }


def test_numbers_tell_people_apart() -> None:
    assert alike_labels(
        ["Participant 1", "Participant 2", "P1", "Interviewer", "Intervewer", "Anna", "Hanna"]
    ) == [("Participant 1", "P1"), ("Interviewer", "Intervewer")]


def test_two_labels_become_one_speaker_and_two_again(session: Session) -> None:
    before = open_document(session, "group").text
    assert labels(session) == {"Moderator": 2, "Participant 1": 1, "P1": 1, "Participant 2": 2}
    join_speakers(session, "group", "Participant 1", "P1")
    assert labels(session) == {"Moderator": 2, "Participant 1": 2, "Participant 2": 2}
    assert open_document(session, "group").text == before
    assert {turn.speaker for turn in open_document(session, "group").turns} == set(labels(session))
    part_speakers(session, "group", "Participant 1", "P1")
    assert labels(session)["P1"] == 1
    undo(session)
    undo(session)
    assert labels(session)["P1"] == 1
    assert check_project(session) == []


def proposed(session: Session) -> dict[str, list[str]]:
    return {one.speaker.label: [case.name for case in one.cases] for one in near_speakers(session)}


def test_cases_are_proposed_by_name_and_by_pseudonym(session: Session) -> None:
    assert proposed(session) == {}  # Anna counts for anna already: it is her document's case
    add_case(session, "p01_final")
    set_value(session, add_case(session, "second"), "pseudonym", "Participant 02")
    assert proposed(session) == {
        "Participant 1": ["p01_final"],
        "P1": ["p01_final"],
        "Participant 2": ["second"],
    }
    set_speaker(session, "group", "Participant 2", role=Role.MODERATOR)
    join_speakers(session, "group", "Participant 1", "P1")
    assert proposed(session) == {"Participant 1": ["p01_final"]}
    set_speaker(session, "group", "Participant 1", case=find_case(session, "anna"))
    assert proposed(session) == {}


def test_a_case_that_a_label_names_is_proposed_for_nobody_else(session: Session, tmp_path: Path) -> None:
    (tmp_path / "two.txt").write_text("Hanna: I came.\n\nHannah: So did I.\n\nHanna: It was cold.\n", "utf-8")
    import_documents(session, [tmp_path / "two.txt"])
    add_case(session, "Hannah")
    assert proposed(session) == {"Hannah": ["Hannah"]}
    add_case(session, "Hanno")
    assert proposed(session) == {"Hannah": ["Hannah"]}


def test_equally_alike_cases_are_named_and_none_is_linked(session: Session) -> None:
    for name in ("P01", "Participant 1"):
        add_case(session, name)
    (match, other) = near_speakers(session)
    assert [case.name for case in match.cases] == ["P01", "Participant 1"]
    assert link_speakers(session, [match, other]) == []


def test_links_are_one_step(session: Session) -> None:
    add_case(session, "P01")
    add_case(session, "P02")
    before = list_speakers(session, "group")
    assert len(link_speakers(session, near_speakers(session))) == 3
    assert len({speaker.case_id for _document, speaker, _turns in list_speakers(session, "group")}) == 3
    undo(session)
    assert list_speakers(session, "group") == before


def test_what_is_no_label_is_said(session: Session) -> None:
    with pytest.raises(NotFound):
        join_speakers(session, "group", "Participant 1", "P9")
    with pytest.raises(NotFound):
        part_speakers(session, "group", "Participant 1", "P1")
    join_speakers(session, "group", "Participant 1", "P1")
    with pytest.raises(UsageError, match="one speaker already"):
        join_speakers(session, "group", "Participant 1", "P1")


def test_an_interpreters_words_count_for_a_case_only_where_one_is_set(session: Session) -> None:
    set_speaker(session, "group", "Participant 2", role=Role.INTERPRETER)
    set_speaker(session, "group", "Participant 1", role=Role.MODERATOR)
    set_speaker(session, "group", "P1", role=Role.MODERATOR)
    group = find_case(session, "group")
    assert group.id not in load_study(session).scope.case_ids
    set_speaker(session, "group", "Participant 2", case=group)
    assert group.id in load_study(session).scope.case_ids


def test_a_private_attribute_is_in_no_report(session: Session, tmp_path: Path) -> None:
    set_value(session, find_case(session, "anna"), "street", "Long Lane 7")
    change_attribute(session, "street", private=True, rename="Street")
    (attribute,) = [one for one in list_attributes(session) if one.name == "Street"]
    assert attribute.private
    study = load_study(session)
    assert [one.name for one in study.attributes] == []
    assert all("Long Lane 7" not in case.values.values() for case in study.cases)
    export_segments(session, output=tmp_path / "s.csv")
    assert "Street" not in (tmp_path / "s.csv").read_text(encoding="utf-8")
    undo(session)
    assert [one.private for one in list_attributes(session)] == [False]


def test_a_type_must_fit_what_is_there(session: Session) -> None:
    set_value(session, find_case(session, "anna"), "ward", "north")
    with pytest.raises(UsageError, match="“north” of case anna is not a value of the type number"):
        change_attribute(session, "ward", kind=list_attributes(session)[0].type.NUMBER)
    with pytest.raises(UsageError, match="is not one of south, east"):
        change_attribute(session, "ward", choices=["south", "east"])
    assert change_attribute(session, "ward", choices=["north", "east"]).choices == ("north", "east")


def test_a_link_that_a_folder_holds_is_not_followed(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "elsewhere.txt").write_text("Anna: A secret.", encoding="utf-8")
    try:
        (folder / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    except OSError:
        pytest.skip("this system makes no links for an ordinary user")
    (done,) = import_documents(session, [folder])
    assert done.status == "refused"
    assert "a link to another place" in done.error
    (done,) = import_documents(session, [folder / "link.txt"])
    assert done.status == "read"


def test_a_group_is_proposed_and_not_taken_for_one() -> None:
    reading = read_bytes("group.txt", GROUP.encode())
    assert reading.kind is DocumentKind.INTERVIEW
    (doubt,) = [one for one in doubts_of(reading) if "participants speak" in one.message]
    assert doubt.message == "3 participants speak in it."
    assert "group discussion" in doubt.hint


def test_rows_say_how_much_each_says_and_for_whom_it_counts(session: Session) -> None:
    join_speakers(session, "group", "Participant 1", "P1")
    anna = find_case(session, "anna")
    set_speaker(session, "group", "Participant 2", case=anna)
    rows = {one.speaker.label: one for one in speaker_rows(session, "group")}
    assert (rows["Participant 1"].turns, rows["Participant 1"].words) == (2, 7)
    assert {label: one.case.name if one.case else None for label, one in rows.items()} == {
        "Moderator": None,
        "Participant 1": "group",
        "Participant 2": "anna",
    }
    assert len(speaker_rows(session)) > len(rows)


def test_an_interpreter_counts_only_where_a_case_is_set(session: Session) -> None:
    set_speaker(session, "group", "Participant 2", role=Role.INTERPRETER)
    rows = {one.speaker.label: one.case for one in speaker_rows(session, "group")}
    assert rows["Participant 2"] is None
    link_case(session, "group", "Participant 2", find_case(session, "anna"))
    rows = {one.speaker.label: one.case for one in speaker_rows(session, "group")}
    assert rows["Participant 2"] == find_case(session, "anna")


def test_a_case_is_made_for_a_speaker_in_one_step_and_let_go(session: Session) -> None:
    link_new_case(session, "group", "Participant 2", "coat")
    assert find_case(session, "coat")
    assert load_study(session).cases
    link_case(session, "group", "Participant 2", None)
    assert all(one.speaker.case_id is None for one in speaker_rows(session, "group"))
    undo(session)
    undo(session)
    with pytest.raises(NotFound):
        find_case(session, "coat")
    with pytest.raises(UsageError):
        link_new_case(session, "group", "Participant 2", "anna")
    assert not [one for one in check_project(session) if one]


def test_pairs_that_look_alike_are_of_one_document(session: Session, tmp_path: Path) -> None:
    (tmp_path / "again.txt").write_text(GROUP.replace("Moderator: Why", "Moderatr: Why"), encoding="utf-8")
    import_documents(session, [tmp_path / "again.txt"])
    group, again = find_document(session, "group"), find_document(session, "again")
    assert alike_speakers(speaker_rows(session)) == [
        (group, "Participant 1", "P1"),
        (again, "Moderator", "Moderatr"),
        (again, "Participant 1", "P1"),
    ]
    join_speakers(session, "again", "Moderator", "Moderatr")
    assert alike_speakers(speaker_rows(session, "again")) == [(again, "Participant 1", "P1")]
