"""The framework matrix as a grid: cases by themes, and below it the cell under the cursor in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualbench.errors import QualbenchError
from qualbench.tui.dialogs.choose import Choice, ChooseDialog
from qualbench.tui.dialogs.form import Field, FormDialog, Values
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import BOLD, FAINT, Lines, columns, fit, plural
from qualbench.tui.sanitise import drawn, drawn_lines
from qualbench.tui.screens.base import ProjectScreen
from qualbench.workbench import framework
from qualbench.workbench.framework import CellState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from qualbench.model.case import Case
    from qualbench.workbench.framework import Cell, Matrix

EMPTY = "The matrix needs a theme and a participant: [F9] has the themes, importing makes cases."
#: Cells of the case's name and, at the least, of each theme.
_NAME, _WIDE = 16, 22
#: How a cell begins: told apart without colour.
MARKS = {
    CellState.NO_DATA: "·",
    CellState.NOT_CHARTED: "?",
    CellState.CHARTED: " ",
    CellState.LOOK_AGAIN: "!",
}
NO_QUOTE, OWN_ORDER = "no quote", "the cases' own order"
#: Before the value in the id of a row that heads a group.
_GROUP = "="


class MatrixScreen(ProjectScreen):
    """Rows are cases, columns themes; arrows move the cell, Enter writes its summary."""

    where = Where.MATRIX
    BINDINGS = bindings(Where.MATRIX)
    AUTO_FOCUS = "#cases"

    def __init__(self) -> None:
        super().__init__()
        self.matrix: Matrix | None = None
        self.column = 0
        self.first = 0  # the first theme in sight
        self.sort_by = ""  # an attribute; empty for the cases' own order

    def compose_body(self) -> Iterable[Widget]:
        """Yield how it stands, the heads, the rows, and the cell in words."""
        yield Static("", id="sum", classes="note", markup=False)
        yield Static("", id="heads", classes="heads", markup=False)
        yield Lines("cases")
        with VerticalScroll(classes="entry under", can_focus=False):
            yield Static("", id="entry", markup=False)

    def on_resize(self) -> None:
        """Set the columns anew."""
        self._lay_out()

    def reload(self) -> None:
        """Read the matrix of the set in use."""
        try:
            self.matrix = framework.load_matrix(self.session)
        except QualbenchError:  # there is no theme set yet
            self.matrix = None
        themes = len(self.matrix.paths) if self.matrix else 0
        self.column = min(self.column, max(0, themes - 1))
        if self.matrix and self.sort_by not in {one.name for one in self.matrix.attributes}:
            self.sort_by = ""
        self._lay_out()

    @property
    def themes(self) -> list[str]:
        """The ids of the themes, in order."""
        return list(self.matrix.paths) if self.matrix else []

    @property
    def case(self) -> Case | None:
        """The case under the cursor."""
        chosen = self.query_one(Lines).chosen
        return next((one for one in self.matrix.cases if one.id == chosen), None) if self.matrix else None

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor."""
        case = self.case
        if self.matrix is None or case is None or not self.themes:
            return None
        return self.matrix.cell(self.themes[self.column], case.id)

    def _lay_out(self) -> None:
        lines, matrix = self.query_one(Lines), self.matrix
        if matrix is None or not matrix.paths or not matrix.cases:
            self.query_one("#sum", Static).update(self.in_keys(EMPTY))
            self.query_one("#heads", Static).update("")
            lines.show([])
            self._show_entry()
            return
        room = max(1, (lines.room - _NAME) // (_WIDE + 2))
        if not self.first <= self.column < self.first + room:
            self.first = max(0, self.column - room + 1) if self.column >= self.first else self.column
        seen = self.themes[self.first : self.first + room]
        wide = max(_WIDE, (lines.room - _NAME) // max(1, len(seen)) - 2)
        more = len(self.themes) - self.first - len(seen)
        heads = [
            (f"[{name}]" if at == self.column else f" {name}", wide)
            for at, theme_id in enumerate(seen, self.first)
            for name in [matrix.paths[theme_id].rpartition(" > ")[2]]
        ]
        rest = f"+{more}→" if more > 0 else ""
        head = columns(lines.room, (f"case {rest}".strip(), _NAME), *heads)
        self.query_one("#heads", Static).update(head)
        lines.show(self._rows(matrix, seen, wide, lines.room))
        counted = ", ".join(f"{state} {matrix.count(state)}" for state in CellState)
        order = f"; by {self.sort_by}" if self.sort_by else ""
        said = f"{matrix.theme_set}: {plural(len(matrix.cases), 'case')}{order}; {counted}"
        self.query_one("#sum", Static).update(drawn(said))
        self._show_entry()

    def _rows(self, matrix: Matrix, seen: list[str], wide: int, room: int) -> list[tuple[str, Content | str]]:
        cases = matrix.sorted_by(self.sort_by) if self.sort_by else matrix.cases
        rows: list[tuple[str, Content | str]] = []
        group: str | None = None
        for case in cases:
            value = case.value(self.sort_by).strip() if self.sort_by else None
            if value is not None and value != group:
                group = value
                words = fit(f"{self.sort_by}: {value or 'no value'}", room)
                rows.append((f"{_GROUP}{value}", Content.styled(words, BOLD)))
            cells = [(_short(matrix.cell(theme_id, case.id)), wide) for theme_id in seen]
            rows.append((case.id, columns(room, (case.name, _NAME), *cells)))
        return rows

    def on_option_list_option_highlighted(self) -> None:
        """Show the cell under the cursor."""
        self._show_entry()

    def on_option_list_option_selected(self) -> None:
        """A double click does what Enter does."""
        self.action_write_cell()

    def _show_entry(self) -> None:
        entry, cell, case, matrix = self.query_one("#entry", Static), self.cell, self.case, self.matrix
        if cell is None or case is None or matrix is None:
            entry.update("")
            return
        path = matrix.paths[self.themes[self.column]]
        head = f"{case.name}, {path}: {cell.state}, {plural(len(cell.segments), 'segment')}"
        parts = [Content.styled(drawn(head), BOLD)]
        if cell.text:
            parts.append(Content("\n" + drawn_lines(cell.text)))
        elif cell.segments:
            parts.append(
                Content.styled("\n" + self.in_keys("[Enter] writes what these words come to."), FAINT)
            )
        codes = matrix.study.codebook
        quoted = cell.quote.id if cell.quote else ""
        for one in cell.segments:
            name = codes.by_id[one.code_id].name if one.code_id in codes.by_id else "?"
            star = "★ " if one.id == quoted else "  "
            parts.append(Content(f"\n{star}“{drawn(' '.join(one.quote.split()))}”"))
            parts.append(Content.styled(drawn(f"  {name}"), FAINT))
        entry.update(Content("").join(parts))

    def action_theme_left(self) -> None:
        """Go to the theme to the left."""
        self.column = max(0, self.column - 1)
        self._lay_out()

    def action_theme_right(self) -> None:
        """Go to the theme to the right."""
        self.column = min(max(0, len(self.themes) - 1), self.column + 1)
        self._lay_out()

    def action_write_cell(self) -> None:
        """Write the summary of the cell under the cursor."""
        cell, case, matrix = self.cell, self.case, self.matrix
        if cell is None or case is None or matrix is None:
            self.say(EMPTY if self.matrix is None or not self.matrix.cases else "The cursor is on no case.")
            return
        if not self.may_change():
            return
        theme_id = self.themes[self.column]
        words = "\n".join(f"“{' '.join(one.quote.split())}”" for one in cell.segments[:6])
        field = Field("text", matrix.paths[theme_id], cell.text, kind="text")

        def keep(values: Values) -> None:
            self.commit(lambda: framework.chart(self.session, theme_id, case.id, values["text"]))

        self.app.push_screen(FormDialog(f"What {case.name} says", [field], keep, intro=words))

    def action_quote_cell(self) -> None:
        """Choose the segment that is quoted with the summary."""
        cell, case = self.cell, self.case
        if cell is None or case is None or cell.summary is None:
            self.say("A quote stands with a summary: [Enter] writes one first.")
            return
        if not self.may_change():
            return
        theme_id = self.themes[self.column]
        choices = [Choice(one.id, " ".join(one.quote.split())) for one in cell.segments]

        def chosen(answer: list[str] | None) -> None:
            if answer:
                quote = "" if answer == [NO_QUOTE] else answer[0]
                self.change(
                    lambda: framework.chart(self.session, theme_id, case.id, cell.text, quote_id=quote)
                )

        self.app.push_screen(ChooseDialog("Quote", [*choices, Choice(NO_QUOTE, NO_QUOTE)]), chosen)

    def action_clear_cell(self) -> None:
        """Take the summary of the cell away."""
        cell, case = self.cell, self.case
        if cell is None or case is None or cell.summary is None:
            self.say("Nothing is written in this cell.")
        elif self.may_change():
            theme_id = self.themes[self.column]
            self.change(lambda: framework.clear_cell(self.session, theme_id, case.id))

    def action_read_cell(self) -> None:
        """Read the cell's first segment in its document."""
        cell = self.cell
        if cell is None or not cell.segments:
            self.say("There is no segment of the theme in this person's words.")
            return
        from qualbench.tui.screens.coding.opening import open_coding  # late: most never go there

        open_coding(self.shell, cell.quote or cell.segments[0])

    def action_sort_matrix(self) -> None:
        """Bring the cases into the order of an attribute, grouped by its values; or into their own."""
        attributes = [one.name for one in self.matrix.attributes] if self.matrix else []
        if not attributes:
            self.say("The cases have no attribute to be sorted by; the documents screen shows the cases.")
            return

        def chosen(answer: list[str] | None) -> None:
            if answer:
                self.sort_by = "" if answer == [OWN_ORDER] else answer[0]
                self._lay_out()

        choices = [Choice(one, one) for one in (OWN_ORDER, *attributes)]
        self.app.push_screen(ChooseDialog("Sort and group by", choices), chosen)


def _short(cell: Cell) -> str:
    """Return a cell in one line: its mark, and what is written or how much there is to chart."""
    if cell.state is CellState.NO_DATA:
        return MARKS[cell.state]
    words = " ".join(cell.text.split()) if cell.summary else plural(len(cell.segments), "segment")
    return f"{MARKS[cell.state]} {words}"
