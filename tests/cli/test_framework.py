from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


@pytest.fixture
def charted(study: Shell) -> Shell:
    study.ok("code", "apply", "P01", "Comfort", "--quote", "kept me going")
    study.ok("theme", "new", "Ease")
    study.ok("theme", "assign", "Ease", "Comfort")
    return study


def test_a_cell_is_written_shown_and_cleared(charted: Shell) -> None:
    assert "? 1" in charted.ok("framework", "show")
    assert charted.ok("framework", "set", "Ease", "P01", "The garden helps.") == (
        "charted, resting on 1 segment\n"
    )
    shown = charted.ok("framework", "show", "--case", "P01")
    assert "P01, Ease: charted, 1 segment\n    The garden helps.\n" in shown
    (row, other) = charted.json("framework", "show")
    assert list(row) == ["case", "theme", "state", "text", "quote", "segments"]
    assert (row["case"], row["state"], row["text"]) == ("P01", "charted", "The garden helps.")
    assert (other["case"], other["state"]) == ("P02", "no data")
    (segment,) = row["segments"]
    charted.ok("framework", "set", "Ease", "P01", "The garden.", "--quote", segment)
    assert "“kept me going”" in charted.ok("framework", "show", "--theme", "Ease")
    charted.refused("framework", "set", "Ease", "P02", "x", "--quote", segment, code=2)
    assert charted.ok("framework", "clear", "Ease", "P01") == "not charted\n"
    charted.ok("undo")
    assert charted.json("framework", "show", "--case", "P01")[0]["text"] == "The garden."


def test_a_file_is_looked_at_before_it_comes_in(charted: Shell, tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    charted.ok("export", "framework", "--output", str(file))
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace('"P01",""', '"P01","It helps."'), encoding="utf-8")
    assert "+ It helps." in charted.ok("framework", "import", str(file), "--dry-run")
    assert "--yes decides" in charted.refused("framework", "import", str(file))
    assert charted.json("framework", "show", "--case", "P01")[0]["text"] == ""
    assert "1 cell changed" in charted.ok("framework", "import", str(file), "--yes")
    assert charted.json("framework", "show", "--case", "P01")[0]["text"] == "It helps."
    again = charted.json("framework", "import", str(file), "--yes")
    assert again == {"changes": [], "unchanged": 2, "empty": 0, "unknown": []}
