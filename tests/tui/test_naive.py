"""What a novice presses changes nothing unnoticed, on any screen of the shell."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Static

from qualbench.tui.keys import GESTURES
from qualbench.tui.screens.base import ProjectScreen
from qualbench.workbench.coding import load_segments
from qualbench.workbench.history import list_history
from qualbench.workbench.step_words import step_in_words
from tests.tui.made import WAYS, said, steps

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from qualbench.tui.app import QualbenchApp

NERVOUS = ("enter", "escape", "q", "ctrl+c", "ctrl+s", "escape", "escape")
WORDS = "hello world quit help save"
#: Keys that lead to each screen from the documents, and to each state of the coding screen.
SCREENS = {
    **{where.name.lower(): keys for where, keys in WAYS.items()},
    "coding: the codebook": ("enter", "f2", "shift+tab"),
    "coding: the Find bar": ("enter", "slash", "w", "a", "i"),
    "coding: edges": ("enter", "tab", "k"),
    "coding: a sticky code": ("enter", "ctrl+u", "w", "a", "i", "enter"),
    "coding: sentence by sentence": ("enter", "ctrl+l"),
    "coding: words in a box": ("enter", "s", "ctrl+e"),
}
CODED_BY_ENTER = ("quotes", "board", "coding: a sticky code")
#: What a random hand presses: every key of the standard keymap but the one that leaves, letters and digits.
KEYS = sorted(
    {key for one in GESTURES for key in one.keys if key not in ("ctrl+q", "ctrl+c")}
    | {*"abcdefghijklmnopqrstuvwxyz0123456789"}
)


async def press(pilot: Pilot[None], app: QualbenchApp, key: str) -> None:
    """Press one key; whatever it changes must be named on the screen, with the way back."""
    await act(app, key, lambda: pilot.press(key), pilot)


async def act(app: QualbenchApp, key: str, do: Callable[[], Awaitable[object]], pilot: Pilot[None]) -> None:
    """Do something; whatever it changes must be named on the screen, anew, with the way back."""
    before = steps(app)
    for one in app.screen_stack:
        if isinstance(one, ProjectScreen):
            one.query_one("#said", Static).update("")  # so that what is said then is said of this
    await do()
    await pilot.pause()
    if steps(app) == before:
        return
    assert app.session is not None
    assert isinstance(app.screen, ProjectScreen), f"{key} changed something behind a dialog"
    newest = list_history(app.session, 1)[0]
    # a long passage is cut on the screen
    undone = step_in_words(app.session, newest).removeprefix("took back: ").removeprefix("did again: ")
    summary = newest.summary.removeprefix("took back: ").removeprefix("did again: ")
    told = any(one in said(app) for one in (summary, undone[:30]))
    told = told or newest.verb in ("code", "recode", "resize", "split", "join")  # said by its words, cut
    assert told, f"{key} did “{newest.summary}” but the screen says “{said(app)}”"
    # with the key that is in force
    assert any(one in said(app) for one in ("[Ctrl+Z]", "[Ctrl+Y]", "[Ctrl+R]", "[u]")), said(app)


@pytest.mark.parametrize("where", SCREENS)
async def test_nervous_keys_change_nothing_at_all(app: QualbenchApp, where: str) -> None:
    async with app.run_test() as pilot:
        await pilot.press(*SCREENS[where])
        before = steps(app)
        for key in NERVOUS:
            if not (where in CODED_BY_ENTER and key == "enter"):  # there Enter does it, and says so
                await press(pilot, app, key)
        assert steps(app) == before
        assert app.is_running


PASTED = "Nobody asked.\n\x1b[31mq\nu u u\r\n"
HANDS = [where for where in SCREENS if where.startswith("coding") or where in ("documents", "codebook")]


@pytest.mark.parametrize("keymap", ["standard", "vim"])
@pytest.mark.parametrize("where", HANDS)
async def test_capitals_a_paste_and_a_wild_mouse_change_nothing_unnoticed(
    app: QualbenchApp, where: str, keymap: str
) -> None:
    hand = random.Random(where)
    async with app.run_test() as pilot:
        await pilot.press(*SCREENS[where])
        app.use_keys(keymap)

        async def paste() -> None:
            app.post_message(events.Paste(PASTED))

        async def drag() -> None:
            await pilot.mouse_down(offset=(hand.randrange(80), hand.randrange(24)))
            await pilot.hover(offset=(hand.randrange(80), hand.randrange(24)))
            await pilot.mouse_up(offset=(hand.randrange(80), hand.randrange(24)))

        async def click() -> None:
            await pilot.click(offset=(hand.randrange(80), hand.randrange(24)), times=hand.randint(1, 4))

        await act(app, "a paste", paste, pilot)
        for key in (*"HELLO", "space", *"WORLD", "enter", *"QUIT", "escape"):
            await press(pilot, app, key)
        for _ in range(5):
            await act(app, "a drag", drag, pilot)
            await act(app, "a click", click, pilot)
            await press(pilot, app, hand.choice("SADKXCVNM"))
        await act(app, "a paste", paste, pilot)
        assert app.is_running


@pytest.mark.parametrize("where", SCREENS)
async def test_words_typed_change_nothing_unnoticed(app: QualbenchApp, where: str) -> None:
    async with app.run_test() as pilot:
        await pilot.press(*SCREENS[where])
        for word in WORDS.split():
            for key in (*word, "space", "enter"):
                await press(pilot, app, key)
        for key in ("escape", *NERVOUS, "ctrl+z", "u"):
            await press(pilot, app, key)
        assert app.is_running


@pytest.mark.parametrize("where", SCREENS)
async def test_a_random_hand_changes_no_coding_unnoticed(app: QualbenchApp, where: str) -> None:
    hand = random.Random(where)
    async with app.run_test() as pilot:
        await pilot.press(*SCREENS[where])
        for _ in range(40):
            key = hand.choice(KEYS)
            assert app.session is not None
            before = load_segments(app.session)
            await pilot.press(key)
            await pilot.pause()
            assert app.is_running
            assert app.session is not None
            if load_segments(app.session) != before:
                assert isinstance(app.screen, ProjectScreen), f"{key} changed a coding behind a dialog"
                assert "[Ctrl+" in said(app), f"{key} changed a coding, and the screen says “{said(app)}”"
