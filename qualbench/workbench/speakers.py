"""Speakers: labels that look alike, labels that mean one person, and who speaks in a file before import."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.document import DocumentKind, Problem, Role, is_withdrawn
from qualbench.model.ids import new_id
from qualbench.model.span import Span
from qualbench.readers.labels import label_key, stated_role
from qualbench.storage.documents import load_documents, load_speakers, load_turns
from qualbench.storage.projects import load_cases
from qualbench.workbench.case_grid import new_case
from qualbench.workbench.case_matching import plain_name
from qualbench.workbench.importing import find_document, refuse_withdrawn
from qualbench.workbench.writing import added, changed, removed, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.model.case import Case
    from qualbench.model.change import Value
    from qualbench.model.document import Document, Reading, Speaker
    from qualbench.workbench.project import Session

#: How alike, in percent, two labels are that one person may be written by.
_ALIKE = 80


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as a file has it, before it is imported.

    Attributes:
        words: White-space separated words of all turns.
    """

    label: str
    role: Role
    turns: int
    words: int


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker as a row of the list.

    Attributes:
        turns, words: How much is said under any of the speaker's labels.
        case: Whom the words count for: the speaker's own case, else the document's; None where nobody's.
        first: The words of the first turn, or None where nothing is said.
    """

    document: Document
    speaker: Speaker
    turns: int
    words: int
    case: Case | None
    first: Span | None

    @property
    def withdrawn(self) -> bool:
        """Whether it is a mark in the place of who withdrew."""
        return is_withdrawn(self.speaker.label)


def speaker_rows(session: Session, document_id: str | None = None) -> list[SpeakerRow]:
    """Return the speakers of one document or of all, in order, with how much each says.

    Raises:
        NotFound: There is no such document.
    """
    cases = {one.id: one for one in load_cases(session.store)}
    found = load_documents(session.store) if document_id is None else [find_document(session, document_id)]
    rows: list[SpeakerRow] = []
    for document in found:
        text = session.store.text(document.id, document.revision)
        said: dict[str, list[Span]] = {}
        for turn in load_turns(session.store, document.id, document.revision):
            if turn.speaker is not None:
                said.setdefault(turn.speaker, []).append(Span(turn.start, turn.end))
        for one in load_speakers(session.store, document.id):
            spans = said.get(one.label, [])
            words = sum(len(text[span.start : span.end].split()) for span in spans)
            case = cases.get(_counts_for(document, one) or "")
            rows.append(SpeakerRow(document, one, len(spans), words, case, spans[0] if spans else None))
    return rows


def _counts_for(document: Document, speaker: Speaker) -> str | None:
    """Return the case that a speaker's words count for; an interpreter's only where one was set."""
    if speaker.role is Role.PARTICIPANT:
        return speaker.case_id or document.case_id
    return speaker.case_id if speaker.role is Role.INTERPRETER else None


def alike_speakers(rows: Iterable[SpeakerRow]) -> list[tuple[Document, str, str]]:
    """Return pairs of labels of one document that may be one speaker's; in surveys each has one."""
    of: dict[str, list[SpeakerRow]] = {}
    for row in rows:
        if row.document.kind not in (DocumentKind.SURVEY, DocumentKind.RECORD):
            of.setdefault(row.document.id, []).append(row)
    return [
        (some[0].document, one, other)
        for some in of.values()
        for one, other in alike_labels(row.speaker.label for row in some if not row.withdrawn)
    ]


def link_case(session: Session, document_id: str, label: str, case: Case | None) -> Speaker:
    """Give a speaker a case of their own, or take it away, so that the document's counts again.

    Raises:
        NotFound: The document has no speaker of that label.
    """
    document = find_document(session, document_id)
    speaker = _speaker(session, document.id, label)
    return _link(session, document, speaker, case, [])


def link_new_case(session: Session, document_id: str, label: str, name: str) -> Speaker:
    """Make a case and give it to a speaker, as one step.

    Raises:
        NotFound: The document has no speaker of that label.
        UsageError: The name is empty or taken.
    """
    document = find_document(session, document_id)
    speaker = _speaker(session, document.id, label)
    case, made = new_case(session, name)
    return _link(session, document, speaker, case, [made])


def _link(
    session: Session, document: Document, speaker: Speaker, case: Case | None, made: list[Change]
) -> Speaker:
    case_id = case.id if case else None
    change = changed(
        "SpeakerChanged", Noun.SPEAKER, speaker.id, {"case_id": speaker.case_id}, {"case_id": case_id}
    )
    to = f"{'the new case' if made else 'case'} {case.name}" if case else "the document's own case"
    summary = f"set speaker {speaker.label} in {document.name}: {to}"
    write(session, [*made, *([change] if change else [])], verb="speaker", summary=summary)
    return replace(speaker, case_id=case_id)


def voices_of(reading: Reading) -> list[Voice]:
    """Return who speaks in a reading, in order of first appearance, with how much."""
    turns: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for turn in reading.turns:
        if turn.speaker is not None:
            turns[turn.speaker] += 1
            words[turn.speaker] += len(reading.text[turn.start : turn.end].split())
    return [Voice(label, role, turns[label], words[label]) for label, role in reading.roles.items()]


def alike_labels(labels: Iterable[str]) -> list[tuple[str, str]]:
    """Return pairs of labels that may be one person's: `P1` and `Participant 1`, or one that is misspelt."""
    from rapidfuzz import fuzz

    return [
        (one, other)
        for one, other in combinations(labels, 2)
        if label_key(one) == label_key(other)
        or (_digits(one) and plain_name(one) == plain_name(other))
        or (
            _digits(one) == _digits(other)
            and min(len(one), len(other)) > 5
            and fuzz.ratio(one.casefold(), other.casefold()) >= _ALIKE
        )
    ]


def _digits(label: str) -> str:
    return "".join(filter(str.isdigit, label)).lstrip("0")


def doubts_of(reading: Reading) -> list[Problem]:
    """Return what looks wrong with the speakers of a reading."""
    voices = voices_of(reading)
    hint = "If they are one: qualbench speaker join DOCUMENT SPEAKER OTHER."
    alike = alike_labels(reading.roles)
    found = [Problem(f"“{a}” and “{b}” look like one speaker.", hint=hint) for a, b in alike]
    listed = reading.kind in (DocumentKind.RECORD, DocumentKind.SURVEY)  # each speaks once there
    once = [
        one.label
        for one in voices
        if one.turns == 1 and len(voices) > 2 and not listed and stated_role(one.label) is None
    ]
    if once:
        named = ", ".join(f"“{label}”" for label in once[:5])
        found.append(Problem(f"Once only speaks: {named}. Is that a speaker?"))
    participants = sum(one.role is Role.PARTICIPANT for one in voices)
    if participants > 1 and reading.kind is DocumentKind.INTERVIEW:
        found.append(
            Problem(
                f"{participants} participants speak in it.",
                hint='If it is a group: --kind "group discussion", or later: qualbench document set.',
            )
        )
    unlabelled = sum(turn.speaker is None for turn in reading.turns)
    if voices and unlabelled > 0.5 * len(reading.turns):
        found.append(Problem(f"{unlabelled} of {len(reading.turns)} turns have no speaker."))
    return found


def join_speakers(session: Session, document_id: str, label: str, other: str) -> Speaker:
    """Say that two labels of a document mean one speaker, who has the first one's role and case from now on.

    No word of the text is touched; turns, counts, searches and exports take both as the first.

    Raises:
        NotFound: The document has no speaker of one of the labels.
        UsageError: They are one label.
    """
    document = find_document(session, document_id)
    kept, gone = (_speaker(session, document.id, one) for one in (label, other))
    if kept.id == gone.id:
        raise UsageError(f"“{label}” and “{other}” are one speaker already.")
    aliases = (*kept.aliases, gone.label, *gone.aliases)
    change = _aliased(kept, aliases)
    write(
        session,
        [removed(session, "SpeakerJoined", Noun.SPEAKER, gone.id), *([change] if change else [])],
        verb="speaker",
        summary=f"took {gone.label} for {kept.label} in {document.name}",
    )
    return replace(kept, aliases=aliases)


def part_speakers(session: Session, document_id: str, label: str, other: str) -> Speaker:
    """Say that a label that was taken for a speaker's is another speaker's after all; return that one.

    Raises:
        NotFound: The document has no speaker of the first label, or the other is none of its labels.
    """
    document = find_document(session, document_id)
    kept = _speaker(session, document.id, label)
    if other not in kept.aliases:
        raise NotFound("label of that speaker", other, list(kept.aliases))
    change = _aliased(kept, tuple(one for one in kept.aliases if one != other))
    position = len(load_speakers(session.store, document.id))
    row: dict[str, Value] = {"document_id": document.id, "position": position, "label": other}
    row |= {"role": kept.role.value, "case_id": None, "aliases": "[]"}
    new = added("SpeakerAdded", Noun.SPEAKER, new_id(), row)
    write(
        session,
        [*([change] if change else []), new],
        verb="speaker",
        summary=f"took {other} for a speaker of its own in {document.name}",
    )
    return _speaker(session, document.id, other)


def _aliased(speaker: Speaker, aliases: tuple[str, ...]) -> Change | None:
    before, after = (json.dumps(list(one), ensure_ascii=False) for one in (speaker.aliases, aliases))
    return changed("SpeakerChanged", Noun.SPEAKER, speaker.id, {"aliases": before}, {"aliases": after})


def _speaker(session: Session, document_id: str, label: str) -> Speaker:
    speakers = load_speakers(session.store, document_id)
    found = next((one for one in speakers if label in (one.label, *one.aliases)), None)
    if found is None:
        raise NotFound("speaker", label, [one.label for one in speakers])
    refuse_withdrawn(found.label)
    return found
