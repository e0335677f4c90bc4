"""Waiting until the program has nothing left to do, asked of the event loop and not of the clock.

Textual's pilot sleeps a fiftieth of a second at least at every key, and goes on sleeping until the processor
rests. Here the loop is asked what is still to run, and a timer is waited for only where one is due: what is
seen is what those sleeps would have shown, on a slow machine too.
"""

from __future__ import annotations

import asyncio
from typing import Any

#: A timer due within so many seconds (a painting comes within a sixtieth) belongs to what was asked.
FRAME = 1 / 50
#: Where timers follow one another without end, this many seconds are enough.
LONGEST = 1.0


async def wait_until_quiet(_least: float = 0.0, longest: float = LONGEST, *, within: float = FRAME) -> None:
    """Return when nothing is to run and no timer is due `within` so many seconds."""
    loop: Any = asyncio.get_running_loop()
    end = loop.time() + longest
    while loop.time() < end:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        due = loop.time() + within
        timers = [one.when() for one in loop._scheduled if not one.cancelled() and one.when() <= due]
        if not timers:
            return
        await asyncio.sleep(max(0.0, min(timers) - loop.time()))
