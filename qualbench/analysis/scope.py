"""Whose words a stretch of text covers, and how many participants there are at all.

The rule: a stretch counts for each participant whose words it covers. Interviewers' and moderators' words
count for nobody; those of unidentified speakers count for nobody and are counted as such. A participant who
is linked to no case of their own speaks for the document's case. A document in which nobody is named is one
voice, that of its case, unless it is the researchers' own writing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from qualbench.model.document import ASKING, DocumentKind, Role, is_withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.model.document import Document, Speaker, Turn
    from qualbench.model.ids import CaseId, DocumentId
    from qualbench.model.span import Span

#: Written by the researchers: where nobody is named in them, they hold no participant's words.
RESEARCHERS_OWN = frozenset({DocumentKind.GUIDE, DocumentKind.FIELD_NOTES})


@dataclass(frozen=True, slots=True)
class Voices:
    """Whose words a stretch covers.

    Attributes:
        case_ids: The participants.
        asking: True where an interviewer's or a moderator's words are covered too.
        unidentified: True where words are covered of a speaker who is not identified, or of a participant
            who belongs to no case.
    """

    case_ids: frozenset[CaseId] = frozenset()
    asking: bool = False
    unidentified: bool = False


@dataclass(frozen=True)
class Source:
    """One document with its turns and speakers, ready to be asked who says what.

    Attributes:
        turns: In order of position; they do not overlap.
        speakers: Where a turn's label is among them, their role and case decide; else the turn's own role.
    """

    document: Document
    turns: tuple[Turn, ...] = ()
    speakers: tuple[Speaker, ...] = ()

    @cached_property
    def _ends(self) -> list[int]:
        return [turn.end for turn in self.turns]

    @cached_property
    def _by_label(self) -> dict[str, Speaker]:
        return {speaker.label: speaker for speaker in self.speakers}

    @cached_property
    def names_somebody(self) -> bool:
        """Say whether any turn has a speaker."""
        return any(turn.speaker is not None for turn in self.turns)

    @cached_property
    def _whole(self) -> Voices:
        """Whose words a document is in which nobody is named."""
        if self.document.kind in RESEARCHERS_OWN:
            return Voices(asking=True)
        return _as_participant(self.document.case_id)

    @cached_property
    def _by_turn(self) -> tuple[Voices, ...]:
        known: dict[tuple[str | None, Role], Voices] = {}
        voices = []
        for turn in self.turns:
            key = (turn.speaker, turn.role)
            if key not in known:
                known[key] = self._voice_of(turn)
            voices.append(known[key])
        return tuple(voices)

    def _voice_of(self, turn: Turn) -> Voices:
        speaker = self._by_label.get(turn.speaker) if turn.speaker is not None else None
        role = speaker.role if speaker else turn.role
        if role in ASKING:
            return Voices(asking=True)
        if is_withdrawn(turn.speaker):
            return Voices()
        if role is Role.UNIDENTIFIED:
            return Voices(unidentified=True)
        own = speaker.case_id if speaker else None
        if role is Role.INTERPRETER and own is None:
            return Voices(unidentified=True)  # whose words they put into others is for the researcher to say
        return _as_participant(own or self.document.case_id)

    def role_of(self, turn: Turn) -> Role:
        """Return the role that counts for `turn`: its speaker's where that is set, else its own."""
        speaker = self._by_label.get(turn.speaker) if turn.speaker is not None else None
        return speaker.role if speaker else turn.role

    def _indexes_over(self, span: Span) -> range:
        first = bisect_right(self._ends, span.start)
        after = first
        while after < len(self.turns) and self.turns[after].start < span.end:
            after += 1
        return range(first, after)

    def turns_over(self, span: Span) -> tuple[Turn, ...]:
        """Return the turns of whose words `span` covers at least one code point, in order."""
        return tuple(self.turns[index] for index in self._indexes_over(span))

    def voices(self, span: Span) -> Voices:
        """Say whose words `span` covers; takes time for the turns covered, not for the document."""
        if not self.names_somebody:
            return self._whole if span else Voices()
        found = [self._by_turn[index] for index in self._indexes_over(span)]
        return found[0] if len(found) == 1 else _together(found)

    @cached_property
    def everybody(self) -> Voices:
        """Whose words the document holds anywhere."""
        if not self.names_somebody:
            return self._whole if self.document.words else Voices()
        return _together(
            [voice for turn, voice in zip(self.turns, self._by_turn, strict=True) if turn.end > turn.start]
        )

    @cached_property
    def unidentified_labels(self) -> frozenset[str]:
        """The labels of this document's speakers whose words count for nobody because nobody knows whose."""
        if not self.names_somebody:
            return frozenset()
        return frozenset(
            turn.speaker
            for turn, voice in zip(self.turns, self._by_turn, strict=True)
            if voice.unidentified and turn.speaker is not None
        )


def _as_participant(case_id: CaseId | None) -> Voices:
    return Voices(frozenset({case_id})) if case_id else Voices(unidentified=True)


def _together(voices: Iterable[Voices]) -> Voices:
    case_ids: set[CaseId] = set()
    asking = unidentified = False
    for voice in voices:
        case_ids |= voice.case_ids
        asking = asking or voice.asking
        unidentified = unidentified or voice.unidentified
    return Voices(frozenset(case_ids), asking, unidentified)


@dataclass(frozen=True)
class Scope:
    """The documents that a number is about, and so its N."""

    sources: tuple[Source, ...]

    @cached_property
    def by_document(self) -> dict[DocumentId, Source]:
        """Sources by their document's id."""
        return {source.document.id: source for source in self.sources}

    @cached_property
    def case_ids(self) -> frozenset[CaseId]:
        """The cases with at least one participant turn in scope; their number is N."""
        return frozenset().union(*(source.everybody.case_ids for source in self.sources))

    def kinds(self, coded: Iterable[DocumentId] = ()) -> dict[DocumentKind, int]:
        """Return how many documents of each kind numbers go over: those with participants or codings.

        Args:
            coded: The documents with segments that are counted.
        """
        also = set(coded)
        return dict(
            Counter(
                one.document.kind for one in self.sources if one.everybody.case_ids or one.document.id in also
            )
        )

    @property
    def n(self) -> int:
        """N, the number of participants."""
        return len(self.case_ids)

    @cached_property
    def unidentified(self) -> int:
        """How many speakers (labels, each document's its own) are unidentified and so not in N."""
        return sum(len(source.unidentified_labels) for source in self.sources)

    def voices(self, document_id: DocumentId, span: Span) -> Voices:
        """Say whose words the stretch covers; nobody's in a document out of scope."""
        source = self.by_document.get(document_id)
        return source.voices(span) if source else Voices()
