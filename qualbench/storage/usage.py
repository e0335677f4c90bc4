"""Where codes are used: what can be asked of all codings at once, in one statement each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qualbench.storage.store import Store


#: A coding's document, first and last place, code and coder.
CodePlace = tuple[str, int, int, str, str]


class ThemeName(NamedTuple):
    """What a theme is called, in which set, and the remarks on it that are silenced (JSON pairs)."""

    id: str
    name: str
    set_name: str
    silenced: str


def load_code_places(store: Store) -> list[CodePlace]:
    """Return every coding in a shown document, by document and place.

    All of it is in one index, in that order: no row of the table is looked up and nothing is sorted.
    """
    rows = store.connection.execute(
        'SELECT document_id, start, "end", code_id, coder_id FROM segment '
        "WHERE document_id NOT IN (SELECT id FROM document WHERE hidden = 1) "
        "ORDER BY document_id, revision, start"
    )
    return rows.fetchall()


def load_document_cases(store: Store) -> dict[str, set[str]]:
    """Return document id -> the cases whose words may be in it; a document in which nobody's are has none."""
    cases: dict[str, set[str]] = {}
    for document, case in store.connection.execute(
        "SELECT d.id, d.case_id FROM document d WHERE d.hidden = 0 UNION ALL "
        "SELECT s.document_id, s.case_id FROM speaker s JOIN document d ON d.id = s.document_id AND d.hidden = 0 "
        "WHERE s.case_id IS NOT NULL"
    ):
        found = cases.setdefault(document, set())
        if case is not None:
            found.add(case)
    return cases


def load_theme_names(store: Store) -> list[ThemeName]:
    """Return every theme of every set, in order."""
    rows = store.connection.execute(
        "SELECT t.id, t.name, s.name, t.silenced FROM theme t JOIN theme_set s ON s.id = t.set_id "
        "ORDER BY s.position, s.created_at, t.position, t.created_at, t.id"
    )
    return [ThemeName(*row) for row in rows]
