"""Correcting a document's text: a new revision, to which everything that stands in the text is carried over.

The text of a revision never changes. A correction lays in the next one and moves codings and annotations to
where their words are there; what is not sure waits for a person (`placing`), and nothing is dropped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from qualbench.errors import QualbenchError, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.coding import MemoTarget
from qualbench.model.document import Reading
from qualbench.model.ids import new_id
from qualbench.search.anchoring import SURE, Anchored, Fate, TextMap, likeness
from qualbench.search.edits import Edit, EditMap, edited, edits_between
from qualbench.storage import documents as stored
from qualbench.storage.sight import in_force
from qualbench.storage.unsure import load_standing, load_unsure
from qualbench.workbench.importing import find_document
from qualbench.workbench.writing import added, changed, removed, stamp, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from qualbench.model.change import Value
    from qualbench.model.document import Document, Problem, Turn
    from qualbench.model.revising import UnsurePlace
    from qualbench.model.span import Span
    from qualbench.storage.unsure import Standing
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


#: A coding that is less like what it was (0 to 100) after an edit inside it is looked at again.
_LEFT = 50.0


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


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did, or would do.

    Attributes:
        document: As it is after it, or, looked at, as it is.
        revision: The number of the new text.
        fates: How many codings and annotations have each fate.
        waiting: How many of them wait for a person.
        problems: What was noticed in the file of a new version.
    """

    document: Document
    revision: int
    fates: Counter[Fate]
    waiting: int
    problems: tuple[Problem, ...] = ()

    @property
    def said(self) -> str:
        """The fates in words: `12 codings stay on their words, 1 waits for a look`."""
        stay = sum(self.fates[one] for one in SURE)
        parts = [f"{stay:,} on the same words"]
        inside = sum(self.fates.values()) - stay - self.waiting
        parts += [f"{inside:,} with the correction inside"] if inside else []
        parts += [f"{self.waiting:,} to be looked at"] if self.waiting else []
        return ", ".join(parts)


class _Map(Protocol):
    """Where stretches of the old text are in the new one."""

    def place(self, span: Span) -> Anchored:
        """Return where a stretch is."""


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
    document, plan = _planned(session, document_id, edits)
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
    document, plan = _planned(session, document_id, edits)
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


@dataclass(frozen=True)
class _Plan:
    """A new text, and where stretches of the old one are in it.

    Attributes:
        meant: True where a person said what was put where: what holds an edit inside is sure then.
        places: How many places were edited.
    """

    old: str
    reading: Reading
    map: _Map
    meant: bool
    places: int = 0

    def look(self, session: Session, document: Document) -> Corrected:
        """Say what carrying over would do."""
        fates: Counter[Fate] = Counter()
        waiting = 0
        for one in load_standing(session.store, document.id):
            if one.revision == document.revision:
                place = self.place(one.span)
                fates[place.fate] += 1
                waiting += not self.sure(place)
        return Corrected(document, _next(session, document), fates, waiting, self.reading.problems)

    def place(self, span: Span) -> Anchored:
        """Return where a stretch is; one of which hardly a word is left is unsure, whoever edited it."""
        found = self.map.place(span)
        if not self.meant or found.fate is not Fate.CHANGED or found.span is None:
            return found
        new = self.reading.text[found.span.start : found.span.end]
        score = likeness(self.old[span.start : span.end], new)
        return found._replace(fate=Fate.CHANGED if score >= _LEFT else Fate.UNSURE, score=score)

    def sure(self, place: Anchored) -> bool:
        """Say whether nobody needs to look at a place."""
        return place.fate in SURE or (self.meant and place.fate is Fate.CHANGED)


def _planned(session: Session, document_id: str, edits: Iterable[Edit]) -> tuple[Document, _Plan]:
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
    turns = tuple(_turns_moved(stored.load_turns(session.store, document.id, document.revision), places))
    return document, _Plan(text, _reading(document, new, turns), places, meant=True, places=len(ordered))


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


def _compared(session: Session, document_id: str, file: Path) -> tuple[Document, _Plan]:
    from qualbench.readers.registry import read_file

    document = find_document(session, document_id)
    if in_force(session.store) is not None:
        raise WhileIndependent
    read = read_file(file)
    text = session.store.text(document.id, document.revision)
    if read.text == text:
        raise Unchanged(document.name)
    _check_words(document, read.text)
    return document, _Plan(text, read, TextMap(text, read.text), meant=False)


def _next(session: Session, document: Document) -> int:
    return max(number for number, _at, _words in stored.load_revisions(session.store, document.id)) + 1


def _write(
    session: Session, document: Document, plan: _Plan, *, verb: str, summary: str, why: str
) -> Corrected:
    carrying = _Carrying(session, document, plan)
    write(session, carrying.changes(), verb=verb, summary=summary, why=why)
    return Corrected(
        replace(document, revision=carrying.number),
        carrying.number,
        carrying.fates,
        carrying.waiting,
        plan.reading.problems,
    )


class _Carrying:
    """Carries what stands in a text over to the next one."""

    def __init__(self, session: Session, document: Document, plan: _Plan) -> None:
        self.session, self.document, self.plan = session, document, plan
        self.number = _next(session, document)
        self.fates: Counter[Fate] = Counter()
        self.waiting = 0
        self.taken: set[tuple[int, int, tuple[str, str]]] = set()
        self.known = {one.target_id: one for one in load_unsure(session.store, document.id)}

    def changes(self) -> Iterator[Change]:
        """Yield the new text, its new speakers, and what is carried over."""
        document = self.document
        before = {"revision": document.revision}
        yield Change(
            "DocumentCorrected",
            Noun.DOCUMENT,
            (document.id,),
            before,
            {"revision": self.number},
            material=self.plan.reading,
        )
        speakers = stored.load_speakers(self.session.store, document.id)
        labels = {one.label for one in speakers}
        fresh = [(label, role) for label, role in self.plan.reading.roles.items() if label not in labels]
        for position, (label, role) in enumerate(fresh, len(speakers)):
            row: dict[str, Value] = {"document_id": document.id, "position": position, "label": label}
            row |= {"role": role.value, "case_id": None}
            yield added("SpeakerAdded", Noun.SPEAKER, new_id(), row)
        standing = list(load_standing(self.session.store, document.id))
        placed = [(one, self.plan.place(one.span)) for one in standing if one.revision == document.revision]
        # what is sure comes first: where two would stand on the same words, the sure one does
        for one, place in sorted(placed, key=lambda pair: not self.plan.sure(pair[1])):
            yield from self._carried(one, place)

    def _carried(self, one: Standing, place: Anchored) -> Iterator[Change]:
        span = place.span
        if span is not None and (span.start, span.end, one.key) in self.taken:
            place, span = Anchored(Fate.LOST, None, place.score), None  # its twin stands there already
        self.fates[place.fate] += 1
        doubt = self.known.get(one.id)
        unsure = not self.plan.sure(place)
        self.waiting += unsure
        if span is not None:
            self.taken.add((span.start, span.end, one.key))
            noun = Noun.SEGMENT if one.target is MemoTarget.SEGMENT else Noun.MEMO
            was = {"revision": one.revision, "start": one.span.start, "end": one.span.end}
            now = {"revision": self.number, "start": span.start, "end": span.end}
            yield Change("Moved", noun, (one.id,), was, now)
        if doubt is not None:
            yield from self._doubted_again(doubt, span, place)
        elif unsure:
            row = {
                "target": one.target.value,
                "target_id": one.id,
                "document_id": self.document.id,
                "kind": place.fate.value,
                "revision": one.revision,
                "start": one.span.start,
                "end": one.span.end,
                "new_revision": self.number,
                "new_start": span.start if span else None,
                "new_end": span.end if span else None,
                "score": round(place.score, 1),
                "created_at": stamp(),
            }
            yield added("LeftUnsure", Noun.UNSURE_PLACE, new_id(), row)

    def _doubted_again(self, doubt: UnsurePlace, span: Span | None, place: Anchored) -> Iterator[Change]:
        """Let a doubt that was there before tell of the new text; what was sure once stays what it was."""
        now = doubt.now
        was = {
            "kind": doubt.doubt.value,
            "new_revision": doubt.new_revision,
            "new_start": now.start if now else None,
            "new_end": now.end if now else None,
        }
        after = {
            "kind": doubt.doubt.value if span else Fate.LOST.value,
            "new_revision": self.number,
            "new_start": span.start if span else None,
            "new_end": span.end if span else None,
        }
        change = changed("StillUnsure", Noun.UNSURE_PLACE, doubt.id, was, after)
        if change is not None:
            yield change


def settle(session: Session, doubt: UnsurePlace) -> Change:
    """Return the change that ends a doubt."""
    return removed(session, "PlaceSettled", Noun.UNSURE_PLACE, doubt.id)
