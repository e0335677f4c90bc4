from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qualbench.errors import FileProblem, NotFound, QualbenchError, UsageError
from qualbench.model.code import Lineage
from qualbench.model.span import Span
from qualbench.storage import codebooks as stored
from qualbench.workbench.codebook_refs import (
    CodebookState,
    CodebookUnreadable,
    became_of,
    codebook_at,
    compare_states,
    touched_by_change,
)
from qualbench.workbench.codebooks import change_code, create_code, delete_code, load_codebook
from qualbench.workbench.coding import apply_code
from qualbench.workbench.milestones import name_milestone
from qualbench.workbench.proposals import CodebookRefused
from qualbench.workbench.working_file import adopt, working_path
from tests.workbench.builders import new_project, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """Two versions, of 1 March and 5 April, the second a milestone; then one more code."""
    made = with_interviews(tmp_path)
    create_code(made, "Tea")
    adopt(made, message="first")
    create_code(made, "Bus")
    adopt(made, message="second")
    name_milestone(made, "After interview 8")
    create_code(made, "Talk")
    return made


@pytest.fixture
def dated(session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    days = {1: "2026-03-01T09:00:00.000Z", 2: "2026-04-05T10:30:00.000Z"}
    load = stored.load_versions
    monkeypatch.setattr(
        stored,
        "load_versions",
        lambda store: [replace(one, created_at=days[one.number]) for one in load(store)],
    )
    return session


def names(state: CodebookState) -> list[str]:
    return [one.name for one, _depth in state.codebook.walk()]


FIRST, SECOND, THIRD = ["Tea"], ["Tea", "Bus"], ["Tea", "Bus", "Talk"]


@pytest.mark.parametrize(
    ("ref", "codes", "said"),
    [
        ("now", THIRD, "the codebook as it is now"),
        ("file", THIRD, "the working file"),
        ("adopted", SECOND, "version 2 (“After interview 8”)"),
        ("1", FIRST, "version 1"),
        ("v2", SECOND, "version 2 (“After interview 8”)"),
        ("after  Interview 8", SECOND, "version 2 (“After interview 8”)"),
        ("2026-03-01", FIRST, "version 1"),
        ("2026-04-04", FIRST, "version 1"),
        ("2026-04", SECOND, "version 2 (“After interview 8”)"),
        ("2026-04-05 10:29", FIRST, "version 1"),
        ("2026-04-05 10", SECOND, "version 2 (“After interview 8”)"),
        ("2026-04-05 10:29:59.5", FIRST, "version 1"),
        ("2026-04-05T10:31:00Z", SECOND, "version 2 (“After interview 8”)"),
    ],
)
def test_a_state_of_the_project_is_found(dated: Session, ref: str, codes: list[str], said: str) -> None:
    state = codebook_at(dated, ref)
    assert (names(state), state.said) == (codes, said)


@pytest.mark.parametrize(
    "ref",
    [
        "2026-99",
        "2026-00",
        "0000-01",
        "2026-02-30",
        "2026-04-05 25",
        "2026-04-05T10:61",
        "2026-04-05 10:30:99.5",
    ],
)
def test_a_date_that_is_none_is_refused(dated: Session, ref: str) -> None:
    with pytest.raises(UsageError, match=f"“{ref}” is no date"):
        codebook_at(dated, ref)


def test_the_working_file_is_what_it_would_make_of_the_project(session: Session) -> None:
    path = working_path(session.project)
    path.write_text(path.read_text(encoding="utf-8").replace("Talk", "Speech"), encoding="utf-8")
    assert names(codebook_at(session, "file")) == ["Tea", "Bus", "Speech"]
    path.write_text("- [", encoding="utf-8")
    with pytest.raises(CodebookRefused):
        codebook_at(session, "file")


def test_files_and_other_projects_are_states_too(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "elsewhere.yaml"
    file.write_text("- Rain\n", encoding="utf-8")
    other = new_project(tmp_path / "other", title="Next door")
    create_code(other, "Snow")
    for where in (session, None):
        assert names(codebook_at(where, str(file))) == ["Rain"]
        assert names(codebook_at(where, str(tmp_path / "other"))) == ["Snow"]
        state = codebook_at(where, str(tmp_path / "other" / "project.qualbench"))
        assert (names(state), state.said) == (["Snow"], "the project “Next door”")


@pytest.mark.parametrize("ref", ["3", "final", "x" * 5000])
def test_what_is_not_there_is_told_with_what_there_is(session: Session, ref: str) -> None:
    with pytest.raises(NotFound) as refused:
        codebook_at(session, ref)
    assert "versions 1 to 2" in refused.value.hint
    assert "“After interview 8”" in refused.value.hint


def test_what_a_path_leads_to_is_told_where_it_is_no_codebook(session: Session, tmp_path: Path) -> None:
    with pytest.raises(QualbenchError, match="By 2020-01-01 no version"):
        codebook_at(session, "2020-01-01")
    with pytest.raises(QualbenchError, match="No version of the codebook is saved yet"):
        codebook_at(new_project(tmp_path / "new"), "adopted")
    with pytest.raises(FileProblem, match="no such file"):
        codebook_at(session, "nowhere.yaml")
    with pytest.raises(FileProblem, match="holds no project"):
        codebook_at(None, str(tmp_path))
    broken = tmp_path / "broken.yaml"
    broken.write_text("- Tea\n- {\n", encoding="utf-8")
    with pytest.raises(CodebookUnreadable, match=r"line 3: .*bracket"):
        codebook_at(None, str(broken))
    broken.write_bytes(b"- T\xff\n")
    with pytest.raises(FileProblem, match="UTF-8"):
        codebook_at(None, str(broken))


def test_what_became_of_codes_is_told_only_of_the_time_between(
    dated: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, bus, talk = (
        codebook_at(dated, "1").codebook.codes[0],
        *(load_codebook(dated).by_path[name] for name in ("Bus", "Talk")),
    )
    row = Lineage("row", "merged", bus.id, "Bus", talk.id, "", "2026-05-01T00:00:00.000Z")
    monkeypatch.setattr(stored, "load_lineage", lambda _store: [row])
    delete_code(dated, bus.id)
    told = compare_states(dated, codebook_at(dated, "adopted"), codebook_at(dated, "now")).differences
    assert [(one.change, one.before, one.after) for one in told if one.change != "added"] == [
        ("merged", "Bus", "Talk")
    ]
    back = compare_states(dated, codebook_at(dated, "now"), codebook_at(dated, "adopted")).differences
    assert [one.change for one in back] == ["added", "removed"]
    assert became_of(dated, codebook_at(dated, "2").codebook) == {bus.id: "Talk"}
    assert first.name == "Tea"


def test_what_a_difference_does_to_the_codings_is_counted(session: Session) -> None:
    tea = load_codebook(session).by_path["Tea"]
    apply_code(session, "anna", Span(0, 11), tea.id)
    apply_code(session, "ben", Span(0, 11), tea.id)
    change_code(session, tea.id, definition="A warm drink.")
    compared = compare_states(session, codebook_at(session, "adopted"), codebook_at(session, "now"))
    ((said, touched),) = touched_by_change(session, compared)
    assert "looked at again" in said
    assert (touched.segments, touched.documents) == (2, 2)
