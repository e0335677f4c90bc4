"""OpenDocument texts: paragraphs, lists and tables in document order, deleted passages left out.

The document is XML in a zip file, read through `safe_xml`: nothing is fetched, no entity expands, and a part
that would grow beyond any document is refused before it is unpacked.
"""

from __future__ import annotations

from collections import Counter

from qualbench.errors import FileProblem
from qualbench.model.document import Problem, Reading
from qualbench.readers.packages import UNPACKED, check_parts, open_zip, read_part
from qualbench.readers.plain import Decoded, reading_of
from qualbench.readers.refusals import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge, UnsupportedFormat
from qualbench.readers.safe_xml import LIMIT, ZIP_ERRORS, parse
from qualbench.readers.tables import table_lines
from qualbench.readers.turns import find_turns

_HINT = "Open it with a word processor and save it again."
_TEXT = "application/vnd.oasis.opendocument.text"
_MANIFEST = "META-INF/manifest.xml"
#: Spaces in a row that one element may stand for: more is no text.
_SPACES = 1000
#: What is beside the text, and what it is called; tracked deletions are kept apart from the text.
_BESIDE = {
    "note": "note",
    "annotation": "comment",
    "frame": "frame or picture",
    "text-box": "text box",
    "tracked-changes": "",
    "forms": "",
    "sequence-decls": "",
    "variable-decls": "",
    "table-of-content": "table of contents",
    "ruby-text": "",
}


def read_odt(name: str, data: bytes) -> Reading:
    """Read an OpenDocument text; `name` is the file's own name.

    Raises:
        FileProblem: Where it is none, is damaged, is protected, is far too large or holds no words.
    """
    walk = _Walk()
    try:
        parse(name, _content(name, data), walk)
    except FileProblem as problem:
        if isinstance(problem, FileTooLarge | EncryptedFile | UnsupportedFormat | DamagedFile):
            raise
        raise DamagedFile(name, f"the OpenDocument file is damaged: {problem.message}", _HINT) from problem
    text = "\n".join(walk.lines).strip("\n")
    if not text.strip():
        raise EmptyFile(name)
    decoded = Decoded(text, "unicode", tuple(walk.problems()))
    return reading_of(name, data, "odt", decoded, find_turns(text, known=walk.known, by_line=True))


def _content(name: str, data: bytes) -> bytes:
    """Return the part that holds the text."""
    try:
        with open_zip(data) as package:
            check_parts(name, package, whole=UNPACKED, part=LIMIT, limited=lambda one: one == "content.xml")
            names = set(package.namelist())
            kind = b"" if "mimetype" not in names else read_part(name, package, "mimetype", LIMIT)
            if "content.xml" not in names or (kind and not kind.startswith(_TEXT.encode())):
                what = (
                    f"the file is {_what(kind.decode('ascii', 'replace'))} whatever its name says; such files"
                )
                raise UnsupportedFormat(name, what)
            if _MANIFEST in names and b"encryption-data" in read_part(name, package, _MANIFEST, LIMIT):
                raise EncryptedFile(name)
            return read_part(name, package, "content.xml", LIMIT)
    except ZIP_ERRORS as error:
        raise DamagedFile(name, f"the OpenDocument file is damaged ({error}).", _HINT) from error


def _what(kind: str) -> str:
    for word, what in (("spreadsheet", "a spreadsheet"), ("presentation", "a presentation")):
        if word in kind:
            return what
    return "no OpenDocument text"


class _Walk:
    """Collects the lines of a document as its XML is read."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.known: set[str] = set()
        self.beside: Counter[str] = Counter()
        self._inside = False  # the body, where the text is
        self._beside: list[str] = []  # what is left out just now, outermost first
        self._paragraphs: list[list[str]] = []
        self._tables: list[list[list[list[str]]]] = []  # rows of cells of lines, of each table that is open

    def start(self, name: str, _space: str, attributes: dict[str, str], _line: int) -> None:
        """An element begins."""
        if name == "text" and not self._inside:
            self._inside = True
        elif self._beside or name in _BESIDE:
            if not self._beside and _BESIDE[name]:
                self.beside[_BESIDE[name]] += 1
            self._beside.append(name)
        elif name in ("p", "h"):
            self._paragraphs.append([])
        elif name == "table":
            self._tables.append([])
        elif name == "table-row" and self._tables:
            self._tables[-1].append([])
        elif name in ("table-cell", "covered-table-cell") and self._tables and self._tables[-1]:
            self._tables[-1][-1].append([])
        elif self._paragraphs:
            self._put(_spaces(name, attributes))

    def end(self, name: str) -> None:
        """An element ends."""
        if self._beside:
            self._beside.pop()
        elif name in ("p", "h") and self._paragraphs:
            self._line("".join(self._paragraphs.pop()))
        elif name == "table" and self._tables:
            rows = [["\n".join(cell).strip() for cell in row] for row in self._tables.pop()]
            lines, known, _heads = table_lines(rows)
            self.known |= known
            for line in lines:
                self._line(line)

    def text(self, words: str) -> None:
        """Words stand there; white space between elements is layout, and in a row it is one space."""
        if self._inside and not self._beside and self._paragraphs:
            self._put(words.replace("\n", " ").replace("\t", " "))

    def _put(self, words: str) -> None:
        self._paragraphs[-1].append(words)

    def _line(self, words: str) -> None:
        cell = (
            self._tables[-1][-1][-1] if self._tables and self._tables[-1] and self._tables[-1][-1] else None
        )
        (self.lines if cell is None else cell).append(words)

    def problems(self) -> list[Problem]:
        """Say what stands in the document beside its text."""
        found = []
        for what, many in sorted(self.beside.items()):
            plural = f"{many} {what}" if many == 1 else f"{many} {what.replace(' or ', 's or ')}s"
            found.append(Problem(f"{plural} {'is' if many == 1 else 'are'} not part of the text."))
        return found


def _spaces(name: str, attributes: dict[str, str]) -> str:
    if name == "s":
        many = attributes.get("c", "1")
        return " " * (min(int(many), _SPACES) if many.isdecimal() else 1)
    return {"tab": "\t", "line-break": "\n"}.get(name, "")
