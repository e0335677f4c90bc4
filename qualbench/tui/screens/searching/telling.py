"""What the search says of itself: how far it is, how much was found and where, and what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Input

from qualbench.tui.lines import KeyLine, plural
from qualbench.tui.screens.searching.limits import said
from qualbench.tui.screens.searching.words import HOW, VOICES
from qualbench.workbench import concordancing

if TYPE_CHECKING:
    from qualbench.tui.screens.searching.screen import SearchScreen

#: How many of the spellings found are named.
_SPELLINGS = 8


class SearchKeys(KeyLine):
    """The line of keys: while words are typed those that are no letters."""

    def render(self) -> Content:
        """Return the keys that do something now."""
        screen = self.screen
        if not isinstance(screen.focused, Input):
            return super().render()
        rest = "  [Esc] back" if screen.has_class("empty") else "  [Tab] to the hits  [Esc] back"
        return Content(f"[Enter] search  [F2] another way  [F3] limit{rest}  [F1] Help")


def facts(screen: SearchScreen) -> str:
    """Return how far the search is, or how much was found, in which order, and where was searched."""
    where = f"{VOICES[screen.limits.voice]}{said(screen)}"
    if screen.searching:
        return f"Searching ({screen.doing}): {plural(len(screen.found), 'hit')} so far. [Esc] stops."
    if not screen.found:
        return where
    many, taken = len(screen.found), len(screen.found) - len(screen.found.left_out)
    found = f"{plural(many, 'hit')} in {plural(screen.found.documents, 'document')}"
    out = f", {taken:,} taken in" if taken != many else ""
    return f"{found}{out} · by {screen.found.order.value} · {where}"


def instead(screen: SearchScreen) -> list[str]:
    """Return what stands where there are no hits."""
    if screen.failed is not None:
        return [screen.failed.message, screen.failed.hint, "", "[F2] searches in another way."]
    if screen.searching:
        return []
    if screen.asked:
        where = f"{VOICES[screen.limits.voice]}{said(screen)}"
        return [
            f"Nothing found for {screen.query_now.words} in {where}.",
            "",
            "[F2] searches in another way, [F3] elsewhere. Or type other words.",
        ]
    return [*HOW[screen.query_now.way], "", "[Enter] searches all documents. [F2] changes the way."]


def spellings(screen: SearchScreen) -> str:
    """Return the different words found, the commonest first; nothing where all are alike."""
    ways = concordancing.spellings(screen.found.text, screen.found.hits)
    if len(ways) < 2:
        return ""
    most = ", ".join(f"{words} {times:,}" for words, times in list(ways.items())[:_SPELLINGS])
    more = f" and {len(ways) - _SPELLINGS:,} more" if len(ways) > _SPELLINGS else ""
    return f"Found: {most}{more}."
