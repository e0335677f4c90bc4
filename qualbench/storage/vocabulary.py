"""The full-text index: which words it holds, and which documents hold one of some words."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualbench.storage.store import Store

#: With more words than these most documents hold one, and asking costs more than looking.
ASKED = 400


def load_vocabulary(store: Store) -> list[str] | None:
    """Return every word of the index, folded as it folds; None where the database cannot say."""
    connection = store.connection
    try:
        # of the connection alone, and nowhere on the disk: a project that is only read can have it too
        connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'revision_fts', 'row')"
        )
    except sqlite3.OperationalError:
        return None
    return [term for (term,) in connection.execute("SELECT term FROM temp.vocabulary")]


def documents_with(store: Store, terms: Collection[str]) -> set[str] | None:
    """Return the ids of the documents whose text of today holds one of the index's words; None for too many."""
    if len(terms) > ASKED:
        return None
    if not terms:
        return set()
    wanted = " OR ".join('"' + term.replace('"', '""') + '"' for term in sorted(terms))
    rows = store.connection.execute(
        "SELECT r.document_id FROM revision_fts f JOIN revision r ON r.rowid = f.rowid "
        "JOIN document d ON d.id = r.document_id AND d.revision = r.number "
        "WHERE revision_fts MATCH ? AND d.hidden = 0",
        (wanted,),
    )
    return {document_id for (document_id,) in rows}
