"""A project of another program, taken in: the report first, then the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.asking import someone_is_there
from qualbench.cli.command import project_session
from qualbench.cli.other_program_options import UNITS
from qualbench.cli.output import print_json, print_table, say, warn
from qualbench.cli.progress import progress_bar

if TYPE_CHECKING:
    from pathlib import Path


def import_other(paths: tuple[Path, ...], how: dict[str, Any], *, dry_run: bool, as_json: bool) -> bool:
    """Take a project into the one that the person means, and say whether the paths were one.

    Raises:
        UsageError: There are several paths, or options of a project for what is none.
    """
    from qualbench.workbench.other_programs import import_project, program_of, read_project

    programs = [(path, name) for path in paths if (name := program_of(path))]
    if not programs:
        if dry_run or any(how.values()):
            said = "--dry-run, --positions and --sets-as-attributes are for projects of other programs."
            raise click.UsageError(f"{said} For transcripts there is --preview.")
        return False
    if len(paths) > 1:
        raise click.UsageError(f"{programs[0][0]} is a whole project of {programs[0][1]}: import it alone.")
    with project_session(write=True) as session:
        with progress_bar("Reading") as move:
            if move is not None:
                move(0, 0, paths[0].name)
            incoming = read_project(paths[0], guess=dry_run, choose=_choose(), session=session, **how)
        shown = _Shown(as_json, dry_run)
        report = import_project(session, incoming, dry_run=dry_run, look=shown.look)
    if as_json:
        shown.print_json(report)
    else:
        say("Nothing was imported." if dry_run else f"{incoming.source} was imported, as one step.")
    return True


def new_from_other(
    folder: Path,
    source: Path,
    named: dict[str, str],
    how: dict[str, Any],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make a project of another program's."""
    from qualbench.workbench.other_programs import new_from, read_project
    from qualbench.workbench.project import folder_warnings

    with progress_bar("Reading") as move:
        if move is not None:
            move(0, 0, source.name)
        incoming = read_project(source, guess=dry_run, choose=_choose(), **how)
    shown = _Shown(as_json, dry_run)
    report = new_from(folder, incoming, **named, dry_run=dry_run, look=shown.look)
    for problem in () if dry_run else folder_warnings(folder):
        warn(f"{problem.message} {problem.hint}")
    if as_json:
        shown.print_json(report)
    elif dry_run:
        say("Nothing was made.")
    else:
        say(f"Made the project in {folder}. Everything stays in this folder.")


def _choose() -> Any:
    """Return what asks a person for the unit of positions, or None where there is nobody."""
    if not someone_is_there():
        return None

    def ask(why: str) -> str:
        answer: str = click.prompt(
            f"{why}\nWhat do they count?", type=click.Choice(UNITS), default=UNITS[0], err=True
        )
        return answer

    return ask


class _Shown:
    """Shows a loss report before anything is written."""

    def __init__(self, as_json: bool, dry_run: bool) -> None:
        self.as_json, self.dry_run = as_json, dry_run

    def look(self, report: Any) -> None:
        """Print it for a person."""
        if self.as_json:
            return
        say(f"What is in {report.source}, and what becomes of it:\n")
        rows = [(one.what, one.found, one.imported, one.kept_aside, one.left_out) for one in report.lines]
        headings = ("what", "in the file", "imported", "kept aside", "not supported")
        print_table(headings, rows or [("nothing", 0, 0, 0, 0)], numbers=(1, 2, 3, 4))
        for one in report.lines:
            if one.why:
                say(f"\n{one.what}:")
                for why in one.why.split("; "):
                    say(f"  {why}")
        say()
        for remark in report.remarks:
            say(remark)

    def print_json(self, report: Any) -> None:
        """Print it for a program."""
        lines = [
            {
                "what": one.what,
                "found": one.found,
                "imported": one.imported,
                "kept_aside": one.kept_aside,
                "left_out": one.left_out,
                "why": one.why,
            }
            for one in report.lines
        ]
        print_json(
            {
                "source": report.source,
                "written": not self.dry_run,
                "report": lines,
                "remarks": list(report.remarks),
            }
        )
