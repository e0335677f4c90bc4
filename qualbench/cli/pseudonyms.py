"""Pseudonyms: names looked for, decided about, replaced; and whether files still hold one."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import (
    ANY_PATH,
    DocumentName,
    command,
    dry_run_option,
    group,
    json_option,
    project_session,
    why_option,
)
from qualbench.cli.output import count, print_json, print_table, say, warn

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.leaks import Leak
    from qualbench.workbench.naming import Entry

#: The kinds of detail, repeated so that the help imports little; a test compares them.
DETAILS = (
    *("person", "place", "organisation", "phone number", "e-mail address", "date", "postcode"),
    *("record number", "web address", "handle"),
)


@group("pseudonyms")
def pseudonyms_command() -> None:
    """Pseudonyms: names looked for, decided about, and replaced in all texts.

    What is found and decided stands in the key, a file in your own data folder, readable by you alone: never
    in the project, a backup or an export. The texts before stay in the project as earlier revisions.
    """


@pseudonyms_command.command("find")
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...", type=DocumentName())
@click.option("--model", default="", metavar="NAME", help="An installed spaCy pipeline that hears names too.")
@json_option
def find_command(documents: tuple[str, ...], model: str, as_json: bool) -> None:
    """Look for names, places, numbers and dates that may say who somebody is.

    By rules, and by a spaCy pipeline where one is installed. Names that seem to be one person's are put
    together. Nothing is replaced yet; what is missed is missed, so read the texts too.

    Example: qualbench pseudonyms find
    """
    from qualbench.workbench.naming import find_names
    from qualbench.workbench.preferences import load_settings
    from qualbench.workbench.searching import names_heard_by

    with project_session() as session:
        hears = names_heard_by(load_settings().settings.models)
        key = find_names(session, documents, model_for=(lambda _code: model) if model else hears)
    _list(key.entries, as_json)


@pseudonyms_command.command("list")
@click.option("--status", type=click.Choice(["proposed", "accepted", "rejected"]), help="Only these.")
@json_option
def list_command(status: str | None, as_json: bool) -> None:
    """List what is proposed and decided, from the key.

    Example: qualbench pseudonyms list --status proposed
    """
    from qualbench.workbench.naming import load_key

    with project_session() as session:
        key = load_key(session)
    _list([one for one in key.entries if status in (None, one.status)], as_json)


def _list(entries: list[Entry], as_json: bool) -> None:
    if as_json:
        print_json([asdict(one) for one in entries])
    elif not entries:
        say("Nothing is proposed.")
    else:
        rows = [(", ".join(one.forms), one.kind.value, one.count, one.status, one.alias) for one in entries]
        print_table(("names", "kind", "places", "status", "alias"), rows, numbers=(2,))


@pseudonyms_command.command("show")
@click.argument("name")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1), help="So many places.")
def show_command(name: str, limit: int) -> None:
    """Show where a name stands, in its words.

    Example: qualbench pseudonyms show Anna
    """
    from qualbench.errors import NotFound
    from qualbench.workbench.naming import load_key, places_of

    with project_session() as session:
        key = load_key(session)
        at = key.entry_of(name)
        if at is None:
            raise NotFound("proposed name", name, [one.forms[0] for one in key.entries])
        for document, before, said, after in places_of(session, key.entries[at], limit):
            say(f"{document}: …{before} [{said}] {after}…")


@pseudonyms_command.command("accept")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--alias", default="", help="What stands in its place; by default the next that is free.")
@click.option(
    "--kind", type=click.Choice(DETAILS), metavar="KIND", help="What it is, if it was not proposed."
)
@click.option("--also", multiple=True, metavar="NAME", help="Another name of the same person (repeatable).")
def accept_command(names: tuple[str, ...], alias: str, kind: str | None, also: tuple[str, ...]) -> None:
    """Decide that names are replaced; `apply` does it.

    Example: qualbench pseudonyms accept "Elizabeth Carter" --alias Robin --also Liz
    """
    from qualbench.errors import UsageError
    from qualbench.workbench.naming import Kind, accept_name

    if len(names) > 1 and (alias or also):
        raise UsageError("--alias and --also are for one name at a time.")
    with project_session() as session:
        for name in names:
            entry = accept_name(session, name, alias=alias, kind=Kind(kind) if kind else None, forms=also)
            say(f"{', '.join(entry.forms)} → {entry.alias}")


@pseudonyms_command.command("reject")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def reject_command(names: tuple[str, ...]) -> None:
    """Decide that names stay as they are; they are not proposed again.

    Example: qualbench pseudonyms reject Aspirin
    """
    from qualbench.workbench.naming import reject_name

    with project_session() as session:
        for name in names:
            entry = reject_name(session, name)
            say(f"{', '.join(entry.forms)} stays.")


@pseudonyms_command.command("apply")
@dry_run_option
@why_option
@json_option
def apply_command(dry_run: bool, why: str, as_json: bool) -> None:
    """Put the accepted aliases in the place of their names, everywhere, as one step.

    In all texts, with the codings going along, and in names of codes, cases and documents, in definitions,
    memos and themes. Whole words only; capitals, possessives and plurals are kept. `undo` takes it back.

    Example: qualbench pseudonyms apply --dry-run
    """
    from qualbench.workbench.naming import apply_names

    with project_session(write=not dry_run) as session:
        done = apply_names(session, why=why, dry_run=dry_run)
    if as_json:
        print_json(asdict(done))
        return
    would = "would be" if dry_run else "are"
    say(
        f"{count(done.places, 'place')} in {count(len(done.documents), 'document')} and "
        f"{count(done.elsewhere, 'other text')} {would} changed."
    )
    if done.waiting:
        say(f"{count(done.waiting, 'coding')} to look at: qualbench document review")
    if not dry_run:
        say("The names stand in earlier revisions of the texts still, and in backups; they are in no export.")


@pseudonyms_command.command("reverse")
@click.argument("document", type=DocumentName())
@click.option("--output", type=ANY_PATH, help="The file to write; by default it is printed.")
def reverse_command(document: str, output: Path | None) -> None:
    """Print a document with the names put back, for who has the key.

    Example: qualbench pseudonyms reverse P01
    """
    from qualbench.workbench.naming import with_names
    from qualbench.workbench.outputs import write_plainly

    with project_session() as session:
        text = with_names(session, document)
        if output is not None:
            write_plainly(session, output, text.encode("utf-8"))
    say(text if output is None else f"{output} holds names. Keep it where the key is.")


@pseudonyms_command.command("key")
def key_command() -> None:
    """Print where the key lies. Keep a copy of it where only you can read it.

    Example: qualbench pseudonyms key
    """
    from qualbench.workbench.naming import key_path

    with project_session() as session:
        path = key_path(session)
    say(f"{path}{'' if path.exists() else ' (not there yet)'}")


@command("leakcheck")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=ANY_PATH)
@click.option("--show", is_flag=True, help="Print the names too, not only their aliases.")
@click.option("--staged", is_flag=True, help="The files that git is about to commit.")
@click.option("--install-hook", "hook", is_flag=True, help="Have git look before each commit here.")
@json_option
@click.pass_context
def leakcheck_command(ctx: click.Context, /, files: tuple[Path, ...], **asked: Any) -> None:
    """Look for names that the key knows in files, or in the project and its exports.

    Spelt right or nearly so. Exits with 1 where one is found. Every export is looked through in the same way
    before it is written, and stopped; --allow-names lets it go on.

    Example: qualbench leakcheck paper.docx
    """
    from qualbench.workbench.leaks import check_files, check_project, install_hook, staged_files

    with project_session() as session:
        if asked["hook"]:
            say(f"Before each commit git looks for names: {install_hook(session.project.folder)}")
            return
        wanted = staged_files() if asked["staged"] else list(files)
        if asked["staged"] and not wanted:
            return
        leaks = check_files(session, wanted) if wanted else check_project(session)
    if asked["as_json"]:
        print_json([_leak(one, show=asked["show"]) for one in leaks])
    else:
        for one in leaks:
            _say_leak(one, show=asked["show"])
        if not leaks:
            say("No name of the key was found.")
    if leaks:
        ctx.exit(1)


def _leak(one: Leak, *, show: bool) -> dict[str, Any]:
    shown = {"file": str(one.path), "line": one.line, "alias": one.alias, "nearly": one.nearly}
    return shown | ({"name": one.name, "said": one.said} if show else {})


def _say_leak(one: Leak, *, show: bool) -> None:
    line = f", line {one.line}" if one.line else ""
    nearly = "nearly the name" if one.nearly else "the name"
    named = f" (“{one.said}”)" if show else ""
    warn(f"{one.path}{line}: {nearly} behind {one.alias}{named}")
