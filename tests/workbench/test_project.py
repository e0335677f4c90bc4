from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound, QualbenchError, UsageError
from qualbench.workbench.codebooks import create_code, load_codebook
from qualbench.workbench.folders import folder_warnings, synced_by
from qualbench.workbench.project import (
    ProjectLocked,
    create_project,
    find_project,
    load_place,
    open_session,
    recent_projects,
    refresh,
    remember_project,
    save_place,
)
from qualbench.workbench.reading import reading_log
from qualbench.workbench.safekeeping import backup_project, daily_backup, restore_project
from tests.workbench.builders import new_project

if TYPE_CHECKING:
    from pathlib import Path


def test_a_project_is_a_folder(tmp_path: Path) -> None:
    with new_project(tmp_path / "study", title="On silence", coder="Ana Ruiz") as session:
        assert (session.project.title, session.coder.name, session.writable) == (
            "On silence",
            "Ana Ruiz",
            True,
        )
    assert find_project(tmp_path / "study" / "exports") == tmp_path / "study"
    assert find_project(tmp_path) is None


def test_a_folder_holds_one_project(tmp_path: Path) -> None:
    new_project(tmp_path).store.close()
    with pytest.raises(UsageError, match="holds a project already"):
        create_project(tmp_path, title="T", coder="C")


@pytest.mark.parametrize(
    ("title", "coder", "profile"), [("", "Ana", "reflexive"), ("T", " ", "reflexive"), ("T", "Ana", "magic")]
)
def test_what_a_project_needs(tmp_path: Path, title: str, coder: str, profile: str) -> None:
    with pytest.raises(UsageError):
        create_project(tmp_path / "x", title=title, coder=coder, profile=profile)
    assert not (tmp_path / "x" / "project.qualbench").exists()


def test_an_unknown_coder_is_answered_with_those_there_are(tmp_path: Path) -> None:
    new_project(tmp_path).store.close()
    with pytest.raises(NotFound) as caught:
        open_session(tmp_path, coder="Anna")
    assert "Ana" in caught.value.hint
    with open_session(tmp_path, coder="ana") as session:
        assert session.coder.name == "Ana"


def test_another_process_is_told_who_writes_and_may_read_what_is_written(tmp_path: Path) -> None:
    session = new_project(tmp_path)
    script = (
        "import sys; from pathlib import Path\n"
        "from qualbench.workbench.project import open_session, refresh, ProjectLocked\n"
        "from qualbench.workbench.codebooks import load_codebook\n"
        "folder = Path(sys.argv[1])\n"
        "try: open_session(folder)\n"
        "except ProjectLocked as error: print(error.process)\n"
        "with open_session(folder, write=False) as reader:\n"
        "    print('ready', flush=True); input(); print(refresh(reader), len(load_codebook(reader).codes))\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    said = [other.stdout.readline().strip(), other.stdout.readline().strip()]
    create_code(session, "Silence")
    rest, _ = other.communicate("\n")
    import os

    assert said == [str(os.getpid()), "ready"]
    assert rest.split() == ["True", "1"]


def test_reading_never_changes_the_project(tmp_path: Path) -> None:
    new_project(tmp_path).store.close()
    before = (tmp_path / "project.qualbench").read_bytes()
    with open_session(tmp_path, write=False) as session:
        save_place(session, "d", 42)
        assert load_place(session, "d") == 42
        assert set(reading_log(session)) == {"d"}
    assert (tmp_path / "project.qualbench").read_bytes() == before


def test_recent_projects_are_those_that_are_still_there(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with new_project(tmp_path / name, title=name) as session:
            remember_project(session)
    assert [one.title for one in recent_projects()] == ["two", "one"]
    (tmp_path / "two" / "project.qualbench").unlink()
    assert [one.title for one in recent_projects()] == ["one"]


def test_a_backup_comes_back_as_a_project(tmp_path: Path) -> None:
    session = new_project(tmp_path / "study")
    create_code(session, "Silence")
    copy = backup_project(session)
    create_code(session, "Noise")
    restore_project(copy, tmp_path / "again")
    with open_session(tmp_path / "again") as again:
        assert [code.name for code in load_codebook(again).codes] == ["Silence"]
        assert "Silence" in (again.project.codebooks / "codebook.yaml").read_text(encoding="utf-8")
    with pytest.raises(UsageError):
        restore_project(copy, tmp_path / "again")


def test_one_automatic_backup_a_day_and_only_if_something_changed(tmp_path: Path) -> None:
    session = new_project(tmp_path / "study")
    made = session.project.backups
    assert daily_backup(session) == ""
    assert list(made.iterdir()) == []
    create_code(session, "Silence")
    assert daily_backup(session) == ""
    create_code(session, "Noise")
    assert daily_backup(session) == ""
    assert len(list(made.iterdir())) == 1


def test_a_daily_backup_that_fails_is_told_and_tried_again(tmp_path: Path) -> None:
    session = new_project(tmp_path / "study")
    create_code(session, "Silence")
    session.project.backups.rmdir()
    session.project.backups.write_text("in the way", encoding="utf-8")
    assert "could not be made" in daily_backup(session)
    session.store.close()
    with open_session(tmp_path / "study") as again:
        assert "could not be made" in again.warnings[0]
    (tmp_path / "study" / "backups").unlink()
    with open_session(tmp_path / "study") as again:
        assert again.warnings == ()
        assert len(list(again.project.backups.iterdir())) == 1


def test_a_backup_is_brought_back_into_an_empty_folder_only(tmp_path: Path) -> None:
    session = new_project(tmp_path / "study")
    copy = backup_project(session)
    create_code(session, "Later")
    session.store.close()
    (tmp_path / "study" / "project.qualbench").rename(tmp_path / "moved")
    with pytest.raises(UsageError, match="not empty"):
        restore_project(copy, tmp_path / "study")


def test_a_failed_beginning_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(QualbenchError):
        create_project(tmp_path / "study", title="bad\ud800", coder="Ana")
    create_project(tmp_path / "study", title="good", coder="Ana")


def test_damaged_pages_are_a_sentence(tmp_path: Path) -> None:
    with new_project(tmp_path / "study") as session:
        for number in range(30):
            create_code(session, f"code {number}")
    file = tmp_path / "study" / "project.qualbench"
    content = bytearray(file.read_bytes())
    content[8192:-4096] = bytes(number % 251 for number in range(len(content) - 12288))
    file.write_bytes(content)
    with (
        pytest.raises(QualbenchError, match="is damaged"),
        open_session(tmp_path / "study", write=False) as session,
    ):
        load_codebook(session)


@pytest.mark.parametrize(
    "name",
    ["OneDrive", "OneDrive - University of Nowhere", "Dropbox", "Nextcloud", "Mobile Documents", "My Drive"],
)
def test_sync_folders_are_known_by_name(tmp_path: Path, name: str) -> None:
    assert name in synced_by(tmp_path / name / "study")
    assert not synced_by(tmp_path / f"not {name}" / "study")


def test_in_a_sync_folder_the_database_does_without_a_log_and_backs_up_elsewhere(
    tmp_path: Path, own_user_folder: Path
) -> None:
    with new_project(tmp_path / "Dropbox" / "study") as session:
        create_code(session, "Silence")
        assert not (session.project.folder / "project.qualbench-wal").exists()
        assert backup_project(session).is_relative_to(own_user_folder)
    said = folder_warnings(tmp_path / "Dropbox" / "study")
    assert "Close it before syncing" in said[0].hint


def test_conflicted_copies_are_named(tmp_path: Path) -> None:
    new_project(tmp_path).store.close()
    for name in ("project (Ana's conflicted copy 2026-03-01).qualbench", "project (1).qualbench"):
        (tmp_path / name).write_bytes(b"")
    assert len(folder_warnings(tmp_path)) == 2
    assert all(problem.serious for problem in folder_warnings(tmp_path))


def test_a_lock_goes_with_its_session(tmp_path: Path) -> None:
    session = new_project(tmp_path)
    with pytest.raises(ProjectLocked):
        open_session(tmp_path)
    session.store.close()
    with open_session(tmp_path) as again:
        assert not refresh(again)
