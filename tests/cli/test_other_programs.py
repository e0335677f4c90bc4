"""Projects of other programs, from the shell: the report first, what comes in, what is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from click.testing import CliRunner

from qualbench.cli.app import root
from qualbench.cli.other_program_options import UNITS
from qualbench.workbench.other_programs import UNITS as ALL_UNITS
from tests.interchange.made_taguette import taguette

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


def test_the_units_are_those_that_are_known() -> None:
    assert UNITS == ALL_UNITS


def test_a_taguette_project_comes_in(empty: Shell, tmp_path: Path) -> None:
    file = taguette(tmp_path / "wards.sqlite3")
    before = empty.json("log")
    assert "Nothing was imported." in empty.ok("import", str(file), "--dry-run")
    assert empty.json("log") == before
    told = empty.json("import", str(file))
    lines = {one["what"]: one for one in told["report"]}
    assert [lines[what]["found"] for what in ("documents", "codes", "codings", "annotations")] == [1, 4, 5, 1]
    found = {(one["code_path"], one["quote"]) for one in empty.json("segments")}
    assert found >= {
        ("time", "früh"),
        ("place > café", "Café 😀 war"),
        ("time", "Café 😀 war"),
        ("time > late", "offen.\nBen: Und"),
    }
    coders = {one["quote"]: one["coder"] for one in empty.json("segments", "--coder", "mia")}
    assert coders == {"offen.\nBen: Und": "mia"}
    (waiting,) = empty.json("document", "review")
    assert "immer" in str(waiting)
    assert "codings: 5 in the file" in str(empty.json("log")[0])
    assert empty.ok("check").strip() == "All is well."


def test_a_project_is_made_of_it(tmp_path: Path) -> None:
    file = taguette(tmp_path / "wards.sqlite3")

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(root, ["new", str(tmp_path / "own"), "--coder", "Ana", *words])
        return result.exit_code, result.output

    assert run("--from", str(file), "--dry-run")[0] == 0
    assert not (tmp_path / "own").exists()
    code, said = run("--from", str(file))
    assert code == 0
    assert said.index("in the file") < said.index("Made the project")
    shown = CliRunner().invoke(root, ["--project", str(tmp_path / "own"), "project"]).output
    assert shown.startswith("Wards 1, ")
    assert run("--from", str(file))[0] == 2
    assert run()[0] == 2


def test_what_is_no_project_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    (tmp_path / "broken.sqlite3").write_bytes(b"SQLite format 3\0" + b"x" * 200)
    with closing(sqlite3.connect(tmp_path / "other.db")) as base, base:
        base.execute("CREATE TABLE birds (name TEXT)")
    two = taguette(tmp_path / "two.sqlite3", projects=2)
    for file, said in (
        (tmp_path / "broken.sqlite3", "no database that can be read"),
        (tmp_path / "other.db", "no project of a program"),
        (two, "it holds 2 projects"),
        (tmp_path / "missing.sqlite3", "there is no such file"),
    ):
        words = ["new", str(tmp_path / "own"), "--coder", "Ana", "--from", str(file)]
        result = CliRunner().invoke(root, words)
        assert (result.exit_code, said in result.output) == (1, True), result.output
        assert not (tmp_path / "own").exists()


def test_options_of_a_project_are_for_projects(empty: Shell, transcripts: Path) -> None:
    assert "projects of other programs" in empty.refused("import", str(transcripts), "--dry-run", code=2)
