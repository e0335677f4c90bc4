"""The desk: what a person's reading leaves behind (places, last opened), beside the project.

It is no part of the project: outside history, undo and checks, never exported, and made anew when it is
gone. A folder that cannot be written simply remembers nothing.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from qualbench.storage.store import now

if TYPE_CHECKING:
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS place (document_id TEXT, coder_id TEXT, position INTEGER, opened_at TEXT, top INTEGER,
    PRIMARY KEY (document_id, coder_id));
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT);
"""


def save_place(path: Path, document_id: str, coder_id: str, position: int, top: int | None = None) -> None:
    """Remember where a coder is in a document, and the offset of what stands at the top of the screen."""
    with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(path, timeout=0.2)) as desk, desk:
        desk.executescript(_SCHEMA)
        with suppress(sqlite3.OperationalError):  # a desk made before places had a top
            desk.execute("ALTER TABLE place ADD COLUMN top INTEGER")
        desk.execute(
            "INSERT OR REPLACE INTO place (document_id, coder_id, position, opened_at, top)"
            " VALUES (?, ?, ?, ?, ?)",
            (document_id, coder_id, position, now(), top),
        )


def load_places(path: Path, coder_id: str) -> dict[str, tuple[int, str]]:
    """Return document id -> (position, last opened) of one coder."""
    if not path.exists():
        return {}
    with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(path, timeout=0.2)) as desk:
        rows = desk.execute(
            "SELECT document_id, position, opened_at FROM place WHERE coder_id = ?", (coder_id,)
        )
        return {document: (position, opened) for document, position, opened in rows}
    return {}


def load_top(path: Path, document_id: str, coder_id: str) -> int | None:
    """Return the offset of what stood at the top of the screen when a coder left a document, or None."""
    if not path.exists():
        return None
    with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(path, timeout=0.2)) as desk:
        row = desk.execute(
            "SELECT top FROM place WHERE document_id = ? AND coder_id = ?", (document_id, coder_id)
        ).fetchone()
        return row[0] if row else None
    return None


def save_note(path: Path, name: str, value: str) -> None:
    """Remember a small thing about this desk, such as the day of the last automatic backup."""
    with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(path, timeout=0.2)) as desk, desk:
        desk.executescript(_SCHEMA)
        desk.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))


def load_note(path: Path, name: str) -> str:
    """Return what was remembered under `name`, or an empty string."""
    if not path.exists():
        return ""
    with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(path, timeout=0.2)) as desk:
        row = desk.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""
    return ""
