"""What a process costs: run, timed and weighed as the system accounts for it; and when a screen is painted.

Linux and macOS only: elsewhere the system does not tell what a single child used.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Bytes of one unit of `ru_maxrss`.
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the bench; lower is better.

    Attributes:
        ours: Seconds, or what the name says; None where the line could not be measured.
        reference: The same of what it is measured against; for an absolute limit that limit.
        limit: What `ours / reference` may be at most.
    """

    name: str
    ours: float | None
    reference: float | None
    limit: float

    @property
    def ratio(self) -> float | None:
        """Ours / reference."""
        if self.ours is None or not self.reference:
            return None
        return self.ours / self.reference

    @property
    def holds(self) -> bool | None:
        """Whether the ratio is within the limit; None where nothing was measured."""
        return None if self.ratio is None else self.ratio <= self.limit

    def as_json(self) -> dict[str, object]:
        """Return the line as `build/bench.json` has it."""
        numbers = {
            name: round(value, 4) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }
        ratio = None if self.ratio is None else round(self.ratio, 4)
        return {
            "name": self.name,
            "ours": numbers["ours"],
            "reference": numbers["reference"],
            "ratio": ratio,
            "limit": self.limit,
            "holds": self.holds,
        }


class Cost(NamedTuple):
    """What a process used: cpu and wall seconds, and the most memory that it held, in bytes."""

    cpu: float
    wall: float
    peak: int


def run(command: Sequence[str | Path], *, cwd: Path | None = None, output: Path | None = None) -> Cost:
    """Run a command to its end and return what it used, its own children included.

    Args:
        output: Where its standard output goes; by default nowhere.

    Raises:
        RuntimeError: It failed; the message has what it said.
    """
    with (output or Path(os.devnull)).open("wb") as out:
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.PIPE,
        )
        assert process.stderr is not None
        said = process.stderr.read()
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
    if process.returncode:
        raise RuntimeError(
            f"{command} exited with {process.returncode}: {said.decode(errors='replace')[-2000:]}"
        )
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * _PEAK_UNIT)


class Compared(NamedTuple):
    """Runs of both sides."""

    ours: list[Cost]
    reference: list[Cost]

    def line(self, name: str, limit: float) -> Line:
        """Return the medians of the cpu seconds as a line."""
        return Line(
            name, median(one.cpu for one in self.ours), median(one.cpu for one in self.reference), limit
        )

    def peak_line(self, name: str, megabytes: float) -> Line:
        """Return our highest peak, in MB, as a line with an absolute limit."""
        return Line(name, max(one.peak for one in self.ours) / 1e6, megabytes, 1.0)


def compare(times: int, ours: Callable[[], Cost], reference: Callable[[], Cost]) -> Compared:
    """Run both sides in turn, so that what else the machine does meets both alike."""
    compared = Compared([], [])
    for turn in range(times):
        sides = [(compared.ours, ours), (compared.reference, reference)]
        for costs, side in sides if turn % 2 == 0 else reversed(sides):
            costs.append(side())
    return compared


def first_paint(command: Sequence[str | Path], shows: str) -> float:
    """Start a program in a terminal of its own and return the wall seconds until it has painted `shows`.

    The program is then ended.

    Raises:
        Unmeasured: There are no pseudo-terminals here.
        RuntimeError: It ended, or 30 seconds went by, without painting that.
    """
    with Terminal(command) as terminal:
        return terminal.until_painted(shows)
