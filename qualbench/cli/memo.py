"""Memos on anything, passages of a text among them, and the researcher's journal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import CodeName, DocumentName, group, json_option, project_session
from qualbench.cli.output import print_json, say
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualbench.model.coding import Memo, MemoTarget
    from qualbench.model.span import Span
    from qualbench.workbench.project import Session


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


private_option = click.option(
    "--private", is_flag=True, help="For your eyes alone: shown to no other coder, in no export."
)


def _text(text: str) -> str:
    return sys.stdin.read() if text == "-" else text


def _rows(session: Session, memos: list[Memo]) -> list[dict[str, Any]]:
    from qualbench.workbench.project import list_coders

    coders = {one.id: one.name for one in list_coders(session)}
    names = _names(session)
    return [
        {
            "id": one.id,
            "about": one.target.value,
            "about_id": one.target_id,
            "name": names.get(one.target_id, ""),
            "text": one.text,
            "coder": coders.get(one.coder_id, ""),
            "date": one.date,
            "created_at": one.created_at,
            "start": one.start,
            "end": one.end,
            "quote": _words(session, one),
            "private": one.private,
        }
        for one in memos
    ]


def _words(session: Session, memo: Memo) -> str | None:
    """Return the words of the passage that a memo is about, or None."""
    from qualbench.workbench.memoing import passage_words

    return passage_words(session, memo) or None


def _names(session: Session) -> dict[str, str]:
    """Return id -> name of everything that a memo can be about."""
    from qualbench.model.theme import theme_tree
    from qualbench.workbench.cases import list_cases
    from qualbench.workbench.codebooks import load_codebook
    from qualbench.workbench.coding import load_segments
    from qualbench.workbench.importing import list_documents
    from qualbench.workbench.theming import list_theme_sets, load_themes

    documents = {row.document.id: row.document.name for row in list_documents(session)}
    paths = load_codebook(session).paths
    return {
        session.project.id: session.project.title,
        **documents,
        **paths,
        **{one.id: one.name for one in list_cases(session)},
        **{
            theme.id: f"{theme_set.name}: {path}"
            for theme_set in list_theme_sets(session)
            for theme, _depth, path in theme_tree(load_themes(session, theme_set.id))
        },
        **{
            one.id: f"{documents[one.document_id]} {one.start}:{one.end}, {paths[one.code_id]}"
            for one in load_segments(session)
        },
    }


def _print(rows: list[dict[str, Any]], as_json: bool, nothing: str) -> None:
    if as_json:  # what is private is for eyes, not for files and other programs
        print_json([{key: row[key] for key in row if key != "private"} for row in rows if not row["private"]])
    elif not rows:
        say(nothing)
    for row in () if as_json else rows:
        where = f" {row['start']}:{row['end']}" if row["quote"] else ""
        own = "  (private)" if row["private"] else ""
        say(f"{row['date']}  {row['coder']}, on the {row['about']} {row['name']}{where}{own}  {row['id']}")
        if row["quote"]:
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
@json_option
def memo_list_command(as_json: bool, **named: str | None) -> None:
    """List the memos, of one thing or of all; of a document, those on its passages too.

    Your own private ones are among them, other coders' are not, and in the JSON there is none.

    Example: qualbench memo list --code Cost
    """
    from qualbench.model.coding import MemoTarget
    from qualbench.workbench.memoing import list_annotations, list_memos

    with project_session() as session:
        target, target_id = _about(session, named) or (None, None)
        memos = list_memos(session, target=target, target_id=target_id)
        if target is MemoTarget.DOCUMENT and target_id is not None:
            memos += list_annotations(session, target_id)
        rows = _rows(session, memos)
    _print(rows, as_json, "There is no memo yet. Write one with: qualbench memo add TEXT")


@memo_command.command("edit")
@click.argument("memo", metavar="ID")
@click.argument("text", required=False)
@click.option("--private/--not-private", default=None, help="For your eyes alone, or no longer.")
def memo_edit_command(memo: str, text: str | None, private: bool | None) -> None:
    """Give a memo or a journal entry another text, or make it private or not.

    Example: qualbench memo edit 0c9f0d6a-1b58-4b8e-8d3c-2b7a9d0f4e66 "He turned the chair back."
    """
    from qualbench.workbench.memoing import change_memo

    if text is None and private is None:
        raise UsageError("Say what is to change.", "Give a TEXT, --private or --not-private.")
    with project_session(write=True) as session:
        say(change_memo(session, memo, None if text is None else _text(text), private=private).id)


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
        _journal(as_json)


def _journal(as_json: bool) -> None:
    from qualbench.workbench.memoing import list_journal

    with project_session() as session:
        rows = _rows(session, list_journal(session))
    _print(rows, as_json, "The journal is empty. Write in it with: qualbench journal add TEXT")


@journal_command.command("list")
@json_option
def journal_list_command(as_json: bool) -> None:
    """List the entries by date.

    Example: qualbench journal list --json
    """
    _journal(as_json)


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
