"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualbench.errors import FileProblem, UsageError
from qualbench.reports.files import write_file

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_a_file_is_written_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "summary.md"
    write_file(path, b"words")
    write_file(path, iter([b"other ", b"words"]))
    assert path.read_bytes() == b"other words"
    assert [one.name for one in path.parent.iterdir()] == ["summary.md"]


def test_what_fails_on_the_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"old")

    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise UsageError("a quote does not stand")

    with pytest.raises(UsageError):
        write_file(path, pieces())
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["summary.md"]


def test_a_full_disk_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "summary.md"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileProblem, match="No space left"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["summary.md"]


def test_a_folder_or_a_name_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="folder"):
        write_file(tmp_path, b"words")
    with pytest.raises(FileProblem):
        write_file(tmp_path / "a\0b", b"words")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileProblem):
        write_file(tmp_path / "file" / "summary.md", b"words")
    with pytest.raises(FileProblem):
        write_file(tmp_path / ("x" * 300), b"words")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_through_a_link_its_file_is_written(tmp_path: Path) -> None:
    real = tmp_path / "real.md"
    real.write_bytes(b"old")
    link = tmp_path / "link.md"
    link.symlink_to(real)
    write_file(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no umask on Windows")
def test_a_file_has_the_rights_that_any_new_file_has(tmp_path: Path) -> None:
    write_file(tmp_path / "ours", b"")
    (tmp_path / "plain").write_bytes(b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /dev on Windows")
def test_a_device_is_written_to_and_not_replaced() -> None:
    write_file(Path("/dev/null"), b"words")
    assert not Path("/dev/null").is_file()
