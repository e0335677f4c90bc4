"""Independent coding: a time in which each coder sees only what is their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualbench.model.ids import CoderId


@dataclass(frozen=True, slots=True)
class IndependentCoding:
    """One time of independent coding, from its start to its end. It is in force while it has no end.

    Attributes:
        started_at: ISO 8601 in UTC, as `ended_at` is.
        why: The reason given for the start, or empty.
        ended_at: None while it is in force.
        ended_why: The reason given for the end, or empty.
    """

    id: str
    started_at: str
    started_by: CoderId
    why: str = ""
    ended_at: str | None = None
    ended_by: CoderId | None = None
    ended_why: str = ""
