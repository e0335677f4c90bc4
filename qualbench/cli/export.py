"""Exports: the theme summary, the segments as a table, an interview with its codes, the memos."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import DocumentName, allow_names_option, group, project_session
from qualbench.cli.documents import kinds_option
from qualbench.cli.output import count, say, warn
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.workbench.reporting import Exported

OUTPUT: dict[str, Any] = {
    "metavar": "FILE",
    "type": click.Path(path_type=Path, readable=False),
    "help": "Where to, - for stdout; by default into the project's folder exports.",
}
CODERS: dict[str, Any] = {
    "multiple": True,
    "metavar": "NAME",
    "help": "Whose codings count (repeatable); by default the lead's.",
}
SET: dict[str, Any] = {"metavar": "NAME", "help": "The theme set; by default the current one."}


@group("export")
def export_command() -> None:
    """Write the theme summary, segments, a transcript or memos to a file.

    Every quote is checked against the text while it is written.
    """


def format_option(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option that names a format of these."""
    return click.option(
        "--format", "form", type=click.Choice(names), help=f"By default what FILE ends in, else {names[0]}."
    )


def chosen_form(form: str | None, output: Path | None, names: tuple[str, ...]) -> str:
    """Return the format that is named, or that the file's name ends in; the first where it ends in nothing.

    Raises:
        UsageError: The name ends in what is not written: nothing is written under a false name.
    """
    ending = output.suffix.removeprefix(".").lower() if output else ""
    ending = {"markdown": "md", "htm": "html"}.get(ending, ending)
    if not form and ending and ending not in names:
        raise UsageError(
            f"{output} would be a .{ending} file, and what can be written here is {', '.join(names)}.",
            "Give the file another ending, or say --format.",
        )
    return form or ending or names[0]


def write_export(
    output: Path | None, default: Path, write: Callable[[Path], Exported], what: str = "quote"
) -> None:
    """Let `write` make the file, and say where it is; `-` prints it, whole and checked.

    A file that is named is written as it is asked. Under the default name nothing is replaced but the same
    bytes: somebody may have worked on the file since, so the new one gets a number.
    """
    place = output
    if output is not None and output != Path("-"):
        written = write(output)
    else:
        default.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=None if output else default.parent, prefix=".") as folder:
            path = Path(folder, default.name)
            written = write(path)
            if output:
                click.echo(path.read_bytes(), nl=False)
            else:
                place = _settle(path, default)
    for warning in written.warnings:
        warn(warning)
    if place != Path("-"):
        quotes = f" ({count(written.quotes, what)}, checked against the text)" if written.quotes else ""
        say(f"{place}{quotes}")


def _settle(path: Path, default: Path) -> Path:
    """Move a written file to its default place, or beside it where another file stands there."""
    number, place = 1, default
    while place.exists() and place.read_bytes() != path.read_bytes():
        number += 1
        place = default.with_stem(f"{default.stem}-{number}")
    path.replace(place)
    return place


@export_command.command("theme-summary")
@click.option("--set", "set_name", **SET)
@format_option("md", "html", "docx", "xlsx", "json", "tex")
@click.option("--output", **OUTPUT)
@allow_names_option
@click.option("--coder", "coders", **CODERS)
@kinds_option
@click.option("--attribution", metavar="TEMPLATE", help="How a quote is signed; by default ({pseudonym}).")
def theme_summary_command(
    set_name: str | None,
    form: str | None,
    output: Path | None,
    coders: tuple[str, ...],
    kinds: tuple[str, ...],
    attribution: str | None,
) -> None:
    """Write the summary of a theme set.

    Each theme with its concept, codes, n of N participants, segments and chosen quotes; a table of themes by
    case; and how it was counted.

    Example: qualbench export theme-summary --format docx --output summary.docx
    """
    from qualbench.workbench.reporting import DEFAULT_TEMPLATE, SUMMARY_FORMATS, export_theme_summary

    chosen = chosen_form(form, output, SUMMARY_FORMATS)
    with project_session() as session:
        write_export(
            output,
            session.project.exports / f"theme-summary.{chosen}",
            lambda path: export_theme_summary(
                session,
                output=path,
                format=chosen,
                set_name=set_name,
                coder_names=coders,
                kinds=kinds,
                template=DEFAULT_TEMPLATE if attribution is None else attribution,
            ),
        )


@export_command.command("segments")
@format_option("csv", "xlsx", "jsonl")
@click.option("--output", **OUTPUT)
@allow_names_option
@click.option("--coder", "coders", **CODERS)
@click.option("--set", "set_name", **SET)
@click.option("--where", "expression", default="", metavar="EXPRESSION", help="Only those that answer this.")
def segments_command(
    form: str | None, output: Path | None, coders: tuple[str, ...], set_name: str | None, expression: str
) -> None:
    """Write one row per coding as a table for a spreadsheet, or as JSON lines for a script.

    No cell can be read as a formula.

    Example: qualbench export segments --format csv --output segments.csv
    """
    from qualbench.workbench.reporting import SEGMENT_FORMATS, export_segments

    chosen = chosen_form(form, output, SEGMENT_FORMATS)
    with project_session() as session:
        write_export(
            output,
            session.project.exports / f"segments.{chosen}",
            lambda path: export_segments(
                session,
                output=path,
                format=chosen,
                coder_names=coders,
                set_name=set_name,
                expression=expression,
            ),
        )


@export_command.command("transcript")
@click.argument("document", type=DocumentName())
@format_option("html", "docx")
@click.option("--output", **OUTPUT)
@allow_names_option
@click.option("--coder", "coders", **CODERS)
def transcript_command(document: str, form: str | None, output: Path | None, coders: tuple[str, ...]) -> None:
    """Write an interview with its turns numbered, codes in the margin and memos as notes.

    As docx it is the bare text with codes and memos as Word's own comments; what a colleague writes in
    comments comes back with `code import`.

    Example: qualbench export transcript P01 --format html --output P01.html
    """
    from qualbench.workbench.importing import find_document
    from qualbench.workbench.reporting import TRANSCRIPT_FORMATS, export_transcript

    chosen = chosen_form(form, output, TRANSCRIPT_FORMATS)
    with project_session() as session:
        found = find_document(session, document)
        write_export(
            output,
            session.project.exports / f"transcript {_file_name(found.name)}.{chosen}",
            lambda path: export_transcript(session, found.id, output=path, format=chosen, coder_names=coders),
            "coding",
        )


def _file_name(name: str) -> str:
    """Return a name that every file system takes."""
    return (
        "".join("_" if one in '<>:"/\\|?*' or ord(one) < 32 else one for one in name).strip(". ")
        or "document"
    )


@export_command.command("memos")
@format_option("md", "html", "docx")
@click.option("--output", **OUTPUT)
@allow_names_option
def memos_command(form: str | None, output: Path | None) -> None:
    """Write every memo, by what it is about, and the journal, by date; none that is private.

    Example: qualbench export memos --format md --output memos.md
    """
    from qualbench.workbench.reporting import FORMATS, export_memos

    chosen = chosen_form(form, output, FORMATS)
    with project_session() as session:
        write_export(
            output,
            session.project.exports / f"memos.{chosen}",
            lambda path: export_memos(session, output=path, format=chosen),
        )
