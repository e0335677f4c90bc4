"""The project's own row, its cases and attributes, and memos: rows to model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qualbench.model.coding import Memo, MemoKind, MemoTarget

if TYPE_CHECKING:
    from qualbench.model.case import Attribute, Case
    from qualbench.storage.store import Store


def load_project(store: Store) -> dict[str, Any]:
    """Return the project's row as a dictionary (empty for a database that has none)."""
    cursor = store.connection.execute("SELECT * FROM project LIMIT 1")
    row = cursor.fetchone()
    return dict(zip((column[0] for column in cursor.description), row, strict=True)) if row else {}


def load_cases(store: Store) -> list[Case]:
    """Return the cases by number, with the values of their attributes."""
    from qualbench.model.case import Case  # late: listing memos or segments needs none of it

    values: dict[str, dict[str, str]] = {}
    for case, name, value in store.connection.execute(
        "SELECT v.case_id, a.name, v.value FROM case_value v JOIN attribute a ON a.id = v.attribute_id "
        "ORDER BY a.position"
    ):
        values.setdefault(case, {})[name] = value
    rows = store.connection.execute("SELECT id, number, name FROM cases ORDER BY number, id")
    return [Case(one, number, name, values.get(one, {})) for one, number, name in rows]


def load_attributes(store: Store) -> list[Attribute]:
    """Return the attributes in order."""
    from qualbench.model.case import Attribute, AttributeType

    rows = store.connection.execute(
        "SELECT id, name, type, choices, position, private FROM attribute ORDER BY position, id"
    )
    return [
        Attribute(one, name, AttributeType(kind), tuple(json.loads(choices)), position, bool(private))
        for one, name, kind, choices, position, private in rows
    ]


def load_memos(
    store: Store,
    *,
    kind: MemoKind | None = None,
    target: MemoTarget | None = None,
    target_id: str | None = None,
) -> list[Memo]:
    """Return memos and journal entries, oldest first; None means any.

    Private ones are among them: who shows or exports memos asks `workbench.memoing`. Those on passages of
    hidden documents are not.
    """
    chosen = {"kind": kind, "target": target, "target_id": target_id}
    given = {name: value for name, value in chosen.items() if value is not None}
    where = "".join(f" AND {name} = :{name}" for name in given)
    rows = store.connection.execute(
        "SELECT id, kind, target, target_id, text, coder_id, date, created_at, private, revision, start, "
        "\"end\" FROM memo WHERE NOT (target = 'passage' AND target_id IN (SELECT id FROM document WHERE "
        f"hidden)){where} ORDER BY date, created_at, rowid",
        given,
    )
    return [
        Memo(
            one, MemoKind(kind_), MemoTarget(target_), target_id_, text, coder, date, made, bool(own), *place
        )
        for one, kind_, target_, target_id_, text, coder, date, made, own, *place in rows
    ]
