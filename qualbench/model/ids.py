"""Identities. A thing's id never changes and is never reused; names are only labels."""

from __future__ import annotations

import uuid
from typing import TypeAlias

DocumentId: TypeAlias = str
SpeakerId: TypeAlias = str
CaseId: TypeAlias = str
AttributeId: TypeAlias = str
CoderId: TypeAlias = str
CodeId: TypeAlias = str
SegmentId: TypeAlias = str
MemoId: TypeAlias = str
ThemeSetId: TypeAlias = str
ThemeId: TypeAlias = str


def new_id() -> str:
    """Return a fresh id: a lower-case UUID of version 4, as the REFI-QDA standard wants."""
    return str(uuid.uuid4())


def is_id(text: str) -> bool:
    """Say whether `text` is an id as `new_id` writes it (any case)."""
    if len(text) != 36:
        return False
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
