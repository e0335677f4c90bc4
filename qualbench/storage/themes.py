"""Theme sets and themes: rows to model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.model.theme import Theme, ThemeSet, ThemeStatus

if TYPE_CHECKING:
    from qualbench.storage.store import Store


def load_theme_sets(store: Store) -> list[ThemeSet]:
    """Return the theme sets in order."""
    rows = store.connection.execute(
        "SELECT id, name, position FROM theme_set ORDER BY position, created_at, id"
    )
    return [ThemeSet(*row) for row in rows]


def load_themes(store: Store, set_id: str) -> tuple[Theme, ...]:
    """Return the themes of a set, with their codes and exemplars in order."""
    codes = _members(store, "theme_code", "code_id", set_id)
    exemplars = _members(store, "theme_exemplar", "segment_id", set_id)
    wordings: dict[str, list[tuple[str, str]]] = {}
    for theme, segment, wording in store.connection.execute(
        "SELECT m.theme_id, m.segment_id, m.wording FROM theme_exemplar m JOIN theme t ON t.id = m.theme_id "
        "WHERE t.set_id = ? AND m.wording <> '' ORDER BY m.position, m.segment_id",
        (set_id,),
    ):
        wordings.setdefault(theme, []).append((segment, wording))
    rows = store.connection.execute(
        "SELECT id, set_id, name, parent_id, position, concept, definition, status FROM theme WHERE set_id = ? "
        "ORDER BY position, created_at, id",
        (set_id,),
    )
    return tuple(
        Theme(
            *(one, in_set, name, parent, position, concept, definition, ThemeStatus(status)),
            code_ids=tuple(codes.get(one, ())),
            exemplar_ids=tuple(exemplars.get(one, ())),
            wordings=tuple(wordings.get(one, ())),
        )
        for one, in_set, name, parent, position, concept, definition, status in rows
    )


def _members(store: Store, table: str, column: str, set_id: str) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {}
    for theme, member in store.connection.execute(
        f"SELECT m.theme_id, m.{column} FROM {table} m JOIN theme t ON t.id = m.theme_id WHERE t.set_id = ? "
        f"ORDER BY m.position, m.{column}",
        (set_id,),
    ):
        members.setdefault(theme, []).append(member)
    return members


def load_exemplar_places(store: Store, segment_ids: list[str]) -> list[tuple[str, str, int]]:
    """Return (theme id, segment id, position) of every choice of these segments as an exemplar."""
    found: list[tuple[str, str, int]] = []
    for segment_id in segment_ids:
        found.extend(
            store.connection.execute(
                "SELECT theme_id, segment_id, position FROM theme_exemplar WHERE segment_id = ? ORDER BY theme_id",
                (segment_id,),
            )
        )
    return found


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
