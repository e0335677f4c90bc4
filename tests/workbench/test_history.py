from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.coding import MemoTarget
from qualbench.model.ids import new_id
from qualbench.storage import history as stored
from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import create_code, delete_code, load_codebook, move_codes
from qualbench.workbench.history import (
    EarlierDay,
    NothingToUndo,
    StepConflict,
    list_history,
    next_redo,
    next_undo,
    redo,
    undo,
)
from qualbench.workbench.memoing import add_memo, remove_memo
from qualbench.workbench.project import open_session
from qualbench.workbench.writing import write
from tests.workbench.builders import new_project

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.model.change import Value


def test_undo_says_what_it_will_do_and_redo_gives_it_back(tmp_path: Path) -> None:
    session = new_project(tmp_path)
    create_code(session, "Tea")
    entry = next_undo(session)
    assert entry is not None
    assert entry.summary == "created the code “Tea”"
    undo(session)
    assert load_codebook(session).codes == ()
    again = next_redo(session)
    assert again is not None
    assert again.id == entry.id
    redo(session)
    assert [code.name for code in load_codebook(session).codes] == ["Tea"]
    assert [one.verb for one in list_history(session)] == ["redo", "undo", "create code", "new"]


def test_the_making_of_the_project_is_never_taken_back(tmp_path: Path) -> None:
    session = new_project(tmp_path)
    with pytest.raises(NothingToUndo):
        undo(session)
    with pytest.raises(NothingToUndo):
        redo(session)


def test_a_step_of_an_earlier_day_is_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = new_project(tmp_path)
    long_ago = (
        (datetime.now(UTC) - timedelta(days=3)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )
    monkeypatch.setattr(stored, "now", lambda: long_ago)
    create_code(session, "Tea")
    monkeypatch.undo()
    with pytest.raises(EarlierDay, match="created the code “Tea”"):
        undo(session)
    assert len(load_codebook(session).codes) == 1
    undo(session, earlier_day=True)
    assert load_codebook(session).codes == ()


def test_each_coder_undoes_their_own_steps_unless_told_otherwise(tmp_path: Path) -> None:
    session = new_project(tmp_path)
    tom: dict[str, Value] = {"name": "Tom", "machine": 0, "created_at": "2026-03-01T00:00:00.000Z"}
    write(
        session, [Change("CoderAdded", Noun.CODER, (new_id(),), None, tom)], verb="coder", summary="added Tom"
    )
    create_code(session, "Tea")
    session.store.close()
    other = open_session(tmp_path, coder="Tom")
    assert next_undo(other) is None
    with pytest.raises(NothingToUndo) as caught:
        undo(other)
    assert "--any-coder" in caught.value.hint
    create_code(other, "Bus")
    undo(other)
    assert [code.name for code in load_codebook(other).codes] == ["Tea"]
    undo(other, any_coder=True)
    assert load_codebook(other).codes == ()


def test_what_another_coder_built_on_is_not_pulled_away(tmp_path: Path) -> None:
    session = new_project(tmp_path)
    tom: dict[str, Value] = {"name": "Tom", "machine": 0, "created_at": "2026-03-01T00:00:00.000Z"}
    write(
        session, [Change("CoderAdded", Noun.CODER, (new_id(),), None, tom)], verb="coder", summary="added Tom"
    )
    tea = create_code(session, "Tea")
    session.store.close()
    with open_session(tmp_path, coder="Tom") as other:
        create_code(other, "Green", parent_id=tea.id)
    with open_session(tmp_path) as mine, pytest.raises(StepConflict):
        undo(mine)


def two_coders(folder: Path) -> None:
    """A project of Ana's, with Tom as a second coder."""
    with new_project(folder) as session:
        tom: dict[str, Value] = {"name": "Tom", "machine": 0, "created_at": "2026-03-01T00:00:00.000Z"}
        change = Change("CoderAdded", Noun.CODER, (new_id(),), None, tom)
        write(session, [change], verb="coder", summary="added Tom")


def test_redo_does_not_make_a_second_code_of_a_name(tmp_path: Path) -> None:
    two_coders(tmp_path)
    with open_session(tmp_path) as ana:
        create_code(ana, "Tea")
        undo(ana)
    with open_session(tmp_path, coder="Tom") as tom:
        create_code(tom, "Tea")
    with open_session(tmp_path) as ana:
        with pytest.raises(StepConflict, match="several codes under one parent"):
            redo(ana)
        assert [code.name for code in load_codebook(ana).codes] == ["Tea"]
        assert not check_project(ana)


def test_undo_does_not_close_a_circle(tmp_path: Path) -> None:
    two_coders(tmp_path)
    with open_session(tmp_path) as ana:
        x, y = create_code(ana, "X"), create_code(ana, "Y")
        move_codes(ana, [x.id], y.id)
        move_codes(ana, [x.id], None)
    with open_session(tmp_path, coder="Tom") as tom:
        move_codes(tom, [y.id], x.id)
    with open_session(tmp_path) as ana:
        with pytest.raises(StepConflict, match="under itself"):
            undo(ana)
        assert not check_project(ana)
        assert len(list(load_codebook(ana).walk())) == 2


def test_undo_does_not_bring_back_a_memo_on_nothing(tmp_path: Path) -> None:
    two_coders(tmp_path)
    with open_session(tmp_path) as ana:
        code = create_code(ana, "X")
        remove_memo(ana, add_memo(ana, MemoTarget.CODE, code.id, "Hm.").id)
    with open_session(tmp_path, coder="Tom") as tom:
        delete_code(tom, code.id)
    with open_session(tmp_path) as ana:
        with pytest.raises(StepConflict, match="about a code that is not there"):
            undo(ana)
        assert not check_project(ana)


def test_a_step_that_others_stand_on_does_not_bar_the_way_to_earlier_ones(tmp_path: Path) -> None:
    two_coders(tmp_path)
    with open_session(tmp_path) as ana:
        first = create_code(ana, "First")
        parent = create_code(ana, "Parent")
        step = list_history(ana)[1].id
    with open_session(tmp_path, coder="Tom") as tom:
        create_code(tom, "Under it", parent_id=parent.id)
    with open_session(tmp_path) as ana:
        with pytest.raises(StepConflict) as caught:
            undo(ana)
        assert "--step" in caught.value.hint
        assert undo(ana, step=step).summary == "created the code “First”"
        assert first.id not in load_codebook(ana).by_id
        with pytest.raises(NothingToUndo):
            undo(ana, step=step)
        with pytest.raises(NotFound):
            undo(ana, step=999)
    with open_session(tmp_path, coder="Tom") as tom, pytest.raises(UsageError, match="another coder"):
        undo(tom, step=step + 1)
