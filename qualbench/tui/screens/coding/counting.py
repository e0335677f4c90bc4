"""A count typed before a motion, in the vim keymap: said while it is typed, and gone once it is used up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.tui import motions
from qualbench.tui.keymaps import settings_of
from qualbench.tui.screens.coding import jumping

if TYPE_CHECKING:
    from qualbench.tui.screens.coding.screen import CodingScreen

#: How often a gesture is repeated at most.
MOST = 9_999
#: What a count repeats besides the motions.
_REPEATED = frozenset({"same_code_on", "same_code_back", "uncoded_on", "find_on", "find_back"})


class Count:
    """The count that is being typed.

    Attributes:
        number: What was typed; 0 for nothing.
    """

    def __init__(self) -> None:
        self.number = 0
        self._first_g = False  # `5g` has gone to a turn; the second g of `5gg` has nothing left to do

    def takes(self, screen: CodingScreen, gesture: str) -> bool:
        """Take a digit as part of a count, or a count as a turn's number."""
        first_g, self._first_g = self._first_g, False
        if settings_of(screen.app).keymap != "vim":
            return False
        view, digit = screen.view, gesture.removeprefix("recent_")
        if digit != gesture and (view.selection is None or view.selecting):
            self._add(screen, int(digit))
        elif gesture == "row_start" and self.number:
            self._add(screen, 0)
        elif gesture in ("document_start", "document_end") and self.number:
            self._first_g = gesture == "document_start"
            jumping.to_turn(screen, self.use(screen))
        else:
            return first_g and gesture == "document_start"
        return True

    def use(self, screen: CodingScreen) -> int:
        """Return how often the next gesture is done; the count is used up by that, whether it takes one."""
        times = max(1, self.number)
        self.drop(screen)
        return times

    def drop(self, screen: CodingScreen) -> bool:
        """Forget the count and take it from the line that says it; say whether there was one."""
        number, self.number = self.number, 0
        if number and screen.said == _said(number):
            screen.say("")
        return bool(number)

    def _add(self, screen: CodingScreen, digit: int) -> None:
        self.number = min(MOST, self.number * 10 + digit)
        screen.say(_said(self.number))


def repeats(gesture: str) -> bool:
    """Say whether a count before this gesture repeats it."""
    return gesture in _REPEATED or motions.is_motion(gesture)


def _said(number: int) -> str:
    return f"{number} times"
