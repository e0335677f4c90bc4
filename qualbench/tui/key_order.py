"""Keys one at a time, each when the one before has done its work.

Textual hands a key to the widget that has the focus and looks for a command when the widget has passed it up
again. When keys arrive in a burst (a slow line, a script) the later ones have been handed out by then: what
was typed for a dialog would be commands of the screen below it. Here a key waits until the one before is
dealt with and the screen that is then on top has read what it shows.
"""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import App
from textual.events import Key
from textual.message import Message

if TYPE_CHECKING:
    from textual.events import Event
    from textual.message_pump import MessagePump

#: A key that has not been dealt with after so many seconds no longer keeps the next one waiting.
PATIENCE = 0.5


class Passed(Message):
    """Follows a key through the widgets; where it arrives the key has been dealt with."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class KeysInOrder(App[None], inherit_bindings=False):
    """An app whose keys keep their order, and their meaning, in a burst."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[Key] = deque()
        self._current: Key | None = None
        self._number = 0
        self._since = 0.0
        self._busy = False

    @property
    def keys_waiting(self) -> bool:
        """True while a key is not dealt with yet."""
        return self._busy or bool(self._waiting)

    @property
    def more_keys(self) -> bool:
        """True while keys wait behind the one that is being dealt with."""
        return bool(self._waiting)

    async def on_event(self, event: Event) -> None:
        """Let one key in at a time; everything else at once."""
        if not isinstance(event, Key):
            await super().on_event(event)
        elif event.is_forwarded:
            await super().on_event(event)  # no widget wanted it: its command, if any, runs now
            if event is self._current:
                self._settle()
        elif self._busy and monotonic() - self._since < PATIENCE:
            self._waiting.append(event)
            self.set_timer(PATIENCE, self._next_if_stuck)
        else:
            await self._let_in(event)

    async def _let_in(self, key: Key) -> None:
        self._busy, self._since, self._current = True, monotonic(), key
        node = self.focused or self.screen
        await super().on_event(key)
        if key is self._current:
            self._send_after(node)

    def _send_after(self, node: MessagePump) -> None:
        self._number += 1
        node.post_message(Passed(self._number))

    def _settle(self) -> None:
        """The key is dealt with; wait for the screen that is now on top."""
        self._current = None
        if self.screen_stack:
            self._send_after(self.screen)

    async def on_passed(self, message: Passed) -> None:
        """Go on: from the key to the screen, from the screen to the next key."""
        message.stop()
        if message.number != self._number:
            return
        if self._current is not None:
            self._settle()
        else:
            await self._next()

    async def _next(self) -> None:
        self._busy = False
        if self._waiting:
            await self._let_in(self._waiting.popleft())

    async def _next_if_stuck(self) -> None:
        if self._waiting and monotonic() - self._since >= PATIENCE:
            await self._next()
