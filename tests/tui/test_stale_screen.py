"""Codings whose code was redefined, on their screen: the answers, the definition then and now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest
from textual.widgets import Static

from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.form import FormDialog
from qualbench.tui.keys import Where
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.workbench import code_fields, codebooks, coding
from qualbench.workbench.history import list_history
from qualbench.workbench.project import open_session
from tests.tui.made import WAYS, make_project, make_redefined, said, steps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from qualbench.tui.screens.stale import StaleScreen

Compare = Callable[..., bool]
SMALL, LARGE = (80, 24), (120, 40)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All coded on one day, redefined two days later."""
    monkeypatch.setattr(coding, "stamp", lambda: "2020-03-02T05:06:07.000Z")
    monkeypatch.setattr(code_fields, "stamp", lambda: "2020-03-04T05:06:07.000Z")
    return make_redefined(tmp_path / "redefined")


@pytest.fixture
def app(folder: Path) -> Iterator[QualbenchApp]:
    made = QualbenchApp(open_session(folder))
    yield made
    made.close_project()


async def opened(app: QualbenchApp, pilot: Pilot[None]) -> StaleScreen:
    await pilot.pause()
    await pilot.press(*WAYS[Where.LOOK_AGAIN])
    await pilot.pause()
    await pilot.pause()
    return cast("StaleScreen", app.screen)


def told(screen: StaleScreen, name: str) -> str:
    return str(screen.query_one(name, Static).visual)


def words(screen: StaleScreen) -> list[str]:
    return (
        [coding.find_segment(screen.session, one.id).quote for one in screen.hits.places]
        if screen.hits
        else []
    )


WAITING = ["With a walk", "Then nothing came of it", "I waited three months"]


async def test_the_queue_shows_the_newest_first_with_the_definition_then_and_now(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        assert words(screen) == WAITING
        assert told(screen, "#heads") == "0 of 3 codings looked at again; all codes [a]"
        assert told(screen, "#then") == (
            "then (meaning 2, until 2020-03-04)\n"
            "means: Time spent waiting for help.\nwhen: Time passes before help."
        )
        assert told(screen, "#now").startswith(
            "now (meaning 3)\nmeans: Time lost while waiting for a first answer."
        )
        marked = [
            (one.start, one.end)
            for one in screen.query_one("#now", Static).visual.spans  # type: ignore[attr-defined]
            if getattr(one.style, "underline", False) and one.style.bold
        ]
        text = told(screen, "#now")
        assert [text[a:b] for a, b in marked] == ["lost while", "a first answer"]


async def test_one_key_keeps_and_the_next_comes_under_the_cursor(app: QualbenchApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot)
        before = steps(app)
        await pilot.press("y")
        await pilot.pause()
        assert words(screen) == WAITING[1:]
        assert steps(app) == before + 1
        assert told(screen, "#heads").startswith("1 of 3 codings looked at again")
        assert "kept a coding of “Waiting” on a second look" in said(app)
        await pilot.press("u")
        await pilot.pause()
        assert words(screen) == WAITING
        assert told(screen, "#heads").startswith("0 of 3")
        await pilot.press("space", "down", "space")
        assert "2 codings marked. [y] keeps" in said(app)
        await pilot.press("y")
        await pilot.pause()
        assert steps(app) == before + 3
        assert told(screen, "#heads").startswith("2 of 3")
        await pilot.press("y")
        await pilot.pause()
        assert "Nothing waits any more: 3 codings looked at again." in told(screen, "#then")
        await pilot.press("y")
        assert "Nothing waits any more" in said(app)
        assert steps(app) == before + 4


async def test_a_coding_is_recoded_or_removed_and_counts_as_looked_at(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("r", *"friends", "enter")
        await pilot.pause()
        assert words(screen) == WAITING[1:]
        assert told(screen, "#heads").startswith("1 of 3")
        await pilot.press("delete")
        await pilot.pause()
        assert words(screen) == WAITING[2:]
        assert [one.verb for one in list_history(screen.session, 2)] == ["look again"] * 2
        await pilot.press("r", *"quite another", "enter")
        await pilot.pause()
        assert told(screen, "#heads").startswith("3 of 3")
        assert "new code" in list_history(screen.session, 1)[0].summary


async def test_several_are_removed_after_a_question(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("space", "down", "space", "backspace")
        await pilot.pause()
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("escape")
        await pilot.pause()
        assert words(screen) == WAITING


async def test_the_place_is_read_and_a_memo_written(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        document = app.screen
        assert isinstance(document, CodingScreen)
        assert document.view.text[document.view.cursor :].startswith("With a walk")
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen
        await pilot.press("m")
        await pilot.pause()
        assert app.screen is not screen


async def test_a_codes_codings_over_time_and_back(app: QualbenchApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("t")
        await pilot.pause()
        assert len(words(screen)) == 4
        assert words(screen)[-1] == "He does."
        assert "over time: 4 codings, the oldest first; 3 meanings so far" in " ".join(
            told(screen, "#heads").split()
        )
        await pilot.press("end")
        await pilot.pause()
        assert told(screen, "#then") == "made under the definition of now"
        before = steps(app)
        await pilot.press("y")
        assert "made under the definition of now" in said(app)
        assert steps(app) == before
        await pilot.press("delete")
        await pilot.pause()
        assert list_history(screen.session, 1)[0].verb == "remove", (
            "it did not wait, so it was no second look"
        )
        await pilot.press("n", "t")
        await pilot.pause()
        assert words(screen) == WAITING
        await pilot.press("t", "escape")
        await pilot.pause()
        assert (app.screen, words(screen)) == (screen, WAITING)


async def test_one_code_alone_is_shown_with_how_far_one_is(app: QualbenchApp) -> None:
    assert app.session is not None
    friends = codebooks.find_code(app.session, "Friends instead")
    for definition in ("Friends.", "Others than the clinic."):
        codebooks.change_code(app.session, friends.id, definition=definition)
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        assert len(words(screen)) == 4
        await pilot.press("a", *"friends", "enter")
        await pilot.pause()
        assert words(screen) == ["My neighbour listens better than the clinic"]
        assert told(screen, "#heads") == "0 of 1 coding looked at again; only “Friends instead” [a]"
        await pilot.press("escape")
        await pilot.pause()
        assert len(words(screen)) == 4


async def test_where_nothing_waits_it_says_so_and_a_code_can_be_read_over_time(tmp_path: Path) -> None:
    app = QualbenchApp(open_session(make_project(tmp_path / "waiting")))
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot)
        assert "No coding waits for a second look" in told(screen, "#then")
        await pilot.press("enter", "r", "y", "delete", "m")
        assert app.screen is screen
        await pilot.press("t", *"friends", "enter")
        await pilot.pause()
        assert words(screen) == ["My neighbour listens better than the clinic"]
        assert not isinstance(app.screen, FormDialog)
    app.close_project()


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_looks(folder: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    app = QualbenchApp(open_session(folder))
    try:
        assert snap_compare(app, press=WAYS[Where.LOOK_AGAIN], terminal_size=size)
    finally:
        app.close_project()


def test_without_colour(folder: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = QualbenchApp(open_session(folder))
    try:
        assert snap_compare(app, press=WAYS[Where.LOOK_AGAIN], terminal_size=SMALL)
    finally:
        app.close_project()
