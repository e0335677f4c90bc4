"""What a session sees: all of it, or, while independent coding is in force, its own coder's share.

One place enforces it for every read that there is or will be. Each connection has temporary views named as
the tables are; SQLite takes the view where a statement says `FROM segment`. So a read need not remember
anything, and what is hidden is as if it were not there: in lists, counts, joins and searches. Writes name
the table itself (`main.segment`) and are guarded by the same condition. Whether independent coding is in
force is asked of the database anew in every statement, so that another process that ends it is heard at once.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.model.change import Noun
from qualbench.model.independent import IndependentCoding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualbench.model.change import Change
    from qualbench.storage.store import Store

#: True where nothing is hidden from who looks: nobody in particular does, or nothing is in force.
_ALL = (
    "((SELECT viewer()) IS NULL OR NOT EXISTS (SELECT 1 FROM main.independent_coding WHERE ended_at IS NULL))"
)

#: True for a row that who looks may see; for a statement on a table that has a `coder_id`.
SEEN = f"({_ALL} OR coder_id = (SELECT viewer()))"

#: The nouns that are a coder's own.
OWN = frozenset({Noun.SEGMENT, Noun.MEMO, Noun.THEME_VERDICT})
#: Those that stand on a segment and are hidden with it.
_ON_SEGMENTS = (Noun.EXEMPLAR, Noun.THEME_SEGMENT)

#: Steps on what a team shares. Those of others can be looked into, without what in them is a coder's own.
_OPEN_VERBS = (
    *("new", "coder", "profile", "import", "speaker", "case", "independent coding", "correct", "update"),
    "project",
    *("create code", "move code", "rename code", "reorder code", "edit code", "delete code", "save version"),
    *("merge codes", "split code", "milestone"),
    *("theme set", "theme", "assign"),
)
_OPEN = f"({SEEN} OR verb IN ({', '.join(repr(verb) for verb in _OPEN_VERBS)}))"

#: What stands in the history for a step that is hidden, and for one that is hidden in part.
HIDDEN_STEP = "a coding step of another coder"
PARTLY_HIDDEN = "what it did to codings and memos is hidden"

_OWN_NOUNS = ", ".join(repr(noun.value) for noun in (*sorted(OWN), *_ON_SEGMENTS))
#: True for a step with rows that are a coder's own: by its changes, for a deleted code takes memos along.
_TOUCHES_OWN = (
    "EXISTS (SELECT 1 FROM main.step_part p, json_each(p.changes) run WHERE p.step_id = step.id "
    f"AND json_extract(run.value, '$[1]') IN ({_OWN_NOUNS}))"
)


_EMPTY = "''"


def _told(column: str, hidden: str, partly: str) -> str:
    """A column of a step as far as who looks may see it."""
    return (
        f"CASE WHEN {SEEN} THEN {column} WHEN NOT {_OPEN} THEN {hidden} "
        f"WHEN {_TOUCHES_OWN} THEN {partly} ELSE {column} END AS {column}"
    )


def _on_own_segment(target: str) -> str:
    """True where a row stands on a segment that who looks may see."""
    own = f"SELECT 1 FROM main.segment s WHERE s.id = {target} AND s.coder_id = (SELECT viewer())"
    return f"({_ALL} OR EXISTS ({own}))"


# `rowid` is named, for a view has none of itself
_VIEWS = {
    "segment": f"SELECT *, rowid FROM main.segment WHERE {SEEN}",
    "memo": f"SELECT *, rowid FROM main.memo WHERE {SEEN} "
    f"AND (target <> 'segment' OR {_on_own_segment('memo.target_id')})",
    "theme_segment": f"SELECT * FROM main.theme_segment WHERE {_on_own_segment('theme_segment.segment_id')}",
    "theme_verdict": f"SELECT *, rowid FROM main.theme_verdict WHERE {SEEN}",
    "theme_exemplar": f"SELECT * FROM main.theme_exemplar WHERE {_on_own_segment('theme_exemplar.segment_id')}",
    "unsure_place": f"SELECT *, rowid FROM main.unsure_place WHERE {_ALL} OR EXISTS (SELECT 1 FROM main.segment s "
    "WHERE s.id = target_id AND s.coder_id = (SELECT viewer())) OR EXISTS (SELECT 1 FROM main.memo m "
    "WHERE m.id = target_id AND m.coder_id = (SELECT viewer()))",
    "step": f"SELECT id, at, coder_id, iif({_OPEN}, verb, 'code') AS verb, "
    + _told("summary", f"'{HIDDEN_STEP}'", f"verb || ' ({PARTLY_HIDDEN})'")
    + f", {_told('why', _EMPTY, _EMPTY)}, {_told('rows', '0', '0')}, "
    + "undoes, redoes, undone, undone_by FROM main.step",
    "step_part": "SELECT * FROM main.step_part WHERE EXISTS "
    f"(SELECT 1 FROM main.step WHERE step.id = step_part.step_id AND {_OPEN})",
}


class OthersHidden(QualbenchError):
    """Something would touch or show what another coder did, while independent coding is in force."""

    def __init__(self, what: str, *, undoing: bool = False) -> None:
        other = "`qualbench undo --step N` takes back another step. " if undoing else ""
        super().__init__(
            f"Independent coding is in force: {what}.",
            f"Nothing was changed. {other}`qualbench independent end` ends it, for everybody, and is logged.",
        )


def watch_over(store: Store) -> None:
    """Let every read of a store's connection go through the views."""
    connection = store.connection
    connection.create_function("viewer", 0, lambda: store.viewer)
    (query_only,) = connection.execute("PRAGMA query_only").fetchone()
    connection.execute("PRAGMA query_only = OFF")  # it would refuse a temporary view too
    for name, select in _VIEWS.items():
        connection.execute(f"CREATE TEMP VIEW {name} AS {select}")
    connection.execute(f"PRAGMA query_only = {query_only}")


@contextmanager
def seeing_all(store: Store) -> Iterator[None]:
    """Read everything for a while: for checks, and for rules that must hold between all rows.

    Nothing that is read so may reach a person.
    """
    viewer, store.viewer = store.viewer, None
    try:
        yield
    finally:
        store.viewer = viewer


def hides_others(store: Store) -> bool:
    """Say whether something may be hidden from who looks: independent coding is in force."""
    return store.viewer is not None and in_force(store) is not None


def is_hidden(store: Store, change: Change, by_id: str) -> bool:
    """Say whether a change in the history is about a segment, a memo or a quote of another coder.

    For while `hides_others`.

    Args:
        by_id: Who made the change: whose the row is where nothing says it any more.
    """
    columns = {**(change.before or {}), **(change.after or {})}
    if change.noun in _ON_SEGMENTS:
        return _owner(store, "segment", change.key[1], by_id) != store.viewer
    if change.noun not in OWN:
        return False
    owner = columns.get("coder_id") or _owner(store, change.noun.value, change.key[0], by_id)
    if owner != store.viewer:
        return True
    return (
        columns.get("target") == "segment"
        and _owner(store, "segment", str(columns["target_id"]), by_id) != store.viewer
    )


def _owner(store: Store, table: str, key: str, otherwise: str) -> str:
    row = store.connection.execute(f"SELECT coder_id FROM main.{table} WHERE id = ?", (key,)).fetchone()
    return otherwise if row is None else str(row[0])


def hidden_dangling(store: Store) -> bool:
    """Say whether a coding or a quote of another coder would now be in a code, document or theme that is gone.

    For inside a transaction, where SQLite has not asked yet, and while `hides_others`.
    """
    (found,) = store.connection.execute(
        "SELECT EXISTS (SELECT 1 FROM main.segment WHERE coder_id <> :viewer "
        "AND code_id NOT IN (SELECT id FROM main.code)) "
        "OR EXISTS (SELECT 1 FROM main.theme_exemplar e JOIN main.segment s ON s.id = e.segment_id "
        "WHERE s.coder_id <> :viewer AND e.theme_id NOT IN (SELECT id FROM main.theme)) "
        "OR EXISTS (SELECT 1 FROM main.theme_segment e JOIN main.segment s ON s.id = e.segment_id "
        "WHERE s.coder_id <> :viewer AND e.theme_id NOT IN (SELECT id FROM main.theme))",
        {"viewer": store.viewer},
    ).fetchone()
    return bool(found)


def refuse_others_rows(store: Store, rows: Sequence[Change]) -> None:
    """Refuse new rows in another coder's name while independent coding is in force.

    Raises:
        OthersHidden: One is another coder's.
    """
    if hides_others(store) and any((row.after or {}).get("coder_id") != store.viewer for row in rows):
        raise OthersHidden("nothing is written or brought back in another coder's name")


_TIMES = "SELECT id, started_at, started_by, why, ended_at, ended_by, ended_why FROM independent_coding"


def in_force(store: Store) -> IndependentCoding | None:
    """Return the independent coding that is in force, or None."""
    rows = store.connection.execute(f"{_TIMES} WHERE ended_at IS NULL")
    return next((IndependentCoding(*row) for row in rows), None)


def load_independent_codings(store: Store) -> list[IndependentCoding]:
    """Return every time of independent coding, the oldest first."""
    rows = store.connection.execute(f"{_TIMES} ORDER BY started_at, id")
    return [IndependentCoding(*row) for row in rows]
