"""The one filter: which segments count, and which of them are the same words.

Every number starts from a stated list of coders. Segments of a theme are distinct stretches of text: the
same words under two of its codes are one stretch. Where several coders count, they count in their stated
order: a further coder's stretch counts only if it shares no words with one that counts already, so two coders
on the same words are never counted twice, however differently they drew the edges.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.model.code import Codebook
    from qualbench.model.coding import Segment
    from qualbench.model.ids import CodeId, CoderId, DocumentId


@dataclass(frozen=True, slots=True)
class Selection:
    """Which segments count.

    Attributes:
        coder_ids: The stated coders, in the order in which they count (the lead first).
        document_ids: Only these documents; None for all.
        code_ids: Only these codes, subcodes spelt out (see `with_subcodes`); None for all.
    """

    coder_ids: tuple[CoderId, ...]
    document_ids: frozenset[DocumentId] | None = None
    code_ids: frozenset[CodeId] | None = None

    def holds(self, segment: Segment) -> bool:
        """Say whether `segment` counts."""
        return (
            segment.coder_id in self.coder_ids
            and (self.document_ids is None or segment.document_id in self.document_ids)
            and (self.code_ids is None or segment.code_id in self.code_ids)
        )


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """A stretch of one document's text, half-open, in code points."""

    document_id: DocumentId
    start: int
    end: int


#: How stretches are sorted: as they compare, but by the interpreter's own hand, for there are very many.
_PLACE = attrgetter("document_id", "start", "end")


def select(segments: Iterable[Segment], selection: Selection) -> tuple[Segment, ...]:
    """Return the segments that count, in the order given."""
    return tuple(segment for segment in segments if selection.holds(segment))


def with_subcodes(codebook: Codebook, code_ids: Iterable[CodeId]) -> frozenset[CodeId]:
    """Return the codes named and everything under them; ids that the codebook does not have are left out."""
    return frozenset(
        one for code_id in code_ids if code_id in codebook.by_id for one in codebook.subtree(code_id)
    )


def distinct_stretches(segments: Iterable[Segment], coder_ids: tuple[CoderId, ...]) -> tuple[Stretch, ...]:
    """Return the distinct stretches that `segments` cover, sorted.

    Args:
        segments: Those that count, in any order.
        coder_ids: The coders in the order in which they count; segments of others are ignored.
    """
    by_coder: dict[CoderId, set[Stretch]] = {}
    for one in segments:
        by_coder.setdefault(one.coder_id, set()).add(Stretch(one.document_id, one.start, one.end))
    counted: set[Stretch] = set()
    for coder_id in coder_ids:
        own = by_coder.pop(coder_id, set())
        if counted:
            taken = Taken(counted)
            own = {stretch for stretch in own if not taken.shares_words_with(stretch)}
        counted |= own
    return tuple(sorted(counted, key=_PLACE))


class Taken:
    """The words that count already, as disjoint runs of each document."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self._runs: dict[DocumentId, tuple[list[int], list[int]]] = {}
        for one in sorted(stretches, key=_PLACE):
            starts, ends = self._runs.setdefault(one.document_id, ([], []))
            if ends and one.start < ends[-1]:
                ends[-1] = max(ends[-1], one.end)
            else:
                starts.append(one.start)
                ends.append(one.end)

    def shares_words_with(self, stretch: Stretch) -> bool:
        """Say whether a stretch covers any of them."""
        starts, ends = self._runs.get(stretch.document_id, ([], []))
        index = bisect_right(ends, stretch.start)
        return index < len(ends) and starts[index] < stretch.end
