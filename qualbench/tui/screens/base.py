"""What every screen of an open project has: a line above and lines below, one way to write, undo and redo."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from rich.cells import cell_len
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from qualbench.errors import QualbenchError
from qualbench.tui.hints import hint_here
from qualbench.tui.keymaps import cap, retold
from qualbench.tui.keys import Where, gestures
from qualbench.tui.lines import BOLD, FAINT, KeyLine, fit
from qualbench.tui.messages import Changed
from qualbench.tui.sanitise import drawn
from qualbench.workbench import news
from qualbench.workbench.coding import AlreadyCoded
from qualbench.workbench.independence import others_hidden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from qualbench.model.change import Entry
    from qualbench.tui.app import QualbenchApp
    from qualbench.workbench.project import Session

Result = TypeVar("Result")

READS_ONLY = "Opened for reading only: nothing can be changed here."

#: The screens that one can go to, with the gesture that goes there.
PLACES = (
    (Where.DOCUMENTS, "show_documents", "Documents"),
    (Where.CODEBOOK, "show_codebook", "Codebook"),
    (Where.THEMES, "show_themes", "Themes"),
    (Where.HISTORY, "show_history", "History"),
    (Where.MEMOS, "show_memos", "Memos"),
    (Where.SEARCH, "show_search", "Search"),
    (Where.RETRIEVAL, "show_retrieval", "Retrieval"),
)


class TopLine(Static):
    """The line above: the study, the screens, who is coding, and whether one may only read."""

    def __init__(self, where: Where) -> None:
        super().__init__(id="top", markup=False)
        self.where = where

    def render(self) -> Content:
        """Return the line, cut to the width."""
        session = cast("QualbenchApp", self.app).session
        if session is None:
            return Content("qualbench")
        keys = [(cap(self.app, gesture), name, self.where is at) for at, gesture, name in PLACES]
        right = drawn(session.coder.name) + ("" if session.writable else "  [read only]")
        right += " · independent coding: only mine" if others_hidden(session) else ""
        title = drawn(session.project.title)
        ways = (  # the other screens' names give way first, then their keys: they are in the help too
            [(f" {key} {name} ", here) for key, name, here in keys],
            [(f" {key} {name} " if here else f" {key} ", here) for key, name, here in keys],
            [(f" {key} {name} ", here) for key, name, here in keys if here],
        )
        for places in ways:
            room = self.size.width - sum(cell_len(name) for name, _here in places) - cell_len(right) - 4
            if room >= 8:
                break
        room = max(room, 4)
        title = fit(title, min(room, cell_len(title)))
        marks = [
            Content.assemble((name, BOLD + _REVERSE) if here else (name, FAINT)) for name, here in places
        ]
        return Content.assemble((title, BOLD), "  ", *marks, " " * max(2, room - cell_len(title) + 2), right)


_REVERSE = BOLD.__class__(reverse=True)


def _for_writers(act: Callable[[ProjectScreen], None]) -> Callable[[ProjectScreen], None]:
    @wraps(act)
    def may(self: ProjectScreen) -> None:
        if self.may_change():
            act(self)

    return may


class ProjectScreen(Screen[None]):
    """A screen of an open project.

    A subclass says where it is in the key table, lays out its middle, and reads what it shows in `reload`.
    """

    where: ClassVar[Where]
    #: The step that was made here last; None where the last verb changed nothing.
    step: int | None = None

    def __init_subclass__(cls, **more: Any) -> None:
        """Let no gesture that is for writing begin where one only reads, however it is asked for."""
        super().__init_subclass__(**more)
        for gesture in gestures(cls.where) if hasattr(cls, "where") else ():
            name = f"action_{gesture.id}"
            if gesture.for_writing and hasattr(cls, name):
                setattr(cls, name, _for_writers(getattr(cls, name)))

    def compose(self) -> ComposeResult:
        """Lay out the line above, the middle, what was said last, and the keys."""
        yield TopLine(self.where)
        yield from self.compose_body()
        yield Static("", id="said", markup=False)
        yield KeyLine(self.where)

    def compose_body(self) -> Iterable[Widget]:
        """Yield the middle of the screen."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read again what is shown."""
        raise NotImplementedError

    @property
    def shell(self) -> QualbenchApp:
        """The app."""
        return cast("QualbenchApp", self.app)

    @property
    def session(self) -> Session:
        """The open project; asked for each time, because an import opens it anew."""
        session = self.shell.session
        assert session is not None
        return session

    @property
    def said(self) -> str:
        """What the screen said last."""
        return str(self.query_one("#said", Static).visual)

    def on_screen_resume(self) -> None:
        """Read again: another screen may have changed something."""
        self._read()

    def on_changed(self, message: Changed) -> None:
        """Read again after a change here or elsewhere."""
        message.stop()
        self._read()

    def _read(self) -> None:
        if self.shell.session is not None and self.is_mounted:
            self.query_one(TopLine).refresh()
            self._forget_said()
            try:
                self.reload()
            except QualbenchError as error:  # what is shown may be gone, or the disk
                self.say(f"{error.message} {hint_here(error)}".strip())

    def say(self, words: str) -> None:
        """Put words into the line that says what happened; they stay until the next."""
        self.query_one("#said", Static).update(self.in_keys(words))

    def say_done(self, words: str, back: str = "takes it back") -> None:
        """Say what the last verb did and how to take it back; where it made no step, that stays said."""
        if self.step is not None:
            self.say(f"{words} [Ctrl+Z] {back}.")

    def _forget_said(self) -> None:
        """Take away what was said of undo and redo once they would be about a newer step."""
        if self.step is None or news.newest(self.session) == self.step:
            return
        self.step = None
        if any(self.in_keys(key) in self.said for key in ("[Ctrl+Z]", "[Ctrl+Y]")):
            self.say("")

    def in_keys(self, words: str) -> str:
        """Return words of ours, safe to paint, with the keys that are in force."""
        return drawn(retold(words, self.where, self.app))

    def complain(self, error: QualbenchError) -> None:
        """Show an error and what to do about it."""
        from qualbench.tui.dialogs.message import error_dialog

        self.app.push_screen(error_dialog(error))

    def may_change(self) -> bool:
        """Say whether something can be changed here; where one only reads, tell so."""
        if not self.session.writable:
            self.say(READS_ONLY)
        return self.session.writable

    def commit(self, verb: Callable[[], Result]) -> Result:
        """Run a verb that writes; then say what was done and let every screen read again.

        Raises:
            QualbenchError: Whatever the verb raises; nothing is said then.
        """
        before = news.newest(self.session)
        result = verb()
        self._note_step()
        if self.step == before:
            self.step = None
            self.say("Nothing was changed.")
        else:
            self._say_step()
            self._tell_changed()
        return result

    def go_to_theme(self, theme_id: str) -> None:
        """Show a theme in its list, or say in which set it is.

        Raises:
            NotFound: There is none of that id.
        """
        from qualbench.tui.screens.theming import ThemesScreen
        from qualbench.workbench import theming

        theme = theming.find_theme(self.session, theme_id)
        current = theming.current_set(self.session)
        if current is None or theme.set_id != current.id:
            self.say("That theme is in another theme set: [F9], then [g], changes to it.")
            return
        self.shell.show(Where.THEMES)
        if isinstance(self.app.screen, ThemesScreen):
            self.app.screen.wanted = theme_id

    def _say_step(self) -> None:
        """Say what was done, in the history's words."""
        self.say_done(f"Done: {self._summary()}.")

    def _tell_changed(self) -> None:
        """Have what is shown read again: something was written."""
        self.post_message(Changed())

    def change(self, verb: Callable[[], Result]) -> Result | None:
        """Run a verb as `commit` does; show its error in a dialog and return None then.

        What is coded so already is no error to close a dialog for: it is only said.
        """
        try:
            return self.commit(verb)
        except AlreadyCoded as already:
            self.say(f"{already.message} {already.hint}")
            return None
        except QualbenchError as error:
            self.complain(error)
            return None

    def _note_step(self) -> None:
        """Take the newest step for the one that was made here."""
        self.step = news.newest(self.session)

    def _summary(self) -> str:
        """Return what the newest step did."""
        from qualbench.workbench import history

        return history.list_history(self.session, 1)[0].summary

    def told(self, entry: Entry) -> str:
        """Return a step in words, with the turn and the words that it is about."""
        from qualbench.workbench.step_words import step_in_words

        return step_in_words(self.session, entry)

    def action_undo(self) -> None:
        """Take back the coder's last step."""
        self.take_back()

    def take_back(
        self, *, any_coder: bool = False, earlier_day: bool = False, step: int | None = None
    ) -> None:
        """Take back the last step, or the one of that number, and say which; ask before an earlier day's."""
        from qualbench.workbench import history

        try:
            entry = history.undo(self.session, any_coder=any_coder, earlier_day=earlier_day, step=step)
        except history.EarlierDay as early:
            from qualbench.tui.dialogs.confirm import ConfirmDialog

            self.app.push_screen(
                ConfirmDialog(
                    "Take back a step of an earlier day?",
                    f"The step before is of {early.entry.at[:10]}: {self.told(early.entry)}. "
                    "[Ctrl+Y] would do it again.",
                    yes="Take it back",
                ),
                lambda yes: self.take_back(any_coder=any_coder, earlier_day=True) if yes else None,
            )
        except history.NothingToUndo as nothing:
            self.say(f"{nothing.message} {hint_here(nothing)}".strip())
        except QualbenchError as error:
            self.complain(error)
        else:
            self._note_step()
            self.say(f"Took back: {self.told(entry)}. [Ctrl+Y] does it again.")
            self._tell_changed()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        from qualbench.workbench import history

        try:
            entry = history.redo(self.session)
        except history.NothingToUndo as nothing:
            self.say(f"{nothing.message} {hint_here(nothing)}".strip())
        except QualbenchError as error:
            self.complain(error)
        else:
            self._note_step()
            self.say_done(f"Did again: {self.told(entry)}.")
            self._tell_changed()

    def action_list_up(self) -> None:
        """Go one row up in the list."""
        self._in_list("cursor_up")

    def action_list_down(self) -> None:
        """Go one row down in the list."""
        self._in_list("cursor_down")

    def action_list_first(self) -> None:
        """Go to the list's first row."""
        self._in_list("first")

    def action_list_last(self) -> None:
        """Go to the list's last row."""
        self._in_list("last")

    def _in_list(self, action: str) -> None:
        """Move in the list that has the keys, else in the screen's first."""
        lists = list(self.query("Lines, PassageList, CodeRows"))
        if lists:
            here = self.focused if self.focused in lists else lists[0]
            getattr(here, f"action_{action}")()

    def action_show_documents(self) -> None:
        """Go to the documents."""
        self.shell.show(Where.DOCUMENTS)

    def action_show_codebook(self) -> None:
        """Go to the codebook."""
        self.shell.show(Where.CODEBOOK)

    def action_show_themes(self) -> None:
        """Go to the themes."""
        self.shell.show(Where.THEMES)

    def action_show_search(self) -> None:
        """Search all documents."""
        from qualbench.tui.screens.searching.going import search_from  # late: most never go there

        search_from(self)

    def action_show_retrieval(self) -> None:
        """Retrieve the segments of what is under the cursor."""
        from qualbench.tui.screens.retrieval.going import retrieve_from  # late: most never go there

        retrieve_from(self)

    def action_show_history(self) -> None:
        """Go to the history."""
        self.shell.show(Where.HISTORY)

    def action_show_differences(self) -> None:
        """Go to where two coders differ."""
        self.shell.show(Where.DIFFERENCES)

    def action_show_waiting(self) -> None:
        """Go to the codings whose code was redefined."""
        self.shell.show(Where.LOOK_AGAIN)

    def action_show_remarks(self) -> None:
        """Go to the remarks on the codebook."""
        self.shell.show(Where.REMARKS)

    def action_show_cases(self) -> None:
        """Go to the cases and their attributes."""
        self.shell.show(Where.CASES)

    def action_show_matrix(self) -> None:
        """Go to the framework matrix of the theme set in use."""
        self.shell.show(Where.MATRIX)

    def action_show_names(self) -> None:
        """Go to the names and their aliases."""
        self.shell.show(Where.NAMES)

    def action_show_memos(self) -> None:
        """Go to all memos and the journal."""
        self.shell.show(Where.MEMOS)

    def action_write_journal(self) -> None:
        """Write an entry of today in the researcher's journal."""
        from qualbench.tui.memos import write_journal

        write_journal(self)
