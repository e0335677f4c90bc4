"""While independent coding is in force every read sees one coder's share, without remembering to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import QualbenchError
from qualbench.model.change import Change, Noun
from qualbench.model.ids import new_id
from qualbench.storage.checks import find_faults
from qualbench.storage.history import commit, next_undo, undo
from qualbench.storage.sight import OthersHidden, in_force, seeing_all
from qualbench.storage.store import Store, now, open_store
from tests.storage.builders import CODER, code_added, document_added, new_store, segment_added

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.model.change import Columns

DOCUMENT, CODE = "d" * 36, "c" * 36
TOM = "33333333-3333-4333-8333-333333333333"


def step(store: Store, *changes: Change, coder: str = CODER, verb: str = "code") -> None:
    commit(store, changes, coder_id=coder, verb=verb, summary="told", why="why")


def by(coder: str, change: Change) -> Change:
    after = {**(change.after or {}), "coder_id": coder}
    return Change(change.kind, change.noun, change.key, None, after)


def begin(store: Store) -> None:
    row: Columns = {
        "started_at": now(),
        "started_by": CODER,
        "why": "",
        "ended_at": None,
        "ended_by": None,
        "ended_why": "",
    }
    step(store, Change("Started", Noun.INDEPENDENT, (new_id(),), None, row), verb="independent coding")


def end(store: Store) -> Change:
    found = in_force(store)
    assert found is not None
    columns: Columns = {"ended_at": now(), "ended_by": CODER, "ended_why": ""}
    before: Columns = {"ended_at": None, "ended_by": None, "ended_why": ""}
    change = Change("Ended", Noun.INDEPENDENT, (found.id,), before, columns)
    step(store, change, verb="independent coding")
    return change


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A segment of Ana's and two of Tom's; Ana looks."""
    made = new_store(tmp_path)
    tom: Columns = {"name": "Tom", "machine": 0, "created_at": now()}
    step(made, Change("CoderAdded", Noun.CODER, (TOM,), None, tom), verb="coder")
    step(made, document_added("P01", "One two three four five.", DOCUMENT), code_added(CODE, "Numbers"))
    step(made, segment_added(DOCUMENT, CODE, 0, 3))
    step(made, by(TOM, segment_added(DOCUMENT, CODE, 0, 3, "t" * 36)), coder=TOM)
    step(made, by(TOM, segment_added(DOCUMENT, CODE, 4, 7)), coder=TOM)
    made.viewer = CODER
    yield made
    made.close()


def whose(store: Store) -> list[str]:
    return [one for (one,) in store.connection.execute("SELECT coder_id FROM segment ORDER BY rowid")]


def test_all_is_seen_until_it_begins_and_again_when_it_ends(store: Store) -> None:
    assert whose(store) == [CODER, TOM, TOM]
    begin(store)
    assert whose(store) == [CODER]
    with seeing_all(store):
        assert whose(store) == [CODER, TOM, TOM]
    store.viewer = TOM
    assert whose(store) == [TOM, TOM]
    end(store)
    assert whose(store) == [CODER, TOM, TOM]


def test_a_reader_hears_at_once_that_another_process_began_or_ended_it(store: Store) -> None:
    reader = open_store(store.path, write=False, before_migration=lambda: None)
    reader.viewer = TOM
    assert len(whose(reader)) == 3
    begin(store)
    assert whose(reader) == [TOM, TOM]
    end(store)
    assert len(whose(reader)) == 3
    reader.close()


def test_a_project_in_a_folder_without_writing_is_read_with_the_same_eyes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(store)
    from qualbench.storage import store as module

    monkeypatch.setattr(module, "_connect", lambda path, **_how: module._connect_beside_nothing(path))
    reader = open_store(store.path, write=False, before_migration=lambda: None)
    reader.viewer = TOM
    assert whose(reader) == [TOM, TOM]
    with pytest.raises(Exception, match=r"readonly|read-only|view"):
        reader.connection.execute("DELETE FROM main.segment")
    reader.close()


def test_every_table_that_says_whose_a_row_is_has_its_view(store: Store) -> None:
    tables = [
        name
        for (name,) in store.connection.execute(
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c "
            "WHERE m.type = 'table' AND c.name = 'coder_id' ORDER BY 1"
        )
    ]
    views = {
        name
        for (name,) in store.connection.execute("SELECT name FROM sqlite_temp_master WHERE type = 'view'")
    }
    # the codebook's life is the team's, and so is that a participant withdrew
    shared = {"codebook_version", "meaning", "lineage", "withdrawal", "theme_version"}
    assert set(tables) - shared <= views, "say in storage.sight who sees the new table's rows"


def test_rows_of_others_are_neither_changed_nor_removed_nor_written(store: Store) -> None:
    begin(store)
    with pytest.raises(QualbenchError):
        step(store, Change("Resized", Noun.SEGMENT, ("t" * 36,), {"end": 3}, {"end": 5}))
    with pytest.raises(OthersHidden):
        step(store, by(TOM, segment_added(DOCUMENT, CODE, 8, 13)))
    with seeing_all(store):
        assert len(whose(store)) == 3


def test_undo_brings_nothing_of_others_back(store: Store) -> None:
    with seeing_all(store):
        (row,) = store.connection.execute(
            'SELECT document_id, revision, start, "end", code_id, coder_id, created_at FROM segment '
            "WHERE id = ?",
            ("t" * 36,),
        )
    names = ("document_id", "revision", "start", "end", "code_id", "coder_id", "created_at")
    marks: Columns = {"important": 0, "stance": ""}
    gone = Change(
        "SegmentRemoved", Noun.SEGMENT, ("t" * 36,), {**dict(zip(names, row, strict=True)), **marks}, None
    )
    step(store, gone)
    begin(store)
    entry = next_undo(store, CODER)
    assert entry is not None
    with pytest.raises(OthersHidden):
        undo(store, entry, coder_id=CODER)


def test_what_was_ended_stays_ended_whatever_is_tried(store: Store) -> None:
    begin(store)
    end(store)
    newest = next_undo(store, None)
    assert newest is not None
    assert newest.verb == "code", "undo passes both steps by"
    for tried in (
        "UPDATE independent_coding SET ended_at = NULL",
        "DELETE FROM independent_coding",
    ):
        with pytest.raises(Exception, match="independent coding"):
            store.connection.execute(tried)
    begin(store)
    with pytest.raises(Exception, match="UNIQUE"):
        store.connection.execute(
            "INSERT INTO independent_coding SELECT 'x', started_at, started_by, '', NULL, NULL, '' "
            "FROM independent_coding LIMIT 1"
        )


def test_others_steps_are_lines_without_what_they_did(store: Store) -> None:
    begin(store)
    lines = store.connection.execute(
        "SELECT verb, summary, why, rows FROM step WHERE coder_id = ?", (TOM,)
    ).fetchall()
    assert set(lines) == {("code", "a coding step of another coder", "", 0)}
    parts = "SELECT count(*) FROM step_part p JOIN main.step s ON s.id = p.step_id WHERE s.coder_id = ?"
    assert store.connection.execute(parts, (TOM,)).fetchone() == (0,)
    assert store.connection.execute(parts, (CODER,)).fetchone()[0] > 0


def test_checks_look_at_everything_whoever_looks(store: Store) -> None:
    begin(store)
    assert list(find_faults(store)) == []
    store.connection.execute("UPDATE main.segment SET quote = 'else' WHERE coder_id = ?", (TOM,))
    assert {fault.what for fault in find_faults(store)} >= {"its quote is not what the text says at 4:7"}
    assert store.viewer == CODER
