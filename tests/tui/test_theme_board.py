"""The theme board and the review: codes move by keyboard, nothing is lost, verdicts are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input, Static, TextArea

from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.choose import ChooseDialog
from qualbench.tui.dialogs.form import FormDialog
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.lines import Lines
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.screens.theme_board import ThemeBoardScreen
from qualbench.tui.screens.theme_review import ThemeReviewScreen
from qualbench.workbench import codebooks, theming
from qualbench.workbench.project import open_session
from qualbench.workbench.theme_review import review_of
from tests.tui.made import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.screen import Screen

    from qualbench.model.theme import Theme
    from tests.tui.test_looks import Compare

SMALL, LARGE = (80, 24), (120, 40)


@pytest.fixture
def app(folder: Path) -> Iterator[QualbenchApp]:
    with open_session(folder) as session:
        weather = codebooks.create_code(session, "Weather")
        theme = theming.create_theme(session, "Going elsewhere", concept="Help is found beside the clinic.")
        assert weather.id != theme.id
    made = QualbenchApp(open_session(folder))
    yield made
    made.close_project()


async def board(app: QualbenchApp, pilot: Pilot[None]) -> ThemeBoardScreen:
    await pilot.press("f9", "o")
    await pilot.pause()
    assert isinstance(app.screen, ThemeBoardScreen)
    return app.screen


def rows(screen: Screen[Any], name: str) -> list[str]:
    return [str(one.prompt).strip() for one in screen.query_one(name, Lines).options]


def text(screen: Screen[Any], name: str) -> str:
    return str(screen.query_one(name, Static).visual)


def top(app: QualbenchApp) -> Screen[Any]:
    return app.screen


def theme_of(app: QualbenchApp, name: str) -> Theme:
    assert app.session is not None
    return theming.find_theme(app.session, name)


async def to_theme(screen: ThemeBoardScreen, pilot: Pilot[None], name: str) -> None:
    lines = screen.query_one("#board", Lines)
    lines.go_to(next(one for one, theme in screen.themes.items() if theme.name == name))
    await pilot.pause()


async def test_several_codes_go_into_a_theme_at_once_and_one_undo_brings_them_back(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await board(app, pilot)
        assert [one.split("  ")[0] for one in rows(screen, "#free")] == ["Friends instead", "Weather"]
        await to_theme(screen, pilot, "Going elsewhere")
        await pilot.press("space", "space")
        assert "2 codes marked" in said(app)
        await pilot.press("a")
        await pilot.pause()
        assert len(theme_of(app, "Going elsewhere").code_ids) == 2
        assert rows(screen, "#free") == []
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert theme_of(app, "Going elsewhere").code_ids == ()


async def test_codes_move_from_theme_to_theme_and_out(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await board(app, pilot)
        await pilot.press("tab")
        lines = screen.query_one("#board", Lines)
        assert lines.has_focus
        getting, going = theme_of(app, "Getting in"), theme_of(app, "Going elsewhere")
        (code,) = getting.code_ids
        lines.go_to(f"{getting.id}/{code}")
        await pilot.press("space")
        await to_theme(screen, pilot, "Going elsewhere")
        await pilot.press("a")
        await pilot.pause()
        assert theme_of(app, going.id).code_ids == (code,)
        assert theme_of(app, getting.id).code_ids == ()
        lines.go_to(f"{going.id}/{code}")
        await pilot.press("r")
        await pilot.pause()
        assert theme_of(app, going.id).code_ids == ()


async def test_the_words_under_the_cursor_are_shown_at_either_side(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await board(app, pilot)
        assert "My neighbour listens better" in text(screen, "#entry")
        await pilot.press("tab")
        await to_theme(screen, pilot, "Getting in")
        assert "The way in is long." in text(screen, "#entry")
        assert "I waited three months" in text(screen, "#entry")


async def test_the_pile_keeps_codes_with_their_reason(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await board(app, pilot)
        await pilot.press("down", "delete")
        await pilot.pause()
        assert isinstance(top(app), FormDialog)
        await pilot.press(*"small talk".replace(" ", "_"), "f2")
        await pilot.pause()
        assert [one.split("  ")[0] for one in rows(screen, "#free")] == ["Friends instead"]
        await pilot.press("p", "p")
        assert "The pile (1)" in text(screen, "#free-head")
        assert "Weather (small_talk)" in rows(screen, "#free")[0]
        await pilot.press("delete")
        await pilot.pause()
        assert rows(screen, "#free") == []
        await pilot.press("p")
        assert len(rows(screen, "#free")) == 2


async def test_codes_are_found_by_words(app: QualbenchApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await board(app, pilot)
        await pilot.press("slash", *"weath", "enter")
        await pilot.pause()
        assert [one.split("  ")[0] for one in rows(screen, "#free")] == ["Weather"]
        assert screen.query_one("#free", Lines).has_focus
        await pilot.press("slash", *["backspace"] * 5, "enter")
        await pilot.pause()
        assert len(rows(screen, "#free")) == 2
        assert not screen.query_one("#find", Input).display


async def test_two_themes_are_laid_beside_each_other_and_merged(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await board(app, pilot)
        assert app.session is not None
        waiting = codebooks.find_code(app.session, "Waiting")
        theming.assign_codes(app.session, theme_of(app, "Going elsewhere").id, [waiting.id])
        screen.reload()
        await to_theme(screen, pilot, "Going elsewhere")
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(top(app), ChooseDialog)
        await pilot.press("enter")
        await pilot.pause()
        shown = top(app)
        assert isinstance(shown, MessageDialog)
        assert "1 of 1 segments of “Going elsewhere” share words with “Getting in”" in shown.text
        assert "In both: Waiting" in shown.text
        await pilot.press("escape", "c")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(top(app), FormDialog)
        await pilot.press("f2")
        await pilot.pause()
        assert theme_of(app, "Going elsewhere").status.value == "merged"
        assert any("(merged)" in one for one in rows(screen, "#board"))


async def test_a_theme_is_made_on_the_board(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await board(app, pilot)
        await pilot.press("n")
        await pilot.pause()
        await pilot.press(*"Third", "f2")
        await pilot.pause()
        assert any("Third" in one for one in rows(screen, "#board"))


async def review(app: QualbenchApp, pilot: Pilot[None]) -> ThemeReviewScreen:
    await pilot.press("f9", "v")
    await pilot.pause()
    assert isinstance(app.screen, ThemeReviewScreen)
    return app.screen


async def test_extracts_and_documents_are_judged(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await review(app, pilot)
        await pilot.press("n")
        assert "A verdict comes first" in said(app)
        await pilot.press("b")
        await pilot.pause()
        assert rows(screen, "#rows")[0].startswith("? “I waited three months")
        await pilot.press("n")
        await pilot.pause()
        top(app).query_one(TextArea).text = "More about letters."
        await pilot.press("f2")
        await pilot.pause()
        assert "More about letters." in rows(screen, "#rows")[0]
        await pilot.press("w")
        await pilot.pause()
        assert [one.split("  ")[0] for one in rows(screen, "#rows")] == ["bert", "anna"]
        await pilot.press("x")
        await pilot.pause()
        assert rows(screen, "#rows")[0].startswith("– bert")
        assert "1 of 2 documents read again" in text(screen, "#theme")
        await pilot.press("home", "delete")
        await pilot.pause()
        assert app.session is not None
        found = review_of(app.session, screen.theme_id)
        assert [one.verdict for one in found.readings] == [None, None]
        assert found.extracts[0].verdict is not None


async def test_what_becomes_of_it_is_said_with_the_reason(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await review(app, pilot)
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(top(app), FormDialog)
        top(app).query_one(TextArea).text = "Too thin for a theme."
        await pilot.press("f2")
        await pilot.pause()
        assert app.session is not None
        assert theming.find_theme(app.session, screen.theme_id).reason == "Too thin for a theme."


async def test_an_extract_is_read_in_its_document(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await review(app, pilot)
        for step in ((), ("w",)):
            await pilot.press(*step, "enter")
            await pilot.pause()
            assert isinstance(top(app), CodingScreen)
            await pilot.press("escape")
            await pilot.pause()
            assert top(app) is screen


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize(
    "way", [("f9", "o", "space"), ("f9", "v", "y"), ("f9", "v", "w")], ids=["board", "review", "reread"]
)
def test_how_it_looks(
    folder: Path, snap_compare: Compare, size: tuple[int, int], way: tuple[str, ...]
) -> None:
    assert snap_compare(QualbenchApp(open_session(folder)), press=way, terminal_size=size)
