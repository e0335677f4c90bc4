"""Write codings into a project's tables with one executemany: same keys, quotes, indexes, one history entry.

Nothing is checked: every row is taken to fit, to be new and to name a document and a code that are there.

Usage: python -m benchmarks.bare.raw_codings PROJECT ROWS.json
"""

from __future__ import annotations

import json
import sqlite3
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATHS = """
WITH RECURSIVE tree(id, path) AS (
    SELECT id, name FROM code WHERE parent_id IS NULL
    UNION ALL SELECT c.id, t.path || ' > ' || c.name FROM code c JOIN tree t ON c.parent_id = t.id)
SELECT path, id FROM tree
"""


def main(project: Path, rows: Path) -> None:
    """Import the codings of `rows`."""
    connection = sqlite3.connect(project / "project.qualbench", isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN IMMEDIATE")
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    codes = dict(connection.execute(_PATHS))
    documents = dict(connection.execute("SELECT name, id FROM document"))
    coders = dict(connection.execute("SELECT name, id FROM coder"))
    history: list[list[Any]] = []

    def values() -> Iterator[tuple[Any, ...]]:
        held, text = "", ""
        for row in json.loads(rows.read_text(encoding="utf-8")):
            document, start, end = documents[row["document"]], row["start"], row["end"]
            if document != held:
                held = document
                (text,) = connection.execute(
                    "SELECT text FROM revision WHERE document_id = ?", (document,)
                ).fetchone()
            segment = str(uuid.uuid4())
            code, coder = codes[row["code_path"]], coders[row["coder"]]
            history.append([[segment], None, [document, 1, start, end, code, coder, at, 0, "", 1]])
            yield (segment, document, 1, start, end, text[start:end], code, coder, at, 0, "", 1)

    connection.executemany(f"INSERT INTO segment VALUES ({', '.join('?' * 12)})", values())
    step = connection.execute(
        "INSERT INTO step (at, coder_id, verb, summary, rows) VALUES (?, ?, 'import codings', '', ?)",
        (at, next(iter(coders.values())), len(history)),
    ).lastrowid
    connection.execute(
        "INSERT INTO step_part VALUES (?, 0, ?)", (step, json.dumps(history, separators=(",", ":")))
    )
    connection.execute("COMMIT")
    connection.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
