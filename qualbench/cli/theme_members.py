"""`theme assign`, `add`, `exemplar`, `link` and their opposites: what belongs to a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import CodeName, command, project_session
from qualbench.cli.output import count, say
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from qualbench.model.coding import Stance

_SET: dict[str, Any] = {"metavar": "NAME", "help": "The theme set; by default the current one."}
_STANCE: dict[str, Any] = {
    "type": click.Choice(("supports", "qualifies", "contradicts", "none")),
    "help": "How it stands to the theme; contradicting segments are not in its numbers.",
}


def _stance(said: str | None) -> Stance | None:
    from qualbench.model.coding import Stance

    return None if said is None else Stance("" if said == "none" else said)


@command("assign")
@click.argument("theme")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...", type=CodeName())
@click.option("--subcodes/--alone", default=None, help="With its subcodes (as by default), or without.")
@click.option("--stance", **_STANCE)
@click.option("--set", "set_name", **_SET)
def assign_command(
    theme: str, codes: tuple[str, ...], subcodes: bool | None, stance: str | None, set_name: str | None
) -> None:
    """Put codes into a theme, or say how those in it stand to it.

    Example: qualbench theme assign "Practical barriers" Transport Cost
    """
    from qualbench.workbench.codebooks import find_code, load_codebook
    from qualbench.workbench.theming import assign_codes, find_theme

    with project_session(write=True) as session:
        book, found = load_codebook(session), find_theme(session, theme, set_name)
        ids = [find_code(session, one, book).id for one in codes]
        fresh = assign_codes(session, found.id, ids, subcodes=subcodes, stance=_stance(stance))
        already = f" ({len(set(ids)) - len(fresh)} in it already)" if len(set(ids)) > len(fresh) else ""
        say(f"Put {count(len(fresh), 'code')} into “{found.name}”{already}.")


@command("unassign")
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


@command("exemplar")
@click.argument("theme")
@click.argument("segment")
@click.option("--position", type=click.IntRange(min=1), help="Its place among the quotes, from 1.")
@click.option("--drop", is_flag=True, help="Let the quote go again.")
@click.option("--as", "wording", metavar="TEXT", help="How it is printed; empty for as it stands.")
@click.option("--set", "set_name", **_SET)
def exemplar_command(
    theme: str, segment: str, position: int | None, drop: bool, wording: str | None, set_name: str | None
) -> None:
    """Choose a segment of the theme to be quoted in the summary, or give a chosen one another place.

    With --as words are left out at an ellipsis (…) or clarified in [brackets]; all others must be the
    segment's, or it is refused. Of a source that is not quoted it is a paraphrase.

    Example: qualbench theme exemplar "Practical barriers" 5f0c6f2e-7d5e-4f43-9a53-0f6b3f2f1b11
    """
    from qualbench.workbench.quote_wording import word_quote
    from qualbench.workbench.theming import choose_exemplar, drop_exemplar, find_theme

    with project_session(write=True) as session:
        found = find_theme(session, theme, set_name)
        if drop:
            drop_exemplar(session, found.id, segment)
        else:
            choose_exemplar(session, found.id, segment, None if position is None else position - 1)
        if wording is not None and not drop:
            word_quote(session, found.id, segment, wording)
        say(f"{'Let a quote go' if drop else 'Chose a quote'}: “{found.name}”.")


@command("add")
@click.argument("theme")
@click.argument("segments", nargs=-1, required=True, metavar="SEGMENT...")
@click.option("--stance", **_STANCE)
@click.option("--set", "set_name", **_SET)
def add_command(theme: str, segments: tuple[str, ...], stance: str | None, set_name: str | None) -> None:
    """Put single segments into a theme, whatever their codes, or say how they stand to it.

    Example: qualbench theme add "Practical barriers" 5f0c6f2e --stance contradicts
    """
    from qualbench.workbench.theming import assign_segments, find_theme

    with project_session(write=True) as session:
        found = find_theme(session, theme, set_name)
        fresh = assign_segments(session, found.id, segments, stance=_stance(stance))
        there = len(set(segments)) - len(fresh)
        already = f" ({there} in it already)" if there else ""
        say(f"Put {count(len(fresh), 'segment')} into “{found.name}”{already}.")


@command("drop")
@click.argument("theme")
@click.argument("segments", nargs=-1, required=True, metavar="SEGMENT...")
@click.option("--set", "set_name", **_SET)
def drop_command(theme: str, segments: tuple[str, ...], set_name: str | None) -> None:
    """Take single segments out of a theme; their codes, if they are in it, stay.

    Example: qualbench theme drop "Practical barriers" 5f0c6f2e-7d5e-4f43-9a53-0f6b3f2f1b11
    """
    from qualbench.workbench.theming import find_theme, unassign_segments

    with project_session(write=True) as session:
        found = find_theme(session, theme, set_name)
        gone = unassign_segments(session, found.id, segments)
        say(f"Took {count(len(gone), 'single segment')} out of “{found.name}”.")


@command("link")
@click.argument("theme")
@click.argument("other")
@click.option("--word", default="", metavar="WORD", help="The relation: explains, is at odds with ...")
@click.option("--remove", is_flag=True, help="Take the link away.")
@click.option("--set", "set_name", **_SET)
def link_command(theme: str, other: str, word: str, remove: bool, set_name: str | None) -> None:
    """Say with a word what a theme has to do with another.

    Example: qualbench theme link "Practical barriers" "Getting by" --word "is answered by"
    """
    from qualbench.workbench.theming import find_theme, link_themes

    if remove == bool(word.strip()):
        raise UsageError("Give the relation a --word, or --remove the link.")
    with project_session(write=True) as session:
        one, two = find_theme(session, theme, set_name), find_theme(session, other, set_name)
        link_themes(session, one.id, two.id, "" if remove else word)
        say(f"“{one.name}” {word.strip()} “{two.name}”." if word.strip() else "Took the link away.")
