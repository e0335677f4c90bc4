"""A text without one voice: what is cut, what stands in its place, and where all other words are then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from qualbench.model.document import WITHDRAWN as MARK
from qualbench.search.edits import Edit, EditMap, edited

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from qualbench.model.span import Span


class _Cut(NamedTuple):
    """A stretch that goes, and where the words before it end and the words behind it begin."""

    start: int
    end: int
    left: int
    right: int


class CutText:
    """A text with the turns of one voice taken out, each with a mark in its place.

    Args:
        turns: As they are stored: start, end, start of the label, who speaks, time.
        labels: Whose turns go.
        asking: Labels of who only asks.
        places: Where a text holds words that go too, wherever they stand.
        label: Who speaks in the turns that are taken out.

    Attributes:
        text, turns: As they are without.
        turns_cut, words_cut: How much was the voice's.
    """

    def __init__(
        self,
        text: str,
        turns: Sequence[list[Any]],
        labels: Collection[str],
        asking: Collection[str],
        places: Callable[[str], Sequence[Span]],
        label: str,
    ) -> None:
        self.old = text
        self._asking = asking
        own = [one for one in turns if one[3] in labels]
        self._others = [one for one in turns if one[3] not in labels]
        self.turns_cut = len(own)
        self.words_cut = sum(len(text[one[0] : one[1]].split()) for one in own)
        gone = [(one[2], one[1]) for one in own if one[1] > one[2]]
        for start, end in list(_between(gone, len(text))):
            gone += [(start + one.start, start + one.end) for one in places(text[start:end])]
        self._cuts = self._edged(sorted(gone), {one[2]: one[0] for one in self._others})
        self._map = EditMap(tuple(Edit(one.start, one.end, MARK) for one in self._cuts))
        self.text = edited(text, self._map.edits)
        self.turns = list(self._turns(turns, labels, label))

    def _edged(self, spans: list[tuple[int, int]], words_of: dict[int, int]) -> list[_Cut]:
        """Say for each cut where others' words end before it and begin behind it, past other cuts."""
        text, cuts = self.old, []
        ends = {end: start for start, end in spans}
        starts = dict(spans)
        for start, end in spans:
            left, right = start, end
            while True:
                while left and text[left - 1].isspace():
                    left -= 1
                if left not in ends:
                    break
                left = ends[left]
            while True:
                while right < len(text) and text[right].isspace():
                    right += 1
                if right not in starts:
                    break
                right = starts[right]
            cuts.append(_Cut(start, end, left, words_of.get(right, right)))
        return cuts

    def _turns(self, turns: Sequence[list[Any]], labels: Collection[str], label: str) -> Iterator[list[Any]]:
        at = 0
        for start, end, label_start, said, time in turns:
            first = max(at, self._map.offset(label_start))
            if said in labels:
                at = first + (len(MARK) if end > label_start else 0)
                yield [first, at, first, label, time]
            else:
                words = max(first, self._map.offset(start))
                at = max(words, self._map.offset(end, after=True), self._map.offset(end))
                yield [words, at, first, said, time]

    def touched(self, start: int, end: int) -> bool:
        """Say whether a stretch of the old text loses words."""
        return any(one.start < end and one.end > start for one in self._cuts)

    def ends(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the old text begins and ends; on words that go it is the mark."""
        first = next((one for one in self._cuts if one.start <= start < one.end), None)
        last = next((one for one in self._cuts if one.start < end <= one.end), None)
        here = self._map.offset(first.right if first else start)
        there = self._map.offset(last.left) if last else self._map.offset(end, after=True)
        if here < there:
            return here, there
        cut = first or last
        at = self._map.offset(cut.start) if cut else here
        return at, at + len(MARK)

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a stretch of the old text is; None where no word of whoever answers is left of it."""
        if self.touched(start, end) and not any(
            said not in self._asking and self._left(max(start, first), min(end, last))
            for first, last, _label, said, _time in self._others
        ):
            return None
        return self.ends(start, end)

    def _left(self, start: int, end: int) -> bool:
        """Say whether a word of a stretch stays."""
        inside = [(one.start, one.end) for one in self._cuts if one.start < end and one.end > start]
        return any(
            self.old[start + first : start + last].strip()
            for first, last in _between([(a - start, b - start) for a, b in inside], end - start)
        )


def _between(spans: list[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """Yield what lies between stretches that are in order."""
    at = 0
    for start, end in spans:
        if start > at:
            yield at, start
        at = max(at, end)
    if at < length:
        yield at, length
