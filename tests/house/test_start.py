"""Nothing heavy is imported before it is needed: the help and the commands that read start quickly."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from qualbench.workbench.project import create_project

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = (
    "textual",
    "spacy",
    "numpy",
    "sqlite_utils",
    "docx",
    "lxml",
    "striprtf",
    "pypdfium2",
    "openpyxl",
    "rapidfuzz",
    "yaml",
    "rich",
    "filelock",
    "regex",
)
#: The help needs none of our own rooms either.
OURS = ("qualbench.workbench", "qualbench.storage", "qualbench.readers", "qualbench.tui", "sqlite3")


def imported(*words: str) -> set[str]:
    """Run a command in a process of its own and return the names of all modules that it imported."""
    script = (
        "import sys, qualbench.__main__ as command\n"
        "sys.argv = ['qualbench', *sys.argv[1:]]\n"
        "try:\n    command.main()\n"
        "except SystemExit as end:\n    code = end.code\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return set(done.stderr.splitlines())


@pytest.mark.parametrize("words", [["--help"], ["code", "--help"], ["import", "--help"], ["--version"]])
def test_the_help_imports_nothing_heavy(words: list[str]) -> None:
    assert not imported(*words) & {*HEAVY, *OURS}


@pytest.mark.parametrize(
    "words",
    [
        ["documents", "--json"],
        ["segments", "--json"],
        ["code", "list"],
        ["case", "list"],
        ["memo", "list"],
        ["theme", "list"],
        ["log"],
        ["profile"],
    ],
)
def test_reading_imports_nothing_heavy(tmp_path: Path, words: list[str]) -> None:
    create_project(tmp_path / "study", title="T", coder="Ana")
    assert not imported("--project", str(tmp_path / "study"), *words) & set(HEAVY)
