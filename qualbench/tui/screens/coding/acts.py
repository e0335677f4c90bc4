"""What answers to each gesture of coding that is no motion: the tables of this package in one.

A new group of gestures is a module with a table `ACTS` of its own, named here, and rows in the key table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.tui.screens.coding import (
    changing,
    copying,
    correcting,
    finding,
    giving,
    jumping,
    layers,
    marking,
    panels,
    reshaping,
    sticky,
    stops,
    ways,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.tui.screens.coding.screen import CodingScreen

ACTS: dict[str, Callable[[CodingScreen], None]] = {
    **giving.ACTS,
    **changing.ACTS,
    **reshaping.ACTS,
    **sticky.ACTS,
    **stops.ACTS,
    **copying.ACTS,
    **correcting.ACTS,
    **finding.ACTS,
    **jumping.ACTS,
    **panels.ACTS,
    **marking.ACTS,
    **layers.ACTS,
    **ways.ACTS,
}
