from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.corpus import CODINGS, WORDS, code_paths, codings, interview, write_corpus
from qualbench.readers.turns import find_turns

if TYPE_CHECKING:
    from pathlib import Path


def test_an_interview_is_the_same_at_every_call_and_no_other() -> None:
    assert interview(5) == interview(5)
    assert interview(5).text != interview(6).text


def test_an_interview_has_about_7000_words() -> None:
    assert 0 <= len(interview(0).text.split()) - WORDS < 300  # labels are words too


def test_the_answers_are_the_participants_turns_as_the_reader_finds_them() -> None:
    made = interview(2)
    found = find_turns(made.text)
    assert [(one.start, one.end) for one in found.turns if one.speaker == made.name] == list(made.answers)
    assert {one.speaker for one in found.turns} == {"Interviewer", made.name}


def test_codings_lie_in_answers_and_no_turn_has_a_code_twice() -> None:
    made = interview(3)
    seen = set()
    rows = list(codings(3, made))
    assert len(rows) == CODINGS
    for row in rows:
        turn = next(one for one in made.answers if one[0] <= int(row["start"]) < int(row["end"]) <= one[1])
        assert (turn, row["code_path"]) not in seen
        seen.add((turn, row["code_path"]))


def test_every_code_is_used_equally_often() -> None:
    used = Counter(row["code_path"] for number in range(4) for row in codings(number, interview(number)))
    assert set(used.values()) == {4 * CODINGS // len(code_paths())}


def test_a_corpus_is_written_as_files_and_one_list_of_rows(tmp_path: Path) -> None:
    write_corpus(tmp_path / "texts", tmp_path / "rows.json", 2)
    assert [one.name for one in sorted((tmp_path / "texts").iterdir())] == ["P0000.txt", "P0001.txt"]
    rows = json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))
    assert rows == [row for number in range(2) for row in codings(number, interview(number))]
