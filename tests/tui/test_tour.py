"""The tour on the real example study: every step done with the keys that its panel names."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from qualbench.tui.app import QualbenchApp
from qualbench.tui.keys import Where
from qualbench.tui.palette import Commands
from qualbench.tui.screens.documents import DocumentsScreen
from qualbench.tui.tour import STEPS, TourPanel
from qualbench.workbench.demo import build_demo
from qualbench.workbench.project import open_session
from qualbench.workbench.tour_state import TourState, load_tour, save_tour
from tests.tui.made import said
from tests.tui.test_palette import found, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

#: The keys with which each step is done, and with which the next can be begun.
WALK = (
    ("enter", "down", "ctrl+right"),
    ("s",),
    ("enter", "b", "u", "r", "d", "enter"),
    ("ctrl+down", "s", "n", "z", "e", "b", "r", "a", "enter"),
    ("m", "h", "m", "f2"),
    ("f3", "ctrl+z"),
    ("f9",),
    ("x", "f2"),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_demo(tmp_path_factory.mktemp("built") / "example")


@pytest.fixture
def example(built: Path, tmp_path: Path) -> Iterator[QualbenchApp]:
    folder = tmp_path / "example"
    shutil.copytree(built, folder)
    app = QualbenchApp(open_session(folder))
    yield app
    app.close_project()


def at(app: QualbenchApp) -> int | None:
    return app.tour


def panel(app: QualbenchApp) -> str:
    found = app.screen.query(TourPanel)
    return str(found.first().render()) if found else ""


async def look(app: QualbenchApp, pilot: Pilot[None]) -> None:
    await pilot.pause()
    app.follow_tour()
    await pilot.pause()


async def test_each_of_the_eight_steps_is_done_by_its_keys(example: QualbenchApp) -> None:
    async with example.run_test(size=(80, 24)) as pilot:
        await look(example, pilot)
        assert "Tour, 1 of 8: open an interview and move" in panel(example)
        for number, keys in enumerate(WALK):
            assert example.tour == number, STEPS[number].title
            for key in keys:
                await pilot.press(key)
                await look(example, pilot)
        assert example.tour is None
        assert load_tour() == TourState(8, going=False)
        assert not panel(example)


async def test_a_step_waits_for_the_person(example: QualbenchApp) -> None:
    async with example.run_test(size=(80, 24)) as pilot:
        await look(example, pilot)
        await pilot.press("down", "up", "f8", "f4")
        await look(example, pilot)
        assert example.tour == 0
        await pilot.press("enter")
        await look(example, pilot)
        assert example.tour == 0, "it is open, but nothing has moved"
        assert "Tour, 1 of 8" in panel(example), "the panel comes along to the other screen"


async def test_a_new_code_is_not_the_step_of_giving_a_known_one(example: QualbenchApp) -> None:
    async with example.run_test(size=(80, 24)) as pilot:
        await look(example, pilot)
        for key in (*WALK[0], *WALK[1]):
            await pilot.press(key)
            await look(example, pilot)
        assert at(example) == 2
        await pilot.press("n", *"zest", "enter")
        await look(example, pilot)
        assert said(example).startswith("New code zest")
        assert at(example) == 2
        for key in ("s", *WALK[2]):
            await pilot.press(key)
            await look(example, pilot)
        assert at(example) == 3


async def test_esc_leaves_it_and_the_palette_goes_on_with_it(example: QualbenchApp) -> None:
    async with example.run_test(size=(80, 24)) as pilot:
        await look(example, pilot)
        for key in WALK[0]:
            await pilot.press(key)
            await look(example, pilot)
        assert at(example) == 1
        await pilot.press("escape")
        await pilot.pause()
        assert at(example) is None
        assert not panel(example)
        assert "goes on with it" in said(example)
        assert load_tour() == TourState(1, going=False)
        await look(example, pilot)
        assert at(example) is None, "it does not come back by itself"
        run((await found(example, "tour: go on"))["Tour: go on with step 2 of 8"])
        await look(example, pilot)
        assert "Tour, 2 of 8: select" in panel(example)
        await pilot.press("escape", "escape")
        assert isinstance(example.screen, DocumentsScreen)
        run((await found(example, "tour: from"))["Tour: from the beginning"])
        await look(example, pilot)
        assert "Tour, 1 of 8" in panel(example)


async def test_esc_leaves_it_on_the_outermost_screen_too(example: QualbenchApp) -> None:
    async with example.run_test(size=(80, 24)) as pilot:
        await look(example, pilot)
        assert isinstance(example.screen, DocumentsScreen)
        assert "[Esc] leaves the tour" in panel(example)
        await pilot.press("escape")
        await pilot.pause()
        assert at(example) is None
        assert not panel(example)
        await pilot.press("escape")
        assert "outermost screen" in said(example)


async def test_it_goes_on_where_the_program_was_left(example: QualbenchApp) -> None:
    save_tour(TourState(3))
    async with example.run_test(size=(80, 24)) as pilot:
        await look(example, pilot)
        assert "Tour, 4 of 8: make a code of your own" in panel(example)


async def test_it_never_comes_twice_by_itself(example: QualbenchApp) -> None:
    save_tour(TourState(8, going=False))
    async with example.run_test() as pilot:
        await look(example, pilot)
        assert example.tour is None
        words = [str(one.text) async for one in Commands(example.screen).discover()]
        assert "Tour: from the beginning" in words


async def test_a_study_of_ones_own_has_no_tour(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await look(app, pilot)
        assert app.tour is None
        assert not [one async for one in Commands(app.screen).discover() if "Tour" in str(one.text)]


async def test_it_names_the_keys_in_force(example: QualbenchApp) -> None:
    save_tour(TourState(3))
    async with example.run_test() as pilot:
        await look(example, pilot)
        example.use_keys("vim")
        await look(example, pilot)
        assert "then [c]: type a name" in panel(example)


def test_there_are_eight_and_each_names_a_key() -> None:
    assert len(STEPS) == len(WALK) == 8
    assert all("[" in one.words and one.where in Where for one in STEPS)


async def test_taken_up_again_it_is_not_said_to_be_left(example: QualbenchApp) -> None:
    async with example.run_test(size=(120, 40)) as pilot:
        example.begin_tour()
        example.leave_tour()
        await pilot.pause()
        assert "The tour is left." in said(example)
        example.begin_tour(5)
        await pilot.pause()
        assert "The tour is left." not in said(example)
        assert "in a narrow window [F3] shows it" in str(example.screen.query_one(TourPanel).render())
