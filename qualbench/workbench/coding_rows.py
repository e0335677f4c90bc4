"""Rows of codings: streamed out of a JSON or CSV file, and each value of a row taken for what it is."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from qualbench.errors import FileProblem, QualbenchError
from qualbench.model.coding import Stance
from qualbench.model.ids import is_id
from qualbench.readers.delimited import read_records, unguard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Row = dict[str, Any]
#: Characters read at a time while JSON streams in.
_CHUNK = 1 << 20
#: How a table says yes and no.
_YES, _NO = ("yes", "true", "1", "1.0"), ("", "no", "false", "0", "0.0")
_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,18}(\.0*)?\s*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Unfit(QualbenchError):
    """A row that cannot be taken; its message is the reason."""


def read_rows(path: Path) -> Iterator[tuple[Row, int | None]]:
    """Yield the rows of a JSON or CSV file, each with its line where it has one.

    Raises:
        FileProblem: The file cannot be read, or is no list of rows to its end.
    """
    try:
        with path.open("rb") as file:
            first = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if first in (b"[", b"{"):
            for row in _json_rows(path):
                yield row, None
        else:
            yield from _csv_rows(path)
    except OSError as error:
        raise FileProblem(path, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise FileProblem(path, "it is not UTF-8 text", "Save it as UTF-8.") from error
    except RecursionError as error:
        raise FileProblem(path, "it is nested too deeply", "A row is one object with its fields.") from error


def said(row: Row, name: str) -> str:
    """Return a field as text, empty where there is none.

    Raises:
        Unfit: It is no text, or holds half of a character.
    """
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, str) and value.isascii():  # nearly all, and there may be a million
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise Unfit(f"its {name} is no text")
    return whole_text(value, name)


def whole_text(text: str, name: str) -> str:
    """Return a text as it is.

    Raises:
        Unfit: It holds half of a character (a lone surrogate), which nothing can store.
    """
    if not text.isascii() and any("\ud800" <= one <= "\udfff" for one in text):
        raise Unfit(f"its {name} holds half of a character")
    return text


def said_id(row: Row, name: str) -> str:
    """Return a field as text; an id in lower case, as ids are kept."""
    text = said(row, name)
    if len(text) < 36:
        return text
    folded = text.strip().lower()
    return folded if is_id(folded) else text


def given_id(row: Row) -> str:
    """Return the id that a row brings for itself, or an empty text where it has none that could be kept."""
    value = row.get("id")
    return value.lower() if isinstance(value, str) and is_id(value) else ""


def position(value: object) -> int:
    """Return a position: `5`, `"5"`, `5.0` and `"5.0"` are five.

    Raises:
        Unfit: It is no whole number.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value.partition(".")[0])
    raise Unfit(f"“{value}” is no position")


def moment(row: Row, name: str) -> str:
    """Return when something was made, ISO 8601 in UTC where the zone is known; empty where it is not said.

    Raises:
        Unfit: It is no ISO date or time.
    """
    text = said(row, name).strip()
    at = _in_utc(text) if text else ""
    if at is None:
        raise Unfit(f"its {name} “{text}” is no date and time such as 2026-03-31T09:30:00Z")
    return at


@lru_cache
def _in_utc(text: str) -> str | None:
    if not _DAY.match(text):
        return None
    try:
        at = datetime.fromisoformat(text)
        if at.utcoffset():
            return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return None
    return text


def marks(row: Row) -> tuple[bool, Stance]:
    """Return whether a row's segment is important, and its stance; a row that says nothing marks nothing.

    Raises:
        Unfit: It says something else.
    """
    important = row.get("important")
    if not isinstance(important, bool):
        word = said(row, "important").strip().casefold()
        if word not in (*_YES, *_NO):
            raise Unfit(f"its important “{word}” is neither yes nor no")
        important = word in _YES
    stance = said(row, "stance").strip().casefold()
    if stance not in set(Stance):
        raise Unfit(f"its stance “{stance}” is none of {', '.join(filter(None, Stance))}")
    return important, Stance(stance)


def person(row: Row) -> str:
    """Return the coder's name on one line, without control characters; empty where none is given.

    Raises:
        Unfit: Nothing is left of the name.
    """
    text = said(row, "coder").strip(" ")
    if not text or (text.isprintable() and "  " not in text):
        return text
    kept = (" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
    name = " ".join("".join(kept).split())
    if not name:
        raise Unfit("its coder has no name")
    return name


def unix_lines(text: str) -> str:
    r"""Return text with `\n` newlines, as every text of the project has them."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _csv_rows(path: Path) -> Iterator[tuple[Row, int | None]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        records = read_records(path, file)
        _line, first = next(records, (0, []))
        header = [name.strip() for name in first]
        if not set(header) & {"code", "code_path", "code_id"}:
            raise FileProblem(
                path,
                "it is neither JSON nor a table with the columns document, code, and start and end or quote",
            )
        for line, record in records:
            if record:
                cells = zip(header, map(unguard, record), strict=False)  # a short row lacks its last cells
                yield {name: cell for name, cell in cells if name}, line


def _json_rows(path: Path) -> Iterator[Row]:
    """Yield the objects of the first list in a JSON file, holding only a piece of the file at a time."""
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8-sig") as file:
        buffer = file.read(_CHUNK)
        at = _list_start(path, buffer)
        head = buffer[:at]
        while True:
            while at < len(buffer) and buffer[at] in " \t\r\n,":
                at += 1
            if at >= len(buffer):
                more = file.read(_CHUNK)
                if not more:
                    raise FileProblem(
                        path, "the list of rows breaks off", "The file is not whole; export it again."
                    )
                buffer, at = more, 0
                continue
            if buffer[at] == "]":
                _check_end(path, head, buffer[at:] + file.read())
                return
            try:
                row, at = decoder.raw_decode(buffer, at)
            except ValueError as error:
                more = file.read(_CHUNK)
                if not more:
                    raise FileProblem(path, f"it is not JSON ({error})", "Export it again.") from error
                buffer, at = buffer[at:] + more, 0
                continue
            if not isinstance(row, dict):
                raise FileProblem(
                    path, "every row must be an object with its fields", "See docs/commands.md."
                )
            yield row


def _check_end(path: Path, head: str, tail: str) -> None:
    """See that what stands before the rows and after them is JSON: nothing is cut off, nothing hangs on."""
    try:
        json.loads(head + tail)
    except ValueError as error:
        raise FileProblem(
            path, "what stands after the list of rows is not JSON", "The file is not whole; export it again."
        ) from error


def _list_start(path: Path, head: str) -> int:
    """Return the place after the `[` that opens the rows."""
    stripped = head.lstrip()
    if stripped.startswith("["):
        return head.index("[") + 1
    for name in ('"rows"', '"segments"', '"codings"'):
        at = head.find(name)
        if at >= 0:
            opened = head.find("[", at)
            if opened >= 0 and not head[at + len(name) : opened].strip(" \t\r\n:"):
                return opened + 1
    raise FileProblem(path, "it holds no list of rows", "Expected a list of objects, or one under “rows”.")
