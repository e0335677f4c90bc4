"""Write a bare click program with the same commands as ours: names and help, nothing behind them.

Usage: python -m benchmarks.bare.bare_help OUTPUT
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator


def source(root: click.Group) -> str:
    """Return the program's text."""
    return "\n".join(
        [
            "import click",
            "@click.group()",
            '@click.option("--project", metavar="DIR", help="The folder.")',
            '@click.option("--coder", metavar="NAME", help="Who is at work.")',
            "@click.version_option('0')",
            f"def root(project, coder):\n    {_summary(root)!r}",
            *_commands(root, "root"),
            "root()",
            "",
        ]
    )


def _commands(group: click.Group, parent: str) -> Iterator[str]:
    context = click.Context(group)
    for number, name in enumerate(group.list_commands(context)):
        command = group.get_command(context, name)
        assert command is not None
        kind = "group" if isinstance(command, click.Group) else "command"
        function = f"{parent}_{number}"
        yield f"@{parent}.{kind}({name!r})\ndef {function}():\n    {_summary(command)!r}"
        if isinstance(command, click.Group):
            yield from _commands(command, function)


def _summary(command: click.Command) -> str:
    return (command.help or name_of(command)).partition("\n\n")[0]


def name_of(command: click.Command) -> str:
    """Return a command's name."""
    return command.name or ""


if __name__ == "__main__":
    from qualbench.cli.app import root

    Path(sys.argv[1]).write_text(source(root), encoding="utf-8")
