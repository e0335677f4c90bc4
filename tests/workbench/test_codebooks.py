from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound, QualbenchError, UsageError
from qualbench.model.code import CodeStatus
from qualbench.model.span import Span
from qualbench.workbench.codebooks import (
    CodeExists,
    CodeInUse,
    change_code,
    create_code,
    delete_code,
    find_code,
    list_versions,
    load_codebook,
    move_codes,
)
from qualbench.workbench.coding import apply_code, load_segments
from qualbench.workbench.history import list_history, redo, undo
from qualbench.workbench.working_file import (
    CodebookRefused,
    adopt,
    changed_since_version,
    working_file,
    working_path,
)
from tests.workbench.builders import new_project, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return new_project(tmp_path / "study")


def names(session: Session) -> list[str]:
    codebook = load_codebook(session)
    return [codebook.paths[code.id] for code, _depth in codebook.walk()]


def edit(session: Session, old: str, new: str) -> None:
    path = working_path(session.project)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_codes_make_a_tree_in_order(session: Session) -> None:
    top = create_code(session, "Help")
    create_code(session, "Tea", parent_id=top.id)
    create_code(session, "Talk", parent_id=top.id)
    create_code(session, "Bus")
    assert names(session) == ["Help", "Help > Tea", "Help > Talk", "Bus"]


@pytest.mark.parametrize("name", ["", "  ", "Help > Tea", "two\nlines"])
def test_names_that_a_code_cannot_have(session: Session, name: str) -> None:
    with pytest.raises(UsageError):
        create_code(session, name)
    assert names(session) == []


def test_the_same_name_under_another_parent_is_another_code(session: Session) -> None:
    top = create_code(session, "Help")
    create_code(session, "Tea")
    create_code(session, "Tea", parent_id=top.id)
    with pytest.raises(CodeExists, match="under “Help”"):
        create_code(session, "Tea", parent_id=top.id)


def test_long_and_foreign_names_are_names(session: Session) -> None:
    for name in ("x" * 300, "🫖 tea", "الشاي", "No", "1.10", "12:30"):
        create_code(session, name)
    assert working_file(session).problems == ()
    assert len(names(session)) == 6


def test_no_change_to_a_code_touches_a_segment(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    top, code = create_code(session, "Help"), create_code(session, "Tea")
    apply_code(session, "anna", Span(0, 11), code.id)
    before = load_segments(session)
    change_code(session, code.id, name="Warm drinks")
    change_code(session, code.id, definition="Tea, coffee", color="#0072B2", origin="inductive")
    move_codes(session, [code.id], top.id)
    change_code(session, code.id, status="retired")
    assert load_segments(session) == before
    assert [entry.verb for entry in list_history(session, 4)] == [
        "edit code",
        "move code",
        "edit code",
        "rename code",
    ]


def test_codes_are_put_in_another_order(session: Session) -> None:
    codes = [create_code(session, name) for name in ("A", "B", "C")]
    change_code(session, codes[2].id, position=0)
    assert names(session) == ["C", "A", "B"]
    undo(session)
    assert names(session) == ["A", "B", "C"]


def test_a_code_does_not_come_under_itself(session: Session) -> None:
    top = create_code(session, "Help")
    sub = create_code(session, "Tea", parent_id=top.id)
    with pytest.raises(UsageError, match="under itself"):
        move_codes(session, [top.id], sub.id)
    with pytest.raises(UsageError, match="under itself"):
        change_code(session, top.id, parent_id=sub.id)


def test_only_an_unused_code_is_deleted(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    code = create_code(session, "Tea")
    apply_code(session, "anna", Span(0, 11), code.id)
    with pytest.raises(CodeInUse, match="1 segment"):
        delete_code(session, code.id)
    undo(session)
    delete_code(session, code.id)
    assert names(session) == []


def test_the_working_file_follows_every_change_and_keeps_comments(session: Session) -> None:
    create_code(session, "Tea")
    edit(session, "name: Tea", "name: Tea  # from the second interview")
    assert working_file(session).edited
    adopt(session, message="with a comment")
    create_code(session, "Bus")
    text = working_path(session.project).read_text(encoding="utf-8")
    assert "# from the second interview" in text
    assert "name: Bus" in text
    undo(session)
    assert "name: Bus" not in working_path(session.project).read_text(encoding="utf-8")


def test_an_edited_file_is_left_alone_and_its_difference_shown(session: Session) -> None:
    create_code(session, "Tea")
    edit(session, "name: Tea", "name: Warm drinks")
    before = working_path(session.project).read_bytes()
    create_code(session, "Bus")
    assert working_path(session.project).read_bytes() == before
    seen = working_file(session)
    assert seen.edited
    assert any("Warm drinks" in line for line in seen.difference)
    assert seen.kept == ("Bus",)


def test_saving_a_version_takes_the_edits_over_and_keeps_what_was_made_since(session: Session) -> None:
    tea = create_code(session, "Tea")
    edit(session, "name: Tea", "name: Warm drinks")
    create_code(session, "Bus")
    version = adopt(session, message="first look")
    assert version.number == 1
    assert sorted(names(session)) == ["Bus", "Warm drinks"]
    assert find_code(session, "Warm drinks").id == tea.id
    assert not working_file(session).edited
    assert not changed_since_version(session)
    saved = session.project.codebooks / "version-001.yaml"
    assert saved.read_text(encoding="utf-8") == version.yaml
    create_code(session, "Train")
    assert changed_since_version(session)


def test_a_version_is_undone_as_one_step_with_its_file(session: Session) -> None:
    create_code(session, "Tea")
    edit(session, "name: Tea", "name: Warm drinks")
    adopt(session, message="first look")
    undo(session)
    assert names(session) == ["Tea"]
    assert list_versions(session) == []
    assert not (session.project.codebooks / "version-001.yaml").exists()
    redo(session)
    assert names(session) == ["Warm drinks"]
    assert (session.project.codebooks / "version-001.yaml").exists()


def test_a_code_left_out_of_the_file_goes_if_unused_and_is_refused_if_used(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    tea, bus = create_code(session, "Tea"), create_code(session, "Bus")
    apply_code(session, "anna", Span(0, 11), bus.id)
    path = working_path(session.project)
    text = path.read_text(encoding="utf-8")
    tea_line = next(line for line in text.splitlines() if tea.id in line)
    bus_line = next(line for line in text.splitlines() if bus.id in line)
    without_tea = text[: text.index(tea_line)] + text[text.index(bus_line) :]
    path.write_text(text[: text.index(tea_line)].replace("codes:", "codes: []"), encoding="utf-8")
    with pytest.raises(UsageError, match="“Bus” has 1 segment"):
        adopt(session, message="nothing left")
    assert sorted(names(session)) == ["Bus", "Tea"]
    path.write_text(without_tea, encoding="utf-8")
    adopt(session, message="without tea")
    assert names(session) == ["Bus"]


def test_a_broken_file_is_refused_with_every_problem_and_nothing_changes(session: Session) -> None:
    create_code(session, "Tea")
    path = working_path(session.project)
    path.write_text("codes:\n\t- name: Tea\n", encoding="utf-8")
    steps = len(list_history(session))
    with pytest.raises(CodebookRefused, match="line 2"):
        adopt(session, message="tabs")
    assert len(list_history(session)) == steps
    assert [one.line for one in working_file(session).problems if one.serious] == [2]


def test_a_bare_list_of_names_begins_a_codebook(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("# my first\n- Barriers:\n    - Cost\n    - No\n- Help\n", encoding="utf-8")
    adopt(session, file, message="to begin")
    assert names(session) == ["Barriers", "Barriers > Cost", "Barriers > No", "Help"]
    assert "# my first" in working_path(session.project).read_text(encoding="utf-8")
    again = adopt(session, message="the same")
    assert again.number == 2
    assert names(session) == ["Barriers", "Barriers > Cost", "Barriers > No", "Help"]


def test_a_retired_code_stays_with_its_segments(session: Session) -> None:
    code = create_code(session, "Tea")
    edit(session, "status: active", "status: retired")
    adopt(session, message="tea retired")
    assert load_codebook(session).by_id[code.id].status is CodeStatus.RETIRED


def test_a_version_needs_a_message(session: Session) -> None:
    with pytest.raises(UsageError, match="needs a message"):
        adopt(session, message=" ")


def test_an_unknown_code_is_answered_with_near_paths(session: Session) -> None:
    create_code(session, "Tea", parent_id=create_code(session, "Help").id)
    with pytest.raises(NotFound) as caught:
        find_code(session, "Help > Tee")
    assert "Help > Tea" in caught.value.hint


def test_edits_in_the_working_file_are_not_overwritten_by_another_file(
    session: Session, tmp_path: Path
) -> None:
    create_code(session, "Tea")
    edit(session, "name: Tea", "name: Warm drinks")
    (tmp_path / "other.yaml").write_text("- Bus\n", encoding="utf-8")
    with pytest.raises(UsageError, match="edits of its own"):
        adopt(session, tmp_path / "other.yaml", message="other")
    assert "Warm drinks" in working_path(session.project).read_text(encoding="utf-8")


def test_a_version_that_cannot_be_saved_leaves_the_edited_file_alone(session: Session) -> None:
    create_code(session, "Tea")
    edit(session, "name: Tea", "name: Warm drinks")
    (pages,) = session.store.connection.execute("PRAGMA page_count").fetchone()
    edit(session, "status: active", "status: active\n    definition: " + "x" * 100_000)
    session.store.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    before = working_path(session.project).read_bytes()
    with pytest.raises(QualbenchError, match="full"):
        adopt(session, message="too much")
    assert working_path(session.project).read_bytes() == before
    assert working_file(session).edited
