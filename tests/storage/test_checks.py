"""A check that finds nothing wrong must be able to: each promise is broken here by hand, and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.storage.checks import find_faults
from qualbench.storage.history import commit
from tests.storage.builders import (
    CODER,
    annotation_added,
    code_added,
    document_added,
    new_store,
    segment_added,
)

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.storage.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = new_store(tmp_path)
    changes = [document_added("P01", "I told nobody.", "d"), code_added("c", "Silence")]
    commit(store, changes, coder_id=CODER, verb="x", summary="x")
    commit(
        store,
        [segment_added("d", "c", 2, 6, "s"), annotation_added("d", 7, 13, "m")],
        coder_id=CODER,
        verb="x",
        summary="x",
    )
    return store


def test_all_is_well(store: Store) -> None:
    assert list(find_faults(store)) == []


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE main.segment SET quote = 'else'", "its quote is not what the text says"),
        ("UPDATE main.segment SET start = 1", "its quote is not what the text says"),
        (
            "INSERT INTO main.segment SELECT 't', document_id, 1, 0, 1, 'I', code_id, coder_id, '', 0, '', 1 "
            "FROM segment",
            "a row of segment is not in the history",
        ),
        ("DELETE FROM main.segment", "is in the history and not in the project"),
        ("UPDATE main.step_part SET changes = '[]'", "holds 0 of its"),
        ("UPDATE main.step_part SET changes = 'x'", "cannot be read"),
        ("UPDATE main.step SET at = '' WHERE id = 2", "does not say when"),
        ("UPDATE main.step SET undone = 1, undone_by = 1 WHERE id = 2", "taken back by no step"),
        (
            "INSERT INTO code (id, position, name, created_at) SELECT 'd', 1, name, '' FROM code",
            "several codes under one parent have one name",
        ),
        ("UPDATE code SET parent_id = 'c'", "a code stands under itself"),
        (
            "INSERT INTO main.memo SELECT 'n', 'memo', 'code', 'zz', 't', id, '', '', 0, NULL, NULL, NULL "
            "FROM coder",
            "about a code that is not there",
        ),
        ("UPDATE main.memo SET target_id = 'e'", "about a passage that is not there"),
        ('UPDATE main.memo SET "end" = 99', "the text has no stretch 7:99"),
        ("UPDATE main.memo SET revision = 2", "not the one of now"),
        ("UPDATE main.memo SET target = 'document'", "it has a place in a text and is about something else"),
        ("UPDATE document SET revision = 2", "not the one of now"),
        ("DELETE FROM revision_fts_docsize", "texts are in the index"),
    ],
)
def test_each_broken_promise_is_named(store: Store, sql: str, said: str) -> None:
    store.connection.execute("PRAGMA foreign_keys = OFF")
    store.connection.execute(sql)
    assert any(said in fault.what for fault in find_faults(store)), list(find_faults(store))


def test_a_text_or_a_turn_that_was_changed_is_named(store: Store) -> None:
    store.connection.execute("DROP TRIGGER revision_text_never_changes")
    store.connection.execute("UPDATE revision SET text = 'I told them all'")
    assert any("not the text that was read" in fault.what for fault in find_faults(store))
    store.connection.execute("UPDATE revision SET turns = '[[0, 999, 0, null, null]]'")
    assert any("do not lie in its text" in fault.what for fault in find_faults(store))
