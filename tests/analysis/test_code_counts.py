from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualbench.analysis.code_counts import Count, count_places, count_segments
from qualbench.model.code import Code, Codebook

#: top > (one > (deep), two), and alone.
BOOK = Codebook(
    "B",
    (
        Code("top", "Top"),
        Code("one", "One", "top"),
        Code("deep", "Deep", "one"),
        Code("two", "Two", "top", 1),
        Code("alone", "Alone", None, 1),
    ),
)
CODES = tuple(code.id for code in BOOK.codes)


def test_the_same_words_under_two_codes_of_a_branch_are_one() -> None:
    counts = count_segments(BOOK, {"one": 2, "deep": 1, "two": 1}, [("one", "two")])
    assert counts["top"] == Count(0, 3)
    assert counts["one"] == Count(2, 3), "the other code is not of this branch"
    assert counts["alone"] == Count(0, 0)


def test_a_document_in_which_several_codes_of_a_branch_are_used_is_one() -> None:
    counts = count_places(BOOK, {"one": {"anna"}, "deep": {"anna", "bert"}, "alone": {"bert"}})
    assert counts["top"] == Count(0, 2)
    assert counts["one"] == Count(1, 2)
    assert counts["deep"] == Count(2, 2)
    assert counts["alone"] == Count(1, 1)


def test_what_the_codebook_does_not_have_counts_for_nobody() -> None:
    assert count_segments(BOOK, {"gone": 3}, [("gone", "one")])["top"] == Count(0, 0)
    assert count_places(BOOK, {"gone": {"anna"}})["top"] == Count(0, 0)


@given(st.sets(st.tuples(st.integers(0, 5), st.sampled_from("ab"), st.sampled_from(CODES))))
def test_a_branch_counts_as_one_would_by_hand(codings: set[tuple[int, str, str]]) -> None:
    """Each coding is a stretch, a coder and a code."""
    own = {one: sum(code == one for _stretch, _coder, code in codings) for one in CODES}
    by_words: dict[tuple[int, str], list[str]] = {}
    for stretch, coder, code in codings:
        by_words.setdefault((stretch, coder), []).append(code)
    same = [codes for codes in by_words.values() if len(codes) > 1]
    counts = count_segments(BOOK, own, same)
    for one in CODES:
        branch = set(BOOK.subtree(one))
        by_hand = {(stretch, coder) for stretch, coder, code in codings if code in branch}
        assert counts[one] == Count(own[one], len(by_hand))
