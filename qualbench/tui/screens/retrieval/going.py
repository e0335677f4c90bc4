"""Going to retrieval from another screen: it asks for what is under the cursor there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.tui.keys import Where
from qualbench.tui.screens.codebook.screen import CodebookScreen
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.screens.documents import DocumentsScreen
from qualbench.tui.screens.quotes import QuotesScreen
from qualbench.tui.screens.retrieval.screen import RetrievalScreen
from qualbench.tui.screens.theming import ThemesScreen
from qualbench.workbench.questions import about_code, about_document, about_theme

if TYPE_CHECKING:
    from textual.screen import Screen

    from qualbench.tui.screens.base import ProjectScreen


def retrieve_from(screen: ProjectScreen) -> None:
    """Go to retrieval, and ask there for what is under the cursor here."""
    expression = asked_at(screen)
    screen.shell.show(Where.RETRIEVAL)
    shown: Screen[object] = screen.app.screen
    if expression and isinstance(shown, RetrievalScreen):
        shown.want(expression)


def asked_at(screen: ProjectScreen) -> str:
    """Return the expression about what is under the cursor of a screen; empty where that is nothing."""
    if isinstance(screen, CodingScreen):
        # the coding that is chosen, else the innermost at the cursor
        segment = screen.view.chosen or next(iter(screen.view.here), None)
        book = screen.codebook
        known = segment is not None and book is not None and segment.code_id in book.by_id
        return about_code(book, segment.code_id) if known and book and segment else ""
    if isinstance(screen, CodebookScreen):
        return about_code(screen.book, screen.code.id) if screen.code is not None else ""
    if isinstance(screen, ThemesScreen):
        return about_theme(screen.paths[screen.theme.id]) if screen.theme is not None else ""
    if isinstance(screen, QuotesScreen):
        return about_theme(screen.theme_id)
    if isinstance(screen, DocumentsScreen):
        return about_document(screen.row.document.name) if screen.row is not None else ""
    return ""
