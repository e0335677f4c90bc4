"""`codebook diff`, `show --as-of`, `watch`, and `adopt` where codes lost their ids."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from qualbench.cli import codebook_diff
from qualbench.cli.app import root
from qualbench.workbench import watching

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

FIRST = "- Barriers:\n    - Cost of travel\n    - Distance\n- Hope\n"
SECOND = "- Barriers:\n    - Costs of travel\n- Hope:\n    - Distance\n- Rain\n"


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(root, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def paths(study: Shell) -> list[str]:
    return [row["path"] for row in study.json("code", "list")]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "a.yaml").write_text(FIRST, encoding="utf-8")
    (folder / "b.yaml").write_text(SECOND, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.usefixtures("files")
def test_two_files_are_compared_without_a_project() -> None:
    code, said, _ = run("codebook", "diff", "a.yaml", "b.yaml", "--json")
    rows = json.loads(said)
    assert code == 0
    assert all(list(row) == ["change", "id", "name", "before", "after"] for row in rows)
    assert [(row["change"], row["name"], row["before"], row["after"]) for row in rows] == [
        ("renamed", "Costs of travel", "Cost of travel", "Costs of travel"),
        ("moved", "Distance", "Barriers", "Hope"),
        ("added", "Rain", "", "Rain"),
    ]
    code, said, _ = run("codebook", "diff", "a.yaml", "b.yaml")
    assert code == 0
    assert "moved “Distance” from under “Barriers” to under “Hope”" in said
    assert re.search(r"“Barriers > Cost of travel” and “Barriers > Costs of travel” \(\d+% sure\)", said)


@pytest.mark.usefixtures("files")
def test_no_difference_is_said_and_is_no_failure() -> None:
    assert run("codebook", "diff", "a.yaml", "a.yaml", "--json") == (0, "[]\n", "")
    assert run("codebook", "diff", "a.yaml", "a.yaml")[1].startswith("Nothing differs between")


def test_a_long_definition_is_shown_whole_with_the_words_that_changed(files: Path) -> None:
    long = "What the person says stood in the way of a service, in words of their own, whatever they are"
    for name, word in (("a.yaml", "person"), ("b.yaml", "neighbour")):
        text = f"- name: Hope\n  definition: {long.replace('person', word)}, and no other.\n"
        (files / name).write_text(text, encoding="utf-8")
    said = run("codebook", "diff", "a.yaml", "b.yaml")[1]
    assert f"What the [taken out: person][put in: neighbour] says{long.partition('says')[2]}, and" in said


def test_what_cannot_be_compared_is_told(files: Path) -> None:
    (files / "c.yaml").write_text("- Hope\n- Hope\n", encoding="utf-8")
    code, _, said = run("codebook", "diff", "a.yaml", "c.yaml")
    assert code == 1
    assert "c.yaml cannot be read as a codebook: line 2: “Hope” is there twice" in said
    assert "there is no such file" in run("codebook", "diff", "a.yaml", "d.yaml")[2]
    assert "Outside a project" in run("codebook", "diff", "a.yaml", "adopted")[2]


def test_in_a_project_it_says_what_stands_on_the_codes(study: Shell) -> None:
    study.ok("code", "apply", "P01", "0:5", "Transport")
    study.ok("codebook", "adopt", "-m", "first")
    study.ok("code", "edit", "Transport", "--definition", "Getting there")
    study.ok("code", "rename", "Transport", "Buses")
    said = study.ok("codebook", "diff", "1", "now")
    assert "renamed “Transport” to “Buses”" in said
    assert "looked at again: 1 segment in 1 document" in said
    assert [row["change"] for row in study.json("codebook", "diff", "adopted", "file")] == [
        "renamed",
        "redefined",
    ]
    assert "versions" not in study.refused("codebook", "diff", "1", "final")


def test_the_codebook_is_shown_as_it_was_and_what_its_codes_are_called_now(study: Shell) -> None:
    study.ok("codebook", "adopt", "-m", "first", "--milestone", "initial template")
    study.ok("code", "rename", "Transport", "Buses")
    study.ok("code", "delete", "Comfort", "--yes")
    for ref in ("1", "initial template"):
        said = study.ok("codebook", "show", "--as-of", ref)
        assert "Transport (now: Access > Buses)" in said
        assert "Comfort (no longer there)" in said
    rows = json.loads(study.ok("codebook", "show", "--as-of", "1", "--json"))
    assert (rows["version"], [(row["path"], row["now"]) for row in rows["codes"]]) == (
        1,
        [("Comfort", ""), ("Access", "Access"), ("Access > Transport", "Access > Buses")],
    )
    assert "no version" in study.refused("codebook", "show", "--as-of", "2020-01-01")


def test_a_merge_is_told_as_one_and_an_old_version_still_names_what_its_codes_became(study: Shell) -> None:
    study.ok("code", "apply", "P01", "0:5", "Transport")
    study.ok("codebook", "adopt", "-m", "first")
    study.ok("code", "merge", "Transport", "--into", "Comfort")
    rows = study.json("codebook", "diff", "1", "now")
    assert [(row["change"], row["name"], row["before"], row["after"]) for row in rows] == [
        ("merged", "Transport", "Access > Transport", "Comfort")
    ]
    assert "Transport (now: Comfort)" in study.ok("codebook", "show", "--as-of", "1")
    study.ok("undo")
    assert study.json("codebook", "diff", "1", "now") == []


def lose_ids(study: Shell) -> Path:
    """Save a version, then edit the file as one who takes the ids for noise and renames a code."""
    study.ok("code", "apply", "P01", "0:5", "Transport")
    study.ok("codebook", "adopt", "-m", "first")
    file = study.folder / "codebooks" / "codebook.yaml"
    file.write_text("- Comfort\n- Access:\n    - Transports\n", encoding="utf-8")
    return file


def test_codes_that_lost_their_ids_are_asked_about_and_nothing_is_taken_over(study: Shell) -> None:
    file = lose_ids(study)
    before = file.read_bytes()
    shown = study.json("codebook", "show")
    assert [(row["path"], row["code"]) for row in shown["guesses"]] == [
        ("Access > Transports", "Access > Transport")
    ]
    said = study.refused("codebook", "adopt", "-m", "second")
    assert "line 3: “Access > Transports” may be “Access > Transport”" in said
    assert "--yes" in said
    result = study.run("codebook", "adopt", "-m", "second", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["guesses"] == shown["guesses"]
    assert paths(study) == ["Comfort", "Access", "Access > Transport"]
    assert file.read_bytes() == before


def test_confirmed_codes_keep_their_codings(study: Shell) -> None:
    lose_ids(study)
    study.ok("codebook", "adopt", "-m", "second", "--yes")
    assert study.json("segments")[0]["code"] == "Transports"
    assert "id: " in (study.folder / "codebooks" / "codebook.yaml").read_text(encoding="utf-8")
    study.ok("undo")
    assert study.json("segments")[0]["code"] == "Transport"


def test_codes_taken_for_new_leave_none_that_is_used(study: Shell) -> None:
    lose_ids(study)
    assert "in use" in study.refused("codebook", "adopt", "-m", "second", "--as-new", code=1)
    study.refused("codebook", "adopt", "-m", "second", "--as-new", "--yes", code=2)
    assert paths(study) == ["Comfort", "Access", "Access > Transport"]


def test_at_a_terminal_each_code_is_asked_about(study: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    lose_ids(study)
    asked: list[str] = []
    monkeypatch.setattr(codebook_diff, "someone_is_there", lambda: True)

    def agree(question: str, err: bool) -> bool:
        asked.append(question)
        return err

    monkeypatch.setattr(click, "confirm", agree)
    study.ok("codebook", "adopt", "-m", "second")
    assert [one.partition(" may be ")[0] for one in asked] == ["Line 3: “Access > Transports”"]
    assert paths(study) == ["Comfort", "Access", "Access > Transports"]


def test_the_file_is_followed_until_it_is_stopped(study: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    study.ok("codebook", "adopt", "-m", "first")
    file = study.folder / "codebooks" / "codebook.yaml"
    renamed = file.read_text("utf-8").replace("Comfort", "Solace").encode()
    done: list[str] = []

    def edit_meanwhile() -> None:
        done.append("look")
        if len(done) == 1:
            file.write_bytes(b"- Caf\xe9\n")
        elif len(done) == 4:
            file.write_bytes(renamed)
        elif len(done) == 7:
            file.write_text("- [\n", encoding="utf-8")
        elif len(done) == 10:
            raise KeyboardInterrupt

    monkeypatch.setattr(watching, "wait", edit_meanwhile)
    result = study.run("codebook", "watch")
    assert result.exit_code == 0
    first, second, third, stopped = result.stdout.replace("\n\n\n", "\n\n").split("\n\n")
    assert "Nothing in the working file" in first
    assert "it is not UTF-8 text. Save it as UTF-8 in your editor." in result.stderr
    assert "renamed “Comfort” to “Solace”" in second
    assert "cannot be saved as a version yet" in third
    assert stopped.startswith("Stopped")
    assert "line 2: A bracket" in result.stderr
    assert paths(study)[0] == "Comfort"
