"""Places that a correction left unsure: looked at, and settled by a person one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.coding import MemoTarget
from qualbench.storage.codings import load_coders
from qualbench.storage.rows import load_row
from qualbench.storage.unsure import count_unsure, load_unsure
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.correcting import settle
from qualbench.workbench.importing import find_document
from qualbench.workbench.memoing import list_memos
from qualbench.workbench.writing import removed, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualbench.model.document import Document
    from qualbench.model.revising import UnsurePlace
    from qualbench.model.span import Span
    from qualbench.workbench.project import Session

__all__ = [
    "Waiting",
    "count_waiting",
    "find_waiting",
    "keep_place",
    "list_waiting",
    "place_at",
    "remove_waiting",
]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A place that waits, as a person judges it.

    Attributes:
        what: The code's path, or `annotation`.
        was: The words as they were.
        now: The words where it stands for the time being; None where it is lost.
    """

    place: UnsurePlace
    document: Document
    what: str
    coder: str
    was: str
    now: str | None


def count_waiting(session: Session, document_id: str) -> int:
    """Return how many codings and annotations of a document wait for a person."""
    return count_unsure(session.store, document_id)


def list_waiting(session: Session, document_id: str | None = None) -> list[Waiting]:
    """Return what waits, of one document or of all, in order.

    Raises:
        NotFound: There is no such document.
    """
    wanted = find_document(session, document_id).id if document_id else None
    book = load_codebook(session)
    coders = {one.id: one.name for one in load_coders(session.store)}
    seen = {one.id for one in list_memos(session, kind=None, target=MemoTarget.PASSAGE)}
    found = []
    for one in load_unsure(session.store, wanted):
        if one.target is MemoTarget.PASSAGE and one.target_id not in seen:  # another coder's private one
            continue
        noun = Noun.SEGMENT if one.target is MemoTarget.SEGMENT else Noun.MEMO
        row = load_row(session.store, noun, (one.target_id,))
        code = book.paths.get(str(row.get("code_id")), "?")
        what = code if one.target is MemoTarget.SEGMENT else "annotation"
        was = session.store.text(one.document_id, one.revision)[one.was.start : one.was.end]
        document = find_document(session, one.document_id)
        text = session.store.text(one.document_id, document.revision)
        now = text[one.now.start : one.now.end] if one.now else None
        found.append(Waiting(one, document, what, coders.get(str(row["coder_id"]), "?"), was, now))
    return found


def find_waiting(session: Session, place_id: str) -> UnsurePlace:
    """Return what waits by its id, or the beginning of it that no other has.

    Raises:
        NotFound: Nothing of that id waits.
        UsageError: Several begin so.
    """
    found = [one for one in load_unsure(session.store) if one.id.startswith(place_id)] if place_id else []
    if not found:
        raise NotFound("place that waits", place_id)
    if len(found) > 1:
        raise UsageError(f"{len(found)} places begin with {place_id}.", "Give more of the id.")
    return found[0]


def keep_place(session: Session, place_id: str) -> None:
    """Agree with where something stands for the time being.

    Raises:
        NotFound: Nothing of that id waits.
        UsageError: It is lost, so there is nothing to agree with.
    """
    place = find_waiting(session, place_id)
    if place.now is None:
        raise UsageError(
            "Its words are no longer in the text, so there is no place to keep.",
            "Give it another place, or remove it.",
        )
    write(session, [settle(session, place)], verb="place", summary=f"kept a place in {_name(session, place)}")


def place_at(session: Session, place_id: str, span: Span) -> None:
    """Say where something stands in the text of now.

    Raises:
        NotFound: Nothing of that id waits.
        UsageError: The stretch is empty or beyond the text, or a coding of that code and coder is there.
    """
    place = find_waiting(session, place_id)
    document = find_document(session, place.document_id)
    text = session.store.text(document.id, document.revision)
    if not 0 <= span.start < span.end <= len(text):
        raise UsageError(
            f"{document.name} has no stretch {span.start}:{span.end}; its text has {len(text):,} characters."
        )
    noun = Noun.SEGMENT if place.target is MemoTarget.SEGMENT else Noun.MEMO
    row = load_row(session.store, noun, (place.target_id,))
    was = {name: row[name] for name in ("revision", "start", "end")}
    now = {"revision": document.revision, "start": span.start, "end": span.end}
    moved = [] if was == now else [Change("Placed", noun, (place.target_id,), was, now)]
    if moved and noun is Noun.SEGMENT and _is_taken(session, row, document, span):
        raise UsageError("The same coder has given these very words that code.", "Remove this one instead.")
    changes = [*moved, settle(session, place)]
    write(session, changes, verb="place", summary=f"gave a coding a place in {document.name}")


def _is_taken(session: Session, row: Mapping[str, object], document: Document, span: Span) -> bool:
    from qualbench.storage.codings import load_segments

    mine = (row["code_id"], row["coder_id"], span)
    there = load_segments(session.store, document_id=document.id)
    return any((one.code_id, one.coder_id, one.span) == mine for one in there)


def remove_waiting(session: Session, place_id: str, why: str = "") -> None:
    """Remove what waits, with its memos and its places as exemplars; undo brings it back.

    Raises:
        NotFound: Nothing of that id waits.
    """
    from qualbench.workbench.coding import dependents

    place = find_waiting(session, place_id)
    changes = [settle(session, place)]
    if place.target is MemoTarget.SEGMENT:
        changes += dependents(session, place.target_id)
        changes.append(removed(session, "SegmentRemoved", Noun.SEGMENT, place.target_id))
        what = "a coding"
    else:
        changes.append(removed(session, "MemoRemoved", Noun.MEMO, place.target_id))
        what = "an annotation"
    write(session, changes, verb="place", summary=f"removed {what} in {_name(session, place)}", why=why)


def _name(session: Session, place: UnsurePlace) -> str:
    return find_document(session, place.document_id).name
