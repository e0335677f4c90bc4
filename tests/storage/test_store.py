"""Opening: files that are not ours, damaged, newer, locked; and what a lock says."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualbench.storage import backups
from qualbench.storage.faults import (
    DamagedProject,
    NewerProject,
    NotAProject,
    ProjectLocked,
    ReadOnlyProject,
    StorageFull,
    UnwritableText,
)
from qualbench.storage.history import commit, load_history
from qualbench.storage.schema import APPLICATION_ID, SCHEMA_VERSION
from qualbench.storage.store import HOLDER_NAME, open_store
from tests.storage.builders import CODER, PROJECT, code_added, document_added, new_store

if TYPE_CHECKING:
    from qualbench.storage.store import Store


def opened(folder: Path, *, write: bool = True) -> Store:
    return open_store(folder / "project.qualbench", write=write, before_migration=lambda: None)


def test_the_file_says_what_it_is_and_is_as_durable_as_can_be(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    pragmas = {
        name: store.connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version", "journal_mode", "synchronous", "foreign_keys")
    }
    assert pragmas == {
        "application_id": APPLICATION_ID,
        "user_version": SCHEMA_VERSION,
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
    }


def test_no_project_at_all(tmp_path: Path) -> None:
    with pytest.raises(NotAProject, match=r"holds no project\.qualbench"):
        opened(tmp_path)


def test_something_else_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "project.qualbench"
    file.write_bytes(b"Dear diary, " * 40)
    with pytest.raises(NotAProject, match="something else"):
        opened(tmp_path)
    assert file.read_bytes() == b"Dear diary, " * 40


@pytest.mark.parametrize("content", [b"", b"\0" * 8192])
def test_an_empty_or_zeroed_file_is_called_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "project.qualbench").write_bytes(content)
    with pytest.raises(DamagedProject, match="only zeros"):
        opened(tmp_path)


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "project.qualbench"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE theirs (a)")
    connection.commit()
    connection.close()
    before = file.read_bytes()
    with pytest.raises(NotAProject, match="another program"):
        opened(tmp_path)
    assert file.read_bytes() == before


def test_a_truncated_database_is_told_from_a_whole_one(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    file = tmp_path / "project.qualbench"
    file.write_bytes(file.read_bytes()[:-5000])
    with pytest.raises(DamagedProject, match="breaks off"):
        opened(tmp_path)


def test_a_newer_project_is_not_touched(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    store.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    store.close()
    with pytest.raises(NewerProject, match="newer qualbench"):
        opened(tmp_path)


def test_a_second_writer_is_told_who_has_it_and_may_read(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    script = (
        "import sys; from pathlib import Path; from qualbench.storage.store import open_store\n"
        "from qualbench.storage.faults import ProjectLocked\n"
        f"path = Path({str(tmp_path)!r}) / 'project.qualbench'\n"
        "try: open_store(path, write=True, before_migration=lambda: None)\n"
        "except ProjectLocked as error: print(error.process, error.host != '', error.since != '')\n"
        "print(len(open_store(path, write=False, before_migration=lambda: None).connection"
        ".execute('SELECT id FROM coder').fetchall()))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said.split() == [str(os.getpid()), "True", "True", "1"]
    store.close()


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    script = (
        "import os, signal; from pathlib import Path; from qualbench.storage.store import open_store\n"
        f"path = Path({str(tmp_path)!r}) / 'project.qualbench'\n"
        "open_store(path, write=True, before_migration=lambda: None)\n"
        "os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script], check=False)
    assert (tmp_path / HOLDER_NAME).exists()
    opened(tmp_path).close()


def test_a_lock_without_a_readable_holder_is_still_a_lock(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    (tmp_path / HOLDER_NAME).write_text("{", encoding="utf-8")
    with pytest.raises(ProjectLocked, match="another program"):
        opened(tmp_path)
    store.close()


def test_a_reader_sees_what_the_writer_does(tmp_path: Path) -> None:
    writer = new_store(tmp_path)
    reader = opened(tmp_path, write=False)
    assert not reader.changed_outside()
    commit(writer, [code_added("c", "Silence")], coder_id=CODER, verb="code", summary="a code")
    assert reader.changed_outside()
    assert not reader.changed_outside()
    assert load_history(reader)[0].summary == "a code"


def test_a_full_disk_is_a_sentence_and_loses_only_that_step(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
    store.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StorageFull, match="full"):
        commit(store, [document_added("P01", "words " * 50_000)], coder_id=CODER, verb="import", summary="x")
    store.connection.execute("PRAGMA max_page_count = 100000")
    assert len(load_history(store)) == 1
    commit(store, [code_added("c", "C")], coder_id=CODER, verb="code", summary="then it works")
    assert load_history(store)[0].summary == "then it works"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or sys.platform == "win32",
    reason="only the administrator can become somebody who may not write there (run as root on Linux)",
)
def test_what_a_killed_writer_saved_is_read_where_nothing_may_be_written() -> None:
    """The log beside the file holds the last steps; a reader who may not write there must not miss them."""
    # not under pytest's own folder, which nobody else may enter
    tmp_path = Path(tempfile.mkdtemp(prefix="qualbench-test-"))
    new_store(tmp_path).close()
    script = (
        "import os, sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])\n"
        "from tests.storage.builders import CODER, code_added\n"
        "from qualbench.storage.history import commit; from qualbench.storage.store import open_store\n"
        "store = open_store(Path(sys.argv[1]), write=True, before_migration=lambda: None)\n"
        "commit(store, [code_added('c', 'Silence')], coder_id=CODER, verb='code', summary='a code')\n"
        "os._exit(9)"
    )
    root = str(Path(__file__).parents[2])
    file = tmp_path / "project.qualbench"
    subprocess.run([sys.executable, "-c", script, str(file), root], check=False, cwd=root)
    assert (tmp_path / "project.qualbench-wal").stat().st_size > 0
    (tmp_path / "project.qualbench-shm").unlink(missing_ok=True)
    tmp_path.chmod(0o555)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setgid(65534)
            os.setuid(65534)
            seen = load_history(opened(tmp_path, write=False))
            code = 0 if [entry.summary for entry in seen] == ["a code", "made"] else 2
        finally:
            os._exit(code)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    shutil.rmtree(tmp_path)
    assert status == 0


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="the administrator may write anywhere; run as an ordinary user on Linux or macOS",
)
def test_a_folder_that_cannot_be_written_can_be_read(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(ReadOnlyProject):
            opened(tmp_path)
        reader = opened(tmp_path, write=False)
        assert len(load_history(reader)) == 1
    finally:
        tmp_path.chmod(0o755)


def test_a_backup_is_whole_and_comes_back(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    commit(store, [code_added("c", "Silence")], coder_id=CODER, verb="code", summary="a code")
    copy = backups.back_up(store.path, tmp_path / "backups", project_id=PROJECT)
    commit(store, [code_added("d", "Noise")], coder_id=CODER, verb="code", summary="later")
    target = tmp_path / "again" / "project.qualbench"
    target.parent.mkdir()
    backups.copy_back(copy, target)
    again = opened(target.parent)
    assert [entry.summary for entry in load_history(again)] == ["a code", "made"]


def test_only_automatic_backups_are_rotated_and_only_this_projects(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    folder = tmp_path / "backups"
    kept = backups.back_up(store.path, folder, project_id=PROJECT)
    other = backups.back_up(store.path, folder, project_id="33333333-aaaa", automatic=True)
    for _ in range(backups.KEPT + 3):
        backups.back_up(store.path, folder, project_id=PROJECT, automatic=True)
    assert kept.exists()
    assert other.exists()
    assert len(list(folder.glob(f"*-{PROJECT[:8]}-auto.qualbench"))) == backups.KEPT


def test_a_backup_that_cannot_be_written_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(backups.BackupFailed):
        backups.back_up(store.path, tmp_path / "file", project_id=PROJECT)


def test_half_a_character_is_refused_with_a_sentence(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    with pytest.raises(UnwritableText, match="half of a character"):
        commit(store, [code_added("c", "Sil\ud800ence")], coder_id=CODER, verb="code", summary="x")
    assert len(load_history(store)) == 1
