"""The codes themselves: listed, made, changed, moved and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import (
    CodeName,
    command,
    dry_run_option,
    json_option,
    project_session,
    why_option,
    yes_option,
)
from qualbench.cli.documents import kinds_option
from qualbench.cli.output import print_json, print_table, say, say_kinds
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.model.code import Code, Codebook
    from qualbench.workbench.code_previews import Preview
    from qualbench.workbench.codebooks import CodeStep
    from qualbench.workbench.project import Session


def code_rows(codebook: Codebook, counts: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """Return the codes in order as rows for JSON, each with its path and its segments by kind of source."""
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
            "segments": sum(counts.get(code.id, {}).values()),
            "segments_by_kind": counts.get(code.id, {}),
        }
        for code, _depth in codebook.walk()
    ]


@command("list")
@kinds_option
@json_option
def list_command(kinds: tuple[str, ...], as_json: bool) -> None:
    """List the codes in order, with how many segments each has.

    Example: qualbench code list
    """
    from qualbench.workbench.analysing import of_kinds
    from qualbench.workbench.codebooks import load_codebook
    from qualbench.workbench.coding import counts_by_kind

    with project_session() as session:
        book, everywhere = load_codebook(session), counts_by_kind(session)
        wanted = {one.kind for one in of_kinds(session, kinds)}
    counts = {
        code_id: {kind: number for kind, number in by_kind.items() if kind in wanted}
        for code_id, by_kind in everywhere.items()
    }
    if as_json:
        print_json(code_rows(book, counts))
    elif not book.codes:
        say("There is no code yet. Make one with: qualbench code create NAME")
    else:
        say_kinds(kind for by_kind in counts.values() for kind in by_kind)
        rows = [
            (book.paths[code.id], sum(counts.get(code.id, {}).values()), code.status.value)
            for code, _ in book.walk()
        ]
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
@why_option
@dry_run_option
def create_command(name: str, under: str | None, why: str, dry_run: bool, **fields: Any) -> None:
    """Make a code and print its id.

    Example: qualbench code create Cost --under "Practical barriers" --definition "Money spent on care"
    """
    from qualbench.workbench.codebooks import find_code, plan_create, write_step

    with project_session(write=not dry_run) as session:
        parent = find_code(session, under).id if under else None
        step = plan_create(session, name, parent_id=parent, **_given(fields))
        if dry_run:
            carry_out(session, step, why, dry_run=True)
        else:
            say(write_step(session, step, why)[0].id)


def carry_out(session: Session, step: CodeStep, why: str, *, dry_run: bool) -> None:
    """Write a change of codes and print their paths as they are now; or only say what it would touch."""
    from qualbench.workbench.code_previews import preview_step
    from qualbench.workbench.codebooks import load_codebook, write_step

    if dry_run:
        say_preview(preview_step(session, step))
        return
    codes = write_step(session, step, why)
    paths = load_codebook(session).paths
    for one in codes:
        say(paths[one.id])


def say_preview(preview: Preview) -> None:
    """Print what a change would touch."""
    for line in preview.lines:
        say(line)
    say("Nothing was changed.")


@command("rename")
@click.argument("code", type=CodeName())
@click.argument("name")
@why_option
@dry_run_option
def rename_command(code: str, name: str, why: str, dry_run: bool) -> None:
    """Rename a code; its segments stay with it.

    Example: qualbench code rename "Nobody asked" "Being asked about mood"
    """
    from qualbench.workbench.codebooks import find_code, plan_change

    with project_session(write=not dry_run) as session:
        step = plan_change(session, find_code(session, code).id, name=name)
        carry_out(session, step, why, dry_run=dry_run)


@command("move")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...", type=CodeName())
@click.option("--under", metavar="CODE", type=CodeName(), help="The code to put them under.")
@click.option("--top", is_flag=True, help="Put them at the top.")
@click.option("--position", type=click.IntRange(min=1), help="Their place among the codes there, from 1.")
@why_option
@dry_run_option
def move_command(
    codes: tuple[str, ...], under: str | None, top: bool, position: int | None, why: str, dry_run: bool
) -> None:
    """Move codes under another, to the top, or among those beside them, as one step.

    Example: qualbench code move Cost Time --under "Practical barriers"
    """
    from qualbench.workbench.codebooks import find_code, load_codebook, plan_move

    if under is not None and top:
        raise UsageError("A code goes under another one or to the top, not both.")
    if under is None and not top and position is None:
        raise UsageError("Say where to: --under CODE, --top or --position N.")
    with project_session(write=not dry_run) as session:
        book = load_codebook(session)
        moving = [find_code(session, one, book) for one in codes]
        parent = moving[0].parent_id
        if under is not None or top:
            parent = find_code(session, under, book).id if under is not None else None
        place = None if position is None else position - 1
        step = plan_move(session, [one.id for one in moving], parent, place)
        carry_out(session, step, why, dry_run=dry_run)


@command("edit")
@click.argument("code", type=CodeName())
@field_options
@why_option
@dry_run_option
def edit_command(code: str, why: str, dry_run: bool, **fields: Any) -> None:
    """Change a code's definition, colour, status and the rest.

    An empty text (`--source ""`, `--example ""`, `--property NAME=`) takes out what is there. Properties that
    are not named stay.

    Example: qualbench code edit Cost --when-not "Time off work: use Time" --why "after comparing with Tom"
    """
    from qualbench.workbench.codebooks import find_code, plan_change

    if not any(value is not None and value != () for value in fields.values()):
        raise UsageError("Nothing to change was given.", "See: qualbench code edit --help")
    with project_session(write=not dry_run) as session:
        found = find_code(session, code)
        step = plan_change(session, found.id, **_given(fields, found))
        carry_out(session, step, why, dry_run=dry_run)


@command("delete")
@click.argument("code", type=CodeName())
@why_option
@yes_option
@dry_run_option
def delete_command(code: str, why: str, yes: bool, dry_run: bool) -> None:
    """Delete a code that nothing uses, with its memos.

    One that is used is retired, or merged into another.

    Example: qualbench code delete Typo --yes
    """
    from qualbench.cli.asking import confirm
    from qualbench.workbench.codebooks import find_code, load_codebook, plan_delete

    with project_session(write=not dry_run) as session:
        book = load_codebook(session)
        found = find_code(session, code, book)
        step = plan_delete(session, found.id)
        if not dry_run:
            confirm(f"Delete the code “{book.paths[found.id]}”?", yes=yes)
        carry_out(session, step, why, dry_run=dry_run)
        if not dry_run:
            say(f"Deleted the code “{found.name}”.")
