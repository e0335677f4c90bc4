"""A small study on which commands are tried, and a way to run them as a person at a shell would."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from qualbench.cli.app import root

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "Interviewer: How was the garden?\n\nP01: The garden kept me going. 🌱 Nobody asked me twice.\n"
SECOND = "Interviewer: And the bus?\n\nP02: The bus came late. Nobody asked me. Nobody asked me.\n"


class Shell:
    """Runs commands on one project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str, stdin: str | None = None) -> Result:
        """Run a command on the project and return what came of it; an exception is the test's failure."""
        result = CliRunner().invoke(root, ["--project", str(self.folder), *words], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def ok(self, *words: str, stdin: str | None = None) -> str:
        """Run a command that must succeed and return what it printed."""
        result = self.run(*words, stdin=stdin)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, *words: str) -> Any:
        """Run a command with `--json` and return what it printed."""
        return json.loads(self.ok(*words, "--json"))

    def refused(self, *words: str, code: int = 1) -> str:
        """Run a command that must fail with this exit code and return its message, on stderr alone."""
        result = self.run(*words)
        assert result.exit_code == code, result.output
        # what every command says beside its output, such as that others' codings are hidden, comes first
        assert any(line.startswith("qualbench: ") for line in result.stderr.splitlines()) or code == 2
        return result.stderr


@pytest.fixture
def empty(tmp_path: Path) -> Shell:
    """A project with nothing in it."""
    shell = Shell(tmp_path / "study")
    result = CliRunner().invoke(root, ["new", str(shell.folder), "--title", "Gardens", "--coder", "Ana"])
    assert result.exit_code == 0, result.output
    return shell


@pytest.fixture
def transcripts(tmp_path: Path) -> Path:
    """A folder with two transcripts."""
    folder = tmp_path / "transcripts"
    folder.mkdir()
    (folder / "P01.txt").write_text(FIRST, encoding="utf-8")
    (folder / "P02.txt").write_text(SECOND, encoding="utf-8")
    return folder


@pytest.fixture
def study(empty: Shell, transcripts: Path) -> Shell:
    """A project with two transcripts and three codes."""
    empty.ok("import", str(transcripts))
    empty.ok("code", "create", "Comfort")
    empty.ok("code", "create", "Access")
    empty.ok("code", "create", "Transport", "--under", "Access")
    return empty
