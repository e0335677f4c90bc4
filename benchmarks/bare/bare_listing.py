"""A bare click program that lists the segments of a code as JSON, by one query.

Usage: python -m benchmarks.bare.bare_listing PROJECT --code PATH
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import click

_QUERY = """
WITH RECURSIVE tree(id, name, path, ids) AS (
    SELECT id, name, name, id FROM code WHERE parent_id IS NULL
    UNION ALL SELECT c.id, c.name, t.path || ' > ' || c.name, t.ids || ' ' || c.id
    FROM code c JOIN tree t ON c.parent_id = t.id)
SELECT s.id, d.name, d.sha256, s.start, s."end", s.quote, t.name, t.id, t.path, k.name, s.created_at, m.text,
    t.ids, m.id, w.name, m.date, m.created_at, s.important, s.stance
FROM tree t JOIN segment s ON s.code_id = t.id JOIN document d ON d.id = s.document_id AND d.hidden = 0
JOIN coder k ON k.id = s.coder_id LEFT JOIN memo m ON m.target_id = s.id
LEFT JOIN coder w ON w.id = m.coder_id
WHERE t.path = ? ORDER BY d.position, d.id, s.start, s."end" DESC, s.created_at, s.id
"""
_FIELDS = (
    *("id", "document", "document_sha256", "start", "end", "quote", "code", "code_id", "code_path", "coder"),
    *("created_at", "memo"),
)


@click.command()
@click.argument("project", type=click.Path(path_type=Path))
@click.option("--code", required=True)
def main(project: Path, code: str) -> None:
    """List the segments of a code as JSON."""
    connection = sqlite3.connect(f"{(project / 'project.qualbench').absolute().as_uri()}?mode=ro", uri=True)
    rows = []
    for *row, ids, memo, writer, date, made, important, stance in connection.execute(_QUERY, (code,)):
        listed = dict(zip(_FIELDS, row, strict=True)) | {"code_path_ids": ids.split(), "memos": []}
        if memo is not None:
            told = {"id": memo, "text": listed["memo"], "coder": writer, "date": date, "created_at": made}
            listed["memos"].append(told)
        listed |= {"important": bool(important), "stance": stance}
        rows.append(listed)
    click.echo(json.dumps(rows, ensure_ascii=False))


if __name__ == "__main__":
    main()
