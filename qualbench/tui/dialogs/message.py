"""A message to read, as long as it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.widgets import Static

from qualbench.tui.dialogs.base import Dialog
from qualbench.tui.hints import hint_here
from qualbench.tui.sanitise import drawn_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualbench.errors import QualbenchError


class MessageDialog(Dialog[None]):
    """Some paragraphs; Enter or Esc closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [("enter", "close", "Close")]
    hint = "[Enter] or [Esc] close   [↑] [↓] scroll"

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self.text = text

    def compose_body(self) -> Iterable[Widget]:
        """Yield the text, in a window that scrolls."""
        shown = drawn_lines(self.text)
        with VerticalScroll(classes="dialog-text"):
            yield Static(shown, markup=False)


def error_dialog(error: QualbenchError) -> MessageDialog:
    """Return the dialog for an error: what went wrong, and what to do."""
    return MessageDialog("That did not work", f"{error.message}\n\n{hint_here(error)}".strip())
