"""Text and width in, rows out: where every character of a transcript stands on the screen. Pure: no Textual.

Wrapping has two stages. `measure` looks at every character once per document; `wrap` then only adds numbers,
so that a new width costs milliseconds at any length. The rows partition the text: row n is
`[starts[n], starts[n + 1])`, of which the line break and the spaces that hang over the edge are not painted.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import regex

from qualbench.tui.sanitise import Cluster, clusters, is_plain, next_cluster

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualbench.model.document import Turn

#: Below this width text is wrapped as if it were this wide.
SMALLEST_WIDTH = 4
_TOKEN = regex.compile(r"[^ \t\n\u3000]+[ \t\u3000]*|[ \t\u3000]+")


class Token(NamedTuple):
    """A stretch that is not broken inside: its start, its cells without and with the spaces after it."""

    start: int
    cells: int
    cells_with_spaces: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text, `[start, end)` without its line break.

    Attributes:
        tokens: Measured stretches; None where every character is one cell and plain arithmetic will do.
    """

    start: int
    end: int
    tokens: tuple[Token, ...] | None


def measure(text: str) -> list[Paragraph]:
    """Return the measured lines of `text`: the first stage, done once per document."""
    paragraphs = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        tokens = None if is_plain(line) else tuple(_tokens(text, start, end))
        paragraphs.append(Paragraph(start, end, tokens))
        start = end + 1
    return paragraphs


def _tokens(text: str, start: int, end: int) -> Iterable[Token]:
    """Cut a line at its spaces and around every wide character (a script without spaces breaks anywhere)."""
    for match in _TOKEN.finditer(text, start, end):
        piece = match.group()
        if is_plain(piece):
            yield Token(match.start(), len(piece.rstrip(" ")), len(piece))
            continue
        at, cells, spaces = match.start(), 0, 0
        for cluster in clusters(text, match.start(), match.end()):
            if text[cluster.start] in " \t\u3000":
                spaces += cluster.cells
                continue
            wide = cluster.cells > 1
            if cells and (wide or spaces):
                yield Token(at, cells, cells + spaces)
                at, cells, spaces = cluster.start, 0, 0
            cells += cluster.cells
            if wide:
                yield Token(at, cells, cells)
                at, cells = cluster.end, 0
        if cells or spaces:
            yield Token(at, cells, cells + spaces)


def wrap(text: str, paragraphs: Sequence[Paragraph], width: int) -> array[int]:
    """Return the offset at which each row starts, for rows of `width` cells: the second stage."""
    width = max(SMALLEST_WIDTH, width)
    starts = array("q")
    for paragraph in paragraphs:
        if paragraph.end - paragraph.start <= width and paragraph.tokens is None:
            starts.append(paragraph.start)
        elif paragraph.tokens is None:
            _wrap_plain(text, paragraph.start, paragraph.end, width, starts)
        else:
            _wrap_tokens(text, paragraph, width, starts)
    return starts


def _wrap_plain(text: str, start: int, end: int, width: int, starts: array[int]) -> None:
    """Wrap a line of one-cell characters."""
    while True:
        starts.append(start)
        if end - start <= width:
            return
        # A space just past the edge still ends a row: it hangs there unseen.
        space = text.rfind(" ", start, start + width + 1)
        if space == -1:
            start += width
            continue
        start = space + 1
        while start < end and text[start] == " ":
            start += 1
        if start >= end:
            return


def _wrap_tokens(text: str, paragraph: Paragraph, width: int, starts: array[int]) -> None:
    """Wrap a line of measured stretches."""
    starts.append(paragraph.start)
    used = 0
    for n, (start, cells, all_cells) in enumerate(paragraph.tokens or ()):
        if used + cells <= width:
            used += all_cells
            continue
        if used and start > starts[-1]:
            starts.append(start)
            used = 0
        if cells <= width:
            used = all_cells
            continue
        tokens = paragraph.tokens or ()
        end = tokens[n + 1].start if n + 1 < len(tokens) else paragraph.end
        used = _fold(text, start, end, width, starts)


def _fold(text: str, start: int, end: int, width: int, starts: array[int]) -> int:
    """Cut a stretch that is wider than a row between clusters; return the cells used in its last row."""
    used = 0
    for cluster in clusters(text, start, end):
        if used + cluster.cells > width and text[cluster.start] not in " \t\u3000":
            starts.append(cluster.start)
            used = 0
        used += cluster.cells
    return used


class Layout:
    """The rows of one document at one width.

    Args:
        text: The document's text.
        turns: In order of position.
        width: Cells for the text.
        paragraphs: From `measure(text)`, where it has been done already.
    """

    def __init__(
        self, text: str, turns: Sequence[Turn], width: int, paragraphs: Sequence[Paragraph] | None = None
    ) -> None:
        self.text = text
        self.width = max(SMALLEST_WIDTH, width)
        self.paragraphs = measure(text) if paragraphs is None else paragraphs
        self.starts = wrap(text, self.paragraphs, self.width)
        self._turns = tuple(turns)
        self._turn_starts = [turn.label_start for turn in self._turns]

    def __len__(self) -> int:
        return len(self.starts)

    def at_width(self, width: int) -> Layout:
        """Return the same document wrapped at another width."""
        return Layout(self.text, self._turns, width, self.paragraphs)

    def extent(self, row: int) -> tuple[int, int]:
        """Return all of row `row`: `[start, end)`, the line break and hanging spaces included."""
        end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.text)
        return self.starts[row], end

    def painted(self, row: int) -> tuple[int, int]:
        """Return the part of a row that is painted: `[start, end)` without its line break."""
        start, end = self.extent(row)
        if end > start and self.text[end - 1] == "\n":
            end -= 1
        return start, end

    def row_of(self, offset: int) -> int:
        """Return the row on which `offset` stands."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def rows_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the first and the last row of `[start, end)`."""
        return self.row_of(start), self.row_of(max(start, end - 1))

    def rows_of_each(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return what `rows_of` does for many stretches, in a fraction of the time."""
        starts = self.starts
        return [
            (bisect_right(starts, start) - 1, bisect_right(starts, max(start, end - 1)) - 1)
            for start, end in spans
        ]

    def clusters(self, row: int) -> list[Cluster]:
        """Return the clusters that are painted on a row, those that hang over the edge left out."""
        start, end = self.painted(row)
        found, cell = [], 0
        for cluster in clusters(self.text, start, end):
            cell += cluster.cells
            if cell > self.width:
                break
            found.append(cluster)
        return found

    def cell_of(self, offset: int) -> tuple[int, int]:
        """Return row and cell of the character at `offset` (a cluster's first cell)."""
        row = self.row_of(offset)
        start, end = self.painted(row)
        piece = self.text[start : min(offset, end)]
        if is_plain(piece):
            return row, len(piece)
        return row, sum(one.cells for one in clusters(self.text, start, end) if one.end <= offset)

    def offset_at(self, row: int, cell: int) -> int:
        """Return the start of the cluster at `cell` of `row`, or the row's last stop where it is shorter."""
        row = min(max(0, row), len(self.starts) - 1)
        start, end = self.painted(row)
        used = 0
        for cluster in clusters(self.text, start, end):
            used += cluster.cells
            if used > cell:
                return cluster.start
        return self.last_stop(row)

    def after_cluster(self, offset: int) -> int:
        """Return the end of the cluster that starts at `offset`."""
        return next_cluster(self.text, offset)

    def last_stop(self, row: int) -> int:
        """Return the last stop of the cursor on a row: its end, or where it wraps its last cluster."""
        start, end = self.painted(row)
        if self.extent(row)[1] != end or row + 1 == len(self.starts):
            return end
        row_clusters = clusters(self.text, start, end)
        return row_clusters[-1].start if row_clusters else start

    def turn_on(self, row: int) -> Turn | None:
        """Return the turn whose label begins on this row, or None."""
        start, end = self.extent(row)
        at = bisect_right(self._turn_starts, max(start, end - 1)) - 1
        if at >= 0 and self._turn_starts[at] >= start:
            return self._turns[at]
        return None

    def turns_touching(self, row: int) -> list[Turn]:
        """Return the turns of which something stands on this row, in order."""
        start, end = self.extent(row)
        first = max(0, bisect_right(self._turn_starts, start) - 1)
        last = bisect_right(self._turn_starts, max(start, end - 1))
        return list(self._turns[first:last])


def top_row_for(row: int, top: int, height: int, *, jump: bool = False) -> int:
    """Return which row to have at the top so that `row` is in sight, with a row or two around it.

    Args:
        row: The row to show.
        top: The row at the top now; it stays where `row` is in sight already.
        height: Rows of the view.
        jump: Place a row that is out of sight a third down, so that what comes next is in sight too and the
            next jump need not scroll; otherwise scroll by as few rows as are needed.
    """
    around = min(2, height // 5)
    if top + around <= row < top + height - around or (row < top + height - around and top == 0):
        return top
    if jump or row < top - height or row >= top + 2 * height:
        return max(0, row - height // 3)
    return max(0, row - around if row < top + around else row - height + 1 + around)
