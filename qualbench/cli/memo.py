"""Memos on anything, passages of a text among them, and the researcher's journal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualbench.cli.command import CodeName, DocumentName, group, json_option, project_session
from qualbench.cli.output import print_json, say
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import StrEnum

    from qualbench.model.coding import MemoKind, MemoTarget
    from qualbench.model.span import Span
    from qualbench.workbench.memo_list import MemoRow
    from qualbench.workbench.project import Session

Word = TypeVar("Word", bound="StrEnum")


def _about_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--theme", metavar="THEME", help="About a theme, by path or id."),
        click.option("--segment", metavar="ID", help="About a segment."),
        click.option("--case", metavar="CASE", help="About a case."),
        click.option("--code", metavar="CODE", type=CodeName(), help="About a code."),
        click.option("--document", metavar="DOCUMENT", type=DocumentName(), help="About a document."),
    ):
        function = option(function)
    return function


def _about(session: Session, named: dict[str, str | None]) -> tuple[MemoTarget, str] | None:
    """Return what the options name, or None where none is given."""
    from qualbench.model.coding import MemoTarget

    given = {kind: name for kind, name in named.items() if name is not None}
    if len(given) > 1:
        raise UsageError(f"A memo is about one thing, not {len(given)}.")
    for kind, name in given.items():
        return MemoTarget(kind), _find(session, kind, name)
    return None


def _find(session: Session, kind: str, name: str) -> str:
    from qualbench.workbench.cases import find_case
    from qualbench.workbench.codebooks import find_code
    from qualbench.workbench.coding import find_segment
    from qualbench.workbench.importing import find_document
    from qualbench.workbench.theming import find_theme

    finders: dict[str, Callable[[Session, str], Any]] = {
        "document": find_document,
        "case": find_case,
        "code": find_code,
        "segment": find_segment,
        "theme": find_theme,
    }
    found: str = finders[kind](session, name).id
    return found


def _narrowing_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--until", metavar="YYYY-MM-DD", default="", help="Of this day or before."),
        click.option("--since", metavar="YYYY-MM-DD", default="", help="Of this day or later."),
        click.option("--by", metavar="NAME", help="By this coder."),
        click.option(
            "--search",
            metavar="WORDS",
            default="",
            help="With all of these words, in the text or in what it is about.",
        ),
    ):
        function = option(function)
    return function


private_option = click.option(
    "--private", is_flag=True, help="For your eyes alone: shown to no other coder, in no export."
)


def _text(text: str) -> str:
    return sys.stdin.read() if text == "-" else text


def _rows(rows: Iterable[MemoRow]) -> list[dict[str, Any]]:
    return [
        {
            "id": row.memo.id,
            "about": row.memo.target.value,
            "about_id": row.memo.target_id,
            "name": row.name,
            "text": row.memo.text,
            "coder": row.coder,
            "date": row.memo.date,
            "created_at": row.memo.created_at,
            "start": row.memo.start,
            "end": row.memo.end,
            "quote": row.quote or None,
            "kind": row.memo.kind.value,
            "private": row.memo.private,
        }
        for row in rows
    ]


def _print(rows: list[dict[str, Any]], as_json: bool, nothing: str) -> None:
    if as_json:  # what is private is for eyes, not for files and other programs
        print_json([{key: row[key] for key in row if key != "private"} for row in rows if not row["private"]])
    elif not rows:
        say(nothing)
    for row in () if as_json else rows:
        where = f" {row['start']}:{row['end']}" if row["start"] is not None else ""
        own = "  (private)" if row["private"] else ""
        say(f"{row['date']}  {row['coder']}, on the {row['about']} {row['name']}{where}{own}  {row['id']}")
        if where:
            say("    “" + row["quote"].replace("\n", "\n    ") + "”")
        say("    " + row["text"].replace("\n", "\n    ") + "\n")


@group("memo")
def memo_command() -> None:
    """Memos on anything in the project."""


@memo_command.command("add")
@click.argument("text")
@_about_options
@click.option("--at", metavar="START:END", help="About this stretch of the document, coded or not.")
@click.option(
    "--quote", metavar="WORDS", help="About these words; they must stand in the document just once."
)
@private_option
def memo_add_command(
    text: str, at: str | None, quote: str | None, private: bool, **named: str | None
) -> None:
    """Write a memo and print its id; with no option it is about the project.

    A TEXT of - is read from standard input. With --document a place or words in it make it an annotation.

    Example: qualbench memo add "He turned the chair to the wall." --document P11
    """
    from qualbench.model.coding import MemoTarget
    from qualbench.workbench.memoing import add_memo, annotate

    if at is not None and quote is not None:
        raise UsageError("Give the place or the words, not both.")
    if (at, quote) != (None, None) and named["document"] is None:
        raise UsageError("A place and words are looked for in a document.", "Name it with --document.")
    with project_session(write=True) as session:
        target, target_id = _about(session, named) or (MemoTarget.PROJECT, session.project.id)
        if at is not None or quote is not None:
            span = _span(session, target_id, at, quote or "")
            say(annotate(session, target_id, span, _text(text), private=private).id)
        else:
            say(add_memo(session, target, target_id, _text(text), private=private).id)


def _span(session: Session, document_id: str, at: str | None, quote: str) -> Span:
    if at is not None:
        from qualbench.cli.coding import place

        return place(at)
    from qualbench.workbench.importing import find_document
    from qualbench.workbench.quote_finding import find_quote

    return find_quote(session, find_document(session, document_id), quote)


@memo_command.command("list")
@_about_options
@click.option("--kind", metavar="KIND", default="memo", help="memo (by default), journal or all.")
@click.option("--about", metavar="WHAT", help="Only those about: project, document, passage, case and so on.")
@_narrowing_options
@json_option
def memo_list_command(
    kind: str,
    about: str | None,
    search: str,
    by: str | None,
    since: str,
    until: str,
    as_json: bool,
    **named: str | None,
) -> None:
    """List the memos, of one thing or of all; of a document, those on its passages too.

    Your own private ones are among them, other coders' are not, and in the JSON there is none.

    Example: qualbench memo list --code Cost
    """
    from qualbench.model.coding import MemoKind, MemoTarget

    chosen = None if kind == "all" else _one_of(MemoKind, kind, "kind of memo", "all")
    sort = None if about is None else _one_of(MemoTarget, about, "target")
    with project_session() as session:
        target, target_id = _about(session, named) or (sort, None)
        if sort is not None and target is not sort:
            raise UsageError(f"A memo that is about a {target} is not about a {sort}.")
        rows = _found(session, chosen, target, target_id, search, by, since, until)
        if target is MemoTarget.DOCUMENT and target_id is not None:
            rows += _found(session, chosen, MemoTarget.PASSAGE, target_id, search, by, since, until)
            rows.sort(key=lambda row: (row.memo.start or 0, row.memo.date))
    nothing = "There is no such memo." if (sort, search, by, since, until) != (None, "", None, "", "") else ""
    _print(_rows(rows), as_json, nothing or "There is no memo yet. Write one with: qualbench memo add TEXT")


def _one_of(words: type[Word], name: str, what: str, *more: str) -> Word:
    try:
        return words(name)
    except ValueError:
        known = ", ".join([*words, *more])
        raise UsageError(f"There is no {what} “{name}”.", f"Choose one of: {known}.") from None


def _found(
    session: Session,
    kind: MemoKind | None,
    target: MemoTarget | None,
    target_id: str | None,
    search: str,
    by: str | None,
    since: str,
    until: str,
) -> list[MemoRow]:
    from qualbench.workbench.coders import find_coder
    from qualbench.workbench.memo_list import find_memos

    return find_memos(
        session,
        kind=kind,
        target=target,
        target_id=target_id,
        coder_id=None if by is None else find_coder(session, by).id,
        since=since,
        until=until,
        search=search,
    )


@memo_command.command("edit")
@click.argument("memo", metavar="ID")
@click.argument("text", required=False)
@click.option("--private/--not-private", default=None, help="For your eyes alone, or no longer.")
@click.option("--date", metavar="YYYY-MM-DD", help="Another day that it is about.")
def memo_edit_command(memo: str, text: str | None, private: bool | None, date: str | None) -> None:
    """Give a memo or a journal entry another text or day, or make it private or not.

    Example: qualbench memo edit 0c9f0d6a-1b58-4b8e-8d3c-2b7a9d0f4e66 "He turned the chair back."
    """
    from qualbench.workbench.memoing import change_memo

    if text is None and private is None and date is None:
        raise UsageError("Say what is to change.", "Give a TEXT, --date, --private or --not-private.")
    with project_session(write=True) as session:
        new = None if text is None else _text(text)
        say(change_memo(session, memo, new, private=private, date=date).id)


@memo_command.command("remove")
@click.argument("memo", metavar="ID")
def memo_remove_command(memo: str) -> None:
    """Remove a memo or a journal entry; `qualbench undo` brings it back.

    Example: qualbench memo remove 0c9f0d6a-1b58-4b8e-8d3c-2b7a9d0f4e66
    """
    from qualbench.workbench.memoing import remove_memo

    with project_session(write=True) as session:
        remove_memo(session, memo)
        say("Removed.")


@group("journal", invoke_without_command=True)
@json_option
@click.pass_context
def journal_command(ctx: click.Context, as_json: bool) -> None:
    """The researcher's reflexive journal.

    Alone it lists the entries.

    Example: qualbench journal
    """
    if ctx.invoked_subcommand is None:
        _journal("", None, "", "", as_json)


def _journal(search: str, by: str | None, since: str, until: str, as_json: bool) -> None:
    from qualbench.model.coding import MemoKind

    with project_session() as session:
        rows = _found(session, MemoKind.JOURNAL, None, None, search, by, since, until)
    asked = (search, by, since, until) != ("", None, "", "")
    empty = "The journal is empty. Write in it with: qualbench journal add TEXT"
    _print(_rows(rows), as_json, "There is no such entry." if asked else empty)


@journal_command.command("list")
@_narrowing_options
@json_option
def journal_list_command(search: str, by: str | None, since: str, until: str, as_json: bool) -> None:
    """List the entries by date.

    Example: qualbench journal list --json
    """
    _journal(search, by, since, until, as_json)


@journal_command.command("add")
@click.argument("text")
@click.option("--date", metavar="YYYY-MM-DD", help="The day that it is about; by default today.")
@_about_options
@private_option
def journal_add_command(text: str, date: str | None, private: bool, **named: str | None) -> None:
    """Write in the journal and print the entry's id.

    A TEXT of - is read from standard input.

    Example: qualbench journal add "I warm to those who are funny about it." --date 2026-01-14
    """
    from qualbench.model.coding import MemoTarget
    from qualbench.workbench.memoing import add_journal

    with project_session(write=True) as session:
        target, target_id = _about(session, named) or (MemoTarget.PROJECT, session.project.id)
        entry = add_journal(
            session, _text(text), date=date, target=target, target_id=target_id, private=private
        )
        say(entry.id)
