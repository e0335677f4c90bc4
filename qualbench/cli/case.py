"""Who was studied and who speaks: cases with their attributes, and the speakers of each document."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.asking import someone_is_there
from qualbench.cli.command import (
    ANY_PATH,
    DocumentName,
    allow_names_option,
    dry_run_option,
    group,
    json_option,
    project_session,
)
from qualbench.cli.export import OUTPUT, chosen_form, format_option, write_export
from qualbench.cli.output import count, print_json, print_table, say, warn
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.case_matching import CaseMatch

ROLES = ("participant", "interviewer", "moderator", "interpreter", "unidentified")
TYPES = ("text", "number", "date", "yes/no", "choice")


@group("case")
def case_command() -> None:
    """The cases (participants) and their attributes.

    A CASE is given by its name, its number or its id.
    """


@case_command.command("list")
@json_option
def case_list_command(as_json: bool) -> None:
    """List the cases with their documents and attributes.

    Example: qualbench case list
    """
    from qualbench.workbench.cases import list_attributes, list_cases
    from qualbench.workbench.importing import list_documents, list_speakers

    with project_session() as session:
        cases, attributes = list_cases(session), list_attributes(session)
        private = {one.name for one in attributes if one.private}
        documents: dict[str, list[str]] = {}
        for row in list_documents(session):
            documents.setdefault(row.document.case_id or "", []).append(row.document.name)
        for document, speaker, _turns in list_speakers(session):
            names = documents.setdefault(speaker.case_id or "", [])
            if speaker.case_id and document.name not in names:
                names.append(document.name)
    if as_json:
        rows = [
            {
                "id": one.id,
                "number": one.number,
                "name": one.name,
                "documents": documents.get(one.id, []),
                "values": {name: value for name, value in one.values.items() if name not in private},
            }
            for one in cases
        ]
        print_json(rows)
    elif not cases:
        say("There is no case yet. Import a document, or a table with: qualbench case import FILE")
    for one in () if as_json else cases:
        say(f"{one.number}. {one.name} (documents: {', '.join(documents.get(one.id, [])) or 'none'})")
        for attribute in attributes:
            if one.values.get(attribute.name):
                say(f"    {attribute.name}: {one.values[attribute.name]}{' (private)' * attribute.private}")


@case_command.command("set")
@click.argument("case")
@click.argument("attribute")
@click.argument("value")
def case_set_command(case: str, attribute: str, value: str) -> None:
    """Give a case's attribute a value; an empty VALUE removes it.

    A new attribute is made; upper and lower case of its name are one. The attribute `pseudonym` is what
    reports print as the participant's name. A type (number, date, yes/no) is guessed from the first values;
    a value that does not fit makes the attribute text, and that is said.

    Example: qualbench case set P01 pseudonym Maureen
    """
    from qualbench.workbench.cases import find_case, set_value

    with project_session(write=True) as session:
        found = find_case(session, case)
        widened = set_value(session, found, attribute, value)
        say(f"{found.name}, {attribute}: {value or 'removed'}")
        if widened:
            say(f"{widened}.")


@case_command.command("attribute")
@click.argument("attribute")
@click.option("--rename", metavar="NAME", help="Its new name.")
@click.option("--type", "kind", type=click.Choice(TYPES), help="What its values are.")
@click.option(
    "--choice", "choices", multiple=True, metavar="VALUE", help="A value that it can have (repeatable)."
)
@click.option("--private/--no-private", default=None, help="Whether it is in no export.")
def case_attribute_command(attribute: str, kind: str | None, choices: tuple[str, ...], **given: Any) -> None:
    """Change what an attribute is: its name, its type, or whether it is private.

    What is private is for the study's own eyes: filters and screens have it, no export does.

    Example: qualbench case attribute "date of birth" --private
    """
    from qualbench.model.case import AttributeType
    from qualbench.workbench.cases import change_attribute

    if kind is None and not choices and all(one is None for one in given.values()):
        raise UsageError("Say what changes: --rename, --type, --choice or --private.")
    with project_session(write=True) as session:
        after = change_attribute(
            session, attribute, kind=AttributeType(kind) if kind else None, choices=choices or None, **given
        )
    choice = f" ({', '.join(after.choices)})" if after.choices else ""
    say(f"{after.name}: {after.type}{choice}{', private' if after.private else ''}")


@case_command.command("import")
@click.argument("file", type=ANY_PATH)
@click.option("--accept-matches", is_flag=True, help="Names nearly those of cases are these cases' names.")
@click.option("--as-new", is_flag=True, help="Names nearly those of cases are new cases.")
@dry_run_option
@json_option
def case_import_command(file: Path, accept_matches: bool, as_new: bool, dry_run: bool, as_json: bool) -> None:
    """Take in a table of cases: the case's name, then an attribute in each column.

    From csv, tsv or xlsx. Values are updated and nothing is removed: an empty cell leaves what is there.
    Types are guessed as with `case set`. A name that is nearly that of a case (P1, Participant 01) is asked
    about, and never taken for it silently.

    Example: qualbench case import cases.csv
    """
    from qualbench.workbench.case_matching import near_cases
    from qualbench.workbench.cases import import_cases

    if accept_matches and as_new:
        raise UsageError("--accept-matches or --as-new, not both.")
    with project_session(write=not dry_run) as session:
        near = [] if as_new else near_cases(session, file)
        matches = _settled(near, accept=accept_matches, only_say=dry_run)
        result = import_cases(session, file, matches=matches, dry_run=dry_run)
    if as_json:
        print_json(asdict(result))
        return
    say(f"{count(len(result.added), 'new case')}; {count(result.unchanged, 'case')} as before.")
    for title, lines in (("New attributes", result.attributes), ("Changed", result.changed)):
        if lines:
            say(f"{title}: {'; '.join(lines)}")
    for line in result.widened:
        say(f"{line}.")
    if result.without_document:
        warn(f"In the table and in no document (not in N): {', '.join(result.without_document)}")
    if dry_run:
        say("Nothing was changed.")


@case_command.command("export")
@format_option("csv", "xlsx")
@click.option("--output", **OUTPUT)
@allow_names_option
def case_export_command(form: str | None, output: Path | None) -> None:
    """Write the table of cases: the case's name, then an attribute in each column.

    What is private is not in it. `case import` takes the table again, changed or not.

    Example: qualbench case export --output cases.xlsx
    """
    from qualbench.workbench.case_export import FORMATS, export_cases

    chosen = chosen_form(form, output, FORMATS)
    with project_session() as session:
        write_export(
            output,
            session.project.exports / f"cases.{chosen}",
            lambda path: export_cases(session, output=path, format=chosen),
        )


def _settled(near: list[CaseMatch], *, accept: bool, only_say: bool) -> dict[str, str]:
    """Ask about names that are nearly those of cases, and return those that are, with the cases' ids."""
    said = [
        f"line {one.line}: “{one.name}” is nearly the case {one.case.name} ({one.score:.0f}%)" for one in near
    ]
    if accept or only_say or not near:
        for one in said:
            warn(one)
        return {one.name: one.case.id for one in near}
    if not someone_is_there():
        raise UsageError(
            "; ".join(said) + ".",
            "Nothing was changed. --accept-matches takes them for these, --as-new does not.",
        )
    return {
        one.name: one.case.id
        for one, asked in zip(near, said, strict=True)
        if click.confirm(f"{asked}. The same?", err=True)
    }


@group("speaker")
def speaker_command() -> None:
    """Who speaks in each document, and in what role."""


@speaker_command.command("list")
@click.argument("document", required=False, type=DocumentName())
@json_option
def speaker_list_command(document: str | None, as_json: bool) -> None:
    """List the speakers of a document, or of all.

    Example: qualbench speaker list P11
    """
    from qualbench.workbench.speakers import speaker_rows

    with project_session() as session:
        rows: list[dict[str, Any]] = [
            {
                "document": one.document.name,
                "speaker": one.speaker.label,
                "role": one.speaker.role.value,
                "aliases": one.speaker.aliases,
                "case": one.case.name if one.case else None,
                "turns": one.turns,
                "words": one.words,
            }
            for one in speaker_rows(session, document)
        ]
    if as_json:
        print_json(rows)
    else:
        table = [
            (
                *(row[one] for one in ("document", "speaker", "role")),
                row["case"] or "",
                row["turns"],
                row["words"],
            )
            for row in rows
        ]
        for shown, row in zip(table, rows, strict=True):
            if row["aliases"]:
                say(f"{shown[0]}: {shown[1]} is also {', '.join(map(str, row['aliases']))}")
        print_table(("document", "speaker", "role", "case", "turns", "words"), table, numbers=(4, 5))


@speaker_command.command("set")
@click.argument("document", type=DocumentName())
@click.argument("label", metavar="SPEAKER")
@click.option("--role", type=click.Choice(ROLES), help="What the speaker is; only participants are counted.")
@click.option("--case", metavar="CASE", help="The case that the speaker's words belong to.")
@click.option("--new-case", metavar="NAME", help="Make a case for them.")
@click.option("--no-case", is_flag=True, help="None of their own: the document's case counts again.")
def speaker_set_command(document: str, label: str, role: str | None, **asked: Any) -> None:
    """Say what a speaker is, or whose case the words belong to.

    Example: qualbench speaker set P11 Partner --role unidentified
    """
    from qualbench.model.document import Role
    from qualbench.workbench.cases import find_case
    from qualbench.workbench.importing import set_speaker
    from qualbench.workbench.speakers import link_case, link_new_case

    case, new, none = asked["case"], asked["new_case"], asked["no_case"]
    if sum(map(bool, (case, new, none))) > 1:
        raise UsageError("One of --case, --new-case and --no-case.")
    if role is None and not (case or new or none):
        raise UsageError("Say what the speaker is: a role, a case, or both.")
    with project_session(write=True) as session:
        said = ""
        if new:
            link_new_case(session, document, label, new)
            said = f", the new case {new}"
        elif none:
            link_case(session, document, label, None)
            said = ", no case of their own"
        found = find_case(session, case) if case else None
        if role or found:
            set_speaker(session, document, label, role=Role(role) if role else None, case=found)
            said += f", {role}" if role else ""
            said += f", case {found.name}" if found else ""
        say(f"{label} in {document}: {said.removeprefix(', ')}")


@speaker_command.command("link")
@click.argument("document", required=False, type=DocumentName())
@click.option("--by-name", is_flag=True, help="Those whose labels are names of cases, or nearly.")
@click.option("--accept-matches", is_flag=True, help="Link them; without it they are only shown.")
@json_option
def speaker_link_command(document: str | None, by_name: bool, accept_matches: bool, as_json: bool) -> None:
    """Link speakers of a document, or of all, to the cases whose names they have.

    Compared are labels with cases' names and pseudonyms: P1, Participant 01 and p01_final are one name. Only
    participants without a case of their own are proposed. Nothing is taken silently, and no text is touched.

    Example: qualbench speaker link --by-name
    """
    from qualbench.workbench.case_matching import link_speakers, near_speakers

    if not by_name:
        raise UsageError("Say how speakers are matched: --by-name.")
    with project_session(write=accept_matches) as session:
        near = near_speakers(session, document)
        linked = link_speakers(session, near) if accept_matches else []
    rows: list[dict[str, Any]] = [
        {
            "document": one.document.name,
            "speaker": one.speaker.label,
            "label": one.label,
            "cases": [case.name for case in one.cases],
            "alike": round(one.score),
            "linked": one in linked,
        }
        for one in near
    ]
    if as_json:
        print_json(rows)
        return
    shown = [(row["document"], row["label"], " or ".join(row["cases"]), f"{row['alike']}%") for row in rows]
    if shown:
        print_table(("document", "speaker", "case", "alike"), shown, numbers=(3,))
    unclear = sum(len(row["cases"]) > 1 for row in rows)
    if unclear:
        warn(f"{count(unclear, 'speaker')} could be more than one case and must be set: speaker set.")
    if accept_matches:
        say(f"Linked {count(len(linked), 'speaker')}.")
    elif rows:
        say("Nothing was changed. --accept-matches links them.")
    else:
        say("There is no speaker to link: none without a case has a case's name.")


@speaker_command.command("join")
@click.argument("document", type=DocumentName())
@click.argument("label", metavar="SPEAKER")
@click.argument("other", metavar="OTHER")
@click.option("--apart", is_flag=True, help="Take OTHER for a speaker of its own again.")
def speaker_join_command(document: str, label: str, other: str, apart: bool) -> None:
    """Say that two labels of a document mean one speaker.

    Turns, counts, searches and exports take OTHER for SPEAKER from then on; no word of the text is touched.

    Example: qualbench speaker join P01 "Participant 1" P1
    """
    from qualbench.workbench.speakers import join_speakers, part_speakers

    with project_session(write=True) as session:
        if apart:
            part_speakers(session, document, label, other)
            say(f"{other} is a speaker of its own in {document}.")
        else:
            after = join_speakers(session, document, label, other)
            say(f"{after.label} in {document} is also: {', '.join(after.aliases)}")
