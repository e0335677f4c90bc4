"""The rows of a transcript as strips for Textual, each kept until its look changes.

A key changes a row or two; the others are taken as they are. What decides how a row looks is its key here, so
nothing has to be thrown away by hand when the cursor or the selection moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment as RichSegment
from textual.cache import LRUCache
from textual.strip import Strip

from qualbench.tui.row_painter import RowState, margin_sign, paint_row
from qualbench.tui.transcript_layout import top_row_for
from qualbench.tui.widgets.looks import MORE_CELLS, Looks, filters_of

if TYPE_CHECKING:
    from qualbench.model.document import Turn
    from qualbench.tui.transcript_layout import Layout
    from qualbench.tui.widgets.transcript_view import TranscriptView

#: How many rows are kept: a few screens of them.
_KEPT = 160


class Gutter:
    """What stands to the left of the text, in cells.

    Args:
        width: Cells of the whole view.
        turns: The document's turns.
        bare: True for no stripes and no numbers.
    """

    def __init__(self, width: int, turns: tuple[Turn, ...], *, bare: bool = False) -> None:
        self.made_for = width, turns, bare
        self.lanes = 0 if bare else 6 if width >= 100 else 4 if width >= 50 else 2
        self.numbers = len(str(len(turns))) if width >= 40 and not bare else 0
        last = max((turn.time for turn in turns if turn.time is not None), default=None)
        self.times = len(clock(last)) + 1 if last is not None and width >= 60 and not bare else 0

    @property
    def width(self) -> int:
        """All of its cells."""
        return self.lanes + 1 + (MORE_CELLS + self.numbers + self.times if self.numbers else 0)

    def words(self, turn: Turn | None) -> str:
        """Return the number of a turn, and when it was said, in the cells that there are."""
        time = clock(turn.time) if turn and turn.time is not None else ""
        return f"{turn.index if turn else '':>{self.numbers}}" + (
            f"{time:>{self.times}}" if self.times else ""
        )


def clock(seconds: float) -> str:
    """Return seconds as `4:07` or `1:02:33`."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


class RowStrips:
    """The strips of one view.

    Args:
        view: Whose rows they are.

    Attributes:
        built: How many rows have been built so far.
        scrolled: By how many rows the view was scrolled last, down or (negative) up.
        expected: The place that the next key will probably go to, as a code point; None where none is.
    """

    def __init__(self, view: TranscriptView) -> None:
        self.built = 0
        self.scrolled = 0.0
        self.expected: int | None = None
        self._view = view
        self._gutter = Gutter(0, ())
        self._kept: LRUCache[tuple[object, ...], Strip] = LRUCache(_KEPT)
        self._looks: Looks | None = None

    @property
    def gutter(self) -> Gutter:
        """What stands to the left of the text in the view as wide as it is now."""
        width, turns, bare = self._view.size.width, self._view.units.turns, self._view.bare
        made = self._gutter.made_for
        if (made[0], made[2]) != (width, bare) or made[1] is not turns:
            self._gutter = Gutter(width, turns, bare=bare)
        return self._gutter

    def forget(self, *, looks: bool = False) -> None:
        """Build every row anew when it is asked for; `looks`: colours have changed too."""
        self._kept.clear()
        if looks:
            self._looks = None

    def look_ahead(self) -> None:
        """Build the rows that come next: those about the place expected, else the next page."""
        layout, top, height = self._view.layout_of_rows, self._view.scroll_offset.y, self._view.size.height
        expected, self.expected = self.expected, None
        if expected is not None and layout is not None and expected < len(self._view.text):
            first = top_row_for(layout.row_of(expected), top, height, jump=True) - top
            self.at(first, first + height - 1)
            return
        first = height - 2 if self.scrolled > 0 else max(2 - height, -self._view.scroll_offset.y)
        self.at(first, first + height - 1)

    def at(self, first: int, last: int) -> list[Strip]:
        """Return the strips at the lines `first` to `last` of the view, both included."""
        view, layout, width = self._view, self._view.layout_of_rows, self._view.size.width
        rows = len(layout) if layout is not None and view.wrapped_for == width else 0
        if self._looks is not None and self._looks.made_for != filters_of(view):
            self.forget(looks=True)
        looks = self._looks = self._looks or Looks(view)
        top, versions, selection = view.scroll_offset.y, view.codings.versions, view.selection
        cursor_row = layout.row_of(view.cursor) if layout is not None else -1
        chosen = view.codings.index.by_id.get(view.chosen_id or "")
        chosen_rows = layout.rows_of(chosen.start, chosen.end) if chosen and layout is not None else (0, -1)
        gutter, room = self.gutter, view.scrollable_content_region.width  # the bar hides what is beside it
        strips = []
        for y in range(first, last + 1):
            row = top + y
            if layout is None or row >= rows:
                strips.append(Strip.blank(width, looks.base))
                continue
            start, end = layout.extent(row)
            inside = selection is not None and selection.start < end and start < selection.end
            key = (
                row,
                y == 0,
                versions.get(row, 0),
                view.cursor if row == cursor_row else None,
                (max(start, selection.start), min(end, selection.end)) if inside and selection else None,
                view.chosen_id if chosen_rows[0] <= row <= chosen_rows[1] else None,
            )
            strip = self._kept.get(key)
            if strip is None:
                state = RowState(
                    segments=view.codings.index.touching(start, max(end, start + 1)),
                    selection=selection if inside else None,
                    found=view.found.touching(start, end),
                    noted=view.codings.noted.touching(start, end),
                    cursor=view.cursor if row == cursor_row else None,
                    chosen=view.chosen_id,
                )
                strip = self._kept[key] = self._build(layout, row, state, looks, gutter, room, top=y == 0)
            strips.append(strip)
        return strips

    def _build(
        self, layout: Layout, row: int, state: RowState, looks: Looks, gutter: Gutter, room: int, *, top: bool
    ) -> Strip:
        self.built += 1
        codings = self._view.codings
        mark_of = codings.marks.mark
        cells, hidden = codings.stripes(row, gutter.lanes, top=top)
        parts = [
            looks.stripe(
                cell,
                mark_of(cell.code_id) if cell.code_id is not None else None,
                chosen=cell.segment_id is not None and cell.segment_id == state.chosen,
            )
            for cell in cells
        ]
        sign = margin_sign(layout, row, state)
        if gutter.numbers:
            parts.append(looks.number(hidden, gutter.words(layout.turn_on(row)), sign))
        else:
            parts.append(RichSegment(sign or " ", looks.base))
        used = gutter.width
        for text, look, code_id in paint_row(layout, row, state):
            tint = mark_of(code_id).color if code_id is not None else None
            parts.append(RichSegment(text, looks.piece(look, code_id, tint)))
            used += cell_len(text)
        if used < room:
            parts.append(RichSegment(" " * (room - used), looks.base))
        return Strip(_merged(parts), max(used, room))


def _merged(parts: list[RichSegment]) -> list[RichSegment]:
    """Return segments with neighbours of one style put together: each costs bytes at every painting."""
    merged = [parts[0]]
    for part in parts[1:]:
        last = merged[-1]
        if part.style is last.style or part.style == last.style:
            merged[-1] = RichSegment(last.text + part.text, last.style)
        else:
            merged.append(part)
    return merged
