from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualbench.errors import FileProblem, NotFound, QualbenchError, UsageError
from qualbench.model.code import CodeStatus
from qualbench.model.span import Span
from qualbench.reports.files import write_file
from qualbench.workbench.code_fields import LONGEST_NAME, CodeExists
from qualbench.workbench.codebooks import (
    CodeInUse,
    change_code,
    create_code,
    delete_code,
    find_code,
    list_versions,
    load_codebook,
    move_codes,
    reorder_codes,
)
from qualbench.workbench.coding import apply_code, load_segments
from qualbench.workbench.history import list_history, redo, undo
from qualbench.workbench.starters import start_codebook
from qualbench.workbench.working_file import (
    CodebookRefused,
    CodesInUse,
    NothingNew,
    Prefer,
    adopt,
    changed_since_version,
    working_file,
    working_path,
)
from tests.workbench.builders import new_project, with_interviews

if TYPE_CHECKING:
    from qualbench.model.code import Code
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
    for name in ("x" * 200, "🫖 tea", "الشاي", "No", "1.10", "12:30"):
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
    with pytest.raises(CodesInUse, match="“Bus” has 1 segment"):
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
    with pytest.raises(NothingNew):  # each name has its id now, and is no code of its own again
        adopt(session, message="the same")
    assert names(session) == ["Barriers", "Barriers > Cost", "Barriers > No", "Help"]


def test_a_retired_code_stays_with_its_segments(session: Session) -> None:
    code = create_code(session, "Tea")
    edit(session, "status: active", "status: retired")
    adopt(session, message="tea retired")
    assert load_codebook(session).by_id[code.id].status is CodeStatus.RETIRED


def test_a_version_needs_a_message(session: Session) -> None:
    with pytest.raises(UsageError, match="needs a message"):
        adopt(session, message=" ")


def test_a_codebook_like_the_version_saved_last_is_not_saved_again(session: Session, tmp_path: Path) -> None:
    code = create_code(session, "Waiting", definition="Of any length.")
    adopt(session, message="first")
    before = len(list_history(session))
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(working_path(session.project).read_bytes())
    for file in (None, copy):
        with pytest.raises(NothingNew, match="differs from version 1"):
            adopt(session, file, message="again")
    with pytest.raises(NothingNew) as same:
        adopt(session, message="again", milestone="after the pilot")
    assert same.value.hint.endswith('qualbench codebook milestone "after the pilot"')
    change_code(session, code.id, name="Queueing")
    change_code(session, code.id, name="Waiting")
    with pytest.raises(NothingNew):
        adopt(session, message="there and back")
    assert len(list_history(session)) == before + 2
    path = working_path(session.project)
    path.write_text("# a thought\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert adopt(session, message="a comment").number == 2
    change_code(session, code.id, definition="")
    assert adopt(session, message="shorter").number == 3


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


def file_of(session: Session, name: str = "codebook.yaml") -> Path:
    return session.project.codebooks / name


def read(session: Session, name: str = "codebook.yaml") -> str:
    return file_of(session, name).read_text(encoding="utf-8")


@pytest.mark.parametrize("made", ["codes:\n\t- name: Tea\n", "# thought about it for long\ncodes: []\n"])
def test_no_other_file_replaces_what_was_written_by_hand(session: Session, tmp_path: Path, made: str) -> None:
    start_codebook(session)
    file_of(session).write_text(made, encoding="utf-8")
    (tmp_path / "other.yaml").write_text("- Bus\n", encoding="utf-8")
    with pytest.raises(UsageError, match="edits of its own"):
        adopt(session, tmp_path / "other.yaml", message="other")
    with pytest.raises(UsageError, match="edits of its own"):
        start_codebook(session, "com-b")
    assert read(session) == made
    assert names(session) == []


def test_a_file_with_the_text_of_the_edited_working_file_is_taken(session: Session, tmp_path: Path) -> None:
    start_codebook(session)
    for path in (file_of(session), tmp_path / "same.yaml"):
        path.write_text("# mine\n- Bus\n", encoding="utf-8")
    adopt(session, tmp_path / "same.yaml", message="the same")
    assert names(session) == ["Bus"]
    assert read(session).startswith("# mine\n")


def test_saving_an_edited_file_undoes_nothing_that_was_done_since(session: Session) -> None:
    tea, bus, gone, top = (create_code(session, name) for name in ("Tea", "Bus", "Gone", "Top"))
    edit(session, "name: Tea", "name: Warm drinks")
    change_code(session, tea.id, definition="Any tea.")
    change_code(session, bus.id, name="Coach")
    move_codes(session, [bus.id], top.id)
    delete_code(session, gone.id)
    seen = working_file(session)
    assert seen.difference == ("renamed “Tea” to “Warm drinks”",)
    assert seen.kept == ()
    assert seen.problems == ()
    adopt(session, message="warmer")
    assert names(session) == ["Warm drinks", "Top", "Top > Coach"]
    assert load_codebook(session).by_id[tea.id].definition == "Any tea."
    assert not working_file(session).edited
    assert "Gone" not in read(session)


def change_on_both_sides(session: Session, tea: Code, bus: Code, gone: Code) -> None:
    """Take a code out of the edited file, and change all three in the project."""
    file_of(session).write_text(
        "".join(part for part in read(session).split("  - ") if bus.id not in part).replace("id:", "  - id:"),
        encoding="utf-8",
    )
    change_code(session, tea.id, name="Infusions")
    change_code(session, bus.id, definition="Any bus.")
    delete_code(session, gone.id)


def test_what_both_changed_is_refused_and_the_file_is_taken_on_demand(session: Session) -> None:
    tea, bus, gone = (create_code(session, name) for name in ("Tea", "Bus", "Gone"))
    edit(session, "name: Tea", "name: Warm drinks")
    edit(session, "name: Gone", "name: Back")
    change_on_both_sides(session, tea, bus, gone)
    before = read(session)
    with pytest.raises(CodebookRefused) as caught:
        adopt(session, message="both")
    assert len(caught.value.problems) == 3
    for said in ("“Infusions”", "“Warm drinks”", "“Back” was deleted", "“Bus” was taken out of the file"):
        assert said in caught.value.message
    assert caught.value.problems == working_file(session).problems
    assert read(session) == before
    assert names(session) == ["Infusions", "Bus"]
    adopt(session, message="both", prefer=Prefer.FILE)
    assert names(session) == ["Warm drinks", "Back"]
    assert find_code(session, "Back").id == gone.id


def test_of_what_both_changed_the_projects_is_taken_on_demand(session: Session) -> None:
    tea, bus, gone = (create_code(session, name) for name in ("Tea", "Bus", "Gone"))
    edit(session, "name: Tea", "name: Warm drinks\n    definition: Cups.")
    edit(session, "name: Gone", "name: Back")
    change_on_both_sides(session, tea, bus, gone)
    looked = working_file(session, Prefer.PROJECT)
    assert not looked.conflicts
    assert [one for one in looked.difference if "Infusions" in one], "what the file alone changed is taken"
    adopt(session, message="mine", prefer=Prefer.PROJECT)
    assert names(session) == ["Infusions", "Bus"]
    assert find_code(session, "Infusions").definition == "Cups."
    assert find_code(session, "Bus").definition == "Any bus."
    undo(session)
    assert names(session) == ["Infusions", "Bus"]
    assert find_code(session, "Infusions").definition == ""


def test_an_order_that_both_changed_is_the_projects_on_demand(session: Session) -> None:
    tea, bus, train = (create_code(session, name) for name in ("Tea", "Bus", "Train"))
    blocks = read(session).split("  - ")
    file_of(session).write_text("  - ".join([blocks[0], blocks[2], blocks[1], blocks[3]]), encoding="utf-8")
    reorder_codes(session, [train.id, tea.id, bus.id])
    with pytest.raises(CodebookRefused, match="order"):
        adopt(session, message="x")
    with pytest.raises(NothingNew):
        adopt(session, message="x", prefer=Prefer.PROJECT) and adopt(session, message="y")
    assert names(session) == ["Train", "Tea", "Bus"]


def test_a_file_that_is_gone_is_told_of_and_saves_nothing_again(session: Session) -> None:
    create_code(session, "Tea")
    adopt(session, message="first")
    working_path(session.project).unlink()
    assert [one.message for one in working_file(session).problems] == [
        f"{working_path(session.project)} is gone."
    ]
    with pytest.raises(NothingNew):
        adopt(session, message="again")
    create_code(session, "Bus")
    assert "Bus" in read(session)


def test_another_file_undoes_nothing_that_was_done_since_the_last_version(
    session: Session, tmp_path: Path
) -> None:
    tea, bus, gone = (create_code(session, name) for name in ("Tea", "Bus", "Gone"))
    yaml = adopt(session, message="first").yaml
    change_code(session, bus.id, name="Coach")
    delete_code(session, gone.id)
    create_code(session, "Train")
    file = tmp_path / "sent.yaml"
    file.write_text(yaml.replace("name: Tea", "name: Warm drinks"), encoding="utf-8")
    adopt(session, file, message="sent back")
    assert names(session) == ["Warm drinks", "Coach", "Train"]
    file.write_text(read(session).replace("name: Warm drinks", "name: Drinks"), encoding="utf-8")
    change_code(session, tea.id, name="Infusions")
    with pytest.raises(CodebookRefused, match="“Infusions”"):
        adopt(session, file, message="again")
    adopt(session, file, message="again", prefer=Prefer.FILE)
    assert names(session) == ["Drinks", "Coach", "Train"]


def test_without_its_copy_the_file_removes_nothing_and_brings_nothing_back(session: Session) -> None:
    gone = [create_code(session, name) for name in ("Tea", "Bus", "Gone")][-1]
    edit(session, "name: Tea", "name: Warm drinks")
    delete_code(session, gone.id)
    file_of(session, ".written.yaml").unlink()
    with pytest.raises(CodebookRefused, match="“Gone” has an id that the project does not have"):
        adopt(session, message="gone")
    assert names(session) == ["Tea", "Bus"]
    text = read(session)
    part = text[text.index(gone.id) :]
    file_of(session).write_text(text.replace(f"  - id: {part}", ""), encoding="utf-8")
    create_code(session, "Train")
    adopt(session, message="gone")
    assert names(session) == ["Warm drinks", "Bus", "Train"]
    file_of(session, ".written.yaml").unlink()
    file_of(session).write_text(text, encoding="utf-8")
    adopt(session, file_of(session), message="by name")
    assert "Gone" in names(session)


def test_the_working_file_given_by_its_name_is_still_the_working_file(session: Session) -> None:
    tea, bus = create_code(session, "Tea"), create_code(session, "Bus")
    adopt(session, message="first")
    create_code(session, "Train")
    edit(session, "name: Tea", "name: Warm drinks")
    change_code(session, bus.id, name="Coach")
    adopt(session, file_of(session), message="second")
    assert names(session) == ["Warm drinks", "Coach", "Train"]
    assert tea.id in load_codebook(session).by_id


def test_undo_and_redo_of_a_version_keep_comments_and_layout(session: Session) -> None:
    create_code(session, "Tea")
    first = read(session)
    edit(session, "name: Tea", "name: 'Warm drinks'  # after the second\n\n    # not coffee")
    version = adopt(session, message="first look")
    undo(session)
    assert names(session) == ["Tea"]
    assert read(session, "version-001.taken-back.yaml") == version.yaml
    assert "Warm drinks" not in read(session)
    redo(session)
    assert read(session) == version.yaml == read(session, "version-001.yaml")
    assert "# not coffee" in version.yaml
    assert not working_file(session).edited
    assert not file_of(session, "version-001.taken-back.yaml").exists()
    undo(session)
    file_of(session).write_text(first + "# another thought\n", encoding="utf-8")
    redo(session)
    assert read(session) == first + "# another thought\n"
    assert read(session, "version-001.yaml") == version.yaml


def test_a_version_that_the_project_does_not_know_is_put_aside(session: Session) -> None:
    create_code(session, "Tea")
    file_of(session, "version-001.yaml").write_text("- From later\n", encoding="utf-8")
    file_of(session, "version-002.yaml").write_text("- From later still\n", encoding="utf-8")
    version = adopt(session, message="first")
    assert read(session, "version-001.yaml") == version.yaml
    assert read(session, "version-001.taken-back.yaml") == "- From later\n"
    assert read(session, "version-002.taken-back.yaml") == "- From later still\n"
    undo(session)
    assert read(session, "version-001.taken-back.yaml") == "- From later\n"
    assert read(session, "version-001.taken-back-2.yaml") == version.yaml
    redo(session)
    assert not file_of(session, "version-001.taken-back-2.yaml").exists()


@pytest.mark.parametrize("last", [".writing.yaml", "codebook.yaml"])
def test_an_interrupted_write_is_no_edit(
    session: Session, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    create_code(session, "Tea")
    done: list[str] = []

    def write_until(path: Path, content: bytes) -> None:
        if last in done:
            raise KeyboardInterrupt
        write_file(path, content)
        done.append(path.name)

    replace = Path.replace

    def replace_until(path: Path, target: Path) -> Path:
        if last in done:
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("qualbench.workbench.working_file.write_file", write_until)
        patch.setattr(Path, "replace", replace_until)
        create_code(session, "Cut off")
    assert done[-1] == last
    assert ("Cut off" in read(session)) is (last == "codebook.yaml")
    assert not working_file(session).edited
    create_code(session, "Bus")
    assert "Cut off" in read(session)
    assert "Bus" in read(session)
    assert not file_of(session, ".writing.yaml").exists()


def test_an_older_copy_beside_the_file_does_not_freeze_it(session: Session) -> None:
    create_code(session, "Tea")
    older = read(session, ".written.yaml")
    create_code(session, "Bus")
    file_of(session, ".written.yaml").write_text(older, encoding="utf-8")
    assert not working_file(session).edited
    create_code(session, "Train")
    assert "Train" in read(session)
    file_of(session, ".written.yaml").unlink()
    assert not working_file(session).edited
    create_code(session, "Boat")
    assert "Boat" in read(session)


def test_a_version_whose_file_could_not_be_written_is_told(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_code(session, "Tea")

    def refuse(path: Path, _content: bytes) -> None:
        raise FileProblem(path, "it cannot be written")

    with monkeypatch.context() as patch:
        for module in ("working_file", "version_files"):
            patch.setattr(f"qualbench.workbench.{module}.write_file", refuse)
        assert adopt(session, message="first").number == 1
        (problem,) = working_file(session).problems
    assert "version-001.yaml" in problem.message
    assert str(session.project.codebooks) in problem.hint
    create_code(session, "Bus")
    assert working_file(session).problems == ()


def test_a_given_name_has_a_limit_and_a_longer_one_that_is_there_can_be_moved(session: Session) -> None:
    top = create_code(session, "Help" * (LONGEST_NAME // 4))
    with pytest.raises(UsageError, match=f"up to {LONGEST_NAME} characters; this one has 600"):
        create_code(session, "Help" * 150)
    edit(session, top.name, "Help" * 150)
    adopt(session, message="a long name from elsewhere")
    (code,) = load_codebook(session).codes
    assert len(code.name) == 600, "a file may bring it"
    under = create_code(session, "Tea")
    move_codes(session, [code.id], under.id)
    change_code(session, code.id, definition="what helps")
    assert load_codebook(session).by_id[code.id].parent_id == under.id
    with pytest.raises(UsageError, match="this one has 601"):
        change_code(session, code.id, name=f"{code.name}s")


def test_a_code_that_an_undo_brings_back_brings_its_comments_and_own_keys(session: Session) -> None:
    path = working_path(session.project)
    create_code(session, "Cost")
    kept = create_code(session, "Hope")
    gone = create_code(session, "Tablets")
    lines = path.read_text(encoding="utf-8").replace(
        f"  - id: {gone.id}\n", f"  # Ana: ask the pharmacist\n  - id: {gone.id}\n    x-todo: ring Tom\n"
    )
    path.write_text(lines, encoding="utf-8")
    adopt(session, message="with a note")
    whole = path.read_text(encoding="utf-8")
    assert "x-todo: ring Tom" in whole
    change_code(session, kept.id, name="Hopes")
    delete_code(session, gone.id)
    assert "pharmacist" not in path.read_text(encoding="utf-8")
    undo(session)
    assert path.read_text(encoding="utf-8") == whole.replace("name: Hope\n", "name: Hopes\n")
