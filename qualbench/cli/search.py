"""Searching all documents, and coding what is found in one step."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import CodeName, DocumentName, command, json_option, project_session, yes_option
from qualbench.cli.output import count, print_json, print_json_rows, print_table, say, warn
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.workbench.concordancing import Hit, Limits, Material, Query
    from qualbench.workbench.project import Session

#: Characters of context on each side where nothing else is asked for.
CONTEXT = 40
_ROLES = {
    "everyone": "everyone",
    "participant": "participants",
    "participants": "participants",
    "interviewer": "interviewers",
    "interviewers": "interviewers",
}


@command("search")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--endings", is_flag=True, help="With the usual English endings.")
@click.option("--forms", is_flag=True, help="In every form (needs a spaCy model).")
@click.option("--fuzzy", is_flag=True, help="In other spellings too.")
@click.option("--regex", is_flag=True, help="WORDS is a regular expression.")
@click.option("--threshold", type=int, metavar="N", help="For --fuzzy: how alike, of 100 (82).")
@click.option("--model", metavar="NAME", help="For --forms: an installed spaCy model, or its folder.")
@click.option(
    "--in", "documents", multiple=True, metavar="DOCUMENT", type=DocumentName(), help="In this document."
)
@click.option("--case", "cases", multiple=True, metavar="CASE", help="In the words of this case.")
@click.option(
    "--role", type=click.Choice(list(_ROLES)), help="In the words of participants, or interviewers."
)
@click.option("--coded", metavar="CODE", type=CodeName(), help="Only what is coded with this code.")
@click.option("--not-coded", metavar="CODE", type=CodeName(), help="Only what is not coded with this code.")
@click.option(
    "--context", type=click.IntRange(min=0), metavar="N", help="Characters to show on each side (40)."
)
@json_option
@click.option("--code", metavar="CODE", type=CodeName(), help="Give what is found this code, as one step.")
@click.option(
    "--by", type=click.Choice(["hit", "sentence", "turn"]), help="What is coded of each hit (the hit itself)."
)
@yes_option
def search_command(
    words: tuple[str, ...],
    endings: bool,
    forms: bool,
    fuzzy: bool,
    regex: bool,
    context: int | None,
    as_json: bool,
    code: str | None,
    by: str | None,
    yes: bool,
    **limits: Any,
) -> None:
    """Search all documents, and show each place in its context.

    Case and accents do not matter. Several words must be in one turn; OR stands between alternatives; an
    argument with spaces is a phrase; a star ends a beginning. With --code what is found is coded after a
    question, as one step.

    Example: qualbench search wait* --role participant
    """
    from qualbench.workbench.codebooks import find_code
    from qualbench.workbench.hit_coding import By

    way = _way(endings=endings, forms=forms, fuzzy=fuzzy, regex=regex)
    query = _query(words, way, limits.pop("threshold"), limits.pop("model"))
    if by is not None and code is None:
        raise UsageError("--by says what is coded of each hit: it needs --code CODE.")
    with project_session(write=code is not None) as session:
        if code is not None:
            find_code(session, code)  # that there is none is said before the search, not after it
        found = _found(session, query, _limits(session, **limits))
        hits = [hit for _source, some in found for hit in some]
        if code is not None:
            if not as_json:
                _say_found(query, found)
            _code(session, hits, code, By(by or "hit"), yes=yes, as_json=as_json)
        elif as_json:
            print_json_rows(_rows(found, CONTEXT if context is None else context))
        else:
            _print_found(found, context)
            _say_found(query, found)


def _way(**asked: bool) -> str:
    """Return the one way of looking that is asked for.

    Raises:
        UsageError: There are several.
    """
    ways = [name for name, wanted in asked.items() if wanted]
    if len(ways) > 1:
        raise UsageError(f"{' and '.join(f'--{name}' for name in ways)} exclude each other: choose one.")
    return {"regex": "pattern"}.get(ways[0], ways[0]) if ways else "words"


def _query(words: tuple[str, ...], way: str, threshold: int | None, model: str | None) -> Query:
    from qualbench.workbench.concordancing import THRESHOLD, Query, Way

    chosen = Way(way)
    for value, wanted, name in ((threshold, Way.FUZZY, "threshold"), (model, Way.FORMS, "model")):
        if value is not None and chosen is not wanted:
            raise UsageError(f"--{name} is for --{wanted.value} alone.")
    typed = " ".join(words)
    if chosen is not Way.PATTERN:  # what the shell kept together is a phrase, unless it says more itself
        typed = " ".join(
            f'"{one}"' if len(one.split()) > 1 and not set('"“”„«»') & {*one} and " OR " not in one else one
            for one in words
        )
    models: tuple[tuple[str, str], ...] = ()
    if chosen is Way.FORMS and model is None:
        from qualbench.workbench.preferences import load_settings

        settings = load_settings().settings
        model, models = settings.model, tuple(settings.models.items())
    return Query(typed, chosen, THRESHOLD if threshold is None else threshold, model or "", models)


def _limits(
    session: Session,
    *,
    documents: tuple[str, ...],
    cases: tuple[str, ...],
    role: str | None,
    coded: str | None,
    not_coded: str | None,
) -> Limits:
    from qualbench.workbench.cases import find_case
    from qualbench.workbench.codebooks import find_code
    from qualbench.workbench.concordancing import Limits, Voice
    from qualbench.workbench.importing import find_document

    return Limits(
        document_ids=tuple(find_document(session, one).id for one in documents) if documents else None,
        case_ids=tuple(find_case(session, one).id for one in cases) if cases else None,
        voice=Voice(_ROLES[role]) if role else Voice.EVERYONE,
        coded=find_code(session, coded).id if coded else None,
        not_coded=find_code(session, not_coded).id if not_coded else None,
    )


def _found(session: Session, query: Query, limits: Limits) -> list[tuple[Material, list[Hit]]]:
    from qualbench.cli.progress import progress_bar
    from qualbench.workbench.concordancing import search

    with progress_bar("Searching") as bar:
        return list(search(session, query, limits, progress=bar))


def _rows(found: list[tuple[Material, list[Hit]]], context: int) -> Iterator[dict[str, Any]]:
    """Yield hits as objects; the context stays within the turn."""
    for source, hits in found:
        for hit in hits:
            span, turn = hit.span, hit.turn
            yield {
                "document": source.document.name,
                "document_id": hit.document_id,
                "turn": turn.index,
                "speaker": turn.speaker,
                "role": turn.role.value,
                "start": span.start,
                "end": span.end,
                "quote": source.text[span.start : span.end],
                "before": source.text[max(turn.start, span.start - context) : span.start],
                "after": source.text[span.end : min(turn.end, span.end + context)],
            }


def _print_found(found: list[tuple[Material, list[Hit]]], context: int | None) -> None:
    """Print a line for each hit: where, what stands before it, and then the words found in one column."""
    if context is None:
        context = CONTEXT
        if sys.stdout.isatty():  # so that a hit stays on one line
            context = max(12, min(context, (shutil.get_terminal_size().columns - 44) // 2))
    table = [
        (f"{row['document']} {row['turn']}", row["speaker"] or "", row["before"], row["quote"] + row["after"])
        for row in _rows(found, context)
    ]
    if table:
        print_table(("where", "who", "before", "found, and what follows"), table, numbers=(2,))


def _say_found(query: Query, found: list[tuple[Material, list[Hit]]]) -> None:
    """Say how much was found, in which spellings, and how it was looked for."""
    from qualbench.workbench.concordancing import make_finder, spellings

    texts = {source.document.id: source.text for source, _hits in found}
    hits = [hit for _source, some in found for hit in some]
    if not hits:
        say("Nothing found.")
        return
    say(f"{count(len(hits), 'hit')} in {count(len(found), 'document')}.")
    ways = spellings(texts.__getitem__, hits)
    if len(ways) > 1:
        most = [f"{words} {times:,}" for words, times in list(ways.items())[:12]]
        say(f"Found: {', '.join(most)}{f' and {len(ways) - 12:,} more' if len(ways) > 12 else ''}.")
    note = make_finder(query).note
    if note:
        warn(note)


def _code(session: Session, hits: list[Hit], code: str, by: Any, *, yes: bool, as_json: bool) -> None:
    """Code the hits after a question."""
    from dataclasses import asdict

    from qualbench.cli.asking import confirm
    from qualbench.workbench.codebooks import find_code
    from qualbench.workbench.hit_coding import code_hits, preview_hits

    chosen = find_code(session, code)
    ahead = preview_hits(session, hits, chosen.id, by)
    if ahead.added:
        there = f" {ahead.there_already:,} more have the code already." if ahead.there_already else ""
        inside = f" {ahead.inside:,} of them lie inside a longer coding with it." if ahead.inside else ""
        what = f"{count(ahead.added, by.noun)} in {count(ahead.documents, 'document')}"
        confirm(f"Code {what} with “{chosen.name}”?{inside}{there}", yes=yes)
    done = code_hits(session, hits, chosen.id, by)
    if as_json:
        print_json(asdict(done))
    elif done.added or done.there_already:
        what = f"{count(done.added, by.noun)} in {count(done.documents, 'document')}"
        say(f"Coded {what} with “{chosen.name}”; {done.there_already:,} had it already.")
