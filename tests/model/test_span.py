"""Spans: half-open, and never backwards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.model.span import Span

SPANS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda ends: Span(min(ends), max(ends)))


@given(one=SPANS, other=SPANS)
def test_overlap_is_sharing_a_code_point(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == bool(shared)
    assert one.overlaps(other) == other.overlaps(one)


@given(one=SPANS, other=SPANS)
def test_the_union_covers_both(one: Span, other: Span) -> None:
    assert one.union(other).covers(one)
    assert one.union(other).covers(other)


@pytest.mark.parametrize("ends", [(-1, 2), (3, 2)])
def test_no_span_runs_backwards(ends: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a stretch"):
        Span(*ends)
