"""The bare merge that ours is measured against leaves the same rows."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from benchmarks.bare import raw_merge
from benchmarks.codebook import TWO, big_study
from qualbench.workbench.code_merging import merge_codes
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.project import open_session

if TYPE_CHECKING:
    from pathlib import Path

LEFT = (
    "SELECT * FROM segment ORDER BY id",
    "SELECT id, parent_id, name FROM code ORDER BY id",
    "SELECT kind, code_id, into_id FROM lineage",
    "SELECT verb FROM step ORDER BY id",
)


def left(study: Path) -> list[list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(study / "project.qualbench")) as connection:
        return [connection.execute(query).fetchall() for query in LEFT]


def test_both_merges_leave_the_same_rows(tmp_path: Path) -> None:
    study = big_study(tmp_path / "made", documents=1, codings=90, of_one=40, levels=(1, 1, 4))
    copy = shutil.copytree(study, tmp_path / "copy")
    with open_session(study) as session:
        codes = load_codebook(session).by_path
        into, code = (codes[path].id for path in TWO)
        done = merge_codes(session, [code], into)
    assert raw_merge.main(copy, code, into) > 0
    assert (done.same, done.recoded) == (4, 36)
    assert left(study) == left(copy)
