"""Words as they are written, whatever their case and accents: single words, beginnings, phrases.

`tea talk` finds turns that have both words, `tea OR talk` those that have one, `"cup of tea"` the phrase,
`neighbour*` every word that begins so. What makes a word is what the full-text index takes for one: letters,
digits and their marks. In scripts without spaces between words what is looked for may stand anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from qualbench.errors import UsageError
from qualbench.search.endings import with_endings
from qualbench.search.folding import fold, fold_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from qualbench.model.span import Span
    from qualbench.search.folding import Folded

    Pattern: TypeAlias = regex.Pattern[str]

#: Scripts that put no space between words: there a word may begin and end anywhere.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_CHARACTER = r"[\p{L}\p{N}\p{M}\p{Co}]"
_SPACED = rf"[[\p{{L}}\p{{N}}\p{{M}}\p{{Co}}]--[{_UNSPACED}]]"
_BETWEEN = r"[^\p{L}\p{N}\p{M}\p{Co}]"
WORD = regex.compile(rf"{_SPACED}+|[{_UNSPACED}]+", regex.VERSION1)
_OF_UNSPACED = regex.compile(rf"[{_UNSPACED}]")
_PIECE = regex.compile(r"[\"“”„«»](?P<phrase>[^\"“”„«»]*)[\"“”„«»]?(?P<star>\*?)|(?P<bare>[^\s\"“”„«»]+)")


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or several in a row.

    Attributes:
        words: Folded.
        open: True where the last one may go on (`neighbour*`).
    """

    words: tuple[str, ...]
    open: bool = False


def read_terms(typed: str) -> list[list[Term]]:
    """Return what was typed as alternatives (`OR` stands between them), each of terms that must all be there.

    Raises:
        UsageError: There is no word in it.
    """
    alternatives: list[list[Term]] = [[]]
    for piece in _PIECE.finditer(typed):
        bare = piece["bare"] or ""
        if bare in ("OR", "|"):
            alternatives.append([])
            continue
        words = tuple(WORD.findall(fold_word(bare or piece["phrase"] or "")))
        if words:
            goes_on = piece["star"] or (bare or piece["phrase"]).rstrip().endswith("*")
            alternatives[-1].append(Term(words, bool(goes_on)))
    found = [terms for terms in alternatives if terms]
    if not found:
        raise UsageError(
            "There is no word in what is to be looked for.",
            "Signs alone are found with a regular expression.",
        )
    return found


def term_pattern(term: Term, spellings: Callable[[str], Iterable[str]] = lambda word: (word,)) -> Pattern:
    """Return what finds a term in a folded text, each word by any of its spellings."""
    row = "" if _OF_UNSPACED.match(term.words[0][0]) else rf"(?<!{_SPACED})"
    for before, word in zip((None, *term.words), term.words, strict=False):
        if before is not None:
            apart = not (_OF_UNSPACED.match(before[-1]) or _OF_UNSPACED.match(word[0]))
            row += f"{_BETWEEN}{'+' if apart else '*'}"
        row += f"(?:{'|'.join(map(regex.escape, spellings(word)))})"
    if not _OF_UNSPACED.match(term.words[-1][-1]):
        row += rf"{_SPACED}*" if term.open else rf"(?!{_SPACED})"
    return regex.compile(row, regex.VERSION1)


def places_of(pattern: Pattern, folded: Folded) -> list[Span]:
    """Return where a term's pattern is found, as places in the stored text."""
    return [folded.span(*hit.span()) for hit in pattern.finditer(folded.text)]


def together(found: Iterable[Sequence[Span]]) -> list[Span]:
    """Return the places of all terms of an alternative, or none where a term has none."""
    found = list(found)
    return [place for one in found for place in one] if all(found) else []


class WordFinder:
    """Finds words as they are written, or with the usual English endings."""

    def __init__(self, typed: str, *, endings: bool = False) -> None:
        self._alternatives = read_terms(typed)
        self._spellings: Callable[[str], tuple[str, ...]] = with_endings if endings else lambda word: (word,)
        self._patterns = [
            [term_pattern(term, self._spellings) for term in terms] for terms in self._alternatives
        ]
        self.note = "With the usual English endings; what is irregular is missed." if endings else ""

    def find(self, texts: Sequence[str], language: str = "") -> Iterator[list[Span]]:
        """Yield the places in each text: every place of every term, where all of an alternative are there."""
        for text in texts:
            folded = fold(text)
            yield disjoint(
                place
                for patterns in self._patterns
                for place in together(places_of(one, folded) for one in patterns)
            )

    def terms(self, vocabulary: Iterable[str]) -> set[str] | None:
        """Return the index's words that are, or hold, one of the words looked for."""
        first = [
            Term(term.words[:1], term.open and len(term.words) == 1)
            for terms in self._alternatives
            for term in terms[:1]
        ]
        # A word in a script whose marks the index takes for spaces is in no vocabulary as it is written.
        if not all(one.words[0].isascii() for one in first):
            return None
        patterns = [term_pattern(one, self._spellings) for one in first]
        return {
            held
            for held in vocabulary
            for folded in (fold_word(held),)
            if any(pattern.search(folded) for pattern in patterns)
        }


def disjoint(places: Iterable[Span]) -> list[Span]:
    """Return places in order, of overlapping ones the first and longest."""
    kept: list[Span] = []
    for place in sorted(places, key=lambda one: (one.start, -one.end)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept
