"""The options of the commands that take a project of another program in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

#: What positions may be said to count; a test compares them.
UNITS = ("code-points", "utf-16", "bytes")
_OPTIONS = (
    click.option("--dry-run", is_flag=True, help="Say what would become of a project; write nothing."),
    click.option(
        "--positions",
        type=click.Choice(UNITS),
        metavar="UNIT",
        help="What a project's positions count: code-points, utf-16 or bytes.",
    ),
    click.option(
        "--sets-as-attributes",
        is_flag=True,
        help="Make attributes of a project's sets named `name: value`.",
    ),
)


def other_program_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command these options."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function
