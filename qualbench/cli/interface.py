"""Opening the interface; the one place of the command line that knows of it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qualbench.cli.command import coder_name, command, project_folder
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
