"""Saved versions of the codebook: listed, kept in mind by names, and what happened between them."""

from __future__ import annotations

from pathlib import Path

import click

from qualbench.cli.command import allow_names_option, command, json_option, project_session, why_option
from qualbench.cli.export import OUTPUT, chosen_form, format_option, write_export
from qualbench.cli.output import print_json, print_table, say
from qualbench.cli.progress import progress_bar
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


@command("evolution")
@click.argument("since", required=False, metavar="[FROM]")
@click.argument("until", required=False, metavar="[TO]")
@format_option("md", "html", "docx")
@click.option("--output", **OUTPUT)
@allow_names_option
@click.option(
    "--picture",
    metavar="FILE",
    type=click.Path(path_type=Path, readable=False),
    help="Where the picture of the lineage goes as an SVG file; the HTML report has it inside.",
)
@click.option("--every-version", is_flag=True, help="Tell of every saved version, not of milestones alone.")
def evolution_command(
    since: str | None,
    until: str | None,
    form: str | None,
    output: Path | None,
    picture: Path | None,
    every_version: bool,
) -> None:
    """Write how the codebook came to be, from one saved version to another.

    FROM and TO are numbers of versions or milestones; TO may be `now`. The states told of are these two and
    the milestones between them; by default all milestones, or all versions where fewer than two have a name.
    Each code that was added, renamed, moved, merged, split, redefined, retired or taken out is told of with
    who, when, why and how many codings it had.

    Example: qualbench codebook evolution "initial template" final --output evolution.html
    """
    from qualbench.workbench.evolving import export_evolution
    from qualbench.workbench.reporting import FORMATS

    chosen = chosen_form(form, output, FORMATS)
    with project_session() as session, progress_bar("Reading") as bar:
        write_export(
            output,
            session.project.exports / f"codebook-evolution.{chosen}",
            lambda path: export_evolution(
                session,
                since,
                until,
                output=path,
                format=chosen,
                picture=picture,
                every_version=every_version,
                progress=bar,
            ),
        )
    if picture is not None and output != Path("-"):
        say(str(picture))
