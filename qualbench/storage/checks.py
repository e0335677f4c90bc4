"""Checking a whole project: each promise about what is stored, tested against every row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualbench.storage.store import Store


@dataclass(frozen=True, slots=True)
class Fault:
    """A promise that does not hold.

    Attributes:
        invariant: The promise, in one line.
        what: What was found instead.
        where: The row: a document's name, an id.
    """

    invariant: str
    what: str
    where: str


def find_faults(store: Store, progress: Callable[[str], None] | None = None) -> Iterator[Fault]:
    """Yield everything in the project that is not as it should be."""
    for name, check in _CHECKS:
        if progress is not None:
            progress(name)
        yield from (Fault(name, what, where) for what, where in check(store))


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


def _revisions(store: Store) -> Iterator[tuple[str, str]]:
    yield from (
        ("it stands on a revision that is not the document's current one", one)
        for (one,) in store.connection.execute(
            "SELECT s.id FROM segment s JOIN document d ON d.id = s.document_id WHERE s.revision <> d.revision"
        )
    )


def _names(store: Store) -> Iterator[tuple[str, str]]:
    rows = store.connection.execute(
        "SELECT name FROM document WHERE hidden = 0 GROUP BY name HAVING count(*) > 1"
    )
    yield from (("several documents have this name", name) for (name,) in rows)
    rows = store.connection.execute("SELECT name FROM code GROUP BY parent_id, name HAVING count(*) > 1")
    yield from (("several codes under one parent have this name", name) for (name,) in rows)


def _trees(store: Store) -> Iterator[tuple[str, str]]:
    for table in ("code", "theme"):
        parents = dict(store.connection.execute(f"SELECT id, parent_id FROM {table}"))
        for one in parents:
            seen, at = set(), one
            while at is not None and at not in seen:
                seen.add(at)
                at = parents.get(at)
            if at is not None:
                yield f"a {table} stands under itself", one


def _memos(store: Store) -> Iterator[tuple[str, str]]:
    tables = {
        "project": "project",
        "document": "document",
        "case": "cases",
        "code": "code",
        "segment": "segment",
        "theme": "theme",
    }
    for target, table in tables.items():
        rows = store.connection.execute(
            f"SELECT id FROM memo WHERE target = ? AND target_id NOT IN (SELECT id FROM {table})", (target,)
        )
        yield from ((f"it is about a {target} that is not there", one) for (one,) in rows)


def _history(store: Store) -> Iterator[tuple[str, str]]:
    rows = store.connection.execute(
        "SELECT s.id FROM step s WHERE s.rows > 0 AND NOT EXISTS (SELECT 1 FROM step_part p WHERE p.step_id = s.id)"
    )
    yield from (("a step of the history has lost its changes", str(one)) for (one,) in rows)
    rows = store.connection.execute(
        "SELECT id FROM step WHERE undone = 1 AND undone_by NOT IN (SELECT id FROM step WHERE undoes IS NOT NULL)"
    )
    yield from (("a step is marked as taken back by no step", str(one)) for (one,) in rows)


def _index(store: Store) -> Iterator[tuple[str, str]]:
    (texts,) = store.connection.execute("SELECT count(*) FROM revision").fetchone()
    (indexed,) = store.connection.execute("SELECT count(*) FROM revision_fts_docsize").fetchone()
    if texts != indexed:
        yield f"{indexed} of {texts} texts are in the index", "revision_fts"


_CHECKS: tuple[tuple[str, Callable[[Store], Iterator[tuple[str, str]]]], ...] = (
    ("the database is whole", _whole),
    ("every text is as it was read", _texts),
    ("every segment's quote is what the text says", _quotes),
    ("every segment stands on its document's current revision", _revisions),
    ("names are unique where they must be", _names),
    ("codes and themes are trees", _trees),
    ("every memo is about something that is there", _memos),
    ("the history is whole", _history),
    ("every text is in the full-text index", _index),
)
