"""A Taguette project as the program writes it, with invented words."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HTML = (
    "<p>Anna: Das Café 😀 war <b>früh</b> offen.</p><p>Ben: Und der Bus?</p>\n"
    "<ul><li>nie</li><li>spät</li></ul>"
)
#: Its words between the tags, which the positions count.
BARE = "Anna: Das Café 😀 war früh offen.Ben: Und der Bus?\nniespät"
_TABLES = (
    "projects (id INTEGER, name TEXT, description TEXT, created TEXT)",
    "documents (id INTEGER, name TEXT, description TEXT, filename TEXT, created TEXT, project_id INTEGER, "
    "text_direction TEXT, contents TEXT)",
    "tags (id INTEGER, project_id INTEGER, path TEXT, description TEXT)",
    "highlights (id INTEGER, document_id INTEGER, start_offset INTEGER, end_offset INTEGER, snippet TEXT)",
    "highlight_tags (highlight_id INTEGER, tag_id INTEGER)",
    "commands (id INTEGER, date TEXT, user_login TEXT, project_id INTEGER, "
    "document_id INTEGER, payload TEXT)",
)


def taguette(path: Path, *, projects: int = 1) -> Path:
    """Write a project with five highlights, one of them without a tag and one on other words than its own."""

    def at(words: str) -> tuple[int, int]:
        start = len(BARE[: BARE.index(words)].encode())
        return start, start + len(words.encode())

    with closing(sqlite3.connect(path)) as base, base:
        for table in _TABLES:
            base.execute(f"CREATE TABLE {table}")
        for number in range(1, projects + 1):
            base.execute("INSERT INTO projects VALUES (?, ?, 'About beds', '')", (number, f"Wards {number}"))
            row = (number, "ward", "first visit", "ward.html", "", number, "LEFT_TO_RIGHT", HTML)
            base.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        tags = [(1, 1, "time", "when it was"), (2, 1, "time.late", ""), (3, 1, "place.café", "a place")]
        base.executemany("INSERT INTO tags VALUES (?, ?, ?, ?)", tags)
        marks = [
            (1, 1, *at("früh"), "<b>früh</b>"),
            (2, 1, *at("Café 😀 war"), "Café 😀 war"),
            (3, 1, *at("offen.Ben: Und"), "<p>offen.</p><p>Ben: Und</p>"),
            (4, 1, *at("nie"), "<li>nie</li>"),
            (5, 1, *at("spät"), "immer"),
        ]
        base.executemany("INSERT INTO highlights VALUES (?, ?, ?, ?, ?)", marks)
        base.executemany("INSERT INTO highlight_tags VALUES (?, ?)", [(1, 1), (2, 3), (2, 1), (3, 2), (5, 2)])
        said = {"type": "highlight_add", "highlight_id": 3}
        base.execute("INSERT INTO commands VALUES (1, '', 'mia', 1, 1, ?)", (json.dumps(said),))
    return path
