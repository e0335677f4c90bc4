"""What is printed: JSON for programs, plain columns for people and screen readers, sentences on stderr."""

from __future__ import annotations

import re
import sys
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Control characters (those of terminals among them) and what is printed for them.
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "�")
#: What JSON lets stand and a terminal would obey, or UTF-8 cannot hold (half of a character).
_RAW = re.compile("[\x7f-\x9f\ud800-\udfff]")


def clean(text: str) -> str:
    """Return text that a terminal shows and never obeys; tabs and line breaks stay."""
    return text.translate(_CONTROLS)


def say(text: str = "") -> None:
    """Print a line for a person to stdout."""
    click.echo(clean(text))


def warn(text: str) -> None:
    """Print a line for a person to stderr, beside the output."""
    click.echo(clean(text), err=True)


def say_kinds(kinds: Iterable[str]) -> None:
    """Say above numbers that they go over several kinds of source, where they do."""
    names = sorted(set(kinds))
    if len(names) > 1:
        say(f"The numbers go over sources of several kinds: {', '.join(names)}. --kind counts one alone.\n")


def print_json(value: Any) -> None:
    """Print a value as indented JSON in UTF-8."""
    import json

    click.echo(_escaped(json.dumps(value, ensure_ascii=False, indent=1)))


def _escaped(made: str) -> str:
    return (
        made if made.isascii() and "\x7f" not in made else _RAW.sub(lambda one: f"\\u{ord(one[0]):04x}", made)
    )


def print_json_rows(rows: Iterable[dict[str, Any]]) -> None:
    """Print a list of objects, one to a line, while they come in."""
    import json

    encode = json.JSONEncoder(ensure_ascii=False).encode
    write, pieces, before = sys.stdout.write, iter(rows), "[\n"
    while block := list(islice(pieces, 500)):
        write(before + _escaped(",\n".join(map(encode, block))))
        before = ",\n"
    write("[]\n" if before == "[\n" else "\n]\n")


def print_table(
    headings: Sequence[str], rows: Sequence[Sequence[object]], numbers: Sequence[int] = ()
) -> None:
    """Print rows under headings in columns two spaces apart; no frame, so that it reads well aloud.

    Args:
        numbers: Indexes of the columns that are set to the right.
    """
    texts = [[clean(" ".join(str(cell).split())) for cell in row] for row in (headings, *rows)]
    widths = [max(_width(row[i]) for row in texts) for i in range(len(headings))]
    import shutil

    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    widest = max(range(len(widths)), key=widths.__getitem__)
    if room:  # on a terminal the widest column gives way, so that a row stays on one line
        over = sum(widths) + 2 * (len(widths) - 1) - room
        widths[widest] = max(widths[widest] - max(over, 0), 12)
    else:  # in a file nothing is cut, and one long name does not push every row apart
        widths[widest] = min(widths[widest], 72)
    for row in texts:
        cells = [_fit(cell, widths[i], i in numbers, cut=room > 0) for i, cell in enumerate(row)]
        click.echo("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Count the columns that a text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return len(text) + wide - sum(unicodedata.combining(one) > 0 for one in text)


def _fit(text: str, width: int, right: bool, *, cut: bool) -> str:
    while cut and _width(text) > width:
        text = text[: max(len(text) - 2, 0)] + "…" if len(text) > 2 else "…"[:width]
    space = " " * (width - _width(text))
    return space + text if right else text + space


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: `1 segment`, `2 segments`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
