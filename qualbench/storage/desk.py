"""The desk: what a person's reading leaves behind (places, last opened, furthest turn), beside the project.

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
    furthest INTEGER, PRIMARY KEY (document_id, coder_id));
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT);
"""
#: Noted while pages of the database may still hold what was taken out for good (see `purge`).
PAGES_DUE = "pages to be written anew"
#: In a file of its own, in the person's data folder: how long somebody reads is nobody else's business.
_READING = """
CREATE TABLE IF NOT EXISTS reading (document_id TEXT, coder_id TEXT, seconds REAL,
    PRIMARY KEY (document_id, coder_id));
"""


def save_place(
    path: Path, document_id: str, coder_id: str, position: int, top: int | None = None, turn: int = 0
) -> None:
    """Remember where a coder is in a document, what stands at the top, and the furthest turn."""
    with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(path, timeout=0.2)) as desk, desk:
        desk.executescript(_SCHEMA)
        for later in ("top", "furthest"):
            with suppress(sqlite3.OperationalError):  # a desk made before places had them
                desk.execute(f"ALTER TABLE place ADD COLUMN {later} INTEGER")
        desk.execute(
            "INSERT INTO place (document_id, coder_id, position, opened_at, top, furthest)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET position = excluded.position,"
            " opened_at = excluded.opened_at, top = excluded.top,"
            " furthest = max(coalesce(furthest, 0), excluded.furthest)",
            (document_id, coder_id, position, now(), top, turn),
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


def load_furthest(path: Path, coder_id: str) -> dict[str, int]:
    """Return document id -> number of the furthest turn in which a coder has been."""
    if not path.exists():
        return {}
    with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(path, timeout=0.2)) as desk:
        rows = desk.execute(
            "SELECT document_id, furthest FROM place WHERE coder_id = ? AND furthest > 0", (coder_id,)
        )
        return dict(rows.fetchall())
    return {}


def add_seconds(path: Path, document_id: str, coder_id: str, seconds: float) -> None:
    """Add to the time that a coder has spent with a document."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(path, timeout=0.2)) as desk, desk:
        desk.executescript(_READING)
        desk.execute(
            "INSERT INTO reading VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds",
            (document_id, coder_id, seconds),
        )


def load_seconds(path: Path, coder_id: str) -> dict[str, float]:
    """Return document id -> seconds that a coder has spent with it, where they are counted."""
    if not path.exists():
        return {}
    with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(path, timeout=0.2)) as desk:
        rows = desk.execute("SELECT document_id, seconds FROM reading WHERE coder_id = ?", (coder_id,))
        return dict(rows.fetchall())
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


def forget_document(path: Path, document_id: str) -> None:
    """Forget where anybody was in a document that is gone for good."""
    if path.exists():
        with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(path, timeout=0.2)) as desk, desk:
            desk.executescript(_SCHEMA)
            desk.execute("DELETE FROM place WHERE document_id = ?", (document_id,))
