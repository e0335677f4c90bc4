"""Coding what a search has found: any number of places, as one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, QualbenchError
from qualbench.search.places import By, Stretches, coding_place
from qualbench.workbench.codebooks import code_changes, load_codebook
from qualbench.workbench.coding import load_segments, new_segment, segment_added
from qualbench.workbench.importing import find_document
from qualbench.workbench.writing import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualbench.model.change import Change
    from qualbench.model.code import Code
    from qualbench.model.document import Document
    from qualbench.model.ids import CodeId, DocumentId
    from qualbench.model.span import Span
    from qualbench.search.concordance import Hit
    from qualbench.workbench.project import Session

__all__ = ["BulkCoding", "By", "TextChanged", "code_hits", "code_hits_as_new", "coding_place", "preview_hits"]


class TextChanged(QualbenchError):
    """The text of a document is no longer the one that was searched."""

    def __init__(self, document: str) -> None:
        super().__init__(
            f"The text of {document} has changed since it was searched.", "Search again; nothing was changed."
        )


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


def preview_hits(
    session: Session, hits: Sequence[Hit], code_id: CodeId | None, by: By = By.HIT
) -> BulkCoding:
    """Return what `code_hits` would do (or with None `code_hits_as_new`), and change nothing.

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
    code = load_codebook(session).by_id.get(code_id)
    if code is None:
        raise NotFound("code", code_id)
    result, places = _weigh(session, hits, code_id, by)
    write(session, _added(session, places, code), verb="code", summary=_summary(result, by, code.name))
    return result


def code_hits_as_new(
    session: Session, hits: Sequence[Hit], name: str, parent_id: CodeId | None = None, by: By = By.HIT
) -> BulkCoding:
    """Make a code and give it to the places of hits, as one step.

    Raises:
        UsageError: The name is not allowed or taken there.
        TextChanged, NotFound: As in `code_hits`.
    """
    code, making = code_changes(load_codebook(session), name, parent_id=parent_id, origin="inductive")
    result, places = _weigh(session, hits, None, by)

    def changes() -> Iterator[Change]:
        yield from making
        yield from _added(session, places, code)

    said = _summary(result, by, f"the new code “{code.name}”")
    write(session, changes(), verb="code", summary=said)
    return result


def _summary(result: BulkCoding, by: By, name: str) -> str:
    what = f"{result.added:,} {by.noun}{'s' * (result.added != 1)}"
    where = f"{result.documents:,} document{'s' * (result.documents != 1)}"
    return f"coded {what} found in {where} with {name}"


def _added(session: Session, places: list[tuple[Document, Span]], code: Code) -> Iterator[Change]:
    for document, span in places:
        yield segment_added(new_segment(session, document, span, code.id, code.meaning))


def _weigh(
    session: Session, hits: Sequence[Hit], code_id: CodeId | None, by: By
) -> tuple[BulkCoding, list[tuple[Document, Span]]]:
    """Return what coding the hits comes to, and the places to code. Without a code all are new."""
    by_document: dict[DocumentId, list[Hit]] = {}
    for hit in hits:
        by_document.setdefault(hit.document_id, []).append(hit)
    places: list[tuple[Document, Span]] = []
    documents = there_already = inside = 0
    for document_id, found in by_document.items():
        document = find_document(session, document_id)
        if any(hit.revision != document.revision for hit in found):
            raise TextChanged(document.name)
        place = coding_place(session.store.text(document.id, document.revision), by)
        spans = dict.fromkeys(place(hit) for hit in found)
        mine: list[Span] = []
        if code_id is not None:
            codings = load_segments(
                session, document_id=document.id, code_ids=[code_id], coder_ids=[session.coder.id]
            )
            mine = [one.span for one in codings]
        known = frozenset(mine)
        fresh = [span for span in spans if span not in known]
        there_already += len(spans) - len(fresh)
        longer = Stretches(mine)
        inside += sum(longer.cover(span) for span in fresh)
        documents += bool(fresh)
        places += [(document, span) for span in fresh]
    return BulkCoding(len(places), documents, there_already, inside), places
