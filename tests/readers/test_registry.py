"""Files find their reader; every refusal has a reason; nothing else is ever raised."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.errors import FileProblem, QualbenchError
from qualbench.readers import registry
from qualbench.readers.refusals import (
    BinaryFile,
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    FileUnreadable,
    UnsupportedFormat,
)
from qualbench.readers.registry import SUPPORTED, expand_paths, read_bytes, read_file

if TYPE_CHECKING:
    from pathlib import Path


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.pdf", b"%PDF-1.7", DamagedFile),
        ("a", b"hello", UnsupportedFormat),
        ("a.txt", b"", EmptyFile),
        ("a.txt", b"  \n", EmptyFile),
        ("a.txt", b"%PDF-1.7 and so on", DamagedFile),
        ("a.docx", b"Anna: hello", UnsupportedFormat),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, UnsupportedFormat),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            EncryptedFile,
        ),
        ("a.docx", zipped("xl/workbook.xml", "[Content_Types].xml"), UnsupportedFormat),
        ("a.docx", zipped("content.xml"), UnsupportedFormat),
        ("a.docx", zipped("holiday.jpg"), UnsupportedFormat),
        ("a.docx", zipped("word/document.xml", "[Content_Types].xml"), DamagedFile),
        ("a.docx", b"PK\x03\x04 broken off", DamagedFile),
        ("a.txt", zipped("holiday.jpg"), UnsupportedFormat),
        ("a.txt", b"\x00\x01\x02\x03\x00", BinaryFile),
        ("a.vtt", b"WEBVTT\n", EmptyFile),
        ("a.srt", b"only words", DamagedFile),
    ],
    # ids of our own: the bytes of an archive hold the time at which they were made
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_refusals(name: str, data: bytes, error: type[FileProblem]) -> None:
    with pytest.raises(error) as caught:
        read_bytes(name, data)
    assert type(caught.value) is error
    assert caught.value.message.startswith(name)
    assert caught.value.message.endswith(".")


def test_what_is_read_is_said() -> None:
    with pytest.raises(
        UnsupportedFormat,
        match=r"\.pages files cannot be read; txt, md, .*, vtt, srt, sbv, json \(Whisper\), ris and bib can",
    ):
        read_bytes("a.pages", b"")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("talk.MP3", "Import its transcript."),
        ("search.nbib", "Export the references as RIS or BibTeX."),
        ("talk.ttml", "Save the captions as .vtt or .srt."),
        ("talk.doc", "Open it with a word processor and save it as .docx."),
        ("talks.zip", "Unpack it, and import the folder."),
        ("talk.xyz", "Save it as plain text or as a Word document (.docx)."),
    ],
)
def test_what_to_do_instead_is_said(name: str, hint: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(UnsupportedFormat) as caught:
        read_file(tmp_path / name)
    assert caught.value.hint == hint
    with pytest.raises(UnsupportedFormat) as caught:
        read_bytes(name, b"x")
    assert caught.value.hint == hint


def test_problems_without_end_are_told_in_part() -> None:
    reading = read_bytes("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nhi\n\n" + b"words\n\n" * 900)
    assert len(reading.problems) == 501
    assert "more problems are not told one by one" in reading.problems[-1].message


def test_a_folder_a_missing_file_and_a_closed_one(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="folder"):
        read_file(tmp_path)
    with pytest.raises(FileUnreadable, match="no such file"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(FileUnreadable):
        read_file(tmp_path / "a\0b.txt")
    closed = tmp_path / "closed.txt"
    closed.write_text("hi")
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may open everything")
    with pytest.raises(FileUnreadable, match="may not"):
        read_file(closed)


def test_a_recording_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "LIMIT", 10)
    (tmp_path / "a.txt").write_text("more than ten bytes")
    with pytest.raises(FileTooLarge):
        read_file(tmp_path / "a.txt")


def test_a_file_under_a_wrong_name_is_read_as_what_it_is() -> None:
    captions = read_bytes("a.txt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nAnna: hi")
    assert captions.format == "vtt"
    assert "called .txt" in captions.problems[0].message
    assert read_bytes("a.txt", b"1\n00:00:01,000 --> 00:00:02,000\nhi").format == "srt"


def test_folders_are_walked_as_a_person_orders_them(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / ".hidden").mkdir()
    names = ["P10.txt", "p2.txt", "P1.md", "scan.pages", ".DS_Store", "~$P1.docx", "Thumbs.db"]
    for name in [*names, "deep/x.txt", ".hidden/y.txt", "007.txt", "a٣.txt", "a².txt"]:
        (tmp_path / name).write_text("hi")
    found = [path.relative_to(tmp_path).as_posix() for path in expand_paths([tmp_path, tmp_path / "P1.md"])]
    assert found == ["007.txt", "a².txt", "a٣.txt", "P1.md", "p2.txt", "P10.txt", "scan.pages", "deep/x.txt"]
    missing = tmp_path / "none.txt"
    assert expand_paths([missing]) == [missing]
    assert ".pages" not in SUPPORTED


def test_word_is_imported_only_for_word() -> None:
    code = (
        "import sys; from qualbench.readers.registry import read_bytes; read_bytes('a.txt', b'Anna: hi');"
        "sys.exit(any(one in sys.modules for one in ('docx', 'lxml', 'zipfile')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "piece", ["word ", "a", " ", "\n", "Anna: ", "Anna:\n", "0:00 ", "*", "[", "\t", "A 0:00\n"]
)
def test_a_megabyte_of_one_thing_ends_in_bounded_time(piece: str) -> None:
    data = ("x" + piece * (2**20 // len(piece))).encode()
    before = process_time()
    read_bytes("a.txt", data)
    assert process_time() - before < 30


HEADS = [
    b"",
    b"PK\x03\x04",
    b"WEBVTT\n\n",
    b"1\n00:00:01,000 --> 00:00:02,000\n",
    b"\xff\xfe",
    b"---\n",
    b"\xef\xbb\xbf",
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(SUPPORTED)), st.sampled_from(HEADS), st.binary(max_size=300))
def test_random_bytes_are_read_or_refused(suffix: str, head: bytes, data: bytes) -> None:
    try:
        reading = read_bytes(f"a{suffix}", head + data)
    except QualbenchError as error:
        assert error.message
        return
    assert reading.text.strip()
    assert "\r" not in reading.text
