"""Theme sets and themes: claims made from codes, with the quotes that show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import group, json_option, project_session, why_option, yes_option
from qualbench.cli.documents import kinds_option
from qualbench.cli.output import count, print_json, print_json_rows, say, say_kinds
from qualbench.cli.theme_changes import merge_command, split_command
from qualbench.cli.theme_members import (
    add_command,
    assign_command,
    drop_command,
    exemplar_command,
    link_command,
    unassign_command,
)
from qualbench.cli.theme_review import lint_command, pile_command, reread_command, review_command
from qualbench.cli.theme_sets import set_command
from qualbench.cli.theme_show import show_command, theme_json
from qualbench.cli.theme_table import table_command
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.model.theme import ThemeSet
    from qualbench.workbench.project import Session

_SET: dict[str, Any] = {"metavar": "NAME", "help": "The theme set; by default the current one."}
_CODERS: dict[str, Any] = {
    "multiple": True,
    "metavar": "NAME",
    "help": "Whose segments count (repeatable); by default the lead's.",
}


def _more_fields(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option(
                "--level", metavar="LEVEL", help="overarching theme, theme or subtheme; else by its place."
            ),
            click.option("--kind", metavar="KIND", help="descriptive or analytical."),
            click.option("--is-not", metavar="TEXT", help="What it is not: where it ends."),
            click.option("--narrative", metavar="TEXT", help="What is told of it in the report."),
        )
    ):
        function = option(function)
    return function


@group("theme")
def theme_command() -> None:
    """Theme sets, themes, their codes and quotes.

    Several sets may stand over the same codings; none changes a coding. A THEME is given by its path
    (“Access > Transport”), its id, or its name where only one theme of the current set has it.
    """


for one in (
    *(table_command, show_command, assign_command, unassign_command, add_command, drop_command),
    *(lint_command, pile_command, review_command, reread_command),
    *(exemplar_command, link_command, merge_command, split_command, set_command),
):
    theme_command.add_command(one)


@theme_command.command("list")
@click.option("--set", "set_name", metavar="NAME", help="Only this theme set; by default all.")
@click.option("--coder", "coders", **_CODERS)
@kinds_option
@json_option
def list_command(
    set_name: str | None, coders: tuple[str, ...], kinds: tuple[str, ...], as_json: bool
) -> None:
    """List the themes with their codes and who mentioned them, set by set, the current one first.

    Example: qualbench theme list --set "Three themes"
    """
    from qualbench.model.theme import GONE
    from qualbench.workbench.analysing import mentioned_by
    from qualbench.workbench.theming import current_set, find_set, list_theme_sets

    with project_session() as session:
        current = current_set(session)
        sets = sorted(list_theme_sets(session), key=lambda one: current is None or one.id != current.id)
        chosen = sets if set_name is None else [find_set(session, set_name)]
        rows = [row for one in chosen for row in _rows(session, one, coders, kinds)]
    if as_json:
        print_json(rows)
    elif not rows:
        say("There is no theme here yet. Make one with: qualbench theme new NAME")
    heading = ""
    if not as_json:
        say_kinds(kind for row in rows for kind in row["kinds"])
    for row in () if as_json else rows:
        if len(chosen) > 1 and row["set"] != heading:
            heading = row["set"]
            say(f"Theme set: {heading}{' (current)' if current and heading == current.name else ''}")
        depth = "    " * str(row["path"]).count(" > ")
        mentioned = mentioned_by(row["participants"], row["of"])
        status = "" if row["status"] not in GONE else f" ({row['status']})"
        say(f"{depth}{row['name']}{status}: {mentioned}, {count(row['segments'], 'segment')}")
        for member in row["members"]:
            stance = f" ({member['stance']})" if member["stance"] else ""
            alone = "" if member["subcodes"] else ", without its subcodes"
            if member["code"]:
                say(f"{depth}    code: {member['code']}{alone}{stance}")
            else:
                say(f"{depth}    segment: {member['segment']}{stance}")


def _rows(
    session: Session, chosen: ThemeSet, coders: tuple[str, ...], kinds: tuple[str, ...]
) -> list[dict[str, Any]]:
    from qualbench.model.theme import theme_tree
    from qualbench.workbench.analysing import theme_counts
    from qualbench.workbench.codebooks import load_codebook
    from qualbench.workbench.theming import load_themes

    counts = theme_counts(session, chosen.id, coders, kinds)
    paths = load_codebook(session).paths
    tree = theme_tree(load_themes(session, chosen.id))
    return [
        {
            "set": chosen.name,
            "name": theme.name,
            "path": path,
            "codes": [paths[one] for one in theme.code_ids],
            "participants": counts[theme.id].participants,
            "of": counts[theme.id].of,
            "segments": counts[theme.id].segments,
            "kinds": dict(sorted(counts[theme.id].kinds.items())),
            "exemplars": list(theme.exemplar_ids),
            **theme_json(theme, tree, paths),
        }
        for theme, _depth, path in tree
    ]


@theme_command.command("new")
@click.argument("name")
@click.option("--under", metavar="THEME", help="The theme that it is a subtheme of.")
@click.option("--set", "set_name", **_SET)
@click.option("--concept", default="", metavar="TEXT", help="The central organising concept, one sentence.")
@click.option("--definition", default="", metavar="TEXT", help="What the theme says.")
@_more_fields
def new_command(
    name: str, under: str | None, set_name: str | None, concept: str, definition: str, **fields: str | None
) -> None:
    """Make a theme, or a subtheme, and print its id.

    Example: qualbench theme new "Practical barriers" --concept "Getting there costs more than the hour"
    """
    from qualbench.workbench.theming import create_theme, find_set, find_theme

    with project_session(write=True) as session:
        parent = find_theme(session, under, set_name).id if under else None
        chosen = find_set(session, set_name).id if set_name else None
        more = {field: value for field, value in fields.items() if value is not None}
        made = create_theme(
            session, name, parent_id=parent, set_id=chosen, concept=concept, definition=definition, **more
        )
        say(made.id)


@theme_command.command("edit")
@click.argument("theme")
@click.option("--set", "set_name", **_SET)
@click.option("--name", metavar="NAME", help="Another name.")
@click.option("--concept", metavar="TEXT", help="The central organising concept, one sentence.")
@click.option("--definition", metavar="TEXT", help="What the theme says.")
@click.option("--status", metavar="STATUS", help="candidate, under review, kept or dropped (say --why).")
@_more_fields
@click.option("--under", metavar="THEME", help="Make it a subtheme of this one.")
@click.option("--top", is_flag=True, help="Make it a theme of its own.")
@click.option("--position", type=click.IntRange(min=1), help="Its place among its siblings, from 1.")
@why_option
def edit_command(
    theme: str,
    set_name: str | None,
    under: str | None,
    top: bool,
    position: int | None,
    why: str,
    **fields: Any,
) -> None:
    """Change what a theme says, its status or its place.

    Example: qualbench theme edit "Practical barriers" --status kept --why "six of thirteen"
    """
    from qualbench.workbench.theming import change_theme, find_theme

    given = {name: value for name, value in fields.items() if value is not None}
    if under is not None and top:
        raise UsageError("A theme goes under another one or to the top, not both.")
    if position is not None:
        given["position"] = position - 1
    if not (given or under or top):
        raise UsageError("Nothing to change was given.", "See: qualbench theme edit --help")
    with project_session(write=True) as session:
        found = find_theme(session, theme, set_name)
        if under is not None or top:
            given["parent_id"] = find_theme(session, under, set_name).id if under is not None else None
        say(f"Changed the theme “{change_theme(session, found.id, why=why, **given).name}”.")


@theme_command.command("remove")
@click.argument("theme")
@click.option("--set", "set_name", **_SET)
@why_option
@yes_option
def remove_command(theme: str, set_name: str | None, why: str, yes: bool) -> None:
    """Remove a theme with its subthemes; no coding is touched.

    Example: qualbench theme remove "Odds and ends" --yes
    """
    from qualbench.cli.asking import confirm
    from qualbench.workbench.theming import find_theme, remove_theme

    with project_session(write=True) as session:
        found = find_theme(session, theme, set_name)
        confirm(f"Remove the theme “{found.name}” with its subthemes?", yes=yes)
        remove_theme(session, found.id, why)
        say(f"Removed the theme “{found.name}”.")


@theme_command.command("segments")
@click.argument("theme")
@click.option("--set", "set_name", **_SET)
@click.option("--coder", "coders", **_CODERS)
@json_option
def segments_command(theme: str, set_name: str | None, coders: tuple[str, ...], as_json: bool) -> None:
    """List the segments of a theme: its codes', their subcodes' and its subthemes'.

    Example: qualbench theme segments "Practical barriers"
    """
    from qualbench.cli.segments import say_segments
    from qualbench.workbench.analysing import theme_segments
    from qualbench.workbench.listing import rows_of
    from qualbench.workbench.theming import find_theme

    with project_session() as session:
        found = find_theme(session, theme, set_name)
        rows = rows_of(session, theme_segments(session, found.id, coders))
        (print_json_rows if as_json else say_segments)(rows)
