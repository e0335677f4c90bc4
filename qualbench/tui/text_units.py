"""Moving through a text by character, word, sentence and turn. Pure: no Textual.

Every function takes and returns offsets in code points and never returns one inside a grapheme cluster.
None does work that grows with the document: words are looked for around the offset, sentences and turns are
sorted once when a document is opened and found by bisection.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, overload

import regex

from qualbench.model.span import Span
from qualbench.tui.sanitise import cluster_start, next_cluster

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.model.document import Turn

_WORD = regex.compile(r"[\w\p{M}]+(?:['’\-\u200d][\w\p{M}]+)*")
_WORD_START_BACK = regex.compile(r"(?r)(?<![\w\p{M}]['’\-\u200d]|[\w\p{M}])[\w\p{M}]")
_EMPTY_LINE = regex.compile(r"\n[^\S\n]*\n")
#: How far back a word's beginning is looked for before a long run is cut.
_REACH = 4096


def word_on(text: str, offset: int) -> int:
    """Return the start of the next word after `offset`, or the text's end."""
    here = _WORD.match(text, offset)
    for found in _WORD.finditer(text, here.end() if here else offset):
        start = cluster_start(text, found.start())
        if start > offset:
            return start
    return len(text)


def word_end(text: str, offset: int) -> int:
    """Return the end of the word at or after `offset`: one past its last character."""
    for found in _WORD.finditer(text, offset):
        end = cluster_start(text, found.end())
        if end > offset:
            return end
    return len(text)


def word_back(text: str, offset: int) -> int:
    """Return the start of the word before `offset`, or 0."""
    low = max(0, offset - _REACH)
    found = _WORD_START_BACK.search(text, low, offset)
    return cluster_start(text, found.start()) if found else low


def word_at(text: str, offset: int) -> Span | None:
    """Return the word that holds `offset`, or None where there is none."""
    start = word_back(text, min(offset + 1, len(text)))
    end = word_end(text, start)
    return Span(start, end) if start <= offset < end else None


def count_words(text: str) -> int:
    """Count the white-space separated words of `text`."""
    return len(text.split())


def trim(text: str, span: Span) -> Span:
    """Return `span` without white space at its edges; an all-blank span gives an empty one at its start.

    A space that is one cluster with a mark beside it stays: no edge is ever inside a cluster.
    """
    piece = text[span.start : span.end]
    body = piece.strip()
    if not body:
        return Span(span.start, span.start)
    start = span.start + len(piece) - len(piece.lstrip())
    end = start + len(body)
    cut = cluster_start(text, end)
    return Span(max(span.start, cluster_start(text, start)), end if cut == end else next_cluster(text, cut))


class Spans(Sequence[Span]):
    """Many stretches in order, held as numbers: an object for each would take ten times the room."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.starts, self._ends = array("q"), array("q")
        for span in spans:
            self.starts.append(span.start)
            self._ends.append(span.end)

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, at: int) -> Span: ...

    @overload
    def __getitem__(self, at: slice) -> list[Span]: ...

    def __getitem__(self, at: int | slice) -> Span | list[Span]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        return Span(self.starts[at], self._ends[at])


class Units:
    """The sentences and turns of one document, found by offset.

    Args:
        text: The document's text.
        turns: In order of position.
        sentence_starts: Where sentences begin, in any order; turns and paragraphs cut them too.
    """

    def __init__(self, text: str, turns: Sequence[Turn], sentence_starts: Iterable[int] = ()) -> None:
        self.text = text
        self.turns = tuple(turns)
        self._turn_starts = [turn.label_start for turn in self.turns]
        self.sentences = Spans(_sentence_spans(text, self.turns, sentence_starts))
        self._sentence_starts = self.sentences.starts

    @cached_property
    def _spoken(self) -> list[Span]:
        """The words of each turn, ending in no cluster."""
        return [trim(self.text, Span(turn.start, turn.end)) for turn in self.turns]

    def turn_at(self, offset: int) -> Turn | None:
        """Return the turn that holds `offset` (its label and the space after it included), or None."""
        at = bisect_right(self._turn_starts, offset) - 1
        return self.turns[at] if at >= 0 else None

    def turn_on(self, offset: int) -> int:
        """Return the first word of the next turn, or the text's end."""
        at = bisect_right(self._turn_starts, offset)
        return self.turns[at].start if at < len(self.turns) else len(self.text)

    def turn_back(self, offset: int) -> int:
        """Return the first word of this turn, or of the turn before where the cursor is there already."""
        at = bisect_right(self._turn_starts, offset) - 1
        if at < 0:
            return 0
        if offset <= self.turns[at].start:
            at -= 1
        return self.turns[at].start if at >= 0 else 0

    def sentence_on(self, offset: int) -> int:
        """Return the start of the next sentence, or the text's end."""
        at = bisect_right(self._sentence_starts, offset)
        return self.sentences[at].start if at < len(self.sentences) else len(self.text)

    def sentence_back(self, offset: int) -> int:
        """Return the start of this sentence, or of the one before where the cursor is there already."""
        at = bisect_left(self._sentence_starts, offset) - 1
        return self.sentences[at].start if at >= 0 else 0

    def sentence_at(self, offset: int) -> Span | None:
        """Return the sentence that holds `offset`, or the next one (in a label or between), or None."""
        at = bisect_right(self._sentence_starts, offset) - 1
        if at >= 0 and offset < self.sentences[at].end:
            return self.sentences[at]
        if at >= 0 and (
            at + 1 == len(self.sentences) or "\n" not in self.text[self.sentences[at].end : offset + 1]
        ):
            return self.sentences[at]
        return self.sentences[at + 1] if at + 1 < len(self.sentences) else None

    def sentences_whole(self, span: Span) -> Span:
        """Return `span` grown at both ends to whole sentences."""
        first, last = self.sentence_at(span.start), self.sentence_at(max(span.start, span.end - 1))
        whole = span if first is None or first.start > span.start else span.union(first)
        return whole if last is None or last.start >= span.end else whole.union(last)

    def end_on(self, moving: int, other: int, *, turns: bool = False) -> int:
        """Return where the moving end of a selection goes by one more sentence, or turn.

        Args:
            moving: Offset of the end that moves; it grows or shrinks what lies between it and `other`.
            other: Offset of the end that stays.
            turns: Whether the unit is the turn.
        """
        spans = self._spoken if turns else self.sentences
        if moving < other:
            at = bisect_right(spans, moving, key=_start)
            return min(other, spans[at].start) if at < len(spans) else other
        at = bisect_right(spans, moving, key=_end)
        return spans[at].end if at < len(spans) else moving

    def end_back(self, moving: int, other: int, *, turns: bool = False) -> int:
        """Return where the moving end of a selection goes by one sentence, or turn, back; see `end_on`."""
        spans = self._spoken if turns else self.sentences
        if moving > other:
            at = bisect_left(spans, moving, key=_end) - 1
            return max(other, spans[at].end) if at >= 0 else other
        at = bisect_left(spans, moving, key=_start) - 1
        return spans[at].start if at >= 0 else moving

    def turn_span(self, offset: int) -> Span | None:
        """Return the words of the turn that holds `offset`, or None where there is none."""
        turn = self.turn_at(offset) or (self.turns[0] if self.turns else None)
        return trim(self.text, Span(turn.start, turn.end)) if turn is not None else None

    def turns_after(self, offset: int) -> Sequence[Turn]:
        """Return the turns that begin after the one at `offset`, in order."""
        return self.turns[bisect_right(self._turn_starts, offset) :]


def _start(span: Span) -> int:
    return span.start


def _end(span: Span) -> int:
    return span.end


def _sentence_spans(text: str, turns: tuple[Turn, ...], sentence_starts: Iterable[int]) -> list[Span]:
    """Return the sentences in order: cut at turns and empty lines, without labels and outer white space.

    What stands between two turns without a letter is a mark of the file (`**` before a label), no sentence.
    """
    # a sign that may hang on the space before it, which no letter does, is asked for its cluster
    cuts = {
        *(0, len(text)),
        *(
            at if text[at : at + 1].isalnum() else cluster_start(text, at)
            for at in sentence_starts
            if 0 <= at <= len(text)
        ),
    }
    labels = set()
    for turn in turns:
        cuts.update((turn.label_start, turn.start, turn.end))
        if turn.start > turn.label_start:
            labels.add(turn.label_start)
    # A single line break inside a turn may only be the file's own wrapping; an empty line ends a sentence.
    cuts.update(match.start() for match in _EMPTY_LINE.finditer(text))
    spans = []
    last = -1  # the turn that began last
    for start, end in pairwise(sorted(cuts)):
        while last + 1 < len(turns) and turns[last + 1].label_start <= start:
            last += 1
        if start in labels:
            continue
        span = trim(text, Span(start, end))
        between = bool(turns) and (last < 0 or start >= turns[last].end)
        if span and not (between and not any(map(str.isalnum, text[span.start : span.end]))):
            spans.append(span)
    return spans
