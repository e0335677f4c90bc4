"""Dragging with the left button held: the pilot's own hover holds none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.events import MouseMove

from qualbench.tui.widgets.transcript_view import TranscriptView

if TYPE_CHECKING:
    from textual.pilot import Pilot


async def drag_to(pilot: Pilot[Any], offset: tuple[int, int]) -> None:
    """Move the mouse over the text with the left button down."""
    await pilot._post_mouse_events([MouseMove], TranscriptView, offset, button=1)
