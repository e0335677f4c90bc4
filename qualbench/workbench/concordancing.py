"""Searching all documents at once, and coding what was found, many places in one step.

A search is cut into documents: `material` reads one from the project, `find_in` searches it and needs no
project any more, so that it can run in another thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualbench.analysis.scope import Source
from qualbench.errors import NotFound, QualbenchError
from qualbench.model.document import Role
from qualbench.model.span import Span
from qualbench.search.concordance import THRESHOLD, Finder, Hit, Query, Way, find_hits, make_finder
from qualbench.search.places import By, coding_place
from qualbench.storage import vocabulary
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import load_segments, new_segment, segment_added
from qualbench.workbench.importing import find_document, list_documents, open_document
from qualbench.workbench.writing import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qualbench.model.coding import Segment
    from qualbench.model.document import Document, Turn
    from qualbench.model.ids import CaseId, CodeId, DocumentId
    from qualbench.workbench.project import Session

__all__ = [
    "THRESHOLD",
    "BulkCoding",
    "By",
    "Finder",
    "Hit",
    "Limits",
    "Material",
    "Query",
    "TextChanged",
    "Voice",
    "Way",
    "code_hits",
    "coding_place",
    "documents_to_search",
    "find_in",
    "make_finder",
    "material",
    "preview_hits",
    "search",
    "spellings",
]


class TextChanged(QualbenchError):
    """The text of a document is no longer the one that was searched."""

    def __init__(self, document: str) -> None:
        super().__init__(
            f"The text of {document} has changed since it was searched.", "Search again; nothing was changed."
        )


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


def documents_to_search(session: Session, finder: Finder, limits: Limits = NO_LIMITS) -> list[Document]:
    """Return the documents within the limits that may hold a hit, in the project's order.

    The full-text index says which can hold none, where the way of searching lets it.
    """
    documents = [row.document for row in list_documents(session)]
    if limits.document_ids is not None:
        documents = [one for one in documents if one.id in limits.document_ids]
    words = vocabulary.load_vocabulary(session.store)
    terms = finder.terms(words) if words is not None else None
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
    for found in find_hits(finder, document.id, document.revision, source.text, source.turns):
        hits += found
        if stop():
            break
    if source.coded is not None:
        hits = [hit for hit in hits if any(hit.span.overlaps(one) for one in source.coded)]
    if source.not_coded:
        hits = [hit for hit in hits if not any(hit.span.overlaps(one) for one in source.not_coded)]
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
    documents = documents_to_search(session, finder, limits)
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


@dataclass(frozen=True, slots=True)
class BulkCoding:
    """What coding some hits makes, or would make.

    Attributes:
        added: New codings.
        documents: In how many documents these are.
        there_already: Places that this coder gave this code before; they are left as they are.
        inside: New codings that lie inside a longer one of the same code by the same coder.
    """

    added: int
    documents: int
    there_already: int
    inside: int


def preview_hits(session: Session, hits: Sequence[Hit], code_id: CodeId, by: By = By.HIT) -> BulkCoding:
    """Return what `code_hits` would do, and change nothing.

    Raises:
        TextChanged, NotFound: As in `code_hits`.
    """
    return _weigh(session, hits, code_id, by)[0]


def code_hits(session: Session, hits: Sequence[Hit], code_id: CodeId, by: By = By.HIT) -> BulkCoding:
    """Give the places of hits a code, all of them as one step.

    Several hits in one sentence or turn make one coding there. Places that have the code by this coder are
    left as they are; where all have it, no step is made.

    Args:
        by: The hit itself, its sentence, or its turn.

    Raises:
        TextChanged: A document's text is another one now.
        NotFound: There is no such code, or a document is gone.
    """
    result, segments = _weigh(session, hits, code_id, by)
    name = load_codebook(session).by_id[code_id].name
    said = f"{result.added:,} {by.noun}{'s' * (result.added != 1)}"
    where = f"{result.documents:,} document{'s' * (result.documents != 1)}"
    write(
        session,
        (segment_added(one) for one in segments),
        verb="code",
        summary=f"coded {said} found in {where} with {name}",
    )
    return result


def _weigh(
    session: Session, hits: Sequence[Hit], code_id: CodeId, by: By
) -> tuple[BulkCoding, list[Segment]]:
    """Return what coding the hits comes to, and the segments that it makes."""
    if code_id not in load_codebook(session).by_id:
        raise NotFound("code", code_id)
    by_document: dict[DocumentId, list[Hit]] = {}
    for hit in hits:
        by_document.setdefault(hit.document_id, []).append(hit)
    segments: list[Segment] = []
    documents = there_already = inside = 0
    for document_id, found in by_document.items():
        document = find_document(session, document_id)
        if any(hit.revision != document.revision for hit in found):
            raise TextChanged(document.name)
        text = session.store.text(document.id, document.revision)
        places = coding_place(text, by)
        spans = dict.fromkeys(places(hit) for hit in found)
        mine = [
            one.span
            for one in load_segments(
                session, document_id=document.id, code_ids=[code_id], coder_ids=[session.coder.id]
            )
        ]
        known = frozenset(mine)
        fresh = [span for span in spans if span not in known]
        there_already += len(spans) - len(fresh)
        inside += sum(any(one.covers(span) for one in mine) for span in fresh)
        documents += bool(fresh)
        segments += [new_segment(session, document, span, code_id) for span in fresh]
    return BulkCoding(len(segments), documents, there_already, inside), segments
