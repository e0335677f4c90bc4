"""Codes and saved codebook versions: rows to model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qualbench.model.code import Code, Codebook, CodebookVersion, CodeStatus, Origin

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualbench.storage.store import Store


def load_codebook(store: Store) -> Codebook:
    """Return all codes of the project, as they stand."""
    rows = store.connection.execute(
        'SELECT id, name, parent_id, position, color, definition, "when", when_not, examples, origin, in_vivo, '
        "status FROM code ORDER BY position, name, id"
    )
    codes = tuple(
        Code(
            *(one, name, parent, position, color, definition, when, when_not),
            examples=tuple(json.loads(examples)) if examples != "[]" else (),
            origin=Origin(origin) if origin else None,
            in_vivo=bool(in_vivo),
            status=CodeStatus(status),
        )
        for one, name, parent, position, color, definition, when, when_not, examples, origin, in_vivo, status in rows
    )
    (name,) = store.connection.execute("SELECT codebook_name FROM project").fetchone() or ("Codebook",)
    (version,) = store.connection.execute(
        "SELECT coalesce(max(CAST(number AS INTEGER)), 0) FROM codebook_version"
    ).fetchone()
    return Codebook(name, codes, version)


def load_code_names(store: Store, code_ids: Collection[str]) -> dict[str, str]:
    """Return id -> name of those of the codes that there are: what a single coding needs, however many codes."""
    marks = ", ".join("?" * len(code_ids))
    return dict(store.connection.execute(f"SELECT id, name FROM code WHERE id IN ({marks})", (*code_ids,)))


def load_versions(store: Store) -> list[CodebookVersion]:
    """Return the saved versions, oldest first."""
    rows = store.connection.execute(
        "SELECT CAST(number AS INTEGER), message, coder_id, created_at, yaml FROM codebook_version ORDER BY 1"
    )
    return [CodebookVersion(*row) for row in rows]
