"""Transcripts that stand in a table: which column holds the speaker, the words, the time.

By the header row where there is one, else by shape. The rows become the lines that the one speaker grammar
reads: `[00:01:02] Anna: words`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from qualbench.readers.labels import Shape, label_shape


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SPEAKER = _words("speaker speakers who name participant person label sprecher orador locuteur")
_WORDS = _words(
    "text words transcript transcription content utterance speech dialogue said talk message"
    " inhalt texto texte verbatim"
)
_TIME = _words("time timestamp start timecode timecodes zeit tiempo")
_CLOCK = re.compile(r"[\[(#]?(\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)(?:-\d)?[\])#]?")


class Columns(NamedTuple):
    """Where things stand: indices of columns, None where there is none.

    Attributes:
        header: Whether the first row names the columns and is no talk.
    """

    speaker: int
    words: int
    time: int | None
    header: bool


def find_columns(rows: list[list[str]]) -> Columns | None:
    """Return the columns of a table that is a transcript, or None for any other table."""
    if not rows or not 2 <= max(map(len, rows)) <= 6:
        return None
    head = [cell.strip().strip(":").casefold() for cell in rows[0]]
    speaker = next((at for at, cell in enumerate(head) if cell in _SPEAKER), None)
    words = next((at for at, cell in enumerate(head) if cell in _WORDS), None)
    if speaker is not None and words is not None and len(rows) > 1:
        time = next((at for at, cell in enumerate(head) if cell in _TIME), None)
        if time is None:
            time = _time_column(rows[1:])
        return Columns(speaker, words, time, header=True)
    return _by_shape(rows)


def table_lines(rows: list[list[str]]) -> tuple[list[str], set[str], list[str]]:
    """Return the lines of a table that stands in a text, the speakers' labels, and its heads where left out.

    A transcript in a table becomes lines `Speaker: words`; of any other table each row is a line.
    """
    columns = find_columns(rows)
    if columns is None:
        return ["\t".join(cell for cell in row if cell) for row in rows], set(), []
    lines, known = speaker_lines(rows, columns)
    return lines, known, rows[0] if columns.header else []


def _by_shape(rows: list[list[str]]) -> Columns | None:
    """Two or three columns: times if any, labels that recur, and the words."""
    time = _time_column(rows)
    left = [at for at in range(max(map(len, rows))) if at != time]
    if len(left) != 2 or len(rows) < 2:
        return None
    speaker, words = left
    cells = [_label(_cell(row, speaker)) for row in rows]
    named = [cell for cell in cells if cell]
    if len(named) < max(2, len(rows) // 2) or any(label_shape(cell) < Shape.NAME for cell in named):
        return None
    long = sum(len(_cell(row, words)) for row in rows)
    recurs = len(set(named)) <= max(2, len(named) // 2)
    known = any(label_shape(cell) is Shape.KNOWN for cell in named)
    if long <= sum(map(len, cells)) or not (recurs or known):
        return None
    return Columns(speaker, words, time, header=False)


def _time_column(rows: list[list[str]]) -> int | None:
    for at in range(max(map(len, rows))):
        filled = [_cell(row, at) for row in rows if _cell(row, at)]
        if filled and sum(1 for cell in filled if _CLOCK.fullmatch(cell)) >= 0.8 * len(filled):
            return at
    return None


def _cell(row: list[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _label(cell: str) -> str:
    return " ".join(cell.strip("[]<>: ：\t\n").split())


def speaker_lines(rows: list[list[str]], columns: Columns) -> tuple[list[str], set[str]]:
    """Return the rows as lines `[time] Speaker: words`, and the speakers' labels.

    A row without a speaker goes on with the one before. Further columns follow, after tabs.
    """
    lines: list[str] = []
    known: set[str] = set()
    for row in rows[1:] if columns.header else rows:
        speaker = _label(_cell(row, columns.speaker))
        time = _cell(row, columns.time) if columns.time is not None else ""
        others = [
            cell.strip()
            for at, cell in enumerate(row)
            if at not in (columns.speaker, columns.words, columns.time) and cell.strip()
        ]
        words = "\t".join([_cell(row, columns.words), *others]).strip()
        clock = _CLOCK.fullmatch(time)
        stamp = f"[{clock[1]}] " if clock else f"{time} " if time else ""
        if speaker:
            known.add(speaker)
            lines.append(f"{stamp}{speaker}: {words}".rstrip())
        elif stamp or words:
            lines.append(f"{stamp}{words}".rstrip())
    return lines, known
