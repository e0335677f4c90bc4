"""Folding: a text without case and accents, with the way back to every character's own place.

It folds as the project's full-text index does (SQLite's `unicode61 remove_diacritics 2`), and a little more:
`ß` is `ss`, `ς` is `σ`, Greek loses its accents too. Positions in the folded text are not positions in the
stored one (`ß` is one character and two folded ones, an accent of its own is none), so nobody may use them
but through `Folded.span`.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

import regex

from qualbench.model.span import Span

#: Marks that the index drops, and the four that only Greek of old uses; others tell words apart.
ACCENTS = frozenset(
    chr(point)
    for point in (
        *(0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x309, 0x30A, 0x30B, 0x30C, 0x30F, 0x311),
        *(0x313, 0x314, 0x31B, 0x323, 0x324, 0x325, 0x326, 0x327, 0x328, 0x32D, 0x32E, 0x330, 0x331),
        *(0x342, 0x345),
    )
)
_CLUSTERS = regex.compile(r"\X")


@lru_cache(maxsize=16384)
def _fold_character(character: str) -> str:
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFD", character).casefold())
    return "".join(one for one in apart if one not in ACCENTS)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text.

    Attributes:
        text: Lower case, without accents.
        origins: For each folded character the place of the stored one it comes from, and last the stored
            text's length; None where both count alike.
    """

    text: str
    origins: array[int] | None = None

    def span(self, start: int, end: int) -> Span:
        """Return the stretch of the stored text whose folded form holds `[start, end)`, not empty.

        Whole characters only; accents that follow the last one belong to it.
        """
        if self.origins is None:
            return Span(start, end)
        while self.origins[end] == self.origins[end - 1]:
            end += 1
        return Span(self.origins[start], self.origins[end])


def fold(text: str) -> Folded:
    """Return `text` without case and accents."""
    if text.isascii():
        return Folded(text.lower())
    pieces = [_fold_character(one) for one in text]
    if all(len(one) == 1 for one in pieces):
        return Folded("".join(pieces))
    origins = array("Q", (place for place, piece in enumerate(pieces) for _ in piece))
    origins.append(len(text))
    return Folded("".join(pieces), origins)


#: Signs that programs exchange for one another, and what each is taken for.
_SIGNS = {
    **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\xad\u200b\u200c\u200d\u2060\ufeff", ""),
    "…": "...",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
}


@lru_cache(maxsize=64)
def fold_signs(text: str) -> Folded:
    """Return `text` with any run of white space as one space, and exchanged signs as the plainest.

    Curly and straight quotes, dashes and hyphens, ligatures, ellipses; what divides words unseen is left out.
    """
    pieces: list[str] = []
    origins = array("Q")
    space = True  # none at the beginning
    for at, one in enumerate(text):
        if one.isspace():
            if not space:
                pieces.append(" ")
                origins.append(at)
            space = True
        else:
            for piece in _SIGNS.get(one, one):
                pieces.append(piece)
                origins.append(at)
                space = False
    origins.append(len(text))
    return Folded("".join(pieces), origins)


def fold_word(word: str) -> str:
    """Return a word without case and accents."""
    return fold(word).text


class Clusters:
    """Where the grapheme clusters (UAX #29) of a text begin and end, looked up once and only if needed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: array[int] | None = None

    def around(self, span: Span) -> Span:
        """Return `span` grown so that no cluster is cut at its edges."""
        if self._is_edge(span.start) and self._is_edge(span.end):
            return span
        if self._ends is None:
            self._ends = array("Q", (cluster.end() for cluster in _CLUSTERS.finditer(self._text)))
        before = bisect_right(self._ends, span.start)
        after = bisect_left(self._ends, span.end)
        return Span(self._ends[before - 1] if before else 0, self._ends[after] if span.end else 0)

    def _is_edge(self, place: int) -> bool:
        """Say whether a cluster surely ends at a place: Latin letters and signs stand alone."""
        around = self._text[max(place - 1, 0) : place + 1]
        return place in (0, len(self._text)) or (around.isascii() and around != "\r\n")
