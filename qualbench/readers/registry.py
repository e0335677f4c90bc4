"""Which reader takes a file: by its suffix, and by a look inside where that lies.

Word's libraries are imported when the first Word document appears, not before.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualbench.model.document import Problem, Reading
from qualbench.readers.captions import read_sbv, read_srt, read_vtt
from qualbench.readers.plain import decode, read_markdown, read_text
from qualbench.readers.refusals import (
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    FileUnreadable,
    UnsupportedFormat,
    unsupported,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualbench.readers.plain import Decoded

_FORMATS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".docx": "docx",
    ".docm": "docx",
    ".odt": "odt",
    ".ott": "odt",
    ".rtf": "rtf",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".vtt": "vtt",
    ".srt": "srt",
    ".sbv": "sbv",
    ".json": "json",
    ".ris": "ris",
    ".bib": "bib",
    ".bibtex": "bib",
}
#: Suffixes of files that are read, in lower case.
SUPPORTED = frozenset(_FORMATS)
#: The largest file that is opened, in bytes.
LIMIT = 64 * 2**20

_SIGNATURES = (
    (b"\x89PNG", "a picture", ""),
    (b"\xff\xd8\xff", "a picture", ""),
    (b"ID3", "a recording", "Import its transcript."),
    (b"OggS", "a recording", "Import its transcript."),
    (b"SQLite format 3\0", "a database", ""),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SRT_START = re.compile(r"\s*\d+[^\S\n]*\n[^\S\n]*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}[^\S\n]*-->")
_SBV_START = re.compile(r"\s*\d{1,2}:\d\d:\d\d\.\d{1,3},\d{1,2}:\d\d:\d\d\.\d{1,3}[^\S\n]*\n")
_RIS_START = re.compile(r"\s*TY {1,2}- [A-Z]")
_BIB_START = re.compile(r"\s*@[A-Za-z]{3,20}\{[^\s,={}]{0,200},\s*\n")
#: The most problems that are kept of one file.
_TOLD = 500
_LEFT_OUT = frozenset({"thumbs.db", "desktop.ini"})


def read_file(path: Path) -> Reading:
    """Read one transcript.

    Raises:
        FileProblem: Where it cannot be read: one of the classes of `refusals`.
    """
    _check_name(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FileUnreadable(path, "this is a folder.", "Name its files, or import the folder.")
        if not stat.S_ISREG(status.st_mode):
            raise FileUnreadable(path, "this is no ordinary file.")
        if path.suffix.lower() not in SUPPORTED:
            raise unsupported(path)
        if status.st_size > LIMIT:
            raise FileTooLarge(path, status.st_size, LIMIT)
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileUnreadable(path, "there is no such file.", "Look at the spelling of its name.") from None
    except PermissionError:
        raise FileUnreadable(path, "you may not open it.", "Look at the file's permissions.") from None
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise FileUnreadable(path, f"it cannot be opened ({said}).") from error
    return read_bytes(path.name, data)


def _check_name(path: Path) -> None:
    try:
        path.name.encode()
    except UnicodeEncodeError:
        shown = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        raise FileUnreadable(
            shown, "its name is not written in UTF-8.", "Give the file another name."
        ) from None


def read_bytes(name: str, data: bytes) -> Reading:
    """Read one transcript from its bytes; `name` is the file's own name, whose suffix counts.

    Raises:
        FileProblem: Where it cannot be read: one of the classes of `refusals`.
    """
    form = _FORMATS.get(Path(name).suffix.lower())
    if form is None:
        raise unsupported(name)
    if not data:
        raise EmptyFile(name, "the file is empty.")
    if len(data) > LIMIT:
        raise FileTooLarge(name, len(data), LIMIT)
    reading = _read(name, data, form)
    more = len(reading.problems) - _TOLD
    if more <= 0:
        return reading
    rest = Problem(f"{more} more problems are not told one by one.", serious=True)
    return replace(reading, problems=(*reading.problems[:_TOLD], rest))


def _read(name: str, data: bytes, form: str) -> Reading:
    for start, what, hint in _SIGNATURES:
        if data.startswith(start):
            raise UnsupportedFormat(name, f"the file is {what} whatever its name says; such files", hint)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedFile(name)
        what = "the file is an old Word or Office file (.doc) whatever its name says; such files"
        raise UnsupportedFormat(name, what, "Open it with a word processor and save it as .docx.")
    if form == "odt" or (
        data.startswith(_ZIP) and b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:120]
    ):
        return _read_open_document(name, data, form)
    if data.startswith(_ZIP) or form == "docx":
        return _read_word(name, data, form)
    if form == "rtf" or data.startswith(b"{\\rtf"):
        return _read_rich_text(name, data, form)
    if form == "pdf" or b"%PDF-" in data[:1024]:
        return _read_pdf(name, data, form)
    if form == "html":
        from qualbench.readers.web import read_web

        return read_web(name, data)
    return _read_text(name, data, form)


def _read_rich_text(name: str, data: bytes, form: str) -> Reading:
    if not data.startswith(b"{\\rtf"):
        raise UnsupportedFormat(name, "the file is no rich text whatever its name says; such files")
    from qualbench.readers.rtf import read_rtf

    reading = read_rtf(name, data)
    return reading if form == "rtf" else _renamed(reading, form)


def _read_pdf(name: str, data: bytes, form: str) -> Reading:
    if b"%PDF-" not in data[:1024]:
        raise UnsupportedFormat(name, "the file is no PDF whatever its name says; such files")
    from qualbench.readers.pdf import read_pdf

    reading = read_pdf(name, data)
    return reading if form == "pdf" else _renamed(reading, form)


def _read_word(name: str, data: bytes, form: str) -> Reading:
    if not data.startswith(_ZIP):
        raise UnsupportedFormat(name, "the file is no Word document whatever its name says; such files")
    from qualbench.readers.word import read_docx

    reading = read_docx(name, data)
    return reading if form == "docx" else _renamed(reading, form)


def _read_open_document(name: str, data: bytes, form: str) -> Reading:
    if not data.startswith(_ZIP):
        what = "the file is no OpenDocument text whatever its name says; such files"
        raise UnsupportedFormat(name, what)
    from qualbench.readers.odt import read_odt

    reading = read_odt(name, data)
    return reading if form == "odt" else _renamed(reading, form)


def _renamed(reading: Reading, form: str) -> Reading:
    remark = Problem(f"The file is called .{form} but is {reading.format}; it is read as what it is.", line=1)
    return replace(reading, problems=(remark, *reading.problems))


def _read_text(name: str, data: bytes, form: str) -> Reading:
    if form == "json":
        from qualbench.readers.whisper import read_whisper

        return read_whisper(name, data)
    decoded = decode(name, data)
    found = _look_inside(decoded.text) if form != "vtt" else None
    if found in ("ris", "bib") or (not found and form in ("ris", "bib")):
        reading = _read_references(name, data, decoded, found or form)
    else:
        readers = {"txt": read_text, "md": read_markdown, "vtt": read_vtt, "srt": read_srt, "sbv": read_sbv}
        reading = readers[found or form](name, data, decoded)
    return _renamed(reading, form) if found and found != form else reading


def _look_inside(text: str) -> str | None:
    """Return the format that the head of a text file shows, or None."""
    if text.startswith("WEBVTT") and "-->" in text:
        return "vtt"
    heads = {"srt": _SRT_START, "sbv": _SBV_START, "ris": _RIS_START, "bib": _BIB_START}
    return next((form for form, head in heads.items() if head.match(text)), None)


def _read_references(name: str, data: bytes, decoded: Decoded, form: str) -> Reading:
    from qualbench.readers.bibtex import read_bibtex
    from qualbench.readers.references import read_ris

    return {"ris": read_ris, "bib": read_bibtex}[form](name, data, decoded)


def expand_paths(paths: Iterable[Path]) -> list[Path]:
    """Return the files that `paths` name, folders walked in natural order of names (`P2` before `P10`).

    In folders, hidden files and folders and what Office and file managers leave behind are left out. Files
    that are not read (see `SUPPORTED`) stay in the list, so that they can be reported, as do missing ones.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for one in _walk(path) if os.path.isdir(path) else (path,):  # noqa: PTH112 - False where it may not look
            found.setdefault(one)
    return list(found)


def _walk(folder: Path) -> Iterator[Path]:
    closed: list[Path] = []
    for where, folders, files in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted((one for one in folders if _shown(one)), key=_natural)
        yield from (Path(where) / one for one in sorted(filter(_shown, files), key=_natural))
    yield from closed


def _shown(name: str) -> bool:
    return not name.startswith((".", "~$")) and name.lower() not in _LEFT_OUT


def _natural(name: str) -> tuple[list[tuple[bool, int, str]], str]:
    """Order names as a person does: numbers by their value, letters without regard to case."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [
        (not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts if part
    ], name
