"""An empty Textual program: it shows one word, and a number that each key makes larger."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static


class Empty(App[None]):
    """Nothing but a word, to see when it is painted, and what answering a key costs at least."""

    keys = 0

    def compose(self) -> ComposeResult:
        """Show the word."""
        yield Static("painted")
        yield Static("no key yet", id="keys")

    def on_key(self, event: Key) -> None:
        """Count the key; the width and place of the number stay, so nothing else is painted again."""
        self.keys += 1
        self.query_one("#keys", Static).update(f"{self.keys} keys", layout=False)


if __name__ == "__main__":
    Empty().run()
