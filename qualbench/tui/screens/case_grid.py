"""The cases with their attributes as a grid: a cell under the cursor, changed where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input, Static

from qualbench.errors import UsageError
from qualbench.model.case import AttributeType
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.form import Field, FormDialog, Values
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import Lines, columns, plural
from qualbench.tui.screens.base import ProjectScreen
from qualbench.workbench import case_grid, cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.widget import Widget

    from qualbench.model.case import Attribute
    from qualbench.workbench.case_grid import CaseRow

NOTHING = "There is no case yet. [n] makes one; importing transcripts makes one for each."
#: Cells of the case's name and of each attribute.
_NAME, _WIDE = 18, 16
YES, NO = "yes", "no"


class CasesScreen(ProjectScreen):
    """Rows are cases, columns attributes; arrows move the cell, Enter changes it."""

    where = Where.CASES
    BINDINGS = bindings(Where.CASES)
    AUTO_FOCUS = "#cases"
    CSS = """
    CasesScreen #find { display: none; }
    CasesScreen #find.on { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[CaseRow] = []
        self.attributes: list[Attribute] = []
        self.column = 0
        self.first = 0  # the first attribute in sight
        self.sort_by = -1  # an attribute's place; -1 for the cases' own order
        self.words = ""

    def compose_body(self) -> Iterable[Widget]:
        """Yield how many there are, the heads, the rows, and the line that finds."""
        yield Static("", id="sum", classes="note", markup=False)
        yield Static("", id="heads", classes="heads", markup=False)
        yield Lines("cases")
        yield Input(id="find", compact=True, placeholder="words of a case or a value")

    def on_resize(self) -> None:
        """Set the columns anew."""
        self._lay_out()

    def reload(self) -> None:
        """Read cases and attributes."""
        self.rows = case_grid.case_rows(self.session)
        self.attributes = cases.list_attributes(self.session)
        self.column = min(self.column, max(0, len(self.attributes) - 1))
        self._lay_out()

    def _lay_out(self) -> None:
        lines = self.query_one(Lines)
        room = max(1, (lines.room - _NAME - 24) // (_WIDE + 2))
        if not self.first <= self.column < self.first + room:
            self.first = max(0, self.column - room + 1) if self.column >= self.first else self.column
        seen = self.attributes[self.first : self.first + room]
        heads = [
            (f"[{_head(one)}]" if at == self.column else _head(one), _WIDE)
            for at, one in enumerate(seen, self.first)
        ]
        more = len(self.attributes) - self.first - len(seen)
        rest = f"+{more} →" if more > 0 else ""
        self.query_one("#heads", Static).update(
            columns(lines.room, ("case", _NAME), ("documents", -9), ("segments", -8), *heads, (rest, 0))
        )
        shown = self.shown
        lines.show([(row.case.id, self._row(row, seen, lines.room)) for row in shown])
        found = f" of {len(self.rows)}, with “{self.words}”" if self.words else ""
        order = f"; by {self.attributes[self.sort_by].name}" if self.sort_by >= 0 else ""
        said = f"{plural(len(shown), 'case')}{found}, {plural(len(self.attributes), 'attribute')}{order}"
        self.query_one("#sum", Static).update(self.in_keys(said if self.rows else NOTHING))

    def _row(self, row: CaseRow, seen: list[Attribute], room: int) -> str:
        cells = [(row.case.values.get(one.name, "·"), _WIDE) for one in seen]
        numbers = ((str(len(row.documents)), -9), (f"{row.segments:,}", -8))
        return columns(room, (row.case.name, _NAME), *numbers, *cells, ("", 0))

    @property
    def shown(self) -> list[CaseRow]:
        """The rows that hold the words looked for, in the order asked for."""
        words = self.words.casefold()
        rows = [
            one
            for one in self.rows
            if words in " ".join((one.case.name, *one.documents, *one.case.values.values())).casefold()
        ]
        if self.sort_by < 0:
            return rows
        attribute = self.attributes[self.sort_by]
        return sorted(rows, key=lambda one: _order(one.case.values.get(attribute.name, ""), attribute.type))

    @property
    def row(self) -> CaseRow | None:
        """The row under the cursor."""
        return next((one for one in self.rows if one.case.id == self.query_one(Lines).chosen), None)

    @property
    def attribute(self) -> Attribute | None:
        """The attribute under the cursor."""
        return self.attributes[self.column] if self.attributes else None

    def on_option_list_option_selected(self) -> None:
        """A double click does what Enter does."""
        self.action_edit_value()

    def action_column_left(self) -> None:
        """Go to the attribute to the left."""
        self.column = max(0, self.column - 1)
        self._lay_out()

    def action_column_right(self) -> None:
        """Go to the attribute to the right."""
        self.column = min(max(0, len(self.attributes) - 1), self.column + 1)
        self._lay_out()

    def _form(self, title: str, fields: list[Field], keep: Callable[[Values], object]) -> None:
        """Ask, and write what is answered; an error stays in the form."""
        if not self.may_change():
            return

        def kept(values: Values) -> None:
            self.commit(lambda: keep(values))

        self.app.push_screen(FormDialog(title, fields, kept))

    def _if_yes(self, verb: Callable[[], object]) -> Callable[[bool | None], None]:
        def answered(yes: bool | None) -> None:
            if yes:
                self.change(verb)

        return answered

    def action_edit_value(self) -> None:
        """Change the cell under the cursor."""
        row, attribute = self.row, self.attribute
        if row is None:
            self.say(NOTHING)
        elif attribute is None:
            self.say("There is no attribute yet: [a] makes one.")
        else:
            expected = f"one of {', '.join(attribute.choices)}" if attribute.choices else attribute.type.value
            field = Field("value", attribute.name, row.case.values.get(attribute.name, ""), help=expected)
            self._form(
                row.case.name, [field], lambda values: self._set(row, attribute, values["value"].strip())
            )

    def _set(self, row: CaseRow, attribute: Attribute, value: str) -> None:
        if value and not cases.fits(attribute, value):
            expected = ", ".join(attribute.choices) or attribute.type.value
            raise UsageError(
                f"“{value}” is not what {attribute.name} holds: {expected}.", "[t] changes its type."
            )
        cases.set_value(self.session, row.case, attribute.name, value)

    def action_add_case(self) -> None:
        """Make a case."""
        fields = [Field("name", "Name")]
        self._form("A new case", fields, lambda values: case_grid.add_case(self.session, values["name"]))

    def action_rename_case(self) -> None:
        """Give the case under the cursor another name."""
        row = self.row
        if row is not None:
            fields = [Field("name", "Name", row.case.name)]
            self._form(
                f"Rename {row.case.name}",
                fields,
                lambda values: case_grid.rename_case(self.session, row.case.id, values["name"]),
            )

    def action_remove_case(self) -> None:
        """Take the case under the cursor away; ask first."""
        row = self.row
        if row is None or not self.may_change():
            return
        values = plural(len(row.case.values), "value")
        text = f"The case {row.case.name} goes, with {values}. [Ctrl+Z] takes it back."
        self.app.push_screen(
            ConfirmDialog("Remove the case?", text, yes="Remove"),
            self._if_yes(lambda: case_grid.remove_case(self.session, row.case.id)),
        )

    def action_add_attribute(self) -> None:
        """Make an attribute."""
        kinds = tuple(one.value for one in AttributeType if one is not AttributeType.CHOICE)
        fields = [Field("name", "Name"), Field("type", "Type", "text", kind="choice", choices=kinds)]
        self._form(
            "A new attribute",
            fields,
            lambda values: case_grid.new_attribute(
                self.session, values["name"], AttributeType(values["type"])
            ),
        )

    def action_change_attribute(self) -> None:
        """Change the attribute under the cursor: its name, its type, whether it is private."""
        one = self.attribute
        if one is None:
            self.say("There is no attribute yet: [a] makes one.")
            return
        kinds = tuple(kind.value for kind in AttributeType)
        fields = [
            Field("name", "Name", one.name),
            Field("type", "Type", one.type.value, kind="choice", choices=kinds),
            Field("choices", "Choices", ", ".join(one.choices), help="Of a choice: its values, with commas."),
            Field("private", "Private", YES if one.private else NO, kind="choice", choices=(YES, NO)),
        ]

        def keep(values: Values) -> object:
            kind = AttributeType(values["type"])
            choices = [part.strip() for part in values["choices"].split(",") if part.strip()]
            return cases.change_attribute(
                self.session,
                one.name,
                rename=values["name"],
                kind=kind,
                choices=choices if kind is AttributeType.CHOICE else None,
                private=values["private"] == YES,
            )

        self._form(f"The attribute {one.name}", fields, keep)

    def action_remove_attribute(self) -> None:
        """Take the attribute under the cursor away, with its values; ask first."""
        one = self.attribute
        if one is None or not self.may_change():
            return
        held = sum(one.name in row.case.values for row in self.rows)
        text = f"The attribute {one.name} goes, with {plural(held, 'value')}. [Ctrl+Z] takes it back."
        self.app.push_screen(
            ConfirmDialog("Remove the attribute?", text, yes="Remove"),
            self._if_yes(lambda: case_grid.remove_attribute(self.session, one.name)),
        )

    def action_sort_cases(self) -> None:
        """Sort by the attribute under the cursor, or again in the cases' own order."""
        self.sort_by = -1 if self.sort_by == self.column or not self.attributes else self.column
        self._lay_out()

    def action_find_cases(self) -> None:
        """Show the cases that hold words."""
        find = self.query_one("#find", Input)
        find.add_class("on")
        find.focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show the cases that hold what is typed."""
        self.words = message.value.strip()
        self._lay_out()

    def on_input_submitted(self) -> None:
        """Go back to the rows."""
        self.query_one("#find", Input).set_class(bool(self.words), "on")
        self.query_one(Lines).focus()


def _head(one: Attribute) -> str:
    return f"{one.name}*" if one.private else one.name


def _order(value: str, kind: AttributeType) -> tuple[bool, float, str]:
    if kind is AttributeType.NUMBER and value:
        return False, float(value.replace(",", ".")), ""
    return not value, 0.0, value.casefold()
