"""The rows of the one key table, in the order in which the help and docs/keys.md show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.tui.key_table.codebook import CODEBOOK
from qualbench.tui.key_table.coding import CODING
from qualbench.tui.key_table.general import DIALOGS, EVERYWHERE, LISTS
from qualbench.tui.key_table.health import HEALTH
from qualbench.tui.key_table.retrieval import RETRIEVAL
from qualbench.tui.key_table.screens import SCREENS
from qualbench.tui.key_table.themes import THEME_BOARD

if TYPE_CHECKING:
    from qualbench.tui.gesture import Gesture

GESTURES: tuple[Gesture, ...] = (
    *EVERYWHERE,
    *LISTS,
    *SCREENS,
    *THEME_BOARD,
    *CODEBOOK,
    *HEALTH,
    *RETRIEVAL,
    *CODING,
    *DIALOGS,
)
