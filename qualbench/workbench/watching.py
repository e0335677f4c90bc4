"""A file on the disk that somebody edits meanwhile: has it come to say something else?"""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Seconds between two looks: soon enough to seem at once, and too seldom to be felt.
PAUSE = 0.4


def wait() -> None:
    """Pass the time until the next look."""
    time.sleep(PAUSE)


class FileWatch:
    """Looks at a file, as seldom or as often as it is asked to.

    The content is read only where time or size of the file differ from those of the look before, and a change
    is told when two looks in a row see the same: an editor that writes in two goes is told once.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen = self._stamp()
        self._told = self._digest()
        self._settled = True

    def changed(self) -> bool:
        """Say whether the content differs from what was told last; a file that is gone is a change too."""
        stamp = self._stamp()
        if stamp != self._seen:
            self._seen, self._settled = stamp, False
            return False
        if self._settled:
            return False
        self._settled = True
        digest = self._digest()
        if digest == self._told:
            return False
        self._told = digest
        return True

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _digest(self) -> bytes | None:
        try:
            return hashlib.sha256(self.path.read_bytes()).digest()
        except OSError:
            return None
