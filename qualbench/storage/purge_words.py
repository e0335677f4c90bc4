"""Words taken out of every text of a database, whatever table it is in, and out of its history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    #: Rewrites a row of the history: its noun, the names of its columns before and after, and the row.
    Rewrite = Callable[[str, Sequence[str], Sequence[str], list[Any]], list[Any]]


def text_columns(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    """Yield each table of ours with its columns of text, ids left out."""
    rows = connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'revision_fts%'"
    ).fetchall()
    for (table,) in rows:
        columns = [
            name
            for _number, name, kind, *_more in connection.execute(f"PRAGMA main.table_info({table})")
            if kind == "TEXT" and name != "id" and not name.endswith("_id")
        ]
        # the texts themselves never change; the history is gone through change by change
        yield table, [one for one in columns if table not in ("revision", "step_part")]


def blank_column(
    connection: sqlite3.Connection, table: str, column: str, blanked: Callable[[str], str]
) -> int:
    """Blank a column of a table; return how many of its texts held such words."""
    keys = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})") if row[5]] or ["rowid"]
    named = ", ".join(f'"{key}"' for key in keys)
    rows = connection.execute(f'SELECT {named}, "{column}" FROM main.{table}').fetchall()
    changed = 0
    for *key, text in rows:
        after = _blank_text(text, blanked) if text else text
        if after != text:
            where = " AND ".join(f'"{one}" = ?' for one in keys)
            connection.execute(f'UPDATE main.{table} SET "{column}" = ? WHERE {where}', (after, *key))
            changed += 1
    return changed


def _blank_text(text: str, blanked: Callable[[str], str]) -> str:
    """Blank a text; where it is a list or an object of JSON, each text in it."""
    if text[:1] in "[{":
        try:
            said = json.loads(text)
        except ValueError:
            return blanked(text)
        after = _within(said, blanked)
        return text if after == said else json.dumps(after, ensure_ascii=False, separators=(",", ":"))
    return blanked(text)


def _within(said: Any, blanked: Callable[[str], str]) -> Any:
    if isinstance(said, str):
        return _blank_text(said, blanked)
    if isinstance(said, list):
        return [_within(one, blanked) for one in said]
    if isinstance(said, dict):
        return {key: _within(one, blanked) for key, one in said.items()}
    return said


def purge_history(
    connection: sqlite3.Connection,
    gone: set[str],
    blanked: Callable[[str], str],
    rewrite: Rewrite | None = None,
) -> None:
    """Take the changes of rows that are gone out of the steps, and blank the words in the others.

    A step of which nothing is left has no rows: it stays in the log and cannot be taken back.
    """
    emptied: set[int] = set()
    parts = connection.execute("SELECT step_id, part FROM main.step_part ORDER BY step_id, part").fetchall()
    for step_id, part in parts:
        (packed,) = connection.execute(
            "SELECT changes FROM main.step_part WHERE step_id = ? AND part = ?", (step_id, part)
        ).fetchone()
        kept = []
        before = json.loads(packed)
        for kind, noun, columns_before, columns_after, was in before:
            rows = was
            if rewrite is not None:
                names = columns_before or (), columns_after or ()
                rows = [rewrite(noun, *names, row) for row in rows]
            rows = [_unquoted(row, gone) if noun == "framework_cell" else row for row in rows]
            rows = [row for row in rows if not _about(row, gone)]
            if rows:
                kept.append([kind, noun, columns_before, columns_after, _within(rows, blanked)])
        if kept != before:
            connection.execute(
                "UPDATE main.step_part SET changes = ? WHERE step_id = ? AND part = ?",
                (json.dumps(kept, ensure_ascii=False, separators=(",", ":")), step_id, part),
            )
            emptied.add(step_id)
    for step_id in emptied:
        left = connection.execute("SELECT changes FROM main.step_part WHERE step_id = ?", (step_id,))
        rows = sum(len(run[4]) for (packed,) in left for run in json.loads(packed))
        connection.execute("UPDATE main.step SET rows = ? WHERE id = ?", (rows, step_id))


def _unquoted(row: list[Any], gone: set[str]) -> list[Any]:
    """Return a row about a cell without a quote that is gone; the cell itself stays."""
    key, before, after = row
    return [key, *(values and ["" if one in gone else one for one in values] for values in (before, after))]


def _about(row: Sequence[Any], gone: set[str]) -> bool:
    key, before, after = row
    return any(isinstance(one, str) and one in gone for one in (*key, *(before or ()), *(after or ())))
