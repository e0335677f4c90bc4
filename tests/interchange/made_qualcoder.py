"""A QualCoder project as the program writes it, with invented words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Anna: 😀 We had no day off 😀 at all.\r\n\r\nBen: The wards were full 😀, the beds too.\r\nBen: Late."
_TABLES = """
project (databaseversion text, date text, memo text, about text, codername text)
source (id integer, name text, fulltext text, mediapath text, memo text, owner text, date text, av_text_id integer)
code_image (imid integer, id integer, x1 integer, y1 integer, width integer, height integer, cid integer, memo text, date text, owner text, important integer, pdf_page integer)
code_av (avid integer, id integer, pos0 integer, pos1 integer, cid integer, memo text, owner text, date text, important integer)
annotation (anid integer, fid integer, pos0 integer, pos1 integer, memo text, owner text, date text)
attribute_type (name text, date text, owner text, memo text, caseOrFile text, valuetype text)
attribute (attrid integer, name text, attr_type text, value text, id integer, date text, owner text)
case_text (id integer, caseid integer, fid integer, pos0 integer, pos1 integer, owner text, date text, memo text)
cases (caseid integer, name text, memo text, owner text, date text)
code_cat (catid integer, name text, owner text, date text, memo text, supercatid integer)
code_text (ctid integer, cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text, date text, memo text, avid integer, important integer)
code_name (cid integer, name text, memo text, catid integer, owner text, date text, color text, supercid integer)
journal (jid integer, name text, jentry text, date text, owner text)
stored_sql (title text, description text)
"""


def qualcoder(folder: Path, *, wide: bool = True, ring: bool = False) -> Path:
    """Write a project; `wide` counts UTF-16 units, `ring` makes two categories each other's parents."""
    folder.mkdir()

    def at(words: str) -> tuple[int, int]:
        start = TEXT.index(words)
        ends = (start, start + len(words))
        return tuple(len(TEXT[:one].encode("utf-16-le")) // 2 if wide else one for one in ends)  # type: ignore[return-value]

    day = "2024-01-15 10:11:12"
    rows: dict[str, list[tuple[object, ...]]] = {
        "project": [("v11", day, "About wards", "", "mia")],
        "source": [
            (1, "ward.txt", TEXT, None, "first visit", "mia", day, None),
            (2, "bed.jpg", None, "/images/bed.jpg", "", "mia", day, None),
            (3, "talk.mp3", None, "/audio/talk.mp3", "", "jon", day, None),
        ],
        "code_cat": [
            (1, "Work", "mia", day, "about work", 2 if ring else None),
            (2, "Shifts", "mia", day, "", 1),
        ],
        "code_name": [
            (1, "rest", "no rest at all", 2, "mia", day, "#F781F3", None),
            (2, "beds", "", None, "jon", day, "", None),
            (3, "broken", "", None, "jon", day, "#FF0000", 2),
        ],
        "code_text": [
            (1, 1, 1, "We had no day off", *at("We had no day off"), "mia", day, "look again", None, 1),
            (2, 2, 1, "the beds", *at("the beds"), "jon", day, "", None, 0),
            (3, 1, 1, "wards were full 😀", *at("wards were full 😀"), "jon", day, "", None, 0),
            (4, 3, 1, "Late", *at("Late"), "mia", day, "", None, 0),
            (5, 3, 1, "Too early", *at("too."), "mia", day, "", None, 0),
        ],
        "annotation": [(1, 1, *at("at all"), "really?", "jon", day)],
        "code_image": [(1, 2, 1, 2, 3, 4, 2, "a corner", day, "mia", None, None)],
        "code_av": [(1, 3, 100, 2500, 1, "", "mia", day, None), (2, 99, 0, 1, 1, "", "mia", day, None)],
        "attribute_type": [
            ("Age", day, "mia", "", "case", "numeric"),
            ("City", day, "mia", "", "file", "character"),
        ],
        "attribute": [(1, "Age", "case", "41", 1, day, "mia"), (2, "City", "file", "Ulm", 1, day, "mia")],
        "cases": [(1, "Ward 3", "the third", "mia", day)],
        "case_text": [(1, 1, 1, 0, len(TEXT), "mia", day, ""), (2, 1, 1, 4, 9, "mia", day, "")],
        "journal": [(1, "First day", "I was tired.", day, "mia")],
        "stored_sql": [("all", "select")],
    }
    with closing(sqlite3.connect(folder / "data.qda")) as base, base:
        for table in filter(None, _TABLES.split("\n")):
            base.execute(f"CREATE TABLE {table}")
        for name, own in rows.items():
            marks = ", ".join("?" * len(own[0]))
            base.executemany(f"INSERT INTO {name} VALUES ({marks})", own)
    return folder
