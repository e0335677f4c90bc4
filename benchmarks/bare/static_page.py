"""A full screen of rows drawn by Textual's Line API: it does nothing but show the next page of a text."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import wrap
from typing import ClassVar

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip


class Page(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of a text, each with its number, made beforehand."""

    def __init__(self, text: str) -> None:
        super().__init__()
        rows = [row for line in text.split("\n") for row in wrap(line, 100) or [""]]
        self._strips = [
            Strip([Segment(f"{n:>10} "), Segment(row), Segment(" " * (109 - len(row)))], 120)
            for n, row in enumerate(rows)
        ]
        self.virtual_size = Size(119, len(rows))

    def render_line(self, y: int) -> Strip:
        """Return the row at line `y` of the view."""
        return self._strips[self.scroll_offset.y + y]

    def page(self, direction: int) -> None:
        """Show the page before or after."""
        self.scroll_to(y=self.scroll_offset.y + direction * (self.size.height - 2), animate=False, force=True)


class StaticPage(App[None]):
    """A text that can be paged through, and nothing else."""

    BINDINGS: ClassVar = [("pagedown", "page(1)", ""), ("pageup", "page(-1)", "")]
    CSS = "Page { scrollbar-size-vertical: 1; }"

    def compose(self) -> ComposeResult:
        """Show the text."""
        yield Page(Path(sys.argv[1]).read_text(encoding="utf-8"))

    def action_page(self, direction: int) -> None:
        """Show the page before or after."""
        self.query_one(Page).page(direction)


if __name__ == "__main__":
    StaticPage().run()
