"""`qualbench verify`: whether the quotes and numbers of a file still stand."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from qualbench.cli.command import ANY_PATH, command, json_option, project_session
from qualbench.cli.output import count, print_json, say
from qualbench.cli.progress import progress_bar

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.verifying import QuoteCheck, Verified

#: So much of a quote is printed; the whole is in the JSON.
_SHOWN = 160


@command("verify")
@click.argument("file", type=ANY_PATH)
@click.option("--all", "everything", is_flag=True, help="List the quotes that stand too.")
@json_option
@click.pass_context
def verify_command(ctx: click.Context, file: Path, everything: bool, as_json: bool) -> None:
    """Say whether the quotes and numbers of a file still stand.

    FILE is an export as md, html or docx, or a manuscript that was rewritten (docx, md, html, txt): its
    quotes are then known by their words. Exits with 1 where one does not stand.

    Example: qualbench verify paper.docx
    """
    from qualbench.workbench.verifying import verify_file

    with project_session() as session, progress_bar("Looking for quotes") as bar:
        made = verify_file(session, file, bar)
    if as_json:
        print_json({**asdict(made), "stands": made.stands})
    else:
        _tell(made, everything=everything)
    if not made.stands:
        ctx.exit(1)


def _tell(made: Verified, *, everything: bool) -> None:
    for quote in made.quotes:
        if everything or quote.verdict != "stands":
            _tell_quote(quote)
    for number in made.wrong_numbers:
        now = f"the project has {number.now}" if number.now else "the project counts no such thing"
        why = f" ({number.why})" if number.why else ""
        say(f"number: {number.about}\n  the file says {number.said}; {now}{why}\n")
    for note in made.notes:
        say(note)
    standing = sum(one.verdict == "stands" for one in made.quotes)
    said = [f"{standing} of {count(len(made.quotes), 'quote')} {'stands' if standing == 1 else 'stand'}"]
    if made.numbers and not made.notes:
        said.append(f"{made.numbers - len(made.wrong_numbers)} of {count(made.numbers, 'number')} hold")
    if made.short:
        said.append(f"{made.short} too short to be looked for")
    say(f"{'; '.join(said)}.")


def _tell_quote(quote: QuoteCheck) -> None:
    words = " ".join(quote.text.split())
    shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
    where = f"{quote.document}, turn {quote.turn}" if quote.turn else quote.document
    say(f"{quote.verdict}: “{shown}” (paragraph {quote.passage})")
    if quote.document:
        near = "nearest to words of" if quote.verdict == "altered" and not quote.segment_id else "words of"
        say(f"  {near} {quote.who}, in {where}")
    if quote.codes:
        say(f"  codes: {'; '.join(quote.codes)}")
    if quote.changes:
        say(f"  {quote.changes}")
    say()
