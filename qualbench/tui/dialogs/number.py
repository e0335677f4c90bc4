"""Asking for a number, such as that of a turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input, Static

from qualbench.tui.dialogs.base import Dialog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget


class NumberDialog(Dialog[int]):
    """Ask for a number from `low` to `high`; any other is refused with a sentence."""

    hint = "[Enter] go   [Esc] back"
    AUTO_FOCUS = "Input"

    def __init__(self, title: str, low: int, high: int) -> None:
        super().__init__(title)
        self.low, self.high = low, high

    def compose_body(self) -> Iterable[Widget]:
        """Yield the line of typing, and a line for what is wrong with it."""
        yield Input(placeholder=f"a number from {self.low} to {self.high}", compact=True)
        yield Static("", id="complaint", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the number."""
        typed = event.value.strip()
        if typed.isdecimal() and self.low <= int(typed) <= self.high:
            self.dismiss(int(typed))
        else:
            said = f"There is no “{typed}”" if typed else "No number is typed"
            self.query_one("#complaint", Static).update(f"{said}: {self.low} to {self.high}.")
