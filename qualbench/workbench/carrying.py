"""Carrying over: what stands in a document's text finds its place in the next one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qualbench.model.change import Change, Noun
from qualbench.model.coding import MemoTarget
from qualbench.model.ids import new_id
from qualbench.search.anchoring import SURE, Anchored, Fate, likeness
from qualbench.storage import documents as stored
from qualbench.storage.unsure import load_standing, load_unsure
from qualbench.workbench.writing import added, changed, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.model.change import Value
    from qualbench.model.document import Document, Problem, Reading
    from qualbench.model.revising import UnsurePlace
    from qualbench.model.span import Span
    from qualbench.storage.unsure import Standing
    from qualbench.workbench.project import Session

#: A coding that is less like what it was (0 to 100) after an edit inside it is looked at again.
_LEFT = 50.0


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


class Placing(Protocol):
    """Where stretches of the old text are in the new one."""

    def place(self, span: Span) -> Anchored:
        """Return where a stretch is."""


@dataclass(frozen=True)
class Plan:
    """A new text, and where stretches of the old one are in it.

    Attributes:
        meant: True where a person said what was put where: what holds an edit inside is sure then.
        places: How many places were edited.
    """

    old: str
    reading: Reading
    map: Placing
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
        return Corrected(document, next_revision(session, document), fates, waiting, self.reading.problems)

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


def next_revision(session: Session, document: Document) -> int:
    """Return the number that a document's next text gets."""
    return max(number for number, _at, _words in stored.load_revisions(session.store, document.id)) + 1


class Carrying:
    """Carries what stands in a text over to the next one."""

    def __init__(self, session: Session, document: Document, plan: Plan) -> None:
        self.session, self.document, self.plan = session, document, plan
        self.number = next_revision(session, document)
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
