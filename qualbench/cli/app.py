"""The command `qualbench`: every command's name and line of help, and where errors become sentences.

A command's module is imported when the command runs, so that `qualbench --help` costs what a small click
program costs.
"""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualbench.cli.command import Group, coder_option, project_option
from qualbench.errors import QualbenchError

if TYPE_CHECKING:
    from types import TracebackType

#: Heading -> command -> (module of this package, its line of help). The order is the help's.
SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Begin": {
        "new": ("projects", "Make a new project in a folder."),
        "open": ("interface", "Open the interface."),
        "serve": ("interface", "Put the interface on a page for a browser on this computer."),
        "demo": ("demo", "Build the fictional example study and open it."),
        "import": ("documents", "Import transcripts, or a project of another program."),
        "survey": ("survey", "Surveys: written answers as a source, ticked ones as attributes."),
    },
    "Read and code": {
        "documents": ("documents", "List the documents."),
        "show": ("documents", "Print a document with its turns numbered."),
        "document": ("document", "Say what a document is, correct its text, and settle what is unsure."),
        "code": ("code", "Apply and remove codes, import codings, and change the codes."),
        "search": ("search", "Search all documents, and show each place in its context."),
        "segments": ("segments", "List the segments, of a code, a document, a coder, or of codes together."),
        "codebook": ("codebook", "The codebook as a file, and its saved versions."),
        "compare": ("compare", "List where two coders differ."),
    },
    "Who": {
        "case": ("case", "The cases (participants) and their attributes."),
        "pseudonyms": (
            "pseudonyms",
            "Pseudonyms: names looked for, decided about, and replaced in all texts.",
        ),
        "leakcheck": (
            "pseudonyms",
            "Look for names that the key knows in files, or in the project and its exports.",
        ),
        "speaker": ("case", "Who speaks in each document, and in what role."),
        "coder": ("coder", "The people who code."),
        "independent": ("independent", "Independent coding: others' codings hidden."),
    },
    "Write and bring together": {
        "memo": ("memo", "Memos on anything in the project."),
        "journal": ("memo", "The researcher's reflexive journal."),
        "theme": ("theme", "Theme sets, themes, their codes and quotes."),
        "saturation": ("saturation", "Say how much is new in each source: the new-information ratio."),
        "framework": (
            "framework",
            "The framework matrix: cases by themes, each cell a summary in your words.",
        ),
        "export": ("exports", "Write the theme summary, segments, a transcript or memos to a file."),
        "verify": ("verify", "Say whether the quotes and numbers of a file still stand."),
    },
    "Look after": {
        "undo": ("history", "Take back your last step."),
        "redo": ("history", "Do again what was taken back last."),
        "log": ("history", "Print the history: who did what, when and why."),
        "profile": ("projects", "Show or set the method that the project follows."),
        "project": (
            "projects",
            "What is settled for the whole project: the smallest cell of tables, what is not quoted.",
        ),
        "settings": ("settings", "Your own settings: keymap, colours, keys."),
        "language": ("language", "Say what hears the language of the texts, and what could be added."),
        "git-setup": ("codebook_merge", "Let git merge and compare the codebook by its meaning."),
        "check": ("projects", "Verify everything that the project promises."),
        "backup": ("projects", "Write a verified backup."),
        "restore": ("projects", "Bring a backup back into a new folder."),
    },
}
COMMANDS = {name: place for section in SECTIONS.values() for name, place in section.items()}


#: What Ctrl+C is answered with.
STOPPED = "\nqualbench: Stopped. The project is whole: a step is saved entirely or not at all."


class Failure(click.ClickException):
    """An error of ours as click shows it: one sentence, and what to do about it."""

    def __init__(self, error: QualbenchError) -> None:
        super().__init__(error.message)
        self.hint = error.hint

    def show(self, file: Any = None) -> None:
        """Print the sentence and the hint to stderr."""
        from qualbench.cli.output import clean

        click.echo(f"qualbench: {clean(self.message)}", err=True)
        if self.hint:
            click.echo(f"  {clean(self.hint)}", err=True)


class Misuse(Failure):
    """The call itself was wrong."""

    exit_code = 2


class Root(Group):
    """The whole command line; imports a command's module when the command is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the help's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"qualbench.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in their sections, without importing one."""
        for heading, commands in SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, line) for name, (_module, line) in commands.items()], col_max=12)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong with the study becomes a sentence here and nowhere else."""
        try:
            return super().invoke(ctx)
        except QualbenchError as error:
            raise (Misuse if error.exit_code == Misuse.exit_code else Failure)(error) from error
        except KeyboardInterrupt:
            click.echo(STOPPED, err=True)
            ctx.exit(130)


@click.group(
    cls=Root,
    invoke_without_command=True,
    params=[project_option("QUALBENCH_PROJECT"), coder_option("QUALBENCH_CODER")],
)
@click.version_option(package_name="qualbench", message="qualbench %(version)s")
@click.pass_context
def root(ctx: click.Context) -> None:
    """A workbench for qualitative thematic analysis that lives in the terminal.

    Inside a project `qualbench` alone opens the interface; elsewhere it opens the start screen.
    """
    if ctx.invoked_subcommand is None:
        from qualbench.cli.interface import open_or_help

        open_or_help(ctx)


def main() -> None:
    """Run the command line and exit."""
    for stream in (sys.stdout, sys.stderr):
        _make_encodable(stream)
    if not os.environ.get("QUALBENCH_DEBUG"):
        sys.excepthook = report_unexpected
    try:
        try:
            root.main(prog_name="qualbench")
        finally:
            _write_out(sys.stdout)
    except OSError as error:
        if error.filename is not None:
            raise
        _output_lost(error)


def _write_out(stdout: Any) -> None:
    """Write what is left, while a failure can still be told."""
    if stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    stdout.flush()


def _output_lost(error: OSError) -> None:
    """Say that the output could not be written (a full disk, a closed stdout), and exit with 1."""
    if error.errno != errno.EPIPE:  # who reads with `head` has what was wanted
        click.echo(f"qualbench: The output could not be written ({error.strerror}).", err=True)
        click.echo("  What the command did to the project is saved.", err=True)
    stdout: Any = sys.stdout
    if stdout is not None:  # else the interpreter tries once more on its way out
        os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())
    sys.exit(1)


def _make_encodable(stream: Any) -> None:
    """Let any text be printed: UTF-8 into files and pipes, a stand-in for what a console cannot show."""
    if hasattr(stream, "reconfigure"):
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")


def report_unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say that something unexpected went wrong and where, with no word of a transcript."""
    if issubclass(kind, KeyboardInterrupt):
        click.echo(STOPPED, err=True)
        return
    where, package = "", str(Path(__file__).parents[1])
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if path.startswith(package):
            where = f" at {Path(path).relative_to(package).as_posix()}:{trace.tb_lineno}"
        trace = trace.tb_next
    click.echo(f"qualbench: Something unexpected went wrong ({kind.__name__}{where}).", err=True)
    click.echo(
        "  The project is whole: a step is saved entirely or not at all. Please report this line; with "
        "QUALBENCH_DEBUG=1 set the details are shown (they may hold words of your transcripts).",
        err=True,
    )
