"""The codings that a transcript shows: where they are, their lanes and their marks. Pure: no Textual.

What changes is told as row ranges, so that only these rows are drawn again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from qualbench.tui.lanes import Lanes, Marks, SegmentIndex, position_of
from qualbench.tui.row_painter import Stripe, paint_stripes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualbench.model.coding import Segment
    from qualbench.model.ids import CoderId, SegmentId
    from qualbench.model.span import Span
    from qualbench.tui.transcript_layout import Layout

#: Changed codings from which laying all lanes anew is cheaper.
_FAR_TOO_MANY = 200


class Places:
    """Stretches in order of their starts, found by place; they may overlap."""

    def __init__(self, spans: Sequence[Span] = ()) -> None:
        self.spans = tuple(spans)
        self._starts = [span.start for span in spans]
        self._ends = list(accumulate((span.end for span in spans), max))  # the furthest end so far

    def touching(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the stretches that share a code point with `[start, end)`."""
        near = self.spans[bisect_right(self._ends, start) : bisect_left(self._starts, end)]
        return tuple(span for span in near if span.end > start)


class Codings:
    """The codings of one document on the rows of one layout.

    Attributes:
        noted: The passages that have a memo of their own.
        signs: What tells the other coders' stripes from those of who is at work: coder's id to a sign of one
            cell.
        versions: How often the look of a row has changed since it was laid out; missing is never.
    """

    def __init__(self, segments: Iterable[Segment] = ()) -> None:
        self.index = SegmentIndex(segments)
        self.lanes = Lanes()
        self.marks = Marks()
        self.noted = Places()
        self.signs: dict[CoderId, str] = {}
        self.versions: dict[int, int] = {}
        self._number(self.index.by_id.values())

    def stripes(self, row: int, shown: int, *, top: bool) -> tuple[list[Stripe], int]:
        """Return the cells of a row's stripes, and how many more pass; see `paint_stripes`."""
        cells, hidden = paint_stripes(self.lanes.on_row(row), self.index.by_id, shown, top=top)
        return ([self._signed(cell, row) for cell in cells] if self.signs else cells), hidden

    def _signed(self, cell: Stripe, row: int) -> Stripe:
        """Let another coder's stripe begin with a small letter, and say below it whose it is."""
        if cell.segment_id is None:
            return cell
        sign = self.signs.get(self.index.by_id[cell.segment_id].coder_id, "")
        below = self.lanes.rows(cell.segment_id)[0] + 1 == row
        return cell._replace(others=bool(sign), sign=sign if below else "")

    def lay(self, layout: Layout, shown: int = 0) -> None:
        """Give every coding its lane on new rows, of which so many lanes are in sight."""
        ordered = sorted(self.index.by_id.values(), key=position_of)
        rows = layout.rows_of_each([(one.start, one.end) for one in ordered])
        self.lanes.lay(((one.id, *place) for one, place in zip(ordered, rows, strict=True)), shown)
        self.versions.clear()

    def show(self, segments: Iterable[Segment], layout: Layout | None) -> list[tuple[int, int]] | None:
        """Show these codings instead of those shown.

        Returns:
            First and last row of each coding that came, went or changed; None where all rows may differ.
        """
        wanted = {segment.id: segment for segment in segments}
        known = self.index.by_id
        new = [one for one in wanted.values() if known.get(one.id) != one]
        gone = [segment_id for segment_id in known if segment_id not in wanted]
        if layout is None or len(gone) + len(new) > _FAR_TOO_MANY:
            self.index = SegmentIndex(wanted.values())
            self._number(new)
            if layout is not None:
                self.lay(layout, self.lanes.shown)
            return None
        return self.change(new, gone, layout)

    def change(
        self, segments: Iterable[Segment], gone: Iterable[SegmentId], layout: Layout | None
    ) -> list[tuple[int, int]]:
        """Put in codings that came or changed, and take out those that are gone; the others stay as they are.

        Returns:
            First and last row of each that came, went, changed or is in another lane now.
        """
        new = [one for one in segments if self.index.by_id.get(one.id) != one]
        old = [self.index.by_id[one] for one in (*gone, *(one.id for one in new)) if one in self.index.by_id]
        for segment in old:
            self.lanes.discard(segment.id)
            self.index.discard(segment.id)
        self._number(new)
        for segment in sorted(new, key=position_of):
            self.index.add(segment)
        if layout is None:
            return []
        moved: set[SegmentId] = set()
        for segment in sorted(new, key=position_of):
            moved.update(self.lanes.add(segment.id, *layout.rows_of(segment.start, segment.end)))
        for segment in old:
            moved.update(self.lanes.fill(*layout.rows_of(segment.start, segment.end)))
        others = [self.index.by_id[one] for one in sorted(moved)]
        return [self.touch(segment, layout) for segment in (*old, *new, *others)]

    def show_noted(self, spans: Sequence[Span], layout: Layout | None) -> list[tuple[int, int]]:
        """Mark these passages, in order, instead of those marked; return the rows that look different now."""
        differing = set(spans) ^ set(self.noted.spans)
        self.noted = Places(spans)
        return [self.touch(span, layout) for span in differing] if layout is not None else []

    def touch(self, place: Segment | Span, layout: Layout) -> tuple[int, int]:
        """Note that the rows of a coding or a passage look different now; return its first and last row."""
        first, last = layout.rows_of(place.start, place.end)
        for row in range(first, last + 1):
            self.versions[row] = self.versions.get(row, 0) + 1
        return first, last

    def _number(self, segments: Iterable[Segment]) -> None:
        for segment in sorted(segments, key=position_of):
            self.marks.number(segment.code_id)
