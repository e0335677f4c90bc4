"""OpenDocument texts: what is said, in order, and what was left out or refused."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from qualbench.readers.refusals import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    UnsupportedFormat,
)
from qualbench.readers.registry import read_bytes

if TYPE_CHECKING:
    from qualbench.model.document import Reading

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)
TEXT = "application/vnd.oasis.opendocument.text"


def package(body: str, *, kind: str = TEXT, prolog: str = "", **parts: bytes) -> bytes:
    """An OpenDocument file whose text is this XML."""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<office:document-content {SPACES}><office:body>'
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("mimetype", kind, zipfile.ZIP_STORED)
        new.writestr("content.xml", xml)
        for name, data in parts.items():
            new.writestr(name.replace("__", "/").replace("_", "."), data)
    return made.getvalue()


def read(body: str, name: str = "a.odt") -> Reading:
    return read_bytes(name, package(body))


def paragraphs(*words: str) -> str:
    return "".join(f"<text:p>{one}</text:p>" for one in words)


def test_paragraphs_are_lines_and_labels_are_speakers() -> None:
    read_so = read(paragraphs("Interviewer: How was it?", "Anna: Long. <text:span>Very</text:span> long."))
    assert read_so.text == "Interviewer: How was it?\nAnna: Long. Very long."
    assert [turn.speaker for turn in read_so.turns] == ["Interviewer", "Anna"]
    assert (read_so.format, read_so.encoding) == ("odt", "unicode")


def test_spaces_tabs_and_breaks_are_what_they_stand_for() -> None:
    body = paragraphs('a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d', "line\nbroken\tin the XML")
    assert read(body).text == "a   b\tc\nd\nline broken in the XML"


def test_headings_lists_and_sections_are_taken_in_order() -> None:
    body = (
        "<text:h>Part one</text:h><text:section>"
        f"<text:list><text:list-item>{paragraphs('first')}</text:list-item></text:list></text:section>"
    )
    assert read(body).text == "Part one\nfirst"


def test_a_transcript_in_a_table_becomes_turns() -> None:
    rows = "".join(
        f"<table:table-row><table:table-cell>{paragraphs(who)}</table:table-cell>"
        f"<table:table-cell>{paragraphs(words)}</table:table-cell></table:table-row>"
        for who, words in (
            ("Speaker", "Text"),
            ("Anna", "It was long, very long."),
            ("Ben", "It was not so."),
        )
    )
    read_so = read(f"<table:table>{rows}</table:table>")
    assert read_so.text == "Anna: It was long, very long.\nBen: It was not so."
    assert [turn.speaker for turn in read_so.turns] == ["Anna", "Ben"]


def test_what_is_beside_the_text_is_left_out_and_told() -> None:
    body = (
        f"<text:tracked-changes><text:deletion>{paragraphs('deleted words')}</text:deletion>"
        "</text:tracked-changes>"
        "<text:p>Kept<text:note><text:note-body>"
        f"{paragraphs('a note')}</text:note-body></text:note>.</text:p>"
    )
    read_so = read(body)
    assert read_so.text == "Kept."
    assert "1 note is not part of the text." in [one.message for one in read_so.problems]


def test_a_file_is_read_as_what_it_is() -> None:
    read_so = read(paragraphs("Anna: Yes."), name="a.docx")
    assert read_so.text == "Anna: Yes."
    assert "is called .docx but is odt" in read_so.problems[0].message


@pytest.mark.parametrize(
    ("data", "refusal", "said"),
    [
        (b"just words", UnsupportedFormat, "no OpenDocument text"),
        (
            package("", kind="application/vnd.oasis.opendocument.spreadsheet"),
            UnsupportedFormat,
            "a spreadsheet",
        ),
        (package(""), EmptyFile, "no words"),
        (package("<text:p>open"), DamagedFile, "not well-formed"),
        (package("")[:200], DamagedFile, "damaged"),
        (package("<text:p>x</text:p>", META_INF__manifest_xml=b"<m/>"), None, ""),
        (
            package("<text:p>x</text:p>", prolog='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
            DamagedFile,
            "DOCTYPE",
        ),
        (
            package("<text:p>" * 300 + "x" + "</text:p>" * 300),
            DamagedFile,
            "nested",
        ),
    ],
    # without names of their own they would be named by their bytes, in which a zip file says the time
    ids=["no zip", "spreadsheet", "empty", "open", "cut", "manifest", "DOCTYPE", "nested"],
)
def test_what_is_broken_or_hostile_is_a_sentence(data: bytes, refusal: type | None, said: str) -> None:
    if refusal is None:
        assert read_bytes("a.odt", data).text == "x"
        return
    with pytest.raises(refusal, match=said):
        read_bytes("a.odt", data)


def test_a_file_with_a_password_is_named() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        new.writestr("mimetype", TEXT)
        new.writestr("content.xml", b"\x00\x01scrambled")
        new.writestr("META-INF/manifest.xml", b"<manifest:encryption-data/>")
    with pytest.raises(EncryptedFile):
        read_bytes("a.odt", made.getvalue())


def test_a_part_that_would_grow_beyond_any_document_is_not_unpacked() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("mimetype", TEXT)
        new.writestr("content.xml", b" " * (65 * 2**20))
    assert len(made.getvalue()) < 2**20
    with pytest.raises(FileTooLarge):
        read_bytes("a.odt", made.getvalue())


def test_a_row_of_a_million_spaces_stays_a_row() -> None:
    assert len(read(paragraphs('a<text:s text:c="1000000000"/>b')).text) < 2000
