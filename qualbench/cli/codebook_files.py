"""The codebook in other formats: read out of another program's file, and written for a program or a paper."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from qualbench.cli import asking
from qualbench.cli.codebook_diff import (
    confirmer,
    guess_lines,
    guess_rows,
    guesses_listed,
    prefer_options,
    take_preferred,
)
from qualbench.cli.command import (
    ANY_PATH,
    allow_names_option,
    command,
    json_option,
    project_session,
    why_option,
)
from qualbench.cli.output import count, print_json, say, warn
from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.model.document import Problem
    from qualbench.workbench.codebook_import import Taken
    from qualbench.workbench.working_file import WorkingFile

#: What is read, and what is written; tests compare both with what the rooms below can do.
READ = ("yaml", "qdc", "csv", "xlsx", "txt")
WRITTEN = (*READ, "md", "html", "docx")
_BINARY = ("xlsx", "docx")
_ENDINGS = {"yml": "yaml", "markdown": "md", "htm": "html"}


@command("import")
@click.argument("file", type=ANY_PATH)
@click.option("--format", "form", type=click.Choice(READ), help="By default what FILE ends in.")
@click.option("-m", "--message", default="", help="What is new in this version; needed but for --dry-run.")
@click.option("--dry-run", is_flag=True, help="Say what it would change, and change nothing.")
@click.option("--keep-others", "keep", is_flag=True, help="Codes that FILE does not have stay.")
@prefer_options
@click.option(
    "--yes", is_flag=True, help="Codes without an id are those that they seem to be; missing ones go."
)
@click.option(
    "--as-new", is_flag=True, help="Codes without an id and of a new name are new; missing ones go."
)
@why_option
@json_option
def import_command(
    file: Path, form: str | None, message: str, dry_run: bool, as_json: bool, **choices: Any
) -> None:
    """Take over the codebook in another program's file, and save it as the next version.

    REFI-QDA (.qdc, and the codes of a .qdpx), tables (.csv, .xlsx) with a column for the codes' names, and
    plain lists (.txt), as NVivo, MAXQDA, ATLAS.ti, Taguette, QualCoder and people write them. Codes that the
    project has are known by their ids, else by their names; what the file says nothing of stays as it is.
    What is not taken over is said. Before codes that FILE does not have go, you are asked; no code with
    codings goes. One step, which undo takes back.

    Example: qualbench codebook import codebook.qdc -m "as agreed in NVivo" --dry-run
    """
    from qualbench.workbench.codebook_import import import_codebook, look_at_import

    if not dry_run and not message.strip():
        raise UsageError("A version needs a message: what is new in it?", "Give it with -m MESSAGE.")
    yes, as_new = choices.pop("yes"), choices.pop("as_new")
    take_preferred(choices)
    if dry_run:
        with project_session() as session:
            _say_look(file, look_at_import(session, file, form=form, keep=choices["keep"]), as_json)
        return
    confirm = confirmer(yes=yes, as_new=as_new)

    def agree(paths: tuple[str, ...]) -> None:
        if not (yes or as_new):
            _ask_to_remove(file, paths)

    with project_session(write=True) as session, guesses_listed(as_json):
        taken = import_codebook(
            session, file, message=message, form=form, confirm=confirm, agree=agree, **choices
        )
    _say_taken(taken, as_json)


def _ask_to_remove(file: Path, paths: tuple[str, ...]) -> None:
    """Go on only if codes that a file does not have are to go; a part of a codebook must not thin it out."""
    warn(f"{file} does not have {count(len(paths), 'code')} that nothing uses:")
    for path in paths:
        warn(f"  {path}")
    what = "this code" if len(paths) == 1 else f"these {len(paths):,} codes"
    question = f"Remove {what}? (--keep-others leaves what the file does not have.)"
    asking.confirm(question, yes=False, option="--yes (remove) or --keep-others (leave)")


def _say_look(file: Path, look: WorkingFile, as_json: bool) -> None:
    from qualbench.workbench.codebook_import import CodebookRefused

    serious = tuple(one for one in look.problems if one.serious)
    if as_json:
        print_json(
            {
                "difference": list(look.difference),
                "kept": list(look.kept),
                "guesses": guess_rows(look.guesses),
                "problems": _problem_rows(look.problems),
            }
        )
    else:
        _warn_of(one for one in look.problems if not one.serious)
        if look.difference or not serious:
            say(f"Taken over, {file} would make this difference:")
            for line in look.difference or ("none",):
                say(f"  {line}")
        if any(line.startswith("removed ") for line in look.difference):
            say("With --keep-others, codes that the file does not have stay.")
        for path in look.kept:
            say(f"  {path}: not in the file; it stays")
        if look.guesses:
            say("New names that may be codes of the project (--yes: they are; --as-new: they are not):")
        for line in guess_lines(look.guesses):
            say(f"  {line}")
    if serious:
        raise CodebookRefused(file, serious)


def _say_taken(taken: Taken, as_json: bool) -> None:
    version = taken.version
    if as_json:
        print_json(
            {
                "number": version.number,
                "message": version.message,
                "created_at": version.created_at,
                "codes": taken.codes,
                "removed": list(taken.removed),
                "problems": _problem_rows(taken.remarks),
            }
        )
        return
    _warn_of(taken.remarks)
    say(f"{count(taken.codes, 'code')} read; saved as version {version.number}: {version.message}")
    if taken.removed:
        say("Removed, for the file does not have them (--keep-others leaves them; undo brings them back):")
    for path in taken.removed:
        say(f"  {path}")


def _problem_rows(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [
        {"line": one.line, "message": one.message, "hint": one.hint, "serious": one.serious}
        for one in problems
    ]


def _warn_of(problems: Iterable[Problem]) -> None:
    for problem in problems:
        line = f"line {problem.line}: " if problem.line else ""
        warn(f"{line}{problem.message} {problem.hint}".rstrip())


@command("export")
@click.option(
    "--output", metavar="FILE", type=ANY_PATH, help="Where to, - for stdout; by default it is printed."
)
@allow_names_option
@click.option("--format", "form", type=click.Choice(WRITTEN), help="By default what FILE ends in, else yaml.")
@click.option("--table", is_flag=True, help="For md, html and docx: one table, not an entry for each code.")
@click.option(
    "--version", type=int, metavar="NUMBER", help="A saved version; by default the codebook of now."
)
def export_command(output: Path | None, form: str | None, table: bool, version: int | None) -> None:
    """Write the codebook as it stands or as it was saved: for this program, for another, or for a paper.

    For another program: qdc (REFI-QDA), csv, xlsx, txt. For a paper: md, html, docx. What a format cannot
    carry is said. docs/codebook-files.md has a table.

    Example: qualbench codebook export --version 2 --output codebook-2.yaml
    """
    from qualbench.workbench.codebook_export import export_codebook

    if version is not None and version < 1:
        raise UsageError("Versions are numbered from 1.", "See: qualbench codebook log")
    named = output is not None and output != Path("-")
    chosen = form or _by_ending(output if named else None)
    if table and chosen not in ("md", "html", "docx"):
        raise UsageError(
            "--table goes with the formats md, html and docx.", "Give --format, or leave it out."
        )
    if not named and output is None and chosen in _BINARY:
        raise UsageError(f"A file in the format {chosen} is not printed.", "Give its name: --output FILE.")
    with project_session() as session, TemporaryDirectory() as folder:
        path = output if output is not None and named else Path(folder, "codebook")
        written = export_codebook(session, path, version, form=chosen, table=table)
        if not named:
            _print(path.read_bytes())
    for warning in written.warnings:
        warn(warning)
    if named:
        quotes = f" ({count(written.quotes, 'quote')}, checked against the text)" if written.quotes else ""
        say(f"{path}{quotes}")


def _print(content: bytes) -> None:
    """Print a file: to a terminal as text that it cannot obey, else byte for byte."""
    if sys.stdout.isatty():
        say(content.decode("utf-8-sig", "replace").rstrip("\n"))
    else:
        click.echo(content, nl=False)


def _by_ending(output: Path | None) -> str:
    """Return the format that a file's name ends in; YAML where it has no ending.

    Raises:
        UsageError: It ends in something else.
    """
    ending = output.suffix.removeprefix(".").lower() if output else ""
    found = _ENDINGS.get(ending, ending or "yaml")
    if found not in WRITTEN:
        said = f"{output}: there is no format for what ends in “.{ending}”."
        raise UsageError(said, f"Name the format with --format: {', '.join(WRITTEN)}.")
    return found
