"""Where two coders differ: hand-made cases, and that every coding stands somewhere exactly once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.analysis.differences import Comparison, DifferenceKind, compare_codings
from qualbench.model.coding import Segment
from tests.analysis.made import make_codebook

if TYPE_CHECKING:
    from collections.abc import Sequence

BOOK = make_codebook("Access", "Access > Cost", "Access > Cost > Fares", "Comfort")


def make(start: int, end: int, code: str, coder: str, document: str = "d") -> Segment:
    name = f"{document}{start}-{end}{coder}{code}"
    return Segment(name, document, 1, start, end, "x" * (end - start), code, coder, "2026-03-02")


def mira(start: int, end: int, code: str = "Comfort", document: str = "d") -> Segment:
    return make(start, end, code, "mira", document)


def jon(start: int, end: int, code: str = "Comfort", document: str = "d") -> Segment:
    return make(start, end, code, "jon", document)


def compare(*segments: Segment) -> Comparison:
    return compare_codings(segments, "mira", "jon", BOOK)


def rows(*segments: Segment) -> list[tuple[str, Segment | None, Segment | None]]:
    return [(one.kind.value, one.first, one.second) for one in compare(*segments).differences]


def test_the_same_code_on_the_same_words_is_no_difference_but_is_told() -> None:
    found = compare(mira(0, 9), jon(0, 9))
    assert found.differences == ()
    assert found.same == (mira(0, 9),)


def test_what_one_coded_alone_says_who() -> None:
    assert rows(mira(0, 9), jon(20, 29)) == [
        ("only one coded", mira(0, 9), None),
        ("only one coded", None, jon(20, 29)),
    ]


def test_the_same_code_with_other_boundaries_however_little_is_shared() -> None:
    assert rows(mira(0, 100), jon(99, 300)) == [("other boundaries", mira(0, 100), jon(99, 300))]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Access", "Access > Cost", "parent or child code"),
        ("Access > Cost > Fares", "Access", "parent or child code"),
        ("Access", "Comfort", "another code"),
        ("Comfort", "a code that is gone", "another code"),
    ],
)
def test_another_code_on_the_same_words(one: str, other: str, kind: str) -> None:
    assert rows(mira(0, 9, one), jon(0, 9, other)) == [(kind, mira(0, 9, one), jon(0, 9, other))]


def test_other_codes_that_only_touch_are_two_codings_of_one_coder_each() -> None:
    assert [row[0] for row in rows(mira(0, 100), jon(90, 200, "Access"))] == ["only one coded"] * 2
    assert [row[0] for row in rows(mira(0, 100), jon(50, 200, "Access"))] == ["another code"]
    assert rows(mira(0, 100), jon(100, 200)) == [
        ("only one coded", mira(0, 100), None),
        ("only one coded", None, jon(100, 200)),
    ]


def test_of_several_the_pair_that_shares_most_is_made_and_nobody_stands_in_two_rows() -> None:
    assert rows(mira(0, 100), jon(0, 40), jon(35, 100)) == [
        ("other boundaries", mira(0, 100), jon(35, 100)),
        ("only one coded", None, jon(0, 40)),
    ]


def test_the_same_code_is_paired_before_another_and_a_child_before_a_stranger() -> None:
    assert rows(mira(0, 10), jon(5, 15), jon(0, 10, "Access")) == [
        ("other boundaries", mira(0, 10), jon(5, 15)),
        ("only one coded", None, jon(0, 10, "Access")),
    ]
    found = rows(
        mira(0, 10, "Access"), mira(0, 9, "Comfort"), jon(0, 9, "Access > Cost"), jon(0, 10, "a code gone")
    )
    assert [(kind, one and one.code_id, two and two.code_id) for kind, one, two in found] == [
        ("parent or child code", "Access", "Access > Cost"),
        ("another code", "Comfort", "a code gone"),
    ]


def test_documents_come_in_the_order_given_and_are_not_mixed() -> None:
    found = compare(mira(0, 9, document="e"), jon(0, 9, "Access", document="d"), jon(50, 60, document="e"))
    assert [(one.document_id, one.span.start) for one in found.differences] == [("e", 0), ("e", 50), ("d", 0)]


def test_a_third_coder_is_passed_over() -> None:
    assert compare(make(0, 9, "Comfort", "ana")) == Comparison((), ())


def test_a_difference_covers_both_stretches() -> None:
    (found,) = compare(mira(10, 30), jon(5, 20)).differences
    assert (found.span.start, found.span.end) == (5, 30)
    assert found.segments == (mira(10, 30), jon(5, 20))


codings = st.lists(
    st.builds(
        lambda start, length, code, coder, document: make(start, start + length, code, coder, document),
        st.integers(0, 30),
        st.integers(1, 20),
        st.sampled_from(["Access", "Access > Cost", "Access > Cost > Fares", "Comfort"]),
        st.sampled_from(["mira", "jon"]),
        st.sampled_from(["d", "e"]),
    ),
    max_size=25,
    unique=True,
)


@given(codings)
def test_every_coding_of_both_stands_somewhere_exactly_once(segments: Sequence[Segment]) -> None:
    found = compare(*segments)
    shown = [one for difference in found.differences for one in difference.segments]
    twins = [one for one in segments if one.coder_id == "jon" and _as_mira(one) in found.same]
    assert sorted(one.id for one in (*shown, *found.same, *twins)) == sorted(one.id for one in segments)
    for one in found.differences:
        assert one.first is None or one.first.coder_id == "mira"
        assert one.second is None or one.second.coder_id == "jon"
        if one.first and one.second:
            assert one.first.span.overlaps(one.second.span)
            assert (one.kind is DifferenceKind.BOUNDARIES) == (one.first.code_id == one.second.code_id)
            assert one.first.span != one.second.span or one.first.code_id != one.second.code_id
        else:
            assert one.kind is DifferenceKind.ONLY_ONE


def _as_mira(one: Segment) -> Segment:
    return make(one.start, one.end, one.code_id, "mira", one.document_id)


@given(codings)
def test_it_does_not_matter_who_is_named_first(segments: Sequence[Segment]) -> None:
    there = compare_codings(segments, "mira", "jon", BOOK)
    back = compare_codings(segments, "jon", "mira", BOOK)
    assert len(there.same) == len(back.same)
    kinds = [sorted(one.kind for one in found.differences) for found in (there, back)]
    assert kinds[0] == kinds[1]


@given(codings, st.randoms())
def test_the_order_in_a_document_changes_nothing(segments: list[Segment], random: object) -> None:
    own = [one for one in segments if one.document_id == "d"]
    shuffled = list(own)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert compare(*own).differences == compare(*shuffled).differences
