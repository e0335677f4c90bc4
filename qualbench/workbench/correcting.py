"""Correcting a document's text: a new revision, to which everything that stands in the text is carried over.

The text of a revision never changes. A correction lays in the next one and moves codings and annotations to
where their words are there; what is not sure waits for a person (`placing`), and nothing is dropped.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.document import Reading
from qualbench.search.anchoring import TextMap
from qualbench.search.edits import Edit, EditMap, edited, edits_between
from qualbench.storage import documents as stored
from qualbench.storage.sight import in_force
from qualbench.workbench.carrying import Carrying, Corrected, Plan
from qualbench.workbench.importing import find_document
from qualbench.workbench.writing import removed, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from qualbench.model.document import Document, Turn
    from qualbench.model.revising import UnsurePlace
    from qualbench.model.span import Span
    from qualbench.workbench.project import Session

__all__ = [
    "Corrected",
    "Edit",
    "correct_document",
    "correct_passage",
    "list_revisions",
    "preview_correction",
    "preview_update",
    "update_document",
]


class Unchanged(UsageError):
    """A correction that corrects nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The text of {name} would be the same as it is.", "Nothing was changed.")


class WhileIndependent(QualbenchError):
    """A text is to be corrected while coders code it independently."""

    def __init__(self) -> None:
        super().__init__(
            "Independent coding is in force: all coders code the same text, so it stays until that ends.",
            "Note the correction in a memo, and make it after `qualbench independent end`.",
        )


def correct_document(
    session: Session,
    document_id: str,
    edits: Iterable[Edit],
    *,
    why: str = "",
    verb: str = "correct",
    summary: str = "",
) -> Corrected:
    """Put other words into a document's text, as one step; codings and annotations go along.

    What the edits lie inside of keeps its edges. What an edit cuts across, takes away or leaves hardly a word
    of waits for a person.

    Args:
        edits: Code points of the text as it is now, half-open, with the words that take their place.
        verb: The step's kind in the history.
        summary: The step in words, without words of the text; by default how many places were corrected.

    Raises:
        UsageError: Edits overlap or lie beyond the text, nothing would differ, or no word would be left.
        WhileIndependent: Independent coding is in force.
        NotFound: There is no such document.
    """
    document, plan = planned(session, document_id, edits)
    made = f"corrected {document.name} in {plan.places} place{'' if plan.places == 1 else 's'}"
    return _write(session, document, plan, verb=verb, summary=summary or made, why=why)


def correct_passage(session: Session, document_id: str, span: Span, text: str, *, why: str = "") -> Corrected:
    """Make a passage read as a person has written it anew; only the words that differ are edited.

    Raises:
        As `correct_document`.
    """
    document = find_document(session, document_id)
    words = session.store.text(document.id, document.revision)[span.start : span.end]
    new = text.replace("\r\n", "\n").replace("\r", "\n")
    return correct_document(session, document.id, edits_between(words, new, span.start), why=why)


def preview_correction(session: Session, document_id: str, edits: Iterable[Edit]) -> Corrected:
    """Say what `correct_document` would do, with its errors; nothing is changed."""
    document, plan = planned(session, document_id, edits)
    return plan.look(session, document)


def update_document(session: Session, document_id: str, file: Path, *, why: str = "") -> Corrected:
    """Take a new version of a whole document, read from a file, as one step.

    Words are followed by comparing the two texts; every coding whose very words are found again, in their
    place or moved with what is around them, goes there. All others wait for a person.

    Raises:
        FileProblem: The file cannot be read.
        UsageError: Its text is the same, or nothing would be left.
        WhileIndependent: Independent coding is in force.
        NotFound: There is no such document.
    """
    document, plan = _compared(session, document_id, file)
    return _write(
        session,
        document,
        plan,
        verb="update",
        summary=f"took a new version of the text of {document.name}",
        why=why,
    )


def preview_update(session: Session, document_id: str, file: Path) -> Corrected:
    """Say what `update_document` would do, with its errors; nothing is changed."""
    document, plan = _compared(session, document_id, file)
    return plan.look(session, document)


def list_revisions(session: Session, document_id: str) -> list[tuple[int, str, int]]:
    """Return (number, when it was made, words) of every text that a document has had, the oldest first."""
    return stored.load_revisions(session.store, find_document(session, document_id).id)


def planned(
    session: Session, document_id: str, edits: Iterable[Edit], rename: Callable[[str], str] | None = None
) -> tuple[Document, Plan]:
    """Return a document and the plan of its next text, for who makes a step of several corrections.

    Args:
        rename: What a speaker's label becomes.

    Raises:
        As `correct_document`.
    """
    document = find_document(session, document_id)
    if in_force(session.store) is not None:
        raise WhileIndependent
    text = session.store.text(document.id, document.revision)
    ordered = _checked(document, text, edits)
    new = edited(text, ordered)
    if new == text:
        raise Unchanged(document.name)
    _check_words(document, new)
    places = EditMap(tuple(ordered))
    old = stored.load_turns(session.store, document.id, document.revision)
    turns = _turns_moved(old, places)
    if rename is not None:
        turns = (replace(one, speaker=one.speaker and rename(one.speaker)) for one in turns)
    reading = _reading(document, new, tuple(turns))
    return document, Plan(text, reading, places, meant=True, places=len(ordered))


def _checked(document: Document, text: str, edits: Iterable[Edit]) -> list[Edit]:
    ordered = sorted(edits, key=lambda one: (one.start, one.end))
    at = 0
    for one in ordered:
        if not 0 <= one.start <= one.end <= len(text):
            raise UsageError(
                f"{document.name} has no stretch {one.start}:{one.end}: it has {len(text):,} characters."
            )
        if one.start < at:
            raise UsageError(f"Two corrections overlap at {one.start}.", "Make them one after the other.")
        at = one.end
    tidy = [one._replace(text=one.text.replace("\r\n", "\n").replace("\r", "\n")) for one in ordered]
    return [one for one in tidy if text[one.start : one.end] != one.text]


def _check_words(document: Document, text: str) -> None:
    if not text.strip():
        raise UsageError(f"Nothing would be left of {document.name}.", "Nothing was changed.")


def _turns_moved(turns: Sequence[Turn], places: EditMap) -> Iterator[Turn]:
    at = 0
    for turn in turns:
        label = max(at, places.offset(turn.label_start))
        start = max(label, places.offset(turn.start))
        at = max(start, places.offset(turn.end, after=True), places.offset(turn.end))
        yield replace(turn, label_start=label, start=start, end=at)


def _reading(document: Document, text: str, turns: tuple[Turn, ...]) -> Reading:
    facts = (document.name, document.source, document.format)
    return Reading(*facts, text, turns, {}, document.sha256, document.encoding, document.kind)


def _compared(session: Session, document_id: str, file: Path) -> tuple[Document, Plan]:
    from qualbench.readers.registry import read_file

    document = find_document(session, document_id)
    if in_force(session.store) is not None:
        raise WhileIndependent
    read = read_file(file)
    text = session.store.text(document.id, document.revision)
    if read.text == text:
        raise Unchanged(document.name)
    _check_words(document, read.text)
    return document, Plan(text, read, TextMap(text, read.text), meant=False)


def _write(
    session: Session, document: Document, plan: Plan, *, verb: str, summary: str, why: str
) -> Corrected:
    carrying = Carrying(session, document, plan)
    write(session, carrying.changes(), verb=verb, summary=summary, why=why)
    return Corrected(
        replace(document, revision=carrying.number),
        carrying.number,
        carrying.fates,
        carrying.waiting,
        plan.reading.problems,
    )


def settle(session: Session, doubt: UnsurePlace) -> Change:
    """Return the change that ends a doubt."""
    return removed(session, "PlaceSettled", Noun.UNSURE_PLACE, doubt.id)
