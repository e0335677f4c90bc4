"""A project of an earlier version: backed up, brought up to date, and all that was in it is in it still."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from sqlite_utils import Database, Migrations

from qualbench.storage import migrations
from qualbench.storage import store as store_module
from qualbench.storage.checks import find_faults
from qualbench.storage.faults import EarlierProject, ReadOnlyProject
from qualbench.storage.history import commit, load_changes, next_undo, redo, undo
from qualbench.storage.schema import M001, SCHEMA_VERSION
from qualbench.storage.store import open_store
from qualbench.storage.tables import LATER, TABLES
from tests.storage.builders import CODER, code_added, document_added, new_store, segment_added

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualbench.model.change import Change
    from qualbench.storage.store import Store

TEXT = "I told nobody, naïve as I was. “Not a soul” 👩‍👩‍👧."


def first_schema(connection: sqlite3.Connection) -> None:
    """Bring a new database to schema 1, as the first version of the program did."""
    chain = Migrations("qualbench")

    @chain()
    def m001_initial(db: Database) -> None:
        for statement in M001:
            db.execute(statement)
        db.table("revision").enable_fts(
            ["text"], tokenize="unicode61 remove_diacritics 2", create_triggers=True
        )

    chain.apply(Database(connection))


def memo_added(target: str, target_id: str) -> Change:
    from qualbench.model.change import Change, Noun

    row: Any = dict.fromkeys(("text", "date", "created_at"), "2026-03-01")
    row |= {"kind": "memo", "target": target, "target_id": target_id, "coder_id": CODER}
    return Change("MemoWritten", Noun.MEMO, (f"m-{target}",), None, row)


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project at schema 1 with a document, a code, segments and memos, by steps of that time."""
    with monkeypatch.context() as then:
        then.setattr(migrations, "migrate", first_schema)
        then.setattr("qualbench.storage.store.SCHEMA_VERSION", 1)
        store = new_store(tmp_path)
        commit(
            store,
            [document_added("P01", TEXT, "d"), code_added("c", "Silence")],
            coder_id=CODER,
            verb="x",
            summary="x",
        )
        changes = [
            segment_added("d", "c", 2, 13, "s"),
            segment_added("d", "c", 15, 20, "t"),
            memo_added("segment", "s"),
            memo_added("document", "d"),
        ]
        commit(store, changes, coder_id=CODER, verb="x", summary="x")
        assert store.connection.execute("PRAGMA user_version").fetchone() == (1,)
        store.close()
    return tmp_path / "project.qualbench"


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table of the first schema, in its columns."""
    found = {}
    for table in ("project", "coder", "document", "revision", "code", "segment", "memo", "step", "step_part"):
        later = {TABLES[noun].name: tuple(columns) for noun, columns in LATER.items()}
        columns = [
            f'"{name}"'
            for _at, name, *_rest in store.connection.execute(f"PRAGMA main.table_info({table})")
            if name not in later.get(table, ())
        ]
        found[table] = sorted(store.connection.execute(f"SELECT {', '.join(columns)} FROM main.{table}"))
    return found


def opened(path: Path, before_migration: Callable[[], object] = lambda: None) -> Store:
    return open_store(path, write=True, before_migration=before_migration)


def test_it_is_backed_up_first_and_keeps_every_row(old: Path) -> None:
    before: list[Any] = []

    def back_up() -> None:
        connection = sqlite3.connect(old)
        before.append(connection.execute("SELECT * FROM segment ORDER BY id").fetchall())
        before.append(connection.execute("SELECT * FROM memo ORDER BY id").fetchall())
        before.append(connection.execute("PRAGMA user_version").fetchone())
        connection.close()

    store = opened(old, back_up)
    assert before[2] == (1,)
    assert store.connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert rows(store)["segment"] == before[0]
    assert rows(store)["memo"] == before[1]
    assert store.connection.execute("SELECT DISTINCT important, stance FROM segment").fetchall() == [(0, "")]
    assert store.connection.execute("SELECT DISTINCT language FROM document").fetchall() == [("",)]
    assert store.connection.execute("SELECT smallest_cell FROM project").fetchall() == [(0,)]
    assert store.connection.execute("SELECT count(*) FROM unsure_place").fetchone() == (0,)
    assert list(find_faults(store)) == []
    kept = rows(store)
    store.close()
    assert rows(opened(old, lambda: pytest.fail("it was up to date"))) == kept


def reader(path: Path) -> Store:
    return open_store(path, write=False, before_migration=lambda: pytest.fail("a reader makes no backup"))


def test_a_reader_sees_it_up_to_date_and_leaves_the_file_as_it_is(old: Path) -> None:
    before, beside = old.read_bytes(), sorted(old.parent.iterdir())
    store = reader(old)
    assert store.connection.execute("SELECT id, important FROM segment ORDER BY id").fetchall() == [
        ("s", 0),
        ("t", 0),
    ]
    assert next_undo(store, CODER) is not None
    assert list(find_faults(store)) == []
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.connection.execute("DELETE FROM main.segment")
    with pytest.raises(ReadOnlyProject):
        commit(store, [code_added("x", "New")], coder_id=CODER, verb="x", summary="x")
    store.close()
    assert old.read_bytes() == before
    assert {one.name for one in old.parent.iterdir()} <= {
        *(one.name for one in beside),
        f"{old.name}-wal",
        f"{old.name}-shm",
    }
    kept = rows(opened(old))
    assert len(kept["segment"]) == 2


def test_a_reader_of_a_copy_follows_who_writes_meanwhile(old: Path) -> None:
    looking = reader(old)
    assert not looking.changed_outside()
    writing = opened(old)
    commit(writing, [code_added("new", "Speech")], coder_id=CODER, verb="x", summary="x")
    assert looking.changed_outside()
    assert not looking.changed_outside()
    names = "SELECT name FROM code ORDER BY name"
    assert looking.connection.execute(names).fetchall() == [("Silence",), ("Speech",)]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        looking.connection.execute("DELETE FROM main.segment")
    commit(writing, [code_added("more", "Tone")], coder_id=CODER, verb="x", summary="x")
    writing.close()
    assert looking.changed_outside()
    assert len(looking.connection.execute(names).fetchall()) == 3
    assert len(looking.connection.execute("SELECT * FROM segment").fetchall()) == 2, "through the views"


def test_a_copy_stays_as_it_was_where_the_file_is_no_longer_ours(old: Path) -> None:
    looking = reader(old)
    old.write_bytes(b"something else")
    assert not looking.changed_outside()
    assert len(looking.connection.execute("SELECT * FROM segment").fetchall()) == 2


def test_where_nothing_may_be_written_it_is_read_too(old: Path) -> None:
    store = store_module._up_to_date_copy(store_module._connect_beside_nothing(old))
    assert store.execute("SELECT count(*) FROM segment WHERE stance = ''").fetchone() == (2,)


def test_one_too_big_for_memory_names_the_command_that_brings_it_up_to_date(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "IN_MEMORY", 100)
    with pytest.raises(EarlierProject, match="an earlier qualbench") as caught:
        reader(old)
    assert f"qualbench open --project {old.parent}" in caught.value.hint


def test_steps_of_that_time_are_taken_back_and_done_again(old: Path) -> None:
    store = opened(old)
    before = rows(store)
    entry = next_undo(store, CODER)
    assert entry is not None
    undo(store, entry, coder_id=CODER)
    assert rows(store)["segment"] == rows(store)["memo"] == []
    redo(store, entry, coder_id=CODER)
    assert rows(store)["segment"] == before["segment"]
    assert rows(store)["memo"] == before["memo"]
    assert list(find_faults(store)) == []


def test_a_step_of_that_time_is_not_taken_back_under_a_later_mark(old: Path) -> None:
    from qualbench.model.change import Change, Noun
    from qualbench.storage.faults import StepConflict

    store = opened(old)
    entry = next_undo(store, CODER)
    assert entry is not None
    assert all("stance" in (one.after or {}) for one in load_changes(store, entry.id) if one.key == ("s",))
    mark = Change("SegmentMarked", Noun.SEGMENT, ("s",), {"important": 0}, {"important": 1})
    commit(store, [mark], coder_id=CODER, verb="mark", summary="x")
    with pytest.raises(StepConflict):
        undo(store, entry, coder_id=CODER)
    assert store.connection.execute("SELECT important FROM segment WHERE id = 's'").fetchone() == (1,)
