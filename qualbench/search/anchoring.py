"""Where stretches of one text are in another version of it, and how sure that is.

Two whole texts are compared: words and punctuation are aligned, so that other line breaks and spaces change
nothing. A place is sure only where the very words stand there; everything else is a proposal for a person.
(`edits` knows where stretches are by the edits that a person made.)
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from qualbench.model.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Words, signs, and single letters of scripts without spaces between words (Thai, Khmer, Chinese, Japanese).
_ALONE = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
_HAS_ALONE = re.compile(_ALONE)
_TOKEN = re.compile(f"({_ALONE}|\\w+|[^\\w\\s])")
#: The same, quicker, for texts that have no such script.
_WORD = re.compile("(\\w+|[^\\w\\s])")
_LINE_END = re.compile("\n")
#: So many words around a stretch are its context.
_CONTEXT = 12
#: A stretch of fewer words needs words around it that are the same too.
_SHORT = 6
#: Contexts that are less alike than this (0 to 100) make a place unsure.
_LIKE = 60.0
#: A line of fewer words is no landmark.
_TELLING = 5
#: So many words beside a proposal may belong to it.
_BESIDE = 3
_PAIRS = 2_000_000_000
#: Where this share of the words is still in place, the stretch is there.
_MOST = 0.6
#: What moved is sought among the words that were put in; less alike than this is no proposal.
_NEAR = 65.0


class Fate(StrEnum):
    """What became of a stretch."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    UNSURE = "unsure"
    LOST = "lost"


#: Fates after which nobody needs to look.
SURE = frozenset({Fate.SAME, Fate.MOVED})


class Anchored(NamedTuple):
    """A stretch in the new text.

    Attributes:
        span: Where it is, or where it may be; None where it is lost.
        score: How much the words there are like the words that were, 0 to 100.
    """

    fate: Fate
    span: Span | None
    score: float = 100.0


def likeness(one: str, other: str) -> float:
    """Return how much two stretches are alike, letter by letter: 0 to 100."""
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other)


class TextMap:
    """Where stretches of one text are in another, found by comparing both.

    Args:
        old: The text as it was.
        new: The text as it is.
    """

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self._words, self._old_starts, self._old_ends = _tokens(old)
        self._new_words, self._new_starts, self._new_ends = _tokens(new)
        #: The token in the new text of each in the old, or -1.
        self._to = [-1] * len(self._words)
        self._align()
        self._runs, self._run_ends = self._find_runs()

    def _align(self) -> None:
        """Align lines that are the same in both texts, and between these the words."""
        done = there = 0
        for (begin, end), (begin_new, end_new) in self._same_lines():
            self._align_words((done, begin), (there, begin_new))
            self._to[begin:end] = range(begin_new, end_new)
            done, there = end, end_new
        self._align_words((done, len(self._words)), (there, len(self._new_words)))

    def _same_lines(self) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """Yield the lines that both texts have in one order, each as its tokens in both."""
        from rapidfuzz.distance import Indel

        olds = _lines(self.old, self._old_starts)
        news = _lines(self.new, self._new_starts)
        numbers: dict[tuple[str, ...], int] = {}
        was = [numbers.setdefault(tuple(self._words[begin:end]), len(numbers)) for begin, end in olds]
        now = [numbers.setdefault(tuple(self._new_words[begin:end]), len(numbers)) for begin, end in news]
        for one in Indel.opcodes(was, now):
            begin, end, there = one.src_start, one.src_end, one.dest_start
            if one.tag == "equal":
                yield from zip(olds[begin:end], news[there : there + end - begin], strict=True)

    def _align_words(self, olds: tuple[int, int], news: tuple[int, int]) -> None:
        """Align the words of a part of one text with those of a part of the other."""
        if olds[0] >= olds[1] or news[0] >= news[1]:
            return
        from rapidfuzz.distance import Indel, Levenshtein

        numbers: dict[str, int] = {}
        was = [numbers.setdefault(word, len(numbers)) for word in self._words[olds[0] : olds[1]]]
        now = [numbers.setdefault(word, len(numbers)) for word in self._new_words[news[0] : news[1]]]
        # the better alignment takes a bit for each pair of words: too much where a book was written anew
        opcodes = (Indel if len(was) * len(now) < _PAIRS else Levenshtein).opcodes(was, now)
        for one in opcodes:
            begin, end, there = one.src_start, one.src_end, one.dest_start
            if one.tag == "equal":
                to = range(news[0] + there, news[0] + there + end - begin)
                self._to[olds[0] + begin : olds[0] + end] = to

    def _find_runs(self) -> tuple[list[int], list[int]]:
        """Return where tokens that stand together in both texts begin, in order, and where each run ends."""
        to = self._to
        # a token goes on with the run before it where its place is the one after; else a run begins
        begins = [
            at for at, (before, here) in enumerate(pairwise((-1, *to))) if here != before + 1 or here < 1
        ]
        starts = [at for at in begins if to[at] >= 0]
        ends = [end for at, end in pairwise((*begins, len(to))) if to[at] >= 0]
        return starts, ends

    def _run(self, at: int) -> tuple[int, int]:
        """Return the run, half-open, that a token is in; empty where it has no place."""
        number = bisect_right(self._runs, at) - 1
        if number < 0 or self._run_ends[number] <= at:
            return at, at
        return self._runs[number], self._run_ends[number]

    def place(self, span: Span) -> Anchored:
        """Return where a stretch is, and how sure that is."""
        first, last = self._covered(span)
        if first >= last:
            return Anchored(Fate.LOST, None, 0.0)
        if self._run(first)[1] >= last:
            there = self._span(span, first, last, self._to[first])
            known = self._known(first, last)
            return Anchored(Fate.SAME if known else Fate.UNSURE, there, 100.0)
        left = sum(1 for at in self._to[first:last] if at >= 0)
        if left >= _MOST * (last - first):  # most of it is in its place: it was edited, not moved
            return self._changed(span, first, last)
        return self._moved(span, first, last) or self._changed(span, first, last)

    def offset(self, offset: int) -> int:
        """Return the offset in the new text that is nearest to one of the old; for a cursor."""
        at = max(0, bisect_right(self._old_starts, offset) - 1)
        while at >= 0 and (at >= len(self._to) or self._to[at] < 0):
            at -= 1
        if at < 0:
            return 0
        start, end = self._new_starts[self._to[at]], self._new_ends[self._to[at]]
        return min(start + offset - self._old_starts[at], max(end, start))

    def _covered(self, span: Span) -> tuple[int, int]:
        """Return the tokens that a stretch covers, half-open."""
        first = max(0, bisect_right(self._old_starts, span.start) - 1)
        if first < len(self._old_ends) and self._old_ends[first] <= span.start:
            first += 1
        return first, bisect_left(self._old_starts, span.end)

    def _span(self, span: Span, first: int, last: int, there: int) -> Span:
        """Return the stretch of the new text whose tokens begin at `there`; half words stay half."""
        head = max(0, span.start - self._old_starts[first])
        tail = max(0, self._old_ends[last - 1] - span.end)
        spaces_before = max(0, self._old_starts[first] - span.start)
        spaces_after = max(0, span.end - self._old_ends[last - 1])
        start, end = self._new_starts[there] + head, self._new_ends[there + last - first - 1] - tail
        # white space at the edges comes along where the same stands there
        if (
            spaces_before
            and self.new[max(0, start - spaces_before) : start] == self.old[span.start :][:spaces_before]
        ):
            start -= spaces_before
        if (
            spaces_after
            and self.new[end : end + spaces_after] == self.old[span.end - spaces_after : span.end]
        ):
            end += spaces_after
        return Span(start, end)

    def _known(self, first: int, last: int) -> bool:
        """Say whether tokens that stand together in both texts are surely the same place in both."""
        begin, end = self._run(first)
        if end - begin >= _SHORT:
            return True
        there = self._to[first]
        return self._context(first, last, there) >= _LIKE

    def _context(self, first: int, last: int, there: int) -> float:
        """Return how much the words around a stretch are like those around a place in the new text."""
        from rapidfuzz import fuzz

        end = there + last - first
        was = self._words[max(0, first - _CONTEXT) : first], self._words[last : last + _CONTEXT]
        now = self._new_words[max(0, there - _CONTEXT) : there], self._new_words[end : end + _CONTEXT]
        return max(fuzz.ratio(" ".join(one), " ".join(other)) for one, other in zip(was, now, strict=True))

    def _moved(self, span: Span, first: int, last: int) -> Anchored | None:
        """Find the very words elsewhere: sure where they are there once, or their context is there."""
        words = self._words[first:last]
        places = self._occurrences(words)
        if not places:
            return None
        scored = sorted(((self._context(first, last, at), at) for at in places), reverse=True)
        best, at = scored[0]
        there = self._span(span, first, last, at)
        clear = len(scored) == 1 or best - scored[1][0] >= 15.0
        once = len(scored) == 1 and len(words) >= _SHORT
        if (clear and best >= _LIKE) or once:
            return Anchored(Fate.MOVED, there, 100.0)
        return Anchored(Fate.UNSURE, there, best)

    @cached_property
    def _in_a_row(self) -> str:
        """The words of the new text with a space around each; only what moved asks for it."""
        return f" {' '.join(self._new_words)} "

    def _occurrences(self, words: Sequence[str]) -> list[int]:
        """Return the tokens of the new text at which these words stand in a row."""
        row, sought = self._in_a_row, f" {' '.join(words)} "
        found: list[int] = []
        passed = number = 0
        at = row.find(sought)
        while at >= 0:
            number += row.count(" ", passed, at)  # no token holds a space
            found.append(number)
            passed = at
            at = row.find(sought, at + 1)
        return found

    def _changed(self, span: Span, first: int, last: int) -> Anchored:
        """Propose where a stretch is whose words differ now: between what is left of it and around it."""
        kept = [self._to[at] for at in range(first, last) if self._to[at] >= 0]
        before = next((self._to[at] for at in range(first - 1, -1, -1) if self._to[at] >= 0), -1)
        after = next(
            (self._to[at] for at in range(last, len(self._to)) if self._to[at] >= 0), len(self._new_words)
        )
        begin = kept[0] if self._to[first] >= 0 else before + 1
        end = kept[-1] + 1 if self._to[last - 1] >= 0 else after
        proposed = self._scored(span, begin, end)
        if proposed is not None and proposed.score >= _NEAR:
            return proposed
        return self._sought(span, last - first) or Anchored(Fate.LOST, None, 0.0)

    def _scored(self, span: Span, begin: int, end: int) -> Anchored | None:
        if not 0 <= begin < end <= len(self._new_words):
            return None
        there = Span(self._new_starts[begin], self._new_ends[end - 1])
        score = likeness(self.old[span.start : span.end], self.new[there.start : there.end])
        return Anchored(Fate.CHANGED, there, score)

    def _sought(self, span: Span, many: int) -> Anchored | None:
        """Seek the words that are most alike, wherever they are."""
        from rapidfuzz import fuzz

        words = self.old[span.start : span.end]
        hit = fuzz.partial_ratio_alignment(words, self.new, score_cutoff=_NEAR) if many > 1 else None
        if hit is None or hit.dest_end <= hit.dest_start:
            return None
        starts = self._new_starts
        begin = max(0, bisect_right(starts, hit.dest_start) - 1 - _BESIDE)
        begin, end = self._around(span, begin, min(len(starts), bisect_left(starts, hit.dest_end) + _BESIDE))
        found = self._scored(span, begin, end)
        return found._replace(fate=Fate.UNSURE) if found is not None and found.score >= _NEAR else None

    def _around(self, span: Span, begin: int, end: int) -> tuple[int, int]:
        """Return which tokens of a part of the new text those of a stretch are, by aligning both."""
        from rapidfuzz.distance import Indel

        first, last = self._covered(span)
        blocks = [
            one
            for one in Indel.opcodes(self._words[first:last], self._new_words[begin:end])
            if one.tag == "equal"
        ]
        if not blocks:
            return begin, end
        before, after = blocks[0].src_start, last - first - blocks[-1].src_end
        return (
            max(begin, begin + blocks[0].dest_start - before),
            min(end, begin + blocks[-1].dest_end + after),
        )


def _lines(text: str, starts: list[int]) -> list[tuple[int, int]]:
    """Return the lines of a text that are long enough to be known by, each as its tokens, half-open."""
    ends = [bisect_left(starts, hit.start()) for hit in _LINE_END.finditer(text)]
    edges = [0, *ends, len(starts)]
    return [(first, last) for first, last in pairwise(edges) if last - first >= _TELLING]


def _tokens(text: str) -> tuple[list[str], list[int], list[int]]:
    """Return the words and signs of a text, where each begins and where it ends."""
    pattern = _WORD if text.isascii() or _HAS_ALONE.search(text) is None else _TOKEN
    # what stands between them, and they, by turns: places are sums of lengths, quicker than asking each hit
    pieces = pattern.split(text)
    places = list(accumulate(map(len, pieces)))
    return pieces[1::2], places[:-1:2], places[1::2]
