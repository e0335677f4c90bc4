"""`export transcript --format docx` and `code import FILE.docx`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


def test_there_and_back(study: Shell, tmp_path: Path) -> None:
    path = tmp_path / "P01.docx"
    study.ok("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    study.ok("export", "transcript", "P01", "--format", "docx", "--output", str(path))
    document = docx.Document(str(path))
    run = next(run for one in document.paragraphs for run in one.runs if "asked me twice" in run.text)
    document.add_comment(run, "Access", author="Tom")
    document.save(str(path))
    look = study.ok("code", "import", str(path), "--dry-run")
    assert "1 new or changed, 1 as they were written" in look
    assert "Nothing was changed." in look
    assert len(study.json("segments")) == 1
    said = study.ok("code", "import", str(path), "--yes")
    assert "Added 1 coding, 0 memos and 0 annotations on P01; 1 were there already." in said
    assert "1 new coder: Tom" in said
    assert study.json("code", "import", str(path))["added"] == 0


def test_what_is_not_taken_exits_with_1(study: Shell, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_comment(document.add_paragraph().add_run("Nothing like it."), "Comfort", author="Tom")
    document.save(str(tmp_path / "P01.docx"))
    result = study.run("code", "import", str(tmp_path / "P01.docx"))
    assert result.exit_code == 1
    assert "comment 1: its words are not surely to be found in P01" in result.stderr


def test_others_comments_stay_out_while_coding_is_independent(study: Shell, tmp_path: Path) -> None:
    path = tmp_path / "P01.docx"
    study.ok("export", "transcript", "P01", "--output", str(path))
    document = docx.Document(str(path))
    run = next(run for one in document.paragraphs for run in one.runs if "asked me twice" in run.text)
    document.add_comment(run, "A thought", author="Tom")
    document.add_comment(run, "Access", author="Tom")
    document.save(str(path))
    study.ok("coder", "add", "Tom")
    study.ok("independent", "start")
    made = study.run("code", "import", str(path), "--json")
    assert made.exit_code == 1
    assert "independent coding is in force" in made.stdout
    assert study.json("segments") == []


def test_a_dry_run_of_a_table_changes_nothing(study: Shell, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("document,quote,code\nP01,kept me going,Comfort\n", encoding="utf-8")
    assert "Would add 1 coding" in study.ok("code", "import", str(tmp_path / "rows.csv"), "--dry-run")
    assert study.json("segments") == []
    study.refused("code", "import", str(tmp_path / "rows.csv"), "--document", "P01", code=2)
