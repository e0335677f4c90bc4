"""Parts of a report by themselves: a table of themes, quotes, the codebook for a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualbench.cli.command import allow_names_option, command, project_session
from qualbench.cli.documents import kinds_option
from qualbench.cli.export import CODERS, OUTPUT, SET, chosen_form, format_option, write_export

if TYPE_CHECKING:
    from pathlib import Path

_FORMATS = ("md", "html", "docx", "xlsx", "csv", "json", "tex")


@command("themes-table")
@click.option(
    "--by",
    default="case",
    metavar="BY",
    help="case, kind (of source), or the name of an attribute; by default case.",
)
@click.option("--set", "set_name", **SET)
@format_option(*_FORMATS)
@click.option("--output", **OUTPUT)
@allow_names_option
@click.option("--coder", "coders", **CODERS)
@kinds_option
@click.option("--percent", is_flag=True, help="Percentages beside the numbers, where N is 30 or more.")
def themes_table_command(
    by: str,
    set_name: str | None,
    form: str | None,
    output: Path | None,
    coders: tuple[str, ...],
    kinds: tuple[str, ...],
    percent: bool,
) -> None:
    """Write a table of themes by case, by kind of source, or by an attribute.

    As `theme table` prints it, for a paper: `qualbench verify` can compare its numbers again.

    Example: qualbench export themes-table --by "age band" --format docx
    """
    from qualbench.workbench.quote_export import FORMATS
    from qualbench.workbench.theme_table_export import export_themes_table

    chosen = chosen_form(form, output, FORMATS)
    with project_session() as session:
        write_export(
            output,
            session.project.exports / f"themes-table.{chosen}",
            lambda path: export_themes_table(
                session,
                by,
                output=path,
                format=chosen,
                set_name=set_name,
                coder_names=coders,
                kinds=kinds,
                percent=percent,
            ),
        )


@command("quotes")
@click.option("--set", "set_name", **SET)
@click.option("--all", "every", is_flag=True, help="Every segment of each theme, not the chosen ones alone.")
@click.option(
    "--context",
    type=click.IntRange(0, 500),
    default=0,
    metavar="WORDS",
    help="So many words of the same turn before and after; by default none.",
)
@format_option(*_FORMATS)
@click.option("--output", **OUTPUT)
@allow_names_option
@click.option("--coder", "coders", **CODERS)
@kinds_option
@click.option("--attribution", metavar="TEMPLATE", help="How a quote is signed; by default ({pseudonym}).")
def quotes_command(
    set_name: str | None,
    every: bool,
    context: int,
    form: str | None,
    output: Path | None,
    coders: tuple[str, ...],
    kinds: tuple[str, ...],
    attribution: str | None,
) -> None:
    """Write the chosen quotes of a theme set, by theme.

    Each with its turn, code and stance, checked against the text.

    Example: qualbench export quotes --context 30 --format docx
    """
    from qualbench.workbench.quote_export import FORMATS, export_quotes
    from qualbench.workbench.reporting import DEFAULT_TEMPLATE

    chosen = chosen_form(form, output, FORMATS)
    with project_session() as session:
        write_export(
            output,
            session.project.exports / f"quotes.{chosen}",
            lambda path: export_quotes(
                session,
                output=path,
                format=chosen,
                set_name=set_name,
                coder_names=coders,
                kinds=kinds,
                template=DEFAULT_TEMPLATE if attribution is None else attribution,
                every=every,
                context=context,
            ),
        )


@command("appendix")
@click.option(
    "--version",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="A saved version; by default the codebook of now.",
)
@click.option("--table", is_flag=True, help="One table, not an entry for each code; csv and xlsx are one.")
@format_option(*_FORMATS)
@click.option("--output", **OUTPUT)
@allow_names_option
def appendix_command(version: int | None, table: bool, form: str | None, output: Path | None) -> None:
    """Write the codebook as an appendix for a paper.

    With the examples that are segments in their words, checked against the text. For another program take
    `codebook export`.

    Example: qualbench export appendix --table --format docx
    """
    from qualbench.workbench.codebook_export import export_appendix
    from qualbench.workbench.quote_export import FORMATS

    chosen = chosen_form(form, output, FORMATS)
    with project_session() as session:
        write_export(
            output,
            session.project.exports / f"codebook-appendix.{chosen}",
            lambda path: export_appendix(session, output=path, format=chosen, version=version, table=table),
        )


@command("framework")
@click.option("--set", "set_name", **SET)
@click.option("--sort", metavar="ATTRIBUTE", help="The attribute in whose order the cases come.")
@format_option(*_FORMATS)
@click.option("--output", **OUTPUT)
@allow_names_option
@click.option("--coder", "coders", **CODERS)
@kinds_option
def framework_command(
    set_name: str | None,
    sort: str | None,
    form: str | None,
    output: Path | None,
    coders: tuple[str, ...],
    kinds: tuple[str, ...],
) -> None:
    """Write the framework matrix: cases by themes, with the summaries and the quotes chosen for them.

    As xlsx or csv it is the bare table with the cases' own names, to work on in a spreadsheet program:
    `framework import` takes it in again.

    Example: qualbench export framework --format xlsx
    """
    from qualbench.workbench.framework_files import FORMATS, export_framework

    chosen = chosen_form(form, output, FORMATS)
    with project_session() as session:
        write_export(
            output,
            session.project.exports / f"framework.{chosen}",
            lambda path: export_framework(
                session,
                output=path,
                format=chosen,
                set_name=set_name,
                coder_names=coders,
                kinds=kinds,
                sort=sort,
            ),
        )


@command("checklist")
@click.argument("name", type=click.Choice(("coreq", "srqr", "entreq", "bc15", "rtarg")))
@format_option(*_FORMATS)
@click.option("--output", **OUTPUT)
@allow_names_option
def checklist_command(name: str, form: str | None, output: Path | None) -> None:
    """Write a reporting checklist with what the project knows filled in.

    What only you can say stays marked as missing; where the project has evidence and you answer, that is
    said. The wording of items is ours and stands for the published one.

    Example: qualbench export checklist coreq --format docx
    """
    from qualbench.workbench.checklists import FORMATS, export_checklist

    chosen = chosen_form(form, output, FORMATS)
    with project_session() as session:
        write_export(
            output,
            session.project.exports / f"checklist-{name}.{chosen}",
            lambda path: export_checklist(session, name, output=path, format=chosen),
        )
