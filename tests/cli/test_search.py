from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from tests.house.test_start import imported
from tests.search.made import build_model

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


def test_each_place_stands_in_its_context(study: Shell) -> None:
    out = study.ok("search", "nobody", "--context", "12")
    lines = [line.split() for line in out.splitlines()]
    places = [["P01", "2", "P01"], ["P02", "2", "P02"], ["P02", "2", "P02"]]
    assert [line[:3] for line in lines[1:4]] == places
    before = {cell_len(line.partition("Nobody")[0]) for line in out.splitlines()[1:4]}
    assert len(before) == 1, "in one column, the wide 🌱 before one of them or not"
    assert "3 hits in 2 documents." in out
    assert study.ok("search", "bus OR garden").count("Found: bus 2, garden 2.") == 1


def test_json_has_the_places(study: Shell) -> None:
    rows = study.json("search", "asked me twice", "--context", "7")
    text = study.json("show", "P01")["text"]
    assert len(rows) == 1
    (row,) = rows
    assert text[row["start"] : row["end"]] == row["quote"] == "asked me twice"
    assert (row["before"], row["after"]) == ("Nobody ", ".")
    assert (row["document"], row["turn"], row["speaker"], row["role"]) == ("P01", 2, "P01", "participant")


def test_ways(study: Shell) -> None:
    assert len(study.json("search", "ask", "--endings")) == 3
    assert study.json("search", "ask") == []
    assert len(study.json("search", "gardn", "--fuzzy")) == 2
    assert len(study.json("search", "gardn", "--fuzzy", "--threshold", "99")) == 0
    assert len(study.json("search", r"nobody\s+\w+", "--regex")) == 3
    assert "endings" in study.run("search", "ask", "--endings").stderr


def test_limits(study: Shell) -> None:
    assert len(study.json("search", "garden")) == 2
    assert len(study.json("search", "garden", "--role", "participant")) == 1
    assert len(study.json("search", "garden", "--role", "interviewers")) == 1
    assert [row["document"] for row in study.json("search", "nobody", "--in", "P01")] == ["P01"]
    assert len(study.json("search", "nobody", "--case", "P02")) == 2
    assert study.ok("search", "nobody", "--in", "P01", "--role", "interviewer") == "Nothing found.\n"


def test_what_cannot_be_searched_is_a_sentence(study: Shell) -> None:
    assert "no word" in study.refused("search", "?!", code=2)
    assert "character 5" in study.refused("search", "(tea", "--regex", code=2)
    assert "--model is for --forms" in study.refused("search", "go", "--model", "nope", code=2)
    assert "--threshold is for --fuzzy" in study.refused("search", "go", "--threshold", "9", code=2)
    assert "not installed" in study.refused(
        "search", "go", "--forms", "--model", "no_such_model_here", code=2
    )
    assert "Did you mean" in study.refused("search", "go", "--in", "P0I")
    assert "exclude each other" in study.refused("search", "go", "--regex", "--fuzzy", code=2)
    assert "goes too deep" in study.refused("search", "(" * 3000 + ")" * 3000, "--regex", code=2)
    assert "needs --code" in study.refused("search", "go", "--by", "turn", code=2)


def test_that_there_is_no_such_code_is_said_before_anything_is_searched(
    study: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualbench.cli.search._found", lambda *_args: pytest.fail("it was searched"))
    assert "There is no code" in study.refused("search", "nobody", "--code", "nope", "--yes")


def test_what_is_found_is_coded_as_one_step(study: Shell) -> None:
    asked = study.refused("search", "nobody", "--code", "Comfort")
    assert "Code 3 places in 2 documents with “Comfort”?" in asked
    assert "--yes" in asked
    assert study.json("segments") == []
    assert "Coded 3 places in 2 documents" in study.ok("search", "nobody", "--code", "Comfort", "--yes")
    assert [row["quote"] for row in study.json("segments")] == ["Nobody"] * 3
    again = study.ok("search", "nobody", "--code", "Comfort")
    assert "Coded 0 places in 0 documents with “Comfort”; 3 had it already." in again
    study.ok("undo")
    assert study.json("segments") == []


def test_by_sentence_and_turn(study: Shell) -> None:
    done = json.loads(
        study.ok("search", "asked", "--code", "Transport", "--by", "sentence", "--yes", "--json")
    )
    assert done == {"added": 3, "documents": 2, "there_already": 0, "inside": 0}
    done = json.loads(study.ok("search", "asked", "--code", "Transport", "--by", "turn", "--yes", "--json"))
    assert (done["added"], done["documents"]) == (2, 2)
    assert study.ok("search", "asked", "--not-coded", "Transport") == "Nothing found.\n"
    assert len(study.json("search", "asked", "--coded", "Transport")) == 3


def test_nothing_found_codes_nothing(study: Shell) -> None:
    assert study.ok("search", "zebra", "--code", "Comfort", "--yes") == "Nothing found.\n"


def test_the_model_of_the_settings_is_used(
    study: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = build_model(tmp_path / "model", {"came": "come"})
    monkeypatch.setenv("QUALBENCH_CONFIG", str(tmp_path / "mine.toml"))
    (tmp_path / "mine.toml").write_text(f"model = '{model}'\n", encoding="utf-8")
    assert [row["quote"] for row in study.json("search", "come", "--forms")] == ["came"]
    assert study.json("search", "come") == []
    assert "not installed" in study.refused("search", "come", "--forms", "--model", "no_such_one", code=2)


def test_each_language_is_heard_by_its_own_model(
    study: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = build_model(tmp_path / "english", {"came": "come", "kam": "nothing"})
    german = build_model(tmp_path / "german", {"kam": "kommen", "came": "kommen"}, "de")
    monkeypatch.setenv("QUALBENCH_CONFIG", str(tmp_path / "mine.toml"))
    said = f"model = '{english}'\n[models]\nde = '{german}'\n"
    (tmp_path / "mine.toml").write_text(said, encoding="utf-8")
    (tmp_path / "Frau B.txt").write_text("Sie kam spät an dem Abend.\n", encoding="utf-8")
    study.ok("import", str(tmp_path / "Frau B.txt"))
    assert study.json("search", "kommen", "--forms") == []  # nobody said yet that it is German
    study.ok("document", "set", "Frau B", "--language", "de")
    assert [row["quote"] for row in study.json("search", "kommen", "--forms")] == ["kam"]
    assert [row["quote"] for row in study.json("search", "come", "--forms")] == ["came"]
    told = study.ok("language")
    assert f"for texts in de: {german}" in told.replace("\n", " ").replace("  ", " ")
    assert study.json("language")["chosen"] == {"de": german}
    assert study.json("settings")["models"] == {"de": german}


def test_spacy_and_the_other_heavy_ones_are_not_imported_for_words(study: Shell) -> None:
    names = imported("--project", str(study.folder), "search", "nobody")
    assert not names & {"spacy", "numpy", "rapidfuzz", "textual", "sqlite_utils"}
