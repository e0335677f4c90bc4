"""Hints as they help in the interface: where one names a command or an option, the key instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from qualbench.tui.keymaps import retold
from qualbench.tui.keys import Where

if TYPE_CHECKING:
    from textual.app import App

    from qualbench.errors import QualbenchError

#: What a hint of the command line names, and what a person at a screen does instead.
_HERE = (
    ("qualbench undo --step", "Nothing was changed. [F6], then [t], takes back the step under the cursor."),
    (
        "another coder's needs --any-coder",
        "Only your own steps are taken back; [F6], then [a], takes anyone's.",
    ),
    ("qualbench new FOLDER", "[Esc], then [n], begins a study."),
    ("qualbench theme set new", "[g] makes one."),
    ("qualbench open --project", "[Esc], then [o], opens it."),
    ("qualbench codebook log", "[F6] shows when versions were saved."),
    ("--earlier-day", ""),
    ("qualbench independent end", "[F4], then [h], ends it, for everybody; the history says who did."),
    ("-m MESSAGE", "Write it in the field above."),
    ("--output", "Close the program that has it open, or choose another place."),
    ("qualbench theme new", "[F9], then [n], makes one; give it codes."),
)
_COMMAND = re.compile(r"`?qualbench [a-z]+|(?<![\w-])--[a-z]")


#: Commands that a remark on a file names, and where in the interface the same is done.
_KEYS = (("`speaker set`", "[s] on the documents screen"),)


def remark_here(hint: str, app: App[Any] | None = None) -> str:
    """Return the hint of a remark on a file, in keys where it names a command: those in force in the app."""
    for command, here in _KEYS:
        hint = hint.replace(command, here if app is None else retold(here, Where.DOCUMENTS, app))
    return hint


def hint_here(error: QualbenchError) -> str:
    """Return an error's hint, in keys where it is written for the command line and a key does the same."""
    if _COMMAND.search(error.hint) or "-m MESSAGE" in error.hint:
        return next((here for named, here in _HERE if named in error.hint), error.hint)
    return error.hint
