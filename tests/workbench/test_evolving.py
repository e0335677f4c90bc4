"""The evolution of a project's codebook: which states are told of, and what the history says of each code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qualbench.errors import FileProblem, NotFound, UsageError
from qualbench.model.span import Span
from qualbench.workbench.code_merging import merge_codes
from qualbench.workbench.code_splitting import begin_split, choose, finish_split
from qualbench.workbench.codebooks import change_code, create_code, delete_code, find_code
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code, remove_segments
from qualbench.workbench.evolving import export_evolution, load_evolution
from qualbench.workbench.history import undo
from qualbench.workbench.importing import find_document
from qualbench.workbench.independence import start_independent_coding
from qualbench.workbench.milestones import name_milestone
from qualbench.workbench.working_file import adopt, working_path
from tests.workbench.builders import new_project, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """Two interviews; four versions: begun, a rename, a merge, a redefinition."""
    session = with_interviews(tmp_path)
    tea, talk, bus = (create_code(session, name) for name in ("Tea", "Talk", "Bus"))
    adopt(session, message="begun", milestone="initial template")
    code(session, tea.id, 0, 5)
    code(session, talk.id, 6, 9)
    code(session, talk.id, 10, 14)
    change_code(session, bus.id, name="Way there", why="trains came up")
    adopt(session, message="worked over")
    merge_codes(session, [talk.id], tea.id, why="it is one thing")
    adopt(session, message="merged", milestone="final")
    change_code(session, bus.id, definition="How one gets there.")
    adopt(session, message="after all", why="a reviewer asked")
    return session


def code(session: Session, code_id: str, start: int, end: int) -> str:
    anna = find_document(session, "anna")
    return apply_code(session, anna.id, Span(start, end), code_id).id


def written(session: Session, *names: str, **options: object) -> str:
    path = session.project.folder.parent / "out.md"
    export_evolution(session, *names, output=path, **options)  # type: ignore[arg-type]
    return path.read_text(encoding="utf-8")


def numbers(session: Session, *names: str, every: bool = False) -> list[int]:
    return [one.number for one in load_evolution(session, *names, every_version=every).states]


def test_which_states_are_told_of(session: Session) -> None:
    assert numbers(session) == [1, 3]
    assert numbers(session, every=True) == [1, 2, 3, 4]
    assert numbers(session, "2") == [2, 3, 4]
    assert numbers(session, "initial template", "4") == [1, 3, 4]
    assert numbers(session, "initial template", "4", every=True) == [1, 2, 3, 4]
    assert numbers(session, "v2", "NOW") == [2, 3, 0]
    assert [one.between for one in load_evolution(session, "1", "now").states] == [0, 1, 1]
    undo(session)
    undo(session)
    undo(session)
    assert numbers(session) == [1, 2]  # of milestones there is one alone: every version


def test_without_two_states_there_is_none(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not saved before version 1"):
        numbers(session, "final", "1")
    with pytest.raises(UsageError, match="not saved before version 3"):
        numbers(session, "final", "3")
    with pytest.raises(NotFound, match="initial tempalte"):
        numbers(session, "initial tempalte")
    other = new_project(tmp_path / "other")
    with pytest.raises(UsageError, match="no version is saved"):
        numbers(other)
    create_code(other, "Help")
    adopt(other, message="begun")
    with pytest.raises(UsageError, match="one version is saved"):
        numbers(other)
    assert numbers(other, "1", "now") == [1, 0]


def test_a_merge_is_told_with_its_reason_and_the_codings_of_then_and_now(session: Session) -> None:
    tea = find_code(session, "Tea")
    code(session, tea.id, 20, 25)
    told = written(session)
    assert "### Merged (1)\n\n**Talk**\n\n- Merged into “Tea”.\n" in told
    assert "- **Reason:** it is one thing *(Ana, " in told
    assert "- *Codings then: 2; now 4 under it.*" in told
    assert "**Way there** (it was “Bus”)" in told
    assert "- **Reason:** trains came up *(Ana, " in told
    assert "One version that was saved in between is passed over." in told


def test_what_was_taken_back_is_no_reason(session: Session) -> None:
    bus = find_code(session, "Way there")
    change_code(session, bus.id, name="Wheels", why="a slip")
    undo(session)
    change_code(session, bus.id, name="Roads", why="feet too")
    told = written(session, "4", "now")
    assert "a slip" not in told
    assert "**Roads** (it was “Way there”)" in told
    assert "feet too" in told


def test_codings_are_counted_as_they_were(session: Session) -> None:
    """Given, taken away, and brought back by an undo: counted from the history as they were then."""
    bus = find_code(session, "Way there")
    first = code(session, bus.id, 30, 33)
    code(session, bus.id, 34, 38)
    remove_segments(session, [first])
    undo(session)
    change_code(session, bus.id, name="Roads")
    remove_segments(session, [first])
    assert "(it was “Way there”) *Codings then: 2; now: 1. By Ana, " in written(session, "4", "now")


def test_while_others_are_hidden_only_ones_own_codings_are_counted(session: Session) -> None:
    bus = find_code(session, "Way there")
    code(session, bus.id, 30, 33)
    other = replace(session, coder=add_coder(session, "Ben"))
    code(other, bus.id, 34, 38)
    change_code(session, bus.id, name="Roads", why="feet too")
    assert "*Codings then: 2; now: 2.*" in written(session, "4", "now")
    start_independent_coding(session)
    told = written(session, "4", "now")
    assert "*Codings then: 1; now: 1.*" in told
    assert "feet too" in told  # what happened to the codes is the team's
    assert told.endswith("only Ana's codings and memos are in the file.\n")


def test_a_split_is_told_of_with_what_came_of_it(session: Session) -> None:
    tea = find_code(session, "Tea")
    split = begin_split(session, tea.id, ["Kettles"])
    choose(session, split, [split.segments[0].id], split.targets[0].key)
    finish_split(session, tea.id, why="two things")
    told = written(session, "4", "now")
    assert "### Split (1)\n\n**Tea**\n\n- Split; “Kettles” was split off.\n" in told
    assert "**Kettles**\n\n- Split off “Tea”.\n- **Reason:** two things *(Ana, " in told


def test_a_comment_in_the_file_is_a_note(session: Session) -> None:
    path = working_path(session.project)
    text = path.read_text(encoding="utf-8")
    at = text.index("  - id: " + find_code(session, "Way there").id)
    path.write_text(f"{text[:at]}  # P05 walked.\n{text[at:]}", encoding="utf-8")
    adopt(session, message="noted")
    assert "**Way there**\n\n- **Note in the file:** P05 walked.\n" in written(session, "4", "5")
    create_code(session, "Hope")
    adopt(session, message="more")
    assert "P05" not in written(session, "5", "6")  # it stood there before


def test_a_code_that_came_and_went_between_two_states_is_not_told_of(session: Session) -> None:
    gone = create_code(session, "Hope")
    adopt(session, message="fifth")
    delete_code(session, gone.id)
    assert "Hope" not in written(session, "4", "now")
    name_milestone(session, "hopeful", "5")
    assert "### Taken out (1)\n\n- **Hope** *Codings then: 0. By Ana, " in written(session, "4", "now")


def test_progress_is_told_and_files_are_whole(session: Session, tmp_path: Path) -> None:
    told: list[str] = []
    folder = tmp_path / "out"
    export_evolution(
        session,
        output=folder / "e.html",
        format="html",
        picture=folder / "pictures" / "l.svg",
        progress=lambda _done, _total, now: told.append(now),
    )
    assert {"the history", "version 1", "version 3"} <= set(told)
    assert (folder / "pictures" / "l.svg").read_bytes().startswith(b"<?xml")
    export_evolution(session, output=folder / "e.md", picture=folder / "pictures" / "l.svg")
    assert "](<pictures/l.svg>)" in (folder / "e.md").read_text(encoding="utf-8")

    def stop(_done: int, _total: int, _now: str) -> None:
        raise KeyboardInterrupt

    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(KeyboardInterrupt):
        export_evolution(session, "1", output=folder / "e.md", picture=folder / "l2.svg", progress=stop)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_file_that_the_study_is_kept_in_is_not_written_over(session: Session, tmp_path: Path) -> None:
    kept = session.project.codebooks / "version-001.yaml"
    with pytest.raises(UsageError, match="kept in"):
        export_evolution(session, output=tmp_path / "e.md", picture=kept)
    with pytest.raises(UsageError, match="one file"):
        export_evolution(session, output=tmp_path / "e.md", picture=tmp_path / "e.md")
    with pytest.raises(FileProblem):
        export_evolution(session, output=tmp_path)
    assert not (tmp_path / "e.md").exists()


def test_the_same_project_gives_the_same_bytes(session: Session) -> None:
    assert written(session) == written(session)
