"""What must hold between rows, whatever is undone: names that are unique, trees, memos on something.

Quick enough to be asked after every undo; the rest of the promises are in `checks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from qualbench.model.change import Noun

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

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


class Check(NamedTuple):
    """How a promise is looked into.

    Attributes:
        invariant: The promise, in one line.
        faults: Yields what was found instead, and where.
        of: Rows of these alone can break it; empty for any.
    """

    invariant: str
    faults: Callable[[Store], Iterator[tuple[str, str]]]
    of: frozenset[Noun] = frozenset()


def structure_faults(store: Store, touched: Collection[Noun] | None = None) -> Iterator[Fault]:
    """Yield what is wrong with names, trees and memos: quick, for after an undo.

    Args:
        touched: What has been changed: only what that can break is looked into. None is everything.
    """
    for check in STRUCTURE:
        if touched is None or not check.of.isdisjoint(touched):
            yield from (Fault(check.invariant, what, where) for what, where in check.faults(store))


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


_NAMED = frozenset({Noun.DOCUMENT, Noun.CODE, Noun.THEME, Noun.THEME_SET, Noun.CASE, Noun.ATTRIBUTE})
#: What an undo could break when another coder has worked in between; quick.
STRUCTURE: tuple[Check, ...] = (
    Check("names are unique where they must be", _names, _NAMED),
    Check("codes and themes are trees", _trees, frozenset({Noun.CODE, Noun.THEME})),
    Check("every memo is about something that is there", _memos, _NAMED | {Noun.MEMO, Noun.SEGMENT}),
    Check(
        *("what is coded stands on its document's text of now, or waits for a person", _places),
        frozenset({Noun.DOCUMENT, Noun.SEGMENT, Noun.MEMO, Noun.UNSURE_PLACE}),
    ),
)
