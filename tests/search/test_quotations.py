"""Quotes as authors write them, in made-up words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.search.quotations import (
    Prepared,
    is_long_enough,
    is_signature,
    pieces,
    quoted_spans,
    says_the_same,
    without_signature,
)

TEXT = "Anna: Then my neighbour went, and I went with her. It was the tea, really — the tea and the “talk”."


def quoted(text: str) -> list[str]:
    return [text[one.start : one.end] for one in quoted_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "He said “we went there” and left.",
        'He said "we went there" and left.',
        "Er sagte „we went there“ und ging.",
        "Il a dit «we went there» et partit.",
        "He said ‘we went there’ and left.",
        "He said 'we went there' and left.",
        "彼は「we went there」と",
    ],
)
def test_quotation_marks_of_any_language(text: str) -> None:
    assert quoted(text) == ["we went there"]


def test_an_apostrophe_ends_no_quote() -> None:
    assert quoted("She said 'I can't go and I won't' twice.") == ["I can't go and I won't"]
    assert quoted("The girls' bus and the boys' bus didn't come.") == []
    assert quoted("‘I can’t go’, she said.") == ["I can’t go"]
    assert quoted("“one” and “two”") == ["one", "two"]


@pytest.mark.parametrize(
    "quote",
    [
        "my neighbour went, and I went with her",
        "My neighbour went … with her.",
        "my neighbour [...] went with her",
        "my neighbour went, and I (…) it was the tea",
        "[M]y neighbour went",
        "my [old] neighbour went",
        "my neighbour went, and I went with [the neighbour]. It was the tea",
        'really - the tea and the "talk"',
        "It  was\nthe tea,",
    ],
)
def test_what_may_differ(quote: str) -> None:
    assert says_the_same(TEXT, quote)


@pytest.mark.parametrize(
    "quote",
    [
        "my neighbour came, and I went with her",
        "with her … my neighbour went",
        "eighbour went, and I went",
        "my neighbour went, and I went with h",
        "[...]",
        "",
    ],
)
def test_what_may_not(quote: str) -> None:
    assert not says_the_same(TEXT, quote)


def test_the_nearest_words_are_whole_words() -> None:
    near = Prepared(TEXT).nearest(pieces("Then my neighbor went and I came with her"))
    assert near is not None
    assert TEXT[near.span.start : near.span.end] == "Then my neighbour went, and I went with her"
    assert Prepared(TEXT).nearest(pieces("Something else altogether was on the radio")) is None


def test_the_nearest_words_of_a_shortened_quote_go_from_its_first_to_its_last() -> None:
    near = Prepared(TEXT).nearest(pieces("my neighbour went, and I ran with her […] the tea and the talks"))
    assert near is not None
    assert TEXT[near.span.start : near.span.end].startswith("my neighbour")
    assert TEXT[near.span.start : near.span.end].endswith("talk")


def test_signatures() -> None:
    assert without_signature("We went there. (Maria, 54)") == "We went there."
    assert without_signature("“We went there.” (Maria, 54)") == "We went there."
    assert without_signature("We went there — Maria") == "We went there"
    assert without_signature("We went [...]") == "We went [...]"
    assert is_signature("(Maria, 54)")
    assert is_signature("— P03")
    assert not is_signature("We went there.")
    assert not is_signature("[We] went there (Maria)")


def test_how_long_is_long_enough() -> None:
    assert is_long_enough("we went there twice")
    assert not is_long_enough("lean on me")
    assert is_long_enough("我们一起去了那里两次")


@given(st.text(alphabet="ab ĀİßΣ“”…—\n.", max_size=60), st.data())
def test_any_stretch_of_whole_words_is_found_where_it_is(text: str, data: st.DataObject) -> None:
    words = text.split()
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    quote = " ".join(words[start:end])
    wanted = pieces(quote)
    if wanted:
        assert Prepared(text).places(wanted)
