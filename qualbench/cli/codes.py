"""The codes themselves: listed, made, changed, moved, retired and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import CodeName, command, json_option, project_session, why_option, yes_option
from qualbench.cli.output import print_json, print_table, say
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.model.code import Code, Codebook


def code_rows(codebook: Codebook, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return the codes in order as rows for JSON, each with its path and its number of segments."""
    return [
        {
            "id": code.id,
            "name": code.name,
            "path": codebook.paths[code.id],
            "parent_id": code.parent_id,
            "color": code.color,
            "definition": code.definition,
            "full_definition": code.full_definition,
            "when": code.when,
            "when_not": code.when_not,
            "examples": list(code.examples),
            "counter_examples": list(code.counter_examples),
            "origin": code.origin.value if code.origin else None,
            "source": code.source,
            "level": code.level.value if code.level else None,
            "in_vivo": code.in_vivo,
            "status": code.status.value,
            "author": code.author,
            "notes": code.notes,
            "properties": dict(code.properties),
            "silenced": dict(code.silenced),
            "segments": counts.get(code.id, 0),
        }
        for code, _depth in codebook.walk()
    ]


@command("list")
@json_option
def list_command(as_json: bool) -> None:
    """List the codes in order, with how many segments each has.

    Example: qualbench code list
    """
    from qualbench.workbench.codebooks import load_codebook
    from qualbench.workbench.coding import segment_counts

    with project_session() as session:
        book, counts = load_codebook(session), segment_counts(session)
    if as_json:
        print_json(code_rows(book, counts))
    elif not book.codes:
        say("There is no code yet. Make one with: qualbench code create NAME")
    else:
        rows = [(book.paths[code.id], counts.get(code.id, 0), code.status.value) for code, _ in book.walk()]
        print_table(("code", "segments", "status"), rows, numbers=(1,))


def _many(option: str, name: str, metavar: str, said: str) -> Callable[..., Any]:
    return click.option(option, name, multiple=True, metavar=metavar, help=said)


def field_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that set a code's fields."""
    for option in reversed(
        (
            click.option("--color", metavar="#RRGGBB", help="A colour."),
            click.option("--definition", metavar="TEXT", help="What the code means."),
            click.option("--full-definition", metavar="TEXT", help="The same at length."),
            click.option("--when", metavar="TEXT", help="When to use it."),
            click.option("--when-not", metavar="TEXT", help="When not to use it."),
            click.option("--origin", metavar="ORIGIN", help="“a priori”, “inductive” or “in vivo”."),
            click.option("--source", metavar="TEXT", help="Where it comes from: a citation."),
            click.option("--level", metavar="LEVEL", help="“semantic” or “latent”."),
            click.option("--author", metavar="NAME", help="Who thought of it."),
            click.option("--notes", metavar="TEXT", help="Anything else about it."),
            click.option("--in-vivo/--no-in-vivo", default=None, help="Named in a participant's own words."),
            click.option("--status", metavar="STATUS", help="“candidate”, “active” or “retired”."),
            _many("--example", "examples", "TEXT", "An example (repeatable; replaces all)."),
            _many(
                "--counter-example", "counter_examples", "TEXT", "What looks like it and is not (the same)."
            ),
            _many("--property", "properties", "NAME=TEXT", "Anything the method wants on top (repeatable)."),
            _many("--silence", "silenced", "REMARK=REASON", "A remark not wanted on this code (repeatable)."),
        )
    ):
        function = option(function)
    return function


def _given(fields: dict[str, Any], code: Code | None = None) -> dict[str, Any]:
    """Return the fields that were given; pairs are laid over those that `code` has."""
    given: dict[str, Any] = {}
    for name, value in fields.items():
        if value is None or value == ():
            continue
        if name in ("examples", "counter_examples"):
            given[name] = tuple(one for one in value if one.strip())
        elif name in ("properties", "silenced"):
            given[name] = _pairs(value, dict(getattr(code, name)) if code else {})
        else:
            given[name] = value
    return given


def _pairs(said: tuple[str, ...], pairs: dict[str, str]) -> dict[str, str]:
    """Return names with a text each, as they are with what was said; an empty text takes a name out."""
    for one in said:
        name, sign, text = one.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"“{one}” is not a name and a text.", "Write NAME=TEXT; NAME= takes it out.")
        if text.strip():
            pairs[name.strip()] = text.strip()
        else:
            pairs.pop(name.strip(), None)
    return pairs


@command("create")
@click.argument("name")
@click.option("--under", metavar="CODE", type=CodeName(), help="The code above it.")
@field_options
def create_command(name: str, under: str | None, **fields: Any) -> None:
    """Make a code and print its id.

    Example: qualbench code create Cost --under "Practical barriers" --definition "Money spent on care"
    """
    from qualbench.workbench.codebooks import create_code, find_code

    with project_session(write=True) as session:
        parent = find_code(session, under).id if under else None
        say(create_code(session, name, parent_id=parent, **_given(fields)).id)


def _change(code: str, why: str = "", **fields: Any) -> None:
    """Change a code and print its path as it is now."""
    from qualbench.workbench.codebooks import change_code, find_code, load_codebook

    with project_session(write=True) as session:
        found = find_code(session, code)
        after = change_code(session, found.id, why=why, **_given(fields, found))
        say(load_codebook(session).paths[after.id])


@command("rename")
@click.argument("code", type=CodeName())
@click.argument("name")
@why_option
def rename_command(code: str, name: str, why: str) -> None:
    """Rename a code; its segments stay with it.

    Example: qualbench code rename "Nobody asked" "Being asked about mood"
    """
    _change(code, why, name=name)


@command("move")
@click.argument("code", type=CodeName())
@click.option("--under", metavar="CODE", type=CodeName(), help="The code to put it under.")
@click.option("--top", is_flag=True, help="Put it at the top.")
@click.option("--position", type=click.IntRange(min=1), help="Its place among its siblings, from 1.")
@why_option
def move_command(code: str, under: str | None, top: bool, position: int | None, why: str) -> None:
    """Move a code under another, to the top, or among its siblings.

    Example: qualbench code move Cost --under "Practical barriers"
    """
    from qualbench.workbench.codebooks import change_code, find_code, load_codebook

    if under is not None and top:
        raise UsageError("A code goes under another one or to the top, not both.")
    if under is None and not top and position is None:
        raise UsageError("Say where to: --under CODE, --top or --position N.")
    with project_session(write=True) as session:
        fields: dict[str, Any] = {} if position is None else {"position": position - 1}
        if under is not None or top:
            fields["parent_id"] = find_code(session, under).id if under is not None else None
        after = change_code(session, find_code(session, code).id, why=why, **fields)
        say(load_codebook(session).paths[after.id])


@command("edit")
@click.argument("code", type=CodeName())
@field_options
@why_option
def edit_command(code: str, why: str, **fields: Any) -> None:
    """Change a code's definition, colour, status and the rest.

    An empty text (`--source ""`, `--example ""`, `--property NAME=`) takes out what is there. Properties that
    are not named stay.

    Example: qualbench code edit Cost --when-not "Time off work: use Time" --why "after comparing with Tom"
    """
    if not any(value is not None and value != () for value in fields.values()):
        raise UsageError("Nothing to change was given.", "See: qualbench code edit --help")
    _change(code, why, **fields)


@command("retire")
@click.argument("code", type=CodeName())
@why_option
def retire_command(code: str, why: str) -> None:
    """Retire a code: its codings stay, and it is offered no more.

    `qualbench code edit CODE --status active` puts it back in use.

    Example: qualbench code retire Stoicism --why "split in two"
    """
    _change(code, why, status="retired")


@command("delete")
@click.argument("code", type=CodeName())
@why_option
@yes_option
def delete_command(code: str, why: str, yes: bool) -> None:
    """Delete a code that nothing uses, with its memos.

    Example: qualbench code delete Typo --yes
    """
    from qualbench.cli.asking import confirm
    from qualbench.workbench.codebooks import CodeInUse, code_uses, delete_code, find_code, load_codebook

    with project_session(write=True) as session:
        book = load_codebook(session)
        found = find_code(session, code, book)
        uses = code_uses(session, book, found.id)
        if uses:
            raise CodeInUse(found.name, uses)
        confirm(f"Delete the code “{book.paths[found.id]}”?", yes=yes)
        delete_code(session, found.id, why)
        say(f"Deleted the code “{found.name}”.")
