"""Cases, speakers, coders, memos, the journal, the history, and looking after a project."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from qualbench.cli.app import root
from qualbench.workbench.project import open_session, remember_project
from tests.cli.conftest import Shell

if TYPE_CHECKING:
    from pathlib import Path


def test_cases_are_imported_set_and_listed(study: Shell, tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("case,pseudonym,age\nP01,Mo,61\nP02,Deb,58\nP77,Kit,40\n", encoding="utf-8")
    said = study.json("case", "import", str(table))
    assert list(said) == ["added", "changed", "attributes", "unchanged", "without_document", "widened"]
    assert (said["added"], said["without_document"]) == (["P77"], ["P77"])
    study.ok("case", "set", "1", "pseudonym", "Maureen")
    rows = study.json("case", "list")
    assert list(rows[0]) == ["id", "number", "name", "documents", "values"]
    assert (rows[0]["documents"], rows[0]["values"]) == (["P01"], {"pseudonym": "Maureen", "age": "61"})
    assert rows[2]["documents"] == []
    assert "pseudonym: Maureen" in study.ok("case", "list")
    study.refused("case", "set", "P99", "age", "3")


def test_speakers_are_listed_and_set(study: Shell) -> None:
    rows = study.json("speaker", "list", "P01")
    heads = ["document", "speaker", "role", "aliases", "case", "turns", "words"]
    assert [list(row) for row in rows] == [heads] * 2
    assert [(row["speaker"], row["role"], row["case"]) for row in rows] == [
        ("Interviewer", "interviewer", None),
        ("P01", "participant", "P01"),
    ]
    study.ok("speaker", "set", "P01", "P01", "--case", "P02")
    assert study.json("speaker", "list", "P01")[1]["case"] == "P02"
    study.ok("speaker", "set", "P01", "P01", "--no-case")
    assert study.json("speaker", "list", "P01")[1]["case"] == "P01"
    said = study.ok("speaker", "set", "P01", "P01", "--new-case", "Q1", "--role", "interpreter")
    assert said == "P01 in P01: the new case Q1, interpreter\n"
    assert study.json("speaker", "list", "P01")[1]["case"] == "Q1"
    study.refused("speaker", "set", "P01", "P01", "--new-case", "Q2", "--no-case", code=2)
    study.ok("speaker", "set", "P01", "P01", "--role", "unidentified")
    assert study.json("show", "P01")["turns"][1]["role"] == "unidentified"
    study.refused("speaker", "set", "P01", "P01", code=2)
    study.refused("speaker", "set", "P01", "Nobody", "--role", "moderator")
    assert "Interviewer" in study.ok("speaker", "list")


def test_speakers_are_linked_by_name_when_that_is_accepted(study: Shell) -> None:
    study.ok("speaker", "set", "P01", "P01", "--case", "P02")  # who has a case is not proposed
    group = study.folder.parent / "group.txt"
    group.write_text("Moderator: Who begins?\n\nParticipant 1: I do.\n\nParticipant 2: Not me.\n", "utf-8")
    study.ok("import", str(group))
    study.refused("speaker", "link", code=2)
    said = study.ok("speaker", "link", "--by-name")
    assert "Nothing was changed" in said
    assert study.json("speaker", "list", "group")[1]["case"] == "group"
    rows = study.json("speaker", "link", "--by-name", "--accept-matches")
    assert [(row["speaker"], row["cases"], row["alike"], row["linked"]) for row in rows] == [
        ("Participant 1", ["P01"], 100, True),
        ("Participant 2", ["P02"], 100, True),
    ]
    assert [row["case"] for row in study.json("speaker", "list", "group")] == [None, "P01", "P02"]
    assert study.json("speaker", "link", "--by-name") == []
    study.ok("undo")
    assert len(study.json("speaker", "link", "group", "--by-name")) == 2


def test_coders_are_added_and_listed(study: Shell) -> None:
    study.ok("coder", "add", "Tom Okafor")
    rows = study.json("coder", "list")
    assert [(row["name"], row["lead"]) for row in rows] == [("Ana", True), ("Tom Okafor", False)]
    assert "already" in study.refused("coder", "add", "tom okafor", code=2)
    assert "already" in study.refused("coder", "add", " ANA ", code=2)
    study.refused("coder", "add", "  ", code=2)
    said = study.refused("code", "apply", "P01", "0:5", "Comfort", "--coder", "Mia")
    assert "qualbench coder add" in said


def test_memos_are_about_something(study: Shell) -> None:
    (segment,) = study.json("code", "apply", "P01", "0:5", "Comfort")
    theme = study.ok("theme", "new", "Ease").strip()
    targets = {
        "project": [],
        "document": ["--document", "P02"],
        "case": ["--case", "P01"],
        "code": ["--code", "Comfort"],
        "segment": ["--segment", segment["id"]],
        "theme": ["--theme", theme],
    }
    for about, options in targets.items():
        study.ok("memo", "add", f"on the {about}", *options)
    rows = study.json("memo", "list")
    assert {row["about"]: row["text"] for row in rows} == {about: f"on the {about}" for about in targets}
    assert list(rows[0]) == [
        *("id", "about", "about_id", "name", "text", "coder", "date", "created_at"),
        *("start", "end", "quote", "kind"),
    ]
    study.ok("journal", "add", "a day's thought", "--date", "2026-01-14")
    assert len(study.json("memo", "list", "--kind", "all")) == 7
    assert [row["text"] for row in study.json("memo", "list", "--kind", "journal")] == ["a day's thought"]
    assert [row["about"] for row in study.json("memo", "list", "--about", "theme")] == ["theme"]
    assert [row["about"] for row in study.json("memo", "list", "--search", "comfort p01")] == ["segment"]
    assert study.json("memo", "list", "--kind", "all", "--until", "2026-01-14")[0]["kind"] == "journal"
    assert study.json("journal", "list", "--since", "2026-01-15") == []
    assert "no such entry" in study.ok("journal", "list", "--search", "nowhere")
    assert len(study.json("memo", "list", "--by", "Ana")) == 6
    study.refused("memo", "list", "--since", "soon", code=2)
    study.refused("memo", "list", "--kind", "letter", code=2)
    study.refused("memo", "list", "--about", "weather", code=2)
    study.refused("memo", "list", "--about", "code", "--document", "P01", code=2)
    assert {row["about"]: row["name"] for row in rows} == {
        "project": "Gardens",
        "document": "P02",
        "case": "P01",
        "code": "Comfort",
        "segment": "P01 0:5, Comfort",
        "theme": "Theme set 1: Ease",
    }
    (only,) = study.json("memo", "list", "--code", "Comfort")
    study.ok("memo", "edit", only["id"], "-", stdin="from a pipe\n")
    assert study.json("memo", "list", "--code", "Comfort")[0]["text"] == "from a pipe"
    study.ok("memo", "remove", only["id"])
    assert study.json("memo", "list", "--code", "Comfort") == []
    study.refused("memo", "add", "two things", "--code", "Comfort", "--document", "P01", code=2)
    study.refused("memo", "add", "  ", code=2)


def test_words_without_a_code_are_annotated(study: Shell) -> None:
    study.ok("memo", "add", "by words", "--document", "P01", "--quote", "kept me going")
    study.ok("memo", "add", "by place", "--document", "P01", "--at", "0:11")
    study.ok("memo", "add", "on all of it", "--document", "P01")
    rows = study.json("memo", "list", "--document", "P01")
    assert [(row["text"], row["about"], row["quote"]) for row in rows] == [
        ("on all of it", "document", None),
        ("by place", "passage", "Interviewer"),
        ("by words", "passage", "kept me going"),
    ]
    said = study.ok("memo", "list", "--document", "P01")
    assert "on the passage P01 0:11" in said
    assert "“kept me going”" in said
    assert "no stretch" in study.refused("memo", "add", "x", "--document", "P01", "--at", "0:9999", code=2)
    assert "--document" in study.refused("memo", "add", "x", "--at", "0:9", code=2)
    both = ("--at", "0:9", "--quote", "kept")
    assert "not both" in study.refused("memo", "add", "x", "--document", "P01", *both, code=2)
    study.refused("memo", "add", "x", "--document", "P02", "--quote", "Nobody asked me")


def test_what_is_private_is_listed_for_its_coder_alone_and_never_as_json(study: Shell) -> None:
    study.ok("coder", "add", "Tom")
    mine = study.ok("memo", "add", "mine alone", "--private", "--document", "P01").strip()
    study.ok("journal", "add", "my diary", "--private")
    assert "(private)" in study.ok("memo", "list")
    assert "my diary" in study.ok("journal")
    for command in (("memo", "list"), ("journal",)):
        assert study.json(*command) == []
        said = study.ok("--coder", "Tom", *command)
        assert "mine alone" not in said
        assert "my diary" not in said
    study.refused("--coder", "Tom", "memo", "edit", mine, "theirs")
    study.ok("memo", "edit", mine, "--not-private")
    assert [row["text"] for row in study.json("memo", "list")] == ["mine alone"]
    study.refused("--coder", "Tom", "memo", "edit", mine, "--private", code=2)
    study.ok("memo", "edit", mine, "--date", "2026-02-01")
    assert study.json("memo", "list")[0]["date"] == "2026-02-01"
    study.refused("memo", "edit", mine, "--date", "soon", code=2)
    assert "what is to change" in study.refused("memo", "edit", mine, code=2)


def test_the_journal_is_dated(study: Shell) -> None:
    study.ok("journal", "add", "Later.", "--date", "2026-03-01")
    study.ok("journal", "add", "Earlier.", "--date", "2026-01-14")
    assert [row["text"] for row in study.json("journal")] == ["Earlier.", "Later."]
    assert study.json("journal", "list") == study.json("journal")
    assert "2026-01-14" in study.ok("journal")
    assert study.json("memo", "list") == []
    study.refused("journal", "add", "When?", "--date", "yesterday", code=2)


def test_undo_redo_and_the_log(study: Shell) -> None:
    study.ok("code", "apply", "P01", "0:5", "Comfort")
    assert "coded P01 0:5" in study.ok("undo")
    assert study.json("segments") == []
    assert "coded P01 0:5" in study.ok("redo")
    assert len(study.json("segments")) == 1
    rows = study.json("log", "--limit", "2")
    assert list(rows[0]) == [
        *("id", "at", "coder", "verb", "summary", "why", "changes", "undoes", "redoes", "undone"),
    ]
    assert [row["coder"] for row in rows] == ["Ana", "Ana"]
    assert "coded P01 0:5" in study.ok("log")
    assert "garden" not in study.ok("log")


def test_a_step_beyond_every_number_is_no_step(study: Shell) -> None:
    for words in (("log", "--step"), ("undo", "--step")):
        assert "There is no step" in study.refused(*words, "9" * 20)
    assert study.json("log", "--limit", "9" * 20)


def test_another_coders_step_is_a_separate_named_action(study: Shell) -> None:
    study.ok("coder", "add", "Tom")
    study.ok("code", "apply", "P01", "0:5", "Comfort", "--coder", "Tom")
    study.refused("undo", "--coder", "Nobody")
    study.ok("undo", "--any-coder")
    assert study.json("segments") == []


def test_a_step_of_an_earlier_day_is_not_taken_back_unasked(
    study: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.ok("code", "apply", "P01", "0:5", "Comfort")
    monkeypatch.setattr("qualbench.workbench.history._local_day", lambda at: "2020-01-01")
    assert "--earlier-day" in study.refused("undo")
    assert len(study.json("segments")) == 1
    study.ok("undo", "--earlier-day")
    assert study.json("segments") == []


def test_check_lists_what_is_broken(study: Shell) -> None:
    assert study.ok("check") == "All is well.\n"
    study.ok("codebook", "adopt", "-m", "first")
    (study.folder / "codebooks" / "version-001.yaml").write_text("changed", encoding="utf-8")
    result = study.run("check", "--json")
    assert result.exit_code == 1
    (fault,) = json.loads(result.stdout)
    assert list(fault) == ["invariant", "what", "where"]
    assert study.run("check").exit_code == 1


def test_a_backup_is_brought_back(study: Shell, tmp_path: Path) -> None:
    study.ok("code", "apply", "P01", "0:5", "Comfort")
    rows = study.json("segments")
    backup = study.ok("backup", "--to", str(tmp_path / "stick")).strip()
    study.ok("undo")
    study.ok("restore", backup, str(tmp_path / "back"))
    assert Shell(tmp_path / "back").json("segments") == rows
    assert study.json("segments") == []
    study.refused("restore", backup, str(study.folder), code=2)


@pytest.mark.parametrize("stick", [False, True], ids=["beside the project", "on a stick"])
def test_a_backup_says_who_has_withdrawn_since(study: Shell, tmp_path: Path, stick: bool) -> None:
    backup = study.ok("backup", *(("--to", str(tmp_path / "stick")) if stick else ())).strip()
    result = study.run("restore", backup, str(tmp_path / "before"))
    assert ("cannot be known" in result.stderr) == stick
    study.ok("document", "purge", "P01", "--yes")
    if stick:
        with open_session(study.folder) as session:
            remember_project(session)
    result = study.run("restore", backup, str(tmp_path / "back"))
    assert result.exit_code == 0
    assert "a participant withdrew: P01.\n  qualbench document purge P01 --everywhere" in result.stderr
    again = Shell(tmp_path / "back")
    again.ok("document", "purge", "P01", "--everywhere", "--yes")
    assert again.json("documents") == study.json("documents")


def test_a_backup_says_which_voice_has_withdrawn_since_and_takes_it_out_again(
    study: Shell, tmp_path: Path
) -> None:
    group = tmp_path / "group.txt"
    group.write_text(
        "Moderator: And?\n\nP1: A coat.\n\nP2: I had none and froze.\n\nParticipant 2: Yes.\n",
        encoding="utf-8",
    )
    study.ok("import", str(group))
    backup = study.ok("backup").strip()
    study.ok("speaker", "join", "group", "P2", "Participant 2")
    study.ok("document", "purge", "group", "--speaker", "P2", "--yes")
    study.ok("document", "purge", "P01", "--yes")
    result = study.run("restore", backup, str(tmp_path / "back"))
    assert "a participant withdrew: P01, P2 in group.\n" in result.stderr
    assert "qualbench document purge group --speaker P2 --everywhere --project" in result.stderr
    assert "Participant 2 in group was joined to another speaker since" in result.stderr
    again = study.ok("restore", backup, str(tmp_path / "clean"), "--without-withdrawn")
    assert "Taken out again, because participants withdrew since: P01, P2 in group." in again
    clean = Shell(tmp_path / "clean")
    assert "P01" not in clean.ok("documents")
    assert "froze" not in clean.ok("show", "group")
    assert b"none and froze" not in (tmp_path / "clean" / "project.qualbench").read_bytes()
    assert len(clean.json("document", "withdrawals")) == 2
    assert "All is well" in clean.ok("check")


def test_the_profile_is_shown_and_set(study: Shell) -> None:
    assert study.ok("profile").startswith("undecided\nNo method is chosen yet")
    study.ok("profile", "reflexive", "--why", "decided together")
    shown = study.json("profile")
    assert (shown["title"], shown["profile"]) == ("Gardens", "reflexive")
    assert shown["note"].startswith("Reflexive thematic analysis")
    assert study.json("log")[0]["why"] == "decided together"
    assert "reflexive" in study.refused("profile", "whatever", code=2)
    study.ok("undo")
    assert study.ok("profile").startswith("undecided\nNo method is chosen yet")


def test_new_takes_a_profile(tmp_path: Path) -> None:
    folder = str(tmp_path / "other")
    words = ["new", folder, "--title", "T", "--coder", "Ana", "--profile", "framework"]
    assert CliRunner().invoke(root, words).exit_code == 0
    assert Shell(tmp_path / "other").ok("profile").startswith("framework\n")


def test_a_table_with_nearly_a_cases_name_asks(study: Shell, tmp_path: Path) -> None:
    table = tmp_path / "near.csv"
    table.write_text("case,age\nParticipant 1,61\n", encoding="utf-8")
    assert "“Participant 1” is nearly the case P01" in study.refused("case", "import", str(table), code=2)
    assert study.json("case", "import", str(table), "--dry-run")["added"] == []
    study.ok("case", "import", str(table), "--accept-matches")
    assert [row["values"] for row in study.json("case", "list") if row["name"] == "P01"] == [{"age": "61"}]
    study.ok("case", "attribute", "age", "--private")
    assert [row["values"] for row in study.json("case", "list") if row["name"] == "P01"] == [{}]
    assert "age: 61 (private)" in study.ok("case", "list")


@pytest.mark.parametrize(("words", "ending"), [(("transcript", "P01"), ".xlsx"), (("segments",), ".docx")])
def test_nothing_is_written_under_a_false_name(
    study: Shell, tmp_path: Path, words: tuple[str, ...], ending: str
) -> None:
    output = tmp_path / f"out{ending}"
    assert f"would be a {ending} file" in study.refused("export", *words, "--output", str(output), code=2)
    assert not output.exists()


def test_segments_are_written_as_json_lines_by_the_name_of_the_file(study: Shell, tmp_path: Path) -> None:
    study.ok("code", "apply", "P01", "0:5", "Comfort")
    (segment,) = study.json("segments")
    output = tmp_path / "segments.jsonl"
    study.ok("export", "segments", "--output", str(output))
    (line,) = output.read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert (row["id"], row["document"], row["code"]) == (segment["id"], "P01", "Comfort")
    assert (row["start"], row["end"], row["quote"]) == (0, 5, segment["quote"])
    study.ok("export", "segments", "--format", "xlsx")
    assert (study.folder / "exports" / "segments.xlsx").read_bytes()[:2] == b"PK"
