"""A plain box of words, for terminals that take nothing from a program: select them with the mouse.

Nothing stands beside the words. While the box is shown the program leaves the mouse to the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from qualbench.errors import QualbenchError
from qualbench.tui.hints import hint_here
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import KeyLine
from qualbench.tui.sanitise import drawn, drawn_lines
from qualbench.workbench.quoting import save_words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from qualbench.tui.app import QualbenchApp


class WordsBox(Screen[None]):
    """Words to take out."""

    where = Where.BOX
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.BOX)]
    CSS = """
    WordsBox VerticalScroll { height: 1fr; background: $background; scrollbar-size-vertical: 1; }
    WordsBox #words { width: 100%; height: auto; }
    WordsBox #said { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def compose(self) -> ComposeResult:
        """Lay out the words alone, and the lines below."""
        with VerticalScroll():
            shown = drawn_lines(self.words)
            yield Static(shown, id="words", markup=False)
        yield Static("Select the words with the mouse, as in any terminal.", id="said", markup=False)
        yield KeyLine(self.where)

    def on_mount(self) -> None:
        """Leave the mouse to the terminal."""
        self._leave_mouse(to_terminal=True)

    def on_unmount(self) -> None:
        """Take the mouse again."""
        self._leave_mouse(to_terminal=False)

    def _leave_mouse(self, *, to_terminal: bool) -> None:
        """Textual has no public way to this; where a driver cannot, Shift and dragging selects."""
        name = "_disable_mouse_support" if to_terminal else "_enable_mouse_support"
        switch = getattr(self.app._driver, name, None)
        if switch is not None:
            switch()

    @property
    def said(self) -> str:
        """What the screen said last."""
        return str(self.query_one("#said", Static).visual)

    def say(self, words: str) -> None:
        """Put words into the line that says what happened."""
        self.query_one("#said", Static).update(drawn(words))

    def action_send_words(self) -> None:
        """Send the words to the terminal's clipboard."""
        self.app.copy_to_clipboard(self.words)
        self.say("Sent to the terminal's clipboard; whether it took them, only pasting shows.")

    def action_write_words(self) -> None:
        """Write the words to a new file in the project's exports."""
        session = cast("QualbenchApp", self.app).session
        if session is None:
            return
        try:
            path = save_words(session, self.words)
        except QualbenchError as error:
            self.say(f"{error.message} {hint_here(error)}".strip())
        else:
            self.say(f"Written to the new file {path.parent.name}/{path.name} in the project's folder.")
