"""Remarks on the codebook, on their screen: listed, gone to, silenced with a reason and heard again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest
from textual.widgets import Static

from qualbench.tui.app import QualbenchApp
from qualbench.tui.keys import Where
from qualbench.tui.screens.codebook.screen import CodebookScreen
from qualbench.tui.screens.theming import ThemesScreen
from qualbench.workbench import codebooks, health
from qualbench.workbench.independence import start_independent_coding
from qualbench.workbench.project import create_project, open_session
from tests.tui.made import WAYS, make_redefined, said, steps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from qualbench.tui.screens.health import RemarksScreen

Compare = Callable[..., bool]
SMALL, LARGE = (80, 24), (120, 40)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_redefined(tmp_path / "remarked")


@pytest.fixture
def app(folder: Path) -> Iterator[QualbenchApp]:
    made = QualbenchApp(open_session(folder))
    yield made
    made.close_project()


async def opened(app: QualbenchApp, pilot: Pilot[None]) -> RemarksScreen:
    await pilot.pause()
    await pilot.press(*WAYS[Where.REMARKS])
    await pilot.pause()
    await pilot.pause()
    return cast("RemarksScreen", app.screen)


def told(screen: RemarksScreen, name: str) -> str:
    return str(screen.query_one(name, Static).visual)


def kinds(screen: RemarksScreen) -> list[str]:
    return [one.id for one in screen.shown]


ALL = [
    *("no-definition", "no-example", "used-once"),
    *("no-definition", "no-example", "used-once"),
    "topic-name",
]


async def test_remarks_are_listed_in_the_order_of_the_tree_with_what_they_are_about(
    app: QualbenchApp,
) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        assert kinds(screen) == ALL
        assert told(screen, "#heads") == "7 remarks; all kinds [k]"
        assert "Say in a sentence what the code means." in told(screen, "#about")
        assert "Waiting > For a letter\nno definition yet" in told(screen, "#about")
        before = steps(app)
        await pilot.press("space", "down", "end", "home")
        assert steps(app) == before


async def test_enter_goes_to_the_code_or_the_theme(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await opened(app, pilot)
        await pilot.press("enter")
        await pilot.pause()
        codebook = app.screen
        assert isinstance(codebook, CodebookScreen)
        assert codebook.code is not None
        assert codebook.code.name == "For a letter"
        await pilot.press("i")
        await pilot.pause()
        await pilot.press("end", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ThemesScreen)


async def test_a_remark_is_silenced_with_a_reason_shown_with_all_and_heard_again(
    app: QualbenchApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot)
        counted: list[object] = []
        monkeypatch.setattr(health, "check_project", counted.append)
        before = steps(app)
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert steps(app) == before, "not without a reason"
        await pilot.press(*"plain", "enter")
        await pilot.pause()
        assert steps(app) == before + 1
        assert kinds(screen) == ALL[1:]
        assert told(screen, "#heads") == "6 remarks; 1 silenced; all kinds [k]"
        assert "silenced the remark “no definition” on “For a letter”" in said(app)
        await pilot.press("a")
        assert kinds(screen) == ALL
        assert told(screen, "#heads") == "6 remarks; 1 silenced and shown; all kinds [k]"
        await pilot.press("home")
        await pilot.pause()
        assert "silenced: plain" in told(screen, "#about")
        await pilot.press("s")
        await pilot.pause()
        assert told(screen, "#heads") == "7 remarks; all kinds [k]"
        assert counted == [], "nothing was counted anew for it"


async def test_a_change_elsewhere_is_seen(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("s", *"plain", "enter")
        await pilot.pause()
        await pilot.press("u")
        await pilot.pause()
        assert kinds(screen) == ALL
        letter = codebooks.find_code(screen.session, "For a letter")
        screen.change(lambda: codebooks.change_code(screen.session, letter.id, definition="By post."))
        await pilot.pause()
        assert kinds(screen) == ALL[1:]


async def test_one_kind_is_shown_alone(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("k", *"once", "enter")
        await pilot.pause()
        assert kinds(screen) == ["used-once"] * 2
        assert told(screen, "#heads") == "7 remarks; only “used once” [k]"
        await pilot.press("escape")
        await pilot.pause()
        assert (app.screen, kinds(screen)) == (screen, ALL)


async def test_with_nothing_to_remark_it_says_so(tmp_path: Path) -> None:
    create_project(tmp_path / "new", title="New", coder="Ana")
    app = QualbenchApp(open_session(tmp_path / "new"))
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot)
        assert told(screen, "#about") == "There is nothing to remark on the codebook."
        await pilot.press("enter", "s", "space")
        assert app.screen is screen
        assert "nothing to remark" in said(app)
    app.close_project()


async def test_while_coding_is_independent_it_says_whose_codings_tell(app: QualbenchApp) -> None:
    assert app.session is not None
    start_independent_coding(app.session)
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        assert "only your own codings tell" in told(screen, "#heads")


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_looks(folder: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    app = QualbenchApp(open_session(folder))
    try:
        assert snap_compare(app, press=(*WAYS[Where.REMARKS], "down"), terminal_size=size)
    finally:
        app.close_project()
