"""Lists of rows, and the lines above and below every screen."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.geometry import Offset
from textual.style import Style
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualbench.model.code import PATH_SEPARATOR
from qualbench.tui.keymaps import cap, keys_of, settings_of
from qualbench.tui.keys import Gesture, Where, gestures
from qualbench.tui.sanitise import drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import App
    from textual.binding import BindingType

BOLD = Style(bold=True)
FAINT = Style(dim=True)


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return `text`, safe to paint, in exactly `width` cells: cut with an ellipsis or filled with spaces."""
    text = drawn(" ".join(text.split()))
    cells = cell_len(text)
    if cells > width:
        return set_cell_size(text, width - 1) + "…" if width > 0 else ""
    space = " " * (width - cells)
    return space + text if right else text + space


def columns(width: int, *cells: tuple[str, int]) -> str:
    """Return cells side by side, two spaces between, in `width` cells.

    Each cell comes with its width; a negative one is set to the right; 0 takes what is left over.
    """
    gaps = 2 * (len(cells) - 1)
    rest = max(8, width - gaps - sum(abs(wide) for _text, wide in cells))
    return "  ".join(fit(text, abs(wide) or rest, right=wide < 0) for text, wide in cells)


def leaf_first(path: str, name: str = "") -> str:
    """Return `Workload ‹ Strain` for `Strain > Workload`: what one looks for stands first, and is cut last.

    Args:
        name: What stands for the last part of the path, such as its name with a note.
    """
    above, _arrow, last = path.rpartition(PATH_SEPARATOR)
    return f"{name or last} ‹ {above}" if above else name or last


def plural(number: int, noun: str, many: str = "") -> str:
    """Return `1 turn`, `2 turns`."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


class Lines(OptionList, inherit_bindings=False):
    """A list of rows with ids. Enter and letters go on to the screen; a double click is Enter.

    Args:
        tall: Rows take as many lines as their words need.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        one for one in OptionList.BINDINGS if getattr(one, "key", "") != "enter"
    ]

    def __init__(self, id: str, *, tall: bool = False) -> None:  # noqa: A002
        super().__init__(id=id, markup=False, compact=True, classes="tall" if tall else None)
        self.tall = tall

    def show(self, rows: Sequence[tuple[str, Content | str]]) -> None:
        """Show `rows` of (id, words), with the cursor on the row where it was."""
        kept, place = self.chosen, self.highlighted or 0
        self.clear_options()
        self.add_options([Option(words, id=row_id) for row_id, words in rows])
        if rows:
            ids = [row_id for row_id, _words in rows]
            self.highlighted = ids.index(kept) if kept in ids else min(place, len(rows) - 1)

    def action_cursor_down(self) -> None:
        """Go one row down; at the end stay there."""
        if self.highlighted is None or self.highlighted < self.option_count - 1:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Go one row up; at the top stay there."""
        if self.highlighted != 0:
            super().action_cursor_up()

    def go_to(self, row_id: str) -> None:
        """Put the cursor on a row, if it is there."""
        for place, option in enumerate(self.options):
            if option.id == row_id:
                self.highlighted = place

    @property
    def chosen(self) -> str:
        """The id of the row under the cursor, or an empty string."""
        option = self.highlighted_option
        return (option.id or "") if option else ""

    @property
    def room(self) -> int:
        """How many cells a row has."""
        return max(20, self.scrollable_content_region.width)

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Let the terminal's own cursor follow, for screen readers and input methods."""
        super().watch_highlighted(highlighted)
        if self.has_focus and highlighted is not None:
            self.call_after_refresh(self._place_cursor)

    def _place_cursor(self) -> None:
        if self.has_focus and self.highlighted is not None and not self.tall:
            row = self.highlighted - self.scroll_offset.y
            self.app.cursor_position = Offset(self.content_region.x, self.content_region.y + row)

    async def _on_click(self, event: events.Click) -> None:
        event.prevent_default()
        place = event.style.meta.get("option")
        if place is not None:
            self.highlighted = place
            if event.chain > 1:
                self.action_select()


class KeyLine(Static):
    """The bottom line: what the keys do here, as many as fit; help is always among them."""

    def __init__(self, where: Where) -> None:
        super().__init__(id="keys", markup=False)
        self.where = where

    def render(self) -> Content:
        """Return the key caps that fit."""
        return key_caps(self.app, self.where, self.size.width)


def key_caps(app: App[Any], where: Where, width: int) -> Content:
    """Return `[Enter] Read and code  [i] Import ...  [F1] Help` in at most `width` cells."""
    rows = [one for one in gestures(where, everywhere=True) if one.short and offered(app, one)]
    rows.sort(key=lambda one: (Where.EVERYWHERE in one.where, len(one.where) > 1))
    last = next(one for one in rows if one.id == "help")
    parts: list[Content] = []
    used = _cells(app, last)
    for one in rows:
        if one is not last and used + 2 + _cells(app, one) <= width:
            used += 2 + _cells(app, one)
            parts += [_cap(app, one), Content("  ")]
    return Content("").join([*parts, _cap(app, last)])


def offered(app: App[Any], gesture: Gesture) -> bool:
    """Say whether a line of keys offers a gesture: not what is not there here, nor what a reader may not."""
    if not keys_of(gesture, settings_of(app)):
        return False
    resting = {one for where in (app, *app.screen_stack[-1:]) for one in getattr(where, "not_offered", ())}
    return gesture.id not in resting and not (gesture.for_writing and reads_only(app))


def reads_only(app: App[Any]) -> bool:
    """Say whether a project is open, and only to be read."""
    session = getattr(app, "session", None)
    return session is not None and not session.writable


def _cells(app: App[Any], gesture: Gesture) -> int:
    return cell_len(f"[{cap(app, gesture.id)}] {gesture.short}")


def _cap(app: App[Any], gesture: Gesture) -> Content:
    namespace = "app" if Where.EVERYWHERE in gesture.where else "screen"
    click = Style.from_meta({"@click": f"{namespace}.{gesture.id}"})
    key = f"[{cap(app, gesture.id)}]"
    return Content.assemble((key, BOLD + click), (f" {gesture.short}", click))


def when(at: str) -> str:
    """Return a moment (ISO 8601 in UTC) as this computer's day and minute, or nothing for none."""
    if not at:
        return ""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
