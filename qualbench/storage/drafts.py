"""Splits of codes under way: what somebody has chosen for each segment so far, on the desk beside the project.

Other than places in texts, choices are work: what cannot be kept is said, not passed over.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS split (code_id TEXT, coder_id TEXT, targets TEXT, finished INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (code_id, coder_id));
CREATE TABLE IF NOT EXISTS split_choice (code_id TEXT, coder_id TEXT, segment_id TEXT, target TEXT,
    PRIMARY KEY (code_id, coder_id, segment_id));
"""


@contextmanager
def _desk(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=5)) as desk, desk:
            desk.executescript(_SCHEMA)
            yield desk
    except (sqlite3.Error, OSError) as error:
        raise FileProblem(
            path,
            f"what you have chosen for the split cannot be kept there ({error})",
            "See that the folder can be written, and choose again.",
        ) from error


def save_split(path: Path, code_id: str, coder_id: str, targets: Sequence[str]) -> None:
    """Keep what a code is being split into; choices made so far stay."""
    with _desk(path) as desk:
        desk.execute(
            "INSERT INTO split (code_id, coder_id, targets) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET targets = excluded.targets, finished = 0",
            (code_id, coder_id, json.dumps(list(targets), ensure_ascii=False)),
        )


def load_split(path: Path, code_id: str, coder_id: str) -> tuple[list[str], bool, dict[str, str]] | None:
    """Return what a code is being split into, whether that was done, and segment id -> target; or None."""
    if not path.exists():
        return None
    with _desk(path) as desk:
        row = desk.execute(
            "SELECT targets, finished FROM split WHERE code_id = ? AND coder_id = ?", (code_id, coder_id)
        ).fetchone()
        chosen = desk.execute(
            "SELECT segment_id, target FROM split_choice WHERE code_id = ? AND coder_id = ?",
            (code_id, coder_id),
        ).fetchall()
    return None if row is None else (json.loads(row[0]), bool(row[1]), dict(chosen))


def load_split_codes(path: Path, coder_id: str) -> list[str]:
    """Return the ids of the codes that a coder has begun to split."""
    if not path.exists():
        return []
    with _desk(path) as desk:
        rows = desk.execute("SELECT code_id FROM split WHERE coder_id = ? ORDER BY rowid", (coder_id,))
        return [code for (code,) in rows]


def save_choices(
    path: Path, code_id: str, coder_id: str, segment_ids: Iterable[str], target: str | None
) -> None:
    """Keep what was chosen for segments; None takes a choice back."""
    with _desk(path) as desk:
        if target is None:
            desk.executemany(
                "DELETE FROM split_choice WHERE code_id = ? AND coder_id = ? AND segment_id = ?",
                [(code_id, coder_id, one) for one in segment_ids],
            )
        else:
            desk.executemany(
                "INSERT OR REPLACE INTO split_choice VALUES (?, ?, ?, ?)",
                [(code_id, coder_id, one, target) for one in segment_ids],
            )


def finish_split(path: Path, code_id: str, coder_id: str) -> None:
    """Note that a split was done; its choices are kept, for it may be taken back."""
    with _desk(path) as desk:
        desk.execute("UPDATE split SET finished = 1 WHERE code_id = ? AND coder_id = ?", (code_id, coder_id))


def drop_split(path: Path, code_id: str, coder_id: str) -> None:
    """Forget a split and its choices."""
    with _desk(path) as desk:
        for table in ("split", "split_choice"):
            desk.execute(f"DELETE FROM {table} WHERE code_id = ? AND coder_id = ?", (code_id, coder_id))
