"""`new`, `import`, `documents`, `show`."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from tests.cli.conftest import FIRST

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


def test_new_refuses_a_folder_that_holds_a_project(empty: Shell) -> None:
    said = empty.refused("new", str(empty.folder), "--title", "Again", "--coder", "Ana", code=2)
    assert "holds a project already" in said


def test_import_tells_of_each_file(empty: Shell, transcripts: Path) -> None:
    results = json.loads(empty.run("import", str(transcripts), "--json").stdout)
    assert [list(one) for one in results] == [
        ["file", "status", "document_id", "document", "problems", "error"]
    ] * 2
    assert [(one["document"], one["status"], one["error"]) for one in results] == [
        ("P01", "read", None),
        ("P02", "read", None),
    ]
    again = empty.run("import", str(transcripts), "--json")
    assert again.exit_code == 0
    assert {one["status"] for one in json.loads(again.stdout)} == {"there already"}


def test_one_bad_file_does_not_stop_the_others(empty: Shell, transcripts: Path) -> None:
    (transcripts / "P00.txt").write_bytes(b"")
    (transcripts / "P00.docx").write_bytes(b"PK\x03\x04 no document")
    result = empty.run("import", str(transcripts))
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "2 files read, 2 refused."
    assert [row["name"] for row in empty.json("documents")] == ["P01", "P02"]


def test_import_without_cases(empty: Shell, transcripts: Path) -> None:
    empty.ok("import", str(transcripts), "--no-cases")
    assert empty.json("case", "list") == []


def test_documents_have_the_promised_fields(study: Shell) -> None:
    study.ok("code", "apply", "P01", "0:5", "Comfort")
    rows = study.json("documents")
    assert [list(row) for row in rows] == [
        ["id", "name", "kind", "language", "words", "turns", "segments"]
    ] * 2
    assert rows[0] | {"id": ""} == {
        "id": "",
        "language": "",
        "name": "P01",
        "kind": "interview",
        "words": len(FIRST.split()),
        "turns": 2,
        "segments": 1,
    }
    assert "P01" in study.ok("documents")


def test_show_has_the_exact_text_and_the_promised_fields(study: Shell, transcripts: Path) -> None:
    shown = study.json("show", "P01")
    assert list(shown) == [
        "id",
        "name",
        "kind",
        "language",
        "revision",
        "sha256",
        "text",
        "turns",
        "problems",
    ]
    assert shown["text"] == FIRST
    assert shown["sha256"] == hashlib.sha256((transcripts / "P01.txt").read_bytes()).hexdigest()
    assert list(shown["turns"][1]) == ["index", "start", "end", "speaker", "role", "time"]
    turn = shown["turns"][1]
    assert FIRST[turn["start"] : turn["end"]] == "The garden kept me going. 🌱 Nobody asked me twice."
    assert (turn["index"], turn["speaker"], turn["role"], turn["time"]) == (2, "P01", "participant", None)
    assert study.json("show", shown["id"]) == shown


def test_show_numbers_the_turns(study: Shell) -> None:
    said = study.ok("show", "P02")
    assert "[1] Interviewer: And the bus?" in said
    assert "[2] P02: The bus came late." in said


def test_an_unknown_document_is_named_with_near_ones(study: Shell) -> None:
    said = study.refused("show", "P1")
    assert "There is no document called “P1”." in said
    assert "“P01”" in said
