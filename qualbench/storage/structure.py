"""What must hold between rows, whatever is undone: names that are unique, trees, memos on something.

Quick enough to be asked after every undo; the rest of the promises are in `checks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

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


Check: TypeAlias = tuple[str, Callable[[Store], Iterator[tuple[str, str]]]]


def structure_faults(store: Store) -> Iterator[Fault]:
    """Yield what is wrong with names, trees and memos: quick, for after an undo."""
    for name, check in STRUCTURE:
        yield from (Fault(name, what, where) for what, where in check(store))


def _names(store: Store) -> Iterator[tuple[str, str]]:
    for table, siblings, what in (
        ("document WHERE hidden = 0", "name", "several documents have one name"),
        ("code", "parent_id, name", "several codes under one parent have one name"),
        ("theme", "set_id, parent_id, name", "several themes beside one another have one name"),
        ("theme_set", "name", "several theme sets have one name"),
        ("cases", "name", "several cases have one name"),
        ("attribute", "name", "several attributes have one name"),
    ):
        rows = store.connection.execute(f"SELECT name FROM {table} GROUP BY {siblings} HAVING count(*) > 1")
        yield from ((what, name) for (name,) in rows)


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
        "passage": "document",
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


def _places(store: Store) -> Iterator[tuple[str, str]]:
    """Find what stands on a text that is not its document's of now, and of which nobody was told."""
    for table, document in (("segment", "x.document_id"), ("memo", "x.target_id")):
        passage = " AND x.target = 'passage'" if table == "memo" else ""
        # documents first (CROSS JOIN), and not "other than": then an index leads to the few, past all others
        for other in ("x.revision < d.revision", "x.revision > d.revision"):
            rows = store.connection.execute(
                f"SELECT x.id, d.name FROM document d CROSS JOIN {table} x ON {document} = d.id AND {other}{passage} "
                "WHERE NOT EXISTS (SELECT 1 FROM main.unsure_place u WHERE u.target_id = x.id)"
            )
            yield from (
                (f"a {table} stands on a text that is not the one of now", name) for _one, name in rows
            )


#: What an undo could break when another coder has worked in between; quick.
STRUCTURE: tuple[Check, ...] = (
    ("names are unique where they must be", _names),
    ("codes and themes are trees", _trees),
    ("every memo is about something that is there", _memos),
    ("what is coded stands on its document's text of now, or waits for a person", _places),
)
