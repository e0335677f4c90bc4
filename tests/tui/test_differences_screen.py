"""Where two coders differ, on its screen: the list, side by side, its limits, the place and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest
from textual.widgets import Static

from qualbench.tui.app import QualbenchApp
from qualbench.tui.keys import gestures
from qualbench.tui.lines import KeyLine
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.widgets.passage_list import PassageList
from qualbench.workbench import coding
from qualbench.workbench.independence import start_independent_coding
from qualbench.workbench.project import open_session
from tests.tui.made import make_differences, make_project, one_day, steps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from qualbench.tui.screens.differences import DifferencesScreen

Compare = Callable[..., bool]
SMALL, LARGE = (80, 24), (120, 40)


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ana and Tom on the same interview, with every kind of difference, all of one day."""
    monkeypatch.setattr(coding, "stamp", one_day)
    return make_differences(tmp_path / "waiting")


@pytest.fixture
def app(team: Path) -> Iterator[QualbenchApp]:
    made = QualbenchApp(open_session(team))
    yield made
    made.close_project()


async def opened(app: QualbenchApp, pilot: Pilot[None]) -> DifferencesScreen:
    await pilot.pause()
    await pilot.press("percent_sign")
    await pilot.pause()
    await pilot.pause()
    return cast("DifferencesScreen", app.screen)


def told(screen: DifferencesScreen, name: str) -> str:
    return str(screen.query_one(name, Static).visual)


def kinds(screen: DifferencesScreen) -> list[str]:
    return [one.kind.value for one in screen.found.differences] if screen.found else []


async def test_every_difference_is_listed_and_no_coefficient_is_told(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        assert kinds(screen) == [
            "parent or child code",
            "other boundaries",
            "another code",
            "only one coded",
        ]
        heads = told(screen, "#heads")
        assert heads == "Ana Ruiz and Tom Okafor (most codings): 4 differences; 1 coding is the same"
        assert told(screen, "#limits").startswith("all kinds")
        await pilot.resize_terminal(50, 24)
        await pilot.pause()
        assert screen.query_one("#heads").size.height == 2, "it wraps and is not cut"
        everything = " ".join(str(one.visual) for one in screen.query(Static))
        for word in ("kappa", "alpha", "%", "agreement"):
            assert word not in everything.lower()


async def test_side_by_side_stand_both_words_both_memos_and_the_definition(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("down")
        await pilot.pause()
        first, second, means = (told(screen, name) for name in ("#first", "#second", "#definitions"))
        assert "Ana Ruiz\nWaiting\n" in first
        assert "memo: She says it flatly." in first
        assert "memo: And then she gave up." in second
        bold = [str(screen.query_one(name, Static).visual) for name in ("#first", "#second")]
        assert all("Then nothing came of it, and I stopped asking" in one for one in bold), (
            "both edges in both"
        )
        for line in (
            "means: Time spent waiting for help.",
            "when: Time passes before help.",
            "when not: Distance.",
        ):
            assert line in means
        await pilot.press("down", "down")
        await pilot.pause()
        assert "coded nothing here" in told(screen, "#first")


async def test_the_list_is_limited_by_kind_document_and_code_and_says_so(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("k", *"boundaries", "enter")
        await pilot.pause()
        assert kinds(screen) == ["other boundaries"]
        assert "only “other boundaries”" in told(screen, "#limits")
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen
        assert len(kinds(screen)) == 4
        await pilot.press("o", *"bert", "enter")
        await pilot.pause()
        assert kinds(screen) == ["another code", "only one coded"]
        assert "only bert" in told(screen, "#limits")
        await pilot.press("escape", "o", *"both", "enter")
        await pilot.pause()
        assert len(kinds(screen)) == 4
        assert "only documents that both have coded" in told(screen, "#limits")
        await pilot.press("escape", "a", *"letter", "enter")
        await pilot.pause()
        assert kinds(screen) == ["parent or child code"]
        assert "only “Waiting > For a letter”" in told(screen, "#limits")


async def test_enter_reads_the_place_and_esc_comes_back_to_the_same_row(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        app.layer = screen.session.coder.id
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        await pilot.pause()
        document = cast("CodingScreen", app.screen)
        assert isinstance(document, CodingScreen)
        assert document.view.text[document.view.cursor :].startswith("With a walk")
        assert {one.coder_id for one in document.view.here} == set(document.coders), "both are in sight"
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen
        assert screen.query_one(PassageList).cursor == 2


async def test_what_does_not_fit_below_the_list_is_read_on_with_one_key(app: QualbenchApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("down")
        await pilot.pause()
        beside = screen.query_one(".beside")
        assert beside.max_scroll_y > 0
        await pilot.press("space")
        await pilot.pause()
        assert beside.scroll_offset.y == beside.max_scroll_y
        await pilot.press("space")
        await pilot.pause()
        assert beside.scroll_offset.y == 0


async def test_other_coders_are_chosen_from_a_list(app: QualbenchApp, team: Path) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("c")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert screen.pair is not None
        assert "(most codings)" not in told(screen, "#heads")


async def test_with_one_coder_or_while_coding_is_independent_it_says_why_it_is_empty(
    app: QualbenchApp, tmp_path: Path
) -> None:
    assert app.session is not None
    start_independent_coding(app.session)
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot)
        assert "compared after it has ended" in told(screen, "#first")
        assert kinds(screen) == []
        offered = str(screen.query_one(KeyLine).render())
        assert not [one.short for one in gestures(screen.where) if one.short and f"] {one.short}" in offered]
        assert "] Help" in offered
        assert told(screen, "#limits") == ""
        await pilot.press("enter", "k")
        assert app.screen is screen, "nothing is asked about an empty list"
    alone = QualbenchApp(open_session(make_project(tmp_path / "alone")))
    async with alone.run_test(size=SMALL) as pilot:
        screen = await opened(alone, pilot)
        assert "no two coders" in told(screen, "#first")
    alone.close_project()


async def test_independent_coding_is_begun_and_ended_on_the_documents_screen(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        before = steps(app)
        documents = app.screen
        assert "9 segments by 2 coders" in str(documents.query_one("#sums", Static).visual)
        await pilot.press("h", *"first", "f2")
        await pilot.pause()
        assert steps(app) == before + 1
        assert "independent coding: only mine" in str(documents.query_one("#top", Static).render())
        assert "4 segments by Ana Ruiz" in str(documents.query_one("#sums", Static).visual)
        await pilot.press("f8")
        await pilot.pause()
        assert "independent coding: only mine" in str(app.screen.query_one("#top", Static).render())
        await pilot.press("f4", "u")
        await pilot.pause()
        assert "independent" not in str(documents.query_one("#said", Static).visual), "undo passes it by"
        await pilot.press("ctrl+y", "h", "f2")
        await pilot.pause()
        assert "independent coding" not in str(documents.query_one("#top", Static).render())
        assert "Independent coding has ended" in str(documents.query_one("#said", Static).visual)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_looks(team: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    app = QualbenchApp(open_session(team))

    async def before(pilot: Pilot[None]) -> None:
        await opened(app, pilot)
        await pilot.press("down")
        await pilot.pause()

    try:
        assert snap_compare(app, run_before=before, terminal_size=size)
    finally:
        app.close_project()
