"""What a page offers, and what it leaves to the computer that serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.keys import PROJECT, Where, gestures
from qualbench.tui.lines import KeyLine
from qualbench.tui.page.app import NO_FILES, READING, PageApp
from qualbench.tui.palette import Commands
from qualbench.tui.screens.base import ProjectScreen
from qualbench.tui.screens.documents import DocumentsScreen
from qualbench.workbench.project import open_session
from tests.tui.made import said, steps

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from qualbench.tui.app import QualbenchApp


@pytest.fixture
def page(folder: Path) -> Iterator[PageApp]:
    app = PageApp(open_session(folder))
    yield app
    app.close_project()


def refused(app: QualbenchApp) -> bool:
    return isinstance(app.screen, MessageDialog) and app.screen.text == NO_FILES


async def go_to(page: PageApp, pilot: Pilot[None], where: Where) -> None:
    while not isinstance(page.screen, ProjectScreen):
        page.pop_screen()
    within = {Where.CODING: "enter", Where.SPEAKERS: "s"}  # those are shown from the documents
    if page.screen.where is not where:
        page.show(Where.DOCUMENTS if where in within else where)
        await pilot.pause()
    if where in within and page.screen.where is not where:
        await pilot.press(within[where])
    await pilot.pause()


@pytest.mark.parametrize("where", [one for one in PROJECT if one not in (Where.QUOTES, Where.REVIEW)])
async def test_every_gesture_that_reaches_for_a_file_is_known_and_not_offered(
    page: PageApp, where: Where
) -> None:
    """A new one that asks for a path has to be added to `not_offered`."""
    async with page.run_test(size=(120, 40)) as pilot:
        for one in gestures(where):
            if one.group not in ("Move", "Select", "The project") and not one.id.startswith("recent_"):
                await go_to(page, pilot, where)
                await pilot.press(one.keys[0])
                await pilot.pause()
                assert refused(page) == (one.id in page.not_offered), one.id


async def test_what_is_not_offered_stands_in_no_line_of_keys_no_help_and_no_palette(page: PageApp) -> None:
    async with page.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        line = str(page.screen.query_one(KeyLine).render())
        assert "Open" in line
        assert "Import" not in line
        assert "Export" not in line
        commands = Commands(page.screen)
        offered = [words async for words in _texts(commands)]
        assert "Read and code the document under the cursor" in offered
        assert not [words for words in offered if "mport" in words or "xport" in words or "another" in words]
        await pilot.press("f1")
        await pilot.pause()
        assert "Import transcripts" not in str(page.screen.query(Static).first().visual)


async def _texts(commands: Commands) -> AsyncIterator[str]:
    async for hit in commands.discover():
        yield str(hit.prompt)


async def test_esc_at_the_outermost_screen_names_no_key_that_a_browser_takes(page: PageApp) -> None:
    async with page.run_test() as pilot:
        await pilot.press("escape")
        assert isinstance(page.screen, DocumentsScreen)
        assert "Close the page" in said(page)
        assert "Ctrl" not in said(page)


async def test_a_page_shows_one_study(page: PageApp) -> None:
    async with page.run_test() as pilot:
        page.open_start()
        await pilot.pause()
        assert isinstance(page.screen, DocumentsScreen)
        assert page.session is not None


async def test_a_page_that_may_not_write_says_so_and_writes_nothing(folder: Path) -> None:
    app = PageApp(open_session(folder, write=False), waiting=True)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, MessageDialog)
        assert app.screen.text == READING
        before = steps(app)
        await pilot.press("enter", "enter", "s", "i", "u")
        await pilot.pause()
        assert steps(app) == before
    app.close_project()
