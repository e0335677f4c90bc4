"""The interface goes by the person's settings, and keeps what is chosen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.keymaps import clash_table, settings_in_force
from qualbench.tui.keys import BY_ID, KEYMAPS, Where
from qualbench.tui.screens.documents import DocumentsScreen
from qualbench.tui.screens.history import HistoryScreen
from qualbench.workbench.preferences import settings_file
from qualbench.workbench.project import open_session
from tests.tui.made import said

if TYPE_CHECKING:
    from pathlib import Path


def wanting(text: str) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(text, encoding="utf-8")


def mine(folder: Path) -> QualbenchApp:
    return QualbenchApp(open_session(folder), settings=settings_in_force())


async def test_a_gesture_has_the_persons_keys_and_no_others(folder: Path) -> None:
    wanting('[keys]\nshow_history = ["Ctrl+X", "f11"]\nundo = ["f12"]\n')
    app = mine(folder)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f6")
        assert isinstance(app.screen, DocumentsScreen), "the old key is gone"
        await pilot.press("ctrl+x")
        assert isinstance(app.screen, HistoryScreen)
        await pilot.pause()
        assert "Ctrl+X History" in str(app.screen.query_one("#top").render()), "the new key is shown"
        await pilot.press("f12")
        assert "Took back" in said(app)
        await pilot.press("ctrl+y")
        assert "[F12] takes it back." in said(app)
    app.close_project()


async def test_a_broken_file_never_prevents_opening_and_is_said(folder: Path) -> None:
    wanting("keymap = vim\n")
    app = mine(folder)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, MessageDialog)
        assert "settings.toml, line 1: “vim” has no quotes around it." in app.screen.text
        assert app.settings.keymap == "standard"
        await pilot.press("escape")
        assert isinstance(app.screen, DocumentsScreen)
    app.close_project()


async def test_a_keymap_is_chosen_and_kept_with_the_comments(app: QualbenchApp) -> None:
    wanting('# mine\nkeymap = "standard" # for now\n[keys]\nundo = ["f12"]\n')
    async with app.run_test() as pilot:
        await pilot.pause()
        app.use_keys("vim")
        await pilot.pause()
        assert app.settings.keymap == "vim"
        assert app.settings.keys["undo"].keys == ("f12",)
        assert "The vim keys hold from now on; kept in " in said(app)
    assert settings_file().read_text(encoding="utf-8") == (
        '# mine\nkeymap = "vim" # for now\n[keys]\nundo = ["f12"]\n'
    )


async def test_what_cannot_be_kept_holds_until_one_leaves(app: QualbenchApp) -> None:
    wanting("keymap = vim\n")
    async with app.run_test() as pilot:
        await pilot.pause()
        app.use_keys("vim")
        await pilot.pause()
        assert isinstance(app.screen, MessageDialog)
        assert "nothing was kept" in app.screen.text
        assert app.settings.keymap == "vim"


@pytest.mark.parametrize("keymap", KEYMAPS)
def test_the_table_itself_clashes_with_no_list_and_no_field(keymap: str) -> None:
    from pathlib import Path

    from qualbench.settings.clashes import without_clashes
    from qualbench.settings.options import UserKeys

    every = {name: UserKeys(one.keys_in(keymap), n) for n, (name, one) in enumerate(BY_ID.items(), 1)}
    _kept, problems = without_clashes(every, clash_table(keymap), Path("settings.toml"))
    told = [
        one.message
        for one in problems
        if "find_next" not in one.message and "find_previous" not in one.message
    ]
    assert not told


def test_every_place_is_a_list_a_text_or_a_field() -> None:
    places = {place for one in clash_table("standard").actions for place in one.places}
    assert places <= {str(where) for where in Where}
