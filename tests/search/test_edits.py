"""Where stretches of a text are once edits are made."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualbench.model.span import Span
from qualbench.search.anchoring import Fate
from qualbench.search.edits import Edit, EditMap, edited, edits_between


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text("abc \n", min_size=2, max_size=30))
    edges = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
    pairs = [(edges[n], edges[n + 1]) for n in range(0, len(edges) - 1, 2)]
    kept = [one for n, one in enumerate(pairs) if n == 0 or one[0] > pairs[n - 1][1]]
    return text, [Edit(start, end, draw(st.text("XY", max_size=4))) for start, end in kept]


@given(texts_with_edits(), st.data())
def test_by_edits_what_is_not_touched_is_where_its_words_are(
    made: tuple[str, list[Edit]], data: st.DataObject
) -> None:
    text, edits = made
    new = edited(text, edits)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = EditMap(tuple(edits)).place(Span(start, end))
    if found.span is not None:
        assert 0 <= found.span.start < found.span.end <= len(new)
    if found.fate is Fate.SAME:
        assert found.span is not None
        assert new[found.span.start : found.span.end] == text[start:end]
    elif all(start <= one.start and one.end <= end for one in edits if one.start < end and one.end > start):
        inside = [
            one._replace(start=one.start - start, end=one.end - start)
            for one in edits
            if (one.start < end and one.end > start) or start < one.start == one.end < end
        ]
        whole = edited(text[start:end], inside)
        if found.span is not None:
            assert new[found.span.start : found.span.end] == whole


def test_an_edit_inside_is_part_of_the_stretch_and_one_across_an_edge_is_unsure() -> None:
    text = "I waitd long for a letter"
    new = EditMap((Edit(2, 7, "waited"),))
    assert new.place(Span(0, 12)) == (Fate.CHANGED, Span(0, 13), 100.0)
    assert new.place(Span(2, 7)) == (Fate.CHANGED, Span(2, 8), 100.0)
    assert new.place(Span(13, 16)) == (Fate.SAME, Span(14, 17), 100.0)
    assert new.place(Span(4, 12)).fate is Fate.UNSURE
    assert EditMap((Edit(2, 8, ""),)).place(Span(2, 7)).fate is Fate.LOST
    assert edited(text, [Edit(2, 7, "waited")]) == "I waited long for a letter"


def test_what_is_put_in_at_an_edge_stays_outside() -> None:
    new = EditMap((Edit(5, 5, "XX"),))
    assert new.place(Span(5, 9)).span == Span(7, 11)
    assert new.place(Span(1, 5)).span == Span(1, 5)
    assert new.place(Span(1, 9)).span == Span(1, 11)


@given(st.text("ab \n.", max_size=30), st.text("ab \n.", max_size=30), st.integers(0, 5))
def test_edits_between_two_texts_make_one_of_the_other(old: str, new: str, offset: int) -> None:
    before = "x" * offset
    assert edited(before + old, edits_between(old, new, offset)) == before + new
