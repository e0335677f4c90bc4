"""Doing a gesture: as often as was counted, in the state that the screen is in, and painted at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.tui.painting import paint_now
from qualbench.tui.screens.coding import jumping, layers
from qualbench.tui.screens.coding.acts import ACTS
from qualbench.tui.screens.coding.counting import repeats

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.tui.screens.coding.screen import CodingScreen


def perform(screen: CodingScreen, gesture: str) -> None:
    """Do what a gesture of the key table says."""
    if screen.opened is None:
        return
    screen.clock.touch()
    if screen.count.takes(screen, gesture):
        return
    times = screen.count.use(screen)
    if layers.off_while_reading(screen, gesture):
        return
    with screen._lines_follow():
        if screen.mode is None or not screen.mode.perform(screen, gesture, times):
            if gesture in ACTS:
                jumping.repeat(screen, ACTS[gesture], times if repeats(gesture) else 1)
            else:
                jumping.move(screen, gesture, times)
            if screen.mode is not None:
                screen.mode.after(screen)
    screen._follow_view()  # at once, so that text and lines are painted together
    _paint(screen)


def step(screen: CodingScreen, gesture: str, act: Callable[[], None]) -> None:
    """Undo or redo by `act`, unless a state of the screen has its own answer."""
    screen.count.drop(screen)
    if layers.off_while_reading(screen, gesture):
        return
    if screen.mode is None or not screen.mode.perform(screen, gesture, 1):
        act()
        _paint(screen)


def _paint(screen: CodingScreen) -> None:
    """Paint what a key has changed, unless the next key is there already: then both at once."""
    if not screen.shell.more_keys:
        paint_now(screen)
