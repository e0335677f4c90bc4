"""What the search says of itself: how far it is, how much was found and where, and what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Input

from qualbench.tui.keymaps import cap
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
        way, limit, back, keys = (
            cap(self.app, one) for one in ("change_way", "limit_search", "back", "help")
        )
        hits = "" if screen.has_class("empty") else "  [Tab] hits"
        return Content(f"[Enter] search  [{way}] way  [{limit}] limit{hits}  [{back}] back  [{keys}] Help")


def facts(screen: SearchScreen) -> str:
    """Return how far the search is, or how much was found, in which order, and where was searched."""
    where = f"{VOICES[screen.limits.voice]}{said(screen)}"
    if screen.searching:
        so_far = f"Searching ({screen.doing}): {plural(len(screen.found), 'hit')} so far."
        return f"{so_far} {screen.in_keys('[Esc] stops.')}"
    if not screen.found:
        return where
    many, taken = len(screen.found), len(screen.found) - len(screen.found.left_out)
    found = f"{plural(many, 'hit')} in {plural(screen.found.documents, 'document')}"
    out = f", {taken:,} taken in" if taken != many else ""
    return f"{found}{out} · by {screen.found.order.value} · {where}"


def instead(screen: SearchScreen) -> list[str]:
    """Return what stands where there are no hits."""
    if screen.failed is not None:
        return [
            screen.failed.message,
            screen.failed.hint,
            "",
            screen.in_keys("[F2] searches in another way."),
        ]
    if screen.searching:
        return []
    if screen.asked:
        where = f"{VOICES[screen.limits.voice]}{said(screen)}"
        return [
            f"Nothing found for “{screen.query_now.words}” in {where}.",
            "",
            screen.in_keys("[F2] searches in another way, [F3] elsewhere. Or type other words."),
        ]
    lines = (screen.in_keys(line) for line in HOW[screen.query_now.way])
    return [*lines, "", f"[Enter] searches all documents. {screen.in_keys('[F2] changes the way.')}"]


def spellings(screen: SearchScreen) -> str:
    """Return the different words found, the commonest first; nothing where all are alike."""
    ways = concordancing.spellings(screen.found.text, screen.found.hits)
    if len(ways) < 2:
        return ""
    most = ", ".join(f"{words} {times:,}" for words, times in list(ways.items())[:_SPELLINGS])
    more = f" and {len(ways) - _SPELLINGS:,} more" if len(ways) > _SPELLINGS else ""
    return f"Found: {most}{more}."
