"""The codebook screen: the tree and all that changes it, the codebook's file, and the ways from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from qualbench.errors import QualbenchError, UsageError
from qualbench.tui.dialogs.form import Field, FormDialog, Values
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.keys import Where, bindings
from qualbench.tui.lines import plural
from qualbench.tui.screens.codebook.changing import ChangingScreen
from qualbench.workbench.working_file import (
    NAME,
    NothingNew,
    WorkingFile,
    adopt,
    refuse_the_same,
    working_file,
    working_path,
)

if TYPE_CHECKING:
    from pathlib import Path


class CodebookScreen(ChangingScreen):
    """The codebook."""

    where = Where.CODEBOOK
    BINDINGS = bindings(Where.CODEBOOK)

    def __init__(self, code_id: str = "") -> None:
        super().__init__(code_id)
        self.file: WorkingFile | None = None

    def reload(self) -> None:
        """Read the codebook, its numbers and its file."""
        super().reload()
        self.file = working_file(self.session)
        said = self.file.problems[0].message if self.file.problems else ""
        if self.file.edited:
            said = f"{self.file.path.name} was edited by hand: [f] shows how, [v] saves it as a version."
        line = self.query_one("#file", Static)
        line.update(self.in_keys(said))
        line.display = bool(said)

    # --- versions ---------------------------------------------------------------------------------

    def action_read_working_file(self) -> None:
        """Show what was changed by hand in the codebook's file."""
        file = self._look_at_file()
        if file is not None:
            self.app.push_screen(MessageDialog(file.path.name, file_text(file)))

    def action_save_version(self) -> None:
        """Save the codebook, with what was edited by hand, as a version."""
        shown = _bytes(working_path(self.session.project))
        file = self._look_at_file()
        if file is None:
            return
        if any(one.serious for one in file.problems):
            self.app.push_screen(MessageDialog("The file cannot be saved as a version yet", file_text(file)))
            return
        try:
            refuse_the_same(self.session)
        except NothingNew as same:
            self.say(f"{same.message} {same.hint}")
            return

        def keep(values: Values) -> None:
            nonlocal shown
            now = _bytes(working_path(self.session.project))
            if now != shown:
                shown = now
                form.introduce(file_text(working_file(self.session)))
                raise UsageError(
                    f"{NAME} was changed since it was shown. What it would change now stands above.",
                    "[F2] saves that.",
                )
            self.commit(lambda: adopt(self.session, message=values["message"]))

        title = f"Save the codebook as version {self.book.version + 1}"
        field = Field("message", "What is new in it?")
        form = FormDialog(title, [field], keep, intro=file_text(file), verb="save")
        self.app.push_screen(form)

    def _look_at_file(self) -> WorkingFile | None:
        try:
            self.file = working_file(self.session)
        except QualbenchError as error:  # it is no text
            self.complain(error)
            return None
        return self.file


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def file_text(file: WorkingFile) -> str:
    """Return what there is to say about the working file."""
    lines = [str(file.path), ""]
    said = [f"line {one.line}: " if one.line else "" for one in file.problems]
    told = [
        f"! {line}{one.message} {one.hint}".rstrip() for line, one in zip(said, file.problems, strict=True)
    ]
    if not file.edited:
        as_written = "It is as the program wrote it: edit it in any editor, then look here."
        return "\n".join([*lines, as_written, *told])
    lines += ["It was edited by hand.", *told]
    if file.difference:
        lines += ["", "Saved as a version, it would change:", *(f"  {one}" for one in file.difference)]
    elif not any(one.serious for one in file.problems):
        lines.append("It would change no code.")
    if file.kept:
        made = plural(len(file.kept), "code")
        lines += ["", f"{made} made here since would stay:", *(f"  {one}" for one in file.kept)]
    return "\n".join(lines)
