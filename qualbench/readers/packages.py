"""Zip files that hold a document: looked at before anything in them is unpacked, and counted as it is.

What a part says of its size is not believed. Python's zipfile gives no more bytes than that, but unpacks far
more into memory on the way: a file of a megabyte and a half can take two gigabytes. So parts are unpacked
in small pieces, and one that lies ends as a damaged file before a library gets the package.
"""

from __future__ import annotations

import io
import re
import zipfile
from copy import copy
from typing import TYPE_CHECKING

from qualbench.readers.refusals import DamagedFile, EncryptedFile, FileTooLarge, UnpacksTooLarge
from qualbench.readers.safe_xml import ZIP_ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

#: The largest a package may be when unpacked, and the largest of its parts, in bytes.
UNPACKED = 256 * 2**20
PART = 48 * 2**20

_PIECE = 1 << 18
#: How such files are packed: not at all, or deflated. All other ways unpack in one piece, however large.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
#: The most parts, and the most bytes of the directory that names them: a longer one fills memory by itself.
_MOST, _DIRECTORY = 50_000, 8 * 2**20
#: From this size on a part that shrank to less than so small a fraction was written by no program for texts.
_TELLING, _SHRUNK = 8 * 2**20, 300
_END, _END_SIZE, _COMMENT = b"PK\x05\x06", 22, 1 << 16
_HINT = "Open it in its own program and save it anew."
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})""")
#: Encodings in which markup is seen without decoding it.
_PLAIN = re.compile(rb"utf-?8|us-ascii|ascii|iso-8859-\d+|windows-125\d", re.IGNORECASE)
_TYPES = tuple(
    mark.encode(one) for mark in ("<!DOCTYPE", "<!ENTITY") for one in ("ascii", "utf-16-le", "utf-16-be")
)


def open_zip(source: bytes | Path) -> zipfile.ZipFile:
    """Open a zip file for reading, from its bytes or from the disk.

    Raises:
        BadZipFile: It is none, or its directory is longer than any; and the others of `ZIP_ERRORS`.
    """
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    reach = max(0, size - _END_SIZE - _COMMENT)
    if isinstance(source, bytes):
        tail = source[reach:]
    else:
        with source.open("rb") as file:
            file.seek(reach)
            tail = file.read()
    if _directory(tail) > _DIRECTORY:
        raise zipfile.BadZipFile("its list of parts is longer than any")
    return zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)


def _directory(tail: bytes) -> int:
    """Return how long the directory of an archive is, by what stands at the archive's end."""
    at = len(tail) - _END_SIZE
    if not (at >= 0 and tail.startswith(_END, at) and tail.endswith(b"\0\0")):
        at = tail.rfind(_END)
    said = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    if said != 0xFFFFFFFF:
        return said
    record = tail.rfind(b"PK\x06\x06", 0, at)  # a very large archive says it in a record of its own
    return int.from_bytes(tail[record + 40 : record + 48], "little") if record >= 0 else said


def check_parts(
    name: str,
    package: zipfile.ZipFile,
    *,
    whole: int = UNPACKED,
    part: int = PART,
    limited: Callable[[str], bool] = lambda _part: True,
) -> None:
    """Refuse a package that is protected, that would grow, or in which one name stands for two parts.

    Args:
        name: The file's own name.
        package: The open package.
        whole: Bytes that all parts may have together.
        part: Bytes that one part may have.
        limited: Says of a part's name whether that holds for it.

    Raises:
        FileProblem: It is one of these.
    """
    parts = package.infolist()
    if any(one.flag_bits & 1 for one in parts):
        raise EncryptedFile(name)
    total = sum(one.file_size for one in parts)
    if total > whole:
        raise FileTooLarge(name, total, whole)
    counted = [one for one in parts if limited(one.filename)]
    largest = max((one.file_size for one in counted), default=0)
    if largest > part:
        raise FileTooLarge(name, largest, part)
    for one in counted:
        times = one.file_size // max(one.compress_size, 1)
        if one.file_size > _TELLING and times > _SHRUNK:
            raise UnpacksTooLarge(name, shown(one.filename), times)
    if len(parts) > _MOST:
        raise DamagedFile(name, f"it holds {len(parts):,} parts, as no such file does.", _HINT)
    if len({one.filename for one in parts}) < len(parts):
        raise DamagedFile(
            name, "two of its parts have one name, so that it is not clear which counts.", _HINT
        )


def pieces(name: str, package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part in pieces, no more of it than the directory says.

    Raises:
        FileProblem: It is not there or damaged, or its size is another one; perhaps after some pieces.
    """
    try:
        told = package.getinfo(part)
    except KeyError as error:
        raise DamagedFile(name, f"its part {shown(part)} is missing.", _HINT) from error
    if told.compress_type not in _METHODS:
        raise DamagedFile(name, f"its part {shown(part)} is packed as in no such file.", _HINT)
    # asked for more than is said to be there, zipfile goes on and shows what is
    asked = copy(told)
    asked.file_size = told.file_size + 2 * _PIECE
    size = 0
    try:
        with package.open(asked) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > told.file_size:
                    break
                yield piece
    except ZIP_ERRORS as error:
        raise DamagedFile(name, f"its part {shown(part)} cannot be unpacked ({error}).", _HINT) from error
    if size != told.file_size:
        more = "more" if size > told.file_size else "less"
        said = f"its part {shown(part)} is said to have {told.file_size:,} bytes and has {more}."
        raise DamagedFile(name, said, _HINT)


def read_part(name: str, package: zipfile.ZipFile, part: str, limit: int = PART) -> bytes:
    """Return a part whole.

    Raises:
        FileProblem: It is not there, damaged, or larger than so many bytes.
    """
    told = package.NameToInfo.get(part)
    if told is not None and told.file_size > limit:
        raise FileTooLarge(name, told.file_size, limit)
    return b"".join(pieces(name, package, part))


def check_contents(name: str, package: zipfile.ZipFile) -> None:
    """Unpack every part once without keeping it, before a library that believes the directory gets them.

    Raises:
        FileProblem: A part is not as large as is said, or declares a document type.
    """
    for one in package.infolist():
        markup = one.filename.lower().endswith((".xml", ".rels", ".vml"))
        before = b""
        for piece in pieces(name, package, one.filename) if not one.is_dir() else ():
            if not markup:
                continue
            if not before and not _is_plain(piece):
                said = f"its part {shown(one.filename)} is in an encoding that no such file has."
                raise DamagedFile(name, said, _HINT)
            seen = before + piece
            if any(mark in seen for mark in _TYPES):
                raise DamagedFile(name, "it declares a document type, as no such file does.", _HINT)
            before = seen[-20:]


def _is_plain(head: bytes) -> bool:
    """Say whether what markup declares can be seen without decoding it."""
    if head.startswith((b"\xff\xfe\0\0", b"<\0\0\0")):
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        return True
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = _DECLARED.match(bare)
    return (not bare or bare.startswith(b"<")) and (
        declared is None or _PLAIN.fullmatch(declared[1]) is not None
    )


def shown(part: str) -> str:
    """Return a part's name as it can be said: on one line, without control characters, not too long."""
    bare = "".join(one if one.isprintable() else "\ufffd" for one in part)
    return f"“{bare if len(bare) <= 80 else bare[:79] + '…'}”"
