"""Writing the theme summary to a file: which coders, which format, where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.form import Field, FormDialog, Values
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.lines import plural
from qualbench.workbench import reporting
from qualbench.workbench.project import lead_coder, list_coders

if TYPE_CHECKING:
    from qualbench.model.theme import ThemeSet
    from qualbench.tui.screens.base import ProjectScreen

ALL = "all coders"


def export_summary(screen: ProjectScreen, theme_set: ThemeSet) -> None:
    """Ask how and where, and write the summary of `theme_set`."""
    coders = [one.name for one in list_coders(screen.session)]
    place = screen.session.project.exports / "theme-summary"
    fields = [
        Field("format", "Format", "md", "choice", reporting.FORMATS, "md, html, or docx for Word"),
        Field("output", "File", str(place), "path", help="its ending is added"),
    ]
    if len(coders) > 1:
        lead = lead_coder(screen.session).name
        fields.append(Field("coder", "Whose codings", lead, "choice", (*coders, ALL)))

    def ask(values: Values | None) -> None:
        if values is None:
            return
        path = output_path(values)
        if not path.exists():
            write(values)
            return
        question = ConfirmDialog("Write over the file?", f"{path} is there already.", yes="Write over it")
        screen.app.push_screen(question, lambda yes: write(values) if yes else None)

    def write(values: Values) -> None:
        named = values.get("coder", "")
        chosen = coders if named == ALL else [named] if named else []
        try:
            done = reporting.export_theme_summary(
                screen.session,
                set_name=theme_set.id,
                coder_names=chosen,
                format=values["format"],
                output=output_path(values),
            )
        except QualbenchError as error:
            screen.complain(error)
            return
        screen.say(f"Written: {done.path}")
        lines = [str(done.path), "", f"{plural(done.quotes, 'quote')}, each checked against its document."]
        screen.app.push_screen(
            MessageDialog("The theme summary is written", "\n".join([*lines, *done.warnings]))
        )

    title = f"Export the theme summary: {theme_set.name}"
    screen.app.push_screen(FormDialog(title, fields, output_path), ask)


def output_path(values: Values) -> Path:
    """Return the file that is meant, with the format's ending."""
    path = Path(values["output"].strip() or "theme-summary").expanduser()
    ending = f".{values['format']}"
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)
