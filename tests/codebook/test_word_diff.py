from __future__ import annotations

import pytest
from hypothesis import given

from qualbench.codebook.word_diff import mark_changes, word_changes
from tests.codebook.made import TEXTS


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("What is in the way.", "What is in the way.", "What is in the way."),
        (
            "What stands in the way.",
            "What is in the way.",
            "What [taken out: stands][put in: is] in the way.",
        ),
        ("to use a service", "to use any one service", "to use [taken out: a][put in: any one] service"),
        ("Tea.", "Tea and talk.", "Tea[put in:  and talk]."),
        ("the person's own", "the peer's own", "the [taken out: person's][put in: peer's] own"),
        ("私は行く", "私が行く", "私[taken out: は][put in: が]行く"),
        ("काम करना", "काम कहना", "काम [taken out: करना][put in: कहना]"),
        ("", "new", "[put in: new]"),
        ("old", "", "[taken out: old]"),
    ],
)
def test_the_words_that_changed_are_marked(before: str, after: str, marked: str) -> None:
    assert mark_changes(before, after) == marked


def test_a_very_long_text_is_compared_as_a_whole() -> None:
    before = "word " * 3000
    assert [one.kind for one in word_changes(before, f"{before}more")] == ["out", "in"]
    assert [one.kind for one in word_changes(before, before)] == ["kept"]


@given(TEXTS, TEXTS)
def test_the_stretches_make_both_texts(before: str, after: str) -> None:
    found = word_changes(before, after)
    assert "".join(one.text for one in found if one.kind != "in") == before
    assert "".join(one.text for one in found if one.kind != "out") == after
    assert all(one.text for one in found) or not (before or after)
