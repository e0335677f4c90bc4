"""Passages in a list: any number of them, drawn row by row (Textual's Line API).

A passage is asked for when it comes into sight, and its height is known only then; the place is held as a
passage and a row of it, not as a row of the whole list. So ten thousand open as fast as ten. The list shows
what it is given and says what the person did; it knows no project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment as RichSegment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualbench.tui.passage_layout import WHOLE, Kind, Painted, Passage, Passages, Row, cells_of, rows_of
from qualbench.tui.themes import least_contrast, seen, words_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events

#: Cells at the left: a bar beside the passage under the cursor, and the mark.
GUTTER = 3
BAR, MARKED = "▌", "✓"
_TRACK, _THUMB = "│", "█"


class PassageList(Widget, can_focus=True, inherit_bindings=False):
    """Passages to look through, mark and choose.

    Args:
        rows: Rows of each passage at most (the heading is one); `ROW` for one row each, with the words in
            a column, `WHOLE` for all of their words.

    Attributes:
        cursor: Place of the passage under the cursor, from 0.
        marked: Ids of the marked passages, in the order of marking.
        rows_built: How many rows have been laid out so far; for tests and the bench.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"passages--found"}
    DEFAULT_CSS = """
    PassageList { height: 1fr; width: 1fr; background: $background; color: $foreground; }
    PassageList > .passages--found { background: $warning; color: $text; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "Up", show=False),
        Binding("down", "cursor_down", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end", "last", "Last", show=False),
    ]

    class Highlighted(Message):
        """The cursor stands on another passage, or on none (`place` is None)."""

        def __init__(self, passages: PassageList, place: int | None) -> None:
            super().__init__()
            self.passages, self.place = passages, place

    class Marked(Message):
        """A passage was marked by hand, or its mark taken away."""

        def __init__(self, passages: PassageList, passage_id: str) -> None:
            super().__init__()
            self.passages, self.passage_id = passages, passage_id

    class Chosen(Message):
        """A passage was chosen with a double click; Enter is the screen's own gesture."""

        def __init__(self, passages: PassageList, place: int) -> None:
            super().__init__()
            self.passages, self.place = passages, place

    def __init__(self, *, rows: int = 4, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.items: Passages = ()
        self.rows = rows
        self.cursor = 0
        self.marked: dict[str, None] = {}
        self.rows_built = 0
        self._top, self._skip = 0, 0  # the first passage in sight, and how many of its rows are above
        self._built: LRUCache[int, tuple[Passage, list[Row]]] = LRUCache(256)
        self._sight: list[tuple[int, int]] = []  # (passage, row of it) of each line of the view
        self._sight_for = (0, 0)

    # --- what is shown ----------------------------------------------------------------------------

    def show(self, items: Passages, *, cursor: int = 0) -> None:
        """Show other passages, with the cursor on one of them; marks stay with ids that the caller keeps."""
        far = items is not self.items
        self.items = items
        self._built.clear()
        self.cursor = max(0, min(cursor, len(items) - 1))
        if far and not self._top <= self.cursor < self._top + self.size.height:
            self._top, self._skip = self.cursor, 0
        self._top = max(0, min(self._top, len(items) - 1))
        self._look()
        self.post_message(self.Highlighted(self, self.cursor if len(items) else None))

    def show_rows(self, rows: int) -> None:
        """Show so many rows of each passage (`ROW`, `WHOLE`, or at most so many)."""
        self.rows = rows
        self._built.clear()
        self._top, self._skip = self.cursor, 0
        self._look()

    def show_again(self) -> None:
        """Make every passage anew: context, names or colours have changed."""
        self._built.clear()
        self._look()

    @property
    def current(self) -> Passage | None:
        """The passage under the cursor."""
        return self._lay(self.cursor)[0] if len(self.items) else None

    # --- moving -----------------------------------------------------------------------------------

    def go_to(self, place: int) -> None:
        """Put the cursor on the passage at `place`, held to what there is, and show it."""
        if not len(self.items):
            return
        old, top = self.cursor, (self._top, self._skip)
        self.cursor = max(0, min(place, len(self.items) - 1))
        self._show_cursor()
        if (self._top, self._skip) != top:
            self._look()
        elif old != self.cursor:
            self._touch(old, self.cursor)
        if old != self.cursor:
            self.post_message(self.Highlighted(self, self.cursor))
        self._place_cursor()

    def action_cursor_down(self) -> None:
        """Go one passage down; one that is longer than the view is read first."""
        if not self._read_on(1):
            self.go_to(self.cursor + 1)

    def action_cursor_up(self) -> None:
        """Go one passage up; one that is longer than the view is read first."""
        if not self._read_on(-1):
            self.go_to(self.cursor - 1)

    def action_page(self, direction: int) -> None:
        """Go one page down (1) or up (-1)."""
        if not len(self.items) or self._read_on(direction):
            return
        self._scroll(direction * max(1, self.size.height - 1))
        at = [place for place, row in self._sight if row == 0] or [self._sight[0][0]]
        if direction > 0:
            self.go_to(at[0] if at[0] > self.cursor else at[-1])
        else:
            self.go_to(at[0])

    def action_first(self) -> None:
        """Go to the first passage."""
        self.go_to(0)

    def action_last(self) -> None:
        """Go to the last passage."""
        self.go_to(len(self.items) - 1)

    def toggle_mark(self) -> None:
        """Mark the passage under the cursor, or take its mark away."""
        passage = self.current
        if passage is not None:
            if passage.id in self.marked:
                del self.marked[passage.id]
            else:
                self.marked[passage.id] = None
            self._touch(self.cursor)
            self.post_message(self.Marked(self, passage.id))

    def mark(self, ids: Iterable[str]) -> None:
        """Mark these and no others."""
        self.marked = dict.fromkeys(ids)
        self.refresh()

    def _read_on(self, direction: int) -> bool:
        """Scroll inside the passage under the cursor where it is longer than the view; say if that was so."""
        if not len(self.items):
            return False
        height, rows = self.size.height, len(self._lay(self.cursor)[1])
        if rows <= height or self._top != self.cursor:
            return False
        skip = min(max(0, self._skip + direction * max(1, height - 2)), rows - height)
        if skip == self._skip:
            return False
        self._skip = skip
        self._look()
        return True

    def _scroll(self, by: int) -> None:
        """Move the view by rows, held to the list's ends."""
        self._top, self._skip = self._moved(self._top, self._skip, by)
        self._look()

    def _moved(self, place: int, row: int, by: int) -> tuple[int, int]:
        """Return the passage and its row that are `by` rows further on; lays out only those between."""
        row += by
        while row < 0 and place > 0:
            place -= 1
            row += len(self._lay(place)[1])
        while place < len(self.items) - 1 and row >= (rows := len(self._lay(place)[1])):
            row -= rows
            place += 1
        return place, max(0, min(row, len(self._lay(place)[1]) - 1))

    def _show_cursor(self) -> None:
        """Scroll as little as shows the passage under the cursor, or its beginning where it is long."""
        height = self.size.height
        if not height or not len(self.items):
            return
        rows = len(self._lay(self.cursor)[1])
        if self.cursor < self._top or (self.cursor == self._top and self._skip) or rows >= height:
            self._top, self._skip = self.cursor, 0
            return
        used, place = -self._skip, self._top
        while place < self.cursor and used <= height:
            used += len(self._lay(place)[1])
            place += 1
        if used + rows > height:
            self._top, self._skip = self._moved(self.cursor, rows - 1, 1 - height)

    # --- drawing ----------------------------------------------------------------------------------

    def _lay(self, place: int) -> tuple[Passage, list[Row]]:
        made = self._built.get(place)
        if made is None:
            passage = self.items[place]
            rows = rows_of(passage, self.size.width - GUTTER - 1, self.rows)
            if self.rows == WHOLE or self.rows > 2:
                rows.append([])  # a blank row between passages
            self.rows_built += len(rows)
            made = self._built[place] = (passage, rows)
        return made

    def _look(self) -> None:
        """Find out what is in sight, and draw it."""
        width, height = self.size
        if self._sight_for[0] != width:
            self._built.clear()
        self._sight_for = (width, height)
        self._sight = []
        if height and len(self.items):
            last = len(self.items) - 1
            if last - self._top < height:  # near the end: no empty rows below it
                end = self._moved(last, len(self._lay(last)[1]) - 1, 1 - height)
                self._top, self._skip = min((self._top, self._skip), end)
            place, row = self._top, self._skip
            while len(self._sight) < height and place <= last:
                for one in range(row, len(self._lay(place)[1])):
                    self._sight.append((place, one))
                place, row = place + 1, 0
            del self._sight[height:]
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return line `y` of the view."""
        if self._sight_for != tuple(self.size):
            self._look()
        width, base = self.size.width, self.rich_style
        bar = self._bar(y, base)
        if y >= len(self._sight):
            return Strip([RichSegment(" " * (width - 1), base), bar], width)
        place, row = self._sight[y]
        passage, rows = self._lay(place)
        here, between = place == self.cursor, row == len(rows) - 1 and not rows[row]
        marked = row == 0 and passage.id in self.marked
        parts = [
            RichSegment(BAR if here and not between else " ", base + Style(bold=True)),
            RichSegment(MARKED if marked else " ", base + Style(bold=True)),
            RichSegment(" ", base),
        ]
        if row == 0 and here:
            base += Style(bold=True, reverse=self.has_focus or None)
        parts += [RichSegment(piece.text, self._style(piece, base)) for piece in rows[row]]
        used = GUTTER + cells_of(rows[row])
        parts += [RichSegment(" " * max(0, width - 1 - used), base), bar]
        return Strip(parts, max(width, used + 1))

    def _style(self, piece: Painted, base: Style) -> Style:
        plain = self.app.no_color
        kind = piece.kind
        style = base + Style(bold=Kind.BOLD in kind or None, dim=(Kind.FAINT in kind and not plain) or None)
        if piece.color and not plain:
            read = seen(piece.color, self.background_colors[1], least_contrast(self.app))
            style += Style(color=read.rich_color)
        if Kind.WORDS in kind:
            style += Style(underline=plain or None)
        if Kind.FOUND in kind:
            style += Style(underline2=True, bold=True)
            if not plain:
                ground = self.get_component_styles("passages--found").background
                style += Style(bgcolor=ground.rich_color, color=words_on(ground).rich_color, dim=False)
        return style

    def _bar(self, y: int, base: Style) -> RichSegment:
        """Return the last cell of a line: where in the list the view is."""
        height, many = self.size.height, len(self.items)
        seen = len({place for place, _row in self._sight})
        if seen >= many:
            return RichSegment(" ", base)
        thumb = max(1, height * seen // many)
        start = (height - thumb) * self._top // max(1, many - seen)
        start = min(start, height - thumb)
        return RichSegment(_THUMB if start <= y < start + thumb else _TRACK, base + Style(dim=True))

    def _touch(self, *places: int) -> None:
        """Have the lines of these passages drawn again where they are in sight."""
        for y, (place, _row) in enumerate(self._sight):
            if place in places:
                self.refresh(Region(0, y, self.size.width, 1))

    def _place_cursor(self) -> None:
        """Let the terminal's own cursor follow, for screen readers and input methods."""
        if self.has_focus:
            for y, (place, _row) in enumerate(self._sight):
                if place == self.cursor:
                    self.app.cursor_position = Offset(self.content_region.x, self.content_region.y + y)
                    return

    # --- what happens to it -----------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Lay out anew where the width has changed; the passage under the cursor stays in sight."""
        if self._sight_for[0] != self.size.width:
            self._built.clear()
        self._skip = 0
        self._show_cursor()
        self._look()

    def on_focus(self) -> None:
        """Draw the cursor's heading as the one that keys act on."""
        self._touch(self.cursor)
        self._place_cursor()

    def on_blur(self) -> None:
        """Draw the cursor's heading as at rest."""
        self._touch(self.cursor)

    def notify_style_update(self) -> None:
        """Draw with other colours."""
        super().notify_style_update()
        self.refresh()

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the view three rows down."""
        event.stop()
        if len(self.items):
            self._scroll(3)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the view three rows up."""
        event.stop()
        if len(self.items):
            self._scroll(-3)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; in the last column go to that share of the list."""
        many = len(self.items)
        if event.x >= self.size.width - 1 and many:
            self.go_to(many * event.y // max(1, self.size.height))
        elif event.y < len(self._sight):
            place = self._sight[event.y][0]
            if event.x < GUTTER:
                self.go_to(place)
                self.toggle_mark()
                return
            self.go_to(place)
            if event.chain > 1:
                self.post_message(self.Chosen(self, place))
