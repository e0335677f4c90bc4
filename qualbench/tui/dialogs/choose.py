"""A list to choose from, narrowed by typing; one row or, with Tab, several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Input

from qualbench.tui.dialogs.base import Dialog
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import Lines, fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget
    from textual.widgets import OptionList


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its id, and the words it is shown and found by."""

    id: str
    words: str


def narrow(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """Return the choices that hold every typed word, in order; failing that the nearest ones."""
    words = typed.casefold().split()
    if not words:
        return list(choices)
    held = [one for one in choices if all(word in one.words.casefold() for word in words)]
    if held:
        return held
    from qualbench.workbench.searching import nearest

    near = nearest(typed, (one.words for one in choices), limit=20)
    return sorted((one for one in choices if one.words in near), key=lambda one: near.index(one.words))


#: Stands where what is typed fits no row; it is nothing to take.
NONE = "Nothing here fits what is typed."


class ChooseDialog(Dialog[list[str]]):
    """Choose from a list; the answer is the chosen ids (always one without `several`)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Where.LIST),
        ("down", "step(1)", "Down"),
        ("up", "step(-1)", "Up"),
        ("pagedown", "step(10)", "Down"),
        ("pageup", "step(-10)", "Up"),
    ]
    where = Where.LIST
    hint = "type to narrow the list   [↑] [↓] move   [Enter] take   [Esc] back"
    AUTO_FOCUS = "Input"

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        several: bool = False,
        marked: Iterable[str] = (),
        at: str = "",
    ) -> None:
        super().__init__(title)
        self.choices, self.several, self.marked, self.at = list(choices), several, set(marked), at

    def compose_body(self) -> Iterable[Widget]:
        """Yield what is typed, and the list."""
        yield Input(placeholder="type to find", compact=True)
        yield Lines("choices")

    def on_mount(self) -> None:
        """Show the whole list."""
        self._show("")
        if self.at:
            self.query_one(Lines).go_to(self.at)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self._show(event.value)

    def on_input_submitted(self) -> None:
        """Take the row under the cursor: Enter in the line of typing."""
        self.action_choose()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the row that was clicked twice."""
        self.action_choose()

    def _show(self, typed: str) -> None:
        lines = self.query_one(Lines)
        found = narrow(self.choices, typed)[:500]
        mark = {True: "● ", False: "○ "} if self.several else {True: "", False: ""}
        rows = [(one.id, mark[one.id in self.marked] + fit_end(one.words)) for one in found]
        lines.show(rows or [("", NONE)])

    def action_step(self, by: int) -> None:
        """Move in the list while the typing goes on."""
        lines = self.query_one(Lines)
        if lines.option_count:
            lines.highlighted = max(0, min((lines.highlighted or 0) + by, lines.option_count - 1))

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away."""
        chosen = self.query_one(Lines).chosen
        if self.several and chosen:
            self.marked ^= {chosen}
            self._show(self.query_one(Input).value)

    def action_choose(self) -> None:
        """Take the marked rows, or the one under the cursor."""
        chosen = self.query_one(Lines).chosen
        picked = [one.id for one in self.choices if one.id in self.marked] or ([chosen] if chosen else [])
        if picked:
            self.dismiss(picked)


def fit_end(words: str) -> str:
    """Return words safe to paint, on one line."""
    return fit(words, 200).rstrip()
