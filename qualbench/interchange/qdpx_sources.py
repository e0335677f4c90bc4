"""Sources of a REFI-QDA project: texts, PDF files, pictures, sound, film and their transcripts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem
from qualbench.interchange.qdpx_marks import Mark, Selection, marks_of, number, selection_of
from qualbench.readers.registry import read_bytes

if TYPE_CHECKING:
    from qualbench.interchange.qdpx_package import Package
    from qualbench.interchange.qdpx_tree import Node

#: What each kind of source is called in a report.
KINDS = {
    "TextSource": "texts",
    "PDFSource": "PDF files",
    "PictureSource": "pictures",
    "AudioSource": "sound",
    "VideoSource": "films",
}
_OF_TEXT = frozenset({"PlainTextSelection", "TranscriptSelection"})
_GUID = re.compile(r"\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:txt|docx?|odt|rtf|pdf|html?|md|vtt|srt)$", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(slots=True)
class SourceText:
    """The text of a source as its file has it.

    Attributes:
        raw: With its own line ends, without the mark at its head.
        marked: Whether there was one.
        path: What the list calls its file; empty where the text stands in the list.
        exact: Whether positions count in it; a text that was read from a formatted file is another one.
    """

    raw: str
    marked: bool = False
    digest: str = ""
    encoding: str = "unicode"
    path: str = ""
    exact: bool = True
    selections: list[Selection] = field(default_factory=list)
    syncs: list[tuple[str, int | None, int | None]] = field(default_factory=list)


@dataclass(slots=True)
class Source:
    """A source.

    Attributes:
        others: Selections of what is no text.
        whole: Codings of all of it.
    """

    kind: str
    guid: str
    name: str
    file: str
    text: SourceText | None
    about: str = ""
    coder: str = ""
    others: list[Selection] = field(default_factory=list)
    whole: list[Mark] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    values: list[tuple[str, str]] = field(default_factory=list)
    aliases: tuple[str, ...] = ()
    transcript_of: str = ""


class SourceReader:
    """Makes sources of the elements of the list.

    Attributes:
        missing: Names of sources whose text is not in the package.
        used: Base names of the parts that were read.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.missing: list[str] = []
        self.formatted: list[str] = []
        self.used: set[str] = set()
        self._unnamed = 0

    def read(self, node: Node) -> list[Source]:
        """Return what a source comes to: itself, and a document for each of its transcripts."""
        if node.name == "TextSource":
            return [self._text_source(node)]
        source = self._source(node, None)
        if node.name == "PDFSource":
            self._pdf(source, node)
        inside = next(node.all("TextDescription"), None)
        if inside is not None:
            source.text = self.text_of(inside, source.name)
            self._passages(source, inside)
        made = [source]
        for one in node.all("Transcript"):
            made.append(self._transcript(one, source))
        return made

    def _source(self, node: Node, text: SourceText | None) -> Source:
        path = node.get("plainTextPath", "path", "currentPath", "richTextPath")
        base = re.split(r"[/\\]", path)[-1]
        return Source(
            node.name,
            node.guid(),
            self._name(node, base),
            base or node.get("name"),
            text,
            node.said("Description").strip(),
            node.guid("creatingUser"),
            [
                selection_of(one)
                for one in node.children
                if one.name.endswith("Selection") and one.name not in _OF_TEXT
            ],
            marks_of(node, node.guid("creatingUser")),
            node.targets("NoteRef"),
            values_of(node),
        )

    def _name(self, node: Node, base: str) -> str:
        """Return a source's name: the one it has, else its file's; never a GUID."""
        for said in (node.get("name"), base):
            if said and not _GUID.match(said):
                return _ENDING.sub("", said) or said
        self._unnamed += 1
        return f"Document {self._unnamed}"

    def _text_source(self, node: Node) -> Source:
        source = self._source(node, None)
        source.text = self.text_of(node, source.name)
        self._passages(source, node)
        return source

    def _passages(self, source: Source, node: Node) -> None:
        """Put the selections of a text with it, also where the text itself is not there."""
        found = [selection_of(one) for one in node.all("PlainTextSelection")]
        if source.text is None:
            source.text = SourceText("", path=node.get("plainTextPath").casefold())
        source.text.selections += found
        source.aliases = (*source.aliases, node.guid())
        if node is not None and node.name != "TextSource":
            source.whole += marks_of(node, source.coder)
            source.notes += node.targets("NoteRef")

    def _pdf(self, source: Source, node: Node) -> None:
        inside = next(node.all("Representation"), None)
        if inside is not None:
            source.text = self.text_of(inside, source.name)
            self._passages(source, inside)
        if source.text is None or not source.text.raw:
            data = self._part(node.get("path"))
            read = self._formatted(source.file or "source.pdf", data) if data else None
            if read is not None:
                read.selections = source.text.selections if source.text else []
                source.text = read

    def _transcript(self, node: Node, above: Source) -> Source:
        source = self._source(node, None)
        source.text = self.text_of(node, source.name) or SourceText(
            "", path=node.get("plainTextPath").casefold()
        )
        source.text.syncs = [
            (one.guid(), number(one.get("position")), number(one.get("timeStamp")))
            for one in node.all("SyncPoint")
        ]
        at = {guid: position for guid, position, _ms in source.text.syncs}
        for one in node.all("TranscriptSelection"):
            found = selection_of(one)
            found.start, found.end = at.get(one.guid("fromSyncPoint")), at.get(one.guid("toSyncPoint"))
            source.text.selections.append(found)
        for one in node.all("PlainTextSelection"):
            source.text.selections.append(selection_of(one))
        source.transcript_of = above.guid
        if source.name == "" or _GUID.match(source.name):
            source.name = above.name
        return source

    def _part(self, path: str) -> bytes | None:
        if not path or path.lower().startswith(("relative:", "absolute:", "file:", "http:", "https:")):
            return None
        data = self.package.source(path)
        if data is not None:
            self.used.add(re.split(r"[/\\]", path)[-1].casefold())
        return data

    def text_of(self, node: Node, name: str) -> SourceText | None:
        """Return a source's text: from its file, from the list, or else from its formatted file."""
        path = node.get("plainTextPath")
        data = self._part(path)
        if data is not None:
            raw, marked, encoding = decode_raw(data)
            return SourceText(raw, marked, sha256(data).hexdigest(), encoding, path.casefold())
        inline = next(node.all("PlainTextContent"), None)
        if inline is not None:
            raw = inline.text.replace("\0", "\ufffd")
            return SourceText(raw, False, sha256(raw.encode("utf-8", "replace")).hexdigest())
        rich = node.get("richTextPath")
        data = self._part(rich)
        found = self._formatted(re.split(r"[/\\]", rich)[-1], data) if data is not None else None
        if found is None:
            self.missing.append(name)
        return found

    def _formatted(self, name: str, data: bytes) -> SourceText | None:
        try:
            reading = read_bytes(name, data)
        except FileProblem:
            return None
        self.formatted.append(name)
        return SourceText(reading.text, False, reading.sha256, reading.encoding, exact=False)


def values_of(node: Node) -> list[tuple[str, str]]:
    """Return the values of variables right in an element, by the variable's id."""
    found = []
    for one in node.all("VariableValue"):
        variable = next(iter(one.targets("VariableRef")), "")
        value = next((child.text.strip() for child in one.children if child.name.endswith("Value")), "")
        found.append((variable, value))
    return found


def decode_raw(data: bytes) -> tuple[str, bool, str]:
    """Return a text with its own line ends, whether there was a mark at its head, and its encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").replace("\0", "\ufffd"), True, encoding
    try:
        return data.decode("utf-8").replace("\0", "\ufffd"), False, "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace").replace("\0", "\ufffd"), False, "cp1252"
