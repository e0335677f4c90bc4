from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from qualbench.cli.app import root
from qualbench.codebook.yaml_file import write_codebook
from tests.codebook.made import small

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

BASE = write_codebook(small())


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three files, in no project: the sides give one code two names."""
    monkeypatch.chdir(tmp_path)
    for name, called in (("base", "Cost"), ("ours", "Money"), ("theirs", "Price")):
        Path(f"{name}.yaml").write_text(BASE.replace("name: Cost", f"name: {called}"), encoding="utf-8")
    return tmp_path


def run(*words: str) -> Result:
    result = CliRunner().invoke(root, ["codebook", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_a_clean_merge_is_printed_or_written(files: Path) -> None:
    printed = run("merge", "base.yaml", "ours.yaml", "base.yaml")
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert printed.stdout == (files / "ours.yaml").read_text(encoding="utf-8")
    written = run("merge", "base.yaml", "base.yaml", "ours.yaml", "--output", "out.yaml")
    assert (written.exit_code, written.stdout) == (0, "Merged without conflicts into out.yaml.\n")
    assert (files / "out.yaml").read_bytes() == (files / "ours.yaml").read_bytes()


def test_conflicts_are_listed_with_file_and_line(files: Path) -> None:
    done = run("merge", "base.yaml", "ours.yaml", "theirs.yaml", "--output", "out.yaml")
    assert done.exit_code == 1
    first, last = done.stderr.splitlines()
    assert first.startswith(
        "out.yaml, line 11: “Barriers > Cost”: `name` was changed on both sides: “Money” in "
    )
    assert "ours.yaml (line 9), “Price” in theirs.yaml (line 9)" in first
    assert last.startswith("1 conflict: ")
    assert "x-conflict" in (files / "out.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "ours.yaml: there is no such file"),
        (b"\xff\xfe", "ours.yaml: it is not UTF-8 text"),
        (b"- Cost: dear", "ours.yaml cannot be merged: line 1: After “Cost:” stands a text"),
        (b"", "ours.yaml cannot be merged: The file holds no codes."),
    ],
)
def test_a_bad_file_gets_a_sentence_and_nothing_is_written(
    files: Path, text: bytes | None, said: str
) -> None:
    (files / "ours.yaml").unlink()
    if text is not None:
        (files / "ours.yaml").write_bytes(text)
    done = run("merge", "base.yaml", "ours.yaml", "theirs.yaml", "--output", "out.yaml")
    assert done.exit_code == 1
    assert said in done.stderr
    assert not (files / "out.yaml").exists()


def test_a_file_with_a_conflict_is_not_saved_as_a_version(empty: Shell, files: Path) -> None:
    run("merge", "base.yaml", "ours.yaml", "theirs.yaml", "--output", "out.yaml")
    said = empty.refused("codebook", "adopt", str(files / "out.yaml"), "-m", "merged")
    assert "line 11: “Cost” has a conflict that is not solved: name" in said
    assert "take out `x-conflict`" in said
    assert empty.json("code", "list") == []
    text = (files / "out.yaml").read_text(encoding="utf-8")
    begin = text.index("        x-conflict:")
    solved = text[:begin] + text[text.index("        color", begin) :]
    (files / "out.yaml").write_text(solved.replace("name: Cost", "name: Price"), encoding="utf-8")
    empty.ok("codebook", "adopt", str(files / "out.yaml"), "-m", "merged")
    assert "Price" in [one["name"] for one in empty.json("code", "list")]


def test_in_a_project_a_code_that_was_merged_is_told_as_that(
    empty: Shell, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Cost", "Money"):
        empty.ok("code", "create", name)
    base, ours, theirs = (str(files / f"{name}.yaml") for name in ("base", "ours", "theirs"))
    empty.ok("codebook", "export", "--output", base)
    empty.ok("code", "merge", "Cost", "--into", "Money")
    empty.ok("codebook", "export", "--output", ours)
    text = Path(base).read_text(encoding="utf-8")
    Path(theirs).write_text(text.replace("name: Cost", "name: Cost\n    definition: Fees."), encoding="utf-8")
    monkeypatch.chdir(empty.folder)
    said = run("merge", base, ours, theirs).stderr
    assert (
        f"“Cost”: {ours} has it merged into “Money”, and {theirs} (line 4) changes it (definition)." in said
    )


def test_the_outline_tells_what_the_codes_say(files: Path) -> None:
    done = run("outline", "base.yaml")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[:8] == [
        "Codebook: Study",
        "",
        "- Barriers",
        "    definition: What stands in the way.",
        "  - Cost",
        "      color: #0072B2",
        "      examples:",
        "        - It was dear.",
    ]
    assert "      when: Far.\n        Very far.\n" in done.stdout
    (files / "base.yaml").write_text("no: [codebook\n", encoding="utf-8")
    assert run("outline", "base.yaml").stdout == "no: [codebook\n"


def test_git_setup_outside_a_repository(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(files.parent))
    result = CliRunner().invoke(root, ["git-setup"])
    assert result.exit_code == 1
    assert "is in no git repository" in result.stderr


def test_git_setup_in_the_codebooks_folder_of_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed here")
    runner = CliRunner()
    study = tmp_path / "study"
    assert runner.invoke(root, ["new", str(study), "--title", "T", "--coder", "Ana"]).exit_code == 0
    folder = study / "codebooks"
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    monkeypatch.chdir(folder)
    done = runner.invoke(root, ["git-setup"])
    assert done.exit_code == 0, done.stderr
    assert "codebook.yaml merge=qualbench" in (folder / ".gitattributes").read_text(encoding="utf-8")
    assert not (study / ".gitattributes").exists()
