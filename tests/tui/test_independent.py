"""While independent coding is in force no screen shows what another coder did, and every one says so."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from qualbench.model.coding import MemoTarget
from qualbench.tui.app import QualbenchApp
from qualbench.tui.keys import Where
from qualbench.workbench import codebooks
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import load_segments
from qualbench.workbench.importing import find_document
from qualbench.workbench.independence import start_independent_coding
from qualbench.workbench.memoing import add_journal, add_memo
from qualbench.workbench.project import open_session
from tests.tui.made import WAYS, code, make_project

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
