"""What is packed inside a PDF, counted before pdfium unpacks it: a file of two kilobytes can hold gigabytes.

pdfium unpacks a page's stream whole, to a gigabyte and over again for each time that it is packed. So streams
are unpacked here first, in small pieces and without being kept; pictures only where they could be huge.
"""

from __future__ import annotations

import re
import zlib

from qualbench.readers.refusals import DamagedFile, UnpacksTooLarge

#: Bytes that a stream may unpack to, one that says it is a picture, and all that are no pictures together.
_STREAM, _PICTURE, _ALL = 48 * 2**20, 256 * 2**20, 512 * 2**20
#: Deflate makes nothing smaller than this many times.
_MOST = 1032
_PIECE = 1 << 18
_BEGIN = re.compile(rb"stream\r?\n(?=[\x08-\x78])")
_END = b"endstream"
#: How far before a stream its description may begin.
_BEFORE = 1500
_FILTERS = re.compile(rb"/F(?:ilter)?\s*\[([^\]]{0,300})\]")
_PACKED = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW)(?![A-Za-z])")
_HINT = "Where is it from? Print it to a new PDF, or save its words as plain text."


def check_streams(name: str, data: bytes) -> None:
    """Refuse a PDF in which something would unpack to more than any page is.

    Raises:
        FileProblem: It is one.
    """
    for found in _FILTERS.finditer(data):
        if len(_PACKED.findall(found[1])) > 1 or b"#" in found[1]:
            raise DamagedFile(name, "a part of the PDF is packed twice over, as in no real file.", _HINT)
    left = _ALL
    for found in _BEGIN.finditer(data):
        start = found.end()
        if not _is_deflated(data[start : start + 2]) or data[found.start() - 3 : found.start()] == b"end":
            continue
        end = data.find(_END, start)
        packed = (end if end >= 0 else len(data)) - start
        if _is_deflated(_head(data[start : start + 200])):
            raise DamagedFile(name, "a part of the PDF is packed twice over, as in no real file.", _HINT)
        about = data[max(0, found.start() - _BEFORE) : found.start()].rpartition(b" obj")[2]
        picture = b"/Image" in about
        if picture and packed * _MOST <= _PICTURE:
            continue
        size = _unpacked(data, start, start + packed, _PICTURE if picture else min(_STREAM, left))
        if size is None:
            raise UnpacksTooLarge(name, f"at byte {start:,}", (_PICTURE if picture else _STREAM) // packed)
        left -= 0 if picture else size


def _head(data: bytes) -> bytes:
    """Return the first bytes of what is deflated, as far as they are whole."""
    try:
        return zlib.decompressobj().decompress(data, 2)
    except zlib.error:
        return b""


def _is_deflated(head: bytes) -> bool:
    """Say whether two bytes are those that deflated data begins with."""
    return len(head) == 2 and head[0] & 15 == 8 and head[0] >> 4 <= 7 and (head[0] << 8 | head[1]) % 31 == 0


def _unpacked(data: bytes, start: int, end: int, limit: int) -> int | None:
    """Return to how many bytes a stream unpacks, or None where that is more than the limit."""
    unpacking, size, at = zlib.decompressobj(), 0, start
    waiting = b""
    while not unpacking.eof and (waiting or at < end):
        if not waiting:
            waiting, at = data[at : min(at + _PIECE, end)], at + _PIECE
        try:
            size += len(unpacking.decompress(waiting, _PIECE))
        except zlib.error:  # pdfium takes what is whole, and so much is known
            break
        waiting = unpacking.unconsumed_tail
        if size > limit:
            return None
    return size
