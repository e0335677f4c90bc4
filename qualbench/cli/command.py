"""What every command shares: `--project` and `--coder` before or after its name, and the session it opens."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualbench.errors import QualbenchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualbench.workbench.project import Session

_KEY = "qualbench."


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value is not None:
        ctx.meta[_KEY + str(param.name)] = value


def project_option(envvar: str | None = None) -> click.Option:
    """Return the option that names the project's folder."""
    return click.Option(
        ["--project", "project"],
        metavar="DIR",
        envvar=envvar,
        expose_value=False,
        callback=_remember,
        help="The project's folder; by default the one you are in.",
    )


def coder_option(envvar: str | None = None) -> click.Option:
    """Return the option that names who is at work."""
    return click.Option(
        ["--coder", "coder"],
        metavar="NAME",
        envvar=envvar,
        expose_value=False,
        callback=_remember,
        help="Who is at work; by default the project's lead.",
    )


_EVERYWHERE = (project_option(), coder_option())


def _with_everywhere(params: list[click.Parameter]) -> list[click.Parameter]:
    """Add the options that every command takes, before `--help`, unless it has its own of that name."""
    taken = {name for param in params for name in param.opts}
    more = [option for option in _EVERYWHERE if option.opts[0] not in taken]
    return [*params[:-1], *more, *params[-1:]]


class Command(click.Command):
    """A command that takes `--project` and `--coder` too."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the command's own parameters and those that every command takes."""
        return _with_everywhere(super().get_params(ctx))


class Group(click.Group):
    """A group of commands that take `--project` and `--coder` too."""

    command_class = Command
    group_class = type

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the group's own parameters and those that every command takes."""
        return _with_everywhere(super().get_params(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they are written."""
        return list(self.commands)


def command(name: str, **settings: Any) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command of that name."""
    return click.command(name, cls=Command, **settings)


def group(name: str, **settings: Any) -> Callable[[Callable[..., Any]], Group]:
    """Make a function a group of that name."""
    return click.group(name, cls=Group, **settings)


json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON; docs/commands.md has the fields."
)
yes_option = click.option("--yes", is_flag=True, help="Do not ask; the answer is yes.")
why_option = click.option("--why", default="", metavar="REASON", help="A reason, kept in the history.")


def _allow(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
    ctx.meta[_KEY + "allow_names"] = bool(value)


allow_names_option = click.option(
    "--allow-names",
    is_flag=True,
    expose_value=False,
    callback=_allow,
    help="Export names that the key knows.",
)
dry_run_option = click.option("--dry-run", is_flag=True, help="Say what it would touch, and change nothing.")


#: A path as it is typed: whether it can be read, the verb says in a sentence, of each file on its own.
ANY_PATH = click.Path(path_type=Path, readable=False)


def named_project(ctx: click.Context) -> Path | None:
    """Return the folder of the project that was named, or None."""
    named = ctx.meta.get(_KEY + "project")
    if not named:
        return None
    folder = Path(named)
    return folder.parent if folder.is_file() else folder


def project_folder(ctx: click.Context) -> Path | None:
    """Return the folder of the project that the person means, or None where there is none."""
    folder = named_project(ctx)
    if folder is not None:
        return folder
    from qualbench.workbench.project import find_project

    return find_project(Path.cwd())


def coder_name(ctx: click.Context) -> str | None:
    """Return the name of who is at work, or None for the project's lead."""
    name: str | None = ctx.meta.get(_KEY + "coder")
    return name


@contextmanager
def project_session(*, write: bool = False) -> Iterator[Session]:
    """Open the project that the person means, as the coder that the person names.

    Raises:
        QualbenchError: There is no project, or it cannot be opened that way.
    """
    from qualbench.workbench.project import open_session

    ctx = click.get_current_context()
    folder = project_folder(ctx)
    if folder is None:
        raise QualbenchError(
            "There is no project in this folder or above it.",
            "Go to a project's folder, name it with --project DIR, or make one: "
            "qualbench new DIR --title TITLE --coder NAME",
        )
    with open_session(folder, coder=coder_name(ctx), write=write) as session:
        if write:
            _warn_of_copies(folder)
        _warn_of(session)
        yield replace(session, allow_names=ctx.meta.get(_KEY + "allow_names", False))


def _warn_of(session: Session) -> None:
    """Say what the opening has to tell: others' codings are hidden, a daily backup failed."""
    from qualbench.cli.output import warn

    for warning in session.warnings:
        warn(warning)


def _warn_of_copies(folder: Path) -> None:
    """Name conflicted copies that a sync program has left beside the project."""
    from qualbench.cli.output import warn
    from qualbench.workbench.project import folder_warnings

    for problem in folder_warnings(folder):
        if problem.serious:
            warn(f"{problem.message} {problem.hint}")


class DocumentName(click.ParamType[str]):
    """A document, by name or id; the shell completes it."""

    name = "document"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """Offer the documents' names."""
        from qualbench.workbench.importing import list_documents

        return _offer(ctx, incomplete, lambda session: [row.document.name for row in list_documents(session)])


class CodeName(click.ParamType[str]):
    """A code, by path, id or a name that only one code has; the shell completes it."""

    name = "code"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """Offer the codes' names, and paths where a name is not enough."""
        from qualbench.workbench.codebooks import load_codebook

        def names(session: Session) -> list[str]:
            book = load_codebook(session)
            return [
                code.name if len(book.named(code.name)) == 1 else book.paths[code.id]
                for code, _ in book.walk()
            ]

        return _offer(ctx, incomplete, names)


def _offer(ctx: click.Context, incomplete: str, names: Callable[[Session], list[str]]) -> list[Any]:
    from click.shell_completion import CompletionItem

    from qualbench.workbench.project import open_session

    folder = project_folder(ctx)
    if folder is None:
        return []
    try:
        with open_session(folder, write=False) as session:
            return [CompletionItem(one) for one in names(session) if one.startswith(incomplete)]
    except QualbenchError:
        return []
