"""Files made to do harm, or broken in ways that files are: a sentence for each, in bounded memory and time.

All are read by one child process that has little of both (see `reading_child`). A file may be read or
refused; what it may not do is take the process down, fetch, write, or bring in another file's words.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import warnings
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from tests.readers.made_pdf import column, pdf
from tests.readers.test_packages import lying as lying_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="a process's memory is limited by POSIX alone; Linux and macOS try this"
)

MB = 2**20
LAUGHS = (
    '<!DOCTYPE lol [<!ENTITY a "ha ha ha ha ha ">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
FAR = '<!DOCTYPE x [<!ENTITY j SYSTEM "http://127.0.0.1:9/x">]>'
ODT = (
    '{}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    "<text:p>{}</text:p></office:text></office:body></office:document-content>"
)
DOCX = (
    '<?xml version="1.0"?>{}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>"
)
SHEET = (
    '<?xml version="1.0"?>{}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>case</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>{}</t></is></c></row></sheetData></worksheet>'
)


def odt(content: str | bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        file.writestr("content.xml", content)
    return made.getvalue()


def altered(data: bytes, part: str, content: str | bytes, *more: tuple[str, bytes]) -> bytes:
    """Return a zip file with one part's content replaced, and parts added."""
    made = io.BytesIO()
    warnings.filterwarnings("ignore", "Duplicate name")  # that is what one of them is about
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            new.writestr(one, content if one == part else old.read(one))
        for name, words in more:
            new.writestr(name, words)
    return made.getvalue()


def word(content: str | bytes, *more: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    docx.Document().save(held)
    return altered(held.getvalue(), "word/document.xml", content, *more)


def workbook(content: str | bytes, *more: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    openpyxl.Workbook().save(held)
    return altered(held.getvalue(), "xl/worksheets/sheet1.xml", content, *more)


def lying(data: bytes, part: str) -> bytes:
    """Return a zip file whose directory says that a part is a hundred bytes when it is unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        info = file.getinfo(part)
    size, small = info.file_size.to_bytes(4, "little"), (100).to_bytes(4, "little")
    packed = info.compress_size.to_bytes(4, "little")
    return data.replace(packed + size, packed + small)


def grown(data: bytes, many: int) -> bytes:
    """Return a zip file with a part `x.xml` of so many megabytes of spaces."""
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as file, file.open("x.xml", "w") as part:
        part.write(b"<!-- -->")
        for _ in range(many):
            part.write(b" " * MB)
    return made.getvalue()


def squeezed(data: bytes) -> bytes:
    """Return a zip file with a part that is packed as zipfile can only unpack it whole, and lies."""
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_BZIP2) as file:
        file.writestr("x.xml", b"<!-- -->" + b" " * (40 * MB))
    return lying_whole(made.getvalue(), "x.xml", b"<!-- -->")


def deflated(many: int) -> bytes:
    """Return a page's words and so many megabytes of spaces, deflated."""
    packing = zlib.compressobj()
    made = [packing.compress(b"BT /F 11 Tf 72 700 Td (Anna: hello) Tj ET\n")]
    made += [packing.compress(b" " * MB) for _ in range(many)]
    return b"".join(made) + packing.flush()


def packed_pdf(content: bytes, about: bytes = b"", filters: bytes = b"/FlateDecode") -> bytes:
    """Return a PDF of one page with this stream, and no table of where things are (pdfium finds them)."""
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        b"5 0 obj[/FlateDecode /Fla#74eDecode]endobj\n"
        b"4 0 obj<</Length %d/Filter %s%s>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF"
        % (len(content), filters, about, content)
    )


def flagged(data: bytes) -> bytes:
    """Return a zip file whose parts all say that they are protected by a password."""
    made = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.find(mark)
        while place >= 0:
            made[place + at] |= 1
            place = made.find(mark, place + 4)
    return bytes(made)


SPACES = b" " * (70 * MB)
PAGES = [column([f"Page {n}: she waited for the bus.", "It came late again."]) for n in range(500)]
MEMBERS = tuple((f"word/media/{n}.bin", b"\0" * (47 * MB)) for n in range(6))

#: Name -> how the file is made, and what must be said of it.
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.docx": (lambda: word(b"<x>" + SPACES + b"</x>"), "FileTooLarge"),
    "many parts.docx": (lambda: word(DOCX.format("", "Hello there."), *MEMBERS), "FileTooLarge"),
    "laughs.docx": (lambda: word(DOCX.format(LAUGHS, "&j;")), "DamagedFile"),
    "outside.docx": (lambda: word(DOCX.format(OUTSIDE, "&j;")), "DamagedFile"),
    "lying.docx": (lambda: lying(word(b"<x>" + SPACES + b"</x>"), "word/document.xml"), "DamagedFile"),
    "lying for a library.docx": (  # nearly two gigabytes, said to be eight bytes
        lambda: lying_whole(grown(word(DOCX.format("", "Hello.")), 2000), "x.xml", b"<!-- -->"),
        "DamagedFile",
    ),
    "squeezed.docx": (lambda: squeezed(word(DOCX.format("", "Hello."))), "DamagedFile"),
    "elements.docx": (
        lambda: word(DOCX.format("", "</w:t></w:r></w:p>" + "<w:p/>" * (7 * MB))),
        "UnpacksTooLarge",
    ),
    "locked.docx": (lambda: flagged(word(DOCX.format("", "Hello."))), "EncryptedFile"),
    "locked by Office.docx": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"),
        "EncryptedFile",
    ),
    "half.docx": (lambda: word(DOCX.format("", "Hello there."))[:-200], "DamagedFile"),
    "twice.docx": (lambda: word(DOCX.format("", "Hello."), ("word/document.xml", b"<x/>")), "DamagedFile"),
    "deep.docx": (lambda: word(DOCX.format("", "<w:p>" * 100_000 + "</w:p>" * 100_000)), "DamagedFile"),
    "bomb.odt": (lambda: odt(b"<x>" + SPACES + b"</x>"), "FileTooLarge"),
    "laughs.odt": (lambda: odt(ODT.format(LAUGHS, "&j;")), "DamagedFile"),
    "outside.odt": (lambda: odt(ODT.format(OUTSIDE, "&j;")), "DamagedFile"),
    "lying.odt": (lambda: lying(odt(b"<x>" + SPACES + b"</x>"), "content.xml"), "DamagedFile"),
    "locked.odt": (lambda: flagged(odt(ODT.format("", "Hello."))), "EncryptedFile"),
    "deep.odt": (lambda: odt(ODT.format("", "<text:p>" * 100_000 + "</text:p>" * 100_000)), "DamagedFile"),
    "bomb.xlsx": (lambda: workbook(b"<x>" + SPACES * 9 + b"</x>"), "FileTooLarge"),
    "words.xlsx": (
        lambda: workbook(
            SHEET.format("", "x"), ("xl/sharedStrings.xml", b"<sst><si><t>" + SPACES * 3 + b"</t></si></sst>")
        ),
        "FileTooLarge",
    ),
    "laughs.xlsx": (lambda: workbook(SHEET.format(LAUGHS, "&j;")), "DamagedFile"),
    "outside.xlsx": (lambda: workbook(SHEET.format(OUTSIDE, "&j;")), "DamagedFile"),
    "far.xlsx": (lambda: workbook(SHEET.format(FAR, "&j;")), "DamagedFile"),
    "far row.xlsx": (
        lambda: workbook(
            SHEET.format("", "x").replace('r="A2"', 'r="A900000000"').replace('"2"', '"900000000"')
        ),
        "DamagedFile",
    ),
    "far cells.xlsx": (
        lambda: workbook(
            SHEET.format("", "x").replace(
                "</sheetData>",
                "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(3, 9000))
                + "</sheetData>",
            )
        ),
        "DamagedFile",
    ),
    "locked.xlsx": (lambda: flagged(workbook(SHEET.format("", "x"))), "EncryptedFile"),
    "laughs.html": (lambda: f"{LAUGHS}<html><body><p>&j; she said.</p></body></html>".encode(), "read"),
    "outside.html": (lambda: f"{OUTSIDE}<html><body><p>&j; she said.</p></body></html>".encode(), "read"),
    "deep.html": (lambda: b"<div>" * 300_000 + b"words" + b"</div>" * 300_000, ""),
    "far.html": (
        lambda: b'<html><body><img src="http://127.0.0.1:9/x"><link href="http://127.0.0.1:9/"><p>Hm.</p>',
        "read",
    ),
    "500 pages.pdf": (lambda: pdf(*PAGES), "read"),
    "locked.pdf": (lambda: pdf(column(["Hello."]), password=True), "EncryptedFile"),
    "bomb.pdf": (lambda: packed_pdf(deflated(200)), "UnpacksTooLarge"),
    "bomb of a picture.pdf": (lambda: packed_pdf(deflated(300), b"/Subtype /Image"), "UnpacksTooLarge"),
    "packed twice.pdf": (
        lambda: packed_pdf(zlib.compress(deflated(900)), filters=b"[/FlateDecode /FlateDecode]"),
        "DamagedFile",
    ),
    "packed twice by reference.pdf": (
        lambda: packed_pdf(zlib.compress(deflated(900)), filters=b"5 0 R"),
        "DamagedFile",
    ),
    "half.pdf": (lambda: pdf(*PAGES[:20])[:900], "DamagedFile"),
    "circle.pdf": (
        lambda: (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            b"2 0 obj<</Type/Pages/Count 9/Kids[2 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
        ),
        "DamagedFile",
    ),
    "deep.rtf": (lambda: b"{\\rtf1 " + b"{" * 500_000 + b"words" + b"}" * 500_000 + b"}", ""),
    "picture.rtf": (lambda: b"{\\rtf1 {\\pict " + b"ff" * (5 * MB) + b"} words\\par}", "read"),
    "deep.json": (lambda: b"[" * 2_000_000, "DamagedFile"),
    "numbers.json": (lambda: b'{"segments": [{"start": ' + b"9" * 1_000_000 + b"}]}", ""),
    "one line.txt": (lambda: b"word " * (2 * MB), "read"),
    "labels.txt": (lambda: b"A: b\n" * 400_000, "read"),
    "colons.txt": (lambda: b": " * (2 * MB), "read"),
    "cue.vtt": (lambda: b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"word " * MB, "read"),
    "cues.srt": (lambda: b"1\n00:00:00,000 --> 00:00:01,000\nHm.\n\n" * 60_000, "read"),
    "brackets.bib": (lambda: b"@article{x,\n title = " + b"{" * 500_000, ""),
    "quotes.csv": (lambda: b'a,b\n"' + b"x," * (3 * MB), "DamagedFile"),
    "rows.csv": (lambda: b"a;b\n" + b"1;2\n" * 6_000_000, "DamagedFile"),
    "commas.csv": (lambda: b"a,b\n" + b"," * (2 * MB), ""),
    "zip in name.txt": (lambda: odt(ODT.format("", "Hello there.")), "read"),
    "nothing.pdf": (lambda: b"", "EmptyFile"),
    "zeros.docx": (lambda: b"PK\x03\x04" + b"\0" * MB, "DamagedFile"),
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("hostile")
    for name, (make, _expected) in FILES.items():
        (folder / name).write_bytes(make())
    told = subprocess.run(
        [sys.executable, "-m", "tests.readers.reading_child", str(folder)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    found = dict(json.loads(line) for line in told.stdout.splitlines())
    left = [name for name in sorted(FILES) if name not in found]
    assert told.returncode == 0, f"it ended at {left[:1]}: {told.stderr[-2000:]}"
    yield found
    for name in FILES:  # a hundred megabytes that nobody looks at
        (folder / name).unlink()


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_gets_a_sentence_or_is_read(outcomes: dict[str, str], name: str) -> None:
    said, expected = outcomes[name], FILES[name][1]
    assert said.startswith(expected)
    assert "root:" not in said
    assert "Traceback" not in said
    assert len(said) < 600
    assert said.startswith("read: ") or "\n" not in said


def test_nothing_was_fetched_written_or_read_elsewhere(outcomes: dict[str, str]) -> None:
    assert outcomes[""] == ""
