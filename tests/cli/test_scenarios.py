"""Whole studies by command, from files to a checked theme summary; every word is made up.

Interviews by one coder under two theme sets; records of a review as sources; one person's own story.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import docx
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

#: Who spoke of what: a number of thirteen people for each code.
SAID = {
    "Asked too early": ("They asked me in the first week, and I said I was fine.", range(1, 9)),
    "Not told": ("Nobody said that low days belong to a heart like mine.", range(2, 12)),
    "Keeping it in": ("I keep it to myself, my wife has enough.", range(1, 7)),
    "Friends first": ("I would rather talk to somebody who has had it.", range(3, 10)),
    "The way there": ("Two buses and a hill, I was done before it began.", range(5, 14)),
}


@pytest.fixture
def thirteen(empty: Shell, tmp_path: Path) -> Shell:
    """Thirteen interviews with attributes, coded by one person."""
    folder = tmp_path / "interviews"
    folder.mkdir()
    for number in range(1, 14):
        words = " ".join(said for said, who in SAID.values() if number in who)
        text = f"Interviewer: How was it?\n\nP{number:02}: It was a year. {words}\n"
        (folder / f"P{number:02}.txt").write_text(text, encoding="utf-8")
    empty.ok("import", str(folder))
    rows = [
        f"P{number:02},Name{number},{40 + number},{'MI' if number % 2 else 'bypass'},"
        + ("yes" if number < 9 else "no")
        for number in range(1, 14)
    ]
    table = tmp_path / "cases.csv"
    table.write_text("\n".join(["case,pseudonym,age,diagnosis,depression", *rows]), encoding="utf-8")
    empty.ok("case", "import", str(table))
    for code, (said, who) in SAID.items():
        empty.ok("code", "create", code)
        for number in who:
            empty.ok("code", "apply", f"P{number:02}", code, "--quote", said)
    return empty


def quote_of(shell: Shell, document: str, code: str) -> str:
    rows = shell.json("segments", "--document", document, "--code", code)
    return str(rows[0]["id"])


def test_interviews_under_two_theme_sets_up_to_a_rewritten_paper(thirteen: Shell, tmp_path: Path) -> None:
    before = thirteen.json("segments")
    for name, themes in (
        (
            "Four",
            {"Timing": ["Asked too early"], "Information": ["Not told"], "Reluctance": ["Keeping it in"]},
        ),
        ("Three", {"Information": ["Not told", "Asked too early"], "Barriers": ["The way there"]}),
    ):
        thirteen.ok("theme", "set", "new", name)
        thirteen.ok("theme", "set", "use", name)
        for theme, codes in themes.items():
            thirteen.ok("theme", "new", theme)
            thirteen.ok("theme", "assign", theme, *codes)
    thirteen.ok("theme", "set", "use", "Four")
    thirteen.ok("theme", "new", "Preference for friends", "--under", "Reluctance")
    thirteen.ok("theme", "assign", "Preference for friends", "Friends first")
    chosen = quote_of(thirteen, "P05", "Friends first")
    short = "I would rather talk to somebody [else] who has had it."
    thirteen.ok("theme", "exemplar", "Preference for friends", chosen, "--as", short)
    assert thirteen.json("segments") == before, "no theme set changes a segment"
    listed = {row["name"]: row for row in thirteen.json("theme", "list")}
    assert (listed["Preference for friends"]["participants"], listed["Preference for friends"]["of"]) == (
        7,
        13,
    )
    path = tmp_path / "summary.docx"
    thirteen.ok(
        *("export", "theme-summary", "--output", str(path)),
        *("--attribution", "({pseudonym}, {age}, {diagnosis})"),
    )
    words = [one.text for one in docx.Document(str(path)).paragraphs]
    assert "I would rather talk to somebody [else] who has had it. (Name5, 45, MI)" in words
    made = thirteen.ok("export", "themes-table", "--by", "depression", "--output", "-")
    timing = next(line for line in made.splitlines() if line.startswith("| Timing"))
    assert re.sub(r" <!--.*?-->", "", timing) == "| Timing | 0 | 8 | 8 |"
    assert thirteen.json("verify", str(path))["stands"]
    paper = tmp_path / "paper.txt"
    paper.write_text("He said “[I] would rather talk to somebody … had it” (Name5).", encoding="utf-8")
    assert thirteen.json("verify", str(paper))["quotes"][0]["document"] in {f"P{n:02}" for n in range(3, 10)}
    thirteen.ok("code", "rename", "Keeping it in", "Silence")
    assert thirteen.json("verify", str(path))["stands"], (
        "a new name for a code changes no quote and no number"
    )
    assert len(thirteen.json("segments")) == len(before)


def test_records_of_a_review_are_sources_that_count(empty: Shell, tmp_path: Path) -> None:
    records = [
        f"TY  - JOUR\nTI  - Study {number}\nAU  - Author{number}, A\nPY  - {2000 + number % 20}\n"
        f"AB  - Sharing a wound was said to help. Study {number} found {number} groups.\nER  - \n"
        for number in range(1, 126)
    ]
    (tmp_path / "included.ris").write_text("\n".join(records), encoding="utf-8")
    empty.ok("import", str(tmp_path / "included.ris"))
    (document,) = empty.json("documents")
    empty.ok("code", "create", "Wounds")
    rows = ["document,quote,code"]
    rows += [f"{document['name']},Study {number} found {number} groups.,Wounds" for number in range(1, 41)]
    (tmp_path / "rows.csv").write_text("\n".join(rows), encoding="utf-8")
    empty.ok("code", "import", str(tmp_path / "rows.csv"))
    empty.ok("theme", "new", "The role of wounds")
    empty.ok("theme", "assign", "The role of wounds", "Wounds")
    one = empty.json("segments")[0]["id"]
    empty.ok("theme", "exemplar", "The role of wounds", one)
    for form in ("md", "html", "docx"):
        path = tmp_path / f"review.{form}"
        empty.ok("export", "theme-summary", "--output", str(path))
        found = empty.json("verify", str(path))
        assert found["stands"]
        assert found["numbers"] > 125
    assert "40 of 125 participants" in (tmp_path / "review.md").read_text(encoding="utf-8")


def test_one_persons_story_has_no_numbers_of_one(empty: Shell, tmp_path: Path) -> None:
    (tmp_path / "day.txt").write_text(
        "I woke at six and the ward was quiet.\n\nBy noon I had told my own story twice.\n\n"
        "In the evening I knew why I do this.\n",
        encoding="utf-8",
    )
    empty.ok("import", str(tmp_path / "day.txt"))
    for code, words in (("Morning", "I woke at six"), ("Telling", "told my own story twice")):
        empty.ok("code", "create", code)
        empty.ok("code", "apply", "day", code, "--quote", words)
        empty.ok("theme", "new", f"{code} theme")
        empty.ok("theme", "assign", f"{code} theme", code)
        empty.ok("theme", "exemplar", f"{code} theme", quote_of(empty, "day", code))
    path = tmp_path / "story.md"
    empty.ok("export", "theme-summary", "--output", str(path))
    made = path.read_text(encoding="utf-8")
    words = re.sub("<[^>]*>", "", made)
    assert "1 of 1" not in words
    assert "N = 1" not in words
    assert "Themes by case" not in words
    assert words.index("I woke at six") < words.index("told my own story twice")
    assert empty.json("verify", str(path))["stands"]
    empty.refused("export", "themes-table", "--by", "case", "--output", "-", code=2)
