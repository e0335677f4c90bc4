"""Which segments count, and which of them are the same words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.analysis.selection import Selection, Stretch, distinct_stretches, select, with_subcodes
from qualbench.model.coding import Segment
from tests.analysis.made import make_codebook


def make(start: int, end: int, coder: str = "mira", code: str = "a", document: str = "d") -> Segment:
    name = f"{document}{start}-{end}{coder}{code}"
    return Segment(name, document, 1, start, end, "x" * (end - start), code, coder, "2026-03-02")


def test_only_stated_coders_documents_and_codes_count() -> None:
    wanted = make(0, 5)
    others = [make(0, 5, coder="jon"), make(0, 5, code="b"), make(0, 5, document="e")]
    selection = Selection(("mira",), frozenset({"d"}), frozenset({"a"}))
    assert select([wanted, *others], selection) == (wanted,)


def test_no_coder_stated_is_nobody_and_not_everybody() -> None:
    assert select([make(0, 5)], Selection(())) == ()


def test_a_code_brings_its_subcodes_along() -> None:
    codebook = make_codebook("a", "a > b", "a > b > c", "d")
    assert with_subcodes(codebook, ["a > b", "gone"]) == {"a > b", "a > b > c"}


def test_the_same_words_under_two_codes_are_one_stretch() -> None:
    both = [make(0, 5, code="a"), make(0, 5, code="b"), make(0, 6, code="b")]
    assert distinct_stretches(both, ("mira",)) == (Stretch("d", 0, 5), Stretch("d", 0, 6))


def test_two_coders_on_the_same_words_count_once_even_with_other_edges() -> None:
    pair = [make(10, 50), make(12, 48, "jon"), make(40, 70, "jon"), make(50, 60, "jon")]
    assert distinct_stretches(pair, ("mira", "jon")) == (Stretch("d", 10, 50), Stretch("d", 50, 60))


def test_the_same_place_in_another_document_is_other_words() -> None:
    pair = [make(10, 50), make(10, 50, "jon", document="e")]
    assert len(distinct_stretches(pair, ("mira", "jon"))) == 2


spans = st.lists(
    st.builds(
        lambda start, length, coder, code: make(start, start + length, coder, code),
        st.integers(0, 40),
        st.integers(1, 12),
        st.sampled_from(["mira", "jon"]),
        st.sampled_from(["a", "b"]),
    ),
    max_size=14,
)


@given(segments=spans, seed=st.randoms())
@settings(max_examples=150, deadline=None)
def test_neither_order_nor_repetition_changes_the_stretches(segments: list[Segment], seed: object) -> None:
    again = [*segments, *segments]
    seed.shuffle(again)  # type: ignore[attr-defined]
    coders = ("mira", "jon")
    assert distinct_stretches(again, coders) == distinct_stretches(segments, coders)


@given(segments=spans)
@settings(max_examples=150, deadline=None)
def test_a_second_coder_takes_nothing_away_and_repeats_no_word(segments: list[Segment]) -> None:
    lead = set(distinct_stretches(segments, ("mira",)))
    both = set(distinct_stretches(segments, ("mira", "jon")))
    assert lead <= both
    for added in both - lead:
        assert not any(added.start < one.end and one.start < added.end for one in lead)
