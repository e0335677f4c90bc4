"""The people who code."""

from __future__ import annotations

import click

from qualbench.cli.command import group, json_option, project_session
from qualbench.cli.output import print_json, print_table, say


@group("coder")
def coder_command() -> None:
    """The people who code."""


@coder_command.command("list")
@json_option
def list_command(as_json: bool) -> None:
    """List the coders, the oldest first.

    Example: qualbench coder list
    """
    from qualbench.workbench.project import list_coders

    with project_session() as session:
        lead = session.project.lead_id
        rows = [
            {
                "id": one.id,
                "name": one.name,
                "lead": one.id == lead,
                "machine": one.machine,
                "created_at": one.created_at,
            }
            for one in list_coders(session)
        ]
    if as_json:
        print_json(rows)
    else:
        said = [
            (row["name"], "lead coder" if row["lead"] else "", str(row["created_at"])[:10]) for row in rows
        ]
        print_table(("coder", "role", "since"), said)


@coder_command.command("add")
@click.argument("name")
def add_command(name: str) -> None:
    """Add a person who codes.

    Then work as that person with --coder NAME.

    Example: qualbench coder add "Tom Okafor"
    """
    from qualbench.workbench.coders import add_coder

    with project_session(write=True) as session:
        say(f"Added the coder {add_coder(session, name).name}.")
