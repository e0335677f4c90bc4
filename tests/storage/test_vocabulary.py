from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from qualbench.storage.vocabulary import ASKED, documents_with, load_vocabulary
from qualbench.workbench.importing import find_document, import_documents
from qualbench.workbench.project import open_session
from tests.workbench.builders import with_interviews

if TYPE_CHECKING:
    from pathlib import Path


def test_the_index_knows_its_words_and_who_has_them(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    anna, ben = (find_document(session, name).id for name in ("anna", "ben"))
    assert {"leaflet", "toilets", "interviewer"} <= set(load_vocabulary(session.store) or ())
    assert documents_with(session.store, ["leaflet"]) == {anna}
    assert documents_with(session.store, ["leaflet", "toilets"]) == {anna, ben}
    assert documents_with(session.store, ['no"such"word']) == set()
    assert documents_with(session.store, []) == set()
    assert documents_with(session.store, [f"w{n}" for n in range(ASKED + 1)]) is None
    session.store.close()


def test_a_project_that_is_only_read_has_it_too_and_a_later_import_is_in_it(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    assert "later" not in (load_vocabulary(session.store) or ())
    (tmp_path / "carla.txt").write_text("Interviewer: And?\nCarla: It came later.\n", encoding="utf-8")
    import_documents(session, [tmp_path / "carla.txt"])
    assert "later" in (load_vocabulary(session.store) or ())
    folder = session.project.folder
    session.store.close()
    with open_session(folder, write=False) as reader:
        assert "later" in (load_vocabulary(reader.store) or ())


def test_where_the_database_cannot_say_nothing_is_said(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    whole = session.store.connection
    session.store.connection = sqlite3.connect(":memory:")
    session.store.connection.execute("PRAGMA query_only = ON")
    assert load_vocabulary(session.store) is None
    session.store.connection = whole
    session.store.close()
