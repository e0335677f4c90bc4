"""A participant withdraws: what would go is read first, then the document's name is typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.widgets import Static

from qualbench.errors import QualbenchError, UsageError
from qualbench.tui.dialogs.base import Dialog
from qualbench.tui.dialogs.form import Field, FormDialog
from qualbench.tui.sanitise import drawn_lines
from qualbench.workbench.purging import Purge, preview_purge, purge_document, purge_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualbench.model.document import Document
    from qualbench.tui.dialogs.form import Values
    from qualbench.tui.screens.base import ProjectScreen

STAY, GO = "they stay", "blanked, rewritten or removed"
CASE_GOES, CASE_STAYS = "goes too", "stays, with its attributes"


class WhatGoes(Dialog[bool]):
    """All that a purge would take away; the answer is True where one goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [("f2", "agree", "Go on")]
    hint = "[F2] go on   [Esc] leave it   [↑] [↓] scroll"

    def __init__(self, seen: Purge) -> None:
        what = f"what {seen.speaker} says" if seen.speaker else seen.document.name
        super().__init__(f"Take {what} out for good?")
        self.text = "\n".join(purge_in_words(seen))

    def compose_body(self) -> Iterable[Widget]:
        """Yield what goes, in a window that scrolls."""
        with VerticalScroll(classes="dialog-text"):
            yield Static(drawn_lines(self.text), markup=False)

    def action_agree(self) -> None:
        """Go on to typing the name."""
        self.dismiss(True)


def withdraw(screen: ProjectScreen, document: Document, speaker: str = "") -> None:
    """Show what would go with a document, or with one voice of it, ask, and take it out for good."""
    seen = preview_purge(screen.session, document.id, speaker=speaker)

    def ask(on: bool | None) -> None:
        if on:
            keep = partial(_same_name, seen.named)
            form = FormDialog("There is no way back", _fields(seen), keep, verb="take it out")
            screen.app.push_screen(form, lambda values: _take_out(screen, seen, values))

    screen.app.push_screen(WhatGoes(seen), ask)


def _fields(seen: Purge) -> list[Field]:
    whose = "speaker's label" if seen.speaker else "document's name"
    fields = [Field("name", f"Type the {whose}, {seen.named}")]
    if seen.exports or seen.backups:
        fields.append(Field("everywhere", "Exports and backups", STAY, "choice", (STAY, GO)))
    if seen.cases:
        few = len(seen.cases) <= 5
        label = f"The case {', '.join(seen.cases)}" if few else f"Its {len(seen.cases)} cases"
        fields.append(Field("case", label, CASE_GOES, "choice", (CASE_GOES, CASE_STAYS)))
    return [*fields, Field("why", "Why", help="for the record; without names")]


def _same_name(name: str, values: Values) -> None:
    if values["name"].strip() != name:
        raise UsageError(f"That is not the name: {name}.", "Nothing was taken out.")


def _take_out(screen: ProjectScreen, seen: Purge, values: Values | None) -> None:
    if values is None:
        return

    def done(answer: Purge | QualbenchError) -> None:
        screen.reload()
        if isinstance(answer, QualbenchError):
            screen.complain(answer)
        else:
            screen.say(f"{seen.named} is taken out for good. The record of it is in the history.")

    screen.shell.work_apart(
        f"Taking out {seen.named}",
        lambda session, _report: purge_document(
            session,
            seen.document.id,
            speaker=seen.speaker,
            why=values["why"].strip(),
            everywhere=values.get("everywhere") == GO,
            keep_cases=values.get("case") == CASE_STAYS,
        ),
        done,
        stoppable=False,
    )
