"""The interface goes by the person's settings, and keeps what is chosen in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qualbench.model.coding import MemoTarget
from qualbench.settings.options import OPTIONS
from qualbench.settings.reading import toml_value
from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.keymaps import clash_table, retold, settings_in_force
from qualbench.tui.keys import BY_ID, KEYMAPS, Where
from qualbench.tui.screens.documents import DocumentsScreen
from qualbench.tui.screens.history import HistoryScreen
from qualbench.tui.screens.retrieval.screen import RetrievalScreen
from qualbench.tui.widgets.code_rows import CodeRows
from qualbench.tui.widgets.passage_list import PassageList
from qualbench.workbench.memoing import add_memo
from qualbench.workbench.preferences import settings_file
from qualbench.workbench.project import open_session
from tests.tui.made import said


def wanting(text: str) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(text, encoding="utf-8")


def mine(folder: Path) -> QualbenchApp:
    return QualbenchApp(open_session(folder), settings=settings_in_force())


async def test_a_gesture_has_the_persons_keys_and_no_others(folder: Path) -> None:
    wanting('[keys]\nshow_history = ["F19", "f20"]\nundo = ["ctrl+underscore"]\n')
    app = mine(folder)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f6")
        assert isinstance(app.screen, DocumentsScreen), "the old key is gone"
        await pilot.press("f20")
        assert isinstance(app.screen, HistoryScreen)
        await pilot.pause()
        assert "F19 History" in str(app.screen.query_one("#top").render()), "the new key is shown"
        await pilot.press("ctrl+underscore")
        assert "Took back" in said(app)
        await pilot.press("ctrl+y")
        assert "[Ctrl+_] takes it back." in said(app)
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
    wanting('# mine\nkeymap = "standard" # for now\n[keys]\nundo = ["ctrl+underscore"]\n')
    async with app.run_test() as pilot:
        await pilot.pause()
        app.use_keys("vim")
        await pilot.pause()
        assert app.settings.keymap == "vim"
        assert app.settings.keys["undo"].keys == ("ctrl+underscore",)
        assert "The vim keys hold from now on; kept in " in said(app)
    assert settings_file().read_text(encoding="utf-8") == (
        '# mine\nkeymap = "vim" # for now\n[keys]\nundo = ["ctrl+underscore"]\n'
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


async def test_retrieved_segments_have_as_much_around_them_as_the_person_likes(folder: Path) -> None:
    wanting("sentences = 3\n")
    app = mine(folder)
    async with app.run_test() as pilot:
        await pilot.press("f6", "f12")
        await pilot.pause()
        assert isinstance(app.screen, RetrievalScreen)
        assert app.screen.sentences == 3
        assert app.screen.hits is not None
        assert app.screen.hits.sentences == 3
    app.close_project()


def test_the_file_that_the_page_shows_is_right() -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    text, models = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    wanting(text + models)
    read = settings_in_force()
    assert not read.problems
    assert list(read.settings.models) == ["de", "tr"]
    assert read.settings.colours == "light"
    assert read.settings.keys["undo"].keys == ("u", "ctrl+underscore")


def test_the_page_names_every_setting_with_its_default() -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    for one in OPTIONS:
        assert re.search(
            rf"^\| `{one.name}` \|.*\| `{re.escape(toml_value(one.default))}` \|", page, re.MULTILINE
        )
        assert all(f'`"{choice}"`' in page for choice in one.choices)


@pytest.mark.parametrize("place", ["f4", "f8", "f6", "f5", "asterisk", "f12"])
async def test_lists_answer_to_the_letters_of_vim(folder: Path, place: str) -> None:
    with open_session(folder) as session:
        for words in ("One", "Two"):
            add_memo(session, MemoTarget.PROJECT, "", words)
    wanting('keymap = "vim"\n')
    app = mine(folder)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f6", place)
        await pilot.pause()
        if place == "asterisk":
            await pilot.press(*"he", "enter")
            await app.workers.wait_for_complete()
            await pilot.pause()
        rows = next(iter(app.screen.query("Lines, PassageList, CodeRows")))
        rows.focus()

        def at() -> int | None:
            return (
                rows.cursor
                if isinstance(rows, PassageList | CodeRows)
                else getattr(rows, "highlighted", None)
            )

        stood = []
        for key in ("g", "j", "k", "G", "j", "g"):
            await pilot.press(key)
            stood.append(at())
        first, below, again, last, still, back = stood
        assert (first, below, again, back) == (0, 1, 0, 0)
        assert last == still != 0
    app.close_project()


def test_one_key_for_two_is_told_once_though_it_is_the_key_of_one(folder: Path) -> None:
    wanting('[keys]\nmemo = ["s"]\nsentence = "s"\n')
    (problem,) = settings_in_force().problems
    assert "“memo”" in problem.message
    assert "“sentence”" in problem.message


async def test_a_gesture_without_a_key_is_offered_by_the_palette_in_words(folder: Path) -> None:
    wanting("[keys]\ncode = []\n")
    app = mine(folder)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert "[palette]" not in str(app.screen.query_one("#keys").render())
        told = retold("[Enter] gives them a code.", Where.CODING, app)
        assert told == "the palette [Ctrl+P] gives them a code."
    app.close_project()
