"""Where two coders differ, and in what way: a list to talk over, without a coefficient.

Codings that are the same to the character are set aside first. Then the same code with other boundaries is
paired, wherever the two share words; then a parent with its child, then other codes, where at least half of
the shorter stretch is shared. Within each, the pair that shares most comes first, and every coding stands
in one row alone. What is left, one of the two coded and the other did not.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualbench.model.code import Codebook
    from qualbench.model.coding import Segment
    from qualbench.model.ids import CodeId, CoderId, DocumentId
    from qualbench.model.span import Span


class DifferenceKind(StrEnum):
    """In what way two coders differ on a stretch."""

    ONLY_ONE = "only one coded"
    BOUNDARIES = "other boundaries"
    RELATED = "parent or child code"
    CODE = "another code"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two coders differ.

    Attributes:
        first: The first coder's coding; None where only the second coded.
        second: The second coder's coding; None where only the first coded.
    """

    kind: DifferenceKind
    first: Segment | None
    second: Segment | None

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The codings that are there, the first coder's first."""
        return tuple(one for one in (self.first, self.second) if one is not None)

    @property
    def document_id(self) -> DocumentId:
        """The document that both stand in."""
        return self.segments[0].document_id

    @property
    def span(self) -> Span:
        """The smallest stretch that covers both."""
        return self.segments[0].span.union(self.segments[-1].span)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two coders' codings lie to each other.

    Attributes:
        differences: By document, in the order in which those were given, and by place.
        same: The codings that both made, with the same code on the same words, as the first coder made them.
    """

    differences: tuple[Difference, ...]
    same: tuple[Segment, ...]


def compare_codings(
    segments: Iterable[Segment], first_id: CoderId, second_id: CoderId, codebook: Codebook
) -> Comparison:
    """Compare the codings of two coders.

    Args:
        segments: Theirs, in order of document; those of other coders are passed over.
        codebook: Says which codes are under which.
    """
    by_document: dict[DocumentId, tuple[list[Segment], list[Segment]]] = {}
    for one in segments:
        if one.coder_id in (first_id, second_id):
            sides = by_document.setdefault(one.document_id, ([], []))
            sides[one.coder_id == second_id].append(one)
    differences: list[Difference] = []
    same: list[Segment] = []
    for ours, theirs in by_document.values():
        found, agreed = _compare(ours, theirs, codebook)
        differences += sorted(found, key=_place)
        same += agreed
    return Comparison(tuple(differences), tuple(same))


def _compare(
    ours: list[Segment], theirs: list[Segment], codebook: Codebook
) -> tuple[list[Difference], list[Segment]]:
    """Compare what two coders coded in one document."""
    known = {(one.start, one.end, one.code_id): one for one in theirs}
    agreed = [one for one in ours if (one.start, one.end, one.code_id) in known]
    settled = {(one.start, one.end, one.code_id) for one in agreed}
    ours = [one for one in ours if (one.start, one.end, one.code_id) not in settled]
    theirs = [one for one in theirs if (one.start, one.end, one.code_id) not in settled]
    pairs: list[tuple[int, tuple[float, int, str, str], Segment, Segment]] = []
    for one, other in _overlapping(ours, theirs):
        kind = _kind(one, other, codebook)
        shared = min(one.end, other.end) - max(one.start, other.start)
        if kind is DifferenceKind.BOUNDARIES or 2 * shared >= min(len(one.span), len(other.span)):
            union = max(one.end, other.end) - min(one.start, other.start)
            # ties go by place and ids, so that nothing depends on who is named first or was read first
            low, high = sorted((one.id, other.id))
            order = (-shared / union, min(one.start, other.start), low, high)
            pairs.append((_CLOSEST.index(kind), order, one, other))
    found: list[Difference] = []
    taken: set[str] = set()
    for rank, _order, one, other in sorted(pairs, key=lambda pair: pair[:2]):
        if one.id not in taken and other.id not in taken:
            taken |= {one.id, other.id}
            found.append(Difference(_CLOSEST[rank], one, other))
    alone = DifferenceKind.ONLY_ONE
    found += [Difference(alone, one, None) for one in ours if one.id not in taken]
    found += [Difference(alone, None, one) for one in theirs if one.id not in taken]
    return found, agreed


#: Which pairs are made first.
_CLOSEST = (DifferenceKind.BOUNDARIES, DifferenceKind.RELATED, DifferenceKind.CODE)


def _kind(one: Segment, other: Segment, codebook: Codebook) -> DifferenceKind:
    if one.code_id == other.code_id:
        return DifferenceKind.BOUNDARIES
    if _is_under(one.code_id, other.code_id, codebook) or _is_under(other.code_id, one.code_id, codebook):
        return DifferenceKind.RELATED
    return DifferenceKind.CODE


def _is_under(code_id: CodeId, above_id: CodeId, codebook: Codebook) -> bool:
    code = codebook.by_id.get(code_id)
    while code is not None and code.parent_id is not None:
        if code.parent_id == above_id:
            return True
        code = codebook.by_id.get(code.parent_id)
    return False


def _overlapping(ours: list[Segment], theirs: list[Segment]) -> Iterator[tuple[Segment, Segment]]:
    """Yield every pair that shares words."""
    by_start = sorted(theirs, key=lambda one: one.start)
    starts = [one.start for one in by_start]
    longest = max((len(one.span) for one in theirs), default=0)
    for one in ours:
        for index in range(bisect_left(starts, one.start - longest), bisect_left(starts, one.end)):
            if by_start[index].end > one.start:
                yield one, by_start[index]


def _place(one: Difference) -> tuple[int, int, str]:
    return one.span.start, -one.span.end, one.segments[0].id
