"""Where two coders differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import CodeName, DocumentName, command, json_option, project_session
from qualbench.cli.output import count, print_json, say
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from qualbench.model.code import Code
    from qualbench.workbench.differences import CoderComparison
    from qualbench.workbench.project import Session

#: What `--kind` takes: the list's own words, repeated so that the help imports little; a test compares them.
KINDS = ("only one coded", "other boundaries", "parent or child code", "another code")


@command("compare")
@click.argument("coders", nargs=-1, metavar="[CODER_A CODER_B]")
@click.option("--document", type=DocumentName(), help="Only in this document.")
@click.option(
    "--code",
    "codes",
    multiple=True,
    metavar="CODE",
    type=CodeName(),
    help="Only where one of the two used this code or one under it (repeatable).",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    help="Only differences of this kind (repeatable).",
)
@click.option("--both", is_flag=True, help="Only in documents in which both have coded something.")
@json_option
def compare_command(
    coders: tuple[str, ...],
    document: str | None,
    codes: tuple[str, ...],
    kinds: tuple[str, ...],
    both: bool,
    as_json: bool,
) -> None:
    """List where two coders differ.

    Only one coded, the same code with other boundaries, a parent or a child of the code, another code: side
    by side with both memos and the codes' definitions. It is a list to talk over; no coefficient is made of
    it. Without names the two coders with most codings are compared.

    Example: qualbench compare "Ana Ruiz" "Tom Okafor" --document P03
    """
    from qualbench.workbench.codebooks import find_code, load_codebook
    from qualbench.workbench.coders import find_coder
    from qualbench.workbench.differences import busiest_pair, compare_coders
    from qualbench.workbench.importing import find_document

    if len(coders) not in (0, 2):
        raise UsageError("Name two coders, or none.", "None means the two with most codings.")
    with project_session() as session:
        first, second = [find_coder(session, one) for one in coders] or busiest_pair(session)
        book = load_codebook(session)
        found = compare_coders(
            session,
            first,
            second,
            document_id=find_document(session, document).id if document is not None else None,
            code_ids=[find_code(session, one, book).id for one in codes] or None,
            kinds=kinds or None,
            both=both,
        )
        rows = _rows(session, found)
        if as_json:
            print_json({"first": first.name, "second": second.name, "same": found.same, "differences": rows})
        else:
            _say(found, rows, book.by_id)


def _rows(session: Session, found: CoderComparison) -> list[dict[str, Any]]:
    """Return the differences as objects, each with both codings as `segments` prints them."""
    from qualbench.workbench.listing import rows_of

    segments = [one for difference in found.differences for one in difference.segments]
    by_id = {row["id"]: row for row in rows_of(session, segments)}
    return [
        {
            "kind": one.kind.value,
            "document": by_id[one.segments[0].id]["document"],
            "start": one.span.start,
            "end": one.span.end,
            "first": by_id[one.first.id] if one.first else None,
            "second": by_id[one.second.id] if one.second else None,
        }
        for one in found.differences
    ]


def _say(found: CoderComparison, rows: list[dict[str, Any]], codes: dict[str, Code]) -> None:
    """Print the differences for a person: where, how, then each coder's words, code and memo."""
    for row in rows:
        say(f"{row['document']} {row['start']}:{row['end']}  {row['kind']}")
        for coder, side in ((found.first, row["first"]), (found.second, row["second"])):
            if side is None:
                say(f"  {coder.name}: nothing")
                continue
            say(f"  {coder.name}: {side['code_path']}  {side['start']}:{side['end']}  {side['id']}")
            say("      " + str(side["quote"]).replace("\n", "\n      "))
            if side["memo"]:
                say("      memo: " + str(side["memo"]).replace("\n", "\n      "))
        for code_id in dict.fromkeys(side["code_id"] for side in (row["first"], row["second"]) if side):
            _say_definition(codes[code_id])
        say()
    alike = count(found.same, "coding is the same", "codings are the same")
    said = count(len(rows), "difference")
    say(f"{said} between {found.first.name} and {found.second.name}; {alike}.")


def _say_definition(code: Code) -> None:
    for what, text in (("means", code.definition), ("when", code.when), ("when not", code.when_not)):
        if text:
            say(f"  “{code.name}” {what}: " + text.replace("\n", "\n      "))
