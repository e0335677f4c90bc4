"""A tree of codes as rows, drawn one by one (Textual's Line API): two thousand are as quick as twenty.

The list holds the ids of the rows that are there and nothing of what stands in them: a row is made when it is
painted. A key that moves the cursor paints two rows; folding changes the list of ids and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.content import Content

    from qualbench.model.ids import CodeId

#: Stands in the style of what a click on a row does beside choosing it: `{DOES: "mark"}`.
DOES = "does"


class CodeRows(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of codes with a cursor.

    Args:
        paint: Returns the words of a code's row in so many cells.

    Attributes:
        ids: The codes in the rows, from the top.
        cursor: Place of the row under the cursor, from 0.
        rows_painted: How many rows were made so far; for tests.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    CodeRows { height: 1fr; padding: 0 1; background: $background; color: $foreground;
               scrollbar-size-vertical: 1; overflow-x: hidden; }
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
        """The cursor stands on another code."""

    class Chosen(Message):
        """A code was chosen with a double click; Enter is the screen's own gesture."""

    class Clicked(Message):
        """A part of a row that does something of its own was clicked; the cursor is there by now."""

        def __init__(self, does: str) -> None:
            super().__init__()
            self.does = does

    def __init__(self, paint: Callable[[CodeId, int], Content], id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.ids: Sequence[CodeId] = ()
        self.cursor = 0
        self.rows_painted = 0
        self._paint = paint

    def show(self, ids: Sequence[CodeId], at: CodeId = "") -> None:
        """Show the rows of these codes, with the cursor on one, else where it was."""
        kept = at or self.chosen
        self.ids = ids
        self.cursor = ids.index(kept) if kept in ids else max(0, min(self.cursor, len(ids) - 1))
        self.virtual_size = Size(self.room, len(ids))
        self.refresh()
        self._show_cursor()
        self.call_after_refresh(self._show_cursor)  # before the first layout there is no height yet

    @property
    def chosen(self) -> CodeId:
        """The code under the cursor, or an empty string."""
        return self.ids[self.cursor] if self.ids else ""

    @property
    def room(self) -> int:
        """How many cells a row has."""
        return max(20, self.scrollable_content_region.width)

    def go_to(self, place: int) -> None:
        """Put the cursor on the row at `place`, held to what there is, and show it."""
        place = max(0, min(place, len(self.ids) - 1))
        if place != self.cursor:
            for row in (self.cursor, place):
                self.refresh_line(row)
            self.cursor = place
            self._show_cursor()
            self.post_message(self.Highlighted())

    def touch(self, code_id: CodeId) -> None:
        """Have the row of a code made again."""
        if code_id in self.ids:
            self.refresh_line(self.ids.index(code_id))

    def action_cursor_up(self) -> None:
        """Go one row up."""
        self.go_to(self.cursor - 1)

    def action_cursor_down(self) -> None:
        """Go one row down."""
        self.go_to(self.cursor + 1)

    def action_page(self, direction: int) -> None:
        """Go one page down (1) or up (-1)."""
        self.go_to(self.cursor + direction * max(1, self.scrollable_content_region.height - 1))

    def action_first(self) -> None:
        """Go to the first row."""
        self.go_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self.go_to(len(self.ids) - 1)

    def _show_cursor(self) -> None:
        """Scroll as little as shows the row under the cursor; the terminal's own cursor follows."""
        height, top = self.scrollable_content_region.height, round(self.scroll_y)
        if height and not top <= self.cursor < top + height:
            top = self.cursor if self.cursor < top else self.cursor - height + 1
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
        if self.has_focus and self.ids:  # for screen readers and input methods
            region = self.content_region
            self.app.cursor_position = Offset(region.x, region.y + self.cursor - top)

    def render_line(self, y: int) -> Strip:
        """Return line `y` of the view."""
        width, at = self.room, round(self.scroll_y) + y
        if at >= len(self.ids):
            return Strip.blank(width, self.rich_style)
        self.rows_painted += 1
        words = self._paint(self.ids[at], width)
        if at == self.cursor:
            words = words.stylize(Style(bold=True, reverse=self.has_focus or None))
        (strip,) = Visual.to_strips(self, words, width, 1, self.visual_style)
        return strip

    def on_focus(self) -> None:
        """Draw the cursor as the one that keys act on."""
        self.refresh_line(self.cursor)
        self._show_cursor()

    def on_blur(self) -> None:
        """Draw the cursor as at rest."""
        self.refresh_line(self.cursor)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.virtual_size = Size(self.room, len(self.ids))
        self._show_cursor()

    def notify_style_update(self) -> None:
        """Draw with other colours."""
        super().notify_style_update()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is, and do what that part of the row does."""
        offset = event.get_content_offset(self)
        at = round(self.scroll_y) + (offset.y if offset else len(self.ids))
        if at < len(self.ids):
            self.go_to(at)
            does = event.style.meta.get(DOES, "")
            if does:
                self.post_message(self.Clicked(does))
            elif event.chain > 1:
                self.post_message(self.Chosen())
