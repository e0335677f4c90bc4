"""Words as they are written, whatever their case and accents: single words, beginnings, phrases.

`tea talk` finds turns that have both words, `tea OR talk` those that have one, `"cup of tea"` the phrase,
`neighbour*` every word that begins so. What makes a word is what the full-text index takes for one: letters,
digits and their marks.
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

_CHARACTER = r"[\p{L}\p{N}\p{M}\p{Co}]"
_BETWEEN = r"[^\p{L}\p{N}\p{M}\p{Co}]+"
WORD = regex.compile(rf"{_CHARACTER}+")
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
    words = ["|".join(map(regex.escape, spellings(word))) for word in term.words]
    row = _BETWEEN.join(f"(?:{one})" for one in words)
    after = rf"{_CHARACTER}*" if term.open else rf"(?!{_CHARACTER})"
    return regex.compile(rf"(?<!{_CHARACTER}){row}{after}")


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

    def find(self, texts: Sequence[str]) -> Iterator[list[Span]]:
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
            (frozenset(self._spellings(term.words[0])), term.open and len(term.words) == 1)
            for terms in self._alternatives
            for term in terms[:1]
        ]
        # A word in a script whose marks the index takes for spaces is in no vocabulary as it is written.
        if not all(word.isascii() for words, _open in first for word in words):
            return None
        return {
            held
            for held in vocabulary
            if any(
                word in words or (more and word.startswith(tuple(words)))
                for word in WORD.findall(fold_word(held))
                for words, more in first
            )
        }


def disjoint(places: Iterable[Span]) -> list[Span]:
    """Return places in order, of overlapping ones the first and longest."""
    kept: list[Span] = []
    for place in sorted(places, key=lambda one: (one.start, -one.end)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept
