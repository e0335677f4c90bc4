"""A table of themes, quotes and the codebook by themselves, in every format."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

FORMATS = ("md", "html", "docx", "xlsx", "csv", "json", "tex")
CALLS = {
    "themes-table": ["--by", "case"],
    "quotes": ["--all", "--context", "3"],
    "appendix": ["--table"],
    "theme-summary": [],
}


@pytest.fixture
def themed(study: Shell) -> Shell:
    (segment,) = study.json("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    study.ok("code", "apply", "P02", "Comfort", "--quote", "The bus came late.")
    study.ok("code", "mark", segment["id"], "--stance", "contradicts")
    study.ok("theme", "new", "Ease")
    study.ok("theme", "assign", "Ease", "Comfort")
    study.ok("theme", "exemplar", "Ease", segment["id"])
    return study


def words_of(made: bytes, form: str) -> str:
    """The words of a file."""
    if form == "docx":
        return "".join(docx.Document(io.BytesIO(made)).element.body.itertext())
    if form == "xlsx":
        sheets = openpyxl.load_workbook(io.BytesIO(made)).worksheets
        return str([[cell.value for cell in row] for sheet in sheets for row in sheet.iter_rows()])
    return made.decode("utf-8-sig")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("what", CALLS)
def test_every_format_is_written_and_the_same_twice(
    themed: Shell, tmp_path: Path, what: str, form: str
) -> None:
    if (what, form) == ("theme-summary", "csv"):
        themed.refused("export", what, "--output", str(tmp_path / "x.csv"), code=2)
        return
    made = []
    for name in ("a", "b"):
        path = tmp_path / f"{name}.{form}"
        themed.ok("export", what, *CALLS[what], "--output", str(path))
        made.append(path.read_bytes())
    assert made[0] == made[1]
    words = words_of(made[0], form)
    assert ("Comfort" if what == "appendix" else "Ease") in words
    if form == "json":
        json.loads(words)


def test_chosen_quotes_or_all_with_words_of_their_own_turn_around_them(themed: Shell) -> None:
    chosen = list(
        csv.DictReader(io.StringIO(themed.ok("export", "quotes", "--format", "csv", "--output", "-")))
    )
    assert [one["quote"] for one in chosen] == ["kept me going"]
    assert chosen[0]["stance"] == "contradicts"
    made = themed.ok("export", "quotes", "--all", "--context", "2", "--format", "csv", "--output", "-")
    rows = list(csv.DictReader(io.StringIO(made)))
    assert [(one["before"], one["quote"], one["after"]) for one in rows] == [
        ("The garden", "kept me going", ". 🌱"),
        ("", "The bus came late.", "Nobody asked"),
    ]
    assert "P01:" not in made


def test_a_table_by_what_there_is_not_is_refused(themed: Shell, tmp_path: Path) -> None:
    themed.refused("export", "themes-table", "--by", "shoe size", "--output", "-")
    themed.refused("export", "themes-table", "--by", "case", "--percent", "--output", "-", code=2)
    assert not list(tmp_path.glob("*.md"))


def test_a_version_of_the_codebook_as_an_appendix(themed: Shell) -> None:
    themed.refused("export", "appendix", "--version", "9", "--output", "-")
    made = themed.ok("export", "appendix", "--format", "csv", "--output", "-")
    assert "Comfort" in made
    assert "| Code |" in themed.ok("export", "appendix", "--table", "--output", "-")


def test_a_quote_is_shortened_and_a_kind_is_not_quoted_by_command(themed: Shell) -> None:
    (one,) = [row for row in themed.json("segments") if row["quote"] == "kept me going"]
    assert "put in: us" in themed.refused("theme", "exemplar", "Ease", one["id"], "--as", "kept us going")
    themed.ok("theme", "exemplar", "Ease", one["id"], "--as", "kept … going")
    assert "> kept … going" in themed.ok("export", "theme-summary", "--output", "-")
    themed.refused("project", "set", code=2)
    said = themed.ok("project", "set", "--paraphrase-only", "interview", "--paraphrase-only", "posts")
    assert "paraphrased and not quoted: interview, posts" in said
    assert themed.json("project")["paraphrase_only"] == ["interview", "posts"]
    made = themed.ok("export", "quotes", "--all", "--format", "csv", "--output", "-")
    assert "The bus came late" not in made
    assert "kept … going,yes" in made
    themed.ok("project", "set", "--paraphrase-only", "none")
    assert themed.json("project")["paraphrase_only"] == []
