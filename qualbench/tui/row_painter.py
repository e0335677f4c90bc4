"""One row of a transcript as pieces of text, each with what it is. Pure: no Textual, no colours.

The view only turns what a piece is into a style; so what is painted can be tested against the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from qualbench.model.document import ASKING
from qualbench.tui.sanitise import Cluster, drawn, is_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.coding import Segment
    from qualbench.model.ids import CodeId, SegmentId
    from qualbench.model.span import Span
    from qualbench.tui.transcript_layout import Layout


class Look(Flag):
    """What a piece of a row is; several at once."""

    TEXT = 0
    LABEL = auto()
    QUIET = auto()
    OVERLAP = auto()
    CHOSEN = auto()
    SELECTED = auto()
    FOUND = auto()
    NOTED = auto()
    CURSOR = auto()


class Piece(NamedTuple):
    """Painted text, what it is, and the code whose tint it bears (of several the innermost's)."""

    text: str
    look: Look
    code_id: CodeId | None


class Stripe(NamedTuple):
    """One cell beside the text: a code's letter or line, or blank where `code_id` is None.

    Attributes:
        others: True for a coding of another coder: its letter is a small one.
        sign: What stands instead of the line: whose coding it is.
    """

    code_id: CodeId | None
    head: bool
    segment_id: SegmentId | None = None
    others: bool = False
    sign: str = ""


@dataclass(frozen=True, slots=True)
class RowState:
    """All that the look of one row depends on beside the text itself.

    Attributes:
        segments: Codings that touch the row, the outer before the inner.
        selection: The selected stretch, or None.
        found: Places found, those that touch the row.
        cursor: The cursor's offset where it stands on this row, else None.
        chosen: Id of the coding that the next command is about, or None.
        noted: Passages with a memo of their own, those that touch the row.
    """

    segments: Sequence[Segment] = ()
    selection: Span | None = None
    found: Sequence[Span] = ()
    cursor: int | None = None
    chosen: SegmentId | None = None
    noted: Sequence[Span] = ()


def paint_row(layout: Layout, row: int, state: RowState) -> list[Piece]:
    """Return the pieces of a row in order; without the cursor's blank they are `drawn` of what is painted."""
    start, end = layout.painted(row)
    line = layout.text[start:end]
    row_clusters: list[Cluster] | None = None
    if is_plain(line):
        end = min(end, start + layout.width)
    else:
        row_clusters = layout.clusters(row)
        end = row_clusters[-1].end if row_clusters else start
    pieces = []
    cuts = _cuts(layout, row, state, start, end)
    for a, b in pairwise(cuts):
        if row_clusters is None:
            text = drawn(layout.text[a:b])
        else:
            text = "".join(cluster.drawn for cluster in row_clusters if a <= cluster.start < b)
        if text:
            pieces.append(Piece(text, *_look(layout, row, state, a)))
    if state.cursor is not None and state.cursor >= end:
        pieces.append(Piece(" ", Look.CURSOR, None))
    return pieces


def _cuts(layout: Layout, row: int, state: RowState, start: int, end: int) -> list[int]:
    """Return the offsets between which the look of a row does not change, its two ends included."""
    cuts = {start, end}
    for segment in state.segments:
        cuts.update((segment.start, segment.end))
    for span in (*state.found, *state.noted, *([state.selection] if state.selection else [])):
        cuts.update((span.start, span.end))
    for turn in layout.turns_touching(row):
        cuts.update((turn.label_start, turn.start))
    if state.cursor is not None and state.cursor < end:
        cuts.update((state.cursor, layout.after_cluster(state.cursor)))
    return sorted(cut for cut in cuts if start <= cut <= end)


def _look(layout: Layout, row: int, state: RowState, at: int) -> tuple[Look, CodeId | None]:
    """Return what the character at `at` is, and its tint's code."""
    look = Look.TEXT
    for turn in layout.turns_touching(row):
        if turn.label_start <= at:
            look = Look.LABEL if at < turn.start else Look.TEXT
            if turn.role in ASKING:
                look |= Look.QUIET
    here = [segment for segment in state.segments if segment.start <= at < segment.end]
    if len(here) > 1:
        look |= Look.OVERLAP
    if any(segment.id == state.chosen for segment in here):
        look |= Look.CHOSEN
    if state.selection is not None and state.selection.holds(at):
        look |= Look.SELECTED
    if any(span.holds(at) for span in state.found):
        look |= Look.FOUND
    if any(span.holds(at) for span in state.noted):
        look |= Look.NOTED
    if at == state.cursor:
        look |= Look.CURSOR
    inner = min(here, key=lambda one: (one.id != state.chosen, one.end - one.start), default=None)
    return look, inner.code_id if inner else None


def margin_sign(layout: Layout, row: int, state: RowState) -> str:
    """Return what stands beside a row: `!` where an important coding begins, `*` where an annotation does."""
    start, end = layout.extent(row)
    if any(one.important and start <= one.start < end for one in state.segments):
        return "!"
    return "*" if any(start <= span.start < end for span in state.noted) else ""


def paint_stripes(
    stripes: Sequence[tuple[int, SegmentId, bool]],
    segments: dict[SegmentId, Segment],
    shown: int,
    *,
    top: bool = False,
) -> tuple[list[Stripe], int]:
    """Return the cells of the stripes of a row, and how many more pass here than there are lanes for.

    Args:
        stripes: `(lane, id, whether it begins here)` as `Lanes.on_row` gives them.
        segments: The codings by id.
        shown: How many lanes there are.
        top: True for the first row on the screen, where every stripe shows its letter.
    """
    cells = [Stripe(None, False)] * shown
    hidden = 0
    for lane, segment_id, begins in stripes:
        if lane < shown:
            cells[lane] = Stripe(segments[segment_id].code_id, begins or top, segment_id)
        else:
            hidden += 1
    return cells, hidden
