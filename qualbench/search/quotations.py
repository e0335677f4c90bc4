"""Quotes as authors write them: found in a manuscript by their marks, and in the texts by their words.

Words may be left out at an ellipsis and put in between brackets; capital letters, quotation marks, white
space and the punctuation at a quote's edges may differ. Everything else must stand in the text as it is
written. What does not is looked for among words that are nearly the same, and shown as another wording.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from qualbench.model.span import Span
from qualbench.search.folding import fold_signs

#: Fewer words between quotation marks are a term or a title rather than somebody's words.
FEWEST_WORDS = 4
#: Words that are less alike (0 to 100) are no wording of the quote.
_NEAR = 72.0
#: This share of a quote's words must be in a document before it is compared letter by letter.
_SHARED = 0.5
#: So many characters may be left out at an ellipsis, and replaced by a clarification.
_AT_ELLIPSIS, _AT_BRACKETS = 3000, 80
_PLACES = 20

_QUOTED = re.compile(
    r"“([^“”]+)”|„([^„“”]+)[“”]|”([^“”]+)”|«([^«»]+)»|»([^«»]+)«|‹([^‹›]+)›|「([^「」]+)」|『([^『』]+)』"
    r"|\"([^\"]+)\"|(?<!\w)‘([^‘]+?)’(?!\w)|(?<!\w)'(?=\w)([^']*(?:'\w[^']*)*)'(?!\w)"
)
_ELLIPSIS = r"[\[(]\s*(?:\.\s?\.\s?\.\s?\.?|…)\s*[\])]|…|\.\s?\.\s?\.(?:\s?\.)?"
_GAP = re.compile(rf"(?P<left_out>{_ELLIPSIS})|\[[^\[\]]*\]")
#: `[T]he`: a capital that the author has made.
_CAPITAL = re.compile(r"\[(\w)\](?=\w)")
#: Whose words they are, after them: `(Maria, 54)`, `[P03]`, `— Maria`.
_SIGNED = re.compile(r"\s*(?:[(\[][^()\[\]]{1,120}[)\]]|\s[—–]\s?[^—–]{1,80}|\s--\s[^-]{1,80})\s*\.?\s*\Z")
_ONLY_SIGNED = re.compile(r"\s*(?:[(\[][^()\[\]]*[)\]]|[—–-].*)\s*\.?\s*", re.DOTALL)
_EDGES = " .,;:!?-\"'()*_"


class Piece(NamedTuple):
    """Some words of a quote that stand together.

    Attributes:
        raw: As written.
        folded: As they are looked for.
        gap: How many characters may be passed over before them.
    """

    raw: str
    folded: str
    gap: int


class Near(NamedTuple):
    """Words that are nearly the quote's: how alike from 0 to 100, and where."""

    score: float
    span: Span


def quoted_spans(text: str) -> list[Span]:
    """Return what stands between quotation marks in a passage, without them."""
    return [Span(*found.span(found.lastindex or 0)) for found in _QUOTED.finditer(text)]


def without_signature(text: str) -> str:
    """Return a block quote without whose words it is, and without quotation marks around the whole."""
    words = text.strip()
    bare = _SIGNED.sub("", words)
    if bare.strip() and not _GAP.fullmatch(words[len(bare) :].strip()):
        words = bare.strip()
    inside = quoted_spans(words)
    return (
        words[inside[0].start : inside[0].end]
        if len(inside) == 1 and len(inside[0]) > len(words) - 4
        else words
    )


def is_signature(text: str) -> bool:
    """Say whether a passage of a block quote says no more than whose words the others are."""
    return bool(_ONLY_SIGNED.fullmatch(text)) and len(text.split()) < 16


def is_long_enough(text: str) -> bool:
    """Say whether words are enough to be somebody's and not a term; scripts without spaces count letters."""
    dense = sum("\u0e00" <= one <= "\u0eff" or "\u3040" <= one <= "\u9fff" for one in text)
    return len(text.split()) + dense // 2 >= FEWEST_WORDS


def pieces(quote: str) -> tuple[Piece, ...]:
    """Return the words of a quote that must stand together, in order."""
    quote = _CAPITAL.sub(r"\1", quote)
    found: list[Piece] = []
    at, gap = 0, 0
    for hit in [*_GAP.finditer(quote), None]:
        raw = quote[at : hit.start() if hit else len(quote)]
        folded = _fold(raw).strip(_EDGES)
        if folded:
            found.append(Piece(raw.strip(), folded, gap))
            gap = 0
        if hit:
            gap = max(gap, _AT_ELLIPSIS if hit["left_out"] else _AT_BRACKETS)
            at = hit.end()
    return tuple(found)


def _fold(text: str) -> str:
    return _lower(fold_signs(text).text)


def _lower(text: str) -> str:
    """Return `text` in lower case, letter for letter."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    return low.replace("ς", "σ")


class Prepared:
    """A text in which quotes are looked for: folded once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = fold_signs(text)
        self.low = _lower(self._folded.text)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(re.findall(r"\w+", self.low))

    def places(self, wanted: tuple[Piece, ...]) -> list[tuple[Span, ...]]:
        """Return where a quote stands, as a stretch for each of its pieces; a few places at most."""
        found: list[tuple[Span, ...]] = []
        if not wanted:
            return found
        at = self._next(wanted[0].folded, 0)
        while at >= 0 and len(found) < _PLACES:
            stretches = self._in_order(wanted, at)
            if stretches:
                found.append(tuple(self._folded.span(*one) for one in stretches))
            at = self._next(wanted[0].folded, at + 1)
        return found

    def _in_order(self, wanted: tuple[Piece, ...], at: int) -> list[tuple[int, int]]:
        stretches = [(at, at + len(wanted[0].folded))]
        for piece in wanted[1:]:
            end = stretches[-1][1]
            start = self._next(piece.folded, end, end + piece.gap + len(piece.folded) + 4)
            if start < 0:
                return []
            stretches.append((start, start + len(piece.folded)))
        return stretches

    def _next(self, words: str, at: int, before: int | None = None) -> int:
        """Return where `words` next stand as whole words, or -1."""
        while True:
            at = self.low.find(words, at, before)
            if at < 0 or not (_inside_word(self.low, at) or _inside_word(self.low, at + len(words))):
                return at
            at += 1

    def nearest(self, wanted: tuple[Piece, ...]) -> Near | None:
        """Return the stretch that is most like a quote, or None where none is like it."""
        from rapidfuzz import fuzz

        words = re.findall(r"\w+", " ".join(piece.folded for piece in wanted))
        if not words or sum(one in self._words for one in words) < _SHARED * len(words):
            return None
        longest = max(wanted, key=lambda piece: len(piece.folded))
        best = fuzz.partial_ratio_alignment(longest.folded, self.low, score_cutoff=_NEAR)
        if best is None or len(longest.folded) > len(self.low):
            return None
        start, end, scores = best.dest_start, best.dest_end, [(best.score, len(longest.folded))]
        place = wanted.index(longest)
        for piece in wanted[place + 1 :]:
            found, score = self._beside(
                piece, end, min(end + piece.gap + 2 * len(piece.folded), len(self.low))
            )
            end = max(end, found[1])
            scores.append((score, len(piece.folded)))
        for after, piece in zip(wanted[place:0:-1], wanted[place - 1 :: -1] if place else (), strict=False):
            found, score = self._beside(piece, max(start - after.gap - 2 * len(piece.folded), 0), start)
            start = min(start, found[0])
            scores.append((score, len(piece.folded)))
        score = sum(one * size for one, size in scores) / sum(size for _one, size in scores)
        return Near(score, self._folded.span(*self._whole_words(start, end))) if score >= _NEAR else None

    def _beside(self, piece: Piece, start: int, end: int) -> tuple[tuple[int, int], float]:
        from rapidfuzz import fuzz

        around = self.low[start:end]
        found = fuzz.partial_ratio_alignment(piece.folded, around, score_cutoff=_NEAR) if around else None
        if found is None or len(piece.folded) > len(around):
            return ((end, start), 0.0)
        return ((start + found.dest_start, start + found.dest_end), found.score)

    def _whole_words(self, start: int, end: int) -> tuple[int, int]:
        while _inside_word(self.low, start):
            start -= 1
        while _inside_word(self.low, end):
            end += 1
        while start < end and self.low[start] == " ":
            start += 1
        while start < end and self.low[end - 1] == " ":
            end -= 1
        return start, end


def _inside_word(text: str, at: int) -> bool:
    """Say whether a place is in the middle of a word of a script that has spaces between words."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return before.isalnum() and after.isalnum() and before < "\u0e00" and after < "\u0e00"


def says_the_same(text: str, quote: str) -> bool:
    """Say whether a quote is what a text says, shortened and clarified perhaps."""
    wanted = pieces(quote)
    return bool(wanted) and bool(Prepared(text).places(wanted))
