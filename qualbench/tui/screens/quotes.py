"""The segments of a theme, whole, to choose which of them the summary quotes."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from qualbench.errors import QualbenchError
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import BOLD, FAINT, Lines, plural
from qualbench.tui.sanitise import drawn
from qualbench.tui.screens.base import ProjectScreen
from qualbench.workbench import analysing, importing, theming
from qualbench.workbench.codebooks import load_codebook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from qualbench.model.code import Codebook
    from qualbench.model.coding import Segment
    from qualbench.workbench.importing import OpenDocument

#: How many segments are listed; a theme with more is narrowed by its codes first.
LISTED = 500


class QuotesScreen(ProjectScreen):
    """Each segment with who said it and under which code; Enter chooses it, or lets it go."""

    where = Where.QUOTES
    BINDINGS = bindings(Where.QUOTES)
    AUTO_FOCUS = "#quotes"

    def __init__(self, theme_id: str) -> None:
        super().__init__()
        self.theme_id = theme_id
        self.segments: dict[str, Segment] = {}
        self.chosen: tuple[str, ...] = ()
        self._open: dict[str, OpenDocument] = {}

    def compose_body(self) -> Iterable[Widget]:
        """Yield the theme's name and its segments."""
        yield Static("", id="theme", classes="heads", markup=False)
        yield Lines("quotes", tall=True)

    def reload(self) -> None:
        """Read the theme's segments and which of them are chosen."""
        try:
            theme = theming.find_theme(self.session, self.theme_id)
        except QualbenchError:  # its making was taken back
            self.segments = {}
            self.query_one("#theme", Static).update("There is no such theme any more. [Esc] goes back.")
            self.query_one(Lines).show([])
            return
        book = load_codebook(self.session)
        found = analysing.theme_segments(self.session, self.theme_id)
        self.segments = {one.id: one for one in found[:LISTED]}
        self.chosen = theme.exemplar_ids
        head = f"{theme.name}: {plural(len(found), 'segment')}, {len(self.chosen)} chosen"
        if len(found) > LISTED:
            head += f"; the first {LISTED} are listed"
        if not found:
            head += ": [Esc] goes back; there [Space] marks codes and [a] puts them in"
        self.query_one("#theme", Static).update(drawn(head))
        self.query_one(Lines).show([(one.id, self._row(one, book)) for one in self.segments.values()])

    def _row(self, segment: Segment, book: Codebook) -> Content:
        mark = "★ " if segment.id in self.chosen else "  "
        quote = drawn(" ".join(segment.quote.split()))
        name = book.by_id[segment.code_id].name if segment.code_id in book.by_id else ""
        marks = "".join(f", {one}" for one in ("important" * segment.important, segment.stance) if one)
        said = f"  {self._who(segment)}: {name}{marks}"
        return Content.assemble((mark, BOLD), f"“{quote}”", (drawn(said), FAINT))

    def _who(self, segment: Segment) -> str:
        """Say where the words stand: the document, the turn and its speaker."""
        if segment.document_id not in self._open:
            self._open[segment.document_id] = importing.open_document(self.session, segment.document_id)
        held = self._open[segment.document_id]
        place = bisect_right([turn.label_start for turn in held.turns], segment.start) - 1
        if place < 0:
            return held.document.name
        turn = held.turns[place]
        spoken = f", {turn.speaker}" if turn.speaker not in (None, held.document.name) else ""
        return f"{held.document.name}, turn {turn.index}{spoken}"

    def on_option_list_option_selected(self) -> None:
        """A double click does what Enter does."""
        self.action_choose_quote()

    def action_choose_quote(self) -> None:
        """Choose the segment under the cursor for the summary, or let it go."""
        segment_id = self.query_one(Lines).chosen
        if not segment_id:
            return
        if segment_id in self.chosen:
            self.change(lambda: theming.drop_exemplar(self.session, self.theme_id, segment_id))
        else:
            self.change(lambda: theming.choose_exemplar(self.session, self.theme_id, segment_id))

    def action_read_quote(self) -> None:
        """Read the segment in its document."""
        segment = self.segments.get(self.query_one(Lines).chosen)
        if segment is not None:
            from qualbench.tui.screens.coding.opening import open_coding  # late: most never go there

            open_coding(self.shell, segment)
