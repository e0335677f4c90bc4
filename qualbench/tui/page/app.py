"""The interface behind a page: one project, none of this computer's other files, and an end with the page."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import messages
from textual.drivers.web_driver import WebDriver

from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.form import FormDialog
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.workbench.project import ProjectLocked, open_session

if TYPE_CHECKING:
    from textual.screen import Screen

    from qualbench.workbench.project import Session

NO_FILES = (
    "Files are read and written on the computer that serves this page, and are not reached from it. "
    "Whoever serves the page can do this in the terminal."
)
READING = (
    "Somebody else has the study open for writing: in another page, or in a terminal. This page only reads, "
    "and shows what they do as they do it. Load it again once they have finished."
)


class PageDriver(WebDriver):
    """Talks to the server, and ends the interface when the server is gone."""

    def run_input_thread(self) -> None:
        """Read what the page sends; where nobody sends any more, nobody is there."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            asyncio.run_coroutine_threadsafe(self._app._post_message(messages.ExitApp()), self._loop)


class PageApp(QualbenchApp):
    """The interface in a page.

    Args:
        session: The open project.
        waiting: True where the page was to write, and somebody else does.
    """

    CSS_PATH = str(Path(__file__).parents[1] / "app.tcss")
    keeps_choices = False  # the file is that of whoever serves
    how_to_leave = "Close the page to leave; everything is saved already."
    not_offered: ClassVar[frozenset[str]] = frozenset(
        {
            *("import_documents", "import_cases", "export_transcript", "export_summary"),
            "write_preview",
            *("open_start", "count_minutes"),
        }
    )

    def __init__(self, session: Session, *, waiting: bool = False) -> None:
        super().__init__(session)
        self.waiting = waiting

    def on_mount(self) -> None:
        """Say so where the page only reads although it was to write."""
        if self.waiting:
            self.call_after_refresh(self.push_screen, MessageDialog("Reading only", READING))

    def push_screen(self, screen: Screen[Any] | str, *args: Any, **settings: Any) -> Any:
        """Show a screen; in place of a form that asks for a file of the serving computer, say why not."""
        if isinstance(screen, FormDialog) and any(one.kind == "path" for one in screen.fields):
            return super().push_screen(MessageDialog("Not from a page", NO_FILES))
        return super().push_screen(screen, *args, **settings)

    def open_start(self) -> None:
        """A page shows the one project it was opened for."""
        self.say("This page shows one study.")


def run_page(folder: Path, *, coder: str, write: bool) -> int:
    """Show the interface in a page until the page is closed; returns the exit code.

    Raises:
        QualbenchError: The folder holds no project that can be opened.
    """
    waiting = False
    try:
        session = open_session(folder, coder=coder, write=write)
    except ProjectLocked:
        session, waiting = open_session(folder, coder=coder, write=False), True
    app = PageApp(session, waiting=waiting)
    app.driver_class = PageDriver
    try:
        app.run()
    finally:
        app.close_project()
    return app.return_code or 0
