"""`theme table`: themes by case, by kind of source, or by an attribute."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import ANY_PATH, allow_names_option, command, json_option, project_session
from qualbench.cli.documents import kinds_option
from qualbench.cli.export import chosen_form, write_export
from qualbench.cli.output import print_json, print_table, say
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from qualbench.workbench.theme_tables import ThemeTable


@command("table")
@click.option(
    "--by", required=True, metavar="BY", help="case, kind (of source), or the name of an attribute."
)
@click.option("--set", "set_name", metavar="NAME", help="The theme set; by default the current one.")
@click.option(
    "--coder",
    "coders",
    multiple=True,
    metavar="NAME",
    help="Whose segments count (repeatable); by default the lead's.",
)
@kinds_option
@click.option("--percent", is_flag=True, help="Percentages beside the numbers, where N is 30 or more.")
@click.option(
    "--format", "form", type=click.Choice(("text", "csv", "json")), help="By default text; of a file csv."
)
@click.option("--output", metavar="FILE", type=ANY_PATH, help="Write CSV to a file; - for stdout.")
@allow_names_option
@json_option
def table_command(
    by: str,
    form: str | None,
    output: Path | None,
    percent: bool,
    set_name: str | None,
    coders: tuple[str, ...],
    kinds: tuple[str, ...],
    as_json: bool,
) -> None:
    """Print or write themes by case, by kind of source, or by an attribute.

    By case the distinct segments in each participant's words; else how many participants mention each theme.
    Numbers below the project's smallest cell are kept back, as is what would give them away; a private
    attribute is in no table.

    Example: qualbench theme table --by "age band"
    """
    from qualbench.workbench.theme_tables import export_theme_table, table_rows, theme_table

    if as_json and form is not None:
        raise UsageError("--json or --format, not both.")
    form = "json" if as_json else form
    if output is not None and form not in (None, "csv"):
        raise UsageError(
            "A file is written as csv.", "Leave --format and --json out, or redirect what is printed."
        )
    with project_session() as session:
        made = theme_table(session, by, set_name=set_name, coder_names=coders, kinds=kinds)
        if output is not None or form == "csv":
            chosen_form(form, output, ("csv",))
            write_export(
                output or Path("-"),
                Path("themes.csv"),
                lambda path: export_theme_table(session, made, output=path, percent=percent),
            )
            return
    rows = table_rows(made, percent=percent)
    if form == "json":
        print_json(_table_json(made, rows))
        return
    say(f"{made.theme_set}, by {made.by}. Counting {', '.join(made.coders)}; N = {made.n} participants.\n")
    print_table(("theme", *made.columns, "all"), rows, numbers=range(1, len(made.columns) + 2))
    say()
    for note in made.notes:
        say(note)


def _table_json(made: ThemeTable, rows: list[list[int | str]]) -> dict[str, Any]:
    people = rows[0][1:] if made.table.participants else None
    return {
        "set": made.theme_set,
        "by": made.by,
        "counts": "participants" if people else "segments",
        "coders": list(made.coders),
        "n": made.n,
        "smallest_cell": made.table.smallest,
        "kinds": dict(sorted(made.kinds.items())),
        "columns": list(made.columns),
        "participants": people[:-1] if people else None,
        "themes": [
            {"path": row[0], "cells": row[1:-1], "all": row[-1]} for row in (rows[1:] if people else rows)
        ],
        "notes": list(made.notes),
    }
