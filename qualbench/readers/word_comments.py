"""The comments of a Word document, with the words that each is on; all tracked changes accepted."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx import Document
from docx.oxml.ns import qn

from qualbench.readers.manuscript_word import kept_in_properties
from qualbench.readers.refusals import DamagedFile
from qualbench.readers.word import DAMAGED, SKIPPED, SPACES, check_package

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_P, _T = qn("w:p"), qn("w:t")
_START, _END, _AT = qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:commentReference")


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment.

    Attributes:
        at: When it was written, ISO 8601; empty where the file does not say.
        start: First code point of its words in the document's text.
        end: One past the last.
    """

    author: str
    at: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CommentedText:
    """A document's text, a line for each paragraph, and the comments on it in their order.

    Attributes:
        lock: What the program keeps in the file's own properties, as JSON; may be empty.
    """

    text: str
    comments: tuple[WordComment, ...]
    lock: str = ""


def read_comments(name: str, data: bytes) -> CommentedText:
    """Read the comments of a Word document; `name` is the file's own name.

    Raises:
        FileProblem: It is none, is damaged or is protected.
    """
    check_package(name, data)
    try:
        document = Document(io.BytesIO(data))
        body = document.element.body
        if body is None:
            raise DamagedFile(name, "the document has no body.", "Open it and save it again.")
        walk = _Walk()
        walk.take(body)
        comments = []
        for one in document.comments:
            start, end = walk.place(str(one.comment_id))
            at = one.timestamp.isoformat() if one.timestamp is not None else ""
            comments.append(WordComment((one.author or "").strip(), at, one.text.strip(), start, end))
        lock = kept_in_properties(data)
    except DAMAGED as error:
        said = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        hint = "Open it with a word processor and save it again."
        raise DamagedFile(name, f"the Word document is damaged ({said}).", hint) from error
    comments.sort(key=lambda one: (one.start, -one.end))
    return CommentedText("".join(walk.pieces), tuple(comments), lock)


class _Walk:
    """Collects the text of a body and where comments begin and end in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._length = 0
        self._starts: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        self._points: dict[str, tuple[int, int]] = {}

    def take(self, parent: BaseOxmlElement) -> None:
        """Take everything under an element."""
        for child in parent:
            tag = child.tag
            if tag == _T:
                self._add(child.text or "")
            elif tag in SPACES:
                self._add(SPACES[tag])
            elif tag == _START:
                self._starts.setdefault(child.get(qn("w:id")) or "", self._length)
            elif tag == _END:
                self._ends.setdefault(child.get(qn("w:id")) or "", self._length)
            elif tag == _P:
                self._paragraph(child)
            elif tag not in SKIPPED and isinstance(tag, str):
                self.take(child)

    def _paragraph(self, paragraph: BaseOxmlElement) -> None:
        start = self._length
        self.take(paragraph)
        for one in paragraph.iter(_AT):  # a comment at a point is on its paragraph
            self._points[one.get(qn("w:id")) or ""] = (start, self._length)
        self._add("\n")

    def _add(self, words: str) -> None:
        self.pieces.append(words)
        self._length += len(words)

    def place(self, comment: str) -> tuple[int, int]:
        """Return where a comment is: its range, else its paragraph."""
        start, end = self._starts.get(comment), self._ends.get(comment)
        if start is not None and end is not None and start < end:
            return start, end
        return self._points.get(comment, (0, 0))
