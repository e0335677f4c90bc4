from __future__ import annotations

import os
from typing import TYPE_CHECKING

from qualbench.workbench.watching import FileWatch

if TYPE_CHECKING:
    from pathlib import Path


def looks(watch: FileWatch, many: int = 3) -> list[bool]:
    return [watch.changed() for _ in range(many)]


def test_a_change_is_told_once_when_it_has_settled(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text("- Tea\n", encoding="utf-8")
    watch = FileWatch(path)
    assert looks(watch) == [False] * 3
    path.write_text("- Te", encoding="utf-8")
    assert not watch.changed()
    path.write_text("- Tea\n- Bus\n", encoding="utf-8")
    assert looks(watch) == [False, True, False]


def test_the_same_content_saved_again_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text("- Tea\n", encoding="utf-8")
    watch = FileWatch(path)
    os.utime(path, (1, 1))
    assert looks(watch) == [False] * 3


def test_a_file_that_is_replaced_goes_and_comes_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    watch = FileWatch(path)
    path.write_text("- Tea\n", encoding="utf-8")
    assert looks(watch) == [False, True, False]
    new = tmp_path / "new"
    new.write_text("- Bus\n", encoding="utf-8")
    new.replace(path)
    assert looks(watch) == [False, True, False]
    path.unlink()
    assert looks(watch) == [False, True, False]
