"""Finding words in the document: a line of typing that says how many places there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from qualbench.tui.keys import Where, bindings

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class FindBar(Horizontal):
    """Type to find; Enter and the arrows go from place to place; Esc closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.FIND), ("escape", "close", "Back")]
    DEFAULT_CSS = """
    FindBar { height: 1; display: none; background: $panel; }
    FindBar Input { width: 1fr; border: none; padding: 0; height: 1; background: $panel; }
    FindBar .find-label { width: auto; padding: 0 1; }
    """

    class Sought(Message):
        """Other words are looked for."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Stepped(Message):
        """The next place (1) or the one before (-1) is asked for."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Closed(Message):
        """The bar was left."""

    def compose(self) -> ComposeResult:
        """Lay out label, typing and count."""
        yield Static("Find:", classes="find-label", markup=False)
        yield Input(placeholder="words in this document", compact=True, select_on_focus=True)
        yield Static("", classes="find-label", id="found", markup=False)

    def open(self) -> None:
        """Show the bar and type in it."""
        self.display = True
        self.query_one(Input).focus()

    def tell(self, words: str) -> None:
        """Say how many places there are."""
        self.query_one("#found", Static).update(f"{words}   [Enter] next   [↑] before   [F2] all documents")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what is typed."""
        event.stop()
        self.post_message(self.Sought(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next place."""
        event.stop()
        self.post_message(self.Stepped(1))

    def action_find_next(self) -> None:
        """Go to the next place."""
        self.post_message(self.Stepped(1))

    def action_find_previous(self) -> None:
        """Go to the place before."""
        self.post_message(self.Stepped(-1))

    @property
    def words(self) -> str:
        """What is typed, or nothing while something else has the keys."""
        return self.query_one(Input).value if self.has_focus_within else ""

    async def action_find_everywhere(self) -> None:
        """Look for the words in all documents."""
        await self.run_action("screen.show_search")

    def action_close(self) -> None:
        """Leave the bar; what was found stays marked."""
        self.display = False
        self.post_message(self.Closed())
