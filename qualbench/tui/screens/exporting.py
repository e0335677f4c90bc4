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
from qualbench.workbench.independence import seen_coders
from qualbench.workbench.previewing import export_part, formats_of
from qualbench.workbench.project import lead_coder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualbench.model.document import Document
    from qualbench.model.theme import ThemeSet
    from qualbench.tui.screens.base import ProjectScreen
    from qualbench.workbench.previewing import Part
    from qualbench.workbench.reporting import Exported
    from qualbench.workbench.retrieving import Retrieved

ALL = "all coders"


def export_summary(screen: ProjectScreen, theme_set: ThemeSet) -> None:
    """Ask how and where, and write the summary of `theme_set`."""
    coders = [one.name for one in seen_coders(screen.session)]
    place = screen.session.project.exports / "theme-summary"
    fields = [
        Field("format", "Format", "md", "choice", reporting.SUMMARY_FORMATS, "docx for Word, tex for LaTeX"),
        Field("output", "File", str(place), "path", help="its ending is added"),
    ]
    if len(coders) > 1:
        lead = lead_coder(screen.session).name
        fields.append(Field("coder", "Whose codings", lead, "choice", (*coders, ALL)))

    def write(values: Values) -> Exported:
        named = values.get("coder", "")
        return reporting.export_theme_summary(
            screen.session,
            set_name=theme_set.id,
            coder_names=coders if named == ALL else [named] if named else [],
            format=values["format"],
            output=output_path(values),
        )

    _ask(screen, f"Export the theme summary: {theme_set.name}", fields, write)


def export_previewed(screen: ProjectScreen, part: Part) -> None:
    """Ask how and where, and write the export that is looked at."""
    formats = formats_of(part)
    place = screen.session.project.exports / part.value.replace(" ", "-")
    fields = [
        Field("format", "Format", formats[0], "choice", formats, "docx for Word, tex for LaTeX"),
        Field("output", "File", str(place), "path", help="its ending is added"),
    ]

    def write(values: Values) -> Exported:
        return export_part(screen.session, part, output_path(values), values["format"])

    _ask(screen, f"Export: {part.value}", fields, write)


def export_page(screen: ProjectScreen, document: Document) -> None:
    """Ask where, and write a document with its codes in the margin."""
    place = screen.session.project.exports / document.name
    fields = [Field("output", "File", str(place), "path", help="its ending, .html, is added")]

    def write(values: Values) -> Exported:
        return reporting.export_transcript(screen.session, document.id, output=output_path(values))

    _ask(screen, f"Export {document.name} as a page", fields, write)


def export_listed(screen: ProjectScreen, retrieved: Retrieved) -> None:
    """Ask where, and write the segments that are listed as a table, one row each."""
    names = [one.name for one in seen_coders(screen.session)]
    fields = [
        Field("format", "Format", "csv", "choice", ("csv",), "a table for a spreadsheet"),
        Field(
            "output",
            "File",
            str(screen.session.project.exports / "segments"),
            "path",
            help="its ending is added",
        ),
    ]

    def write(values: Values) -> Exported:
        return reporting.export_segments(
            screen.session,
            output=output_path(values),
            coder_names=names,
            expression=retrieved.expression,
        )

    _ask(screen, f"Export {plural(len(retrieved.places), 'segment')}", fields, write)


def _ask(
    screen: ProjectScreen, title: str, fields: Sequence[Field], export: Callable[[Values], Exported]
) -> None:
    """Show the form; write, after a question where a file would be written over; and say what was written."""

    def write(values: Values) -> None:
        try:
            done = export(values)
        except QualbenchError as error:
            screen.complain(error)
            return
        screen.say(f"Written: {done.path}")
        lines = [str(done.path), "", f"{plural(done.quotes, 'quote')}, each checked against its document."]
        screen.app.push_screen(MessageDialog("The file is written", "\n".join([*lines, *done.warnings])))

    def ask(values: Values | None) -> None:
        if values is None:
            return
        path = output_path(values)
        if path.exists():
            question = ConfirmDialog(
                "Write over the file?",
                f"{path} is there already; what is in it is lost.",
                yes="Write over it",
            )
            screen.app.push_screen(question, lambda yes: write(values) if yes else None)
        else:
            write(values)

    screen.app.push_screen(FormDialog(title, fields, output_path, verb="export"), ask)


def output_path(values: Values) -> Path:
    """Return the file that is meant, with the format's ending."""
    path = Path(values["output"].strip() or "export").expanduser()
    ending = f".{values.get('format', 'html')}"
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)
