"""What a person reads where a codebook file is broken; nothing is written then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.codebook.broken import BROKEN, Broken

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


def kept(folder: Path) -> dict[str, bytes]:
    """Every file of the project but the database, whose pages a reader may touch."""
    files = [one for one in folder.rglob("*") if one.is_file() and not one.name.startswith("project.")]
    return {str(one.relative_to(folder)): one.read_bytes() for one in files if "desk" not in one.name}


@pytest.mark.parametrize("working", [True, False], ids=["working file", "another file"])
def test_each_is_refused_with_file_line_and_what_to_do(empty: Shell, tmp_path: Path, working: bool) -> None:
    empty.ok("code", "create", "Cost")
    empty.ok("codebook", "adopt", "-m", "first")
    file = empty.folder / "codebooks" / "codebook.yaml" if working else tmp_path / "from-elsewhere.yaml"
    codes, log = empty.json("code", "list"), empty.json("log")
    for one in BROKEN:
        file.write_text(one.text, encoding="utf-8")
        before = kept(empty.folder)
        said = refused(empty, one, *(() if working else (str(file),)))
        assert str(file) in said.replace("\n", "")
        if working:
            assert " ".join(one.said.split()) in " ".join(empty.run("codebook", "show").stderr.split())
        assert kept(empty.folder) == before, one.what
    assert empty.json("code", "list") == codes
    assert empty.json("log") == log
    assert len(empty.json("codebook", "log")) == 1


def refused(shell: Shell, one: Broken, *words: str) -> str:
    """Save a broken file as a version, which must fail, and return what was said."""
    said = shell.refused("codebook", "adopt", *words, "-m", "broken", code=1)
    line = f"line {one.line}: " if one.line else ""
    assert f"cannot be saved as a version: {line}{one.said}" in said, one.what
    assert one.hint in said, one.what
    return said


def test_what_is_no_text_file_is_refused(empty: Shell, tmp_path: Path) -> None:
    file = tmp_path / "codebook.yaml"
    assert "there is no such file" in empty.refused("codebook", "adopt", str(file), "-m", "x")
    file.write_bytes("- Lärm\n".encode("latin-1"))
    assert "Save it as UTF-8 in your editor." in empty.refused("codebook", "adopt", str(file), "-m", "x")
    assert "cannot be read" in empty.refused("codebook", "adopt", str(tmp_path), "-m", "x")
    assert empty.json("codebook", "log") == []


def test_several_are_all_said_each_with_what_to_do(empty: Shell, tmp_path: Path) -> None:
    file = tmp_path / "two.yaml"
    file.write_text("- name: Cost\n  status: retird\n- name: Hope\n  color: blue\n", encoding="utf-8")
    said = empty.refused("codebook", "adopt", str(file), "-m", "x")
    assert "line 2: “retird” is no status. Did you mean “retired”? Also line 4: “blue” is no colour." in said
    assert "Write it with quotes: '#0072B2'." in said
