"""A colleague's Word comments: looked at, and taken in."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from qualbench.cli.asking import confirm, someone_is_there
from qualbench.cli.command import project_session
from qualbench.cli.output import count, print_json, print_table, say, warn

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.comment_import import CommentImport

#: So much of a comment's words is shown.
_SHOWN = 48


def take_comments(
    file: Path, document: str | None, *, create_codes: bool, dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Show what the comments of a file are taken for, ask where somebody is there, and take them in."""
    from qualbench.workbench.comment_import import import_comments

    with project_session(write=not dry_run) as session:

        def take(*, look: bool) -> CommentImport:
            return import_comments(session, file, document=document, create_codes=create_codes, dry_run=look)

        if dry_run or (someone_is_there() and not yes and not as_json):
            made = take(look=True)
            if not as_json:
                _show(made)
            if not dry_run:
                confirm("Take them in?", yes=False)
        if not dry_run:
            made = take(look=False)
    if as_json:
        print_json(asdict(made))
    elif dry_run:
        say("Nothing was changed.")
    else:
        _told(made)
    if made.rejected:
        click.get_current_context().exit(1)


def _show(made: CommentImport) -> None:
    rows = [
        (one.author, "; ".join(one.codes) or "annotation", _short(one.words), _short(one.note), one.why_not)
        for one in made.comments
    ]
    say(f"Comments on {made.document}: {len(rows)} new or changed, {made.unchanged} as they were written.")
    if rows:
        print_table(("coder", "codes", "words", "memo", "not taken because"), rows)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"


def _told(made: CommentImport) -> None:
    already = made.there_already + made.unchanged
    say(
        f"Added {count(made.added, 'coding')}, {count(made.memos_added, 'memo')} and"
        f" {count(made.annotations, 'annotation')} on {made.document}; {already:,} were there already."
    )
    for noun, names in (("new code", made.codes_created), ("new coder", made.coders_added)):
        if names:
            say(f"{count(len(names), noun)}: {', '.join(names)}")
    for one in made.rejected:
        warn(f"comment {one.row}: {one.reason}")
