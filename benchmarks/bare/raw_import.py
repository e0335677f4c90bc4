"""Lay transcripts into a project's tables with nothing but sqlite3: the same rows, none of the reading.

Turns are found by one pattern that fits this corpus and no other; nothing is checked, recognised or reported.

Usage: python -m benchmarks.bare.raw_import PROJECT FOLDER
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_TURN = re.compile(r"^(\w+): (.+)$", re.MULTILINE)


def main(project: Path, folder: Path) -> None:
    """Import every txt file of `folder`."""
    connection = sqlite3.connect(project / "project.qualbench", isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN IMMEDIATE")
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    (lead,) = connection.execute("SELECT lead_id FROM project").fetchone()
    documents, revisions, cases, speakers, history = [], [], [], [], []
    for number, path in enumerate(sorted(folder.iterdir())):
        data = path.read_bytes()
        text = data.decode()
        digest = hashlib.sha256(data).hexdigest()
        turns = [[m.start(2), m.end(2), m.start(1), m[1], None] for m in _TURN.finditer(text)]
        document, case = str(uuid.uuid4()), str(uuid.uuid4())
        cases.append((case, number + 1, path.stem))
        documents.append(
            (document, number, path.stem, "interview", path.name, "txt", digest, "utf-8", case, at, "[]", 1)
        )
        packed = json.dumps(turns, ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256(text.encode()).hexdigest()
        revisions.append((document, text, digest, len(text.split()), packed, len(turns), at, 1))
        speakers += [
            (str(uuid.uuid4()), document, position, label, role, None)
            for position, (label, role) in enumerate(
                (("Interviewer", "interviewer"), (path.stem, "participant"))
            )
        ]
        history.append([cases[-1], documents[-1], speakers[-2:]])
        if len(revisions) == 100:
            _write(connection, cases, documents, revisions, speakers)
    _write(connection, cases, documents, revisions, speakers)
    step = connection.execute(
        "INSERT INTO step (at, coder_id, verb, summary, rows) VALUES (?, ?, 'import', '', ?)",
        (at, lead, 4 * len(history)),
    ).lastrowid
    connection.execute("INSERT INTO step_part VALUES (?, 0, ?)", (step, json.dumps(history)))
    connection.execute("COMMIT")
    connection.close()


def _write(connection: sqlite3.Connection, *tables: list[Any]) -> None:
    statements = (
        "INSERT INTO cases VALUES (?, ?, ?)",
        "INSERT INTO document (id, position, name, kind, source, format, sha256, encoding, case_id, "
        "imported_at, problems, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "INSERT INTO revision (document_id, text, sha256, words, turns, turn_count, created_at, number) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        "INSERT INTO speaker (id, document_id, position, label, role, case_id) VALUES (?, ?, ?, ?, ?, ?)",
    )
    for statement, rows in zip(statements, tables, strict=True):
        connection.executemany(statement, rows)
        rows.clear()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
