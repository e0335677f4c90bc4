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


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one revision, with one code by one coder.

    Invariant: `revision.text[start:end] == quote`, on every write, open and export.

    Attributes:
        start: First code point.
        end: One past the last code point.
        created_at: ISO 8601 in UTC.
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

    @property
    def span(self) -> Span:
        """The stretch as a span."""
        return Span(self.start, self.end)


class MemoTarget(StrEnum):
    """What a memo or a journal entry is about."""

    PROJECT = "project"
    DOCUMENT = "document"
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

    Attributes:
        date: For a journal entry the day it is about (`YYYY-MM-DD`); else the day of writing.
    """

    id: MemoId
    kind: MemoKind
    target: MemoTarget
    target_id: str
    text: str
    coder_id: CoderId
    date: str
    created_at: str
