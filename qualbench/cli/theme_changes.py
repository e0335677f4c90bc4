"""`theme merge` and `theme split`: one step each, what the themes became is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import command, project_session, why_option
from qualbench.cli.output import say
from qualbench.errors import NotFound

if TYPE_CHECKING:
    from qualbench.model.theme import Theme
    from qualbench.workbench.project import Session

_SET: dict[str, Any] = {"metavar": "NAME", "help": "The theme set; by default the current one."}


@command("merge")
@click.argument("themes", nargs=-1, required=True, metavar="THEME...")
@click.option("--into", "into", required=True, metavar="THEME", help="The theme that stays.")
@click.option("--set", "set_name", **_SET)
@why_option
def merge_command(themes: tuple[str, ...], into: str, set_name: str | None, why: str) -> None:
    """Merge themes into another, with all that belongs to them; what they became is kept.

    Example: qualbench theme merge "Buses" "Parking" --into "Getting there" --why "one claim"
    """
    from qualbench.workbench.theming import find_theme, merge_themes

    with project_session(write=True) as session:
        ids = [find_theme(session, one, set_name).id for one in themes]
        kept = merge_themes(session, ids, find_theme(session, into, set_name).id, why)
        say(f"Merged {len(set(ids) - {kept.id})} into the theme “{kept.name}”.")


@command("split")
@click.argument("theme")
@click.option(
    "--part",
    "parts",
    nargs=2,
    multiple=True,
    required=True,
    metavar="NAME MEMBER",
    help="A new theme and what it gets: a code, a segment's id or a subtheme (repeatable).",
)
@click.option("--set", "set_name", **_SET)
@why_option
def split_command(theme: str, parts: tuple[tuple[str, str], ...], set_name: str | None, why: str) -> None:
    """Split a theme into new ones beside it; each code, single segment and subtheme goes to a part.

    Example: qualbench theme split "Getting there" --part Buses Transport --part Money Cost --why "two claims"
    """
    from qualbench.workbench.theming import find_theme, split_theme

    with project_session(write=True) as session:
        found = find_theme(session, theme, set_name)
        given: dict[str, list[str]] = {}
        for name, member in parts:
            given.setdefault(" ".join(name.split()), []).append(_member(session, found, member))
        made = split_theme(session, found.id, given, why)
        say(f"Split the theme “{found.name}” into {', '.join(f'“{one.name}”' for one in made)}.")


def _member(session: Session, theme: Theme, named: str) -> str:
    """Return the id of a code, single segment or subtheme of a theme, by its name, path or id."""
    from qualbench.workbench.codebooks import load_codebook
    from qualbench.workbench.theming import load_themes

    paths = load_codebook(session).paths
    under = {one.id: one.name for one in load_themes(session, theme.set_id) if one.parent_id == theme.id}
    known = {
        **{one: (paths[one], paths[one].split(" > ")[-1], one) for one in theme.code_ids},
        **{one: (name, one) for one, name in under.items()},
        **{one: (one,) for one in theme.segment_ids},
    }
    found = [one for one, names in known.items() if named in names]
    if not found:
        raise NotFound("member of the theme", named, [names[0] for names in known.values()])
    return found[0]
