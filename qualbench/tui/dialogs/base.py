"""What every small window has: a title, a line of keys, Esc, and F1."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from qualbench.tui.keymaps import retold
from qualbench.tui.keys import Where
from qualbench.tui.sanitise import drawn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer | None]):
    """A window over the screen; it gives an answer, or None when it is left by Esc.

    Attributes:
        where: The rows of the key table that it understands besides its own buttons.
        hint: The line of keys at its foot.
    """

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "close", "Back"), ("f1", "app.help", "Help")]
    where: ClassVar[Where] = Where.EVERYWHERE
    hint: str = "[Esc] back"

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title

    def compose(self) -> ComposeResult:
        """Lay out the title, what the dialog asks, and the line of keys."""
        with Vertical(classes="dialog"):
            yield Static(drawn(self.heading), classes="dialog-title", markup=False)
            yield from self.compose_body()
            yield Static(retold(self.hint, self.where, self.app), classes="dialog-keys", markup=False)

    def compose_body(self) -> Iterable[Widget]:
        """Yield what stands between the title and the line of keys."""
        raise NotImplementedError

    def action_close(self) -> None:
        """Leave, changing nothing."""
        self.dismiss(None)
