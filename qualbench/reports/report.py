"""A report as blocks: what is said, before any format.

Text in blocks is plain text, never markup (but for a picture's drawing); every renderer escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from qualbench.model.ids import SegmentId


class Emphasis(StrEnum):
    """How a run stands out."""

    NONE = ""
    STRONG = "strong"
    LIGHT = "light"
    TAKEN_OUT = "taken out"
    PUT_IN = "put in"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one emphasis; a newline in it is a line break.

    Attributes:
        key: What a number or a quote in it is of (see `model.evidence`): kept in the file, out of sight.
    """

    text: str
    emphasis: Emphasis = Emphasis.NONE
    key: str = ""


def strong(text: str, key: str = "") -> Run:
    """Return a run that stands out."""
    return Run(text, Emphasis.STRONG, key)


def light(text: str) -> Run:
    """Return a run that stands back: dates, positions, whose note it is."""
    return Run(text, Emphasis.LIGHT)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is right below the report's title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of runs."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The words without their emphasis."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Quote:
    """A participant's words, verbatim.

    Attributes:
        attribution: Whose words they are, as printed after them; may be empty.
        segment_id: Kept in the file, out of sight, so that the quote can be checked again; None for words
            that are no segment's.
    """

    text: str
    attribution: str
    segment_id: SegmentId | None


@dataclass(frozen=True, slots=True)
class Items:
    """A list of points, each a paragraph of runs."""

    items: tuple[tuple[Run, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first row and first column are headings.

    Attributes:
        rows: Each as long as `header`.
        foot: How many of the last rows sum up the others.
        words: True where the cells are words and not numbers.
        name: What a table of numbers that can be checked again is called, in few letters; empty for others.
        row_ids: What each row is of, where there is a name.
        column_ids: What each column but the first is of, where there is a name.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: int = 0
    words: bool = False
    name: str = ""
    row_ids: tuple[str, ...] = ()
    column_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that this room drew; the same is said in words elsewhere in the report.

    Attributes:
        svg: The drawing, as an element that can stand inside a page: the one text in blocks that is markup.
        title: What it shows.
        file: Where the same picture lies as a file of its own, as seen from the report; empty where nowhere.
    """

    svg: str
    title: str
    file: str = ""


Block: TypeAlias = Heading | Paragraph | Quote | Items | Table | Picture


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    Attributes:
        title: Its first heading.
        author: Whose name the file carries; may be empty.
        date: ISO 8601 date or moment of the newest thing in it, for the file's own properties; never the
            moment of writing, which would make the same project give other bytes.
        language: BCP 47 tag of the report's own words.
        lock: How its numbers were made, as JSON: kept in the file, out of sight; may be empty.
    """

    title: str
    blocks: tuple[Block, ...]
    author: str = ""
    date: str = ""
    language: str = "en"
    lock: str = ""


def paragraph(*runs: Run | str) -> Paragraph:
    """Return a paragraph of `runs`; a string is a plain run."""
    return Paragraph(tuple(Run(run) if isinstance(run, str) else run for run in runs))


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return `text` as paragraphs: parts between blank lines; a single newline stays a line break."""
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            parts[-1].append(line.strip())
        elif parts[-1]:
            parts.append([])
    return tuple(paragraph("\n".join(part)) for part in parts if part)
