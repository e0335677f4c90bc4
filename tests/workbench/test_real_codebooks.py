"""A real codebook in six states without ids, saved one after the other: the report against the files.

The files hold names and descriptions and nothing that says what a name became. What they say by themselves is
worked out here without the program: which names are in both of two neighbouring files, and whose description
differs. What the report says beside that is a guess, and all guesses are counted.
"""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualbench.workbench.codebook_import import import_codebook
from qualbench.workbench.evolving import export_evolution, load_evolution
from qualbench.workbench.proposals import GuessesOpen
from tests.workbench.builders import new_project

if TYPE_CHECKING:
    from qualbench.codebook.guessing import Guess

REAL = Path(__file__).parents[3] / "shared" / "data" / "swj2022" / "codebooks"
FILES = sorted(REAL.glob("codebook_*.csv"))

pytestmark = pytest.mark.skipif(not FILES, reason=f"{REAL} is not here")


def codes_of(path: Path) -> dict[str, str]:
    """Return the names of a file with what they mean, in its order."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["tag"].strip(): row["description"].strip() for row in csv.DictReader(file)}


def test_six_states_become_versions_and_the_report_says_what_the_files_say(tmp_path: Path) -> None:
    session = new_project(tmp_path / "study")
    files = [codes_of(path) for path in FILES]
    assert [len(one) for one in files] == [120, 80, 61, 49, 41, 25]
    guessed: list[list[Guess]] = []
    for number, path in enumerate(FILES):
        if number in (1, 5):  # the two steps in which codes may be others by another name
            with pytest.raises(GuessesOpen):
                import_codebook(session, path, message=f"state {number}")
        open_guesses: list[Guess] = []

        def confirm(guess: Guess, kept: list[Guess] = open_guesses) -> bool:
            kept.append(guess)
            return True

        import_codebook(session, path, message=f"state {number}", confirm=confirm)
        guessed.append(open_guesses)
    assert [len(one) for one in guessed] == [0, 5, 0, 0, 0, 1]

    steps = load_evolution(session).steps
    for (before, after), step, guesses in zip(pairwise(files), steps, guessed[1:], strict=True):
        renamed = {(one.code, one.path) for one in guesses}
        turns = step.turns
        assert {
            (t.old.name, t.new.name) for t in turns if t.old and t.new and t.old.name != t.new.name
        } == renamed
        gone, come = {old for old, _new in renamed}, {new for _old, new in renamed}
        assert {t.code.name for t in turns if t.fate == "removed"} == before.keys() - after.keys() - gone
        assert {t.code.name for t in turns if t.fate == "added"} == after.keys() - before.keys() - come
        same = {(name, name) for name in before.keys() & after.keys()} | renamed
        redefined = {new for old, new in same if before[old] != after[new]}
        assert {t.code.name for t in turns if "redefined" in t.changes} == redefined
        assert not any("moved" in t.changes or t.others for t in turns)
    assert [step.count("taken out") for step in steps] == [45, 20, 13, 10, 18]

    out = tmp_path / "evolution.html"
    export_evolution(session, output=out, format="html", picture=tmp_path / "lineage.svg")
    page = out.read_text(encoding="utf-8")
    for name in {name for codes in files for name in codes}:
        assert name.replace("&", "&amp;").replace("'", "&#x27;") in page
