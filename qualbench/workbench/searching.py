"""Finding: codes by fuzzy typing, words in a document, sentences. All pure and quick."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from qualbench.model.span import Span
from qualbench.search.fuzzy import CodeHit, near_duplicates, nearest, rank_codes

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "CodeHit",
    "find_text",
    "near_duplicates",
    "nearest",
    "quote_places",
    "rank_codes",
    "sentence_starts",
    "unit_at",
]


def sentence_starts(text: str) -> list[int]:
    """Return where sentences begin, in code points; see `search.language`."""
    from qualbench.search import language  # late: finding a quote needs none of it

    return language.sentence_starts(text)


def find_text(text: str, query: str) -> list[Span]:
    """Return every place of `query` in `text`, whatever the case; any white space matches a space."""
    words = query.split()
    if not words:
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [Span(hit.start(), hit.end()) for hit in re.finditer(pattern, text, re.IGNORECASE)]


def quote_places(text: str, quote: str, *, fold_space: bool = False) -> list[Span]:
    """Return every place of `quote`, to the character, overlapping ones too; `fold_space` lets space vary."""
    if not quote.strip():
        return []
    if fold_space:
        pattern = r"\s+".join(re.escape(word) for word in quote.split())
        return [Span(hit.start(), hit.end()) for hit in re.finditer(pattern, text)]
    places, at = [], text.find(quote)
    while at >= 0:
        places.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1)
    return places


def unit_at(starts: Sequence[int], position: int, length: int) -> Span:
    """Return the unit (a sentence, say) around `position`, given the units' starts and the text's length."""
    index = max(bisect_right(starts, position) - 1, 0)
    start = starts[index] if starts else 0
    return Span(start, starts[index + 1] if index + 1 < len(starts) else length)
