"""What stands on codes: their codings, those in hidden documents too, and what stands on these."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from qualbench.storage.sight import hides_others

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.storage.store import Store


class CodedRow(NamedTuple):
    """A coding as the columns that a change carries, its id first; the words are not among them."""

    id: str
    document_id: str
    revision: int
    start: int
    end: int
    code_id: str
    coder_id: str
    created_at: str
    important: int
    stance: str
    meaning: int


def load_coded_rows(store: Store, code_ids: Iterable[str]) -> list[CodedRow]:
    """Return the codings of some codes, those in hidden documents too, in order of code and making."""
    rows = store.connection.execute(
        'SELECT id, document_id, revision, start, "end", code_id, coder_id, created_at, important, stance, meaning '
        "FROM segment WHERE code_id IN (SELECT value FROM json_each(?)) ORDER BY code_id, rowid",
        (json.dumps(list(code_ids)),),
    )
    return [CodedRow(*row) for row in rows]


def others_use(store: Store, code_ids: Iterable[str]) -> bool:
    """Say whether codings of another coder that are hidden just now have one of some codes."""
    if not hides_others(store):
        return False
    (found,) = store.connection.execute(
        "SELECT EXISTS (SELECT 1 FROM main.segment WHERE code_id IN (SELECT value FROM json_each(?)) "
        "AND coder_id <> ?)",
        (json.dumps(list(code_ids)), store.viewer),
    ).fetchone()
    return bool(found)


def load_memos_on(store: Store, target: str, target_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Return (memo id, target id) of the memos on some codes or segments, oldest first."""
    return list(
        store.connection.execute(
            "SELECT id, target_id FROM memo WHERE target = ? AND target_id IN (SELECT value FROM json_each(?)) "
            "ORDER BY rowid",
            (target, json.dumps(list(target_ids))),
        )
    )


def load_stretches(store: Store, code_ids: Iterable[str]) -> list[tuple[str, int, int]]:
    """Return (document id, start, end) of the codings of some codes in the texts of now, by document."""
    return list(
        store.connection.execute(
            'SELECT s.document_id, s.start, s."end" FROM segment s '
            "JOIN document d ON d.id = s.document_id AND d.hidden = 0 AND d.revision = s.revision "
            "WHERE s.code_id IN (SELECT value FROM json_each(?)) ORDER BY d.position, d.id, s.start",
            (json.dumps(list(code_ids)),),
        )
    )
