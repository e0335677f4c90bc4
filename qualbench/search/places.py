"""What of a text is coded for a hit: the hit itself, the sentences that it touches, or its turn."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import StrEnum
from typing import TYPE_CHECKING

import regex

from qualbench.model.span import Span
from qualbench.search.language import sentence_starts

if TYPE_CHECKING:
    from collections.abc import Callable

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
