"""Work that takes a while, in a thread, with a bar. Esc stops it where the work can stop."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

from textual import work
from textual.widgets import ProgressBar, Static

from qualbench.errors import QualbenchError, Stopped
from qualbench.tui.dialogs.base import Dialog
from qualbench.tui.sanitise import drawn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

Result = TypeVar("Result")
#: Called with (done, all, name of what comes next).
Report = Callable[[int, int, str], None]


class ProgressDialog(Dialog["Result | QualbenchError"], Generic[Result]):
    """Run `work` in a thread; the answer is its result, or the error that it raised.

    The work gets a function to report with; connections to a project are opened and closed inside it.
    """

    hint = "[Esc] stop"

    def __init__(self, title: str, job: Callable[[Report], Result], *, stoppable: bool = True) -> None:
        super().__init__(title)
        self.stoppable = stoppable
        if not stoppable:
            self.hint = "It is not stopped halfway; please wait."
        self.job = job
        self.stopping = False

    def compose_body(self) -> Iterable[Widget]:
        """Yield the bar, and the name of what is being worked on."""
        yield ProgressBar(show_eta=False)
        yield Static("", id="doing", markup=False)

    def on_mount(self) -> None:
        """Begin."""
        self._run()

    def action_close(self) -> None:
        """Ask the work to stop; it does so at its next report."""
        if not self.stoppable:
            return
        self.stopping = True
        self.query_one("#doing", Static).update("Stopping ...")

    @work(thread=True)
    def _run(self) -> None:
        last = 0.0

        def report(done: int, total: int, name: str) -> None:
            nonlocal last
            if self.stopping:
                raise Stopped
            if monotonic() - last > 0.05:
                last = monotonic()
                self.app.call_from_thread(self._show, done, total, name)

        answer: Result | QualbenchError
        try:
            answer = self.job(report)
        except QualbenchError as error:
            answer = error
        self.app.call_from_thread(self.dismiss, answer)

    def _show(self, done: int, total: int, name: str) -> None:
        self.query_one(ProgressBar).update(total=total, progress=done)
        if not self.stopping:
            self.query_one("#doing", Static).update(f"{done} of {total}: {drawn(name)}")
