"""Theme sets and themes: claims made from codes, with the quotes that show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import CodeName, group, json_option, project_session, why_option, yes_option
from qualbench.cli.documents import kinds_option
from qualbench.cli.output import count, print_json, print_json_rows, print_table, say, say_kinds
from qualbench.cli.theme_table import table_command
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from qualbench.model.theme import ThemeSet
    from qualbench.workbench.project import Session

_SET: dict[str, Any] = {"metavar": "NAME", "help": "The theme set; by default the current one."}
_CODERS: dict[str, Any] = {
    "multiple": True,
    "metavar": "NAME",
    "help": "Whose segments count (repeatable); by default the lead's.",
}


@group("theme")
def theme_command() -> None:
    """Theme sets, themes, their codes and quotes.

    Several sets may stand over the same codings; none changes a coding. A THEME is given by its path
    (“Access > Transport”), its id, or its name where only one theme of the current set has it.
    """


theme_command.add_command(table_command)


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
        say(f"{depth}{row['name']}: {mentioned}, {count(row['segments'], 'segment')}")
        for code in row["codes"]:
            say(f"{depth}    code: {code}")


def _rows(
    session: Session, chosen: ThemeSet, coders: tuple[str, ...], kinds: tuple[str, ...]
) -> list[dict[str, Any]]:
    from qualbench.model.theme import theme_tree
    from qualbench.workbench.analysing import theme_counts
    from qualbench.workbench.codebooks import load_codebook
    from qualbench.workbench.theming import load_themes

    counts = theme_counts(session, chosen.id, coders, kinds)
    paths = load_codebook(session).paths
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
        }
        for theme, _depth, path in theme_tree(load_themes(session, chosen.id))
    ]


@theme_command.command("new")
@click.argument("name")
@click.option("--under", metavar="THEME", help="The theme that it is a subtheme of.")
@click.option("--set", "set_name", **_SET)
@click.option("--concept", default="", metavar="TEXT", help="The central organising concept, one sentence.")
@click.option("--definition", default="", metavar="TEXT", help="What the theme says.")
def new_command(name: str, under: str | None, set_name: str | None, concept: str, definition: str) -> None:
    """Make a theme, or a subtheme, and print its id.

    Example: qualbench theme new "Practical barriers" --concept "Getting there costs more than the hour"
    """
    from qualbench.workbench.theming import create_theme, find_set, find_theme

    with project_session(write=True) as session:
        parent = find_theme(session, under, set_name).id if under else None
        chosen = find_set(session, set_name).id if set_name else None
        made = create_theme(
            session, name, parent_id=parent, set_id=chosen, concept=concept, definition=definition
        )
        say(made.id)


@theme_command.command("edit")
@click.argument("theme")
@click.option("--set", "set_name", **_SET)
@click.option("--name", metavar="NAME", help="Another name.")
@click.option("--concept", metavar="TEXT", help="The central organising concept, one sentence.")
@click.option("--definition", metavar="TEXT", help="What the theme says.")
@click.option("--status", metavar="STATUS", help="candidate, under review, kept or dropped.")
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
    """Change a theme's name, concept, definition, status or place.

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


@theme_command.command("assign")
@click.argument("theme")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...", type=CodeName())
@click.option("--set", "set_name", **_SET)
def assign_command(theme: str, codes: tuple[str, ...], set_name: str | None) -> None:
    """Put codes into a theme, each with its subcodes.

    Example: qualbench theme assign "Practical barriers" Transport Cost
    """
    from qualbench.workbench.codebooks import find_code, load_codebook
    from qualbench.workbench.theming import assign_codes, find_theme

    with project_session(write=True) as session:
        book, found = load_codebook(session), find_theme(session, theme, set_name)
        ids = [find_code(session, one, book).id for one in codes]
        fresh = assign_codes(session, found.id, ids)
        already = f" ({len(set(ids)) - len(fresh)} in it already)" if len(set(ids)) > len(fresh) else ""
        say(f"Put {count(len(fresh), 'code')} into “{found.name}”{already}.")


@theme_command.command("unassign")
@click.argument("theme")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...", type=CodeName())
@click.option("--set", "set_name", **_SET)
def unassign_command(theme: str, codes: tuple[str, ...], set_name: str | None) -> None:
    """Take codes out of a theme.

    Example: qualbench theme unassign "Practical barriers" Cost
    """
    from qualbench.workbench.codebooks import find_code, load_codebook
    from qualbench.workbench.theming import find_theme, unassign_codes

    with project_session(write=True) as session:
        book, found = load_codebook(session), find_theme(session, theme, set_name)
        gone = unassign_codes(session, found.id, [find_code(session, one, book).id for one in codes])
        say(f"Took {count(len(gone), 'code')} out of “{found.name}”.")


@theme_command.command("exemplar")
@click.argument("theme")
@click.argument("segment")
@click.option("--drop", is_flag=True, help="Let the quote go again.")
@click.option("--as", "wording", metavar="TEXT", help="How it is printed; empty for as it stands.")
@click.option("--set", "set_name", **_SET)
def exemplar_command(theme: str, segment: str, drop: bool, wording: str | None, set_name: str | None) -> None:
    """Choose a segment of the theme to be quoted in the summary.

    With --as words are left out at an ellipsis (…) or clarified in [brackets]; all others must be the
    segment's, or it is refused. Of a source that is not quoted it is a paraphrase.

    Example: qualbench theme exemplar "Practical barriers" 5f0c6f2e-7d5e-4f43-9a53-0f6b3f2f1b11
    """
    from qualbench.workbench.quote_wording import word_quote
    from qualbench.workbench.theming import choose_exemplar, drop_exemplar, find_theme

    with project_session(write=True) as session:
        found = find_theme(session, theme, set_name)
        (drop_exemplar if drop else choose_exemplar)(session, found.id, segment)
        if wording is not None and not drop:
            word_quote(session, found.id, segment, wording)
        say(f"{'Let a quote go' if drop else 'Chose a quote'}: “{found.name}”.")


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


@theme_command.group("set")
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
