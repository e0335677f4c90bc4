"""What reading leaves behind: the place, the furthest turn, and, where one has asked for it, the minutes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING

from qualbench.tui.screens.coding import jumping
from qualbench.workbench import project
from qualbench.workbench.reading import add_reading_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.tui.screens.coding.screen import CodingScreen

#: One at a time, in order: a place that is kept later is never overwritten by an earlier one.
_DESK = ThreadPoolExecutor(1, "desk")
#: Seconds without a key after which nobody is taken to be reading.
IDLE = 120.0
#: Seconds that are gathered before they are written down, except where the document is left.
GATHERED = 30.0


class Clock:
    """Counts the time between keys that follow each other soon; a longer pause counts for nothing.

    Args:
        now: Gives the time in seconds.
    """

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._last: float | None = None
        self.gathered = 0.0

    def touch(self) -> None:
        """Somebody is there."""
        now = self._now()
        if self._last is not None and now - self._last <= IDLE:
            self.gathered += now - self._last
        self._last = now

    def take(self) -> float:
        """Return what was gathered since the last time, in seconds."""
        gathered, self.gathered = self.gathered, 0.0
        return gathered


def kept(screen: CodingScreen) -> tuple[int, int | None]:
    """Return the offsets to begin at: of the cursor, and of the row at the top where that is known."""
    if screen.position is not None:
        return screen.position, None
    at = (screen.session, screen.document_id)
    return project.load_place(*at), project.load_top(*at)


def keep(screen: CodingScreen, *, leaving: bool = False, aside: bool = False) -> None:
    """Remember on the desk where the cursor is and what is in sight, if that has changed, and the time.

    Args:
        leaving: The document is left: the time is written down too.
        aside: Come back before it is on the disk, so that no key waits for it.
    """
    if screen.shell.session is None or screen.opened is None:
        return
    place = jumping.place_of(screen)
    if screen.place_kept != (place.cursor, place.top):
        screen.place_kept = (place.cursor, place.top)
        turn = screen.view.units.turn_at(place.cursor)
        at = (screen.session, screen.document_id)
        saving = _DESK.submit(project.save_place, *at, *screen.place_kept, turn=turn.index if turn else 0)
        if not aside:
            saving.result()
    if not screen.shell.settings.count_minutes:
        screen.clock.take()
    elif leaving or screen.clock.gathered >= GATHERED:
        add_reading_time(screen.session, screen.document_id, screen.clock.take())
