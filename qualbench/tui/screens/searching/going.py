"""Going to the search of all documents, with the words looked for or selected where one comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.tui.keys import Where
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.screens.searching.screen import SearchScreen
from qualbench.tui.widgets.find_bar import FindBar

if TYPE_CHECKING:
    from qualbench.tui.screens.base import ProjectScreen

#: Words that are longer are not looked for elsewhere: nobody would find them.
LONGEST = 200


def search_from(screen: ProjectScreen) -> None:
    """Go to the search; from the coding screen for what is typed there to find, else for what is selected."""
    words = _sought(screen) if isinstance(screen, CodingScreen) else ""
    shell = screen.shell
    there = any(isinstance(one, SearchScreen) for one in shell.screen_stack)
    shell.show(Where.SEARCH)
    if words and isinstance(shell.screen, SearchScreen):
        if there:
            shell.screen.look_for(words)
        else:
            shell.screen.wanted = words


def _sought(screen: CodingScreen) -> str:
    """Return what to look for; the end of the last word is left open, as it is in one document."""
    span = screen.selected_words()
    words = screen.query_one(FindBar).words or (screen.view.text[span.start : span.end] if span else "")
    words = " ".join(words.replace('"', " ").split())
    if not words or len(words) > LONGEST:
        return ""
    return f'"{words}"*' if " " in words else f"{words}*"
