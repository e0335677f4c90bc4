"""The ways to go through a text that have no plain key of their own, in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.keys import Where, gestures

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.tui.screens.coding.screen import CodingScreen

#: Gestures whose key a browser may keep for itself, and for which no plain key is left.
LISTED = ("sticky", "by_sentence", "copy_box", "correct", "correct_turn", "waiting")


def more_ways(screen: CodingScreen) -> None:
    """Let one of these gestures be chosen from a list, and do it."""

    def take(chosen: list[str] | None) -> None:
        if chosen:
            screen.perform(chosen[0])

    words = {one.id: one.words for one in gestures(Where.CODING)}
    choices = [Choice(one, words[one]) for one in LISTED]
    screen.app.push_screen(ChooseDialog("More ways to read and code", choices), take)


ACTS: dict[str, Callable[[CodingScreen], None]] = {"more_ways": more_ways}
