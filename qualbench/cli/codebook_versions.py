"""Saved versions of the codebook: listed, and kept in mind by names."""

from __future__ import annotations

import click

from qualbench.cli.command import command, json_option, project_session, why_option
from qualbench.cli.output import print_json, print_table, say
from qualbench.errors import UsageError

#: What the log prints for people, in order.
_COLUMNS = ("number", "created_at", "coder", "codes", "milestone", "message")


@command("log")
@json_option
def log_command(as_json: bool) -> None:
    """List the saved versions.

    Example: qualbench codebook log
    """
    from qualbench.workbench.milestones import list_log

    with project_session() as session:
        rows = [
            {
                "number": one.version.number,
                "message": one.version.message,
                "coder": one.coder,
                "created_at": one.version.created_at,
                "codes": one.codes,
                "milestone": one.version.milestone,
            }
            for one in list_log(session)
        ]
    if as_json:
        print_json(rows)
    elif not rows:
        say("No version is saved yet. Save one with: qualbench codebook adopt -m MESSAGE")
    else:
        table = [
            [str(row[key])[:10] if key == "created_at" else row[key] for key in _COLUMNS] for row in rows
        ]
        headings = ("version", "saved", "by", "codes", "milestone", "message")
        print_table(headings, table, numbers=(0, 3))


@command("milestone")
@click.argument("name", required=False)
@click.option("--version", metavar="NUMBER", help="Which version; by default the one saved last.")
@click.option(
    "--off", metavar="NAME", help="Take this milestone's name (or a version's) off; the version stays."
)
@why_option
@json_option
def milestone_command(
    name: str | None, version: str | None, off: str | None, why: str, as_json: bool
) -> None:
    """Keep a saved version in mind by a name, or list the milestones.

    A version has one name at most, and no two versions have the same.

    Example: qualbench codebook milestone "initial template" --version 1
    """
    from qualbench.workbench.milestones import list_milestones, name_milestone, take_off_milestone

    if off is not None and (name is not None or version is not None):
        raise UsageError("Either a name is given or one is taken off.", "Leave NAME and --version out.")
    if name is None and version is not None:
        raise UsageError(
            "What is the milestone to be called?", 'qualbench codebook milestone "final" --version 3'
        )
    changes = off is not None or name is not None
    with project_session(write=changes) as session:
        if off is not None:
            shown = [take_off_milestone(session, off, why=why)]
        elif name is not None:
            shown = [name_milestone(session, name, version, why=why)]
        else:
            shown = list_milestones(session)
    if as_json:
        rows = [{"number": one.number, "milestone": one.milestone, "message": one.message} for one in shown]
        print_json(rows[0] if changes else rows)
    elif off is not None:
        say(f"Version {shown[0].number} is no milestone any more; it stays saved.")
    elif name is not None:
        say(f"Version {shown[0].number} is the milestone “{shown[0].milestone}”.")
    elif not shown:
        say("No version is a milestone yet. Name one with: qualbench codebook milestone NAME")
    else:
        table = [(one.number, one.created_at[:10], one.milestone, one.message) for one in shown]
        print_table(("version", "saved", "milestone", "message"), table, numbers=(0,))
