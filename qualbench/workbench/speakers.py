"""Speakers: labels that look alike, labels that mean one person, and who speaks in a file before import."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.document import DocumentKind, Problem, Role
from qualbench.model.ids import new_id
from qualbench.readers.labels import label_key
from qualbench.storage.documents import load_speakers
from qualbench.workbench.importing import find_document
from qualbench.workbench.writing import added, changed, removed, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.model.change import Value
    from qualbench.model.document import Reading, Speaker
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
    """Return pairs of labels that may be one person's: `Intervewer` and `Interviewer`, `P 1` and `P1`."""
    from rapidfuzz import fuzz

    return [
        (one, other)
        for one, other in combinations(labels, 2)
        if label_key(one) == label_key(other)
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
    once = [one.label for one in voices if one.turns == 1 and len(voices) > 2 and not listed]
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
    return found
