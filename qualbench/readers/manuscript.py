"""A manuscript or an export as it lies on the disk: its passages, what stands in quotes, and its numbers.

What a file carries out of sight (ids of segments, what numbers count; see `model.evidence`) is kept beside
the words. Nothing is compared here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from qualbench.readers.plain import decode
from qualbench.readers.refusals import UnsupportedFormat

#: What can be read, by the file's ending.
ENDINGS = (".docx", ".md", ".markdown", ".html", ".htm", ".txt")

_INDENTED = re.compile(r"(?: {4}|\t)\s*\S")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file says out of sight of some words of a passage: their key, and where they are in it."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a point of a list, a cell.

    Attributes:
        quoted: `block` for a block quote, `indented` for what only looks like one; empty for any other.
    """

    text: str
    quoted: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What was read.

    Attributes:
        numbers: Key and words of each number that says what it counts, in order.
        lock: How the numbers were made, as JSON; empty where the file does not say.
    """

    passages: tuple[Passage, ...]
    numbers: tuple[tuple[str, str], ...] = ()
    lock: str = ""


def read_manuscript(name: str, data: bytes) -> Manuscript:
    """Read a Word, Markdown, HTML or plain text file; `name` is the file's own name.

    Raises:
        FileProblem: It is none of these, is damaged or holds no words.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise UnsupportedFormat(name, "what can be read back is docx, md, html and txt; such files")
    if ending == ".docx":
        from qualbench.readers.manuscript_word import read_word_manuscript

        return read_word_manuscript(name, data)
    text = decode(name, data).text
    if ending == ".txt":
        return Manuscript(_paragraphs(text))
    from qualbench.readers.manuscript_page import read_page

    return read_page(_as_page(text) if ending in (".md", ".markdown") else text)


def _as_page(text: str) -> str:
    from markdown_it import MarkdownIt

    made: str = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    return made


def _paragraphs(text: str) -> tuple[Passage, ...]:
    """Return the parts between blank lines; one whose lines are all set in may be a block quote."""
    found = []
    for part in re.split(r"\n[^\S\n]*\n", text):
        lines = [line for line in part.splitlines() if line.strip()]
        if lines:
            cited = all(line.lstrip().startswith(">") for line in lines)
            words = "\n".join(re.sub(r"^\s*>?\s?", "", line) if cited else line.strip() for line in lines)
            indented = "indented" if all(_INDENTED.match(line) for line in lines) else ""
            found.append(Passage(words, "block" if cited else indented))
    return tuple(found)
