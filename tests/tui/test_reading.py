"""What the coder's own reading leaves on the documents screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.widgets import Static

from qualbench.tui.screens.coding.reading import IDLE, Clock
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.workbench.preferences import load_settings
from qualbench.workbench.reading import reading_log
from tests.tui.test_screens import shown

if TYPE_CHECKING:
    from qualbench.tui.app import QualbenchApp


async def test_the_furthest_turn_and_the_last_opening_stand_beside_the_document(app: QualbenchApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert not [row for row in shown(app, "documents") if "turn" in row or "20" in row]
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        await pilot.press("ctrl+down", "ctrl+down", "f4")
        await pilot.pause()
        first, second = shown(app, "documents")
        assert "turn 3" in first
        assert "-" in first.split("turn 3")[1], "and the day"
        assert "turn" not in second
        await pilot.press("enter", "ctrl+up", "ctrl+up", "escape")
        await pilot.pause()
        assert "turn 3" in shown(app, "documents")[0], "going back takes nothing away"


async def test_in_a_narrow_window_the_furthest_turn_gives_way(app: QualbenchApp) -> None:
    async with app.run_test(size=(70, 20)) as pilot:
        await pilot.press("enter")
        await pilot.press("escape")
        await pilot.pause()
        assert "turn" not in shown(app, "documents")[0]


def test_the_clock_counts_the_time_between_keys_and_no_long_pause() -> None:
    now = 1000.0
    clock = Clock(lambda: now)
    clock.touch()
    assert clock.take() == 0, "nothing before the first key"
    for passed in (10, 60, IDLE, IDLE + 1, 3 * 3600, 5):
        now += passed
        clock.touch()
    assert clock.take() == 10 + 60 + IDLE + 5
    assert clock.take() == 0


async def reading_with(app: QualbenchApp, *, counted: bool) -> str:
    """Read a document for a while by a clock of our own, and return its row on the documents screen."""
    now = 0.0
    app.settings = replace(app.settings, values={**app.settings.values, "minutes": counted})
    async with app.run_test(size=(110, 30)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        app.screen.clock = Clock(lambda: now)
        await pilot.press("down")
        for _ in range(7):
            now += 100
            await pilot.press("down")
        now += 100_000
        await pilot.press("escape")
        await pilot.pause()
        heads = str(app.screen.query_one("#heads", Static).visual)
        assert ("minutes" in heads) == counted
        return shown(app, "documents")[0]


async def test_minutes_are_not_counted_unless_one_wants_it(app: QualbenchApp) -> None:
    await reading_with(app, counted=False)
    assert app.session is not None
    assert all(read.seconds == 0 for read in reading_log(app.session).values())


async def test_minutes_are_counted_where_one_wants_it(app: QualbenchApp) -> None:
    row = await reading_with(app, counted=True)
    assert app.session is not None
    assert [read.seconds for read in reading_log(app.session).values()] == [700.0]
    assert " 12  " in row


async def test_the_palette_turns_it_on_and_off_and_keeps_that(app: QualbenchApp) -> None:
    async with app.run_test(size=(110, 30)) as pilot:
        await pilot.pause()
        app.count_minutes("true")
        await pilot.pause()
        assert "minutes" in str(app.screen.query_one("#heads", Static).visual)
        assert load_settings().settings.count_minutes
        app.count_minutes("false")
        await pilot.pause()
        assert "minutes" not in str(app.screen.query_one("#heads", Static).visual)
        assert not load_settings().settings.count_minutes
