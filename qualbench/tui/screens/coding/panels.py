"""The panels beside the text: the codebook, and what is coded here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.tui.widgets.here_panel import HerePanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from qualbench.tui.screens.coding.screen import CodingScreen


def codebook_panel(screen: CodingScreen) -> None:
    """Show the codebook and go into it; from inside it, hide it."""
    _toggle(screen, screen.tree_panel)


def here_panel(screen: CodingScreen) -> None:
    """Show or hide what is coded here."""
    _toggle(screen, screen.query_one(HerePanel))


def _toggle(screen: CodingScreen, panel: Widget) -> None:
    shown = panel.has_class("on")
    if shown and panel.can_focus and not panel.has_focus and screen.has_class("wide"):
        panel.focus()
        return
    panel.set_class(not shown, "on")
    if not shown and panel.can_focus:
        panel.focus()
    else:
        screen.view.focus()
    screen.call_after_refresh(screen.refresh_lines)


#: What answers to these gestures.
ACTS: dict[str, Callable[[CodingScreen], None]] = {
    "codebook_panel": codebook_panel,
    "here_panel": here_panel,
}
