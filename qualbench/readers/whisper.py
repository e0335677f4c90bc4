"""What Whisper writes as JSON: openai-whisper, whisperX (which says who speaks) and whisper.cpp.

The segments are read one by one where they stand, so that each problem has its line and what else the file
holds (tokens, words, probabilities) is never in memory as a whole. Python's own decoder does the rest: it
refuses what is nested too deep; numbers are read as floats, so a thousand digits are no work.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from qualbench.model.document import Problem, Reading
from qualbench.readers.captions import Piece, language_code, reading_of_pieces
from qualbench.readers.plain import decode
from qualbench.readers.refusals import DamagedFile, EmptyFile, FileUnreadable, UnsupportedFormat

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

#: The most parts (commas and brackets) that a file may have: ten hours with all their tokens have less.
PARTS = 4_000_000
#: The longest name of a speaker, and the latest time in seconds, that are taken for such.
_NAME, _LATEST = 80, 1_000_000
_SPACE = re.compile(r"[ \t\n\r]*")
#: What JSON can spell out and no text has: control characters, halves of characters.
_UNREADABLE = re.compile("[\0-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DECODER = json.JSONDecoder(parse_int=float)
_LISTS = ("segments", "transcription")


def read_whisper(name: str, data: bytes) -> Reading:
    """Read Whisper's JSON; `name` is the file's own name.

    Raises:
        FileProblem: Where it is no JSON, is broken, holds no transcript or no words.
    """
    decoded = decode(name, data)
    if sum(map(decoded.text.count, ",[{")) > PARTS:
        what = f"this JSON has more than {PARTS:,} parts, as no transcript has."
        raise FileUnreadable(name, what, "Is it a transcript? Save it as .vtt, .srt or .txt.")
    walk = _Walk(decoded.text)
    problems: list[Problem] = []
    try:
        pieces = [piece for line, one in walk.segments() if (piece := _piece(line, one, problems))]
    except RecursionError:
        raise DamagedFile(name, "this JSON is nested too deep.") from None
    except json.JSONDecodeError as error:
        hint = "Save it again with the program that made it."
        raise DamagedFile(name, f"this is no whole JSON ({error.msg}).", hint, line=error.lineno) from None
    if not walk.found:
        what = "it is JSON, but no transcript of Whisper with its segments; other JSON files"
        raise UnsupportedFormat(name, what, "Save the transcript as .vtt, .srt or .txt.")
    if not pieces:
        raise EmptyFile(name)
    if walk.whole and _letters(walk.whole) != "".join(_letters(one.words) for one in pieces):
        message = (
            "The words of the segments are not those of the whole text in the file; the segments are read."
        )
        problems.append(Problem(message, serious=True))
    reading = reading_of_pieces(name, data, decoded, "json", pieces, problems)
    return replace(reading, language=language_code(walk.language))


class _Walk:
    """Goes through the outermost object (or list) and keeps only the segment at hand.

    Attributes:
        found: Whether there are segments.
        whole: What the file gives as the text of all of them, or empty.
        language: What it says is spoken, or empty.
    """

    def __init__(self, text: str) -> None:
        self.found = False
        self.whole = self.language = ""
        self._text = text
        self._line, self._counted = 1, 0

    def segments(self) -> Iterator[tuple[int, dict[str, object]]]:
        """Yield each segment with the line that it begins in."""
        where = self._skip(0)
        if self._text.startswith("[", where):
            where = yield from self._list(where)
        else:
            where = yield from self._object(where)
        if where < len(self._text):
            raise json.JSONDecodeError("something stands behind its end", self._text, where)

    def _object(self, where: int) -> Generator[tuple[int, dict[str, object]], None, int]:
        where = self._expect("{", where)
        while not self._text.startswith("}", where):
            key, where = self._value(where)
            where = self._expect(":", where)
            if key in _LISTS and self._text.startswith("[", where):
                where = yield from self._list(where)
            else:
                value, where = self._value(where)
                if key == "text" and isinstance(value, str):
                    self.whole = value
                if key == "result" and isinstance(value, dict):  # where whisper.cpp has it
                    key, value = "language", value.get("language")
                if key == "language" and isinstance(value, str):
                    self.language = value
            where = self._between(where, "}")
        return self._skip(where + 1)

    def _list(self, where: int) -> Generator[tuple[int, dict[str, object]], None, int]:
        where = self._expect("[", where)
        while not self._text.startswith("]", where):
            self._line += self._text.count("\n", self._counted, where)
            self._counted = where
            value, where = self._value(where)
            if isinstance(value, dict) and "text" in value:
                self.found = True
                yield self._line, value
            where = self._between(where, "]")
        return self._skip(where + 1)

    def _value(self, where: int) -> tuple[object, int]:
        value, end = _DECODER.raw_decode(self._text, where)
        return value, self._skip(end)

    def _between(self, where: int, closing: str) -> int:
        """Step over a comma, or stand at the closing bracket."""
        return where if self._text.startswith(closing, where) else self._expect(",", where)

    def _expect(self, mark: str, where: int) -> int:
        if not self._text.startswith(mark, where):
            raise json.JSONDecodeError(f"“{mark}” is missing", self._text, where)
        return self._skip(where + 1)

    def _skip(self, where: int) -> int:
        blank = _SPACE.match(self._text, where)
        return blank.end() if blank else where


def _piece(line: int, segment: dict[str, object], problems: list[Problem]) -> Piece | None:
    """Return one segment's words with their times and speaker."""
    words = _plain(segment["text"])
    if not words:
        problems.append(Problem("The segment has no words.", line))
        return None
    if "\ufffd" in words:
        message = "The segment holds what is no character; it is shown as \ufffd."
        problems.append(Problem(message, line, serious=True))
    offsets = segment.get("offsets")
    if isinstance(offsets, dict):  # whisper.cpp, in milliseconds
        start, end = _seconds(offsets.get("from"), 1000), _seconds(offsets.get("to"), 1000)
    else:
        start, end = _seconds(segment.get("start")), _seconds(segment.get("end"))
    if start is None:
        problems.append(Problem("The segment has no time that can be read; its words are kept.", line))
    elif end is not None and end < start:
        problems.append(Problem("The segment ends before it begins.", line))
    return Piece(_speaker(segment.get("speaker")), words, start, end)


def _speaker(value: object) -> str | None:
    """Return a name as it is shown; whisper.cpp numbers the channels and has `?` for what is unclear."""
    if isinstance(value, float) and isfinite(value):
        value = f"{value:g}"
    name = _plain(value)[:_NAME].strip(" :：")
    if not any(one.isalnum() for one in name):
        return None
    return f"Speaker {name}" if name.isdecimal() else name


def _plain(value: object) -> str:
    return " ".join(_UNREADABLE.sub("\ufffd", value).split()) if isinstance(value, str) else ""


def _seconds(value: object, unit: int = 1) -> float | None:
    if not isinstance(value, float) or not 0 <= value / unit <= _LATEST:
        return None
    return value / unit


def _letters(words: str) -> str:
    return "".join(_plain(words).split())
