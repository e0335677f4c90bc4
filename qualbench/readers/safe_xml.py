"""XML read piece by piece, without what no document or codebook holds and an attack does.

A document type of its own (and with it every entity, external or expanding) is refused before it is read;
so are markup nested far beyond any real file and files larger than any.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.parsers import expat

from qualbench.errors import FileProblem

if TYPE_CHECKING:
    from typing import Protocol

    class Handler(Protocol):
        """What is told of a document, in its order."""

        def start(self, name: str, space: str, attributes: dict[str, str], line: int) -> None:
            """An element begins: its local name, its namespace, its attributes by local name."""

        def end(self, name: str) -> None:
            """An element ends."""

        def text(self, words: str) -> None:
            """Words stand there; a stretch may come in pieces."""


#: The largest file that is read, and the largest that a part of a zip file may become, in bytes.
LIMIT = 64 * 2**20
#: What Python's zipfile raises for a file that is damaged or protected.
ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(RuntimeError, NotImplementedError, KeyError, ValueError, OverflowError),
)
#: How deep markup may nest.
_DEEPEST = 250


def parse(path: object, data: bytes, handler: Handler, *, limit: int = LIMIT) -> None:
    """Tell `handler` of a document of at most `limit` bytes.

    Raises:
        FileProblem: It is no XML, not whole, too large, or holds what a codebook never does.
    """
    if len(data) > limit:
        raise FileProblem(path, f"it is larger than {limit // 2**20} MB, more than any file of this kind.")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            said = f"its markup is nested more than {_DEEPEST} deep, as in no real file."
            raise FileProblem(path, said, line=parser.CurrentLineNumber)
        space, _, local = name.rpartition(" ")
        bare = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        handler.start(local, space, bare, parser.CurrentLineNumber)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(name.rpartition(" ")[2])

    def doctype(*_said: object) -> None:
        said = "it defines a document type of its own (DOCTYPE), which can do harm and no such file needs."
        hint = "Export it again from the program that it comes from, or take that line out."
        raise FileProblem(path, said, hint, parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        said = f"it is not well-formed XML ({expat.ErrorString(error.code)})."
        hint = "The file is not whole, or was changed by hand; export it again."
        raise FileProblem(path, said, hint, error.lineno) from error
    except (LookupError, ValueError) as error:
        raise FileProblem(path, "it is in an encoding that is not read.", "Save it as UTF-8.") from error


def escape(text: str) -> str:
    """Return text so that it stands between tags and comes back as it is."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def attribute(text: str) -> str:
    """Return text so that it stands between double quotes in a tag and comes back as it is."""
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
