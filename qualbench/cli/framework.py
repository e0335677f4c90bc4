"""`framework`: cases by themes, each cell a summary in the researcher's words."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.asking import confirm
from qualbench.cli.command import ANY_PATH, dry_run_option, group, json_option, project_session
from qualbench.cli.output import count, print_json, print_table, say, warn

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.framework import Cell, Matrix

_SET: dict[str, Any] = {"metavar": "NAME", "help": "The theme set; by default the current one."}
_CODERS: dict[str, Any] = {
    "multiple": True,
    "metavar": "NAME",
    "help": "Whose segments count (repeatable); by default the lead's.",
}
#: What stands for a cell where there is no room for its words.
_MARKS = {"no data": "-", "not charted": "?", "charted": "+", "look again": "!"}


@group("framework")
def framework_command() -> None:
    """The framework matrix: cases by themes, each cell a summary in your words.

    A cell has the theme's segments in the case's words. It is charted once you have written its summary, and
    to be looked at again when its segments have changed since.
    """


@framework_command.command("show")
@click.option("--case", "case", metavar="CASE", help="The summaries of one case, in words.")
@click.option("--theme", "theme", metavar="THEME", help="The summaries of one theme, in words.")
@click.option("--set", "set_name", **_SET)
@click.option("--sort", metavar="ATTRIBUTE", help="The attribute in whose order the cases come.")
@click.option("--coder", "coders", **_CODERS)
@json_option
def show_command(
    case: str | None,
    theme: str | None,
    set_name: str | None,
    sort: str | None,
    coders: tuple[str, ...],
    as_json: bool,
) -> None:
    """Show the matrix: how it stands with each cell, or the words of some.

    Example: qualbench framework show --case P01
    """
    from qualbench.workbench.cases import find_case
    from qualbench.workbench.framework import load_matrix
    from qualbench.workbench.theming import find_theme

    with project_session() as session:
        matrix = load_matrix(session, set_name=set_name, coder_names=coders)
        cases = [one.id for one in (matrix.sorted_by(sort) if sort else matrix.cases)]
        themes = list(matrix.paths)
        if case is not None:
            wanted = find_case(session, case).id
            cases = [one for one in cases if one == wanted]
        if theme is not None:
            meant = find_theme(session, theme, set_name).id
            themes = [one for one in themes if one == meant]
    names = {one.id: one.name for one in matrix.cases}
    places = [(theme_id, case_id) for case_id in cases for theme_id in themes]
    if as_json:
        rows = [_json(matrix, names[case_id], theme_id, case_id) for theme_id, case_id in places]
        print_json(rows)
    elif not places:
        say("The matrix is empty: it needs a participant and a theme.")
    elif case is not None or theme is not None:
        for theme_id, case_id in places:
            _say_cell(f"{names[case_id]}, {matrix.paths[theme_id]}", matrix.cell(theme_id, case_id))
    else:
        _say_matrix(matrix, cases, names)


def _say_matrix(matrix: Matrix, cases: list[str], names: dict[str, str]) -> None:
    def mark(cell: Cell) -> str:
        return f"{_MARKS[cell.state]} {len(cell.segments) or ''}".strip()

    rows = [[names[one], *(mark(matrix.cell(theme, one)) for theme in matrix.paths)] for one in cases]
    say(f"{matrix.theme_set}. Counting {', '.join(matrix.coders)}.\n")
    print_table(("case", *matrix.paths.values()), rows)
    legend = ", ".join(
        f"{sign} {state} ({sum(one.state == state for one in matrix.cells.values())})"
        for state, sign in _MARKS.items()
    )
    say(f"\n{legend}; with the number of segments.")


def _say_cell(place: str, cell: Cell) -> None:
    say(f"{place}: {cell.state}, {count(len(cell.segments), 'segment')}")
    if cell.text:
        say("".join(f"    {line}\n" for line in cell.text.splitlines()).rstrip("\n"))
    if cell.quote:
        say(f"    “{' '.join(cell.quote.quote.split())}”")


def _json(matrix: Matrix, name: str, theme_id: str, case_id: str) -> dict[str, Any]:
    cell = matrix.cell(theme_id, case_id)
    return {
        "case": name,
        "theme": matrix.paths[theme_id],
        "state": cell.state.value,
        "text": cell.text,
        "quote": cell.quote.id if cell.quote else None,
        "segments": [one.id for one in cell.segments],
    }


@framework_command.command("set")
@click.argument("theme")
@click.argument("case")
@click.argument("text")
@click.option("--quote", "quote_id", metavar="SEGMENT", help="A segment of the cell to be quoted with it.")
@click.option("--set", "set_name", **_SET)
def set_command(theme: str, case: str, text: str, quote_id: str | None, set_name: str | None) -> None:
    """Write the summary of a cell.

    It rests on the segments that the cell has now. The same TEXT again says that you have looked at
    them again.

    Example: qualbench framework set Barriers P01 "No bus after six; her daughter drives."
    """
    from qualbench.workbench.framework import chart

    with project_session(write=True) as session:
        cell = chart(session, theme, case, text, quote_id=quote_id, set_name=set_name)
    say(f"{cell.state}, resting on {count(len(cell.segments), 'segment')}")


@framework_command.command("clear")
@click.argument("theme")
@click.argument("case")
@click.option("--set", "set_name", **_SET)
def clear_command(theme: str, case: str, set_name: str | None) -> None:
    """Take the summary of a cell away; `undo` brings it back.

    Example: qualbench framework clear Barriers P01
    """
    from qualbench.workbench.framework import clear_cell

    with project_session(write=True) as session:
        cell = clear_cell(session, theme, case, set_name=set_name)
    say(f"{cell.state}")


@framework_command.command("import")
@click.argument("file", type=ANY_PATH)
@click.option("--set", "set_name", **_SET)
@dry_run_option
@click.option("--yes", is_flag=True, help="Do not ask; the answer is yes.")
@json_option
def import_command(file: Path, set_name: str | None, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Take in the summaries of a table that `export framework` wrote, as one step.

    From xlsx or csv: a row a case, a column a theme. What changes is listed, then it asks. An empty cell
    takes nothing away.

    Example: qualbench framework import framework.xlsx
    """
    from qualbench.workbench.framework_files import import_framework

    with project_session(write=not dry_run) as session:
        found = import_framework(session, file, set_name=set_name, dry_run=True)
        if not as_json:
            for one in found.changes:
                say(f"{one.case}, {one.theme}:\n  - {one.before or '(nothing)'}\n  + {one.after}")
            say(f"{count(len(found.changes), 'cell')} changed; {found.unchanged:,} as before.")
        if found.empty:
            warn(f"{count(found.empty, 'cell')} empty in the file and written here: left as they are.")
        if found.unknown:
            warn(f"Columns that are no theme of the set: {', '.join(found.unknown)}")
        if found.changes and not dry_run:
            confirm("Take them in?", yes=yes)
            import_framework(session, file, set_name=set_name)
    if as_json:
        print_json(asdict(found))
