"""The history: one write path, and undo that gives back exactly what was."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.model.change import Change, Noun
from qualbench.model.ids import new_id
from qualbench.storage.checks import find_faults
from qualbench.storage.faults import ReadOnlyProject, StepConflict
from qualbench.storage.history import (
    PART,
    commit,
    load_changes,
    load_history,
    next_redo,
    next_undo,
    redo,
    undo,
)
from qualbench.storage.rows import load_row
from qualbench.storage.store import Store, open_store
from qualbench.storage.tables import TABLES
from tests.storage.builders import (
    CODER,
    annotation_added,
    code_added,
    document_added,
    new_store,
    segment_added,
)

if TYPE_CHECKING:
    from qualbench.model.change import Value

TEXT = "I told nobody, naïve as I was — “not a soul” 👩‍👩‍👧 — and that was that. " * 4


def step(store: Store, *changes: Change) -> None:
    commit(store, changes, coder_id=CODER, verb="test", summary="a step")


def tables(store: Store) -> dict[str, list[Any]]:
    """Every row of every table of changes; a hidden document counts as gone, its material stays."""
    found: dict[str, list[Any]] = {}
    for table in TABLES.values():
        hidden = " WHERE hidden = 0" if table.name == "document" else ""
        found[table.name] = sorted(map(repr, store.connection.execute(f"SELECT * FROM {table.name}{hidden}")))
    return found


def undo_once(store: Store) -> bool:
    entry = next_undo(store, CODER)
    if entry is None or entry.verb == "new":
        return False
    undo(store, entry, coder_id=CODER)
    return True


def redo_once(store: Store) -> bool:
    entry = next_redo(store, CODER)
    if entry is not None:
        redo(store, entry, coder_id=CODER)
    return entry is not None


def test_a_segment_takes_its_quote_from_the_text(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    step(store, document_added("P01", TEXT, "d"), code_added("c", "Silence"))
    step(store, segment_added("d", "c", 2, 13, "s"))
    (quote,) = store.connection.execute("SELECT quote FROM segment").fetchone()
    assert quote == TEXT[2:13]


def test_a_segment_beyond_the_text_is_refused_whole(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    step(store, document_added("P01", TEXT, "d"), code_added("c", "Silence"))
    before = tables(store)
    with pytest.raises(StepConflict):
        step(store, segment_added("d", "c", 0, 4), segment_added("d", "c", 5, len(TEXT) + 1))
    assert tables(store) == before
    assert len(load_history(store)) == 2


@pytest.mark.parametrize("place", [(-1, 4), (4, 4), (0, len(TEXT) + 1)])
def test_a_memo_beyond_the_text_is_refused(tmp_path: Path, place: tuple[int, int]) -> None:
    store = new_store(tmp_path)
    step(store, document_added("P01", TEXT, "d"))
    with pytest.raises(StepConflict, match="no stretch"):
        step(store, annotation_added("d", *place))


def test_no_words_of_a_transcript_are_in_the_history(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    step(store, document_added("P01", TEXT, "d"), code_added("c", "Silence"))
    step(store, segment_added("d", "c", 0, len(TEXT)), annotation_added("d", 0, len(TEXT)))
    kept = " ".join(changes for (changes,) in store.connection.execute("SELECT changes FROM step_part"))
    assert "nobody" not in kept
    assert "not a soul" not in kept


def test_the_text_of_a_revision_never_changes(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    step(store, document_added("P01", TEXT, "d"))
    with pytest.raises(Exception, match="never changes"):
        store.connection.execute("UPDATE revision SET text = 'other'")


def test_undo_refuses_when_something_later_stands_on_it(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    step(store, document_added("P01", TEXT, "d"), code_added("c", "Silence"))
    entry = next_undo(store, CODER)
    assert entry is not None
    step(store, segment_added("d", "c", 0, 4))
    before = tables(store)
    with pytest.raises(StepConflict):
        undo(store, entry, coder_id=CODER)
    assert tables(store) == before


def test_undo_refuses_a_row_that_was_changed_since(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    step(store, code_added("c", "Silence"))
    step(store, Change("CodeRenamed", Noun.CODE, ("c",), {"name": "Silence"}, {"name": "Hush"}))
    first = load_history(store)[1]
    with pytest.raises(StepConflict):
        undo(store, first, coder_id=CODER)


def test_a_new_step_ends_what_can_be_done_again(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    step(store, code_added("a", "A"))
    assert undo_once(store)
    step(store, code_added("b", "B"))
    assert next_redo(store, CODER) is None


def test_undo_survives_a_restart(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    before = tables(store)
    step(store, code_added("a", "A"))
    store.close()
    again = open_store(tmp_path / "project.qualbench", write=True, before_migration=lambda: None)
    assert undo_once(again)
    assert tables(again) == before


def test_a_step_of_thousands_is_one_line_and_goes_back_at_once(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    step(store, document_added("P01", TEXT, "d"), code_added("c", "Silence"))
    before = tables(store)
    places = [(start, end) for start in range(60) for end in range(start + 1, start + 41)]
    step(store, *(segment_added("d", "c", start, end) for start, end in places))
    newest = load_history(store)[0]
    assert newest.rows == len(places) > 3 * PART
    assert [change.noun for change in load_changes(store, newest.id)] == [Noun.SEGMENT] * len(places)
    assert undo_once(store)
    assert tables(store) == before


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    assert commit(store, [], coder_id=CODER, verb="x", summary="x") is None
    assert len(load_history(store)) == 1


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    store = open_store(tmp_path / "project.qualbench", write=False, before_migration=lambda: None)
    with pytest.raises(ReadOnlyProject):
        step(store, code_added("a", "A"))


KINDS = st.sampled_from(
    [
        *("document", "code", "segment", "rename", "resize", "mark", "remove", "memo", "annotate"),
        *("undo", "redo"),
    ]
)


@settings(max_examples=40, deadline=None)
@given(moves=st.lists(st.tuples(KINDS, st.integers(0, 10_000), st.integers(1, 40)), max_size=25))
def test_any_changes_undone_give_the_same_tables_and_redone_give_them_back(
    moves: list[tuple[str, int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = new_store(Path(folder))
        empty = tables(store)
        for kind, pick, width in moves:
            _move(store, kind, pick, width)
        full = tables(store)
        undone = 0
        while undo_once(store):
            undone += 1
        assert tables(store) == empty
        for _ in range(undone):
            assert redo_once(store)
        # what had been taken back before the end comes back too: the redo that the moves had left open
        while redo_once(store):
            pass
        while tables(store) != full:
            assert undo_once(store), "the state that was there is not among those that undo goes through"
        assert not list(find_faults(store))
        store.close()


def _move(store: Store, kind: str, pick: int, width: int) -> None:
    rows = {
        noun: store.connection.execute(f"SELECT * FROM main.{noun} ORDER BY id").fetchall()
        for noun in ("code", "segment")
    }
    documents = store.connection.execute("SELECT id FROM document WHERE hidden = 0 ORDER BY id").fetchall()
    if kind == "document":
        step(store, document_added(f"P{pick}{new_id()}", TEXT))
    elif kind == "code":
        step(store, code_added(one := new_id(), f"code {one}"))
    elif kind == "undo":
        undo_once(store)
    elif kind == "redo":
        redo_once(store)
    elif kind == "segment" and documents and rows["code"]:
        document, code = documents[pick % len(documents)][0], rows["code"][pick % len(rows["code"])][0]
        start = pick % (len(TEXT) - 50)
        twin = store.connection.execute(
            'SELECT 1 FROM segment WHERE document_id = ? AND start = ? AND "end" = ? AND code_id = ?',
            (document, start, start + width, code),
        ).fetchone()
        if twin is None:
            step(store, segment_added(document, code, start, start + width))
    elif kind == "rename" and rows["code"]:
        code, name = rows["code"][pick % len(rows["code"])][0], rows["code"][pick % len(rows["code"])][3]
        step(
            store, Change("CodeRenamed", Noun.CODE, (code,), {"name": name}, {"name": f"renamed {new_id()}"})
        )
    elif kind in ("resize", "mark", "remove", "memo", "annotate") and rows["segment"]:
        _on_segment(store, kind, rows["segment"][pick % len(rows["segment"])], width)


def _on_segment(store: Store, kind: str, row: tuple[Any, ...], width: int) -> None:
    one, document, revision, start, end, _quote, code, coder, at, *marks = row
    if kind == "remove":
        columns = load_row(store, Noun.SEGMENT, (one,))
        step(store, Change("SegmentRemoved", Noun.SEGMENT, (one,), columns, None))
    elif kind == "mark":
        before = {"important": marks[0], "stance": marks[1]}
        after = {"important": width % 2, "stance": ("", "supports", "qualifies", "contradicts")[width % 4]}
        step(store, Change("SegmentMarked", Noun.SEGMENT, (one,), before, after))
    elif kind in ("memo", "annotate"):
        memo: dict[str, Value] = {
            "kind": "memo",
            "target": "document" if kind == "memo" else "passage",
            "target_id": document,
            "text": "a thought",
            "coder_id": coder,
            "date": "2026-03-01",
            "created_at": at,
            "private": width % 2,
        }
        if kind == "annotate":
            memo |= {"revision": revision, "start": start, "end": end}
        step(store, Change("MemoWritten", Noun.MEMO, (new_id(),), None, memo))
    else:
        twin = store.connection.execute(
            'SELECT 1 FROM segment WHERE document_id = ? AND start = ? AND "end" = ? AND code_id = ?',
            (document, start, start + width, code),
        ).fetchone()
        if twin is None:
            step(store, Change("SegmentResized", Noun.SEGMENT, (one,), {"end": end}, {"end": start + width}))
