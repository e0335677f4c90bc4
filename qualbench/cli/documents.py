"""Transcripts: brought in, listed, read."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import ANY_PATH, DocumentName, command, json_option, project_session
from qualbench.cli.other_program_options import other_program_options
from qualbench.cli.output import count, print_json, print_table, say, warn

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.model.document import Problem
    from qualbench.model.span import Span
    from qualbench.workbench.importing import Imported, OpenDocument

#: The kinds of source, repeated so that the help imports little; a test compares them.
KINDS = (
    *("interview", "group discussion", "survey answers", "field notes", "document", "diary", "posts"),
    "interview guide",
)
kinds_option = click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    metavar="KIND",
    help="Count only sources of this kind (repeatable).",
)


@command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=ANY_PATH)
@click.option("--kind", type=click.Choice(KINDS), metavar="KIND", help="What sort of source they are.")
@click.option("--preview", is_flag=True, help="Say who speaks in them; nothing is imported.")
@click.option("--no-cases", is_flag=True, help="Do not give each document a case of its own name.")
@other_program_options
@json_option
@click.pass_context
def import_command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    kind: str | None,
    preview: bool,
    no_cases: bool,
    dry_run: bool,
    positions: str | None,
    sets_as_attributes: bool,
    as_json: bool,
) -> None:
    """Import transcripts, or a project of another program.

    Reads txt, md, docx, odt, rtf, pdf, html, vtt, srt, sbv, json (Whisper), ris and bib. One bad file
    does not stop the others; every problem is listed. Exits with 0 when every file was read or was there
    already, and with 1 when one was refused. Without --kind a source is an interview, unless its file says
    otherwise.

    A project of another program comes whole: its codes, codings, memos and cases too. What does not travel
    is said first, with numbers, and stays in the history.

    Example: qualbench import transcripts/
    """
    from qualbench.cli.other_programs import import_other
    from qualbench.cli.progress import progress_bar

    how = {"positions": positions or "", "sets_as_attributes": sets_as_attributes}
    if import_other(paths, how, dry_run=dry_run, as_json=as_json):
        return
    if preview:
        _preview(paths, as_json)
        return
    from qualbench.model.document import DocumentKind
    from qualbench.workbench.importing import import_documents

    given = DocumentKind(kind) if kind else None
    with project_session(write=True) as session, progress_bar("Reading") as progress:
        results = import_documents(session, paths, kind=given, cases=not no_cases, progress=progress)
    if as_json:
        print_json([_imported(one) for one in results])
    else:
        for one in results:
            _say_imported(one)
        tally = {
            status: sum(one.status == status for one in results) for status in ("there already", "refused")
        }
        read = count(sum(one.status == "read" for one in results), "file")
        say(
            ", ".join([f"{read} read", *(f"{number} {status}" for status, number in tally.items() if number)])
            + "."
        )
    if any(one.status == "not reached" for one in results):
        raise KeyboardInterrupt  # what it comes to is said in one place, for every command
    if any(one.status == "refused" for one in results):
        ctx.exit(1)


def _preview(paths: tuple[Path, ...], as_json: bool) -> None:
    from qualbench.errors import FileProblem
    from qualbench.workbench.importing import preview_files
    from qualbench.workbench.speakers import doubts_of, voices_of

    rows: list[dict[str, Any]] = []
    for one in preview_files(paths):
        if isinstance(one, FileProblem):
            refused: dict[str, Any] = {"file": None, "kind": None, "turns": 0, "speakers": [], "problems": []}
            rows.append({**refused, "error": str(one)})
            continue
        voices = voices_of(one)
        rows.append(
            {
                "file": one.source,
                "kind": one.kind.value,
                "turns": len(one.turns),
                "speakers": [asdict(voice) | {"role": voice.role.value} for voice in voices],
                "problems": [_problem(problem) for problem in (*one.problems, *doubts_of(one))],
                "error": None,
            }
        )
    if as_json:
        print_json(rows)
        return
    for row in rows:
        if row["error"]:
            warn(row["error"])
            continue
        say(f"{row['file']}: {row['kind']}, {count(row['turns'], 'turn')}")
        for voice in row["speakers"]:
            turns, words = count(voice["turns"], "turn"), f"{voice['words']:,} words"
            say(f"  {voice['label']}: {voice['role']}, {turns}, {words}")
        for problem in row["problems"]:
            place = f"line {problem['line']}: " if problem["line"] else ""
            say(f"  {place}{problem['message']} {problem['hint']}".rstrip())
    say("Nothing was imported.")


def _imported(one: Imported) -> dict[str, Any]:
    return {
        "file": str(one.path),
        "status": one.status,
        "document_id": one.document_id,
        "document": one.name if one.document_id else None,
        "problems": [_problem(problem) for problem in one.problems],
        "error": one.error or None,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "message": problem.message,
        "line": problem.line,
        "hint": problem.hint,
        "serious": problem.serious,
    }


def _say_imported(one: Imported) -> None:
    named = f" as {one.name}" if one.document_id and one.name != one.path.stem else ""
    file = " ".join(one.path.name.splitlines())
    say(f"{file}: {one.status}{named}")
    if one.error:
        say(f"  {one.error}")
    for problem in one.problems:
        say(f"  {_said(problem)}")


def _said(problem: Problem) -> str:
    place = f"line {problem.line}: " if problem.line else ""
    return f"{place}{problem.message} {problem.hint}".rstrip()


@command("documents")
@json_option
def documents_command(as_json: bool) -> None:
    """List the documents.

    Example: qualbench documents --json
    """
    from qualbench.workbench.importing import list_documents

    with project_session() as session:
        found = list_documents(session)
    if as_json:
        rows = [
            {
                "id": row.document.id,
                "name": row.document.name,
                "kind": row.document.kind.value,
                "language": row.document.language,
                "words": row.document.words,
                "turns": row.turns,
                "segments": row.segments,
            }
            for row in found
        ]
        print_json(rows)
    elif not found:
        say("There is no document yet. Import some with: qualbench import PATH...")
    else:
        table = [
            (row.document.name, row.document.kind.value, f"{row.document.words:,}", row.turns, row.segments)
            for row in found
        ]
        print_table(("document", "kind", "words", "turns", "segments"), table, numbers=(2, 3, 4))


@command("show")
@click.argument("document", type=DocumentName())
@click.option("--sentences", is_flag=True, help="Sentence by sentence, each with its position (by spaCy).")
@click.option("--language", metavar="CODE", help="Their language; by default the document's, or en.")
@click.option("--model", default="", metavar="NAME", help="An installed spaCy model, which splits better.")
@click.option("--revision", type=int, metavar="N", help="An earlier text of it; see `document revisions`.")
@json_option
def show_command(
    document: str, sentences: bool, language: str | None, model: str, revision: int | None, as_json: bool
) -> None:
    """Print a document with its turns numbered.

    With --json the text is exact, and positions count its characters (Unicode code points).

    Example: qualbench show P01
    """
    from qualbench.workbench.importing import find_document, open_document

    with project_session() as session:
        opened = open_document(session, find_document(session, document).id, revision)
    found: list[tuple[int, Span]] | None = None
    if sentences:
        from qualbench.workbench.searching import turn_sentences

        spoken = language or opened.document.language or "en"
        found = turn_sentences(opened.text, opened.turns, language=spoken, model=model)
    if as_json:
        more = {"sentences": [[turn, one.start, one.end] for turn, one in found]} if found is not None else {}
        print_json(_shown(opened) | more)
    elif found is not None:
        for turn, one in found:
            say(f"{turn:>4} {one.start}:{one.end}  {' '.join(opened.text[one.start : one.end].split())}")
    else:
        _say_document(opened)


def _shown(opened: OpenDocument) -> dict[str, Any]:
    document = opened.document
    return {
        "id": document.id,
        "name": document.name,
        "kind": document.kind.value,
        "language": document.language,
        "revision": document.revision,
        "sha256": document.sha256,
        "text": opened.text,
        "turns": [
            {
                "index": turn.index,
                "start": turn.start,
                "end": turn.end,
                "speaker": turn.speaker,
                "role": turn.role.value,
                "time": turn.time,
            }
            for turn in opened.turns
        ],
        "problems": [_problem(problem) for problem in document.problems],
    }


def _say_document(opened: OpenDocument) -> None:
    document, text, at = opened.document, opened.text, 0
    facts = (document.kind.value, count(document.words, "word"), count(len(opened.turns), "turn"))
    say(f"{document.name}: {', '.join(facts)}\n")
    for turn in opened.turns:
        between = text[at : turn.label_start].strip()
        if between:
            say(f"{between}\n")
        say(f"[{turn.index}] {text[turn.label_start : turn.end].strip()}\n")
        at = turn.end
    if text[at:].strip():
        say(text[at:].strip())
    for problem in document.problems:
        warn(_said(problem))
