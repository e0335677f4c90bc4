"""Merge one code into another with bare SQL: the same rows in the same tables, one history entry.

Nothing is checked, no name and no mark looked at. What overlaps is found and counted, in one sweep that the
database sorts for.

Usage: python -m benchmarks.bare.raw_merge PROJECT CODE INTO
"""

from __future__ import annotations

import sqlite3
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path

_SAME = """
SELECT gone.id FROM segment gone JOIN segment stays ON stays.document_id = gone.document_id
AND stays.revision = gone.revision AND stays.start = gone.start AND stays."end" = gone."end"
AND stays.coder_id = gone.coder_id AND stays.code_id = :into WHERE gone.code_id = :code
"""
#: Of each coder's codings of both codes in a document, in order: does one begin before an earlier one ends?
_OVERLAPS = """
SELECT count(*) FROM (SELECT start, max("end") OVER (PARTITION BY coder_id, document_id, revision
ORDER BY start, "end" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
FROM segment WHERE code_id IN (:code, :into)) WHERE start < before
"""
_GONE = """
SELECT json_group_array(json_array(json_array(id), json_array(document_id, revision, start, "end", code_id,
coder_id, created_at, important, stance, meaning), NULL)) FROM segment WHERE id IN (SELECT id FROM same)
"""
_MOVED = """
SELECT json_group_array(json_array(json_array(id), json_array(code_id, meaning), json_array(:into, :meaning)))
FROM segment WHERE code_id = :code
"""


def main(project: Path, code: str, into: str) -> int:
    """Merge the code of the one id into that of the other, and return how many codings overlap."""
    connection = sqlite3.connect(project / "project.qualbench", isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN IMMEDIATE")
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    named = {"code": code, "into": into}
    (named["meaning"],) = connection.execute("SELECT meaning FROM code WHERE id = :into", named).fetchone()
    connection.execute("CREATE TEMP TABLE same (id TEXT PRIMARY KEY)")
    connection.execute(f"INSERT INTO same {_SAME}", named)
    (overlapping,) = connection.execute(_OVERLAPS, named).fetchone()
    (gone,) = connection.execute(_GONE).fetchone()
    connection.execute("DELETE FROM segment WHERE id IN (SELECT id FROM same)")
    (moved,) = connection.execute(_MOVED, named).fetchone()
    connection.execute("UPDATE segment SET code_id = :into, meaning = :meaning WHERE code_id = :code", named)
    connection.execute("UPDATE memo SET target_id = :into WHERE target = 'code' AND target_id = :code", named)
    connection.execute("UPDATE OR IGNORE theme_code SET code_id = :into WHERE code_id = :code", named)
    (coder,) = connection.execute("SELECT lead_id FROM project").fetchone()
    (name,) = connection.execute("SELECT name FROM code WHERE id = :code", named).fetchone()
    connection.execute(
        "INSERT INTO lineage VALUES (?, 'merged', ?, ?, ?, ?, ?, '')",
        (str(uuid.uuid4()), code, name, into, coder, at),
    )
    connection.execute("DELETE FROM code WHERE id = :code", named)
    step = connection.execute(
        "INSERT INTO step (at, coder_id, verb, summary) VALUES (?, ?, 'merge codes', '')", (at, coder)
    ).lastrowid
    for part, changes in enumerate((gone, moved)):
        connection.execute("INSERT INTO step_part VALUES (?, ?, ?)", (step, part, changes))
    connection.execute("COMMIT")
    connection.close()
    return int(overlapping)


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
