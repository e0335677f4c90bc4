"""Codes and saved codebook versions: rows to model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qualbench.model.code import (
    Code,
    Codebook,
    CodebookVersion,
    CodeLevel,
    CodeStatus,
    Lineage,
    Meaning,
    Origin,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualbench.storage.store import Store


def load_codebook(store: Store) -> Codebook:
    """Return all codes of the project, as they stand."""
    rows = store.connection.execute(
        'SELECT id, name, parent_id, position, color, definition, "when", when_not, examples, origin, in_vivo, '
        "status, full_definition, counter_examples, source, level, author, notes, properties, silenced, meaning "
        "FROM code ORDER BY position, name, id"
    )
    codes = tuple(_code(*row) for row in rows)
    (name,) = store.connection.execute("SELECT codebook_name FROM project").fetchone() or ("Codebook",)
    (version,) = store.connection.execute(
        "SELECT coalesce(max(CAST(number AS INTEGER)), 0) FROM codebook_version"
    ).fetchone()
    return Codebook(name, codes, version)


def load_code_names(store: Store, code_ids: Collection[str]) -> dict[str, tuple[str, int]]:
    """Return id -> name and meaning of those of the codes that there are: what a single coding needs."""
    marks = ", ".join("?" * len(code_ids))
    rows = store.connection.execute(f"SELECT id, name, meaning FROM code WHERE id IN ({marks})", (*code_ids,))
    return {code_id: (name, meaning) for code_id, name, meaning in rows}


def load_versions(store: Store) -> list[CodebookVersion]:
    """Return the saved versions, oldest first."""
    rows = store.connection.execute(
        "SELECT CAST(number AS INTEGER), message, coder_id, created_at, yaml, milestone "
        "FROM codebook_version ORDER BY 1"
    )
    return [CodebookVersion(*row) for row in rows]


def load_meanings(store: Store, code_id: str) -> list[Meaning]:
    """Return what a code meant before it means what it does, the oldest first."""
    rows = store.connection.execute(
        'SELECT code_id, number, definition, full_definition, "when", when_not, coder_id, created_at FROM meaning '
        "WHERE code_id = ? ORDER BY number",
        (code_id,),
    )
    return [Meaning(*row) for row in rows]


def newest_meaning(store: Store, code_id: str) -> int:
    """Return the highest number that a meaning of a code ever had; one taken back may have codings."""
    (kept,) = store.connection.execute(
        "SELECT coalesce(max(number), 0) FROM meaning WHERE code_id = ?", (code_id,)
    ).fetchone()
    (used,) = store.connection.execute(
        "SELECT coalesce(max(meaning), 1) FROM main.segment WHERE code_id = ?", (code_id,)
    ).fetchone()
    return max(int(kept), int(used))


def load_lineage(store: Store) -> list[Lineage]:
    """Return what codes became, in the order in which it happened."""
    rows = store.connection.execute(
        "SELECT id, kind, code_id, name, into_id, coder_id, created_at, why FROM lineage ORDER BY created_at, rowid"
    )
    return [Lineage(*row) for row in rows]


def _code(
    one: str,
    name: str,
    parent: str | None,
    position: int,
    color: str,
    definition: str,
    when: str,
    when_not: str,
    examples: str,
    origin: str,
    in_vivo: int,
    status: str,
    full_definition: str,
    counter_examples: str,
    source: str,
    level: str,
    author: str,
    notes: str,
    properties: str,
    silenced: str,
    meaning: int,
) -> Code:
    return Code(
        *(one, name, parent, position, color, definition, when, when_not),
        examples=_texts(examples),
        origin=Origin(origin) if origin else None,
        in_vivo=bool(in_vivo),
        status=CodeStatus(status),
        full_definition=full_definition,
        counter_examples=_texts(counter_examples),
        source=source,
        level=CodeLevel(level) if level else None,
        author=author,
        notes=notes,
        properties=_pairs(properties),
        silenced=_pairs(silenced),
        meaning=meaning,
    )


def _texts(kept: str) -> tuple[str, ...]:
    return tuple(json.loads(kept)) if kept != "[]" else ()


def _pairs(kept: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(kept)) if kept != "[]" else ()
