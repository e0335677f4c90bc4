"""What has changed since one looked last: so that a screen need not read a whole project after each step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualbench.model.change import Noun
from qualbench.storage.codings import load_segment
from qualbench.storage.history import load_changes, load_step, newest_step
from qualbench.storage.sight import in_force

if TYPE_CHECKING:
    from qualbench.model.coding import Segment
    from qualbench.model.ids import CodeId, SegmentId
    from qualbench.workbench.project import Session

#: More changed rows than this, or more steps, are not gone through: reading everything is as quick.
MOST = 200
#: What a screen of codings can follow row by row; themes and saved versions change nothing that it shows.
_FOLLOWED = frozenset({Noun.SEGMENT, Noun.MEMO, Noun.EXEMPLAR, Noun.VERSION})


@dataclass(frozen=True, slots=True)
class News:
    """What the steps since a given one have changed.

    Attributes:
        segments: The segments that came or changed, as they are now, by id; None where one is gone.
        counts: By how much the number of segments of a code is another, all documents together.
        given: The codes that this coder gave to words, the last one last; None where segments changed or went
            too, so that which codes were used last must be asked.
        memos: Whether a memo came, changed or went.
    """

    segments: dict[SegmentId, Segment | None] = field(default_factory=dict)
    counts: dict[CodeId, int] = field(default_factory=dict)
    given: list[CodeId] | None = field(default_factory=list)
    memos: bool = False


def newest(session: Session) -> int:
    """Return the number of the newest step; it only ever grows."""
    return newest_step(session.store)


def news_since(session: Session, step: int) -> News | None:
    """Return what has changed after `step`, or None where everything must be read again.

    That is so where more than codings and memos have changed, where it is much, and while independent coding
    is in force.
    """
    last = newest(session)
    if last == step:
        return News()
    if not 0 < last - step <= MOST or in_force(session.store) is not None:
        return None
    segments: dict[SegmentId, Segment | None] = {}
    counts: dict[CodeId, int] = {}
    given: list[CodeId] | None = []
    memos = False
    for one in range(step + 1, last + 1):
        entry = load_step(session.store, one)
        if entry is None or entry.rows + len(segments) > MOST:
            return None
        for change in load_changes(session.store, one):
            if change.noun not in _FOLLOWED:
                return None
            memos = memos or change.noun is Noun.MEMO
            if change.noun is Noun.SEGMENT:
                segments[change.key[0]] = None
                for columns, by in ((change.before, -1), (change.after, 1)):
                    if columns is not None and "code_id" in columns:
                        code_id = str(columns["code_id"])
                        counts[code_id] = counts.get(code_id, 0) + by
                if change.before is not None or change.after is None:
                    given = None
                elif given is not None and change.after["coder_id"] == session.coder.id:
                    given.append(str(change.after["code_id"]))
    for segment_id in segments:
        segments[segment_id] = load_segment(session.store, segment_id)
    return News(segments, counts, given, memos)
