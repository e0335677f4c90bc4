"""Where stretches are in another version of their text: sure only where the very words stand."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import interview
from benchmarks.corrections import corrupted
from qualbench.model.span import Span
from qualbench.search.anchoring import SURE, Fate, TextMap

TEXT = """Anna: I waited three months for a letter.
Interviewer: And then?
Anna: My sister drove me to the ward.
"""


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def place(new: str, words: str, old: str = TEXT) -> tuple[Fate, str | None]:
    found = TextMap(old, new).place(span_of(old, words))
    return found.fate, None if found.span is None else new[found.span.start : found.span.end]


def test_words_that_stay_are_followed_over_what_is_put_in_and_taken_out_elsewhere() -> None:
    new = TEXT.replace("Anna: I", "Anna: Well, you see, I").replace("And then?", "Then?")
    assert place(new, "three months for a letter") == (Fate.SAME, "three months for a letter")
    assert place(new, "My sister drove me") == (Fate.SAME, "My sister drove me")


def test_other_line_breaks_and_spaces_change_nothing() -> None:
    new = TEXT.replace("three months for", "three\nmonths  for")
    assert place(new, "waited three months for a letter") == (Fate.SAME, "waited three\nmonths  for a letter")


def test_half_words_stay_half() -> None:
    new = "Um. " + TEXT
    assert place(new, "hree mon") == (Fate.SAME, "hree mon")


def test_a_paragraph_that_moved_takes_its_codings_along() -> None:
    first, second, third = TEXT.splitlines(keepends=True)
    found, words = place(third + first + second, "My sister drove me to the ward")
    assert found in SURE
    assert words == "My sister drove me to the ward"


def test_words_that_differ_now_are_a_proposal() -> None:
    new = TEXT.replace("three months", "four long months")
    fate, words = place(new, "waited three months for a letter")
    assert fate is Fate.CHANGED
    assert words == "waited four long months for a letter"


def test_words_that_are_gone_are_lost() -> None:
    assert (
        place(TEXT.replace("three months for a letter", "ages"), "three months for a letter")[0] is Fate.LOST
    )
    assert place("Nothing of it is left here.", "sister")[0] is Fate.LOST


def test_the_same_words_in_quite_another_place_are_not_sure() -> None:
    old = "Ben: Yes.\nAnna: I was afraid of the ward all winter long.\n"
    new = "Cora: We went by bus to town and came back late.\nDora: Yes.\nCora: It was cold.\n"
    assert place(new, "Yes", old)[0] not in SURE


def test_scripts_without_spaces_are_followed_letter_by_letter() -> None:
    old = "安娜：我等了三個月才收到信。後來我姐姐開車送我去病房。"
    new = old.replace("三個月", "四個月")
    assert place(new, "我姐姐開車送我去病房", old) == (Fate.SAME, "我姐姐開車送我去病房")


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("share", "least"), [(0.01, 0.99), (0.05, 0.97), (0.10, 0.95)])
def test_of_300_segments_those_whose_text_still_exists_are_found_exactly(share: float, least: float) -> None:
    exists = exact = 0
    for number in range(3):
        chance = random.Random(number * 1000 + int(share * 100))
        old = interview(number).text
        new, places = corrupted(old, share, chance)
        tokens = [hit.span() for hit in re.finditer(r"\w+|[^\w\s]", old)]
        found = TextMap(old, new)
        for _ in range(300):
            first = chance.randrange(len(tokens) - 70)
            last = first + chance.randrange(4, 60)
            span = Span(tokens[first][0], tokens[last][1])
            now = found.place(span)
            if now.fate in SURE:
                assert now.span is not None
                assert squeezed(new[now.span.start : now.span.end]) == squeezed(old[span.start : span.end]), (
                    "a segment is silently on other words"
                )
            there = [places.get(start) for start, _end in tokens[first : last + 1]]
            kept = [one for one in there if one is not None]
            if len(kept) < len(there):
                continue
            begin, end = kept[0][0], kept[-1][0] + len(kept[-1][1])
            if end <= begin:  # its halves were put in another order
                continue
            true = Span(begin, end)
            if squeezed(new[true.start : true.end]) != squeezed(old[span.start : span.end]):
                continue
            exists += 1
            exact += now.fate in SURE and now.span == true
    assert exists > 100
    assert exact / exists >= least


words = st.lists(st.sampled_from(("a", "b", "ward", "Yes", ".", "\n", "é", "我")), min_size=1, max_size=30)


@settings(deadline=None)
@given(words, words, st.data())
def test_of_any_two_texts_a_sure_place_has_the_very_words(
    was: list[str], now: list[str], data: st.DataObject
) -> None:
    old, new = " ".join(was), " ".join(now)
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    found = TextMap(old, new).place(Span(start, end))
    if found.span is not None:
        assert 0 <= found.span.start < found.span.end <= len(new)
    if found.fate in SURE:
        assert found.span is not None
        assert squeezed(new[found.span.start : found.span.end]) == squeezed(old[start:end])
