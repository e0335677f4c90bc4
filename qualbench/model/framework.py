"""The framework matrix: cases by themes, and in each cell what a researcher made of the case's words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualbench.model.ids import CaseId, SegmentId, ThemeId


class CellState(StrEnum):
    """How it stands with a cell of the matrix."""

    NO_DATA = "no data"
    NOT_CHARTED = "not charted"
    CHARTED = "charted"
    LOOK_AGAIN = "look again"


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written into a cell.

    Attributes:
        text: The summary, in the researcher's words.
        quote_id: The segment that is quoted with it; empty for none.
        basis: The segments that the cell had when it was written, each as its id and a digest of its words.
        written_at: When it was written last, ISO 8601 in UTC.
    """

    theme_id: ThemeId
    case_id: CaseId
    text: str
    quote_id: SegmentId | str = ""
    basis: tuple[str, ...] = ()
    written_at: str = ""
