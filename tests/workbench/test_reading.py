"""The reading log: for the coder alone, and no part of the project."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from qualbench.workbench.coders import add_coder
from qualbench.workbench.project import load_place, load_top, open_session, save_place
from qualbench.workbench.reading import ReadSoFar, add_reading_time, reading_log
from tests.workbench.builders import new_project

if TYPE_CHECKING:
    from pathlib import Path


def test_the_furthest_turn_stays_when_one_goes_back(tmp_path: Path) -> None:
    with new_project(tmp_path) as session:
        save_place(session, "d", 10, 0, turn=2)
        save_place(session, "d", 90, 80, turn=7)
        save_place(session, "d", 10, 5, turn=2)
        read = reading_log(session)["d"]
        assert read.furthest_turn == 7
        assert read.opened_at
        assert (load_place(session, "d"), load_top(session, "d")) == (10, 5)


def test_each_coder_sees_only_their_own(tmp_path: Path) -> None:
    with new_project(tmp_path) as session:
        add_coder(session, "Tom")
        save_place(session, "d", 10, turn=2)
        add_reading_time(session, "d", 600)
    with open_session(tmp_path, coder="Tom") as session:
        assert reading_log(session) == {}
        save_place(session, "d", 1, turn=1)
        assert reading_log(session)["d"].furthest_turn == 1
        assert reading_log(session)["d"].seconds == 0


def test_a_desk_made_before_there_was_a_furthest_turn_goes_on(tmp_path: Path) -> None:
    with new_project(tmp_path) as session:
        with closing(sqlite3.connect(session.project.desk)) as old, old:
            old.execute(
                "CREATE TABLE place (document_id TEXT, coder_id TEXT, position INTEGER, opened_at TEXT,"
                " PRIMARY KEY (document_id, coder_id))"
            )
            old.execute("INSERT INTO place VALUES ('d', ?, 5, '2026-01-01T10:00:00Z')", (session.coder.id,))
        assert reading_log(session) == {"d": ReadSoFar("2026-01-01T10:00:00Z")}
        save_place(session, "d", 9, turn=3)
        assert reading_log(session)["d"].furthest_turn == 3


def test_a_desk_that_is_no_database_is_an_empty_log(tmp_path: Path) -> None:
    with new_project(tmp_path) as session:
        session.project.desk.write_bytes(b"no database at all, but long enough to be looked at" * 40)
        assert reading_log(session) == {}
        save_place(session, "d", 9, turn=3)


def test_minutes_lie_in_the_person_s_own_folder_not_in_the_project_s(tmp_path: Path) -> None:
    """Colleagues get copies of the project's folder."""
    with new_project(tmp_path) as session:
        save_place(session, "d", 1, turn=1)
        before = sorted(one.name for one in tmp_path.rglob("*"))
        add_reading_time(session, "d", 100)
        add_reading_time(session, "d", 20.5)
        add_reading_time(session, "d", 0)
        assert reading_log(session)["d"].seconds == 120.5
        assert sorted(one.name for one in tmp_path.rglob("*")) == before
