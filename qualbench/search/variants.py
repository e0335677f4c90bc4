"""Spelling variants by rapidfuzz: slips, other spellings, what a transcriber heard.

A single word is compared with every word, a phrase with every row of about as many words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.search.folding import fold, fold_word
from qualbench.search.words import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualbench.model.span import Span

#: A row of words is looked at only if one of its words is this near to a word of the phrase.
_WORTH_A_LOOK = 60


class VariantFinder:
    """Finds words and phrases that are spelt alike.

    Args:
        threshold: How alike, from 1 to 100 (the same).

    Raises:
        UsageError: There is no word in what is looked for, or the threshold is none.
    """

    def __init__(self, typed: str, threshold: int) -> None:
        self._words = WORD.findall(fold_word(typed))
        if not self._words:
            raise UsageError("There is no word in what is to be looked for.")
        if not 1 <= threshold <= 100:
            raise UsageError(
                f"{threshold} is no likeness: give a number from 1 to 100, where 100 is the same."
            )
        self._phrase, self._threshold = " ".join(self._words), threshold
        self._known: dict[str, bool] = {}
        self.note = f"Spelling at least {threshold} of 100 alike."

    def find(self, texts: Sequence[str], language: str = "") -> Iterator[list[Span]]:
        """Yield the places in each text; of overlapping ones the likest."""
        for text in texts:
            folded = fold(text)
            words = [(hit.group(), hit.start(), hit.end()) for hit in WORD.finditer(folded.text)]
            near = [place for place, (word, _start, _end) in enumerate(words) if self._is_near(word)]
            if len(self._words) == 1:
                rows = [(place, place + 1) for place in near]
            else:
                rows = self._likest(words, near)
            yield [folded.span(words[first][1], words[after - 1][2]) for first, after in rows]

    def terms(self, vocabulary: Iterable[str]) -> set[str] | None:
        """Return the index's words that hold one near enough."""
        if not self._phrase.isascii():
            return None
        return {
            held for held in vocabulary if any(self._is_near(word) for word in WORD.findall(fold_word(held)))
        }

    def _is_near(self, word: str) -> bool:
        """Say whether a word is like the one looked for, or worth a look for a phrase."""
        known = self._known.get(word)
        if known is None:
            from rapidfuzz import fuzz

            alike = self._threshold if len(self._words) == 1 else min(_WORTH_A_LOOK, self._threshold)
            known = any(fuzz.ratio(word, wanted, score_cutoff=alike) >= alike for wanted in self._words)
            self._known[word] = known
        return known

    def _likest(self, words: Sequence[tuple[str, int, int]], near: Sequence[int]) -> list[tuple[int, int]]:
        """Return the rows of words that are like the phrase, as (first, after the last), in order."""
        from rapidfuzz import fuzz

        size = len(self._words)
        rows = {
            (first, first + length)
            for place in near
            for length in range(max(1, size - 1), size + 2)
            for first in range(max(0, place - length + 1), place + 1)
            if first + length <= len(words)
        }
        scored = [
            (score, first, after)
            for first, after in rows
            if (
                score := fuzz.ratio(
                    " ".join(word for word, _start, _end in words[first:after]),
                    self._phrase,
                    score_cutoff=self._threshold,
                )
            )
            >= self._threshold
        ]
        rows, taken = set(), bytearray(len(words))  # a mark for each word: no row is compared with another
        for _score, first, after in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
            if not any(taken[first:after]):
                taken[first:after] = b"\1" * (after - first)
                rows.add((first, after))
        return sorted(rows)
