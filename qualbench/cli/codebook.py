"""The codebook as a file: begun, shown, saved as a version, written out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualbench.cli import codebook_diff, codebook_files, codebook_starters, codebook_versions
from qualbench.cli.codebook_health import drift_command, lint_command, stale_command
from qualbench.cli.codebook_merge import merge_command, outline_command
from qualbench.cli.codes import code_rows
from qualbench.cli.command import group, json_option, project_session, why_option
from qualbench.cli.output import count, print_json, say, say_kinds, warn

if TYPE_CHECKING:
    from qualbench.model.code import Codebook
    from qualbench.workbench.working_file import WorkingFile


@group("codebook")
def codebook_command() -> None:
    """The codebook as a file, and its saved versions.

    The working file is codebooks/codebook.yaml in the project's folder: edit it in any editor, look at the
    difference with `show`, then save it as a version with `adopt`.
    """


@codebook_command.command("new")
@click.option(
    "--from", "starter", metavar="STARTER", help="Begin from a codebook that comes with the program."
)
@click.option("--list", "listing", is_flag=True, help="List the starter codebooks and stop.")
@json_option
def new_command(starter: str | None, listing: bool, as_json: bool) -> None:
    """Begin the codebook: an empty working file, or a starter codebook.

    Example: qualbench codebook new --list
    """
    from qualbench.workbench.starters import start_codebook

    if listing:
        codebook_starters.list_them(as_json)
        return
    with project_session(write=True) as session:
        path, version = start_codebook(session, starter)
    if as_json:
        print_json({"file": str(path), "version": version.number if version else None})
    else:
        say(f"The codebook's working file is {path}.")
        say(
            f"Saved as version {version.number}."
            if version
            else "Add names under `codes:`, then save a version."
        )


@codebook_command.command("show")
@click.option(
    "--as-of",
    metavar="VERSION|DATE",
    help="The codebook as it was: a version's number, a milestone's name, or a date (YYYY-MM-DD).",
)
@json_option
def show_command(as_of: str | None, as_json: bool) -> None:
    """Print the codebook, and how an edited working file differs from it.

    Example: qualbench codebook show
    """
    from qualbench.workbench.codebooks import load_codebook
    from qualbench.workbench.coding import counts_by_kind
    from qualbench.workbench.working_file import working_file

    if as_of is not None:
        _show_as_of(as_of, as_json)
        return
    with project_session() as session:
        book, counts, file = load_codebook(session), counts_by_kind(session), working_file(session)
    if as_json:
        print_json(
            {
                "name": book.name,
                "version": book.version,
                "file": str(file.path),
                "edited": file.edited,
                "difference": list(file.difference),
                "kept": list(file.kept),
                "guesses": codebook_diff.guess_rows(file.guesses),
                "codes": code_rows(book, counts),
            }
        )
        _warn_of(file)
    else:
        _say_codebook(book, counts, file)


def _show_as_of(ref: str, as_json: bool) -> None:
    from qualbench.workbench.codebook_refs import became_of, codebook_at
    from qualbench.workbench.codebooks import load_codebook

    with project_session() as session:
        state, current = codebook_at(session, ref), load_codebook(session)
        now = became_of(session, state.codebook)
    if as_json:
        print_json(codebook_diff.as_of_json(state, current, now))
    else:
        codebook_diff.say_as_of(state, current, now)


def _say_codebook(book: Codebook, counts: dict[str, dict[str, int]], file: WorkingFile) -> None:
    saved = f"version {book.version} is the last one saved" if book.version else "no version is saved yet"
    say(f"{book.name}: {count(len(book.codes), 'code')}; {saved}.\n")
    say_kinds(kind for by_kind in counts.values() for kind in by_kind)
    for code, depth in book.walk():
        status = "" if code.status == "active" else f", {code.status}"
        say(
            f"{'    ' * depth}{code.name} ({count(sum(counts.get(code.id, {}).values()), 'segment')}{status})"
        )
        for said, text in (("", code.definition), ("use when: ", code.when), ("not when: ", code.when_not)):
            if text:
                say(f"{'    ' * depth}  {said}{' '.join(text.split())}")
    if file.edited:
        say()
        _say_edits(file)
    _warn_of(file)


def say_file(file: WorkingFile) -> None:
    """Print how the working file differs from the codebook."""
    if file.edited:
        _say_edits(file)
    else:
        say(f"Nothing in the working file {file.path} differs from the codebook.")
    _warn_of(file)


def _say_edits(file: WorkingFile) -> None:
    serious = any(one.serious for one in file.problems)
    said = "was edited and cannot be saved as a version yet." if serious else "was edited."
    say(f"The working file {file.path} {said}")
    if file.difference or not serious:
        say("Saved as a version, it would make this difference:")
        for line in file.difference or ("none",):
            say(f"  {line}")
    for path in file.kept:
        say(f"  {path}: made since then and not in the file; it stays")
    if file.guesses:
        say("Codes without an id, taken for codes of the project; you are asked when you save:")
        for line in codebook_diff.guess_lines(file.guesses):
            say(f"  {line}")


def _warn_of(file: WorkingFile) -> None:
    for problem in file.problems:
        line = f"line {problem.line}: " if problem.line else ""
        warn(f"{line}{problem.message} {problem.hint}".rstrip())


@codebook_command.command("adopt")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("-m", "--message", required=True, help="What is new in this version.")
@codebook_diff.prefer_options
@click.option("--milestone", default="", metavar="NAME", help="Keep the version in mind by this name.")
@click.option("--yes", is_flag=True, help="Codes without an id are the codes that they seem to be.")
@click.option("--as-new", is_flag=True, help="Codes without an id whose names are new are new codes.")
@why_option
@json_option
def adopt_command(file: Path | None, message: str, as_json: bool, **choices: Any) -> None:
    """Save a codebook file as the next version; by default the working file.

    Codes keep their ids and their segments. A code that the file leaves out and something uses is refused.
    What was changed in the project since the file was written stays, unless the file changes the same. Where
    codes have lost their ids, you are asked whether they are those that they seem to be. Where nothing
    differs from the version saved last, none is saved.

    Example: qualbench codebook adopt -m "after the eighth interview"
    """
    from qualbench.workbench.working_file import adopt, working_file

    codebook_diff.take_preferred(choices)
    confirm = codebook_diff.confirmer(yes=choices.pop("yes"), as_new=choices.pop("as_new"))
    with project_session(write=True) as session, codebook_diff.guesses_listed(as_json):
        version = adopt(session, file, message=message, confirm=confirm, **choices)
        _warn_of(working_file(session))
    if as_json:
        print_json(
            {
                "number": version.number,
                "message": version.message,
                "created_at": version.created_at,
                "milestone": version.milestone,
            }
        )
    else:
        called = f" (milestone “{version.milestone}”)" if version.milestone else ""
        say(f"Saved as version {version.number}{called}: {version.message}")


for one in (
    *(codebook_files.import_command, codebook_files.export_command),
    codebook_diff.diff_command,
    codebook_diff.watch_command,
    merge_command,
    outline_command,
    codebook_starters.starters_command,
    codebook_starters.schema_command,
    codebook_versions.log_command,
    codebook_versions.milestone_command,
    codebook_versions.evolution_command,
    *(lint_command, stale_command, drift_command),
):
    codebook_command.add_command(one)
