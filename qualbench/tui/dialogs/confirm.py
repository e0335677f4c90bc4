"""A question with two answers. The safe one is marked, so Enter alone changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.widgets import Button, Static

from qualbench.tui.dialogs.base import Dialog
from qualbench.tui.keymaps import retold
from qualbench.tui.keys import Where
from qualbench.tui.sanitise import drawn_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget


class ConfirmDialog(Dialog[bool]):
    """Ask; the answer is True where it is to be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("left", "app.focus_previous", "Other answer"),
        ("right", "app.focus_next", "Other answer"),
        ("y", "agree", "Yes"),
    ]
    AUTO_FOCUS = "#no"

    def __init__(self, title: str, text: str, *, yes: str, no: str = "Leave it") -> None:
        super().__init__(title)
        self.text, self.yes, self.no = text, yes, no
        self.hint = f"[Esc] or [Enter] {_small(no)}   [y] {_small(yes)}   [←] [→] choose"

    def compose_body(self) -> Iterable[Widget]:
        """Yield the question and its two answers."""
        text = retold(self.text, Where.DOCUMENTS, self.app)  # what undo and redo are called everywhere
        yield Static(drawn_lines(text), classes="question", markup=False)
        with Horizontal(classes="answers"):
            yield Button(self.no, id="no", compact=True)
            yield Button(self.yes, id="yes", compact=True)

    def action_agree(self) -> None:
        """Give the answer that changes something, without going to it first."""
        self.dismiss(True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Give the answer that was pressed."""
        event.stop()
        self.dismiss(event.button.id == "yes")


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
