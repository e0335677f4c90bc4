"""Marking segments: important ones, and what a segment does to a later theme.

Both are the researcher's notes to themselves while coding; no number and no theme comes from them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualbench.model.change import Noun
from qualbench.model.coding import Stance
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import find_segment, segment_row
from qualbench.workbench.writing import changed, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.coding import Segment
    from qualbench.workbench.project import Session


def mark_important(session: Session, segment_ids: Sequence[str], important: bool = True) -> list[Segment]:
    """Mark segments as important, or with False no longer, as one step, and return them as they are then.

    Raises:
        NotFound: There is no segment of one of the ids; nothing was changed.
    """
    return mark_segments(session, segment_ids, important=important)


def set_stance(session: Session, segment_id: str, stance: Stance) -> Segment:
    """Say what a segment does to a later theme, as one step, and return it as it is then.

    Args:
        stance: `Stance.NONE` takes back what was said.

    Raises:
        NotFound: There is no such segment.
    """
    return mark_segments(session, [segment_id], stance=stance)[0]


def mark_segments(
    session: Session,
    segment_ids: Sequence[str],
    *,
    important: bool | None = None,
    stance: Stance | None = None,
) -> list[Segment]:
    """Mark segments as one step and return them as they are then; None leaves a mark as it is.

    Raises:
        NotFound: There is no segment of one of the ids; nothing was changed.
    """
    before = [find_segment(session, one) for one in dict.fromkeys(segment_ids)]
    after = [
        replace(
            one,
            important=one.important if important is None else important,
            stance=one.stance if stance is None else stance,
        )
        for one in before
    ]
    changes = [
        changed("SegmentMarked", Noun.SEGMENT, old.id, segment_row(old), segment_row(new))
        for old, new in zip(before, after, strict=True)
    ]
    real = [one for one in changes if one is not None]
    name = load_codebook(session).paths.get(before[0].code_id, "") if len(before) == 1 else ""
    what = f"a coding of “{name}”" if name else f"{len(real)} codings"
    write(session, real, verb="mark", summary=f"marked {what} as {_as(important, stance)}")
    return after


def _as(important: bool | None, stance: Stance | None) -> str:
    """Say in words how segments are marked."""
    said = []
    if important is not None:
        said.append("important" if important else "not important")
    if stance is not None:
        said.append({Stance.NONE: "of no stance"}.get(stance, f"what {stance} a theme"))
    return " and ".join(said)
