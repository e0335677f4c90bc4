"""Progress: a bar on stderr where it is a terminal, and nothing anywhere else."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Bar(Protocol):
    """Moves a bar; a total of 0 means that it is not known."""

    def __call__(self, done: int, total: int, now: str) -> None:
        """Say how much is done, of how much in all, and what is being done now."""


@contextmanager
def progress_bar(title: str) -> Iterator[Bar | None]:
    """Yield what moves a bar on stderr, or None where no bar is shown."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}  {task.fields[now]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, now="")

        def move(done: int, total: int, now: str) -> None:
            bar.update(task, completed=done, total=total or None, now=escape(now))

        yield move
