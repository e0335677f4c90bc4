"""What is private to a coder is in no output that another person or program could be given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.cli.app import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

SECRET = "SECRET thought"

#: Every command that prints or writes what is in the project, as its JSON or its file.
OUTPUTS = (
    *(
        "documents --json",
        "language --json",
        "show P01 --json",
        "document review --json",
        "document withdrawals --json",
        "code list --json",
        "search garden --json",
        "segments --json",
    ),
    *(
        "segments --where code:Comfort --json",
        "compare Ana Tom --json",
        "case list --json",
        "case export --output -",
        "speaker link --by-name --json",
    ),
    *("speaker list --json", "coder list --json", "memo list --json", "memo list --kind all --json"),
    *("memo list --document P01 --json", "memo list --search secret --json", "journal --json"),
    *(
        "journal list --json",
        "theme list --json",
        "theme show Ease --json",
        "theme lint --json",
        "theme review Ease --json",
        "theme set show",
        "theme table --by case --format json",
        "theme segments Ease --json",
        "log --json",
    ),
    *("codebook show", "codebook log --json", "codebook export", "profile --json", "project --json"),
    "export segments --format jsonl --output -",
    *("export segments --output -", "export memos --output -", "export transcript P01 --output -"),
    *("export themes-table --output -", "export quotes --all --context 50 --output -"),
    "export appendix --output -",
    "framework show --json",
    "export checklist coreq --output -",
    "export checklist rtarg --output -",
    "saturation --base 1 --run 1 --json",
    "export framework --output -",
    *("export theme-summary --output -", "independent status --json", "check"),
    "verify paper.md --json",
)
#: Commands that only change something, or are about no project's content.
NOTHING_SHOWN = {
    "git-setup",
    "new",
    "open",
    "serve",
    "demo",
    "import",
    "survey",
    "pseudonyms",
    "leakcheck",
    "undo",
    "redo",
    "settings",
    "backup",
    "restore",
}


@pytest.fixture
def secretive(study: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A study in which Ana has private memos on everything, and Tom has coded the same words."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.md").write_text("She said “The garden kept me going”.\n", encoding="utf-8")
    study.ok("coder", "add", "Tom")
    study.ok("code", "apply", "P01", "0:9", "Transport", "--coder", "Tom")
    (segment,) = study.json("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    theme = study.ok("theme", "new", "Ease").strip()
    study.ok("theme", "assign", theme, "Comfort")
    about: tuple[list[str], ...] = (
        [],
        ["--document", "P01"],
        ["--document", "P01", "--at", "0:11"],
        ["--case", "P01"],
        ["--code", "Comfort"],
        ["--segment", segment["id"]],
        ["--theme", theme],
    )
    for options in about:
        study.ok("memo", "add", SECRET, "--private", *options)
    study.ok("journal", "add", SECRET, "--private")
    study.ok("memo", "add", "For all.", "--segment", segment["id"])
    study.ok("journal", "add", "For all.")
    return study


def test_every_command_that_shows_something_is_tried() -> None:
    assert {line.split()[0] for line in OUTPUTS} == set(COMMANDS) - NOTHING_SHOWN


@pytest.mark.parametrize("line", OUTPUTS)
def test_it_is_in_no_output(secretive: Shell, line: str) -> None:
    result = secretive.run(*line.split())
    assert result.exit_code == 0, result.output
    assert SECRET not in result.output
    assert "secret" not in result.stdout.casefold()


def test_each_step_of_the_history_is_silent_about_it(secretive: Shell) -> None:
    told = [secretive.ok("log", "--step", str(one["id"]), "--json") for one in secretive.json("log")]
    assert not [one for one in told if SECRET in one]
    assert sum("(private)" in one for one in told) == 8
    assert any("For all." in one for one in told)


def test_its_own_coder_reads_it_and_another_does_not(secretive: Shell) -> None:
    assert secretive.ok("memo", "list", "--kind", "all").count(SECRET) == 8
    assert SECRET not in secretive.ok("--coder", "Tom", "memo", "list", "--kind", "all")
