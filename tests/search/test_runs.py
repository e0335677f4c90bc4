"""Runs of five words are found however they are written, and nothing else is blanked."""

from __future__ import annotations

import html
import json
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualbench.search.runs import Runs

WORDS = st.lists(st.sampled_from(["I", "you", "never", "told", "anyone", "é", "ever"]), max_size=30)
MARKS = (" ", ", ", "\n\n", " – ", "’ ")


def set_with(words: list[str], marks: list[str]) -> str:
    return "".join(word + mark for word, mark in zip(words, marks, strict=False))


def runs(text: str) -> set[tuple[str, ...]]:
    said = re.findall(r"[^\W_]+", text.casefold())
    return {tuple(said[at : at + 5]) for at in range(len(said) - 4)}


@given(WORDS, WORDS, WORDS, st.lists(st.sampled_from(MARKS), min_size=30, max_size=30))
def test_no_run_is_left_and_what_another_said_stays(
    own: list[str], other: list[str], text: list[str], marks: list[str]
) -> None:
    found = Runs([" ".join(own)], [" ".join(other)])
    written = set_with(text, marks)
    wanted = runs(" ".join(own)) - runs(" ".join(other))
    for spelt, read in (
        (written, str),
        (json.dumps(written), json.loads),
        (html.escape(written.replace("é", "&eacute;")).replace("&amp;", "&"), html.unescape),
    ):
        after = found.blanked(spelt)
        assert not runs(read(after)) & wanted
        assert (after == spelt) is not bool(runs(written) & wanted)


def test_runs_are_found_whatever_the_case_and_the_punctuation() -> None:
    found = Runs(["One two, three four five six seven."], ["two three four five six"])
    assert (
        found.blanked("He said: ONE two three\nfour FIVE! And so on.") == "He said: (withdrawn)! And so on."
    )
    assert found.blanked("two three four five six") == "two three four five six"
    texts = ("three four five six seven", "ONE two three\\nfour FIVE")
    assert [found.blanked(text) for text in texts] == ["(withdrawn 2)", "(withdrawn)"], "the first as above"
    spans = found.places("one two three four five six seven")
    assert all(a.end < b.start for a, b in pairwise(spans))
