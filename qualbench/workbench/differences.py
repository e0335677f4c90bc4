"""Where two coders differ, as a list to talk over: no coefficient, and open to every method profile."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.analysis.differences import Difference, DifferenceKind, compare_codings
from qualbench.analysis.selection import with_subcodes
from qualbench.errors import QualbenchError, UsageError
from qualbench.storage.codings import count_by_coder, load_coders, load_segments
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.independence import OthersHidden, others_hidden

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualbench.model.coding import Coder, Segment
    from qualbench.workbench.project import Session

__all__ = [
    "CoderComparison",
    "Difference",
    "DifferenceKind",
    "OneCoderOnly",
    "busiest_pair",
    "compare_coders",
]


class OneCoderOnly(QualbenchError):
    """Fewer than two coders have coded anything, so there is nothing to compare."""

    def __init__(self) -> None:
        super().__init__(
            "There are no two coders' codings to compare.",
            "Each coder works under a name of their own (--coder NAME); `qualbench code import` brings "
            "another copy's codings in.",
        )


@dataclass(frozen=True, slots=True)
class CoderComparison:
    """How two coders' codings differ.

    Attributes:
        differences: In order of the documents and of place.
        same: How many codings both made alike: the same code on the same words.
    """

    first: Coder
    second: Coder
    differences: tuple[Difference, ...]
    same: int


def busiest_pair(session: Session) -> tuple[Coder, Coder]:
    """Return the two coders with most codings, the older one first.

    Raises:
        OneCoderOnly: There are no two.
        OthersHidden: Independent coding is in force.
    """
    _refuse_while_independent(session)
    codings: Counter[str] = Counter()
    for by_coder in count_by_coder(session.store).values():
        codings.update(by_coder)
    coders = [one for one in load_coders(session.store) if codings[one.id]]
    if len(coders) < 2:
        raise OneCoderOnly
    two = sorted(coders, key=lambda one: -codings[one.id])[:2]
    first, second = (one for one in coders if one in two)
    return first, second


def compare_coders(
    session: Session,
    first: Coder,
    second: Coder,
    *,
    document_id: str | None = None,
    code_ids: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
    both: bool = False,
) -> CoderComparison:
    """Compare the codings of two coders.

    Args:
        document_id: Only in this document.
        code_ids: Only where one of the two used one of these codes or a code under them; who is paired with
            whom does not depend on it.
        kinds: Only differences of these kinds.
        both: Only in documents in which both have coded something.

    Raises:
        UsageError: The two are one.
        OthersHidden: Independent coding is in force.
    """
    _refuse_while_independent(session)
    if first.id == second.id:
        raise UsageError("Two coders are compared; these are one.", f"Name another beside {first.name}.")
    codebook = load_codebook(session)
    segments = load_segments(session.store, document_id=document_id, coder_ids=(first.id, second.id))
    if both:
        first_in, second_in = (
            {s.document_id for s in segments if s.coder_id == one.id} for one in (first, second)
        )
        segments = [one for one in segments if one.document_id in first_in & second_in]
    found = compare_codings(segments, first.id, second.id, codebook)
    wanted = None if code_ids is None else with_subcodes(codebook, code_ids)

    def counts(one: Segment) -> bool:
        return wanted is None or one.code_id in wanted

    return CoderComparison(
        first,
        second,
        tuple(
            one
            for one in found.differences
            if (kinds is None or one.kind in kinds) and any(map(counts, one.segments))
        ),
        sum(map(counts, found.same)),
    )


def _refuse_while_independent(session: Session) -> None:
    if others_hidden(session):
        raise OthersHidden("coders are compared after it has ended")
