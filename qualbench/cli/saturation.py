"""`saturation`: how much is new in each interview, as a ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import command, json_option, project_session
from qualbench.cli.documents import kinds_option
from qualbench.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from qualbench.workbench.saturating import Saturation


@command("saturation")
@click.option("--by", "level", type=click.Choice(("code", "theme")), default="code", help="What is new.")
@click.option(
    "--base", type=click.IntRange(min=1), default=4, metavar="NUMBER", help="Sources of the base; 4."
)
@click.option("--run", type=click.IntRange(min=1), default=2, metavar="NUMBER", help="Sources of a run; 2.")
@click.option("--threshold", default="5", metavar="PERCENT", help="The ratio to look for; 5.")
@click.option("--order", metavar="ATTRIBUTE", help="Sources in the order of their cases' values of it.")
@click.option(
    "--document", "documents", multiple=True, metavar="NAME", help="The sources in this order (repeatable)."
)
@click.option("--version", metavar="VERSION", help="Only codes of this saved version of the codebook.")
@click.option("--without-retired", is_flag=True, help="Leave codes out that are retired now.")
@click.option("--set", "set_name", metavar="NAME", help="The theme set; by default the current one.")
@click.option(
    "--coder",
    "coders",
    multiple=True,
    metavar="NAME",
    help="Whose segments count (repeatable); by default the lead's.",
)
@kinds_option
@json_option
def saturation_command(
    level: str, threshold: str, without_retired: bool, coders: tuple[str, ...], as_json: bool, **given: Any
) -> None:
    """Say how much is new in each source: the new-information ratio.

    After Guest, Namey and Chen (2020): what is first seen in a run of sources, over all that is in the base.
    A ratio of this order and these codes; it proves nothing about interviews that were not held.

    Example: qualbench saturation --base 4 --run 2 --threshold 5
    """
    from qualbench.workbench.saturating import load_saturation, read_percent

    with project_session() as session:
        found = load_saturation(
            session,
            level=level,
            threshold=read_percent(threshold),
            retired=not without_retired,
            coder_names=coders,
            **given,
        )
    if as_json:
        print_json(_json(found))
        return
    _say(found)


def _say(found: Saturation) -> None:
    from qualbench.workbench.saturating import percent

    info, what = found.information, "codes" if found.level == "code" else "themes"
    ratios = {one.last: percent(one.ratio) for one in info.runs}
    rows, total = [], 0
    for number, (name, held, new) in enumerate(zip(found.documents, found.held, info.new, strict=True), 1):
        total += new
        rows.append(
            [number, name, held, new, total, ratios.get(number, "base" if number <= info.base else "")]
        )
    coders = ", ".join(found.coders)
    say(f"New {what} in each source, order: {found.order}. Counting {coders}; {found.codebook}.\n")
    head = ("", "source", what, "new", "in all", f"ratio of {info.run}")
    print_table(head, rows, numbers=(0, 2, 3, 4))
    say(f"\n{found.in_words()}")
    for note in found.notes:
        say(note)


def _json(found: Saturation) -> dict[str, Any]:
    info, met = found.information, found.information.met(found.threshold)
    return {
        "by": found.level,
        "order": found.order,
        "codebook": found.codebook,
        "coders": list(found.coders),
        "base": info.base,
        "run": info.run,
        "threshold": float(found.threshold * 100),
        "sources": [
            {"name": name, "held": held, "new": new}
            for name, held, new in zip(found.documents, found.held, info.new, strict=True)
        ],
        "runs": [
            {
                "first": one.first,
                "last": one.last,
                "new": one.new,
                "ratio": None if one.ratio is None else round(float(one.ratio * 100), 2),
            }
            for one in info.runs
        ],
        "met_after": None if met is None else met.last - info.run,
        "in_words": found.in_words(),
        "notes": list(found.notes),
    }
