"""Give codes other names with one executemany: the same rows, one version and one history entry.

Nothing is checked and nothing compared: the names and the version's text are taken as they come.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping


def main(connection: sqlite3.Connection, names: Mapping[str, tuple[str, str]], yaml: str) -> None:
    """Write the names of codes (was and is, by their ids) and the version in which they have them."""
    connection.execute("BEGIN IMMEDIATE")
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    connection.executemany(
        "UPDATE code SET name = ? WHERE id = ?", ((now, code_id) for code_id, (_was, now) in names.items())
    )
    (coder,) = connection.execute("SELECT lead_id FROM project").fetchone()
    (number,) = connection.execute(
        "SELECT coalesce(max(CAST(number AS INTEGER)), 0) + 1 FROM codebook_version"
    ).fetchone()
    version = (str(number), "renamed", coder, at, yaml, "")
    connection.execute("INSERT INTO codebook_version VALUES (?, ?, ?, ?, ?, ?)", version)
    step = connection.execute(
        "INSERT INTO step (at, coder_id, verb, summary, rows) VALUES (?, ?, 'save version', '', ?)",
        (at, coder, len(names) + 1),
    ).lastrowid
    history = [[[code_id], [was], [now]] for code_id, (was, now) in names.items()]
    for part, made in enumerate((history, [version])):
        written = json.dumps(made, separators=(",", ":"))
        connection.execute("INSERT INTO step_part VALUES (?, ?, ?)", (step, part, written))
    connection.execute("COMMIT")
