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


@given(places, st.permutations(range(300)), st.lists(st.integers(0, 39), max_size=4))
def test_lanes_are_the_same_whichever_rows_are_asked_for_first(
    spots: list[tuple[int, int]], order: list[int], gone: list[int]
) -> None:
    rows = [(str(n), first, first + length) for n, (first, length) in enumerate(sorted(spots))]
    one, other = Lanes(), Lanes()
    for lanes in (one, other):
        lanes.lay(rows, 4)
        assert lanes.laid == 0, "nothing has been asked for"
    before = {row: one.on_row(row) for row in range(300)}
    assert {row: other.on_row(row) for row in order} == before
    later = Lanes()
    later.lay(rows, 4)
    for n in gone:
        one.discard(str(n))
        later.discard(str(n))
    assert {row: later.on_row(row) for row in order} == {row: one.on_row(row) for row in order}


def out_of_sight(lanes: Lanes, rows: dict[str, tuple[int, int]]) -> dict[str, set[int]]:
    """The codings without a lane that is shown, each with the lanes shown that are taken on its rows."""
    return {
        name: {lane for row in range(first, last + 1) for lane, _id, _b in lanes.on_row(row)} & set(range(4))
        for name, (first, last) in rows.items()
        if next(lane for lane, other, _b in lanes.on_row(first) if other == name) >= 4
    }


@given(places, st.lists(st.integers(0, 39), max_size=10))
def test_no_coding_is_out_of_sight_where_it_has_a_lane(spots: list[tuple[int, int]], gone: list[int]) -> None:
    rows = {str(n): (first, first + length) for n, (first, length) in enumerate(sorted(spots))}
    lanes = Lanes()
    lanes.lay([(name, *place) for name, place in rows.items()], 4)
    assert not overlapping(lanes, 300)
    for name, taken in out_of_sight(lanes, rows).items():
        assert taken == set(range(4))
        first, last = rows[name]
        longer = {one for one, (a, b) in rows.items() if b - a >= last - first and one != name}
        assert any(
            len([one for lane, one, _b in lanes.on_row(row) if lane < 4 and one in longer]) == 4
            for row in range(first, last + 1)
        ), "on one of its rows as many pass that are no shorter"
    for one in gone:
        if place := rows.pop(str(one), None):
            lanes.discard(str(one))
            lanes.fill(*place)
            assert not overlapping(lanes, 300)
            assert all(taken == set(range(4)) for taken in out_of_sight(lanes, rows).values())


@given(places)
def test_one_that_comes_goes_before_the_shorter_ones(spots: list[tuple[int, int]]) -> None:
    lanes = Lanes()
    rows: dict[str, tuple[int, int]] = {}
    lanes.lay((), 4)
    for n, (first, length) in enumerate(spots):
        before = {
            one: next(lane for lane, name, _b in lanes.on_row(at[0]) if name == one)
            for one, at in rows.items()
        }
        rows[str(n)] = first, first + length
        moved = lanes.add(str(n), first, first + length)
        assert all(rows[one][1] - rows[one][0] < length for one in moved)
        for one, lane in before.items():
            now = next(lane for lane, name, _b in lanes.on_row(rows[one][0]) if name == one)
            assert now == lane or one in moved, "the others stay where they were"
        assert not overlapping(lanes, 300)
        if str(n) in out_of_sight(lanes, rows):
            for lane in range(4):
                there = {
                    one
                    for row in range(first, first + length + 1)
                    for n_, one, _b in lanes.on_row(row)
                    if n_ == lane
                }
                assert any(rows[one][1] - rows[one][0] >= length for one in there)


def test_five_on_one_word_leave_the_long_one_its_lane() -> None:
    lanes = Lanes()
    lanes.lay([(f"word {n}", 3, 3) for n in range(4)] + [("long", 3, 9)], 4)
    assert [name for lane, name, _b in lanes.on_row(5)] == ["long"]
    assert lanes.on_row(5)[0][0] < 4
    lanes.lay([(f"word {n}", 3, 3) for n in range(4)], 4)
    assert lanes.add("long", 3, 9) == ["word 0"]
    assert lanes.on_row(5) == [(0, "long", False)]
    lanes.discard("long")
    assert lanes.fill(3, 9) == ["word 0"]
    assert [lane for lane, _id, _b in lanes.on_row(3)] == [0, 1, 2, 3]


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


@given(spans, st.integers(0, 6000), st.sampled_from(["c0", "c1", "c2"]))
def test_the_next_coding_of_a_code_is_the_first_of_that_code(
    found: list[tuple[int, int]], here: int, code: str
) -> None:
    index = SegmentIndex(
        segment(TEXT, start, start + length, f"c{n % 3}") for n, (start, length) in enumerate(found)
    )
    place = (here, 1, "")
    of_code = sorted((one for one in index.by_id.values() if one.code_id == code), key=position_of)
    later = [one for one in of_code if position_of(one) > place]
    earlier = [one for one in of_code if position_of(one) < place]
    assert index.after(place, code) == (later[0] if later else None)
    assert index.before(place, code) == (earlier[-1] if earlier else None)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12), st.sampled_from("ab")), max_size=25), st.data()
)
def test_the_codings_of_a_code_are_walked_and_counted_in_order(
    spans: list[tuple[int, int, str]], data: st.DataObject
) -> None:
    all_of_them = [segment(TEXT, at, at + n, code, name=f"{no}") for no, (at, n, code) in enumerate(spans)]
    index = SegmentIndex(all_of_them)
    gone = data.draw(st.sets(st.sampled_from(range(len(spans))))) if spans else set()
    for no in gone:
        index.discard(all_of_them[no].id)
    left = sorted(
        (one for no, one in enumerate(all_of_them) if no not in gone and one.code_id == "a"), key=position_of
    )
    for offset in range(0, 75, 5):
        place = (offset, -len(TEXT) - 1, "")
        after = next((one for one in left if position_of(one) > place), None)
        before = next((one for one in reversed(left) if position_of(one) < place), None)
        assert (index.after(place, "a"), index.before(place, "a")) == (after, before)
        assert index.counted("a", offset) == (sum(one.start <= offset for one in left), len(left))
