"""What the exports will hold: a list of them, and the one under the cursor as it would be written now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualbench.errors import QualbenchError
from qualbench.tui.hints import hint_here
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import BOLD, FAINT, Lines
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.base import ProjectScreen
from qualbench.tui.screens.exporting import export_previewed
from qualbench.workbench.previewing import Part, preview

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.style import Style
    from textual.widget import Widget

    from qualbench.workbench.previewing import PreviewLine

#: A longer export is shown up to here; the file has all of it.
LONGEST = 1500


class PreviewScreen(ProjectScreen):
    """Exports at the left, their words at the right; Enter writes the one under the cursor to a file."""

    where = Where.PREVIEW
    BINDINGS = bindings(Where.PREVIEW)
    AUTO_FOCUS = "#parts"

    def __init__(self) -> None:
        super().__init__()
        self.part = Part.SUMMARY

    def compose_body(self) -> Iterable[Widget]:
        """Yield the exports, and beside them the words of one."""
        with Horizontal(classes="halves"):
            with Vertical(classes="narrow"):
                yield Static("Exports", classes="heads", markup=False)
                yield Lines("parts")
            with VerticalScroll(classes="entry wide", can_focus=False):
                yield Static("", id="preview", markup=False)

    def reload(self) -> None:
        """Read the project, and make the export under the cursor anew."""
        self.query_one("#parts", Lines).show([(part.value, drawn(part.value)) for part in Part])
        self._show()

    def on_option_list_option_highlighted(self) -> None:
        """Show the export that the cursor came to."""
        chosen = self.query_one("#parts", Lines).chosen
        if chosen and chosen != self.part:
            self.part = Part(chosen)
            self._show()
            self.query_one(VerticalScroll).scroll_home(animate=False)

    def _show(self) -> None:
        words = self.query_one("#preview", Static)
        try:
            made = preview(self.session, self.part)
        except QualbenchError as error:
            said = f"This cannot be written yet. {error.message} {hint_here(error)}".strip()
            words.update(Content("\n").join([Content(drawn(line)) for line in said.splitlines()]))
            return
        told = [Content.assemble((drawn(f"! {one}"), BOLD)) for one in made.warnings]
        shown = [_painted(line) for line in made.lines[:LONGEST]]
        if len(made.lines) > LONGEST:
            shown.append(Content.assemble((f"… and {len(made.lines) - LONGEST:,} lines more.", FAINT)))
        words.update(Content("\n").join([*told, *([Content("")] if told else []), *shown]))

    def on_option_list_option_selected(self) -> None:
        """A double click does what Enter does."""
        self.action_write_preview()

    def action_write_preview(self) -> None:
        """Write what is shown to a file."""
        export_previewed(self, self.part)

    def action_page_preview(self) -> None:
        """Read on; from the end go back to the top."""
        beside = self.query_one(VerticalScroll)
        if beside.scroll_offset.y >= beside.max_scroll_y:
            beside.scroll_home(animate=False)
        else:
            beside.scroll_page_down(animate=False)


def _painted(line: PreviewLine) -> Content:
    text = drawn(line.text)
    style: Style | None = BOLD if line.kind in ("title", "heading") else None
    before = "  ▏ " if line.kind == "quote" else ""
    return Content.assemble((before, FAINT), (text, style) if style is not None else text)
