"""`theme table`, and the smallest cell that it keeps to."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


@pytest.fixture
def crowd(empty: Shell, tmp_path: Path) -> Shell:
    """Eight people, six in town, of whom all but one speak of the bus; of the two in the hills one does."""
    folder = tmp_path / "crowd"
    folder.mkdir()
    for number in range(8):
        bus = "The bus is late. " if number not in (5, 7) else ""
        words = f"Interviewer: And the bus?\n\nP{number}: {bus}I walk.\n\nVoice: Me too.\n"
        (folder / f"P{number}.txt").write_text(words, encoding="utf-8")
    empty.ok("import", str(folder))
    rows = [f"P{number},{'town' if number < 6 else 'hills'},{1950 + number}" for number in range(8)]
    table = tmp_path / "cases.csv"
    table.write_text("\n".join(["case,place,born", *rows]), encoding="utf-8")
    empty.ok("case", "import", str(table))
    empty.ok("code", "create", "Transport")
    for number in (0, 1, 2, 3, 4, 6):
        empty.ok("code", "apply", f"P{number}", "Transport", "--quote", "The bus is late.")
        empty.ok("speaker", "set", f"P{number}", "Voice", "--role", "unidentified")
    for number in (5, 7):
        empty.ok("speaker", "set", f"P{number}", "Voice", "--role", "unidentified")
    empty.ok("code", "apply", "P0", "Transport", "--quote", "Me too.")
    empty.ok("theme", "new", "On the way")
    empty.ok("theme", "assign", "On the way", "Transport")
    return empty


def test_by_an_attribute_it_counts_participants(crowd: Shell) -> None:
    made = crowd.json("theme", "table", "--by", "PLACE")
    assert list(made) == [
        *("set", "by", "counts", "coders", "n", "smallest_cell", "kinds"),
        *("columns", "participants", "themes", "notes"),
    ]
    assert made == json.loads(crowd.ok("theme", "table", "--by", "place", "--format", "json"))
    assert (made["by"], made["counts"], made["n"], made["coders"]) == ("place", "participants", 8, ["Ana"])
    assert (made["columns"], made["participants"]) == (["hills", "town"], [2, 6])
    assert made["themes"] == [{"path": "On the way", "cells": [1, 5], "all": 6}]
    said = crowd.ok("theme", "table", "--by", "place")
    assert "8 unidentified speakers are in no column and not in N." in said
    assert "no column: On the way 1 (1 over those of unidentified speakers)." in said
    assert "%" not in said


def test_by_case_it_counts_segments_and_by_kind_participants(crowd: Shell) -> None:
    made = crowd.json("theme", "table", "--by", "case")
    assert (made["counts"], made["participants"]) == ("segments", None)
    assert made["themes"] == [{"path": "On the way", "cells": [1, 1, 1, 1, 1, 0, 1, 0], "all": 7}]
    crowd.ok("document", "set", "P0", "--kind", "diary")
    made = crowd.json("theme", "table", "--by", "kind")
    assert (made["columns"], made["participants"]) == (["diary", "interview"], [1, 7])
    assert made["themes"][0]["cells"] == [1, 5]
    assert "several kinds (diary: 1, interview: 7)" in crowd.ok("theme", "table", "--by", "place")
    assert "several kinds" not in crowd.ok("theme", "table", "--by", "place", "--kind", "interview")


def test_the_smallest_cell_is_set_kept_to_and_taken_back(crowd: Shell, tmp_path: Path) -> None:
    assert crowd.json("project")["smallest_cell"] == 0
    crowd.ok("project", "set", "--smallest-cell", "3", "--why", "promised")
    assert crowd.json("project")["smallest_cell"] == 3
    assert "smallest cell of tables: 3" in crowd.ok("project")
    made = crowd.json("theme", "table", "--by", "place")
    assert (made["participants"], made["themes"][0]["cells"]) == (["*", "*"], ["*", "*"])
    assert any(note.startswith("*: kept back") for note in made["notes"])
    file = tmp_path / "themes.csv"
    crowd.ok("theme", "table", "--by", "case", "--output", str(file))
    lines = file.read_text("utf-8-sig").splitlines()
    assert lines[1] == "On the way,<3,<3,<3,<3,<3,<3,<3,<3,7"
    summary = crowd.ok("export", "theme-summary", "--output", "-")
    assert "| case 1 | \\<3 |" in re.sub(" <!--.*?-->", "", summary)
    assert "fewer than 3" in summary
    step = crowd.json("log")[0]
    assert (step["summary"], step["why"]) == ("set the smallest cell of tables to 3", "promised")
    crowd.ok("undo")
    assert crowd.json("theme", "table", "--by", "place")["participants"] == [2, 6]
    for number in ("1", "-5", "101"):
        assert "from 2 to 100" in crowd.refused("project", "set", "--smallest-cell", number, code=2)


def test_a_private_attribute_is_refused(crowd: Shell) -> None:
    crowd.ok("case", "attribute", "born", "--private")
    said = crowd.refused("theme", "table", "--by", "born", code=2)
    assert "private" in said
    assert "195" not in said
    assert "place" in crowd.refused("theme", "table", "--by", "plaec")


def test_percentages_are_for_thirty_and_more(crowd: Shell, tmp_path: Path) -> None:
    assert "below N = 30" in crowd.refused("theme", "table", "--by", "place", "--percent", code=2)
    assert "no percentage" in crowd.refused("theme", "table", "--by", "case", "--percent", code=2)
    folder = tmp_path / "more"
    folder.mkdir()
    for number in range(8, 32):
        (folder / f"P{number}.txt").write_text(f"P{number}: I am number {number}.\n", encoding="utf-8")
    crowd.ok("import", str(folder))
    made = crowd.json("theme", "table", "--by", "place", "--percent")
    assert made["columns"] == ["hills", "town", "no value"]
    assert made["themes"] == [{"path": "On the way", "cells": [1, 5, 0], "all": "6 (19%)"}]


def test_one_case_makes_no_table(study: Shell) -> None:
    study.ok("theme", "new", "Ease")
    study.ok("document", "set", "P02", "--kind", "diary")
    said = study.refused("theme", "table", "--by", "case", "--kind", "diary", code=2)
    assert "one case" in said
    assert "not mentioned in the one case" in study.ok("theme", "list", "--kind", "diary")


def test_what_cannot_be_is_refused(crowd: Shell, tmp_path: Path) -> None:
    crowd.refused("theme", "table", "--by", "place", "--output", str(tmp_path / "t.xlsx"), code=2)
    crowd.refused("theme", "table", "--by", "place", "--output", "t.csv", "--format", "json", code=2)
    crowd.refused("theme", "table", "--by", "place", "--set", "None such")
    own = crowd.folder / "project.qualbench"
    before = own.read_bytes()
    crowd.refused("theme", "table", "--by", "place", "--output", str(own), code=2)
    assert own.read_bytes() == before


def test_a_theme_dropped_in_review_is_in_no_table(crowd: Shell) -> None:
    crowd.ok("theme", "new", "Odds and ends")
    crowd.ok("theme", "edit", "Odds and ends", "--status", "dropped", "--why", "thin")
    made = crowd.json("theme", "table", "--by", "place")
    assert [one["path"] for one in made["themes"]] == ["On the way"]
