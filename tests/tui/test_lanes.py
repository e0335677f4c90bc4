from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualbench.tui.lanes import LETTERS, LINE_STYLES, Lanes, Marks, SegmentIndex, position_of
from tests.tui.texts import segment

TEXT = "x" * 6000
places = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 90)), max_size=40)
spans = st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 999)), max_size=25, unique=True)


def overlapping(lanes: Lanes, rows: int) -> list[int]:
    return [
        row
        for row in range(rows)
        if len({lane for lane, _id, _first in lanes.on_row(row)}) != len(lanes.on_row(row))
    ]


@given(places, st.lists(st.integers(0, 39), max_size=10))
def test_no_two_stripes_of_one_lane_share_a_row(places: list[tuple[int, int]], gone: list[int]) -> None:
    lanes = Lanes()
    rows = sorted((str(n), first, first + length) for n, (first, length) in enumerate(places))
    lanes.lay(sorted(rows, key=lambda row: row[1]))
    assert not overlapping(lanes, 300)
    before = {one: lanes.on_row(row) for row in range(300) for one in [row]}
    for n in gone:
        lanes.discard(str(n))
    for row in range(300):
        assert set(lanes.on_row(row)) <= set(before[row]), "a stripe that stays does not jump"
    for n in gone:
        lanes.add(f"new {n}", n, n + 20)
    assert not overlapping(lanes, 300)


@given(places)
def test_each_stripe_runs_through_all_of_its_rows_and_begins_once(places: list[tuple[int, int]]) -> None:
    lanes = Lanes()
    for n, (first, length) in enumerate(places):
        lanes.add(str(n), first, first + length)
        assert lanes.rows(str(n)) == (first, first + length)
    for n, (first, length) in enumerate(places):
        for row in range(first, first + length + 1):
            assert [begins for _lane, name, begins in lanes.on_row(row) if name == str(n)] == [row == first]


@given(spans, st.integers(0, 5500), st.integers(1, 300))
def test_the_index_finds_what_a_search_of_all_finds(
    spans: list[tuple[int, int]], start: int, length: int
) -> None:
    segments = [segment(TEXT, a, a + n, name=f"{a}-{n}") for a, n in spans]
    index = SegmentIndex(segments)
    for one in segments[::3]:
        index.discard(one.id)
    left = [one for n, one in enumerate(segments) if n % 3]
    end = start + length
    assert {one.id for one in index.touching(start, end)} == {
        one.id for one in left if one.start < end and start < one.end
    }
    assert len(index) == len(left)


@given(spans)
def test_going_on_and_back_visits_every_coding_once(spans: list[tuple[int, int]]) -> None:
    index = SegmentIndex(segment(TEXT, a, a + n, name=f"{a}-{n}") for a, n in spans)
    walked, here = [], (-1, 0, "")
    while (found := index.after(here)) is not None:
        walked.append(found.id)
        here = position_of(found)
    assert sorted(walked) == sorted(index.by_id)
    back = [walked.pop()] if walked else []
    while back and (found := index.before(position_of(index.by_id[back[-1]]))) is not None:
        back.append(found.id)
    assert back[1:] == walked[::-1]


def test_the_shortest_coding_here_comes_first() -> None:
    index = SegmentIndex([segment(TEXT, 0, 50, "outer"), segment(TEXT, 10, 20, "inner")])
    assert [one.code_id for one in index.at(12)] == ["inner", "outer"]
    assert [one.code_id for one in index.at(20)] == ["outer"]
    assert index.at(50) == []


def test_marks_stay_and_are_told_apart_without_colour() -> None:
    marks = Marks()
    seen = {
        (marks.mark(str(n)).letter, marks.mark(str(n)).line) for n in range(len(LETTERS) * len(LINE_STYLES))
    }
    assert len(seen) == len(LETTERS) * len(LINE_STYLES)
    first = marks.mark("0")
    assert (first.letter, first.line) == ("A", "┃")
    assert marks.known("nobody") is None
    marks.color_as({"0": "#123456", "1": ""})
    assert marks.mark("0").color == "#123456"
    assert marks.mark("1").color.startswith("#")
