"""Opening the interface; the one place of the command line that knows of it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qualbench.cli.command import coder_name, command, project_folder, project_session
from qualbench.cli.output import say, warn
from qualbench.errors import QualbenchError


@command("open")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path, readable=False))
@click.option("--read-only", is_flag=True, help="Only look: nothing can be changed.")
@click.pass_context
def open_command(ctx: click.Context, folder: Path | None, read_only: bool) -> None:
    """Open the interface.

    In a project it opens the project; elsewhere the start screen.

    Example: qualbench open heart
    """
    if not has_terminal():
        raise QualbenchError(
            "There is no terminal to open the interface in.",
            "Everything can be done with commands: qualbench --help",
        )
    ctx.exit(run_interface(folder or project_folder(ctx), coder=coder_name(ctx), read_only=read_only))


@command("serve")
@click.option(
    *("--port", "port"),
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="The port to listen on; by default a free one.",
)
@click.option("--write", is_flag=True, help="Let the page change the project; without it it only reads.")
def serve_command(port: int, write: bool) -> None:
    """Put the interface on a page for a browser on this computer.

    The first line is the link. It works on this computer alone, and only for who has it, until Ctrl+C. Of
    several pages one may write; --coder says whose codings are made.

    Example: qualbench serve --write --coder "Tom Okafor"
    """
    folder, coder = _looked_at(write=write)  # what is wrong is said here, not in a page
    try:
        from qualbench.tui.serve import serve
    except ModuleNotFoundError as missing:
        raise QualbenchError(
            f"For a page in a browser a part is missing ({missing.name}).",
            "Install it with: pip install 'qualbench[serve]' (or, from the downloaded folder: "
            "uv tool install --force 'Downloads/qualbench[serve]')",
        ) from missing

    def ready(link: str) -> None:
        say(link)
        say(f"{f'Codings are made as {coder}.' if write else 'The page only reads.'} Ctrl+C stops it.")

    serve(folder, coder=coder, port=port, write=write, ready=ready, tell=warn)
    say("Stopped. Everything that was done is saved.")


def _looked_at(*, write: bool) -> tuple[Path, str]:
    """Open the project once, and return its folder and who is at work; who writes elsewhere may go on."""
    from qualbench.workbench.project import ProjectLocked

    try:
        with project_session(write=write) as session:
            return session.project.folder, session.coder.name
    except ProjectLocked:
        with project_session() as session:
            return session.project.folder, session.coder.name


def open_or_help(ctx: click.Context) -> None:
    """Open the interface where there is a terminal; print the help where there is none."""
    if not has_terminal():
        click.echo(ctx.get_help())
        return
    ctx.exit(run_interface(project_folder(ctx), coder=coder_name(ctx)))


def has_terminal() -> bool:
    """Say whether the interface could be shown and used."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def run_interface(folder: Path | None, *, coder: str | None = None, read_only: bool = False) -> int:
    """Run the interface on a project, or with None the start screen, and return its exit code."""
    from qualbench.tui.app import run_app

    return run_app(folder, coder=coder, read_only=read_only)
