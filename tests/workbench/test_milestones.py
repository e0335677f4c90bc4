"""Milestones: names of saved versions, unique, each one step with undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound, UsageError
from qualbench.workbench.codebooks import create_code, list_versions
from qualbench.workbench.history import list_history, redo, undo
from qualbench.workbench.milestones import (
    LONGEST_NAME,
    MilestoneTaken,
    find_version,
    list_log,
    list_milestones,
    name_milestone,
    take_off_milestone,
)
from qualbench.workbench.working_file import adopt
from tests.workbench.builders import new_project

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A project with two versions: of one code, and of two."""
    session = new_project(tmp_path / "study")
    create_code(session, "Help")
    adopt(session, message="first")
    create_code(session, "Hope")
    adopt(session, message="second")
    return session


def named(session: Session) -> list[tuple[int, str]]:
    return [(one.number, one.milestone) for one in list_milestones(session)]


def test_a_version_is_named_and_found_by_its_name(session: Session) -> None:
    name_milestone(session, "  initial   template ", "1", why="agreed in the team")
    name_milestone(session, "final")
    assert named(session) == [(1, "initial template"), (2, "final")]
    assert find_version(session, "Initial Template").number == 1
    assert find_version(session, "v2").milestone == "final"
    entry = list_history(session)[1]
    assert entry.summary == "made version 1 the milestone “initial template”"
    assert entry.why == "agreed in the team"


def test_each_is_one_step_and_taken_back(session: Session) -> None:
    name_milestone(session, "one", "1")
    name_milestone(session, "other", "one")
    take_off_milestone(session, "other")
    assert named(session) == []
    undo(session)
    assert named(session) == [(1, "other")]
    undo(session)
    assert named(session) == [(1, "one")]
    undo(session)
    assert named(session) == []
    redo(session)
    assert named(session) == [(1, "one")]


def test_the_version_itself_is_as_it_was(session: Session) -> None:
    before = [one.yaml for one in list_versions(session)]
    files = {path.name: path.read_bytes() for path in session.project.codebooks.iterdir()}
    name_milestone(session, "final")
    assert [one.yaml for one in list_versions(session)] == before
    assert {path.name: path.read_bytes() for path in session.project.codebooks.iterdir()} == files


def test_two_versions_have_not_the_same_name(session: Session) -> None:
    name_milestone(session, "Template", "1")
    with pytest.raises(MilestoneTaken, match="Version 1"):
        name_milestone(session, "template", "2")
    name_milestone(session, "template", "1")  # its own, in other letters
    assert named(session) == [(1, "template")]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "needs a name"),
        ("  ", "needs a name"),
        ("x" * (LONGEST_NAME + 1), "characters"),
        ("two\nlines", "one line"),
        ("\x1b[31mred", "one line"),
        ("3", "read as something else"),
        ("v3", "read as something else"),
        ("2026-04-20", "read as something else"),
        ("2026-04", "read as something else"),
        ("now", "read as something else"),
        ("File", "read as something else"),
        ("other.yaml", "read as something else"),
    ],
)
def test_what_cannot_be_a_name(session: Session, name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        name_milestone(session, name)
    with pytest.raises(UsageError):
        adopt(session, message="again", milestone=name or " ")
    assert named(session) == []


def test_what_is_not_there_is_told_with_what_is(session: Session, tmp_path: Path) -> None:
    name_milestone(session, "final")
    with pytest.raises(NotFound) as told:
        find_version(session, "7")
    assert told.value.hint is not None
    assert "versions 1 to 2, and the milestones “final”" in told.value.hint
    with pytest.raises(UsageError, match="is no milestone"):
        take_off_milestone(session, "1")
    with pytest.raises(UsageError, match="No version"):
        name_milestone(new_project(tmp_path / "other"), "first")


def test_a_version_is_saved_with_its_name(session: Session) -> None:
    create_code(session, "Tea")
    assert adopt(session, message="third", milestone="final").milestone == "final"
    assert named(session) == [(3, "final")]
    create_code(session, "Talk")
    with pytest.raises(MilestoneTaken):
        adopt(session, message="fourth", milestone="Final")
    assert len(list_versions(session)) == 3
    undo(session)
    undo(session)
    assert named(session) == []


def test_the_log_counts_codes(session: Session) -> None:
    assert [(one.version.number, one.coder, one.codes) for one in list_log(session)] == [
        (1, "Ana", 1),
        (2, "Ana", 2),
    ]
