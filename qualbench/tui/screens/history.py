"""The history: every step, who made it and when, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import Lines, columns, when
from qualbench.tui.screens.base import ProjectScreen
from qualbench.tui.screens.step_text import step_lines
from qualbench.workbench import history
from qualbench.workbench.project import list_coders

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from qualbench.model.change import Entry

#: How many of the newest steps are listed.
LISTED = 500
NOTHING = (
    "There is no step of yours to take back. What you do from now on stands here: [F4] goes to the documents."
)
#: Before the step that undo would take back, the one that redo would do again, and all others.
BACK, AGAIN, UNMARKED = "↶", "↷", ""


class HistoryScreen(ProjectScreen):
    """The newest steps, the last one on top."""

    where = Where.HISTORY
    BINDINGS = bindings(Where.HISTORY)
    AUTO_FOCUS = "#steps"

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[str, Entry] = {}
        self.names: dict[str, str] = {}
        self.marks: dict[int, str] = {}
        self._told: set[str] = set()  # rows whose words were looked up

    def compose_body(self) -> Iterable[Widget]:
        """Yield what undo and redo would do, and the list."""
        yield Static("", id="next", classes="note", markup=False)
        yield Static("", id="heads", classes="heads", markup=False)
        yield Lines("steps")

    def on_mount(self) -> None:
        """Follow the list as it is scrolled."""
        self.watch(self.query_one(Lines), "scroll_y", self._tell_in_sight, init=False)

    def on_resize(self) -> None:
        """Set the columns anew."""
        self._lay_out()

    def reload(self) -> None:
        """Read the newest steps."""
        self.entries = {str(one.id): one for one in history.list_history(self.session, LISTED)}
        self.names = {one.id: one.name for one in list_coders(self.session)}
        back, again = history.next_undo(self.session), history.next_redo(self.session)
        lines = [f"[Ctrl+Z] takes back: {self.told(back)}" if back else NOTHING]
        lines += [f"[Ctrl+Y] does again: {self.told(again)}"] if again else []
        if not self.session.writable:
            lines = ["Opened for reading only: nothing can be taken back here."]
        self.marks = {one.id: mark for one, mark in ((back, BACK), (again, AGAIN)) if one is not None}
        self.query_one("#next", Static).update("\n".join(self.in_keys(one) for one in lines))
        self._lay_out()

    def _lay_out(self) -> None:
        lines = self.query_one(Lines)
        heads = columns(lines.room, ("", 1), ("when", 16), ("who", 14), ("what", 0))
        self.query_one("#heads", Static).update(heads)
        rows = ((row_id, self._row(one, one.summary, lines.room)) for row_id, one in self.entries.items())
        lines.show(list(rows))
        self._told.clear()
        self.call_after_refresh(self._tell_in_sight)

    def _tell_in_sight(self) -> None:
        """Say turn and words of the steps in sight; for all of them it would take long."""
        lines = self.query_one(Lines)
        top = lines.scroll_offset.y
        for row_id, entry in list(self.entries.items())[top : top + lines.size.height]:
            if row_id not in self._told:
                self._told.add(row_id)
                row = self._row(entry, self.told(entry), lines.room)
                lines.replace_option_prompt(row_id, row)

    def _row(self, entry: Entry, what: str, room: int) -> str:
        what = f"(taken back) {what}" if entry.undone else what
        mark, name = self.marks.get(entry.id, UNMARKED), self.names.get(entry.coder_id, "?")
        return columns(room, (mark, 1), (when(entry.at), 16), (name, 14), (what, 0))

    def on_option_list_option_selected(self) -> None:
        """A double click shows the whole step."""
        self.action_show_step()

    def action_show_step(self) -> None:
        """Show one step in full."""
        entry = self.entries.get(self.query_one(Lines).chosen)
        if entry is not None:
            text = f"{when(entry.at)}, {self.names.get(entry.coder_id, '?')}: {self.told(entry)}."
            text += "\nIt is taken back." if entry.undone else ""
            text += f"\n\nWhy: {entry.why}" if entry.why else ""
            told = step_lines(self.session, entry.id)
            text += "\n\n" + "\n".join(told) if told else ""
            self.app.push_screen(MessageDialog(f"Step {entry.id}", text))

    def action_undo_step(self) -> None:
        """Take back the step under the cursor, whatever was done since; ask first."""
        entry = self.entries.get(self.query_one(Lines).chosen)
        if entry is None:
            self.say(NOTHING)
        elif entry.undone:
            self.say("That step is taken back already.")
        elif entry.undoes is not None or entry.redoes is not None:
            self.say("What took a step back, or did it again, is no step to take back itself.")
        elif entry.verb == "new":
            self.say("The making of the project is never taken back.")
        else:
            mine = entry.coder_id == self.session.coder.id
            whose = "" if mine else f" of {self.names.get(entry.coder_id, '?')}"
            self.app.push_screen(
                ConfirmDialog(
                    "Take back this step?",
                    f"Step {entry.id}{whose}, {when(entry.at)}: {self.told(entry)}. What was done since "
                    "stays; where something stands on it, nothing is changed. [Ctrl+Y] would do it again.",
                    yes="Take it back",
                ),
                lambda yes: self.take_back(any_coder=True, earlier_day=True, step=entry.id) if yes else None,
            )

    def action_undo_any(self) -> None:
        """Take back the newest step, whoever did it; ask first."""
        entry = history.next_undo(self.session, any_coder=True)
        if entry is None:
            self.say("There is no step to take back.")
            return
        name = self.names.get(entry.coder_id, "?")
        self.app.push_screen(
            ConfirmDialog(
                "Take back anyone's step?",
                f"The newest step is {name}'s, {when(entry.at)}: {self.told(entry)}. "
                "[Ctrl+Y] would do it again.",
                yes="Take it back",
            ),
            lambda yes: self.take_back(any_coder=True, earlier_day=True) if yes else None,
        )
