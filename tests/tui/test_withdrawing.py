"""A participant withdraws, on the documents screen: what goes is read, the name is typed, and it is gone."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest

from qualbench.tui.dialogs.form import ChoiceLine, FormDialog
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.dialogs.progress import ProgressDialog
from qualbench.tui.screens.documents import DocumentsScreen
from qualbench.tui.screens.withdrawing import WhatGoes
from qualbench.workbench.cases import list_cases
from qualbench.workbench.project import open_session
from qualbench.workbench.purging import list_withdrawals
from qualbench.workbench.safekeeping import backup_project
from tests.tui.made import make_project, said, steps
from tests.tui.test_screens import open_session_of, settled, shown, shows

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.tui.app import QualbenchApp


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_project(tmp_path / "waiting")
    with open_session(made) as session:
        backup_project(session)
    return made


async def test_a_document_goes_only_when_its_name_is_typed(app: QualbenchApp, folder: Path) -> None:
    async with app.run_test() as pilot:
        await pilot.press("delete")
        assert isinstance(app.screen, WhatGoes)
        assert "anna goes, and with it 1 segment, no memo, 1 text, the case anna." in app.screen.text
        assert "Backups, which keep it unless asked for:" in app.screen.text
        await pilot.press("f2", *"bert", "f2")
        assert isinstance(app.screen, FormDialog)
        assert "not the name: anna" in str(app.screen.query_one("#complaint").render())
        await pilot.press(*["backspace"] * 4, *"anna", "tab", "right", "tab", "tab", *"asked to", "f2")
        await settled(pilot, app, DocumentsScreen)
        assert [row.split()[0] for row in shown(app)] == ["bert"]
        assert "anna is taken out for good" in said(app)
        (record,) = list_withdrawals(open_session_of(app))
        assert (record.segments, record.why) == (1, "asked to")
        assert [one.name for one in list_cases(open_session_of(app))] == ["bert"]
    for path in (folder / "backups").iterdir():
        assert b"three months for a letter" not in path.read_bytes()
    assert b"three months for a letter" not in (folder / "project.qualbench").read_bytes()


async def test_its_case_can_stay(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("delete", "f2", *"anna", "tab", "tab")
        assert isinstance(app.focused, ChoiceLine)
        await pilot.press("right", "f2")
        await settled(pilot, app, DocumentsScreen)
        assert [one.name for one in list_cases(open_session_of(app))] == ["anna", "bert"]


async def test_leaving_either_window_changes_nothing(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        before = steps(app)
        await pilot.press("delete", "escape")
        assert shows(app, DocumentsScreen)
        await pilot.press("delete", "f2", "escape")
        assert shows(app, DocumentsScreen)
        assert steps(app) == before


async def test_what_goes_wrong_is_said_and_the_document_is_still_there(
    app: QualbenchApp, folder: Path
) -> None:
    (folder / "backups" / "bad.qualbench").write_text("none", encoding="utf-8")
    async with app.run_test() as pilot:
        await pilot.press("delete", "f2", *"anna", "tab", "right", "f2")
        await settled(pilot, app, MessageDialog)
        assert isinstance(app.screen, MessageDialog)
        assert "bad.qualbench cannot be rewritten" in app.screen.text
        await pilot.press("escape")
        assert [row.split()[0] for row in shown(app)] == ["anna", "bert"]


async def test_work_that_is_not_stopped_halfway_says_so(app: QualbenchApp) -> None:
    go_on = Event()
    async with app.run_test() as pilot:
        app.work_apart(
            "Working", lambda _session, _report: go_on.wait(20), lambda _answer: None, stoppable=False
        )
        await settled(pilot, app, ProgressDialog)
        await pilot.press("escape")
        assert isinstance(app.screen, ProgressDialog)
        assert not app.screen.stopping
        assert "not stopped" in app.screen.hint
        go_on.set()
        await settled(pilot, app, DocumentsScreen)
