"""While independent coding is in force no screen shows what another coder did, and every one says so."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from qualbench.model.coding import MemoTarget
from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.keys import Where
from qualbench.workbench import codebooks
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import load_segments
from qualbench.workbench.importing import find_document
from qualbench.workbench.independence import start_independent_coding
from qualbench.workbench.memoing import add_journal, add_memo
from qualbench.workbench.project import open_session
from tests.tui.made import WAYS, code, make_project, said

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "Tom's own thought"
SCREENS = {where.name.lower(): ("f4", *keys) for where, keys in WAYS.items() if where is not Where.BESIDE}


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """Ana's study, in which Tom codes and writes while independent coding is in force."""
    folder = make_project(tmp_path / "waiting")
    with open_session(folder) as session:
        add_coder(session, "Tom Okafor")
        start_independent_coding(session)
    with open_session(folder, coder="Tom Okafor") as session:
        for words in ("I waited three months", "nothing came of it", "I stopped asking"):
            code(session, "anna", words, codebooks.find_code(session, "Waiting").id)
        one = load_segments(session)[0]
        add_memo(session, MemoTarget.SEGMENT, one.id, SECRET)
        add_memo(session, MemoTarget.CODE, one.code_id, SECRET)
        add_memo(session, MemoTarget.DOCUMENT, find_document(session, "anna").id, SECRET)
        add_journal(session, SECRET)
    return folder


@pytest.mark.parametrize("where", SCREENS)
async def test_a_screen_shows_nothing_of_another_coder_and_says_why(team: Path, where: str) -> None:
    app = QualbenchApp(open_session(team))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("enter")  # what the opening has to tell
        for key in SCREENS[where]:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause()
        picture = html.unescape(app.export_screenshot()).replace("\xa0", " ")
        assert "thought" not in picture
        assert "Waiting" in picture or where in ("search", "retrieval", "differences", "memos")
        assert "independent coding" in picture.casefold()
        assert "nothing came of it" not in picture or where == "coding"
        if where == "codebook":
            assert "0 segments" in picture, "three of Tom's are not counted"
        if where == "documents":
            assert "2 segments by Ana Ruiz" in picture
        if where == "history":
            assert "a coding step of another coder" in picture
            assert "with Waiting" not in picture, "only Tom used that code"
        if where == "coding":
            assert "1 segment" in picture
    app.close_project()


async def test_the_second_coders_numbers_are_their_own_and_are_said_to_be(team: Path) -> None:
    app = QualbenchApp(open_session(team, coder="Tom Okafor"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "f9")
        await pilot.pause()
        picture = html.unescape(app.export_screenshot()).replace("\xa0", " ")
        assert "counting Tom Okafor" in picture
        assert "counting Ana Ruiz" not in picture
        await pilot.press("x")
        await pilot.pause()
        form = html.unescape(app.export_screenshot()).replace("\xa0", " ")
        assert "Whose codings" not in form, "there is nobody else to choose"
        await pilot.press("f2")
        await pilot.pause()
        await pilot.pause()
    app.close_project()
    (written,) = (team / "exports").glob("theme-summary*")
    text = written.read_text(encoding="utf-8")
    assert "Only the segments of Tom Okafor count." in text
    assert "Independent coding in force: only Tom Okafor's codings" in text


async def test_what_is_retrieved_can_be_exported_while_others_are_hidden(team: Path) -> None:
    app = QualbenchApp(open_session(team))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "f12")
        await pilot.pause()
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("f2")
        await pilot.pause()
        await pilot.pause()
    app.close_project()
    written = (team / "exports" / "segments.csv").read_text(encoding="utf-8")
    assert "Ana Ruiz" in written
    assert "Tom" not in written


async def test_another_own_step_is_taken_back_in_the_history_where_the_last_one_cannot_be(team: Path) -> None:
    with open_session(team) as session:
        codebooks.create_code(session, "Mine")
        ours = codebooks.create_code(session, "Ours")
    with open_session(team, coder="Tom Okafor") as session:
        code(session, "bert", "He does", ours.id)
    app = QualbenchApp(open_session(team))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.session is not None
        await pilot.press("enter", "u")  # the first for what the opening has to tell
        await pilot.pause()
        assert isinstance(app.screen, MessageDialog)
        assert "[F6], then [t], takes back the step" in app.screen.text
        await pilot.press("escape", "f6", "down", "down", "t")
        assert isinstance(app.screen, ConfirmDialog)
        assert "created the code “Mine”" in app.screen.text
        await pilot.press("y")
        await pilot.pause()
        assert [one.name for one in codebooks.load_codebook(app.session).codes][-1:] == ["Ours"]
        assert said(app) == "Took back: created the code “Mine”. [Ctrl+Y] does it again."
        await pilot.press("home", "t")
        assert said(app) == "What took a step back, or did it again, is no step to take back itself."
        await pilot.press("end", "t")
        assert said(app) == "The making of the project is never taken back."
        await pilot.press("home", "down", "t", "y")
        await pilot.pause()
        assert isinstance(app.screen, MessageDialog), "another coder's"
        assert "only your own steps" in app.screen.text
    app.close_project()
