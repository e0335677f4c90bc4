"""Theme sets and themes: rows to model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from qualbench.model.change import Noun
from qualbench.model.coding import Stance
from qualbench.model.theme import (
    GONE,
    Theme,
    ThemeKind,
    ThemeLevel,
    ThemeLineage,
    ThemeLink,
    ThemeSet,
    ThemeStatus,
    ThemeVersion,
    Verdict,
)
from qualbench.storage.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.model.change import Value
    from qualbench.storage.store import Store


class Place(NamedTuple):
    """One row of what belongs to a theme: its key (the theme first) and its columns."""

    key: tuple[str, str]
    row: dict[str, Value]


def load_theme_sets(store: Store) -> list[ThemeSet]:
    """Return the theme sets in order."""
    rows = store.connection.execute(
        "SELECT id, name, position FROM theme_set ORDER BY position, created_at, id"
    )
    return [ThemeSet(*row) for row in rows]


def load_themes(store: Store, set_id: str) -> tuple[Theme, ...]:
    """Return the themes of a set with all that belongs to them, in order."""
    codes = _rows_of(store, "theme_code", "code_id, subcodes, stance", set_id)
    segments = _rows_of(store, "theme_segment", "segment_id, stance", set_id)
    exemplars = _rows_of(store, "theme_exemplar", "segment_id", set_id)
    links = _rows_of(store, "theme_link", "other_id, word", set_id, "word, m.other_id")
    became: dict[str, list[str]] = {}
    for one in load_theme_lineage(store):
        became.setdefault(one.theme_id, []).append(one.into_id)
    wordings: dict[str, list[tuple[str, str]]] = {}
    for theme, segment, wording in store.connection.execute(
        "SELECT m.theme_id, m.segment_id, m.wording FROM theme_exemplar m JOIN theme t ON t.id = m.theme_id "
        "WHERE t.set_id = ? AND m.wording <> '' ORDER BY m.position, m.segment_id",
        (set_id,),
    ):
        wordings.setdefault(theme, []).append((segment, wording))
    rows = store.connection.execute(
        "SELECT id, set_id, name, parent_id, position, concept, definition, status, level, kind, is_not, narrative, "
        "reason FROM theme WHERE set_id = ? ORDER BY position, created_at, id",
        (set_id,),
    )
    return tuple(
        Theme(
            *(one, in_set, name, parent, position, concept, definition, ThemeStatus(status)),
            code_ids=tuple(code for code, _sub, _stance in codes.get(one, ())),
            exemplar_ids=tuple(segment for (segment,) in exemplars.get(one, ())),
            wordings=tuple(wordings.get(one, ())),
            level=ThemeLevel(level) if level else None,
            kind=ThemeKind(kind) if kind else None,
            is_not=is_not,
            narrative=narrative,
            reason=reason,
            alone_ids=frozenset(code for code, sub, _stance in codes.get(one, ()) if not sub),
            segment_ids=tuple(segment for segment, _stance in segments.get(one, ())),
            stances={
                **{code: Stance(stance) for code, _sub, stance in codes.get(one, ()) if stance},
                **{segment: Stance(stance) for segment, stance in segments.get(one, ()) if stance},
            },
            links=tuple(ThemeLink(other, word) for other, word in links.get(one, ())),
            became=tuple(became.get(one, ())) if ThemeStatus(status) in GONE else (),
        )
        for one, in_set, name, parent, position, concept, definition, status, level, kind, is_not, narrative, reason in rows
    )


def _rows_of(
    store: Store, table: str, columns: str, set_id: str, order: str = ""
) -> dict[str, list[tuple[Any, ...]]]:
    """Return by theme the rows of a table of what belongs to the themes of a set, in order."""
    members: dict[str, list[tuple[Any, ...]]] = {}
    named = [f"m.{one.strip()}" for one in columns.split(",")]
    for theme, *member in store.connection.execute(
        f"SELECT m.theme_id, {', '.join(named)} FROM {table} m JOIN theme t ON t.id = m.theme_id "
        f"WHERE t.set_id = ? ORDER BY m.{order or 'position, ' + named[0]}",
        (set_id,),
    ):
        members.setdefault(theme, []).append(tuple(member))
    return members


def load_theme_lineage(store: Store) -> list[ThemeLineage]:
    """Return what themes were merged or split into, in the order in which it happened."""
    rows = store.connection.execute(
        "SELECT id, kind, theme_id, name, into_id, created_at, why FROM theme_lineage ORDER BY created_at, rowid"
    )
    return [ThemeLineage(*row) for row in rows]


def load_pile(store: Store, set_id: str) -> dict[str, str]:
    """Return the codes put aside from a set, each with the reason."""
    return dict(
        store.connection.execute(
            "SELECT p.code_id, p.why FROM theme_pile p JOIN code c ON c.id = p.code_id WHERE p.set_id = ? "
            "ORDER BY c.position, c.id",
            (set_id,),
        )
    )


def load_places(store: Store, noun: Noun, key: str, ids: Iterable[str]) -> list[Place]:
    """Return the rows that put codes or segments into themes, or choose segments as quotes.

    Args:
        noun: Which table: `THEME_CODE`, `THEME_SEGMENT` or `EXEMPLAR`; or `THEME_LINK`.
        key: The column that is asked: `theme_id`, `code_id`, `segment_id`, `other_id`.
        ids: What it is to be.
    """
    table = TABLES[noun]
    names = (*table.key, *table.columns)
    rows = store.connection.execute(
        f"SELECT {', '.join(names)} FROM {table.name} WHERE {key} IN (SELECT value FROM json_each(?)) "
        f"ORDER BY theme_id, {'word' if noun is Noun.THEME_LINK else 'position'}, {table.key[1]}",
        (json.dumps(list(ids)),),
    )
    return [Place((row[0], row[1]), dict(zip(table.columns, row[2:], strict=True))) for row in rows]


def load_theme_versions(store: Store, set_id: str) -> list[ThemeVersion]:
    """Return the saved versions of a set, the oldest first."""
    rows = store.connection.execute(
        "SELECT set_id, CAST(number AS INTEGER), message, coder_id, created_at, yaml FROM theme_version "
        "WHERE set_id = ? ORDER BY 2",
        (set_id,),
    )
    return [ThemeVersion(*row) for row in rows]


def load_verdicts(store: Store, theme_id: str) -> list[Verdict]:
    """Return the verdicts on a theme that may be seen, in the order in which they were given."""
    rows = store.connection.execute(
        "SELECT id, theme_id, target, target_id, verdict, note, coder_id, created_at FROM theme_verdict "
        "WHERE theme_id = ? ORDER BY created_at, id",
        (theme_id,),
    )
    return [Verdict(*row) for row in rows]


def load_member_positions(store: Store, theme_id: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return a theme's codes and its exemplars, each with its stored position."""
    codes = store.connection.execute(
        "SELECT code_id, position FROM theme_code WHERE theme_id = ?", (theme_id,)
    )
    exemplars = store.connection.execute(
        "SELECT segment_id, position FROM theme_exemplar WHERE theme_id = ?", (theme_id,)
    )
    return dict(codes), dict(exemplars)


def load_code_places(store: Store, code_id: str) -> list[tuple[str, int]]:
    """Return (theme id, position) of every theme that holds the code."""
    return list(
        store.connection.execute(
            "SELECT theme_id, position FROM theme_code WHERE code_id = ? ORDER BY theme_id", (code_id,)
        )
    )
