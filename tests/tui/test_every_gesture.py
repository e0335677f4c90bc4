"""Every gesture of the coding screen is pressed, in both keymaps, and each is seen to do something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.model.span import Span
from qualbench.settings.options import Settings
from qualbench.tui import keys
from qualbench.tui.keymaps import keymap_of
from qualbench.tui.keys import Where
from qualbench.workbench import codebooks, coding, history
from tests.tui.test_coding_screen import TEXT, WIDE, coding_desk, folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.test_coding_screen import Desk

__all__ = ["folder"]
OWN = [one for one in keys.gestures(Where.CODING) if one.where == (Where.CODING,)]


def stand(desk: Desk) -> tuple[object, ...]:
    """All that a gesture may change: where one is, what is selected, shown, said, coded, and what is open."""
    screen, view = desk.screen, desk.screen.view
    panels = tuple(one.classes for one in (screen.tree_panel, screen.query_one("#here")))
    newest = history.list_history(desk.session, 1)
    shown = (screen.reading, screen.whose, screen.mode, vars(screen.count).copy(), screen.focused, panels)
    return (
        *(view.cursor, view.anchor_at, view.selecting, view.chosen_id, view.scroll_offset),
        *(shown, desk.said, newest[0].id if newest else 0, [type(one) for one in desk.app.screen_stack]),
    )


async def back_to(desk: Desk, at: int, *, selected: bool) -> None:
    """Be in the text again with nothing open and nothing resting, at some words."""
    for _ in range(12):
        if desk.app.screen is desk.screen and desk.screen.mode is None and not desk.screen.reading:
            break
        await desk.press("escape")
    desk.screen.view.focus()
    desk.screen.say("")
    desk.screen.view.let_go()
    desk.screen.view.move_to(at)
    if selected:
        desk.screen.view.select(Span(at, at + 6))
    await desk.pilot.pause()


@pytest.mark.parametrize("keymap", ["standard", "vim"])
async def test_every_gesture_of_coding_does_something(folder: Path, keymap: str) -> None:
    idle = []
    async with coding_desk(folder, WIDE) as desk:
        settings = Settings({**desk.app.settings.values, "keymap": keymap})
        desk.app.settings = settings
        desk.app.set_keymap(keymap_of(settings))
        start = TEXT.index("Nobody")
        for name in ("Workload", "Colleagues"):
            code = codebooks.find_code(desk.session, name).id
            coding.apply_code(desk.session, desk.screen.document_id, Span(start, start + 25), code)
        desk.screen.reload()
        for gesture in OWN:
            key = gesture.keys_in(keymap)[0] if gesture.keys_in(keymap) else ""
            for at, selected in ((start, False), (start, True), (start + 7, True), (len(TEXT) - 3, False)):
                await back_to(desk, at, selected=selected)
                before = stand(desk)
                await desk.press(key)
                if stand(desk) != before:
                    break
            else:
                idle.append(gesture.id)
    assert len(OWN) > 60
    assert idle == []
