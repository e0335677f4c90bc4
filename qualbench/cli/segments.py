"""Segments: listed as people read them, and as another copy of the project takes them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualbench.cli.command import CodeName, DocumentName, command, json_option, project_session
from qualbench.cli.output import count, print_json_rows, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.workbench.listing import SegmentRow


@command("segments")
@click.option(
    "--code", "codes", multiple=True, metavar="CODE", type=CodeName(), help="Of this code (repeatable)."
)
@click.option("--with-subcodes", is_flag=True, help="Of the codes under it too.")
@click.option("--document", type=DocumentName(), help="In this document.")
@click.option("--coder", "coders", multiple=True, metavar="NAME", help="By this coder (repeatable).")
@json_option
def segments_command(
    codes: tuple[str, ...], with_subcodes: bool, document: str | None, coders: tuple[str, ...], as_json: bool
) -> None:
    """List the segments, of a code, a document or a coder.

    The JSON is valid input for `qualbench code import` in another copy of the project: this is how several
    people bring their codings together.

    Example: qualbench segments --coder "Tom Okafor" --json > tom.json
    """
    from qualbench.workbench.listing import segment_rows

    with project_session() as session:
        code_ids = document_id = coder_ids = None
        if codes:
            from qualbench.workbench.codebooks import find_code, load_codebook

            book = load_codebook(session)
            found = [find_code(session, one, book).id for one in codes]
            code_ids = [under for one in found for under in (book.subtree(one) if with_subcodes else (one,))]
        if document is not None:
            from qualbench.workbench.importing import find_document

            document_id = find_document(session, document).id
        if coders:
            from qualbench.workbench.coders import find_coder

            coder_ids = [find_coder(session, one).id for one in coders]
        rows = segment_rows(session, document_id=document_id, code_ids=code_ids, coder_ids=coder_ids)
        if as_json:
            print_json_rows(rows)
        else:
            say_segments(rows)


def say_segments(rows: Iterable[SegmentRow]) -> None:
    """Print segments for a person: where, what code, whose, which id, and the words."""
    number = 0
    for row in rows:
        number += 1
        place = f"{row['document']} {row['start']}:{row['end']}"
        say(f"{place}  {row['code_path']}  ({row['coder']})  {row['id']}")
        say("    " + str(row["quote"]).replace("\n", "\n    "))
        if row["memo"]:
            say("    memo: " + str(row["memo"]).replace("\n", "\n    "))
        say()
    say(f"{count(number, 'segment')}.")
