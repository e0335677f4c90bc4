"""`theme show`: all that is said of one theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import command, json_option, project_session
from qualbench.cli.output import count, print_json, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualbench.model.theme import Theme


def theme_json(
    theme: Theme, tree: tuple[tuple[Theme, int, str], ...], code_paths: Mapping[str, str]
) -> dict[str, Any]:
    """Return what a theme says as an object for JSON: all but its numbers."""
    from qualbench.model.theme import level_of

    by_id = {one.id: one for one, _depth, _path in tree}
    paths = {one.id: path for one, _depth, path in tree}
    return {
        "id": theme.id,
        "level": level_of(theme, by_id).value,
        "kind": theme.kind.value if theme.kind else "",
        "concept": theme.concept,
        "definition": theme.definition,
        "is_not": theme.is_not,
        "narrative": theme.narrative,
        "status": theme.status.value,
        "reason": theme.reason,
        "became": [paths.get(one, one) for one in theme.became],
        "members": [
            *(
                {
                    "code": code_paths[one],
                    "segment": "",
                    "subcodes": one not in theme.alone_ids,
                    "stance": theme.stances.get(one, ""),
                }
                for one in theme.code_ids
            ),
            *(
                {"code": "", "segment": one, "subcodes": True, "stance": theme.stances.get(one, "")}
                for one in theme.segment_ids
            ),
        ],
        "links": [{"theme": paths.get(one.other_id, one.other_id), "word": one.word} for one in theme.links],
    }


@command("show")
@click.argument("theme")
@click.option("--set", "set_name", metavar="NAME", help="The theme set; by default the current one.")
@click.option(
    "--coder",
    "coders",
    multiple=True,
    metavar="NAME",
    help="Whose segments count (repeatable); by default the lead's.",
)
@json_option
def show_command(theme: str, set_name: str | None, coders: tuple[str, ...], as_json: bool) -> None:
    """Show all that is said of a theme: its words, members, stances, quotes, links, memos and numbers.

    Example: qualbench theme show "Practical barriers"
    """
    from qualbench.model.coding import MemoTarget
    from qualbench.model.theme import theme_tree
    from qualbench.workbench.analysing import theme_stances
    from qualbench.workbench.codebooks import load_codebook
    from qualbench.workbench.coding import find_segment
    from qualbench.workbench.memoing import list_memos
    from qualbench.workbench.theming import find_theme, load_themes

    with project_session() as session:
        found = find_theme(session, theme, set_name)
        tree = theme_tree(load_themes(session, found.set_id))
        path = next(path for one, _depth, path in tree if one.id == found.id)
        stances = theme_stances(session, found.id, coders)
        memos = list_memos(session, target=MemoTarget.THEME, target_id=found.id)
        shown = {
            "name": found.name,
            "path": path,
            **theme_json(found, tree, load_codebook(session).paths),
            "participants": stances.total.participants,
            "of": stances.total.of,
            "segments": stances.total.segments,
            "stances": {
                one.value: {"participants": held.participants, "segments": held.segments}
                for one, held in stances.apart.items()
                if one
            },
            "exemplars": [
                {"segment": one, "quote": find_segment(session, one).quote} for one in found.exemplar_ids
            ],
            "memos": [one.text for one in memos if not one.private],
        }
        numbers = stances.said
    if as_json:
        print_json(shown)
    else:
        _say_theme(shown, numbers)


def _say_theme(shown: Mapping[str, Any], numbers: str) -> None:
    facts = [shown["level"], shown["kind"], shown["status"]]
    say(f"{shown['path']} ({', '.join(one for one in facts if one)})")
    say(numbers)
    for head, value in (
        ("Became", "; ".join(shown["became"])),
        ("Reason", shown["reason"]),
        ("Central organising concept", shown["concept"]),
        ("Definition", shown["definition"]),
        ("What it is not", shown["is_not"]),
        ("Narrative", shown["narrative"]),
    ):
        if value:
            say(f"{head}: {value}")
    for one in shown["members"]:
        named = f"Code: {one['code']}" if one["code"] else f"Segment: {one['segment']}"
        named += "" if one["subcodes"] else " (without its subcodes)"
        say(named + (f" ({one['stance']})" if one["stance"] else ""))
    for one in shown["links"]:
        say(f"Link: {one['word']} “{one['theme']}”")
    if shown["exemplars"]:
        say(f"{count(len(shown['exemplars']), 'chosen quote')}:")
    for one in shown["exemplars"]:
        say(f"    “{' '.join(one['quote'].split())}” {one['segment']}")
    for text in shown["memos"]:
        say(f"Memo: {text}")
