from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualbench.model.span import Span
from qualbench.search.places import Stretches

spans = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda one: Span(one[0], one[0] + one[1]))


@given(st.lists(spans, max_size=12), spans)
def test_stretches_answer_as_one_by_one(many: list[Span], span: Span) -> None:
    known = Stretches(many)
    assert known.touch(span) == any(one.overlaps(span) for one in many)
    assert known.cover(span) == any(one.covers(span) for one in many)
