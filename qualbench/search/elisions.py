"""The place of a quote that leaves words out: at a mark such as `[…]`, or unmarked where a page was cut.

Nothing is guessed: every word of the quote must stand there in its order, and what is passed over is named.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from qualbench.model.span import Span  # noqa: TC001 - NamedTuple asks for it
from qualbench.search.folding import Folded, fold_signs

_MARK = re.compile(r"\s*(?:\[\s*\.\.\.\s*\]|\(\s*\.\.\.\s*\)|\.\.\.)\s*")
#: Folded characters that may be passed over at a mark, and without one (a line or two of a page).
_AT_MARK, _UNMARKED = 3000, 240
#: Words that must stand together on either side of what is passed over without a mark.
_TOGETHER = 4


class Elided(NamedTuple):
    """A quote's place from its first word to its last, and what lies between that it leaves out."""

    span: Span
    passed: tuple[Span, ...]


def elided_place(text: str, quote: str) -> Elided | None:
    """Return the one place of a quote that leaves words out, or None where there is none or are several."""
    folded, wanted = fold_signs(text), fold_signs(quote).text.strip()
    parts = [part for part in _MARK.split(wanted) if part]
    if len(parts) > 1:
        return _in_order(folded, parts)
    words = wanted.split(" ")
    if len(words) < 2 * _TOGETHER:
        return None
    # the longest beginning that stands in the text; a longer one never does where a shorter one does not
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if " ".join(words[:middle]) in folded.text else (low, middle - 1)
    # its last words may have been met again in what is passed over
    for cut in range(min(low, len(words) - _TOGETHER), max(_TOGETHER, low - _TOGETHER) - 1, -1):
        found = _in_order(folded, [" ".join(words[:cut]), " ".join(words[cut:])], _UNMARKED)
        if found is not None:
            return found
    return None


def _in_order(folded: Folded, parts: list[str], most: int = _AT_MARK) -> Elided | None:
    places = []
    at = folded.text.find(parts[0])
    while at >= 0:
        found = [(at, at + len(parts[0]))]
        for part in parts[1:]:
            end = found[-1][1]
            start = folded.text.find(part, end, end + most + len(part))
            if start < 0:
                break
            found.append((start, start + len(part)))
        if len(found) == len(parts):
            places.append(found)
        at = folded.text.find(parts[0], at + 1)
    if len(places) != 1:
        return None
    (found,) = places
    passed = tuple(folded.span(a[1], b[0]) for a, b in pairwise(found) if a[1] < b[0])
    return Elided(folded.span(found[0][0], found[-1][1]), passed)
