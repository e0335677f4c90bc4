"""The command line as a whole: errors as sentences, the options that go everywhere, exit codes."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from qualbench.cli.app import COMMANDS, report_unexpected, root
from qualbench.cli.output import clean

if TYPE_CHECKING:
    from tests.cli.conftest import Shell


def python(*words: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qualbench", *words],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        env=os.environ | variables,
        check=False,
    )


def test_the_help_says_each_commands_own_first_line() -> None:
    for name, (_module, line) in COMMANDS.items():
        command = CliRunner().invoke(root, [name, "--help"])
        assert command.exit_code == 0
        said = " ".join(command.stdout.split())
        assert line in said, name


def test_without_a_terminal_qualbench_alone_prints_its_help(tmp_path: Path) -> None:
    done = python(cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: qualbench")


def test_open_without_a_terminal_says_so(study: Shell) -> None:
    assert "terminal" in study.refused("open")


def test_project_and_coder_stand_before_or_after(study: Shell) -> None:
    study.ok("coder", "add", "Tom")
    place = ["--project", str(study.folder), "--coder", "Tom"]
    before = CliRunner().invoke(root, [*place, "code", "apply", "P01", "0:5", "Comfort"])
    after = CliRunner().invoke(root, ["code", "apply", "P01", "6:9", "Comfort", *place])
    between = CliRunner().invoke(root, ["code", *place, "apply", "P01", "10:12", "Comfort"])
    assert [before.exit_code, after.exit_code, between.exit_code] == [0, 0, 0], after.output
    assert [row["coder"] for row in study.json("segments")] == ["Tom"] * 3


def test_the_environment_names_project_and_coder(study: Shell, tmp_path: Path) -> None:
    study.ok("coder", "add", "Tom")
    done = python(
        *("code", "apply", "P01", "0:5", "Comfort"),
        cwd=tmp_path,
        QUALBENCH_PROJECT=str(study.folder),
        QUALBENCH_CODER="Tom",
    )
    assert done.returncode == 0, done.stderr
    assert study.json("segments")[0]["coder"] == "Tom"


def test_a_project_is_found_from_a_folder_inside_it(study: Shell) -> None:
    done = python("documents", cwd=study.folder / "exports")
    assert done.returncode == 0
    assert "P01" in done.stdout


def test_no_project_is_one_sentence_and_a_hint(tmp_path: Path) -> None:
    done = python("documents", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines()[0] == "qualbench: There is no project in this folder or above it."
    assert "--project" in done.stderr


@pytest.mark.parametrize(
    "words", [["nonsense"], ["code", "nonsense"], ["new"], ["show"], ["code", "apply", "P01", "x", "Comfort"]]
)
def test_a_wrong_call_exits_with_2(study: Shell, words: list[str]) -> None:
    assert study.run(*words).exit_code == 2


def test_a_locked_project_is_read_and_not_waited_for(study: Shell) -> None:
    from qualbench.workbench.project import open_session

    with open_session(study.folder):
        assert len(study.json("documents")) == 2
        said = study.refused("code", "apply", "P01", "0:5", "Comfort")
    assert f"process {os.getpid()}" in said
    assert study.json("segments") == []


def test_an_unexpected_error_prints_no_words_of_a_transcript(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        clean(None)  # type: ignore[arg-type]
    except AttributeError as error:
        error.args = ("secret words of a participant",)
        report_unexpected(type(error), error, error.__traceback__)
    said = capsys.readouterr().err
    assert "secret" not in said
    assert "AttributeError at cli/output.py:" in said


def test_an_unexpected_error_exits_with_1_and_no_traceback(study: Shell) -> None:
    sabotaged = (
        "import sys, qualbench.cli.app as app, qualbench.workbench.importing as importing\n"
        "def broken(session): raise RuntimeError('secret words')\n"
        "importing.list_documents = broken\n"
        f"sys.argv = ['qualbench', '--project', {str(study.folder)!r}, 'documents']\n"
        "app.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", sabotaged], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert "secret" not in done.stdout + done.stderr
    assert "RuntimeError" in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_is_a_sentence_and_leaves_the_project_whole(
    empty: Shell, transcripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualbench.readers import registry

    read = registry.read_file

    def interrupted(path: Path) -> object:
        if path.name == "P02.txt":
            raise KeyboardInterrupt
        return read(path)

    monkeypatch.setattr(registry, "read_file", interrupted)
    result = empty.run("import", str(transcripts))
    assert result.exit_code == 130
    assert "The project is whole" in result.stderr
    assert [row["name"] for row in empty.json("documents")] == ["P01"], "what was read before is kept"
    assert empty.json("check") == []
    monkeypatch.undo()
    empty.ok("import", str(transcripts))


def test_a_reader_that_stops_early_is_no_error(study: Shell) -> None:
    words = [sys.executable, "-m", "qualbench", "--project", str(study.folder), "show", "P01"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert b"Traceback" not in said
    assert b"unexpected" not in said


def test_no_terminal_sequence_of_a_transcript_reaches_the_terminal(study: Shell, tmp_path: Path) -> None:
    nasty = tmp_path / "nasty.txt"
    nasty.write_text("P09: red \x1b[31malarm\x07 and \x9b2J more\n", encoding="utf-8")
    study.ok("import", str(nasty))
    shown = study.ok("show", "nasty")
    assert "alarm" in shown
    assert not any(one in shown for one in "\x1b\x07\x9b")
    raw = study.ok("show", "nasty", "--json")
    assert not any(one in raw for one in "\x1b\x07\x9b\x7f")
    assert "red \x1b[31malarm\x07 and \x9b2J" in json.loads(raw)["text"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", [("documents",), ("segments", "--json"), ("show", "P01", "--json")])
def test_output_that_cannot_be_written_is_a_sentence(study: Shell, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "qualbench", *words]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, cwd=study.folder, check=False, encoding="utf-8"
        )
    assert done.returncode == 1
    assert done.stderr.startswith("qualbench: The output could not be written (No space left on device).")
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such shell here")
def test_a_closed_output_is_a_sentence(study: Shell) -> None:
    command = f"{shlex.quote(sys.executable)} -m qualbench documents >&-"
    done = subprocess.run(
        ["sh", "-c", command], stderr=subprocess.PIPE, cwd=study.folder, check=False, encoding="utf-8"
    )
    assert done.returncode == 1
    assert done.stderr.startswith("qualbench: The output could not be written")
    assert "Traceback" not in done.stderr


def test_a_path_is_judged_by_the_command_and_not_by_its_form() -> None:
    """An unreadable file among several is refused alone; click would refuse the call."""
    for name in ("import", "demo", "open", "restore", "new", "backup"):
        command = root.get_command(click.Context(root), name)
        assert command is not None
        paths = [one.type for one in command.params if isinstance(one.type, click.Path)]
        assert paths
        assert not any(one.readable or one.exists for one in paths), name


def test_an_unreadable_file_is_refused_alone(study: Shell, tmp_path: Path) -> None:
    closed, good = tmp_path / "closed.txt", tmp_path / "good.txt"
    for one in (closed, good):
        one.write_text(f"P07: {one.name}\n", encoding="utf-8")
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("whoever runs this may read everything")
    result = study.run("import", str(closed), str(good))
    assert result.exit_code == 1
    assert "1 file read, 1 refused." in result.stdout


def test_the_shell_completes_documents_and_codes(study: Shell) -> None:
    done = python(
        cwd=study.folder,
        _QUALBENCH_COMPLETE="bash_complete",
        COMP_WORDS="qualbench code apply P0",
        COMP_CWORD="3",
    )
    assert [line.partition(",")[2] for line in done.stdout.split()] == ["P01", "P02"]
    done = python(
        cwd=study.folder,
        _QUALBENCH_COMPLETE="bash_complete",
        COMP_WORDS="qualbench segments --code Tr",
        COMP_CWORD="3",
    )
    assert done.stdout.strip() == "plain,Transport"


def test_the_log_says_what_a_step_found_and_what_it_left(study: Shell) -> None:
    study.ok("code", "rename", "Comfort", "Ease")
    number = study.json("log", "--limit", "1")[0]["id"]
    (change,) = study.json("log", "--step", str(number))
    assert list(change) == ["kind", "noun", "key", "before", "after"]
    assert (change["kind"], change["noun"]) == ("CodeRenamed", "code")
    assert (change["before"], change["after"]) == ({"name": "Comfort"}, {"name": "Ease"})
    assert "    name: Comfort → Ease\n" in study.ok("log", "--step", str(number))
    assert "There is no step" in study.refused("log", "--step", "999")
