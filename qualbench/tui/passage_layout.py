"""Passages as rows: a heading, the words with what stands out in them, notes. Pure: no Textual, no colours.

A list of passages asks for the rows of those that are in sight and no others, so what is here takes time for
one passage and never for their number. All that comes out is safe to paint.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rich.cells import cell_len, set_cell_size

from qualbench.tui.sanitise import cluster_start, clusters, drawn, is_plain
from qualbench.tui.transcript_layout import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualbench.model.span import Span

#: Rows of a passage in a list: `ROW` for one, with the words in a column of their own; `WHOLE` for all;
#: `IN_CONTEXT` for one with a short heading and the words in the middle of what stands around them.
WHOLE, ROW, IN_CONTEXT = 0, 1, -1
_BETWEEN = "  "
_FLAT = str.maketrans("\n\r\t", "   ")


class Kind(Flag):
    """What a piece of a passage's row is; several at once."""

    PLAIN = 0
    BOLD = auto()
    FAINT = auto()
    WORDS = auto()  # the words that the passage is about, where context stands around them
    FOUND = auto()


class Part(NamedTuple):
    """One part of a heading. `color` is `#RRGGBB` or empty; what it says must be readable without it."""

    text: str
    bold: bool = False
    faint: bool = False
    color: str = ""


class Painted(NamedTuple):
    """Text that is safe to paint, what it is, and its colour (`#RRGGBB` or empty)."""

    text: str
    kind: Kind = Kind.PLAIN
    color: str = ""


Row = list[Painted]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document as a list shows it.

    Attributes:
        id: What the caller knows it by; marks are kept by it.
        head: The heading's parts: document, turn, speaker, code.
        text: The words, context included, as they stand in the document.
        words: Which of `text` the passage is about, in code points of `text`; what is around is context. None
            where all of it is.
        found: What in `text` was sought, in order and without overlaps.
        notes: Lines under the words, such as a memo; each is cut to one row unless all is shown.
    """

    id: str
    head: tuple[Part, ...]
    text: str
    words: Span | None = None
    found: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()


class Passages(Protocol):
    """Any number of passages, each made when it is asked for."""

    def __len__(self) -> int:
        """Say how many there are, at once."""
        ...

    def __getitem__(self, place: int, /) -> Passage:
        """Make the passage at `place`, from 0."""
        ...


def rows_of(passage: Passage, width: int, rows: int) -> list[Row]:
    """Return a passage's rows, each at most `width` cells.

    Args:
        rows: `ROW` or `IN_CONTEXT` for one row, `WHOLE` for everything, else at most so many: the
            heading, and of the words what fits, beginning near those that the passage is about.
    """
    width = max(8, width)
    if rows == ROW:
        return [_one_row(passage, width, min(34, width // 3), 3)]
    if rows == IN_CONTEXT:
        return [_one_row(passage, width, min(22, width // 4), 2)]
    made = [head_row(passage.head, width)]
    if rows == WHOLE:
        made += _whole(passage, width)
        for note in passage.notes:
            layout = Layout(note, (), width)
            lines = (drawn(note[slice(*layout.painted(row))]) for row in range(len(layout)))
            made += [_cut_row([Painted(line, Kind.FAINT)], width) for line in lines]
        return made
    made += _beginning(passage, width, rows - 1)
    for note in passage.notes[: max(0, rows - len(made))]:
        made.append([Painted(_cut(_flat(note), width), Kind.FAINT)])
    return made


def head_row(parts: Sequence[Part], width: int) -> Row:
    """Return a heading in at most `width` cells, its parts two spaces apart."""
    row: Row = []
    left = width
    for part in parts:
        text = _flat(part.text)
        if not text:
            continue
        if row:
            if left <= len(_BETWEEN):
                break
            row.append(Painted(_BETWEEN))
            left -= len(_BETWEEN)
        text = _cut(text, left)
        kind = (Kind.BOLD if part.bold else Kind.PLAIN) | (Kind.FAINT if part.faint else Kind.PLAIN)
        row.append(Painted(text, kind, part.color))
        left -= cell_len(text)
    return row


def cells_of(row: Row) -> int:
    """Return how many cells a row takes."""
    return sum(cell_len(piece.text) for piece in row)


def _whole(passage: Passage, width: int) -> list[Row]:
    layout = Layout(passage.text, (), width)
    return [_text_row(passage, *layout.painted(row), width) for row in range(len(layout))]


def _beginning(passage: Passage, width: int, rows: int) -> list[Row]:
    """Return at most `rows` rows of the words, from a place not far before those it is about."""
    text = passage.text
    focus = _focus(passage)
    start = 0
    if focus > width // 2 and len(text) > width * rows:
        start = cluster_start(text, max(0, focus - width // 3))
        space = text.find(" ", start, focus)
        start = space + 1 if space >= 0 else start
    end = cluster_start(text, min(len(text), start + (rows + 1) * width * 2))
    shown = Layout(text[start:end], (), width - 2 if start else width)
    made: list[Row] = []
    more = end < len(text)
    for row in range(len(shown)):
        a, b = shown.painted(row)
        if not text[start + a : start + b].strip():
            continue  # an empty line between turns would take the place of words
        if len(made) == rows:
            more = True
            break
        made.append(_text_row(passage, start + a, start + b, width))
    if start and made:
        made[0] = [Painted("… ", Kind.FAINT), *made[0]]
    if made and more:
        made[-1] = [*_cut_row(made[-1], width - 2), Painted(" …", Kind.FAINT)]
    return made


def _one_row(passage: Passage, width: int, head_width: int, share: int) -> Row:
    """Return the heading at the left, and the words with what they are about in one column.

    Args:
        share: One part in so many of the room for the words stands before that column.
    """
    head = head_row(passage.head, head_width)
    row = [*head, Painted(" " * (head_width - cells_of(head)) + _BETWEEN)]
    room = width - head_width - len(_BETWEEN)
    text, focus = passage.text, _focus(passage)
    before_room = room // share if passage.words is not None or passage.found else 0
    start = cluster_start(text, max(0, focus - before_room))
    while start < focus and _width(text, start, focus) > before_room:
        start = clusters(text, start, focus)[0].end
    row.append(Painted(" " * max(0, before_room - _width(text, start, focus))))
    end = cluster_start(text, min(len(text), focus + room))
    row += _text_row(passage, start, end, room)
    return _cut_row(row, width)


def _focus(passage: Passage) -> int:
    """Return where the words begin that matter: the first found, else those that the passage is about."""
    if passage.found:
        return passage.found[0].start
    return passage.words.start if passage.words is not None else 0


def _width(text: str, start: int, end: int) -> int:
    if is_plain(text[start:end].translate(_FLAT)):
        return end - start
    return sum(one.cells for one in clusters(text.translate(_FLAT), start, end))


def _text_row(passage: Passage, start: int, end: int, width: int) -> Row:
    """Return `text[start:end]` as pieces, in at most `width` cells; line breaks are spaces."""
    cuts = {start, end}
    for span in (*passage.found, *((passage.words,) if passage.words is not None else ())):
        cuts.update(at for at in (span.start, span.end) if start < at < end)
    row = [
        Painted(drawn(passage.text[a:b].translate(_FLAT)), _kind(passage, a))
        for a, b in pairwise(sorted(cuts))
    ]
    return _cut_row(row, width)


def _kind(passage: Passage, at: int) -> Kind:
    kind = Kind.PLAIN
    if passage.words is not None:
        kind = Kind.WORDS if passage.words.holds(at) else Kind.FAINT
    if any(span.holds(at) for span in passage.found):
        kind = (kind & ~Kind.FAINT) | Kind.FOUND
    return kind


def _cut_row(row: Row, width: int) -> Row:
    """Return a row cut to `width` cells."""
    return list(_cut_pieces(row, width))


def _cut_pieces(row: Row, width: int) -> Iterator[Painted]:
    for piece in row:
        cells = cell_len(piece.text)
        if cells > width:
            if width > 0:
                yield piece._replace(text=set_cell_size(piece.text, width))
            return
        width -= cells
        if piece.text:
            yield piece


def _cut(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1) + "…" if width > 0 else ""


def _flat(text: str) -> str:
    return drawn(" ".join(text.split()))
