"""Where one was: the place in each document, and the places that one has jumped from. Pure: no Textual.

A place says all that coming back restores: the cursor, what was selected, and which row stood at the top.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualbench.model.ids import DocumentId, SegmentId
    from qualbench.model.span import Span
    from qualbench.tui.screens.coding.modes import Mode

#: How many places are kept to go back to.
KEPT = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document.

    Attributes:
        cursor: Offset of the cursor.
        top: Offset at which the row at the top of the screen begins.
        anchor: The selection's other end; None where nothing is selected.
        selecting: Whether plain motions were moving the selection's end.
        chosen: The coding that was the chosen one.
    """

    document_id: DocumentId
    cursor: int
    top: int
    anchor: int | None = None
    selecting: bool = False
    chosen: SegmentId | None = None

    def same_spot(self, other: Place) -> bool:
        """Say whether the cursor is at the same place there."""
        return (self.document_id, self.cursor) == (other.document_id, other.cursor)


class Places:
    """The last place in each document, and the jumps that can be taken back and made again.

    Attributes:
        left: Where each document was left since the project was opened.
        last: The place left last, in whichever document.
        states: The state of the screen in which each document was left, if any, and what was found there.
    """

    def __init__(self) -> None:
        self.left: dict[DocumentId, Place] = {}
        self.last: Place | None = None
        self.states: dict[DocumentId, tuple[Mode | None, list[Span]]] = {}
        self._jumps: list[Place] = []
        self._at = 0  # the jump that one stands on; their number where one has not gone back

    def leave(self, place: Place) -> None:
        """Remember where a document is left."""
        self.left[place.document_id] = self.last = place

    def open(self, document_id: DocumentId, position: int | None) -> None:
        """Take the opening of another document, or at a position, for a jump from the place left last."""
        if self.last is not None and (position is not None or self.last.document_id != document_id):
            self.jump_from(self.last)

    def jump_from(self, place: Place) -> None:
        """Remember a place from which one jumps away; what could be made again is forgotten."""
        del self._jumps[self._at :]
        self._put(place)
        self._at = len(self._jumps)

    def back(self, here: Place) -> Place | None:
        """Return the last place jumped from, going one back; None where there is none."""
        if self._at == len(self._jumps):
            self._put(here)
            self._at = len(self._jumps) - 1
        while self._at > 0:
            self._at -= 1
            if not self._jumps[self._at].same_spot(here):
                return self._jumps[self._at]
        return None

    def on(self) -> Place | None:
        """Return the place that one came back from; None where one has not gone back."""
        if self._at + 1 >= len(self._jumps):
            return None
        self._at += 1
        return self._jumps[self._at]

    def _put(self, place: Place) -> None:
        if self._jumps and self._jumps[-1].same_spot(place):
            self._jumps.pop()
        self._jumps.append(place)
        del self._jumps[:-KEPT]
