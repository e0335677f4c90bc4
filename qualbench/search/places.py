"""Places of a text: what of it is coded for a hit, and whether a hit lies in or touches what is coded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING

import regex

from qualbench.model.span import Span
from qualbench.search.language import sentence_starts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qualbench.search.concordance import Hit

_EMPTY_LINE = regex.compile(r"\n[^\S\n]*\n")


class By(StrEnum):
    """How much is coded for a hit."""

    HIT = "hit"
    SENTENCE = "sentence"
    TURN = "turn"

    @property
    def noun(self) -> str:
        """What a person calls one of them."""
        return "place" if self is By.HIT else self.value


def coding_place(text: str, by: By) -> Callable[[Hit], Span]:
    """Return what says which stretch of `text` is coded for a hit, without white space at its edges.

    Sentences are those that the coding screen takes: cut at empty lines too, and never beyond the turn.
    """
    if by is By.HIT:
        return lambda hit: _trimmed(text, hit.span.start, hit.span.end)
    if by is By.TURN:
        return lambda hit: _trimmed(text, hit.turn.start, hit.turn.end)
    cuts = sorted({*sentence_starts(text), *(one.start() for one in _EMPTY_LINE.finditer(text)), len(text)})

    def sentences(hit: Hit) -> Span:
        before = bisect_right(cuts, hit.span.start) - 1
        after = bisect_left(cuts, hit.span.end)
        return _trimmed(text, max(cuts[before], hit.turn.start), min(cuts[after], hit.turn.end))

    return sentences


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))


class Stretches:
    """Stretches of one text that may overlap; asked in no more time for many of them than for a few."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._reach = list(accumulate((span.end for span in ordered), max))

    def touch(self, span: Span) -> bool:
        """Say whether one of them shares a code point with `span`."""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._reach[before - 1] > span.start

    def cover(self, span: Span) -> bool:
        """Say whether `span` lies wholly inside one of them."""
        before = bisect_right(self._starts, span.start)
        return before > 0 and self._reach[before - 1] >= span.end
