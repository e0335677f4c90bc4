r"""Positions of other programs: in UTF-16 units or bytes, with line ends of two characters, to code points.

Everything here counts in the text with plain `\n`; what comes in counts in the text as its file has it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from enum import StrEnum
from typing import NamedTuple


class Unit(StrEnum):
    """What a position counts."""

    CODE_POINTS = "code-points"
    UTF16 = "utf-16"
    BYTES = "bytes"


class Model(NamedTuple):
    """How a program counts.

    Attributes:
        breaks: Characters that a line end of CR LF counts for: 2, or 1.
        bom: Whether the mark at the head of a file is counted.
        inclusive: Whether the end is the last character, and not one past it.
    """

    unit: Unit = Unit.CODE_POINTS
    breaks: int = 2
    bom: bool = False
    inclusive: bool = False


_SPECIAL = {
    Unit.CODE_POINTS: re.compile("\r\n"),
    Unit.UTF16: re.compile("\r\n|[\U00010000-\U0010ffff]"),
    Unit.BYTES: re.compile("\r\n|[^\x00-\x7f]"),
}


def plain_breaks(raw: str) -> str:
    r"""Return a text with `\n` for every line end."""
    return raw.replace("\r\n", "\n").replace("\r", "\n") if "\r" in raw else raw


class Ruler:
    """Converts positions in one text.

    Args:
        raw: The text as its file has it, without the mark at its head.
        marked: Whether the file has that mark.
    """

    def __init__(self, raw: str, model: Model, *, marked: bool = False) -> None:
        self.model = model
        self.before = (3 if model.unit is Unit.BYTES else 1) if model.bom and marked else 0
        self._at, self._out, self._weight = array("q"), array("q"), array("b")
        at = out = done = 0
        for hit in _SPECIAL[model.unit].finditer(raw):
            at, out = at + hit.start() - done, out + hit.start() - done
            weight = self._weigh(hit.group())
            self._at.append(at)
            self._out.append(out)
            self._weight.append(weight)
            at, out, done = at + weight, out + 1, hit.end()
        self.length = out + len(raw) - done

    def _weigh(self, what: str) -> int:
        if what == "\r\n":
            return self.model.breaks
        return 2 if self.model.unit is Unit.UTF16 else len(what.encode("utf-8", "surrogatepass"))

    def place(self, position: int) -> tuple[int, bool]:
        """Return the code point at a position, in the text or not, and whether it is the edge of one."""
        position -= self.before
        index = bisect_right(self._at, position) - 1
        if index < 0:
            return position, position >= 0
        beyond = position - self._at[index]
        if beyond == 0:
            return self._out[index], True
        if beyond < self._weight[index]:
            return self._out[index], False
        place = self._out[index] + 1 + beyond - self._weight[index]
        return place, place <= self.length

    def stretch(self, start: int, end: int) -> tuple[int, int, bool]:
        """Return a stretch, half-open, and whether both its ends are edges within the text."""
        first, whole = self.place(start)
        if not self.model.inclusive:
            last, too = self.place(end)
            return first, last, whole and too
        last, too = self.place(end)
        return first, last + 1, whole and too and last < self.length
