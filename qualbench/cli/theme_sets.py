"""`theme set`: the theme sets of a project."""

from __future__ import annotations

import click

from qualbench.cli.command import group, json_option, project_session
from qualbench.cli.output import print_json, print_table, say
from qualbench.cli.theme_set_files import (
    adopt_command,
    check_command,
    diff_command,
    show_command,
    versions_command,
    write_command,
)


@group("set")
def set_command() -> None:
    """The theme sets: several ways to bring the same codings together."""


@set_command.command("list")
@json_option
def set_list_command(as_json: bool) -> None:
    """List the theme sets.

    Example: qualbench theme set list
    """
    from qualbench.workbench.theming import current_set, list_theme_sets, load_themes

    with project_session() as session:
        current = current_set(session)
        rows = [
            {
                "id": one.id,
                "name": one.name,
                "current": current is not None and one.id == current.id,
                "themes": len(load_themes(session, one.id)),
            }
            for one in list_theme_sets(session)
        ]
    if as_json:
        print_json(rows)
    elif not rows:
        say("There is no theme set yet. Make one with: qualbench theme set new NAME")
    else:
        table = [(row["name"], row["themes"], "current" if row["current"] else "") for row in rows]
        print_table(("theme set", "themes", ""), table, numbers=(1,))


@set_command.command("new")
@click.argument("name")
def set_new_command(name: str) -> None:
    """Make a theme set; the first one made is the current one.

    Example: qualbench theme set new "Three themes"
    """
    from qualbench.workbench.theming import create_set

    with project_session(write=True) as session:
        say(f"Made the theme set “{create_set(session, name).name}”.")


@set_command.command("use")
@click.argument("name")
def set_use_command(name: str) -> None:
    """Make a theme set the current one.

    Example: qualbench theme set use "Three themes"
    """
    from qualbench.workbench.theming import use_set

    with project_session(write=True) as session:
        say(f"The current theme set is “{use_set(session, name).name}”.")


for one in (write_command, check_command, adopt_command, versions_command, show_command, diff_command):
    set_command.add_command(one)
