"""The program with a screen: opens a project, moves between its screens, and leaves without losing a word.

Screens are imported when they are first shown, so that the first one is there soon. What a crash prints
holds no words of a transcript.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from qualbench.errors import QualbenchError
from qualbench.tui.crash import crash_sentence
from qualbench.tui.keymaps import settings_in_force
from qualbench.tui.keys import Where, bindings
from qualbench.tui.painting import Covering
from qualbench.tui.places import Places
from qualbench.tui.screens.places import SCREENS
from qualbench.tui.tour import Touring
from qualbench.workbench.project import (
    ProjectLocked,
    close_session,
    folder_warnings,
    open_session,
    refresh,
    remember_project,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual import events
    from textual.binding import BindingType
    from textual.command import Provider
    from textual.screen import Screen

    from qualbench.model.span import Span
    from qualbench.settings.reading import Reading
    from qualbench.tui.dialogs.progress import Report, Result
    from qualbench.workbench.project import Session

#: The smallest window in which the screens can be used, in cells.
LEAST = (40, 10)


class NoTerminal(QualbenchError):
    """The interface needs a terminal that can draw."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The interface cannot be shown here: {why}.",
            "Every command works without it; see: qualbench --help",
        )


def _palette() -> type[Provider]:
    from qualbench.tui.palette import Commands

    return Commands


def _app_bindings() -> list[BindingType]:
    """The rows of the key table for everywhere, and answers to what people press in other programs."""
    rows: list[BindingType] = []
    for one in bindings(Where.EVERYWHERE):
        assert isinstance(one, Binding)
        action = "command_palette" if one.id == "palette" else one.action
        rows.append(replace(one, action=action, priority=one.id == "leave"))
    return [
        *rows,
        Binding("ctrl+c", "say_how_to_leave", show=False),
        Binding("ctrl+s", "say_saved", show=False),
    ]


class QualbenchApp(Covering, Touring, inherit_bindings=False):
    """The interface.

    Args:
        session: An open project, or None to begin at the start screen. The app closes it.
        locked: The error with which opening the project for writing failed; the app offers to read.
        folder: That project's folder.
        coder: Name of the coder at work; None for the project's lead.
        settings: What the settings file said; None for the defaults.
    """

    CSS_PATH = "app.tcss"
    TITLE = "qualbench"
    COMMANDS: ClassVar = {_palette}
    BINDINGS: ClassVar[list[BindingType]] = _app_bindings()
    how_to_leave: ClassVar[str] = "[Ctrl+Q] leaves; everything is saved already."

    def __init__(
        self,
        session: Session | None = None,
        *,
        locked: ProjectLocked | None = None,
        folder: Path | None = None,
        coder: str | None = None,
        settings: Reading | None = None,
    ) -> None:
        super().__init__(settings)
        self.session = session
        self.coder = coder
        self.animation_level = "none"
        self.places = Places()
        self.layer = ""  # whose codings the coding screen shows: a coder's id, or all coders'
        self._locked = (locked, folder)

    # --- coming and going -------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[None]:
        """Return the screen at the bottom: the project's documents, or the start."""
        return self._made(Where.DOCUMENTS) if self.session is not None else self._made(Where.START)

    def on_mount(self) -> None:
        """Say what there is to say about the project, and look for changes made elsewhere."""
        self.set_interval(1.0, self._look)
        locked, folder = self._locked
        if self.session is not None:
            self.call_after_refresh(self._welcome)
        elif locked is not None and folder is not None:
            self._offer_reading(locked, folder)
        self.call_after_refresh(self.tell_faults)

    def open_project(self, folder: Path, *, write: bool = True) -> None:
        """Open a project over the start screen; where another process writes, offer to read."""
        try:
            session = open_session(folder, coder=self.coder, write=write)
        except ProjectLocked as locked:
            self._offer_reading(locked, folder)
        except QualbenchError as error:
            self.complain(error)
        else:
            self.close_project()
            self.session = session
            self.push_screen(self._made(Where.DOCUMENTS))
            self._welcome()

    def close_project(self) -> None:
        """Close the open project, if there is one."""
        if self.session is not None:
            close_session(self.session)
            self.session, self.layer = None, ""
            self.places = Places()

    def _offer_reading(self, locked: ProjectLocked, folder: Path) -> None:
        from qualbench.tui.dialogs.confirm import ConfirmDialog

        self.push_screen(
            ConfirmDialog(
                "Open elsewhere",
                f"{locked.message}\n\n{locked.hint}",
                yes="Open for reading only",
                no="Leave it",
            ),
            lambda yes: self.open_project(folder, write=False) if yes else None,
        )

    def _welcome(self) -> None:
        """Remember the project among the recent ones, and show what is risky about its place."""
        session = self.session
        if session is None:  # an import has made the session make way
            return
        remember_project(session)
        risks = [f"{one.message} {one.hint}".strip() for one in folder_warnings(session.project.folder)]
        warnings = [*risks, *session.warnings]
        if warnings:
            from qualbench.tui.dialogs.message import MessageDialog

            self.push_screen(MessageDialog("About this project", "\n\n".join(warnings)))

    def _look(self) -> None:
        """Read again when another process has written; only a reader can meet that."""
        if self.session is not None and not self.session.writable and refresh(self.session):
            from qualbench.tui.messages import Changed

            self.screen.post_message(Changed())

    def work_apart(
        self,
        title: str,
        job: Callable[[Session, Report], Result],
        after: Callable[[Result | QualbenchError], None],
        *,
        stoppable: bool = True,
    ) -> None:
        """Run `job` in a thread with a session of its own, while this one is closed; then call `after`.

        A connection cannot change threads, and only one session may write, so the app's own one makes way.
        """
        from qualbench.tui.dialogs.progress import ProgressDialog

        assert self.session is not None
        folder, coder, write = self.session.project.folder, self.session.coder.name, self.session.writable

        def apart(report: Report) -> Result:
            with open_session(folder, coder=coder, write=write) as session:
                return job(session, report)

        def back(answer: Result | QualbenchError | None) -> None:
            try:
                self.session = open_session(folder, coder=coder, write=write)
            except ProjectLocked as locked:  # another process was quicker
                self.session = open_session(folder, coder=coder, write=False)
                self.complain(locked)
            if answer is not None:
                after(answer)

        close_session(self.session)
        self.session = None
        self.push_screen(ProgressDialog(title, apart, stoppable=stoppable), back)

    # --- moving between screens -------------------------------------------------------------------

    def show(self, where: Where) -> None:
        """Go to a screen of the project: back to it where it is open below, else on top."""
        from qualbench.tui.dialogs.base import Dialog

        if self.session is None or isinstance(self.screen, Dialog):
            return
        for depth, screen in enumerate(reversed(self.screen_stack)):
            if getattr(screen, "where", None) is where:
                for _ in range(depth):
                    self.pop_screen()
                return
        self.push_screen(self._made(where))

    def open_document(
        self,
        document_id: str,
        position: int | None = None,
        *,
        over: bool = False,
        jumping: bool = False,
        found: Sequence[Span] = (),
    ) -> None:
        """Read and code a document, at a code point or where the coder was; `over` what is shown."""
        from qualbench.tui.screens.coding.opening import open_document

        open_document(self, document_id, position, over=over, jumping=jumping, found=found)

    def open_code(self, code_id: str) -> None:
        """Go to a code in the codebook."""
        from qualbench.tui.screens.codebook.screen import CodebookScreen

        self.show(Where.CODEBOOK)
        if isinstance(self.screen, CodebookScreen):
            self.screen.wanted = code_id

    def open_start(self) -> None:
        """Close the project and go to the start screen."""
        while len(self.screen_stack) > 1 and getattr(self.screen, "where", None) is not Where.START:
            self.pop_screen()
        self.close_project()
        if getattr(self.screen, "where", None) is not Where.START:
            self.push_screen(self._made(Where.START))

    def _made(self, where: Where) -> Screen[None]:
        module, name = SCREENS.get(where, SCREENS[Where.DOCUMENTS])
        made: Screen[None] = getattr(import_module(f"qualbench.tui.screens.{module}"), name)()
        return made

    # --- gestures understood everywhere -----------------------------------------------------------

    async def action_back(self) -> None:
        """Back out one step: within the screen if it can, else to the one before."""
        step = getattr(self.screen, "step_back", None)
        if step is None or not step():
            self.back()

    def back(self) -> None:
        """Back out one step; at the outermost screen only say how to leave."""
        if self.leave_tour():
            return
        below = self.screen_stack[-2] if len(self.screen_stack) > 1 else None
        if below is None or getattr(self.screen, "where", None) in (Where.DOCUMENTS, Where.START):
            self.say(f"This is the outermost screen. {self.how_to_leave}")
        else:
            self.pop_screen()

    def action_help(self) -> None:
        """Show every key of this screen."""
        from qualbench.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(getattr(self.screen, "where", Where.EVERYWHERE)))

    def back_up(self) -> None:
        """Make a checked copy of the project."""
        from qualbench.workbench.safekeeping import backup_project

        assert self.session is not None
        try:
            self.say(f"Backed up: {backup_project(self.session)}")
        except QualbenchError as error:
            self.complain(error)

    def action_leave(self) -> None:
        """Leave the program; where work goes on stop it first, and ask where a form would lose words."""
        from qualbench.tui.dialogs.form import FormDialog
        from qualbench.tui.dialogs.progress import ProgressDialog

        screen = self.screen
        if isinstance(screen, ProgressDialog) or (isinstance(screen, FormDialog) and screen.altered):
            screen.action_close()
        else:
            self.exit()

    def action_say_how_to_leave(self) -> None:
        """Answer Ctrl+C where it copies nothing."""
        self.say(self.how_to_leave)

    def action_say_saved(self) -> None:
        """Answer Ctrl+S where there is nothing to keep."""
        self.say("Everything is saved as soon as it is done.")

    def say(self, words: str) -> None:
        """Say something on the screen that is shown."""
        speak = getattr(self.screen, "say", None)
        if speak is not None:
            speak(words)
        else:
            self.notify(words, markup=False)

    def complain(self, error: QualbenchError) -> None:
        """Show an error and what to do about it."""
        from qualbench.tui.dialogs.message import error_dialog

        self.push_screen(error_dialog(error))

    def on_resize(self, event: events.Resize) -> None:
        """Where the window is too small to be of use, say so until it grows."""
        from qualbench.tui.screens.small import SmallScreen

        small = event.size.width < LEAST[0] or event.size.height < LEAST[1]
        shown = isinstance(self.screen, SmallScreen)
        if small and not shown:
            self.push_screen(SmallScreen())
        elif shown and not small:
            self.pop_screen()

    # --- when something breaks --------------------------------------------------------------------

    def _fatal_error(self) -> None:
        """Leave without printing a traceback: its lines and values could hold words of a transcript."""
        self._exit_renderables.append(crash_sentence(sys.exc_info()[1] or self._exception))
        self._close_messages_no_wait()


def run_app(folder: Path | None, *, coder: str | None = None, read_only: bool = False) -> int:
    """Show the interface until the person leaves it.

    Args:
        folder: A project's folder, or None for the start screen.
        coder: Name of the coder at work; None for the project's lead.
        read_only: Change nothing, and let another process write.

    Returns:
        The exit code: 0, or 1 after a crash.

    Raises:
        NoTerminal: There is no terminal, or one that cannot draw.
        QualbenchError: The folder holds no project that can be opened.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminal("this is not a terminal")
    if os.environ.get("TERM", "") in ("dumb", "unknown"):
        raise NoTerminal(f"the terminal says that it is “{os.environ['TERM']}”")
    session, locked = None, None
    if folder is not None:
        try:
            session = open_session(folder, coder=coder, write=not read_only)
        except ProjectLocked as error:
            locked = error
    app = QualbenchApp(session, locked=locked, folder=folder, coder=coder, settings=settings_in_force())
    try:
        app.run()
    finally:
        app.close_project()
    return app.return_code or 0
