"""What is shown while the window is too small."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.screen import Screen
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class SmallScreen(Screen[None]):
    """A sentence; nothing else can be done here than make the window larger, or leave."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "stay", "Stay"), ("f1", "stay", "Stay")]

    def compose(self) -> ComposeResult:
        """Lay out the sentence."""
        yield Static("Too small: make this window 40x10 or larger. [Ctrl+Q] leaves.", markup=False)

    def action_stay(self) -> None:
        """Stay: there is nowhere to go back to before the window grows."""
