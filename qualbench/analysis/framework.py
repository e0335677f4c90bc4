"""Which segments a cell of the framework matrix has, and whether its summary still rests on them.

A cell holds the segments of its theme, subthemes included, that cover words of its case. A summary is stale
once a segment came, went, or has other words; a segment that only moved, because the text before it was
corrected, changes nothing.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from qualbench.model.framework import CellState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualbench.analysis.scope import Scope
    from qualbench.model.coding import Segment
    from qualbench.model.framework import Summary
    from qualbench.model.ids import CaseId, ThemeId


def cell_segments(
    by_theme: Mapping[ThemeId, Iterable[Segment]], scope: Scope
) -> dict[tuple[ThemeId, CaseId], list[Segment]]:
    """Return the segments of each cell that has any, in the order given.

    A segment over the words of two participants stands in both cells; one over nobody's, in none.
    """
    found: dict[tuple[ThemeId, CaseId], list[Segment]] = {}
    for theme_id, segments in by_theme.items():
        for segment in segments:
            for case_id in scope.voices(segment.document_id, segment.span).case_ids:
                found.setdefault((theme_id, case_id), []).append(segment)
    return found


def basis_of(segments: Iterable[Segment]) -> tuple[str, ...]:
    """Return what a summary rests on: each segment's id with a digest of its words, in order of the ids."""
    return tuple(sorted(f"{one.id}:{_digest(one.quote)}" for one in segments))


def _digest(words: str) -> str:
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def state_of(summary: Summary | None, segments: Sequence[Segment]) -> CellState:
    """Say how it stands with a cell."""
    if summary is None:
        return CellState.NOT_CHARTED if segments else CellState.NO_DATA
    return CellState.CHARTED if summary.basis == basis_of(segments) else CellState.LOOK_AGAIN
