"""Documents: what was said, by whom, in immutable revisions.

The text of a revision never changes; every position in the program counts its code points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualbench.model.ids import CaseId, DocumentId, SpeakerId


class DocumentKind(StrEnum):
    """What sort of source a document is. Numbers are not mixed across kinds without saying so."""

    INTERVIEW = "interview"
    GROUP = "group discussion"
    SURVEY = "survey answers"
    FIELD_NOTES = "field notes"
    RECORD = "document"
    DIARY = "diary"
    POSTS = "posts"
    GUIDE = "interview guide"


class Role(StrEnum):
    """What a speaker is in the conversation. Only participants are counted."""

    PARTICIPANT = "participant"
    INTERVIEWER = "interviewer"
    MODERATOR = "moderator"
    INTERPRETER = "interpreter"
    UNIDENTIFIED = "unidentified"


def is_withdrawn(label: str | None) -> bool:
    """Say whether a label stands for somebody who withdrew: it is nobody, and counts for nobody."""
    return label is not None and _WITHDRAWN.fullmatch(label) is not None


def kinds_in_words(kinds: Mapping[DocumentKind, int]) -> str:
    """Return how many there are of each kind, in the order of their names."""
    return ", ".join(f"{kind}: {number}" for kind, number in sorted(kinds.items()))


#: Roles whose words are questions, not data.
ASKING = frozenset({Role.INTERVIEWER, Role.MODERATOR})
#: What stands in the place of words that were taken out for good, and of who said them.
WITHDRAWN = "[withdrawn]"
_WITHDRAWN = re.compile(r"\[withdrawn(?: \d+)?\]")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something noticed while reading a file; reading went on.

    Attributes:
        message: One sentence.
        line: 1-based line in the file, where there is one.
        hint: What to do, or empty.
        serious: True where words may be missing or wrong; False for a remark.
    """

    message: str
    line: int | None = None
    hint: str = ""
    serious: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """One label in one document, and who that is.

    Attributes:
        case_id: The case that this speaker's words belong to; None falls back to the document's case.
        aliases: Other labels in the text that mean this speaker (`P1` beside `Participant 1`).
    """

    id: SpeakerId
    document_id: DocumentId
    label: str
    role: Role = Role.PARTICIPANT
    case_id: CaseId | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's stretch of talk.

    Attributes:
        index: 1-based number of the turn in its document.
        start: First code point of the words, after the label.
        end: One past the last code point of the words (trailing white space left out).
        label_start: First code point of the label in the text; equals `start` where there is none.
        speaker: The label as it first stands in the text, without its colon (`interviewer1:` is the speaker
            `Interviewer 1` where that came first); None where nobody is named.
        role: The speaker's role.
        time: Seconds from the start of the recording, or None.
    """

    index: int
    start: int
    end: int
    label_start: int
    speaker: str | None = None
    role: Role = Role.UNIDENTIFIED
    time: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    r"""What a reader made of one file; not yet stored.

    Attributes:
        name: The file's stem.
        source: The file's own name (never printed in a report).
        format: What it was read as (`txt`, `docx`, `vtt` ...), whatever its name ends in.
        text: The text with newlines normalised to `\n`, nothing else changed.
        turns: In order of position.
        roles: Role by speaker label, in order of first appearance.
        sha256: Hex digest of the file's own bytes.
        encoding: As detected, or `unicode` where the format settles it.
        problems: In order of line.
        language: Code of what is spoken (`de`), where the file itself states it, or empty.
        many_cases: Whether each speaker is a case of its own, by the label's name (references).
    """

    name: str
    source: str
    format: str
    text: str
    turns: tuple[Turn, ...]
    roles: dict[str, Role]
    sha256: str
    encoding: str
    kind: DocumentKind = DocumentKind.INTERVIEW
    problems: tuple[Problem, ...] = ()
    language: str = ""
    many_cases: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A source as the project holds it; its text is in its revisions.

    Attributes:
        source: The imported file's own name (never printed in a report).
        sha256: Hex digest of the imported file's own bytes.
        revision: Number of the current revision, from 1.
        case_id: The case that words belong to where the speaker names none.
        words: White-space separated words of the current revision.
        language: ISO 639 code of what is spoken, or empty.
    """

    id: DocumentId
    name: str
    kind: DocumentKind
    source: str
    format: str
    sha256: str
    encoding: str
    revision: int
    case_id: CaseId | None
    words: int
    imported_at: str
    problems: tuple[Problem, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """One immutable state of a document's text; `sha256` is of its UTF-8 bytes."""

    document_id: DocumentId
    number: int
    text: str
    sha256: str
    created_at: str


def count_words(text: str) -> int:
    """Count the white-space separated words of `text`."""
    return len(text.split())
