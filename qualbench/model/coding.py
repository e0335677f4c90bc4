"""Coders, the segments that they code, and what they write about them.

A segment is a stretch of text that one coder gave one code. Two codes on the same words are two segments,
so each keeps its own edges, memo and history; where the method wants distinct stretches they are counted so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualbench.model.span import Span

if TYPE_CHECKING:
    from qualbench.model.ids import CodeId, CoderId, DocumentId, MemoId, SegmentId


@dataclass(frozen=True, slots=True)
class Coder:
    """A person who codes, or a named machine whose proposals a person accepts."""

    id: CoderId
    name: str
    created_at: str
    machine: bool = False


class Stance(StrEnum):
    """How a segment stands to the theme that it may come to speak for, in the researcher's eyes so far."""

    NONE = ""
    SUPPORTS = "supports"
    QUALIFIES = "qualifies"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one revision, with one code by one coder.

    Invariant: `revision.text[start:end] == quote`, on every write, open and export.

    Attributes:
        start: First code point.
        end: One past the last code point.
        created_at: ISO 8601 in UTC.
        important: The researcher means to come back to it.
        stance: What it does to a later theme: supports, qualifies or contradicts it.
    """

    id: SegmentId
    document_id: DocumentId
    revision: int
    start: int
    end: int
    quote: str
    code_id: CodeId
    coder_id: CoderId
    created_at: str
    important: bool = False
    stance: Stance = Stance.NONE
    meaning: int = 1

    @property
    def span(self) -> Span:
        """The stretch as a span."""
        return Span(self.start, self.end)


class MemoTarget(StrEnum):
    """What a memo or a journal entry is about."""

    PROJECT = "project"
    DOCUMENT = "document"
    PASSAGE = "passage"
    CASE = "case"
    CODE = "code"
    SEGMENT = "segment"
    THEME = "theme"


class MemoKind(StrEnum):
    """A memo is about its target; a journal entry is the researcher's reflexive diary."""

    MEMO = "memo"
    JOURNAL = "journal"


@dataclass(frozen=True, slots=True)
class Memo:
    """A note by a coder. `target_id` is the project's id for the project itself.

    Invariant: a memo on a passage (an annotation), and no other, has a place in a text:
    `0 <= start < end <= len(revision.text)`.

    Attributes:
        target_id: For a passage its document's id.
        date: For a journal entry the day it is about (`YYYY-MM-DD`); else the day of writing.
        private: Its coder's alone: shown to nobody else, and in no export.
        revision: Of a passage: the number of the text that `start` and `end` count in, as code points.
    """

    id: MemoId
    kind: MemoKind
    target: MemoTarget
    target_id: str
    text: str
    coder_id: CoderId
    date: str
    created_at: str
    private: bool = False
    revision: int | None = None
    start: int | None = None
    end: int | None = None

    @property
    def is_journal(self) -> bool:
        """True for a journal entry."""
        return self.kind is MemoKind.JOURNAL

    @property
    def span(self) -> Span | None:
        """The passage that it is about, or None."""
        return None if self.start is None or self.end is None else Span(self.start, self.end)
