"""Segments: listed as people read them, and as another copy of the project takes them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualbench.cli.command import CodeName, DocumentName, command, json_option, project_session
from qualbench.cli.output import count, print_json_rows, say
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.model.coding import Stance
    from qualbench.workbench.listing import SegmentRow


@command("segments")
@click.option(
    "--code", "codes", multiple=True, metavar="CODE", type=CodeName(), help="Of this code (repeatable)."
)
@click.option("--with-subcodes", is_flag=True, help="Of the codes under it too.")
@click.option("--document", type=DocumentName(), help="In this document.")
@click.option("--coder", "coders", multiple=True, metavar="NAME", help="By this coder (repeatable).")
@click.option("--important/--not-important", default=None, help="Those marked as important, or the others.")
@click.option("--stance", metavar="STANCE", help="Of this stance: supports, qualifies, contradicts or none.")
@click.option(
    "--where",
    "expression",
    default="",
    metavar="EXPRESSION",
    help="That answer this, such as: code:A AND NOT code:B IN turn.",
)
@click.option(
    "--context",
    type=click.IntRange(0, 100),
    default=0,
    metavar="N",
    help="With N sentences before and after.",
)
@json_option
def segments_command(
    codes: tuple[str, ...],
    with_subcodes: bool,
    document: str | None,
    coders: tuple[str, ...],
    important: bool | None,
    stance: str | None,
    expression: str,
    context: int,
    as_json: bool,
) -> None:
    """List the segments, of a code, a document, a coder, or of codes together.

    The JSON is valid input for `qualbench code import` in another copy of the project: this is how several
    people bring their codings together.

    Example: qualbench segments --where 'code:Waiting AND NOT code:Stigma IN turn' --context 1
    """
    from qualbench.workbench.listing import segment_rows

    of_stance = None if stance is None else find_stance(stance)
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
        rows = segment_rows(
            session,
            document_id=document_id,
            code_ids=code_ids,
            coder_ids=coder_ids,
            important=important,
            stance=of_stance,
        )
        if expression or context:
            from qualbench.workbench.retrieving import Documents, narrowed, retrieve

            documents = Documents(session)
            answer = retrieve(
                session, expression, documents=documents, document_id=document_id, coder_ids=coder_ids
            )
            rows = narrowed(rows, answer, documents, context)
        if as_json:
            print_json_rows(rows)
        else:
            say_segments(rows)


def find_stance(name: str) -> Stance:
    """Return the stance of that name; `none` is the one of segments that have no stance.

    Raises:
        UsageError: There is none of that name.
    """
    from qualbench.model.coding import Stance

    names = {one.value or "none": one for one in (*list(Stance)[1:], Stance.NONE)}
    if name not in names:
        raise UsageError(f"There is no stance “{name}”.", f"Choose one of: {', '.join(names)}.")
    return names[name]


def say_segments(rows: Iterable[SegmentRow]) -> None:
    """Print segments for a person: where, what code, whose, which id, and the words.

    Where there are sentences around them, the words stand in square brackets.
    """
    number = 0
    for row in rows:
        number += 1
        place = f"{row['document']} {row['start']}:{row['end']}"
        marks = "".join(f"  {one}" for one in ("important" * row["important"], row["stance"]) if one)
        say(f"{place}  {row['code_path']}  ({row['coder']}){marks}  {row['id']}")
        words = str(row["quote"])
        if "context_before" in row:
            words = f"{row['context_before']}[{words}]{row['context_after']}"
        say("    " + words.replace("\n", "\n    "))
        if row["memo"]:
            say("    memo: " + str(row["memo"]).replace("\n", "\n    "))
        say()
    say(f"{count(number, 'segment')}.")
