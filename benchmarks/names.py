"""The lines of the bench about identifying details: how many of those that are there are proposed.

200 invented sentences in four styles of English, every detail marked. A detail counts as found where
something proposed overlaps it, and something proposed as right where it overlaps a detail. Who wrote the
sentences wrote the rules too, so that the level is kinder than other sentences would be.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.measure import Line
from qualbench.model.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.lines import Bench

_MARK = re.compile(r"\[([pletdcnuoh]):([^\]]+)\]")
#: Names, numbers and addresses that lead to one person; places, organisations and dates do so with others.
DIRECT = frozenset("ptecnhu")


class Marked(NamedTuple):
    """A sentence with what is marked in it."""

    style: str
    text: str
    details: tuple[tuple[str, Span], ...]


class Found(NamedTuple):
    """Shares from 0 to 1, and what was missed and what was wrong, for whoever mends the rules."""

    recall: float
    direct: float
    precision: float
    missed: list[str]
    wrong: list[str]


def sentences() -> list[Marked]:
    """Return the sentences with their marks."""
    lines = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    return [_read(*line.split("|", 1)) for line in lines if line and not line.startswith("#")]


def _read(style: str, marked: str) -> Marked:
    text, details, at = "", [], 0
    for hit in _MARK.finditer(marked):
        text += marked[at : hit.start()]
        details.append((hit[1], Span(len(text), len(text) + len(hit[2]))))
        text += hit[2]
        at = hit.end()
    return Marked(style, text + marked[at:], tuple(details))


def measure(find: Callable[[str], Iterable[Span]], of: Iterable[Marked]) -> Found:
    """Say how much of what is marked is found."""
    there = right = proposed = direct = direct_right = 0
    missed, wrong = [], []
    for one in of:
        found = list(find(one.text))
        for kind, span in one.details:
            hit = any(span.overlaps(other) for other in found)
            there, right = there + 1, right + hit
            direct, direct_right = direct + (kind in DIRECT), direct_right + (hit and kind in DIRECT)
            if not hit:
                missed.append(f"{kind}: {one.text[span.start : span.end]} — {one.text}")
        for span in found:
            proposed += 1
            if not any(span.overlaps(other) for _kind, other in one.details):
                wrong.append(f"{one.text[span.start : span.end]} — {one.text}")
    return Found(right / there, direct_right / direct, 1 - len(wrong) / max(1, proposed), missed, wrong)


def names_lines(_bench: Bench) -> list[Line]:
    """How many identifying details the rules find, and rules and a model together where one is installed."""
    from qualbench.search.identifiers import find_details
    from qualbench.search.language import installed_model
    from qualbench.workbench.naming import details_in

    marked = sentences()
    model = installed_model()
    ways: dict[str, Callable[[str], Iterable[Span]]] = {
        "rules alone": lambda text: [one.span for one in find_details(text)]
    }
    if model:
        ways[f"rules and {model}"] = lambda text: [one.span for one in details_in([text], model=model)[0]]
    lines = []
    for name, find in ways.items():
        found = measure(find, marked)
        bar = 0.9 if name != "rules alone" else 0.8
        for what, share in (
            ("recall of direct identifiers", found.direct),
            ("recall of all details", found.recall),
            ("precision", found.precision),
        ):
            lines.append(
                Line(f"{what}, {name}, {share:.3f}: what is wanting, against {bar}", 1 - share, 1 - bar, 1.0)
            )
    return lines
