"""A project of `qualitative-coding` as the program writes it, with invented words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import sha1
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WARD = "Anna: We had no day off\nat all, which was hard to\nbear.\n\nBen: The wards were full 😀,\nthe beds too.\n"
_SCHEMA = (
    "document (file_path VARCHAR, file_hash VARCHAR)",
    "document_index (id INTEGER, name VARCHAR, time_series BOOLEAN, document_id VARCHAR)",
    "location (id INTEGER, start_line INTEGER, end_line INTEGER, document_index_id VARCHAR)",
    "code (name VARCHAR)",
    "coder (name VARCHAR)",
    "coded_line (id INTEGER, line INTEGER, coder_id VARCHAR, code_id VARCHAR)",
    "coded_line_location_association (coded_line_id INTEGER, location_id INTEGER)",
)
#: Line, coder and code of each coded line; the text has lines 0 to 5.
LINES = (
    (0, "mia", "rest"),
    (1, "mia", "rest"),
    (4, "mia", "tired"),
    (0, "jon", "rest"),
    (3, "jon", "rest"),
    (40, "jon", "loose"),
)


def qc(folder: Path, *, corpus: str = "corpus", changed: bool = False) -> Path:
    """Write a project of one text; `changed` after it was coded."""
    (folder / "corpus" / "day").mkdir(parents=True)
    (folder / "memos").mkdir()
    (folder / "settings.yaml").write_text(
        f"codebook: codebook.yaml\ncorpus_dir: {corpus}\ndatabase: base.sqlite3\nmemos_dir: memos\n", "utf-8"
    )
    (folder / "codebook.yaml").write_text("- hard:\n  - rest\n- tired\n- other:\n  - rest\n", "utf-8")
    (folder / "corpus" / "day" / "ward.txt").write_bytes(WARD.encode())
    (folder / "corpus" / "more.txt").write_text("Nobody coded this.", "utf-8")
    (folder / "memos" / "2026-01-02-10-11_mia_first_thoughts.md").write_text("# First thoughts\n", "utf-8")
    digest = "0" * 40 if changed else sha1(WARD.encode()).hexdigest()
    with closing(sqlite3.connect(folder / "base.sqlite3")) as base, base:
        for table in _SCHEMA:
            base.execute(f"CREATE TABLE {table}")
        base.executemany("INSERT INTO document VALUES (?, ?)", [("day/ward.txt", digest), ("gone.txt", "")])
        base.execute("INSERT INTO document_index VALUES (1, 'paragraphs', 0, 'day/ward.txt')")
        base.executemany("INSERT INTO location VALUES (?, ?, ?, 1)", [(1, 0, 4), (2, 4, 6)])
        base.executemany("INSERT INTO code VALUES (?)", [("rest",), ("tired",), ("loose",)])
        base.executemany("INSERT INTO coder VALUES (?)", [("mia",), ("jon",)])
        for number, (line, coder, code) in enumerate(LINES, 1):
            base.execute("INSERT INTO coded_line VALUES (?, ?, ?, ?)", (number, line, coder, code))
            base.execute(
                "INSERT INTO coded_line_location_association VALUES (?, ?)", (number, 1 + (line > 3))
            )
    return folder
