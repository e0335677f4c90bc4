"""Places that a correction left unsure, and what stands in a document's text: rows to model."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qualbench.model.coding import MemoTarget, Segment
from qualbench.model.revising import Doubt, UnsurePlace
from qualbench.model.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.storage.store import Store


#: What waits may have been removed since, and an undo may bring it back: its doubt rests meanwhile.
_THERE = "(EXISTS (SELECT 1 FROM segment s WHERE s.id = u.target_id) OR EXISTS (SELECT 1 FROM memo m WHERE m.id = u.target_id))"


class Standing(NamedTuple):
    """A segment, or a memo's passage, as it stands in a text."""

    target: MemoTarget
    id: str
    revision: int
    span: Span
    key: tuple[str, str]


def load_standing(store: Store, document_id: str) -> Iterator[Standing]:
    """Yield what stands in any revision of a document's text, of all coders.

    `key` is what no two segments of one place may share: code and coder.
    """
    for one, revision, start, end, code_id, coder_id in store.connection.execute(
        'SELECT id, revision, start, "end", code_id, coder_id FROM main.segment WHERE document_id = ? '
        'ORDER BY start, "end", rowid',
        (document_id,),
    ).fetchall():
        yield Standing(MemoTarget.SEGMENT, one, revision, Span(start, end), (code_id, coder_id))
    for one, revision, start, end in store.connection.execute(
        "SELECT id, revision, start, \"end\" FROM main.memo WHERE target = 'passage' AND target_id = ? "
        'ORDER BY start, "end", rowid',
        (document_id,),
    ).fetchall():
        yield Standing(MemoTarget.PASSAGE, one, revision, Span(start, end), ("", one))


def load_unsure(store: Store, document_id: str | None = None) -> list[UnsurePlace]:
    """Return the places that wait, in order of document and text."""
    where, values = ("AND u.document_id = ?", (document_id,)) if document_id else ("", ())
    rows = store.connection.execute(
        'SELECT u.id, u.target, u.target_id, u.document_id, u.kind, u.revision, u.start, u."end", '
        "u.new_revision, u.new_start, u.new_end, u.score, u.created_at FROM unsure_place u "
        f"JOIN document d ON d.id = u.document_id AND d.hidden = 0 WHERE {_THERE} {where} "
        "ORDER BY d.position, u.start, u.id",
        values,
    )
    return [
        UnsurePlace(
            *(one, MemoTarget(target), target_id, document, Doubt(kind), revision, Span(start, end)),
            *(new_revision, None if new_start is None else Span(new_start, new_end), score, made),
        )
        for one, target, target_id, document, kind, revision, start, end, new_revision, new_start, new_end, score, made in rows
    ]


def load_lost_segments(store: Store) -> list[Segment]:
    """Return the segments whose words a correction took away: they stand on the text before."""
    rows = store.connection.execute(
        'SELECT s.id, s.document_id, s.revision, s.start, s."end", s.quote, s.code_id, s.coder_id, s.created_at '
        "FROM unsure_place u JOIN segment s ON s.id = u.target_id "
        "JOIN document d ON d.id = s.document_id AND d.hidden = 0 WHERE u.new_start IS NULL "
        "ORDER BY d.position, s.start"
    )
    return [Segment(*row) for row in rows]


def count_unsure(store: Store, document_id: str) -> int:
    """Return how many places of a document wait for a person."""
    (found,) = store.connection.execute(
        f"SELECT count(*) FROM unsure_place u WHERE u.document_id = ? AND {_THERE}", (document_id,)
    ).fetchone()
    return int(found)
