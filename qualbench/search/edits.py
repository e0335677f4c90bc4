"""Edits of a text, and where stretches of it are once they are made: arithmetic, no comparing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from qualbench.model.span import Span
from qualbench.search.anchoring import Anchored, Fate

if TYPE_CHECKING:
    from collections.abc import Sequence

_PIECE = re.compile(r"\w+|\s+|[^\w\s]")


class Edit(NamedTuple):
    """Some code points of a text, half-open, and the words that take their place."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with edits made; they are in order and do not overlap."""
    parts, at = [], 0
    for one in edits:
        parts += [text[at : one.start], one.text]
        at = one.end
    return "".join([*parts, text[at:]])


def edits_between(old: str, new: str, offset: int = 0) -> list[Edit]:
    """Return the fewest words to put in and take out that make one text of another.

    Args:
        offset: Where the old text begins in the text that is edited.
    """
    from rapidfuzz.distance import Levenshtein

    was = [hit.span() for hit in _PIECE.finditer(old)]
    now = [hit.span() for hit in _PIECE.finditer(new)]
    pieces = [old[start:end] for start, end in was], [new[start:end] for start, end in now]
    edits = []
    for one in Levenshtein.opcodes(*pieces):
        if one.tag != "equal":
            start = was[one.src_start][0] if one.src_start < len(was) else len(old)
            end = was[one.src_end - 1][1] if one.src_end > one.src_start else start
            text = "".join(pieces[1][one.dest_start : one.dest_end])
            edits.append(Edit(offset + start, offset + end, text))
    return edits


@dataclass(frozen=True)
class EditMap:
    """Where offsets of a text are once edits are made."""

    edits: tuple[Edit, ...]

    def place(self, span: Span) -> Anchored:
        """Return where a stretch is; what was edited inside it is part of it, as a person meant it."""
        touching = [one for one in self.edits if one.start < span.end and one.end > span.start]
        inside = [one for one in self.edits if span.start < one.start == one.end < span.end]
        start, end = self.offset(span.start), self.offset(span.end, after=True)
        if not touching and not inside:
            return Anchored(Fate.SAME, Span(start, end))
        if all(span.start <= one.start and one.end <= span.end for one in touching):
            return Anchored(Fate.CHANGED, Span(start, end)) if start < end else Anchored(Fate.LOST, None, 0.0)
        # an edit goes over an edge: what it put in may belong to the stretch or not
        if end <= start:
            return Anchored(Fate.LOST, None, 0.0)
        return Anchored(Fate.UNSURE, Span(start, end), 50.0)

    def offset(self, offset: int, *, after: bool = False) -> int:
        """Return an offset in the new text; inside what was replaced it is its beginning, or its end.

        Args:
            after: The offset ends a stretch: what is put in just there lies behind it, and one inside what
                was replaced takes what was put in along.
        """
        moved = 0
        for one in self.edits:
            if one.start > offset or (one.start == offset and one.end > offset):
                break
            if one.start == one.end == offset:
                if after:
                    break
                moved += len(one.text)
            elif one.end <= offset:
                moved += len(one.text) - (one.end - one.start)
            else:
                inside = one.start + moved
                return inside + len(one.text) if after else inside
        return offset + moved
