"""Word documents: paragraphs and tables in document order, all tracked changes accepted.

python-docx opens the package and finds its parts; its own paragraph texts leave out inserted, linked and
wrapped runs, so the words are walked here. Sizes are checked before anything is unpacked, and a document type
declaration (which no real Word file has) is refused, so a small file cannot grow.
"""

from __future__ import annotations

import io
import zlib
from collections import Counter
from typing import TYPE_CHECKING
from zipfile import BadZipFile, LargeZipFile

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from qualbench.model.document import Problem, Reading, count_words
from qualbench.readers.packages import PART, UNPACKED, check_contents, check_parts, open_zip
from qualbench.readers.plain import Decoded, reading_of
from qualbench.readers.refusals import DamagedFile, EmptyFile, EncryptedFile, UnsupportedFormat
from qualbench.readers.tables import table_lines
from qualbench.readers.turns import find_turns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.oxml.xmlchemy import BaseOxmlElement

DAMAGED = (
    BadZipFile,
    LargeZipFile,
    OpcError,
    SyntaxError,  # what lxml raises for broken XML
    zlib.error,
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    IndexError,
    AssertionError,
    EOFError,
    OSError,
    NotImplementedError,
    RecursionError,
)
_HINT = "Open it with a word processor and save it again."

_P, _R, _T = qn("w:p"), qn("w:r"), qn("w:t")
_TBL, _TR, _TC = qn("w:tbl"), qn("w:tr"), qn("w:tc")
SPACES = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "\u2011",
}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = qn("w:txbxContent")
#: What is not part of the text as accepted: deletions, where moved words were, boxes, settings.
SKIPPED = frozenset(
    {qn("w:del"), qn("w:moveFrom"), _BOX, _FALLBACK, qn("w:pPr"), qn("w:rPr"), qn("w:tblPr"), qn("w:sdtPr")}
    | {qn("w:sectPr"), qn("w:tcPr"), qn("w:trPr"), qn("w:tblGrid"), qn("w:rt")}
)
_CHANGES = {
    qn("w:ins"): "insertion",
    qn("w:del"): "deletion",
    qn("w:moveTo"): "move",
}
_NOTES = (
    ("w:footnoteReference", "footnote"),
    ("w:endnoteReference", "endnote"),
    ("w:commentReference", "comment"),
)


def read_docx(name: str, data: bytes) -> Reading:
    """Read a Word document; `name` is the file's own name.

    Raises:
        FileProblem: Where it is none, is damaged, is protected, is far too large or holds no words.
    """
    check_package(name, data)
    try:
        body = Document(io.BytesIO(data)).element.body
        if body is None:
            raise DamagedFile(name, "the document has no body.", _HINT)
        text, known, dropped = _text_of(body)
        found = _count_words_flat(body) - dropped
        problems = _left_out(body)
    except RuntimeError as error:
        if "password" in str(error) or "encrypted" in str(error):
            raise EncryptedFile(name) from error
        raise DamagedFile(name, f"the Word document is damaged ({error}).", _HINT) from error
    except DAMAGED as error:
        said = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise DamagedFile(name, f"the Word document is damaged ({said}).", _HINT) from error
    if not text.strip():
        raise EmptyFile(name)
    words = count_words(text)
    if words != found:
        message = f"{words} words were read and the file holds {found}."
        problems.append(Problem(message, hint="Compare the text with the document.", serious=True))
    decoded = Decoded(text, "unicode", tuple(problems))
    return reading_of(name, data, "docx", decoded, find_turns(text, known=known, by_line=True))


def check_package(name: str, data: bytes) -> None:
    """Refuse what is no Word document, or one that would grow, before it is unpacked."""
    try:
        with open_zip(data) as package:
            check_parts(name, package, whole=UNPACKED, part=PART, limited=_is_xml)
            names = set(package.namelist())
            if "[Content_Types].xml" not in names or not any(one.startswith("word/") for one in names):
                raise UnsupportedFormat(name, _what_zip(names))
            check_contents(name, package)
    except DAMAGED as error:
        raise DamagedFile(name, f"the Word document is damaged ({error}).", _HINT) from error


def _is_xml(part: str) -> bool:
    return part.lower().endswith((".xml", ".rels"))


def _what_zip(names: set[str]) -> str:
    for start, what in (
        ("xl/", "an Excel file"),
        ("ppt/", "a PowerPoint file"),
        ("content.xml", "an OpenDocument file"),
    ):
        if any(one.startswith(start) for one in names):
            return f"the file is {what} whatever its name says; such files"
    return "the file is a zip archive and no Word document whatever its name says; such files"


def _text_of(body: BaseOxmlElement) -> tuple[str, set[str], int]:
    """Return the text, the labels of speaker columns, and how many words of header rows were left out."""
    walk = _Walk()
    walk.blocks(body)
    return "\n".join(walk.lines).strip("\n"), walk.known, walk.dropped


class _Walk:
    """Collects lines of a body, or of a cell, in document order."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.known: set[str] = set()
        self.dropped = 0
        self._joined = False

    def blocks(self, parent: BaseOxmlElement) -> None:
        """Take the paragraphs and tables under `parent`, through wrappers such as content controls."""
        for child in parent:
            if child.tag == _P:
                self._paragraph(child)
            elif child.tag == _TBL:
                self._table(child)
            elif child.tag not in SKIPPED and isinstance(child.tag, str):
                self.blocks(child)

    def _paragraph(self, paragraph: BaseOxmlElement) -> None:
        text = "".join(_runs(paragraph))
        if self._joined and self.lines:
            self.lines[-1] += text
        else:
            self.lines.append(text)
        # a deleted paragraph mark joins its paragraph with the next one
        self._joined = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None

    def _table(self, table: BaseOxmlElement) -> None:
        self._joined = False
        rows: list[list[str]] = []
        for row in _under(table, _TR, _TBL):
            cells: list[str] = []
            for cell in _under(row, _TC, _TBL):
                inner = _Walk()
                inner.blocks(cell)
                self.known |= inner.known
                self.dropped += inner.dropped
                cells.append("\n".join(inner.lines).strip())
            rows.append(cells)
        lines, known, heads = table_lines(rows)
        self.dropped += sum(map(count_words, heads))
        self.lines += lines
        self.known |= known


def _under(parent: BaseOxmlElement, wanted: str, stop: str) -> Iterator[BaseOxmlElement]:
    """Yield the nearest `wanted` elements, through wrappers, and none inside another table."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag != stop and child.tag not in SKIPPED and isinstance(child.tag, str):
            yield from _under(child, wanted, stop)


def _runs(element: BaseOxmlElement) -> Iterator[str]:
    """Yield the accepted text of a paragraph: links, insertions and fields' results included."""
    for child in element:
        tag = child.tag
        if tag == _T:
            yield child.text or ""
        elif tag in SPACES:
            yield SPACES[tag]
        elif tag not in SKIPPED and isinstance(tag, str):
            yield from _runs(child)


def _count_words_flat(body: BaseOxmlElement) -> int:
    """Count the words in the XML by another road: all text elements in order, whatever holds them."""
    pieces: list[str] = []
    for element in body.iter(_T, _P, _TC, *SPACES):
        if element.tag == _T:
            above = {one.tag for one in element.iterancestors()}
            if not above & {qn("w:del"), qn("w:moveFrom"), _BOX, _FALLBACK, qn("w:rt")}:
                pieces.append(element.text or "")
        elif element.tag == _P:
            before = element.getprevious()
            mark = f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}"
            joined = before is not None and before.tag == _P and before.find(mark) is not None
            pieces.append("" if joined else "\n")
        else:
            pieces.append("\u2011" if element.tag == qn("w:noBreakHyphen") else "\n")
    return count_words("".join(pieces))


def _left_out(body: BaseOxmlElement) -> list[Problem]:
    """Say what stands in the document beside its text, and how many changes were accepted."""
    problems: list[Problem] = []
    changes = Counter(_CHANGES[one.tag] for one in body.iter(*_CHANGES))
    if changes:
        said = ", ".join(_several(count, what) for what, count in sorted(changes.items()))
        total = _several(changes.total(), "tracked change")
        verb = "is" if changes.total() == 1 else "are"
        problems.append(Problem(f"{total} {verb} read as accepted ({said})."))
    for tag, what in _NOTES:
        count = sum(1 for _one in body.iter(qn(tag)))
        if count:
            verb = "is" if count == 1 else "are"
            problems.append(Problem(f"{_several(count, what)} {verb} not part of the text."))
    boxes = [box for box in body.iter(_BOX) if not any(one.tag == _FALLBACK for one in box.iterancestors())]
    if boxes:
        words = sum(count_words("".join(piece.text or "" for piece in box.iter(_T))) for box in boxes)
        verb = "is" if len(boxes) == 1 else "are"
        message = (
            f"{_several(len(boxes), 'text box')} with {_several(words, 'word')} {verb} not part of the text."
        )
        hint = "Move the words into the document's own paragraphs if they belong to the interview."
        problems.append(Problem(message, hint=hint, serious=words > 0))
    return problems


def _several(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}{'es' if what.endswith('x') else 's'}"
