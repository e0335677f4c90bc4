from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import click
import pytest

from qualbench.cli import asking

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


def test_a_file_is_looked_at_then_taken_over_then_taken_back(study: Shell, tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    table.write_text(
        "tag,parent,description,number of highlights\nComfort,,Warmth.,3\nTea,Comfort,,1\n", "utf-8"
    )
    study.ok("codebook", "adopt", "-m", "begun")
    look = study.ok("codebook", "import", str(table), "--dry-run")
    assert "would make this difference:\n" in look
    assert "  added “Comfort > Tea”\n" in look
    assert "removed “Access”" in look
    assert [row["name"] for row in study.json("code", "list")] == ["Comfort", "Access", "Transport"]
    result = study.run("codebook", "import", str(table), "-m", "warmth", "--keep-others")
    assert result.stdout == "2 codes read; saved as version 2: warmth\n"
    assert result.stderr == "line 1: Not taken over: the column “number of highlights”.\n"
    assert [row["path"] for row in study.json("code", "list")] == [
        "Comfort",
        "Comfort > Tea",
        "Access",
        "Access > Transport",
    ]
    study.ok("undo")
    assert [row["name"] for row in study.json("code", "list")] == ["Comfort", "Access", "Transport"]


PART = "Removed, for the file does not have them"


@pytest.fixture
def part(study: Shell, tmp_path: Path) -> str:
    """A list of one of three codes that a saved version has."""
    study.ok("codebook", "adopt", "-m", "begun")
    (tmp_path / "part.txt").write_text("Comfort\nTea\n", "utf-8")
    return str(tmp_path / "part.txt")


def names(study: Shell) -> list[str]:
    return [row["name"] for row in study.json("code", "list")]


def test_a_part_of_the_codebook_takes_no_code_out_unasked(study: Shell, part: str) -> None:
    said = study.refused("codebook", "import", part, "-m", "tea")
    assert "does not have 2 codes that nothing uses:\n  Access\n  Access > Transport\n" in said
    assert "--yes (remove) or --keep-others (leave) decides" in said
    assert names(study) == ["Comfort", "Access", "Transport"]
    assert "With --keep-others" in study.ok("codebook", "import", part, "--dry-run")
    assert PART not in study.ok("codebook", "import", part, "-m", "tea", "--keep-others")
    assert names(study) == ["Comfort", "Access", "Transport", "Tea"]
    study.ok("undo")
    said = study.ok("codebook", "import", part, "-m", "tea", "--yes")
    assert said.partition(PART)[2].endswith(":\n  Access\n  Access > Transport\n")
    assert names(study) == ["Comfort", "Tea"]
    study.ok("undo")
    taken = study.json("codebook", "import", part, "-m", "tea", "--yes")
    assert taken["removed"] == ["Access", "Access > Transport"]


@pytest.mark.parametrize(
    ("answer", "left"), [(True, ["Comfort", "Tea"]), (False, ["Comfort", "Access", "Transport"])]
)
def test_at_a_terminal_it_is_asked_whether_codes_go(
    study: Shell, part: str, monkeypatch: pytest.MonkeyPatch, answer: bool, left: list[str]
) -> None:
    asked: list[str] = []

    def reply(question: str, err: bool) -> bool:
        asked.append(question)
        return answer and err

    monkeypatch.setattr(asking, "someone_is_there", lambda: True)
    monkeypatch.setattr(click, "confirm", reply)
    assert study.run("codebook", "import", part, "-m", "tea").exit_code == (0 if answer else 1)
    assert asked == ["Remove these 2 codes? (--keep-others leaves what the file does not have.)"]
    assert names(study) == left


def test_programs_get_json(study: Shell, tmp_path: Path) -> None:
    names = tmp_path / "codes.txt"
    names.write_text("Comfort\nAccess\n  Transport\n  Cost\n", "utf-8")
    look = study.json("codebook", "import", str(names), "--dry-run")
    assert look == {"difference": ["added “Access > Cost”"], "kept": [], "guesses": [], "problems": []}
    taken = study.json("codebook", "import", str(names), "-m", "costs")
    assert (taken["number"], taken["message"], taken["codes"], taken["problems"]) == (1, "costs", 4, [])


def test_a_new_name_is_listed_and_taken_as_it_is_said_to_be(study: Shell, tmp_path: Path) -> None:
    study.ok("codebook", "adopt", "-m", "begun")
    before = {row["name"]: row["id"] for row in study.json("code", "list")}
    names = tmp_path / "codes.txt"
    names.write_text("Comforts\nAccess\n  Transport\n", "utf-8")
    assert "line 1: “Comforts” may be “Comfort”" in study.ok("codebook", "import", str(names), "--dry-run")
    (guess,) = study.json("codebook", "import", str(names), "--dry-run")["guesses"]
    assert (guess["line"], guess["path"], guess["code"]) == (1, "Comforts", "Comfort")
    assert "may be “Comfort”" in study.refused("codebook", "import", str(names), "-m", "more")
    study.refused("codebook", "import", str(names), "-m", "more", "--yes", "--as-new", code=2)
    study.ok("codebook", "import", str(names), "-m", "more", "--yes")
    assert study.json("code", "list")[0]["id"] == before["Comfort"]


def test_what_is_wrong_with_a_call_or_a_file_is_said(study: Shell, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("name,status\nTea,gone\n", "utf-8")
    for more in (("-m", "x"), ("--dry-run",)):
        said = study.refused("codebook", "import", str(bad), *more)
        assert "line 2: “gone” is no status" in said
    assert "needs a message" in study.refused("codebook", "import", str(bad), code=2)
    assert "no such file" in study.refused("codebook", "import", "none.qdc", "-m", "x")
    assert "is no codebook" in study.refused("codebook", "import", "a.pdf", "-m", "x", code=2)
    assert "no format for" in study.refused("codebook", "export", "--output", "a.pdf", code=2)
    assert "--output FILE" in study.refused("codebook", "export", "--format", "xlsx", code=2)
    assert "--table" in study.refused("codebook", "export", "--table", code=2)
    assert "from 1" in study.refused("codebook", "export", "--version", "0", code=2)


def test_the_codebook_is_written_by_the_ending_and_printed_where_it_is_text(
    study: Shell, tmp_path: Path
) -> None:
    for name, begins in (
        ("a.qdc", b"<?xml"),
        ("a.csv", b"\xef\xbb\xbfid,"),
        ("a.xlsx", b"PK"),
        ("a.docx", b"PK"),
    ):
        result = study.run("codebook", "export", "--output", str(tmp_path / name))
        assert result.stdout == f"{tmp_path / name}\n"
        assert (tmp_path / name).read_bytes().startswith(begins)
        assert ("own name" in result.stderr) == (name != "a.docx")
    assert study.ok("codebook", "export").startswith("format: 1\n")
    rows = list(csv.DictReader(io.StringIO(study.ok("codebook", "export", "--format", "csv"))))
    assert [row["parent"] for row in rows] == ["", "", "Access"]
    assert study.ok("codebook", "export", "--format", "txt", "--output", "-") == (
        "- Comfort\n- Access\n    - Transport\n"
    )
    assert study.run("codebook", "export", "--format", "xlsx", "--output", "-").stdout_bytes.startswith(b"PK")
    assert "| 2.1 Transport |" in study.ok("codebook", "export", "--format", "md", "--table")
