"""Retrieving: the segments that answer a question, and each of them in its place with words around it.

What is asked of every segment is quick and holds no words; words, speaker and context are fetched for a
segment when it is looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from qualbench.analysis import retrieval
from qualbench.analysis.retrieval import found_words, named_codes, named_words
from qualbench.analysis.scope import Source
from qualbench.model.query import CodedPlace
from qualbench.model.span import Span
from qualbench.search.language import sentence_starts
from qualbench.storage.codings import iter_places
from qualbench.workbench.importing import open_document
from qualbench.workbench.questions import read_question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualbench.model.document import Turn
    from qualbench.model.ids import CaseId, CodeId, CoderId, DocumentId
    from qualbench.workbench.importing import OpenDocument
    from qualbench.workbench.listing import SegmentRow
    from qualbench.workbench.project import Session

__all__ = [
    "CodedPlace",
    "Documents",
    "InContext",
    "Retrieved",
    "count_cases",
    "found_words",
    "in_context",
    "narrowed",
    "retrieve",
]

#: Documents kept open at once; one interview of two hours has about 100 kB.
_KEPT = 64
_WINDOW = 600


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The segments that answer a question.

    Attributes:
        places: In order of document, start and (longer first) end.
        code_ids: The codes that the question names, subcodes spelt out; None where it names none.
        words: The words that it looks for.
    """

    expression: str
    places: tuple[CodedPlace, ...]
    code_ids: frozenset[CodeId] | None = None
    words: tuple[str, ...] = ()

    @property
    def document_ids(self) -> tuple[DocumentId, ...]:
        """The documents in which they are, in order."""
        return tuple(dict.fromkeys(one.document_id for one in self.places))

    @property
    def coder_ids(self) -> tuple[CoderId, ...]:
        """Whose they are."""
        return tuple(dict.fromkeys(one.coder_id for one in self.places))


@dataclass(frozen=True, slots=True)
class InContext:
    """A segment's words with sentences around them.

    Attributes:
        start: Where `text` begins in the document.
        words: The segment within `text`.
        turn: The turn in which it begins, or None.
    """

    text: str
    start: int
    words: Span
    turn: Turn | None


class Documents:
    """Documents of a session, opened when something in them is looked at and kept for the next look."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._open: OrderedDict[DocumentId, OpenDocument] = OrderedDict()
        self._sources: dict[DocumentId, Source] = {}

    def __getitem__(self, document_id: DocumentId) -> OpenDocument:
        """Return a document with its text.

        Raises:
            NotFound: It is gone.
        """
        if document_id not in self._open:
            self._open[document_id] = open_document(self.session, document_id)
            if len(self._open) > _KEPT:
                self._open.popitem(last=False)
        self._open.move_to_end(document_id)
        return self._open[document_id]

    def source(self, document_id: DocumentId) -> Source:
        """Return a document with who says what."""
        if document_id not in self._sources:
            held = self[document_id]
            self._sources[document_id] = Source(held.document, held.turns, held.speakers)
        return self._sources[document_id]

    def text(self, document_id: DocumentId) -> str:
        """Return a document's text."""
        return self[document_id].text


def retrieve(
    session: Session,
    expression: str,
    *,
    documents: Documents | None = None,
    document_id: str | None = None,
    coder_ids: Sequence[str] | None = None,
) -> Retrieved:
    """Return the segments that answer an expression (see `questions`); an empty one asks for all.

    Args:
        documents: Kept by the caller, so that documents are opened once.
        document_id: Look only at this document.
        coder_ids: Look only at these coders' codings; None for everybody's.

    Raises:
        ExpressionError: The expression cannot be read, or names what the project does not have.
    """
    question = read_question(session, expression)
    held = documents or Documents(session)
    places = iter_places(session.store, document_id=document_id, coder_ids=coder_ids)
    found = retrieval.retrieve(places, question, source_of=held.source, text_of=held.text)
    return Retrieved(expression, tuple(found), named_codes(question.where), named_words(question.where))


def narrowed(
    rows: Iterable[SegmentRow], retrieved: Retrieved, documents: Documents, sentences: int = 0
) -> Iterator[SegmentRow]:
    """Yield those rows (see `listing`) whose segments answer, with what is said around them where asked.

    Args:
        sentences: How many sentences of context before and after (see `in_context`); rows have it then as
            `context_before` and `context_after`, to the character.
    """
    wanted = {one.id: one for one in retrieved.places}
    for row in rows:
        place = wanted.get(row["id"])
        if place is not None and sentences:
            shown = in_context(documents[place.document_id], place.start, place.end, sentences)
            row["context_before"] = shown.text[: shown.words.start]
            row["context_after"] = shown.text[shown.words.end :]
        if place is not None:
            yield row


def count_cases(retrieved: Retrieved, documents: Documents) -> int:
    """Return how many cases' words the segments cover."""
    cases: set[CaseId] = set()
    for document_id, places in groupby(retrieved.places, key=lambda one: one.document_id):
        source = documents.source(document_id)
        everybody = source.everybody.case_ids
        for one in places:
            if everybody <= cases:  # nobody in this document is left to be found
                break
            cases |= source.voices(Span(one.start, one.end)).case_ids
    return len(cases)


def in_context(held: OpenDocument, start: int, end: int, sentences: int = 0) -> InContext:
    """Return `[start, end)` of a document with whole sentences around it.

    Args:
        sentences: How many before and how many after the one that holds the segment's edge; 0 for none, not
            even the rest of the segment's own sentences.
    """
    text = held.text
    first, last = start, end
    if sentences > 0:
        first, last = _back(text, start, sentences), _on(text, end, sentences)
    at = bisect_right(held.turns, start, key=lambda turn: turn.label_start) - 1
    turn = held.turns[at] if at >= 0 else None
    return InContext(text[first:last], first, Span(start - first, end - first), turn)


def _back(text: str, start: int, sentences: int) -> int:
    """Return where the sentence begins that stands `sentences` before the one that holds `start`.

    Only as much of the text is looked at as holds them.
    """
    reach = _WINDOW * (sentences + 1)
    while True:
        low = max(0, start - reach)
        # what a window begins with may be no sentence's start
        found = [low + at for at in sentence_starts(text[low : start + 1]) if at or low == 0]
        found = [at for at in found if at <= start]
        if len(found) > sentences or low == 0:
            return found[-sentences - 1] if len(found) > sentences else found[0]
        reach *= 2


def _on(text: str, end: int, sentences: int) -> int:
    """Return where the sentence ends that stands `sentences` after the one that holds `end`."""
    reach = _WINDOW * (sentences + 1)
    begin = max(0, end - 20)  # the word before a full stop says whether it is one
    while True:
        high = min(len(text), end + reach)
        found = [begin + at for at in sentence_starts(text[begin:high])]
        found = [at for at in found if at >= end and at > begin]
        if len(found) > sentences or high == len(text):
            last = found[sentences] if len(found) > sentences else len(text)
            return max(end, last - (len(text[end:last]) - len(text[end:last].rstrip())))
        reach *= 2
