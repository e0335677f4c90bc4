"""Zip archives: whatever they say of themselves, they are counted as they unpack."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from qualbench.readers.packages import check_contents, check_parts, open_zip, pieces, read_part, shown
from qualbench.readers.refusals import DamagedFile, EncryptedFile, FileTooLarge

if TYPE_CHECKING:
    from pathlib import Path


def packed(*parts: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as new:
        for name, data in parts:
            new.writestr(name, data)
    return made.getvalue()


def lying(data: bytes, part: str, said: bytes) -> bytes:
    """The archive, but its directory says that a part is `said`: its size and its checksum too."""
    made = bytearray(data)
    told = struct.pack("<L", zlib.crc32(said)), struct.pack("<L", len(said))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        local = file.getinfo(part).header_offset
    central = made.index(b"PK\x01\x02")
    while made[central + 46 :].startswith(part.encode()) is False:
        central = made.index(b"PK\x01\x02", central + 4)
    for start, crc, size in ((local, 14, 22), (central, 16, 24)):
        made[start + crc : start + crc + 4], made[start + size : start + size + 4] = told
    return bytes(made)


def test_parts_are_read_from_bytes_and_from_the_disk(tmp_path: Path) -> None:
    data = packed(("a.xml", b"<a/>"), ("folder/", b""), ("b", b"words"))
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    for source in (data, path):
        with open_zip(source) as package:
            check_parts("a.zip", package)
            check_contents("a.zip", package)
            assert read_part("a.zip", package, "b", 5) == b"words"
            with pytest.raises(FileTooLarge):
                read_part("a.zip", package, "b", 4)
            with pytest.raises(DamagedFile, match="“c” is missing"):
                read_part("a.zip", package, "c")


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize(("said", "how"), [(5, "more"), (0, "more"), (5_000_000, ".")])
def test_a_part_that_lies_about_its_size_is_refused(said: int, how: str, method: int) -> None:
    data = lying(packed(("other", b"1"), ("a", b"x" * 3_000_000), method=method), "a", b"x" * said)
    with open_zip(data) as package, pytest.raises(DamagedFile, match=how):
        check_contents("a.zip", package)


def test_no_more_of_a_lying_part_is_unpacked_than_a_piece() -> None:
    data = lying(packed(("a", b"x" * 3_000_000)), "a", b"x" * 300_000)
    taken = 0
    with open_zip(data) as package, pytest.raises(DamagedFile, match="300,000 bytes and has more"):
        for piece in pieces("a.zip", package, "a"):
            taken += len(piece)
    assert taken <= 300_000


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing_that_unpack_in_one_piece_are_refused(method: int) -> None:
    with (
        open_zip(packed(("a", b"x" * 1000), method=method)) as package,
        pytest.raises(DamagedFile, match="packed as in no such file"),
    ):
        check_contents("a.zip", package)


def test_what_grows_a_thousand_times_is_refused() -> None:
    data = packed(("a", bytes(9 * 2**20)))
    with open_zip(data) as package, pytest.raises(FileTooLarge, match="times its size"):
        check_parts("a.zip", package)
    with open_zip(data) as package:  # a film may be what it likes: nobody unpacks it
        check_parts("a.zip", package, limited=lambda _part: False)


def test_a_directory_without_end_is_not_read(tmp_path: Path) -> None:
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 9, 9, 9 * 2**20, 0, 0)
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x01\x02" + bytes(9 * 2**20) + end)
    for source in (path, path.read_bytes()):
        with pytest.raises(zipfile.BadZipFile, match="longer than any"):
            open_zip(source)


def test_a_password_is_named() -> None:
    data = bytearray(packed(("a", b"words")))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    with open_zip(bytes(data)) as package, pytest.raises(EncryptedFile):
        check_parts("a.zip", package)


@pytest.mark.parametrize(
    "markup",
    [
        b"<!DOCTYPE a><a/>",
        b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        "<!DOCTYPE a><a/>".encode("utf-16-le"),
        "<!DOCTYPE a><a/>".encode("utf-16"),
        "<!DOCTYPE a><a/>".encode("utf-16-be"),
        "<!DOCTYPE a><a/>".encode("utf-32"),
        "<!DOCTYPE a><a/>".encode("cp500"),
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4APA-a/+AD4-',
        b"<a>" + b" " * (2**18 - 7) + b"<!DOCTYPE a><a/>",  # over the edge of two pieces
    ],
)
def test_a_document_type_is_seen_in_every_encoding(markup: bytes) -> None:
    with open_zip(packed(("a.xml", markup))) as package, pytest.raises(DamagedFile):
        check_contents("a.zip", package)


def test_ordinary_markup_passes() -> None:
    parts = (b"", b"<a/>", b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?><a/>', "<a/>".encode("utf-16"))
    data = packed(*((f"{at}.xml", one) for at, one in enumerate(parts)), ("a.bin", b"<!DOCTYPE"))
    with open_zip(data) as package:
        check_contents("a.zip", package)


def test_a_part_is_named_on_one_line() -> None:
    assert shown("a\nb\x1b[31m") == "“a�b�[31m”"
    assert len(shown("x" * 500)) < 90
