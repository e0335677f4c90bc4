"""An empty Textual program: it shows one word."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Empty(App[None]):
    """Nothing but a word, to see when it is painted."""

    def compose(self) -> ComposeResult:
        """Show the word."""
        yield Static("painted")


if __name__ == "__main__":
    Empty().run()
