"""Documents, their text, turns and speakers: rows to model. Hidden documents are as if they were not there."""

from __future__ import annotations

import json
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from qualbench.model.document import ASKING, Document, DocumentKind, Problem, Revision, Role, Speaker, Turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.storage.store import Store

_DOCUMENT = (
    "SELECT d.id, d.name, d.kind, d.source, d.format, d.sha256, d.encoding, d.revision, d.case_id, r.words, "
    "d.imported_at, d.problems, d.language FROM document d JOIN revision r ON r.document_id = d.id AND r.number = d.revision "
)


def load_documents(store: Store) -> list[Document]:
    """Return every document in the project's order."""
    rows = store.connection.execute(f"{_DOCUMENT} WHERE d.hidden = 0 ORDER BY d.position, d.name, d.id")
    return [_document(row) for row in rows]


def load_document(store: Store, name_or_id: str, *, hidden: bool = False) -> Document | None:
    """Return the document of that id or exact name, or None; `hidden`: one whose import was taken back."""
    row = store.connection.execute(
        f"{_DOCUMENT} WHERE d.hidden = ?2 AND (d.id = ?1 OR d.name = ?1) ORDER BY d.id <> ?1 LIMIT 1",
        (name_or_id, hidden),
    ).fetchone()
    return _document(row) if row else None


def load_revision(store: Store, document_id: str, number: int) -> Revision | None:
    """Return one revision with its text, or None."""
    row = store.connection.execute(
        "SELECT document_id, number, text, sha256, created_at FROM revision WHERE document_id = ? AND number = ?",
        (document_id, number),
    ).fetchone()
    return Revision(*row) if row else None


def load_revisions(store: Store, document_id: str) -> list[tuple[int, str, int]]:
    """Return (number, when it was made, words) of every text that a document has had, the oldest first."""
    rows = store.connection.execute(
        "SELECT number, created_at, words FROM revision WHERE document_id = ? ORDER BY number", (document_id,)
    )
    return [(number, made, words) for number, made, words in rows]


def load_turns(store: Store, document_id: str, revision: int) -> tuple[Turn, ...]:
    """Return a revision's turns in order, each with its speaker's role of today."""
    row = store.connection.execute(
        "SELECT turns FROM revision WHERE document_id = ? AND number = ?", (document_id, revision)
    ).fetchone()
    if row is None:
        return ()
    speakers = load_speakers(store, document_id)
    roles = {speaker.label: speaker.role for speaker in speakers}
    # other labels of one speaker are read as the first one's: nobody else need know of them
    main = {alias: speaker.label for speaker in speakers for alias in speaker.aliases}
    turns = json.loads(row[0])
    # where nobody is named, or only who asks, the words are the case's; else a paragraph of nobody's is nobody's
    asked = all(role in ASKING for role in roles.values())
    nobodys = Role.PARTICIPANT if asked else Role.UNIDENTIFIED
    return tuple(
        Turn(index, start, end, label, speaker, roles.get(speaker, nobodys), time)
        for index, (start, end, label, said, time) in enumerate(turns, 1)
        for speaker in [main.get(said, said)]
    )


def turn_number(store: Store, document_id: str, revision: int, offset: int) -> int | None:
    """Return the number of the turn whose words hold `offset`, or None; it costs the same in any document."""
    turns = store.turns(document_id, revision)
    at = bisect_right(turns, offset, key=lambda one: int(one[0])) - 1
    return at + 1 if at >= 0 and offset < turns[at][1] else None


def load_speakers(store: Store, document_id: str) -> tuple[Speaker, ...]:
    """Return a document's speakers in order of first appearance."""
    rows = store.connection.execute(
        "SELECT id, document_id, label, role, case_id, aliases FROM speaker WHERE document_id = ? ORDER BY position, label",
        (document_id,),
    )
    return tuple(
        Speaker(one, document, label, Role(role), case, tuple(json.loads(aliases)))
        for one, document, label, role, case, aliases in rows
    )


def load_counts(store: Store) -> dict[str, tuple[int, int]]:
    """Return document id -> (turns, segments) of every shown document."""
    rows = store.connection.execute(
        "SELECT d.id, r.turn_count, (SELECT count(*) FROM segment s WHERE s.document_id = d.id) FROM document d "
        "JOIN revision r ON r.document_id = d.id AND r.number = d.revision WHERE d.hidden = 0"
    )
    return {document: (turns, segments) for document, turns, segments in rows}


def find_digest(store: Store, sha256: str) -> list[tuple[str, bool]]:
    """Return (document id, hidden) of every document that was read from a file with these bytes."""
    rows = store.connection.execute(
        "SELECT id, hidden FROM document WHERE sha256 = ? ORDER BY hidden, position", (sha256,)
    )
    return [(document, bool(hidden)) for document, hidden in rows]


def next_position(store: Store) -> int:
    """Return the position that a new document takes."""
    return int(store.connection.execute("SELECT coalesce(max(position), -1) + 1 FROM document").fetchone()[0])


def _document(row: Sequence[Any]) -> Document:
    return Document(
        *(
            row[0],
            row[1],
            DocumentKind(row[2]),
            row[3],
            row[4],
            row[5],
            row[6],
            row[7],
            row[8],
            row[9],
            row[10],
        ),
        problems=tuple(
            Problem(message, line, hint, serious) for message, line, hint, serious in json.loads(row[11])
        ),
        language=row[12],
    )
