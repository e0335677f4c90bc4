"""Quotes that leave words out are found where every word of them stands, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.search.elisions import elided_place
from qualbench.workbench.searching import quote_places

TEXT = (
    "I went there because a friend took me along. 2/5 It was cold, and I did not know anybody “there”.\n"
    "I went home. Nobody asked me where I had been, so I never said – to this day – where I was."
)


def place(quote: str) -> tuple[str, list[str]]:
    found = elided_place(TEXT, quote)
    assert found is not None
    return TEXT[found.span.start : found.span.end], [TEXT[one.start : one.end] for one in found.passed]


@pytest.mark.parametrize("mark", ["[…]", "[...]", "(…)", "...", " … "])
def test_words_left_out_at_a_mark(mark: str) -> None:
    whole, passed = place(f"because a friend took me{mark}I did not know anybody")
    assert whole == "because a friend took me along. 2/5 It was cold, and I did not know anybody"
    assert [one.strip() for one in passed] == ["along. 2/5 It was cold, and"]


def test_a_line_left_out_without_a_mark() -> None:
    whole, passed = place("because a friend took me along. It was cold, and I did not")
    assert whole == "because a friend took me along. 2/5 It was cold, and I did not"
    assert [one.strip() for one in passed] == ["2/5"]


@pytest.mark.parametrize(
    "quote",
    [
        "because a friend took me to the place. It was cold, and I did not",  # other words
        "I went … I",  # several places
        "It was cold … because a friend took me",  # another order
        "so I … to this night",
        "",
        "…",
    ],
)
def test_anything_else_is_not_found(quote: str) -> None:
    assert elided_place(TEXT, quote) is None


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ('anybody "there".', "anybody “there”."),
        ("never said - to this day - where", "never said – to this day – where"),
        ("“there”. I went home", "“there”.\nI went home"),
    ],
)
def test_signs_that_programs_exchange_are_taken_for_one_another(quote: str, words: str) -> None:
    assert [TEXT[one.start : one.end] for one in quote_places(TEXT, quote, fold_space=True)] == [words]
    assert quote_places(TEXT, quote) == []


@given(st.text(st.sampled_from("ab \n’'“\"–-\xad…ﬁfi"), max_size=40), st.data())
def test_a_stretch_of_a_text_is_found_in_it_with_folded_signs(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    plain = quote.replace("’", "'").replace("“", '"').replace("–", "-").strip(" \n\xad")
    if plain and plain[0] not in "…ﬁ.fi" and plain[-1] not in "…ﬁ.fi":
        assert any(one.start <= start + len(quote) for one in quote_places(text, plain, fold_space=True))
