"""The lines of the bench about lists of segments: ten thousand hits against ten, in a real terminal."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks.interface import DOWN, UP, coded_project, in_turn
from benchmarks.lines import program
from benchmarks.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.lines import Bench
    from benchmarks.measure import Line

#: Words of the transcript, and how many segments are listed on both sides.
WORDS, MANY, FEW = 109_000, 10_000, 10
HISTORY, RETRIEVAL, BACK, END, HOME = "\x1b[17~", "\x1b[24~", "\x1b", "\x1b[F", "\x1b[H"


def retrieval_lines(bench: Bench) -> list[Line]:
    """Opening the list of all segments, and moving in it."""
    many = coded_project(bench, "ten-thousand", WORDS, MANY)
    few = coded_project(bench, "ten", WORDS, FEW)
    lines = []
    with _documents(many) as ours, _documents(few) as reference:
        opening = in_turn(partial(_open, ours), partial(_open, reference))
        lines.append(opening.line("open 10,000 hits until the list is there: p95 s, against 10 hits", 2.0))
        for side in (ours, reference):
            side.send(RETRIEVAL)
        for name, key in _MOVES:
            moved = in_turn(partial(_press, ours, key), partial(_press, reference, key))
            lines.append(moved.line(f"{name} in 10,000 hits: p95 s, against 10 hits", 2.0))
    return lines


def _documents(project: Path) -> Terminal:
    """Open a project and go to a screen from which retrieval lists all segments."""
    terminal = Terminal([program(), "open", project])
    terminal.until_painted("P0000")
    terminal.settle()
    terminal.send(HISTORY)
    return terminal


def _open(terminal: Terminal, _n: int) -> tuple[float, int]:
    opened = terminal.press(RETRIEVAL, quiet=0.3)
    terminal.send(BACK, 0.3)
    return opened


def _press(terminal: Terminal, key: Callable[[int], str], n: int) -> tuple[float, int]:
    return terminal.press(key(n))


_MOVES: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("the next hit", lambda n: DOWN if n // 8 % 2 == 0 else UP),
    ("to the list's end and back", lambda n: END if n % 2 == 0 else HOME),
)
