"""Which codings are where, in which lane their stripe runs, and what mark a code bears. Pure: no Textual.

Two questions are asked for every row that is painted: which codings touch these characters, and which
stripes pass here. Both are answered from buckets, so that neither a cursor key nor a new coding costs
anything that grows with the document. A coding that comes takes the lowest free lane and one that goes leaves
its lane empty: the other stripes stay where they were, unless one comes into sight or goes out of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.model.code import OKABE_ITO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualbench.model.coding import Segment
    from qualbench.model.ids import CodeId, SegmentId

    _Place = tuple[SegmentId, int, int]

#: The lines that stripes are drawn with; with 26 letters 130 codes are told apart without colour.
LINE_STYLES = ("┃", "║", "┇", "╏", "▌")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BUCKET = 1024
_ROW_BUCKET = 32


@dataclass(frozen=True, slots=True)
class Mark:
    """How a code looks beside the text: a letter at the head of its stripe, a line, a colour."""

    letter: str
    line: str
    color: str


class Marks:
    """Marks given to codes in the order in which a document shows them; a mark once given stays."""

    def __init__(self) -> None:
        self._numbers: dict[CodeId, int] = {}
        self._colors: dict[CodeId, str] = {}

    def number(self, code_id: CodeId) -> int:
        """Return the code's number in this document, from 0, giving it one if it has none."""
        return self._numbers.setdefault(code_id, len(self._numbers))

    def color_as(self, colors: dict[CodeId, str]) -> None:
        """Use these colours (`#RRGGBB`) instead of the eight in order; empty ones are left out."""
        self._colors = {code_id: color for code_id, color in colors.items() if color}

    def mark(self, code_id: CodeId) -> Mark:
        """Return the code's mark."""
        n = self.number(code_id)
        return Mark(
            LETTERS[n % len(LETTERS)],
            LINE_STYLES[n % len(LINE_STYLES)],
            self._colors.get(code_id) or OKABE_ITO[n % len(OKABE_ITO)],
        )

    def known(self, code_id: CodeId) -> Mark | None:
        """Return the code's mark where this document uses the code, else None."""
        return self.mark(code_id) if code_id in self._numbers else None


def _order(segment: Segment) -> tuple[int, int, SegmentId]:
    return (segment.start, -segment.end, segment.id)


class SegmentIndex:
    """The codings of one document, found by place, in buckets of 1,024 code points."""

    def __init__(self, segments: Iterable[Segment] = ()) -> None:
        self.by_id: dict[SegmentId, Segment] = {}
        self._buckets: dict[int, dict[SegmentId, Segment]] = {}
        self._by_code: dict[CodeId, list[tuple[int, int, SegmentId]]] = {}  # in order of position
        for segment in sorted(segments, key=_order):
            self.add(segment)

    def __len__(self) -> int:
        return len(self.by_id)

    def add(self, segment: Segment) -> None:
        """Add a coding; one with the same id is replaced."""
        self.discard(segment.id)
        self.by_id[segment.id] = segment
        insort(self._by_code.setdefault(segment.code_id, []), _order(segment))
        for bucket in _buckets_of(segment.start, segment.end):
            self._buckets.setdefault(bucket, {})[segment.id] = segment

    def discard(self, segment_id: SegmentId) -> None:
        """Take a coding out, if it is there."""
        segment = self.by_id.pop(segment_id, None)
        if segment is not None:
            places = self._by_code[segment.code_id]
            del places[bisect_left(places, _order(segment))]
            for bucket in _buckets_of(segment.start, segment.end):
                self._buckets[bucket].pop(segment_id, None)

    def counted(self, code_id: CodeId, offset: int) -> tuple[int, int]:
        """Return how many codings of a code begin at `offset` or before it, and how many it has."""
        places = self._by_code.get(code_id, [])
        return bisect_left(places, (offset + 1,)), len(places)

    def touching(self, start: int, end: int) -> list[Segment]:
        """Return the codings that share a code point with `[start, end)`, the outer before the inner."""
        found = {
            segment.id: segment
            for bucket in _buckets_of(start, end)
            for segment in self._buckets.get(bucket, {}).values()
            if segment.start < end and start < segment.end
        }
        return sorted(found.values(), key=_order)

    def at(self, offset: int) -> list[Segment]:
        """Return the codings over the character at `offset`, the shortest first."""
        return sorted(
            self.touching(offset, offset + 1), key=lambda one: (one.end - one.start, one.start, one.id)
        )

    def after(self, place: tuple[int, int, str], code_id: CodeId | None = None) -> Segment | None:
        """Return the first coding (of a code) after `(start, -end, id)` in order of position, or None."""
        if code_id is not None:
            places = self._by_code.get(code_id, [])
            at = bisect_right(places, place)
            return self.by_id[places[at][2]] if at < len(places) else None
        for bucket in range(place[0] // _BUCKET, max(self._buckets, default=-1) + 1):
            found = [one for one in self._beginning_in(bucket) if _order(one) > place]
            if found:
                return min(found, key=_order)
        return None

    def before(self, place: tuple[int, int, str], code_id: CodeId | None = None) -> Segment | None:
        """Return the last coding (of a code) before `(start, -end, id)` in order of position, or None."""
        if code_id is not None:
            places = self._by_code.get(code_id, [])
            at = bisect_left(places, place)
            return self.by_id[places[at - 1][2]] if at else None
        for bucket in range(place[0] // _BUCKET, -1, -1):
            found = [one for one in self._beginning_in(bucket) if _order(one) < place]
            if found:
                return max(found, key=_order)
        return None

    def _beginning_in(self, bucket: int) -> Iterator[Segment]:
        return (one for one in self._buckets.get(bucket, {}).values() if one.start // _BUCKET == bucket)


def position_of(segment: Segment) -> tuple[int, int, str]:
    """Return where a coding stands in the order that `after` and `before` walk."""
    return _order(segment)


def _buckets_of(start: int, end: int, size: int = _BUCKET) -> range:
    return range(start // size, max(start, end - 1) // size + 1)


class Lanes:
    """A lane for every coding, so that no two in one lane share a row.

    Rows are numbers of screen rows; a coding takes all rows from its first to its last. Where more pass than
    there are lanes shown, the shorter ones go out of sight, so that no row is empty for the sake of another.

    Codings that share rows with no others stand in a group of their own, which gets its lanes when one of its
    rows is first asked for: what a window of another size costs does not grow with the document's codings.

    Attributes:
        shown: How many lanes are in sight.
        laid: How many codings have been given a lane.
    """

    def __init__(self) -> None:
        self.shown = 0
        self.laid = 0
        self._places: dict[SegmentId, tuple[int, int, int]] = {}
        self._buckets: dict[int, dict[SegmentId, tuple[int, int, int]]] = {}
        self._groups: list[list[_Place]] = []  # in order of their rows; empty once it has its lanes
        self._group_starts: list[int] = []
        self._group_ends: list[int] = []
        self._waiting: dict[SegmentId, int] = {}  # the group of each that has no lane yet

    def lay(self, places: Iterable[_Place], shown: int = 0) -> None:
        """Give lanes anew to codings `(id, first row, last row)`, in order of first row.

        A coding is out of sight only where as many that are at least as long share one of its rows.
        """
        self.shown = shown
        for one in (self._places, self._buckets, self._groups, self._group_starts, self._group_ends):
            one.clear()
        self._waiting = {}
        for place in places:
            segment_id, first, last = place
            if not self._groups or first > self._group_ends[-1]:
                self._groups.append([])
                self._group_starts.append(first)
                self._group_ends.append(last)
            self._groups[-1].append(place)
            self._waiting[segment_id] = len(self._groups) - 1
            if last > self._group_ends[-1]:
                self._group_ends[-1] = last

    def _lay_rows(self, first: int, last: int) -> None:
        """See to it that every coding on these rows has its lane."""
        group = bisect_left(self._group_ends, first)
        while group < len(self._groups) and self._group_starts[group] <= last:
            if self._groups[group]:
                self._lay_group(group)
            group += 1

    def _lay_group(self, group: int) -> None:
        ordered, self._groups[group] = self._groups[group], []
        lanes = _in_order(ordered)
        if max(lanes, default=0) >= self.shown:
            seen = _in_sight(ordered, self.shown)
            hidden = [place for place in ordered if place[0] not in seen]
            ordered = [place for place in ordered if place[0] in seen]
            lanes = _in_order(ordered) + [self.shown + lane for lane in _in_order(hidden)]
            ordered += hidden
        for (segment_id, first, last), lane in zip(ordered, lanes, strict=True):
            del self._waiting[segment_id]
            self._put(segment_id, first, last, lane)

    def add(self, segment_id: SegmentId, first: int, last: int) -> list[SegmentId]:
        """Give a new coding the lowest lane that is free on all of its rows.

        Where none in sight is free it takes that of shorter ones, if there are any.

        Returns:
            Those shorter ones, which are in another lane now.
        """
        self.discard(segment_id)
        lane, moved = self._free(first, last), []
        if lane >= self.shown:
            passing = self._passing(first, last)
            of_lane = [[one for one in passing if self._places[one][2] == n] for n in range(self.shown)]
            costs = [
                (sum(self._length(one) for one in ids), n)
                for n, ids in enumerate(of_lane)
                if all(self._length(one) < last - first for one in ids)
            ]
            if costs:
                lane = min(costs)[1]
                moved = of_lane[lane]
        places = [(one, *self.rows(one)) for one in moved]
        for one in moved:
            self.discard(one)
        self._put(segment_id, first, last, lane)
        for one, start, end in places:
            self._put(one, start, end, self._free(start, end))
        return moved

    def discard(self, segment_id: SegmentId) -> None:
        """Take a coding's stripe away; the others stay where they are."""
        self._lay_one(segment_id)
        place = self._places.pop(segment_id, None)
        if place is not None:
            for bucket in _buckets_of(place[0], place[1] + 1, _ROW_BUCKET):
                self._buckets[bucket].pop(segment_id, None)

    def fill(self, first: int, last: int) -> list[SegmentId]:
        """Bring into sight what passes these rows out of sight and has room now; return which."""
        brought = []
        for one in sorted(self._passing(first, last), key=lambda one: (-self._length(one), one)):
            start, end, lane = self._places[one]
            if lane >= self.shown > (free := self._free(start, end)):
                self.discard(one)
                self._put(one, start, end, free)
                brought.append(one)
        return brought

    def on_row(self, row: int) -> list[tuple[int, SegmentId, bool]]:
        """Return `(lane, id, whether it begins here)` for the stripes on `row`, by lane."""
        self._lay_rows(row, row)
        bucket = self._buckets.get(row // _ROW_BUCKET, {})
        return sorted(
            (lane, segment_id, first == row)
            for segment_id, (first, last, lane) in bucket.items()
            if first <= row <= last
        )

    def rows(self, segment_id: SegmentId) -> tuple[int, int]:
        """Return the first and last row of a coding."""
        self._lay_one(segment_id)
        first, last, _lane = self._places[segment_id]
        return first, last

    def _lay_one(self, segment_id: SegmentId) -> None:
        if segment_id in self._waiting:
            self._lay_group(self._waiting[segment_id])

    def _length(self, segment_id: SegmentId) -> int:
        first, last = self.rows(segment_id)
        return last - first

    def _passing(self, first: int, last: int) -> set[SegmentId]:
        """Return the codings that share a row with these rows."""
        self._lay_rows(first, last)
        return {
            segment_id
            for bucket in _buckets_of(first, last + 1, _ROW_BUCKET)
            for segment_id, (a, b, _lane) in self._buckets.get(bucket, {}).items()
            if a <= last and first <= b
        }

    def _free(self, first: int, last: int) -> int:
        """Return the lowest lane that is free on all of these rows."""
        taken = {self._places[one][2] for one in self._passing(first, last)}
        return next(n for n in range(len(taken) + 1) if n not in taken)

    def _put(self, segment_id: SegmentId, first: int, last: int, lane: int) -> None:
        self.laid += 1
        place = (first, last, lane)
        self._places[segment_id] = place
        for bucket in _buckets_of(first, last + 1, _ROW_BUCKET):
            self._buckets.setdefault(bucket, {})[segment_id] = place


def _in_order(places: Iterable[_Place]) -> list[int]:
    """Return the lowest free lane of each coding in order of first row: as many lanes as pass one row."""
    ends: list[int] = []
    lanes = []
    for _segment_id, first, last in places:
        lane = next((n for n, end in enumerate(ends) if end < first), len(ends))
        ends[lane : lane + 1] = [last]
        lanes.append(lane)
    return lanes


def _in_sight(places: Iterable[_Place], shown: int) -> set[SegmentId]:
    """Choose what so many lanes have room for, the longest first."""
    passing: dict[int, int] = {}
    seen = set()
    for segment_id, first, last in sorted(places, key=lambda place: place[1] - place[2]):
        rows = range(first, last + 1)
        if all(passing.get(row, 0) < shown for row in rows):
            seen.add(segment_id)
            passing.update((row, passing.get(row, 0) + 1) for row in rows)
    return seen
