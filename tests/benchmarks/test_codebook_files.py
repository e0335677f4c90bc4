"""What the lines about codebook files measure: the same rows on both sides, and none of a segment."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from benchmarks.bare import raw_rename
from benchmarks.codebook import big_study
from benchmarks.codebook_files import big_codebook, rename
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.project import open_session
from qualbench.workbench.working_file import adopt, working_path

if TYPE_CHECKING:
    from pathlib import Path

SAME = (
    "SELECT id, name FROM code ORDER BY id",
    "SELECT number, yaml FROM codebook_version ORDER BY number",
    "SELECT verb, rows FROM step ORDER BY id",
)


def test_both_renames_leave_the_same_rows_and_ours_writes_no_segment(tmp_path: Path) -> None:
    study = big_study(tmp_path / "made", documents=1, codings=60, of_one=20, levels=(1, 2, 4))
    copy = shutil.copytree(study, tmp_path / "copy")
    written: list[str] = []
    with open_session(study) as session:
        path = working_path(session.project)
        before = load_codebook(session).by_id
        path.write_text(rename(path.read_text(encoding="utf-8"), 5), encoding="utf-8")
        session.store.connection.set_trace_callback(written.append)
        adopt(session, message="renamed")
        session.store.connection.set_trace_callback(None)
        names = {one.id: (before[one.id].name, one.name) for one in load_codebook(session).codes}
        yaml = path.read_text(encoding="utf-8")
    assert any(one.startswith(("UPDATE main.code ", "UPDATE code ")) for one in written)
    changes = [one for one in written if one.split()[0] in ("INSERT", "UPDATE", "DELETE", "REPLACE")]
    assert not [one for one in changes if "segment" in one.partition(" WHERE ")[0].partition("(")[0]]
    names = {one: said for one, said in names.items() if said[0] != said[1]}
    assert len(names) == 5
    with closing(sqlite3.connect(copy / "project.qualbench", isolation_level=None)) as connection:
        raw_rename.main(connection, names, yaml)
        bare = [connection.execute(query).fetchall() for query in SAME]
    with closing(sqlite3.connect(study / "project.qualbench")) as connection:
        assert bare == [connection.execute(query).fetchall() for query in SAME]


def test_the_big_codebook_has_2000_codes() -> None:
    assert len(big_codebook().codes) == 2000
