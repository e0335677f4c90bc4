"""Searching all documents at once.

A search is cut into documents: `material` reads one from the project, `find_in` searches it and needs no
project any more, so that it can run in another thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualbench.analysis.scope import Source
from qualbench.model.document import Role
from qualbench.model.span import Span
from qualbench.search.concordance import THRESHOLD, Finder, Hit, Query, Way, find_hits, make_finder
from qualbench.search.folding import fold_word
from qualbench.search.places import Stretches
from qualbench.storage import vocabulary
from qualbench.workbench.coding import load_segments
from qualbench.workbench.importing import list_documents, open_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qualbench.model.document import Document, Turn
    from qualbench.model.ids import CaseId, CodeId, DocumentId
    from qualbench.workbench.project import Session

__all__ = [
    "THRESHOLD",
    "Finder",
    "Hit",
    "Limits",
    "Material",
    "Query",
    "Voice",
    "Way",
    "documents_to_search",
    "find_in",
    "fold_word",
    "index_words",
    "make_finder",
    "material",
    "search",
    "spellings",
]


class Voice(StrEnum):
    """Whose words are searched."""

    EVERYONE = "everyone"
    PARTICIPANTS = "participants"
    INTERVIEWERS = "interviewers"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where hits may be. None stands for no limit.

    Attributes:
        voice: Whose words; interviewers are moderators too, and the researchers in what they wrote alone.
        coded: Only hits that a segment of this code touches.
        not_coded: Only hits that no segment of this code touches.
    """

    document_ids: tuple[DocumentId, ...] | None = None
    case_ids: tuple[CaseId, ...] | None = None
    voice: Voice = Voice.EVERYONE
    coded: CodeId | None = None
    not_coded: CodeId | None = None


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Material:
    """One document to search.

    Attributes:
        turns: Those whose words may be searched.
        coded: Where a hit must touch one of them; None for no such limit.
        not_coded: Where a hit must touch none.
    """

    document: Document
    text: str
    turns: tuple[Turn, ...]
    coded: tuple[Span, ...] | None = None
    not_coded: tuple[Span, ...] = ()


def index_words(session: Session) -> list[str] | None:
    """Return every word of the full-text index; None where the database cannot say."""
    return vocabulary.load_vocabulary(session.store)


def documents_to_search(
    session: Session, terms: set[str] | None, limits: Limits = NO_LIMITS
) -> list[Document]:
    """Return the documents within the limits that may hold a hit, in the project's order.

    Args:
        terms: What `Finder.terms` made of the index's words: the index then says which documents hold none.
    """
    documents = [row.document for row in list_documents(session)]
    if limits.document_ids is not None:
        documents = [one for one in documents if one.id in limits.document_ids]
    holding = vocabulary.documents_with(session.store, terms) if terms is not None else None
    return documents if holding is None else [one for one in documents if one.id in holding]


def material(session: Session, document_id: DocumentId, limits: Limits = NO_LIMITS) -> Material:
    """Read one document with the turns within the limits.

    Raises:
        NotFound: There is no such document.
    """
    opened = open_document(session, document_id)
    source = Source(opened.document, opened.turns, opened.speakers)
    turns = tuple(turn for turn in opened.turns if _within(source, turn, limits))

    def places(code_id: CodeId) -> tuple[Span, ...]:
        segments = load_segments(session, document_id=opened.document.id, code_ids=[code_id])
        return tuple(one.span for one in segments)

    return Material(
        opened.document,
        opened.text,
        turns,
        coded=None if limits.coded is None else places(limits.coded),
        not_coded=() if limits.not_coded is None else places(limits.not_coded),
    )


def _within(source: Source, turn: Turn, limits: Limits) -> bool:
    """Say whether a turn's words may be searched."""
    if turn.end <= turn.start:
        return False
    if limits.case_ids is None and limits.voice is Voice.EVERYONE:
        return True
    voices = source.voices(Span(turn.start, turn.end))
    if limits.case_ids is not None and not voices.case_ids & {*limits.case_ids}:
        return False
    if limits.voice is Voice.PARTICIPANTS:
        return not voices.asking and source.role_of(turn) is Role.PARTICIPANT
    return limits.voice is Voice.EVERYONE or voices.asking


def find_in(finder: Finder, source: Material, stop: Callable[[], bool] = lambda: False) -> list[Hit]:
    """Return the hits in one document, in order; what was found so far where `stop` says so between turns.

    Raises:
        QualbenchError: The way of searching cannot go on.
    """
    document = source.document
    hits: list[Hit] = []
    language = document.language
    for found in find_hits(finder, document.id, document.revision, source.text, source.turns, language):
        hits += found
        if stop():
            break
    if source.coded is not None:
        coded = Stretches(source.coded)
        hits = [hit for hit in hits if coded.touch(hit.span)]
    if source.not_coded:
        coded = Stretches(source.not_coded)
        hits = [hit for hit in hits if not coded.touch(hit.span)]
    return hits


def search(
    session: Session,
    query: Query,
    limits: Limits = NO_LIMITS,
    *,
    progress: Callable[[int, int, str], None] | None = None,
) -> Iterator[tuple[Material, list[Hit]]]:
    """Yield each document that has hits, with them, as they are found.

    Args:
        progress: Called with (documents done, documents in all, name of the next) before each one.

    Raises:
        QualbenchError: The query cannot be read, or the way of searching cannot go on.
    """
    finder = make_finder(query)
    words = index_words(session)
    documents = documents_to_search(session, finder.terms(words) if words is not None else None, limits)
    for number, document in enumerate(documents):
        if progress is not None:
            progress(number, len(documents), document.name)
        one = material(session, document.id, limits)
        hits = find_in(finder, one)
        if hits:
            yield one, hits


def spellings(texts: Callable[[DocumentId], str], hits: Iterable[Hit]) -> dict[str, int]:
    """Return the different words found (lower case, spaces folded) and how often, the commonest first."""
    counted: dict[str, int] = {}
    for hit in hits:
        words = " ".join(texts(hit.document_id)[hit.span.start : hit.span.end].lower().split())
        counted[words] = counted.get(words, 0) + 1
    return dict(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
