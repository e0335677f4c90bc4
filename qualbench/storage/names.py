"""What documents are called: no more than a listing needs, so that it need not import what a document is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualbench.storage.store import Store


def load_names(store: Store) -> dict[str, str]:
    """Return document id -> name of every shown document."""
    return dict(store.connection.execute("SELECT id, name FROM document WHERE hidden = 0"))


def load_digests(store: Store) -> dict[str, str]:
    """Return document id -> sha256 of the imported file, of every shown document."""
    return dict(store.connection.execute("SELECT id, sha256 FROM document WHERE hidden = 0"))


def load_ids(store: Store) -> set[str]:
    """Return every id that a thing of the project has, hidden or not."""
    tables = ("code", "document", "main.segment", "main.memo", "cases", "theme_set", "theme")
    rows = store.connection.execute(" UNION ALL ".join(f"SELECT id FROM {table}" for table in tables))
    return {one for (one,) in rows}
