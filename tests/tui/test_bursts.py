"""Keys that arrive all at once (a slow line, a script) mean what they mean one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key
from textual.keys import _character_to_key

from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.dialogs.form import FormDialog
from qualbench.tui.lines import Lines
from qualbench.workbench import codebooks, theming
from qualbench.workbench.memoing import list_memos
from tests.tui.made import steps

if TYPE_CHECKING:
    import pytest
    from textual.pilot import Pilot

    from qualbench.tui.app import QualbenchApp


async def burst(pilot: Pilot[None], app: QualbenchApp, *keys: str) -> None:
    """Press keys without letting the program breathe between them."""
    for key in keys:
        one = len(key) == 1
        event = Key(_character_to_key(key) if one else key, key if one else None)
        event.set_sender(app)
        app.post_message(event)
    for _ in range(300):
        await pilot.pause(0.01)
        if not app.keys_waiting:
            break
    await pilot.pause()


async def test_a_new_code_is_typed_in_one_go(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        await burst(pilot, app, "f8", "n", *"Hope and faith", "tab", *"Both, really", "f2")
        assert app.session is not None
        made = codebooks.find_code(app.session, "Hope and faith")
        assert made.definition == "Both, really"


async def test_moving_and_taking_stay_in_order(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        await burst(pilot, app, "f8", "down", "down", "enter")
        assert isinstance(app.screen, FormDialog)
        assert app.screen.values["name"] == "Friends instead"


async def test_codes_are_marked_and_assigned_in_one_go(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        await burst(pilot, app, "f9", "shift+tab", "home", "down", "space", "down", "space", "a")
        assert app.session is not None
        assert len(theming.find_theme(app.session, "Getting in").code_ids) == 3


async def test_typing_and_choosing_stay_in_order(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        await burst(pilot, app, "f8", "end", "m", *"wait", "enter")
        await burst(pilot, app, *"It is", "enter")
        assert app.session is not None
        assert "Waiting > Friends instead" in codebooks.load_codebook(app.session).by_path


async def test_esc_throws_nothing_away_in_a_burst(app: QualbenchApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualbench.tui.key_order.PATIENCE", 30.0)  # a busy machine is no stuck key
    async with app.run_test() as pilot:
        await pilot.pause()
        before = steps(app)
        await burst(pilot, app, "f8", "o", *"Half a memo", "escape")
        assert not isinstance(app.screen, FormDialog), "the question is on top"
        await burst(pilot, app, "enter", "f2")
        assert app.session is not None
        assert [one.text for one in list_memos(app.session)] == ["Half a memo"]
        assert steps(app) == before + 1


async def test_tab_marks_several_rows(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        answers: list[list[str] | None] = []
        rows = [Choice(one, one * 3) for one in "abc"]
        app.push_screen(ChooseDialog("Which?", rows, several=True), answers.append)
        await pilot.press("tab", "down", "down", "tab", *"zzz")
        (said,) = [str(one.prompt) for one in app.screen.query_one(Lines).options]
        assert said == "Nothing here fits what is typed."
        await pilot.press("tab", "down", "backspace", "backspace", "backspace", "enter")
        assert answers == [["a", "c"]], "and that is no row to take"
