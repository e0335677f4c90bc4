"""Coding: codes given to words, changed, taken away, and brought in from a file."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

import click

from qualbench.cli.command import (
    ANY_PATH,
    CodeName,
    DocumentName,
    command,
    dry_run_option,
    json_option,
    project_session,
    why_option,
    yes_option,
)
from qualbench.cli.output import count, print_json, say, warn
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qualbench.model.coding import Segment
    from qualbench.model.span import Span
    from qualbench.workbench.coding_import import CodingImport, Rejected
    from qualbench.workbench.project import Session


def place(text: str) -> Span:
    """Return a stretch of text that is written as START:END.

    Raises:
        UsageError: It is none.
    """
    from qualbench.model.span import Span

    start, colon, end = text.partition(":")
    try:
        if not colon:
            raise ValueError
        return Span(int(start), int(end))
    except ValueError:
        raise UsageError(
            f"“{text}” is no place in a text.",
            "Write it as START:END in characters from 0, such as 120:184, or give the words with --quote.",
        ) from None


def _print_segments(session: Session, segments: Iterable[Segment], as_json: bool) -> None:
    from qualbench.cli.segments import say_segments
    from qualbench.workbench.listing import rows_of

    rows = rows_of(session, segments)
    if as_json:
        print_json(list(rows))
    else:
        say_segments(rows)


@command("apply")
@click.argument("document", type=DocumentName())
@click.argument("rest", nargs=-1, required=True, metavar="[START:END] CODE...", type=CodeName())
@click.option(
    "--quote", metavar="TEXT", help="The words themselves; they must stand in the document just once."
)
@click.option(
    "--fold-space",
    is_flag=True,
    help="Let white space, quotation marks and dashes match others of their kind.",
)
@json_option
def apply_command(
    document: str, rest: tuple[str, ...], quote: str | None, fold_space: bool, as_json: bool
) -> None:
    """Give a stretch of a document a code, or several.

    The stretch is START:END in characters from 0 (END is not in it), or the words after --quote.

    Example: qualbench code apply P01 --quote "nobody asked me" "Being asked"
    """
    from qualbench.workbench.codebooks import find_code, load_codebook
    from qualbench.workbench.coding import apply_codes
    from qualbench.workbench.importing import find_document
    from qualbench.workbench.quote_finding import find_quote

    where, names = ("", rest) if quote is not None else (rest[0], rest[1:])
    if not names:
        raise UsageError(
            "Both a place and a code are needed.", "qualbench code apply DOCUMENT START:END CODE"
        )
    span = None if quote is not None else place(where)
    with project_session(write=True) as session:
        found = find_document(session, document)
        book = load_codebook(session)
        codes = [find_code(session, name, book).id for name in names]
        if span is None:
            span = find_quote(session, found, quote or "", fold_space=fold_space)
        _print_segments(session, apply_codes(session, found.id, span, codes), as_json)


@command("remove")
@click.argument("segments", nargs=-1, required=True, metavar="SEGMENT...")
@why_option
@yes_option
def remove_command(segments: tuple[str, ...], why: str, yes: bool) -> None:
    """Remove codings, by the ids of their segments.

    Their memos go with them; `qualbench undo` brings all of it back, so without a terminal nothing is asked.

    Example: qualbench code remove 5f0c6f2e-7d5e-4f43-9a53-0f6b3f2f1b11
    """
    from qualbench.cli.asking import confirm, someone_is_there
    from qualbench.workbench.coding import find_segment, remove_segments

    with project_session(write=True) as session:
        for one in segments:
            find_segment(session, one)
        if someone_is_there():
            confirm(f"Remove {count(len(segments), 'coding')}?", yes=yes)
        say(f"Removed {count(len(remove_segments(session, segments, why)), 'coding')}.")


@command("import")
@click.argument("file", type=ANY_PATH)
@click.option(
    "--fold-space",
    is_flag=True,
    help="Let white space, quotation marks and dashes match others of their kind.",
)
@click.option("--create-codes", is_flag=True, help="Make codes that are missing.")
@click.option("--document", metavar="NAME", help="The document that a Word file's comments are on.")
@dry_run_option
@yes_option
@json_option
@click.pass_context
def import_command(
    ctx: click.Context,
    file: Path,
    fold_space: bool,
    create_codes: bool,
    document: str | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Take codings in from a JSON or CSV file, or from the comments of a Word file, as one step.

    A row has document, start and end or only quote, code path, and coder (added when new). Rows that do not
    fit are listed with reasons and the rest is kept; then it exits with 1. The same file twice adds nothing;
    memos and marks that a coding lacks are added to it. With --fold-space a quote may also leave words out
    (at […], or a line of them): the coding holds them, and they are named.

    A Word comment that begins with the name of a code (several with ; between them, #Name for a new one) is a
    coding by the comment's author, with what follows as its memo; any other is an annotation. A table shows
    what each is taken for; then it asks.

    Example: qualbench code import tom.json
    """
    if file.suffix.lower() == ".docx":
        from qualbench.cli.comments import take_comments

        take_comments(file, document, create_codes=create_codes, dry_run=dry_run, yes=yes, as_json=as_json)
        return
    from qualbench.cli.progress import progress_bar
    from qualbench.workbench.coding_import import import_codings

    if document is not None:
        raise UsageError("--document is for the comments of a Word file.")
    with project_session(write=not dry_run) as session, progress_bar("Coding") as bar:
        result = import_codings(
            session,
            file,
            fold_space=fold_space,
            create_codes=create_codes,
            progress=partial(bar, total=0, now="rows") if bar else None,
            dry_run=dry_run,
        )
    if as_json:
        print_json(asdict(result))
    else:
        _tell(result, dry_run=dry_run)
    if result.rejected:
        ctx.exit(1)


def _tell(result: CodingImport, *, dry_run: bool) -> None:
    """Say what a file of codings brought."""
    verb = "Would add" if dry_run else "Added"
    say(f"{verb} {count(result.added, 'coding')}; {result.there_already:,} were there already.")
    if result.memos_added:
        say(f"Added {count(result.memos_added, 'memo')}.")
    if result.marked:
        say(f"Marked {count(result.marked, 'coding')} of those.")
    for noun, names in (("new code", result.codes_created), ("new coder", result.coders_added)):
        if names:
            say(f"{count(len(names), noun)}:")
        for name in names:
            say(f"  {name}")
    _warn_rows(result.remarks)
    _warn_rows(result.rejected)
    if result.rejected:
        warn(f"{count(len(result.rejected), 'row')} did not fit.")


def _warn_rows(rows: list[Rejected]) -> None:
    """Say what is so with which rows, those with one reason together."""
    reasons: dict[str, list[str]] = {}
    for row in rows:
        reasons.setdefault(row.reason, []).append(
            f"{row.row} (line {row.line})" if row.line else str(row.row)
        )
    for reason, places in reasons.items():
        more = f" and {len(places) - 10} more" if len(places) > 10 else ""
        warn(f"{'row' if len(places) == 1 else 'rows'} {', '.join(places[:10])}{more}: {reason}")


@command("split")
@click.argument("segment")
@click.argument("at", type=int, metavar="POSITION")
@json_option
def split_command(segment: str, at: int, as_json: bool) -> None:
    """Split a segment in two at a position in the text.

    The first part keeps the id, the memo and its place as a chosen quote.

    Example: qualbench code split 5f0c6f2e-7d5e-4f43-9a53-0f6b3f2f1b11 1480
    """
    from qualbench.workbench.coding import split_segment

    with project_session(write=True) as session:
        _print_segments(session, split_segment(session, segment, at), as_json)


@command("join")
@click.argument("first", metavar="SEGMENT")
@click.argument("second", metavar="SEGMENT")
@json_option
def join_command(first: str, second: str, as_json: bool) -> None:
    """Join two segments of one code and coder into one that covers both.

    Example: qualbench code join 5f0c6f2e-7d5e-4f43-9a53-0f6b3f2f1b11 0c9f0d6a-1b58-4b8e-8d3c-2b7a9d0f4e66
    """
    from qualbench.workbench.coding import join_segments

    with project_session(write=True) as session:
        _print_segments(session, [join_segments(session, first, second)], as_json)


@command("recode")
@click.argument("segments", nargs=-1, required=True, metavar="SEGMENT...")
@click.argument("code", type=CodeName())
@click.option("--new", is_flag=True, help="Make the code, as one step with the recoding.")
@json_option
def recode_command(segments: tuple[str, ...], code: str, new: bool, as_json: bool) -> None:
    """Give segments another code, as one step; their memos stay with them.

    Of several, those whose words have the code already are left as they are.

    Example: qualbench code recode 5f0c6f2e-7d5e-4f43-9a53-0f6b3f2f1b11 "Practical > Cost"
    """
    from qualbench.model.code import PATH_SEPARATOR
    from qualbench.workbench.codebooks import find_code
    from qualbench.workbench.coding import recode_segment
    from qualbench.workbench.recoding import recode_as_new, recode_segments

    with project_session(write=True) as session:
        if new:
            above, _arrow, name = code.rpartition(PATH_SEPARATOR)
            parent = find_code(session, above).id if above else None
            after = list(recode_as_new(session, segments, name, parent).segments)
        elif len(segments) == 1:
            after = [recode_segment(session, segments[0], find_code(session, code).id)]
        else:
            after = list(recode_segments(session, segments, find_code(session, code).id).segments)
        _print_segments(session, after, as_json)


@command("resize")
@click.argument("segment")
@click.argument("where", metavar="START:END")
@json_option
def resize_command(segment: str, where: str, as_json: bool) -> None:
    """Move the edges of a segment.

    Example: qualbench code resize 5f0c6f2e-7d5e-4f43-9a53-0f6b3f2f1b11 120:201
    """
    from qualbench.workbench.coding import resize_segment

    span = place(where)
    with project_session(write=True) as session:
        _print_segments(session, [resize_segment(session, segment, span)], as_json)


@command("mark")
@click.argument("segments", nargs=-1, required=True, metavar="SEGMENT...")
@click.option("--important/--not-important", default=None, help="Important, or no longer.")
@click.option("--stance", metavar="STANCE", help="supports, qualifies or contradicts a later theme; or none.")
@json_option
def mark_command(
    segments: tuple[str, ...], important: bool | None, stance: str | None, as_json: bool
) -> None:
    """Mark segments as important, or by what they do to a later theme, as one step.

    Example: qualbench code mark 5f0c6f2e-7d5e-4f43-9a53-0f6b3f2f1b11 --important --stance qualifies
    """
    from qualbench.cli.segments import find_stance
    from qualbench.workbench.marking import mark_segments

    if important is None and stance is None:
        raise UsageError("Say how to mark them.", "Give --important, --not-important or --stance.")
    said = None if stance is None else find_stance(stance)
    with project_session(write=True) as session:
        marked = mark_segments(session, segments, important=important, stance=said)
        _print_segments(session, marked, as_json)
