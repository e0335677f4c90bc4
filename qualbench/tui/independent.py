"""Starting and ending independent coding, with the reason that the history keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.tui.dialogs.form import Field, FormDialog
from qualbench.workbench.independence import (
    end_independent_coding,
    independent_coding,
    start_independent_coding,
)

if TYPE_CHECKING:
    from qualbench.tui.dialogs.form import Values
    from qualbench.tui.screens.base import ProjectScreen

_START = (
    "While it is in force everybody sees only their own codings, memos and counts, the project's lead too: "
    "on every screen, in every list and in every export. Anyone can end it."
)
_END = (
    "Everybody will see everybody's codings and memos again. The history says who ended it and why; it is "
    "not taken back, only started anew."
)


def ask(screen: ProjectScreen) -> None:
    """Ask for the reason and start independent coding, or end it where it is in force."""
    ending = independent_coding(screen.session) is not None
    verb = end_independent_coding if ending else start_independent_coding
    # several lines, so that Enter alone starts nothing
    field = Field("why", "Why? Kept in the history; it may stay empty.", kind="text")

    def keep(values: Values) -> None:
        screen.commit(lambda: verb(screen.session, values["why"]))
        if ending:
            screen.say("Independent coding has ended: everybody's codings can be seen. The history says so.")
        else:
            screen.say("Independent coding is in force: you see only your own codings. [h] ends it.")

    title = "End independent coding?" if ending else "Code independently, others' codings hidden?"
    dialog = FormDialog(
        title, [field], keep, intro=_END if ending else _START, verb="end" if ending else "start"
    )
    screen.app.push_screen(dialog)
