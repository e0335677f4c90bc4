"""Places in a text that a correction left unsure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualbench.model.coding import MemoTarget
    from qualbench.model.ids import DocumentId
    from qualbench.model.span import Span


class Doubt(StrEnum):
    """Why a place waits for a person."""

    CHANGED = "changed"
    UNSURE = "unsure"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class UnsurePlace:
    """A coding or an annotation that waits for a person after its document's text became another.

    Attributes:
        target: A segment, or the passage of a memo.
        target_id: The segment's or the memo's id.
        revision: The text in which it surely stood, at `was`.
        new_revision: The text that raised the doubt.
        now: Where it stands for the time being; None where it was lost: it is then still in `revision`.
        score: How much the words there are like those that were, 0 to 100.
    """

    id: str
    target: MemoTarget
    target_id: str
    document_id: DocumentId
    doubt: Doubt
    revision: int
    was: Span
    new_revision: int
    now: Span | None
    score: float
    created_at: str
