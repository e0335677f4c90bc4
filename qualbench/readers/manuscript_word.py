"""A Word document as a manuscript: paragraphs as accepted, block quotes by style, bookmarks, properties."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from qualbench.model.evidence import LOCK, key_of_bookmark, part_of_bookmark, plain_key, segment_of
from qualbench.readers.manuscript import Manuscript, Mark, Passage
from qualbench.readers.refusals import DamagedFile
from qualbench.readers.word import DAMAGED, SKIPPED, SPACES, check_package

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_P, _T = qn("w:p"), qn("w:t")
_TBL, _TR, _TC = qn("w:tbl"), qn("w:tr"), qn("w:tc")
_START, _END = qn("w:bookmarkStart"), qn("w:bookmarkEnd")
#: How the names of styles for quotes begin or what is in them, in the languages of word processors.
_QUOTES = ("quot", "zitat", "cita", "block text", "blockquote", "extract")
#: So far in from the margin, in twentieths of a point, a paragraph may be a quote.
_SET_IN = 280


def read_word_manuscript(name: str, data: bytes) -> Manuscript:
    """Return the passages and numbers of a Word document.

    Raises:
        FileProblem: It is none, is damaged or is protected.
    """
    check_package(name, data)
    try:
        document = Document(io.BytesIO(data))
        body = document.element.body
        if body is None:
            raise DamagedFile(name, "the document has no body.", "Open it and save it again.")
        styles = {one.style_id: (one.name or "").casefold() for one in document.styles}
        walk = _Walk(styles)
        walk.take(body)
        lock = kept_in_properties(data)
    except DAMAGED as error:
        said = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise DamagedFile(
            name, f"the Word document is damaged ({said}).", "Open it and save it again."
        ) from error
    return Manuscript(tuple(walk.passages), tuple(walk.numbers), lock)


def kept_in_properties(data: bytes) -> str:
    """Return what a file's own properties keep of ours, put together again; empty where that is nothing."""
    with ZipFile(io.BytesIO(data)) as package:
        if "docProps/custom.xml" not in package.namelist():
            return ""
        root = parse_xml(package.read("docProps/custom.xml"))
    found = {}
    for one in root:
        name, _, number = one.get("name", "").rpartition("-")
        if name == LOCK and number.isdigit():
            found[int(number)] = "".join(one.itertext())
    return "".join(found[number] for number in sorted(found))


class _Walk:
    """Collects passages in document order, through wrappers such as content controls."""

    def __init__(self, styles: dict[str, str]) -> None:
        self.passages: list[Passage] = []
        self.numbers: list[tuple[str, str]] = []
        self._styles = styles
        self._pieces: list[str] = []
        self._length = 0
        self._open: dict[str, tuple[str, int]] = {}  # a bookmark's number: its name, where it begins
        self._marks: list[Mark] = []
        self._tables: dict[int, str] = {}
        self._names: list[str] = []  # the bookmarks of a table's parts in the cell

    def take(self, parent: BaseOxmlElement) -> None:
        """Take everything under an element."""
        for child in parent:
            tag = child.tag
            if tag == _P:
                self._paragraph(child)
            elif tag == _TBL:
                self._table(child)
            elif tag == _T:
                self._add(child.text or "")
            elif tag in SPACES:
                self._add(SPACES[tag])
            elif tag == _START:
                self._begin(child)
            elif tag == _END:
                self._end(child)
            elif tag not in SKIPPED and isinstance(tag, str):
                self.take(child)

    def _add(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)

    def _begin(self, bookmark: BaseOxmlElement) -> None:
        name = bookmark.get(qn("w:name")) or ""
        part = part_of_bookmark(name)
        if part is not None:
            self._names.append(name)
            if part[0] == "t":
                self._tables[part[1]] = part[2]
        elif key_of_bookmark(name):
            self._open[bookmark.get(qn("w:id")) or ""] = (name, self._length)

    def _end(self, bookmark: BaseOxmlElement) -> None:
        name, start = self._open.pop(bookmark.get(qn("w:id")) or "", ("", 0))
        if name:
            self._keep(plain_key(key_of_bookmark(name)), start)

    def _keep(self, key: str, start: int) -> None:
        if segment_of(key):
            self._marks.append(Mark(key, start, self._length))
        else:
            self.numbers.append((key, " ".join("".join(self._pieces)[start:].split())))

    def _paragraph(self, paragraph: BaseOxmlElement) -> None:
        self._pieces, self._length, self._marks = [], 0, []
        self.take(paragraph)
        text = "".join(self._pieces)
        for number, (name, start) in self._open.items():  # goes on in the next paragraph
            key = key_of_bookmark(name)
            if segment_of(key):
                self._marks.append(Mark(plain_key(key), start, self._length))
            self._open[number] = (name, 0)
        if text.strip():
            self.passages.append(Passage(text, self._quoted(paragraph), tuple(self._marks)))
        self._pieces, self._length, self._marks = [], 0, []

    def _quoted(self, paragraph: BaseOxmlElement) -> str:
        properties: Any = paragraph.find(qn("w:pPr"))
        if properties is None:
            return ""
        style = properties.find(qn("w:pStyle"))
        name = self._styles.get(style.get(qn("w:val")), "") if style is not None else ""
        if any(one in name for one in _QUOTES):
            return "block"
        indent = properties.find(qn("w:ind"))
        if indent is None or properties.find(qn("w:numPr")) is not None:
            return ""
        left = indent.get(qn("w:left")) or indent.get(qn("w:start")) or "0"
        return "indented" if left.isdigit() and int(left) >= _SET_IN else ""

    def _table(self, table: BaseOxmlElement) -> None:
        columns: list[str] = []
        for row in _under(table, _TR):
            cells: list[tuple[str, tuple[str, int, str] | None]] = []
            for cell in _under(row, _TC):
                before, self._names = len(self.passages), []
                self.take(cell)
                words = " ".join(" ".join(one.text for one in self.passages[before:]).split())
                parts = [part_of_bookmark(name) for name in self._names]
                cells.append((words, next((one for one in parts if one), None)))
                self.passages[before:] = [replace(one, quoted="") for one in self.passages[before:]]
            if any(part and part[0] == "c" for _words, part in cells):
                columns = [part[2] if part else "" for _words, part in cells]
            elif cells and (head := cells[0][1]) and head[0] == "r" and head[1] in self._tables:
                for (words, _part), column in zip(cells[1:], columns[1:], strict=False):
                    if column:
                        self.numbers.append((f"{self._tables[head[1]]}/{head[2]}/{column}", words))


def _under(parent: BaseOxmlElement, wanted: str) -> list[BaseOxmlElement]:
    """Return the nearest elements of a kind, through wrappers, none inside another table."""
    found: list[BaseOxmlElement] = []
    for child in parent:
        if child.tag == wanted:
            found.append(child)
        elif child.tag != _TBL and child.tag not in SKIPPED and isinstance(child.tag, str):
            found += _under(child, wanted)
    return found
