"""Which codings are where, in which lane their stripe runs, and what mark a code bears. Pure: no Textual.

Two questions are asked for every row that is painted: which codings touch these characters, and which
stripes pass here. Both are answered from buckets, so that neither a cursor key nor a new coding costs
anything that grows with the document. A coding that comes takes the lowest free lane and one that goes leaves
its lane empty: the other stripes stay where they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.model.code import OKABE_ITO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.model.coding import Segment
    from qualbench.model.ids import CodeId, SegmentId

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


def _order(segment: Segment) -> tuple[int, int, str]:
    return (segment.start, -segment.end, segment.id)


class SegmentIndex:
    """The codings of one document, found by place, in buckets of 1,024 code points."""

    def __init__(self, segments: Iterable[Segment] = ()) -> None:
        self.by_id: dict[SegmentId, Segment] = {}
        self._buckets: dict[int, dict[SegmentId, Segment]] = {}
        for segment in sorted(segments, key=_order):
            self.add(segment)

    def __len__(self) -> int:
        return len(self.by_id)

    def add(self, segment: Segment) -> None:
        """Add a coding; one with the same id is replaced."""
        self.discard(segment.id)
        self.by_id[segment.id] = segment
        for bucket in _buckets_of(segment.start, segment.end):
            self._buckets.setdefault(bucket, {})[segment.id] = segment

    def discard(self, segment_id: SegmentId) -> None:
        """Take a coding out, if it is there."""
        segment = self.by_id.pop(segment_id, None)
        if segment is not None:
            for bucket in _buckets_of(segment.start, segment.end):
                self._buckets[bucket].pop(segment_id, None)

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

    def after(self, segment: tuple[int, int, str]) -> Segment | None:
        """Return the first coding after `(start, -end, id)` in order of position, or None."""
        bucket, last = segment[0] // _BUCKET, max(self._buckets, default=-1)
        while bucket <= last:
            found = [
                one
                for one in self._buckets.get(bucket, {}).values()
                if one.start // _BUCKET == bucket and _order(one) > segment
            ]
            if found:
                return min(found, key=_order)
            bucket += 1
        return None

    def before(self, segment: tuple[int, int, str]) -> Segment | None:
        """Return the last coding before `(start, -end, id)` in order of position, or None."""
        bucket = segment[0] // _BUCKET
        while bucket >= 0:
            found = [
                one
                for one in self._buckets.get(bucket, {}).values()
                if one.start // _BUCKET == bucket and _order(one) < segment
            ]
            if found:
                return max(found, key=_order)
            bucket -= 1
        return None


def position_of(segment: Segment) -> tuple[int, int, str]:
    """Return where a coding stands in the order that `after` and `before` walk."""
    return _order(segment)


def _buckets_of(start: int, end: int, size: int = _BUCKET) -> range:
    return range(start // size, max(start, end - 1) // size + 1)


class Lanes:
    """A lane for every coding, so that no two in one lane share a row.

    Rows are numbers of screen rows; a coding takes all rows from its first to its last.
    """

    def __init__(self) -> None:
        self._places: dict[SegmentId, tuple[int, int, int]] = {}
        self._buckets: dict[int, dict[SegmentId, tuple[int, int, int]]] = {}

    def lay(self, places: Iterable[tuple[SegmentId, int, int]]) -> None:
        """Give lanes anew to codings `(id, first row, last row)`, in order of first row."""
        self._places.clear()
        self._buckets.clear()
        ends: list[int] = []
        for segment_id, first, last in places:
            lane = next((n for n, end in enumerate(ends) if end < first), len(ends))
            if lane == len(ends):
                ends.append(last)
            else:
                ends[lane] = last
            self._put(segment_id, first, last, lane)

    def add(self, segment_id: SegmentId, first: int, last: int) -> int:
        """Give a new coding the lowest lane that is free on all of its rows; return it."""
        self.discard(segment_id)
        taken = {
            lane
            for bucket in _buckets_of(first, last + 1, _ROW_BUCKET)
            for a, b, lane in self._buckets.get(bucket, {}).values()
            if a <= last and first <= b
        }
        lane = next(n for n in range(len(taken) + 1) if n not in taken)
        self._put(segment_id, first, last, lane)
        return lane

    def discard(self, segment_id: SegmentId) -> None:
        """Take a coding's stripe away; the others stay where they are."""
        place = self._places.pop(segment_id, None)
        if place is not None:
            for bucket in _buckets_of(place[0], place[1] + 1, _ROW_BUCKET):
                self._buckets[bucket].pop(segment_id, None)

    def on_row(self, row: int) -> list[tuple[int, SegmentId, bool]]:
        """Return `(lane, id, whether it begins here)` for the stripes on `row`, by lane."""
        bucket = self._buckets.get(row // _ROW_BUCKET, {})
        return sorted(
            (lane, segment_id, first == row)
            for segment_id, (first, last, lane) in bucket.items()
            if first <= row <= last
        )

    def rows(self, segment_id: SegmentId) -> tuple[int, int]:
        """Return the first and last row of a coding."""
        first, last, _lane = self._places[segment_id]
        return first, last

    def _put(self, segment_id: SegmentId, first: int, last: int, lane: int) -> None:
        place = (first, last, lane)
        self._places[segment_id] = place
        for bucket in _buckets_of(first, last + 1, _ROW_BUCKET):
            self._buckets.setdefault(bucket, {})[segment_id] = place
