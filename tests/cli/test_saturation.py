from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

#: Which codes each interview has; after the sixth nothing is new.
SAID = ["abc", "ad", "be", "cf", "ag", "bh", "ab", "c"]


@pytest.fixture
def waves(empty: Shell, tmp_path: Path) -> Shell:
    folder = tmp_path / "talks"
    folder.mkdir()
    for number, codes in enumerate(SAID, 1):
        words = " ".join(f"Word {code}." for code in codes)
        text = f"Interviewer: And then, word z?\n\nP{number}: {words}\n"
        (folder / f"P{number}.txt").write_text(text, encoding="utf-8")
    empty.ok("import", str(folder))
    for code in "abcdefghz":
        empty.ok("code", "create", code)
    for number, codes in enumerate(SAID, 1):
        for code in codes:
            empty.ok("code", "apply", f"P{number}", code, "--quote", f"Word {code}.")
    empty.ok("code", "apply", "P8", "z", "--quote", "word z")  # the interviewer's words bring nothing
    return empty


def test_what_each_source_adds_and_the_ratio(waves: Shell) -> None:
    made = waves.json("saturation")
    assert [one["new"] for one in made["sources"]] == [3, 1, 1, 1, 1, 1, 0, 0]
    assert [one["held"] for one in made["sources"]] == [3, 2, 2, 2, 2, 2, 2, 1]
    assert [one["ratio"] for one in made["runs"]] == [33.33, 16.67, 0.0]
    assert (made["met_after"], made["base"], made["run"], made["threshold"]) == (6, 4, 2, 5.0)
    said = waves.ok("saturation")
    assert "of sources 7 to 8 is 0 %, the first at 5 % or below: after 6 sources" in said
    assert "6⁺²" in said
    assert "the codebook as it is now" in said
    assert "reached" not in said.casefold()


def test_base_run_threshold_and_order_are_chosen(waves: Shell, tmp_path: Path) -> None:
    assert waves.json("saturation", "--base", "5", "--run", "3", "--threshold", "20%")["met_after"] == 5
    assert "need 12 sources; here are 8" in waves.ok("saturation", "--base", "10")
    assert "not at 0 % or below" in waves.ok("saturation", "--threshold", "0", "--run", "4")
    rows = [f"P{number},{2000 - number}" for number in range(1, 9)]
    (tmp_path / "c.csv").write_text("\n".join(["case,asked", *rows]), encoding="utf-8")
    waves.ok("case", "import", str(tmp_path / "c.csv"))
    backwards = waves.json("saturation", "--order", "asked")
    assert backwards["order"] == "by asked"
    assert [one["name"] for one in backwards["sources"]] == [f"P{number}" for number in range(8, 0, -1)]
    named = waves.json("saturation", "--document", "P3", "--document", "P1", "--base", "1", "--run", "1")
    assert [(one["name"], one["new"]) for one in named["sources"]] == [("P3", 2), ("P1", 2)]
    waves.refused("saturation", "--document", "P3", "--order", "asked", code=2)
    waves.refused("saturation", "--threshold", "many", code=2)
    waves.refused("saturation", "--order", "nothing")


def test_by_theme_and_on_a_saved_version(waves: Shell) -> None:
    waves.ok("codebook", "adopt", "-m", "first")
    waves.ok("code", "merge", "h", "--into", "g", "--why", "the same")
    now = waves.json("saturation")
    assert [one["new"] for one in now["sources"]] == [3, 1, 1, 1, 1, 0, 0, 0]
    first = waves.json("saturation", "--version", "1")
    assert first["codebook"] == "codebook version 1"
    waves.ok("theme", "new", "On the way")
    waves.ok("theme", "assign", "On the way", "a")
    waves.ok("theme", "new", "There")
    waves.ok("theme", "assign", "There", "e")
    made = waves.json("saturation", "--by", "theme")
    assert [one["new"] for one in made["sources"]] == [1, 0, 1, 0, 0, 0, 0, 0]
    assert made["met_after"] == 4


def test_the_reflexive_profile_says_why_it_may_not_fit(waves: Shell) -> None:
    assert "Braun" not in waves.ok("saturation")
    waves.ok("profile", "reflexive")
    assert "may not fit reflexive thematic analysis" in waves.ok("saturation")


def test_what_is_not_coded_yet_is_left_out_and_named(waves: Shell, tmp_path: Path) -> None:
    before = waves.json("saturation")["runs"]
    (tmp_path / "P9.txt").write_text("Interviewer: And?\n\nP9: Nothing yet.\n", encoding="utf-8")
    waves.ok("import", str(tmp_path / "P9.txt"))
    made = waves.json("saturation")
    assert made["runs"] == before
    assert "no words of a participant are coded there: P9." in made["notes"][0]


def test_one_source_has_no_ratio(study: Shell) -> None:
    assert "no ratio of one source" in study.refused("saturation", "--document", "P01", code=2)
