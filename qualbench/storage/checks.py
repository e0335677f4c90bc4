"""Checking a whole project: each promise about what is stored, tested against every row."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import TYPE_CHECKING

from qualbench.storage.history import load_changes
from qualbench.storage.sight import seeing_all
from qualbench.storage.structure import STRUCTURE, Check, Fault
from qualbench.storage.tables import TABLES

__all__ = ["Fault", "find_faults"]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualbench.storage.store import Store


def find_faults(store: Store, progress: Callable[[str], None] | None = None) -> Iterator[Fault]:
    """Yield everything in the project that is not as it should be; what cannot be read is a fault too."""
    for name, check, _of in (*STRUCTURE, *_CONTENT):
        if progress is not None:
            progress(name)
        try:
            with seeing_all(store):
                found = [Fault(name, what, where) for what, where in check(store)]
            yield from found
        except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
            yield Fault(name, f"it cannot be read: {error}", store.path.name)


def _whole(store: Store) -> Iterator[tuple[str, str]]:
    for (said,) in store.connection.execute("PRAGMA integrity_check(20)"):
        if said != "ok":
            yield str(said), store.path.name
    for table, rowid, parent, _key in store.connection.execute("PRAGMA foreign_key_check"):
        yield f"a row of {table} points to a {parent} that is not there", str(rowid)


def _texts(store: Store) -> Iterator[tuple[str, str]]:
    rows = store.connection.execute(
        "SELECT d.name, r.number, r.text, r.sha256 FROM revision r JOIN document d ON d.id = r.document_id"
    )
    for name, number, text, digest in rows:
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != digest:
            yield f"the text of revision {number} is not the text that was read", name


def _quotes(store: Store) -> Iterator[tuple[str, str]]:
    rows = store.connection.execute(
        'SELECT s.id, s.document_id, s.revision, s.start, s."end", s.quote FROM segment s '
        "ORDER BY s.document_id, s.revision"
    )
    place, text = ("", 0), ""
    for one, document_id, revision, start, end, quote in rows:
        if (document_id, revision) != place:
            place = (document_id, revision)
            found = store.connection.execute(
                "SELECT text FROM revision WHERE document_id = ? AND number = ?", place
            ).fetchone()
            text = found[0] if found else ""
        if text[start:end] != quote:
            yield f"its quote is not what the text says at {start}:{end}", one


def _passages(store: Store) -> Iterator[tuple[str, str]]:
    rows = store.connection.execute(
        'SELECT m.id, m.start, m."end", r.text FROM memo m '
        "LEFT JOIN document d ON d.id = m.target_id "
        "LEFT JOIN revision r ON r.document_id = d.id AND r.number = m.revision WHERE m.target = 'passage'"
    )
    for one, start, end, text in rows:
        if not 0 <= start < end <= len(text or ""):
            yield f"the text has no stretch {start}:{end}", one
    rows = store.connection.execute(
        "SELECT id FROM memo WHERE target <> 'passage' AND coalesce(revision, start, \"end\") IS NOT NULL"
    )
    yield from (("it has a place in a text and is about something else", one) for (one,) in rows)


def _turns(store: Store) -> Iterator[tuple[str, str]]:
    rows = store.connection.execute(
        "SELECT d.name, length(r.text), r.turns, r.turn_count FROM revision r JOIN document d ON d.id = r.document_id"
    )
    for name, length, packed, count in rows:
        turns = json.loads(packed)
        edges = [edge for start, end, label, *_rest in turns for edge in (label, start, end)]
        if (
            edges != sorted(edges)
            or (edges and not 0 <= edges[0] <= edges[-1] <= length)
            or len(turns) != count
        ):
            yield "its turns do not lie in its text, one after another", name


def _history(store: Store) -> Iterator[tuple[str, str]]:
    rows = store.connection.execute("SELECT id FROM step WHERE at = '' OR summary = ''")
    yield from (("a step of the history does not say when or what", str(one)) for (one,) in rows)
    rows = store.connection.execute(
        "SELECT id FROM step WHERE undone = 1 AND undone_by NOT IN (SELECT id FROM step WHERE undoes IS NOT NULL)"
    )
    yield from (("a step is marked as taken back by no step", str(one)) for (one,) in rows)
    alive: dict[str, set[tuple[str, ...]]] = {table.name: set() for table in TABLES.values()}
    for one, expected in store.connection.execute("SELECT id, rows FROM step ORDER BY id").fetchall():
        found = 0
        for change in load_changes(store, one):
            found += 1
            keys = alive[TABLES[change.noun].name]
            if change.after is None:
                keys.discard(change.key)
            elif change.before is None:
                keys.add(change.key)
        if found != expected:
            yield f"a step of the history holds {found} of its {expected} changes", str(one)
    for table in TABLES.values():
        columns = ", ".join(table.key)
        shown = " WHERE hidden = 0" if table.name == "document" else ""
        there = {
            tuple(map(str, row))
            for row in store.connection.execute(f"SELECT {columns} FROM {table.name}{shown}")
        }
        for key in sorted(there ^ alive[table.name])[:5]:
            said = "is not in the history" if key in there else "is in the history and not in the project"
            yield f"a row of {table.name.replace('_', ' ')} {said}", " ".join(key)


def _index(store: Store) -> Iterator[tuple[str, str]]:
    (texts,) = store.connection.execute("SELECT count(*) FROM revision").fetchone()
    (indexed,) = store.connection.execute("SELECT count(*) FROM revision_fts_docsize").fetchone()
    if texts != indexed:
        yield f"{indexed} of {texts} texts are in the index", "revision_fts"


_CONTENT: tuple[Check, ...] = (
    Check("the database is whole", _whole),
    Check("every text is as it was read", _texts),
    Check("every turn lies in its text", _turns),
    Check("every segment's quote is what the text says", _quotes),
    Check("every memo on a passage stands in its document's text", _passages),
    Check("the history is whole, and all that is there is in it", _history),
    Check("every text is in the full-text index", _index),
)
