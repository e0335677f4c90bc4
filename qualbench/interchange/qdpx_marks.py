"""Selections and codings of a REFI-QDA project, as the file has them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualbench.interchange.qdpx_tree import Node

#: Names that programs give by themselves, which say nothing that a place does not.
_MADE = re.compile(
    r"(?:line|quotation|quote|selection|zeile|zitat)?[\s:#]*[\d\s:.,;()/–-]+(?:ms|s)?", re.IGNORECASE
)
#: Selections of what is no text, by the attributes that say where they are.
_PLACES = {
    "PictureSelection": "from {firstX}, {firstY} to {secondX}, {secondY}",
    "PDFSelection": "page {page}, from {firstX}, {firstY} to {secondX}, {secondY}",
    "AudioSelection": "{begin} to {end}",
    "VideoSelection": "{begin} to {end}",
}
_TIMED = frozenset({"AudioSelection", "VideoSelection"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A coding as the file has it; ids of its code and its coder as they are compared."""

    guid: str
    code: str
    coder: str
    at: str
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Selection:
    """A passage, or a part of what is no text.

    Attributes:
        start: Its first position, in whatever the file counts; None where only times or areas say it.
        place: Where it is, in words, for what is no text.
        about: Its description.
        quote: Its words, where the file holds them apart from the text.
    """

    kind: str
    guid: str
    name: str
    start: int | None
    end: int | None
    coder: str
    at: str
    about: str
    notes: tuple[str, ...]
    marks: list[Mark] = field(default_factory=list)
    place: str = ""
    quote: str = ""

    @property
    def label(self) -> str:
        """Its name, where a person gave it."""
        return "" if _MADE.fullmatch(self.name) else self.name


def marks_of(node: Node, coder: str = "", at: str = "") -> list[Mark]:
    """Return the codings right in an element; who coded is who the coding names, else the selection."""
    found: list[Mark] = []
    for one in node.children:
        if one.name != "Coding":
            continue
        who, when = one.guid("creatingUser") or coder, moment(one.get("creationDateTime")) or at
        guid, notes = one.guid(), one.targets("NoteRef")
        for code in one.targets("CodeRef") or ("",):
            found.append(Mark(guid, code, who, when, notes))
            guid = ""
    return found


def selection_of(node: Node) -> Selection:
    """Return a selection of any kind."""
    coder, at = node.guid("creatingUser"), moment(node.get("creationDateTime"))
    place = _PLACES.get(node.name, "")
    if place:
        said = {key: _time(value) if node.name in _TIMED else value for key, value in node.attributes.items()}
        place = re.sub(r"\{(\w+)\}", lambda hit: said.get(hit[1], "?"), place)
    inside = next(node.all("Representation"), None) if node.name == "PDFSelection" else None
    return Selection(
        node.name,
        node.guid(),
        node.get("name"),
        number(node.get("startPosition")),
        number(node.get("endPosition")),
        coder,
        at,
        node.said("Description").strip(),
        node.targets("NoteRef"),
        marks_of(node, coder, at),
        place,
        inside.said("PlainTextContent").strip() if inside is not None else "",
    )


def number(said: str) -> int | None:
    """Return a whole number, or None where it is none or larger than any position."""
    try:
        value = int(said)
    except ValueError:
        return None
    return value if abs(value) < 1 << 48 else None


def _time(said: str) -> str:
    value = number(said)
    if value is None:
        return said
    seconds, rest = divmod(abs(value), 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


@lru_cache(maxsize=4096)
def moment(said: str) -> str:
    """Return a date with its time as the program writes them, in UTC; empty where it is none."""
    try:
        at = datetime.fromisoformat(said.strip())
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
