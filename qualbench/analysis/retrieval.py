"""Which segments answer a question: codes together, near each other, of whom, by whom, with which words.

A question is asked of each segment at its place: its own words, the turns that it touches, or its document
(`Scope`). A code is there where a segment with that code shares words with the place, the segment asked
about being one of them. Listed are the segments of the codes that the question names without NOT, at whose
place it holds; where it names no code, all at whose place it holds. So `A AND B` lists the segments of A that
meet one of B and the segments of B that meet one of A, in the order of the document. OR lists what either
side lists, in brackets too: `(A OR marked:important) AND C` is `A AND C OR marked:important AND C`.

What speaks of coders alone, at the top of the question, decides whose codings are looked at at all.

One sweep: per document every condition keeps the sorted edges of its stretches, and a place is answered by
bisection. No pairs are built, so the work grows with the segments and never with their square.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from sys import maxsize
from typing import TYPE_CHECKING, TypeAlias

from qualbench.model.query import And, CodedPlace, Near, Node, Not, Or, Query, Scope
from qualbench.model.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qualbench.analysis.scope import Source
    from qualbench.model.ids import CaseId, CodeId, CoderId, DocumentId, SegmentId

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Coded:
    """A segment with one of these codes, or one of these segments, is at the place."""

    code_ids: frozenset[CodeId]
    segment_ids: frozenset[SegmentId] = frozenset()

    @property
    def named(self) -> frozenset[str]:
        """The ids of both."""
        return self.code_ids | self.segment_ids


@dataclass(frozen=True, slots=True)
class Said:
    """These words stand whole in the place, in any case, with any white space between."""

    words: str


@dataclass(frozen=True, slots=True)
class Of:
    """The segment covers words of one of these cases."""

    case_ids: frozenset[CaseId]


@dataclass(frozen=True, slots=True)
class By:
    """The segment is by one of these coders."""

    coder_ids: frozenset[CoderId]


@dataclass(frozen=True, slots=True)
class In:
    """The segment is in one of these documents."""

    document_ids: frozenset[DocumentId]


@dataclass(frozen=True, slots=True)
class Marked:
    """The segment is marked so: as important, or with a stance (by its value)."""

    mark: str


Condition: TypeAlias = Coded | Said | Of | By | In | Marked
IMPORTANT = "important"
Question: TypeAlias = Query[Condition]
_Node: TypeAlias = Node[Condition]
_Test: TypeAlias = "Callable[[CodedPlace], bool]"


def retrieve(
    places: Iterable[CodedPlace],
    question: Question,
    *,
    source_of: Callable[[DocumentId], Source],
    text_of: Callable[[DocumentId], str],
) -> Iterator[CodedPlace]:
    """Yield the segments that answer `question`, in the order given.

    Args:
        places: Every segment that may count, those of one document together.
        question: What is asked.
        source_of: Gives a document with its turns and speakers; called only where the question needs it.
        text_of: Gives a document's text; called only where the question needs it.
    """
    if question.where is None:
        yield from places
        return
    whose, where = _split_coders(question.where)
    for document_id, group in groupby(places, key=lambda one: one.document_id):
        own = [one for one in group if whose is None or _plain(whose, one)]
        if where is None:
            yield from own
            continue
        asked = _Asked(own, question.scope, partial(source_of, document_id), partial(text_of, document_id))
        lists = asked.lists(where)
        yield from (one for one in own if lists(one))


def found_words(text: str, words: str) -> list[Span]:
    """Return the places of `words`: any case, any white space between, accents composed or apart."""
    forms = {unicodedata.normalize(form, words) for form in ("NFC", "NFD")} | {words}
    pattern = "|".join(r"\s+".join(re.escape(word) for word in form.split()) for form in sorted(forms))
    if not pattern.strip("|"):
        return []
    return [Span(*hit.span()) for hit in re.finditer(pattern, text, re.IGNORECASE)]


def named_codes(node: _Node | None) -> frozenset[CodeId] | None:
    """Return the codes (and single segments of themes) that a question names without NOT; None for none."""
    if isinstance(node, Coded):
        return node.named
    parts: tuple[_Node, ...] = ()
    if isinstance(node, (And, Or)):
        parts = node.parts
    elif isinstance(node, Near):
        parts = (node.left, node.right)
    known = [codes for part in parts if (codes := named_codes(part)) is not None]
    return frozenset().union(*known) if known else None


def named_words(node: _Node | None) -> tuple[str, ...]:
    """Return the words that a question looks for, without those under NOT."""
    if isinstance(node, Said):
        return (node.words,)
    if isinstance(node, (And, Or)):
        return tuple(words for part in node.parts for words in named_words(part))
    return (*named_words(node.left), *named_words(node.right)) if isinstance(node, Near) else ()


def _split_coders(node: _Node) -> tuple[_Node | None, _Node | None]:
    """Return what of the top of a question is about coders alone, and the rest."""
    parts = node.parts if isinstance(node, And) else (node,)
    whose = tuple(part for part in parts if _about_coders(part))
    rest = tuple(part for part in parts if not _about_coders(part))
    return (And(whose) if whose else None), (And(rest) if len(rest) > 1 else rest[0] if rest else None)


def _about_coders(node: _Node) -> bool:
    if isinstance(node, (And, Or)):
        return all(_about_coders(part) for part in node.parts)
    return _about_coders(node.part) if isinstance(node, Not) else isinstance(node, By)


def _plain(node: _Node, one: CodedPlace) -> bool:
    """Answer a question about coders alone."""
    if isinstance(node, And):
        return all(_plain(part, one) for part in node.parts)
    if isinstance(node, Or):
        return any(_plain(part, one) for part in node.parts)
    if isinstance(node, Not):
        return not _plain(node.part, one)
    return isinstance(node, By) and one.coder_id in node.coder_ids


def _is_one(place: CodedPlace, named: frozenset[str]) -> bool:
    return place.code_id in named or place.id in named


class _Edges:
    """Stretches of one document, to be asked how many of them meet another."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        kept = list(stretches)
        self.starts = sorted(start for start, _end in kept)
        self.ends = sorted(end for _start, end in kept)

    def meeting(self, start: int, end: int) -> int:
        """Return how many share a code point with `[start, end)`."""
        return bisect_left(self.starts, end) - bisect_right(self.ends, start)

    def within(self, start: int, end: int) -> bool:
        """Say whether one lies wholly in `[start, end)`; for stretches that do not overlap each other."""
        first = bisect_left(self.starts, start)
        return first < len(self.starts) and self.ends[first] <= end

    def near(self, start: int, end: int, room: int) -> int:
        """Return how many have at most `room` between their edges and those of `[start, end)`."""
        return bisect_right(self.starts, end + room) - bisect_left(self.ends, start - room)


class _Asked:
    """One document of which a question is asked."""

    def __init__(
        self,
        places: Sequence[CodedPlace],
        scope: Scope,
        source: Callable[[], Source],
        text: Callable[[], str],
    ) -> None:
        self.places, self.scope = places, scope
        self._source, self._text = source, text

    @cached_property
    def source(self) -> Source:
        return self._source()

    @cached_property
    def text(self) -> str:
        return self._text()

    @cached_property
    def _turns(self) -> tuple[list[int], list[int]]:
        turns = self.source.turns
        return [turn.start for turn in turns], [turn.end for turn in turns]

    @cached_property
    def _words(self) -> tuple[list[int], list[int]]:
        """Where the words begin and end that somebody said; labels are none."""
        turns = self.source.turns
        parts = [(turn.start, turn.end) for turn in turns] or [(0, len(self.text))]
        hits = [hit.span() for start, end in parts for hit in _WORD.finditer(self.text, start, end)]
        return [start for start, _end in hits], [end for _start, end in hits]

    def lists(self, node: _Node) -> _Test:
        """Return the test of a segment that says whether it is listed."""
        named, free = self._ways(node)
        return lambda one: named(one) or free(one)

    def _ways(self, node: _Node) -> tuple[_Test, _Test]:
        """Return two tests of whether `node`, with OR drawn out of its brackets, lists a segment.

        The first: by an alternative that holds and names the segment's code. The second: by one that holds
        and names no code. So OR is drawn out without writing out every combination.
        """
        if isinstance(node, Or):
            ways = [self._ways(part) for part in node.parts]
            return (
                lambda one: any(named(one) for named, _free in ways),
                lambda one: any(free(one) for _named, free in ways),
            )
        holds = self._holds(node)
        if isinstance(node, And):
            ways = [self._ways(part) for part in node.parts]
            return (
                lambda one: any(named(one) for named, _free in ways) and holds(one),
                lambda one: all(free(one) for _named, free in ways),
            )
        codes = named_codes(node)
        if codes is None:
            return (lambda _one: False), holds
        return (lambda one: _is_one(one, codes) and holds(one)), (lambda _one: False)

    def _holds(self, node: _Node) -> _Test:
        """Return the test of a segment that says whether `node` holds at its place."""
        if isinstance(node, (And, Or)):
            tests = [self._holds(part) for part in node.parts]
            every = all if isinstance(node, And) else any
            return lambda one: every(test(one) for test in tests)
        if isinstance(node, Not):
            test = self._holds(node.part)
            return lambda one: not test(one)
        if isinstance(node, Near):
            return self._near(node)
        if isinstance(node, Coded):
            codes = node.named
            meets = self._meets(_Edges((one.start, one.end) for one in self.places if _is_one(one, codes)))
            return lambda one: _is_one(one, codes) or meets(one)
        if isinstance(node, Said):
            hits = _Edges((span.start, span.end) for span in found_words(self.text, node.words))
            return lambda one: hits.within(*self._place(one))
        if isinstance(node, Of):
            cases = node.case_ids
            return lambda one: not cases.isdisjoint(self.source.voices(Span(one.start, one.end)).case_ids)
        if isinstance(node, By):
            coders = node.coder_ids
            return lambda one: one.coder_id in coders
        if isinstance(node, Marked):
            mark = node.mark
            return lambda one: bool(one.important) if mark == IMPORTANT else one.stance == mark
        documents = node.document_ids
        return lambda one: one.document_id in documents

    def _meets(self, edges: _Edges) -> _Test:
        if self.scope is Scope.SEGMENT:
            return lambda one: edges.meeting(one.start, one.end) > 0
        return lambda one: edges.meeting(*self._place(one)) > 0

    def _place(self, one: CodedPlace) -> tuple[int, int]:
        """Return where the conditions must meet for a segment: its words, its turns, or everything."""
        if self.scope is Scope.SEGMENT:
            return one.start, one.end
        if self.scope is Scope.DOCUMENT:
            return 0, maxsize
        starts, ends = self._turns
        first, last = bisect_right(ends, one.start), bisect_left(starts, one.end) - 1
        return (starts[first], ends[last]) if first <= last else (one.start, one.end)

    def _near(self, node: Near[Condition]) -> _Test:
        """A segment of either side must itself have one of the other near; another must meet such a one."""
        sides = [self._stretches(node.left), self._stretches(node.right)]
        edges = [_Edges((first, last) for first, last, _id, _start, _end in side) for side in sides]
        near = [
            one
            for side, other, own in ((sides[0], edges[1], set(sides[1])), (sides[1], edges[0], set(sides[0])))
            for one in side
            if other.near(one[0], one[1], node.words) > (one in own)  # it is not near itself
        ]
        ids = {segment_id for _first, _last, segment_id, _start, _end in near}
        meets = self._meets(_Edges((start, end) for _first, _last, _id, start, end in near))
        codes = named_codes(node) or frozenset()
        return lambda one: one.id in ids if _is_one(one, codes) else meets(one)

    def _stretches(self, node: _Node) -> list[tuple[int, int, str, int, int]]:
        """Return (first word, after the last word, segment's id or nothing, start, end) of one side."""
        if isinstance(node, Or):
            return list(dict.fromkeys(one for part in node.parts for one in self._stretches(part)))
        found: Iterable[tuple[str, int, int]] = ()
        if isinstance(node, Coded):
            found = ((one.id, one.start, one.end) for one in self.places if _is_one(one, node.named))
        elif isinstance(node, Said):
            found = (("", span.start, span.end) for span in found_words(self.text, node.words))
        starts, ends = self._words
        return [
            (bisect_right(ends, start), bisect_left(starts, end), segment_id, start, end)
            for segment_id, start, end in found
        ]
