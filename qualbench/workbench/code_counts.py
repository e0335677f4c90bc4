"""How often the codes are used: segments, documents and cases of each, alone and with the codes under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.analysis.code_counts import NOTHING, Count, count_places, count_segments, sharing_words
from qualbench.model.span import Span
from qualbench.storage import codings as stored
from qualbench.storage.documents import load_documents
from qualbench.storage.history import load_step, newest_step
from qualbench.workbench.retrieving import Documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qualbench.model.code import Codebook
    from qualbench.model.coding import Segment
    from qualbench.model.ids import CaseId, CodeId, CoderId, DocumentId
    from qualbench.workbench.project import Session

__all__ = [
    "NOTHING",
    "CodeUses",
    "Count",
    "case_counts",
    "cases_of_codes",
    "last_segments",
    "load_code_uses",
    "sharing_words",
]

#: Steps that change codes alone: no segment, document or case is another after them.
_CODES_ALONE = frozenset(
    {"create code", "move code", "rename code", "reorder code", "edit code", "save version", "milestone"}
)


@dataclass(frozen=True)
class CodeUses:
    """How often the codes are used, all coders together; read once and put to any tree of them.

    Attributes:
        step: The newest step when it was read.
        by_coder: Segments of each code by coder.
        same_words: The codes that one coder gave to the same words, for each such stretch.
        documents: The documents in which each code is used.
    """

    step: int
    by_coder: Mapping[CodeId, Mapping[CoderId, int]]
    same_words: tuple[tuple[CodeId, ...], ...]
    documents: Mapping[CodeId, set[DocumentId]]

    def segments(self, codebook: Codebook) -> dict[CodeId, Count]:
        """Return the segments of every code."""
        own = {code_id: sum(numbers.values()) for code_id, numbers in self.by_coder.items()}
        return count_segments(codebook, own, self.same_words)

    def in_documents(self, codebook: Codebook) -> dict[CodeId, Count]:
        """Return the documents of every code."""
        return count_places(codebook, self.documents)


def load_code_uses(session: Session, known: CodeUses | None = None) -> CodeUses:
    """Return how often the codes are used.

    Args:
        known: What was read before; it is returned again where only codes were changed since.
    """
    newest = newest_step(session.store)
    if known is not None and _codes_alone(session, known.step, newest):
        return CodeUses(newest, known.by_coder, known.same_words, known.documents)
    by_coder, documents = stored.count_uses(session.store)
    same_words = tuple(map(tuple, stored.iter_same_words(session.store)))
    return CodeUses(newest, by_coder, same_words, documents)


def _codes_alone(session: Session, since: int, newest: int) -> bool:
    if not 0 <= newest - since <= 20:
        return False
    entries = [load_step(session.store, one) for one in range(since + 1, newest + 1)]
    return all(one is not None and one.verb in _CODES_ALONE for one in entries)


def cases_of_codes(session: Session) -> Iterator[dict[CodeId, set[CaseId]]]:
    """Find the cases whose words each code covers; yields what is known after every document.

    It looks at each segment, so who asks may want to do something else in between. The last one is whole.
    """
    documents = Documents(session)
    found: dict[CodeId, set[CaseId]] = {}
    for document in load_documents(session.store):
        source = documents.source(document.id)
        for place in stored.iter_places(session.store, document_id=document.id):
            cases = source.voices(Span(place.start, place.end)).case_ids
            known = found.setdefault(place.code_id, set())
            if not cases <= known:
                known |= cases
        yield found
    yield found


def case_counts(codebook: Codebook, found: Mapping[CodeId, set[CaseId]]) -> dict[CodeId, Count]:
    """Return the cases of every code, from what `cases_of_codes` found."""
    return count_places(codebook, found)


def last_segments(session: Session, code_id: str, limit: int = 20) -> list[Segment]:
    """Return the segments of a code that were made last, the newest first."""
    return stored.load_last_segments(session.store, code_id, limit)
