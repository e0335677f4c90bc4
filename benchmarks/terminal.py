"""A program in a terminal of its own: keys go in, and what it costs until the last byte came out is told.

Linux and macOS only: elsewhere there are no pseudo-terminals.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from select import select
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

#: A program is done with a key when it has written nothing for so many seconds: three frames of the screen.
QUIET = 0.05
PATIENCE = 30.0


class Unmeasured(Exception):
    """A line that cannot be measured here; the message says why."""


class Stroke(NamedTuple):
    """What a key has cost: seconds until the last byte of what it changed, and how many bytes that were."""

    seconds: float
    written: int


class Terminal:
    """A program running in a pseudo-terminal; use it in a `with` statement, which ends it.

    Args:
        command: The program and its arguments.
        rows: Height of the terminal.
        columns: Its width.

    Raises:
        Unmeasured: There are no pseudo-terminals here.
    """

    def __init__(self, command: Sequence[str | Path], *, rows: int = 40, columns: int = 120) -> None:
        try:
            import pty
        except ImportError as error:
            raise Unmeasured("there are no pseudo-terminals on this system") from error
        self.command = [str(part) for part in command]
        self._size = (rows, columns)
        self.began = time.perf_counter()
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            self._set_size(1, rows, columns)
            environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execvpe(self.command[0], self.command, environment)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child, 9)
        os.close(self._terminal)
        os.waitpid(self._child, 0)

    def until_painted(self, shows: str) -> float:
        """Wait until `shows` has been painted since the last key; return the seconds since the start.

        Raises:
            RuntimeError: The program ended, or 30 seconds went by, without painting that.
        """
        wanted, painted = shows.encode(), b""
        until = time.perf_counter() + PATIENCE
        while wanted not in painted:
            piece = self._read(until - time.perf_counter())
            if not piece:
                raise RuntimeError(f"{self.command} did not paint {wanted!r}: {painted[-500:]!r}")
            painted += piece
        return time.perf_counter() - self.began

    def settle(self, quiet: float = 0.5) -> None:
        """Wait until nothing has been written for `quiet` seconds."""
        while self._read(quiet):
            pass

    def press(self, key: str, quiet: float = QUIET) -> Stroke:
        """Send a key and wait until the program has written the last of what it changes.

        Args:
            quiet: So many seconds without a byte say that it was the last.

        Raises:
            RuntimeError: Nothing was written: the key has done nothing, so there is nothing to measure.
        """
        self.settle(0)
        began = time.perf_counter()
        os.write(self._terminal, key.encode())
        return self._stroke(began, repr(key), quiet)

    def send(self, key: str, quiet: float = 0.5) -> None:
        """Send a key that is not measured and wait until the program is quiet, also if it does nothing."""
        os.write(self._terminal, key.encode())
        self.settle(quiet)

    def resize(self, rows: int, columns: int) -> Stroke:
        """Make the terminal another size and wait until the program has painted itself anew."""
        self.settle(0)
        began = time.perf_counter()
        self._set_size(self._terminal, rows, columns)
        return self._stroke(began, f"{columns}x{rows}", 4 * QUIET)

    def memory(self) -> int:
        """Return the bytes of memory that the program holds now."""
        asked = ["ps", "-o", "rss=", "-p", str(self._child)]
        return int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout) * 1024

    def _stroke(self, began: float, what: str, quiet: float) -> Stroke:
        written, last = 0, began
        while piece := self._read(quiet if written else PATIENCE):
            last = time.perf_counter()
            written += len(piece)
        if not written:
            raise RuntimeError(f"{self.command} wrote nothing after {what}")
        return Stroke(last - began, written)

    def _read(self, seconds: float) -> bytes:
        """Return what is written next, or nothing when `seconds` have gone by or the program has ended."""
        if seconds < 0 or not select([self._terminal], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self._terminal, 65536)
        except OSError:  # Linux says so when the program has ended
            return b""

    @staticmethod
    def _set_size(terminal: int, rows: int, columns: int) -> None:
        import fcntl
        import struct
        import termios

        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
