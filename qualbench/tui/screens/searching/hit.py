"""A document as it is opened from the search of all documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.tui.screens.coding.screen import CodingScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.ids import DocumentId
    from qualbench.model.span import Span


class HitScreen(CodingScreen):
    """The coding screen with the hits marked: `>` and `<` go on to the next, Esc goes back to the search.

    Args:
        brought: The hits in this document, in order.
    """

    SCOPED_CSS = False  # the rules are the coding screen's, and speak of it by its own name

    def __init__(self, document_id: DocumentId, position: int | None, brought: Sequence[Span]) -> None:
        super().__init__(document_id, position)
        self.found = self.brought = list(brought)

    def on_screen_resume(self) -> None:
        """Mark the hits, unless other words have been looked for here."""
        if self.found is self.brought:
            self.view.show_found(self.brought)

    def action_back(self) -> None:
        """Back out one step; what was brought is not let go of first."""
        found = self.found
        self.found = [] if found is self.brought else found
        super().action_back()
        if found is self.brought:
            self.found = found
