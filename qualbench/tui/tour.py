"""The tour: eight steps on the example study, each done by the person and noticed by the program.

A step's panel stands above the line that says what happened; everything else works as it always does. The
tour begins by itself when the example study is opened for the first time, is left by Esc, and is gone on with
or begun again from the palette.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual.content import Content
from textual.css.query import NoMatches
from textual.widgets import Static

from qualbench.tui.keymaps import retold
from qualbench.tui.keys import Where
from qualbench.tui.lines import BOLD, FAINT
from qualbench.tui.personal import Personal

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.model.change import Entry
    from qualbench.tui.screens.coding.screen import CodingScreen
    from qualbench.workbench.project import Session

#: How often it is looked whether a step is done, in seconds.
OFTEN = 0.3


class Begun(NamedTuple):
    """What was so when a step began: the newest step of the history, the cursor, the newest export."""

    entry: int
    cursor: tuple[str, int] | None
    export: float


class Step(NamedTuple):
    """One step: its title, what to do, where its keys are known, and whether it is done."""

    title: str
    words: str
    where: Where
    done: Callable[[Touring, Begun], bool]


class TourPanel(Static):
    """What the tour says, above the line that says what happened."""

    DEFAULT_CSS = """
    TourPanel { height: auto; padding: 0 1; border-top: solid $primary; background: $surface; }
    """


class Touring(Personal, inherit_bindings=False):
    """An app that can show the tour.

    Attributes:
        tour: The step that the tour is at, from 0; None where there is no tour.
    """

    #: Gestures that are not offered: a page in a browser has none that reach for files, and no tour.
    not_offered: ClassVar[frozenset[str]] = frozenset()
    session: Session | None = None
    tour: int | None = None
    _begun: Begun
    _asked: Session | None = None

    def on_mount(self) -> None:
        """Look now and then what the tour is at."""
        self.set_interval(OFTEN, self.follow_tour)

    def begin_tour(self, step: int = 0) -> None:
        """Begin the tour, or go on with it at a step."""
        self.say("")  # that it was left is true no more
        self._go_to(step if step < len(STEPS) else 0)

    def leave_tour(self) -> bool:
        """Leave the tour, saying how to go on with it; say whether there was one."""
        if self.tour is None:
            return False
        self._keep(self.tour, going=False)
        self.tour = None
        self._clear()
        self.say("The tour is left. [Ctrl+P], “tour”, goes on with it.")
        return True

    def follow_tour(self) -> None:
        """Begin the tour where it is due, notice a step that is done, and show the panel."""
        session = self.session
        if session is None:
            return
        if session is not self._asked:  # a project was opened since
            self._asked = session
            self._begin_if_due(session)
        if self.tour is not None and STEPS[self.tour].done(self, self._begun):
            self._go_to(self.tour + 1)
        self._show()

    def _begin_if_due(self, session: Session) -> None:
        from qualbench.workbench import tour_state

        if not tour_state.is_example(session) or self.not_offered:  # a page cannot export
            if self.tour is not None:
                self.leave_tour()
            return
        state = tour_state.load_tour() or tour_state.TourState()
        if self.tour is None and state.going and session.writable:
            self.begin_tour(state.step)

    def _go_to(self, step: int) -> None:
        self._clear()
        if step < len(STEPS):
            self.tour, self._begun = step, self._now()
            self._keep(step, going=True)
            self._show()
        else:
            self.tour = None
            self._keep(step, going=False)
            self.say("That was the tour. [F1] finds every key; the example may be changed at will.")

    def _keep(self, step: int, *, going: bool) -> None:
        from qualbench.workbench import tour_state

        tour_state.save_tour(tour_state.TourState(step, going))

    def _clear(self) -> None:
        for screen in self.screen_stack:
            screen.query(TourPanel).remove()

    def _show(self) -> None:
        if self.tour is None:
            return
        words = self._words(self.tour)
        try:
            said = self.screen.query_one("#said")
        except NoMatches:  # a dialog, which is about its own
            return
        panels = self.screen.query(TourPanel)
        if not panels:
            self.screen.mount(TourPanel(words, markup=False), before=said)
        elif str(panels.first().render()) != str(words):
            panels.first().update(words)

    def _words(self, at: int) -> Content:
        step = STEPS[at]
        todo = retold(step.words, step.where, self)
        end = retold("[Esc] leaves the tour; [Ctrl+P], “tour”, goes on with it.", step.where, self)
        return Content.assemble(
            (f"Tour, {at + 1} of {len(STEPS)}: {step.title}", BOLD), "\n", todo, "\n", (end, FAINT)
        )

    def _now(self) -> Begun:
        screen = coding_screen(self)
        cursor = (screen.document_id, screen.view.cursor) if screen is not None else None
        entry = self.newest_entry()
        return Begun(entry.id if entry else 0, cursor, newest_export(self))

    def newest_entry(self) -> Entry | None:
        """Return the newest step of the history, or None."""
        from qualbench.workbench.history import list_history

        entries = list_history(self.session, 1) if self.session is not None else []
        return entries[0] if entries else None


def coding_screen(app: Touring) -> CodingScreen | None:
    """Return the coding screen, if that is what is shown and its document is open."""
    if getattr(app.screen, "where", None) is not Where.CODING:
        return None
    screen = cast("CodingScreen", app.screen)
    return screen if screen.opened is not None else None


def newest_export(app: Touring) -> float:
    """Return when the newest file in the project's exports was written; 0 where there is none."""
    if app.session is None:
        return 0.0
    place = app.session.project.exports
    times = [one.stat().st_mtime for one in place.iterdir() if one.is_file()] if place.is_dir() else []
    return max(times, default=0.0)


def _moved(app: Touring, begun: Begun) -> bool:
    screen = coding_screen(app)
    if screen is None:
        return False
    at = (screen.document_id, screen.view.cursor)
    if begun.cursor is None or begun.cursor[0] != at[0]:
        app._begun = begun._replace(cursor=at)  # opened since: now it is for moving
        return False
    return at != begun.cursor


def _selected(app: Touring, begun: Begun) -> bool:
    screen = coding_screen(app)
    return screen is not None and screen.selected_words() is not None


def _wrote(verb: str, also: str = "") -> Callable[[Touring, Begun], bool]:
    def done(app: Touring, begun: Begun) -> bool:
        entry = app.newest_entry()
        return entry is not None and entry.id > begun.entry and entry.verb == verb and also in entry.summary

    return done


def _made_a_code(app: Touring, begun: Begun) -> bool:
    return _wrote("code", "new code")(app, begun) or _wrote("code", "in vivo")(app, begun)


def _at(where: Where) -> Callable[[Touring, Begun], bool]:
    return lambda app, begun: getattr(app.screen, "where", None) is where


def _exported(app: Touring, begun: Begun) -> bool:
    return newest_export(app) > begun.export


STEPS: tuple[Step, ...] = (
    Step(
        "open an interview and move",
        "[Enter] on a document opens it ([F4] goes to the documents). The arrows move the cursor, [Ctrl+→] "
        "by word, [Ctrl+↓] by turn.",
        Where.CODING,
        _moved,
    ),
    Step(
        "select",
        "[s] selects the sentence under the cursor, and again one more; [t] the turn. Shift with the arrows "
        "selects anything. Esc lets go.",
        Where.CODING,
        _selected,
    ),
    Step(
        "give it a code",
        "[Enter], then a few letters of a code, such as “burd”, then [Enter]. It is saved at once, and shown "
        "by a letter and a line at the left.",
        Where.CODING,
        lambda app, begun: _wrote("code")(app, begun) and not _made_a_code(app, begun),
    ),
    Step(
        "make a code of your own",
        "Select something else, then [n]: type a name that there is not yet, and [Enter]. ([i] makes the "
        "selected words themselves the code.)",
        Where.CODING,
        _made_a_code,
    ),
    Step(
        "write a memo",
        "With the cursor in a coding, [m] opens its memo: write why you coded it so; [F2] keeps it.",
        Where.CODING,
        _wrote("memo"),
    ),
    Step(
        "see what is here, and take it back",
        "What is coded under the cursor stands at the right; in a narrow window [F3] shows it. [Ctrl+Z] "
        "takes the last step back and says which; nothing is lost, and [Ctrl+Y] does it again.",
        Where.CODING,
        lambda app, begun: _wrote("undo")(app, begun),
    ),
    Step(
        "look at the themes",
        "[F9] goes to the themes: codes at the left, themes at the right, and who speaks of each.",
        Where.CODING,
        _at(Where.THEMES),
    ),
    Step(
        "export a summary",
        "[x] asks how, and [F2] writes the summary of the themes with its quotes, for your paper.",
        Where.THEMES,
        _exported,
    ),
)
