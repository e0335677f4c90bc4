"""Plain text and Markdown: bytes to text, exactly."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from qualbench.model.document import Role
from qualbench.readers.plain import decode
from qualbench.readers.refusals import BinaryFile, EmptyFile
from qualbench.readers.registry import read_bytes, read_file

REAL = Path(__file__).parents[3] / "shared" / "data" / "pdpilot" / "plain"
TALK = "Interviewer: Où étiez-vous? – “Ici”, dit-elle.\nAnna: À la maison.\n"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)
def test_unicode_is_read_and_named(encoding: str, said: str) -> None:
    decoded = decode("a.txt", TALK.encode(encoding))
    assert decoded.text == TALK
    assert decoded.encoding == said
    remarks = [] if said.startswith("utf-8") else [f"The file is read as {said.upper()}."]
    assert [one.message for one in decoded.problems] == remarks
    assert not any(one.serious for one in decoded.problems)


def test_utf16_with_its_mark() -> None:
    assert decode("a.txt", TALK.encode("utf-16")).text == TALK


def test_windows_1252_is_assumed_and_said() -> None:
    reading = read_bytes("a.txt", TALK.encode("cp1252"))
    assert reading.text == TALK
    assert reading.encoding == "cp1252"
    assert "Windows-1252" in reading.problems[0].message
    assert reading.problems[0].line == 1


def test_utf8_with_a_broken_place_is_not_taken_for_windows() -> None:
    decoded = decode("a.txt", (TALK * 3).encode() + b"and \xff here")
    assert decoded.text.startswith(TALK)
    assert decoded.encoding == "utf-8"
    assert decoded.problems[0].serious
    assert decoded.problems[0].line == 7


@pytest.mark.parametrize("data", [b"a\0b\0\0c", bytes(range(1, 32)) * 9, b"\x89\x01\x02\x03\x04" * 40])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(BinaryFile):
        decode("a.txt", data)


@pytest.mark.parametrize("data", [b" \n\t\n", "\ufeff".encode(), "\ufeff \n".encode("utf-16-le")])
def test_white_space_alone_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        decode("a.txt", data)


def test_only_newlines_change() -> None:
    reading = read_bytes("a.txt", b"  One \t\r\n\r\nTwo\x0c\rThree\xc2\xa0\n\n\n")
    assert reading.text == "  One \t\n\nTwo\x0c\nThree\xa0\n\n\n"


def test_a_raw_escape_sequence_stays() -> None:
    assert read_bytes("a.txt", b"\x1b[31mred").text == "\x1b[31mred"


def test_the_digest_is_of_the_file_itself() -> None:
    data = b"\xef\xbb\xbfAnna: hi\r\n"
    reading = read_bytes("anna.berg.txt", data)
    assert reading.sha256 == sha256(data).hexdigest()
    assert (reading.name, reading.source, reading.format) == ("anna.berg", "anna.berg.txt", "txt")


def test_markdown_keeps_its_markup_and_its_front_matter_speaks_not() -> None:
    front = "---\ntitle: Talk\nAuthor: Rosa\nAuthor: Rosa\n---\n"
    text = front + "\n# Talk\n\n**Interviewer:** So?\n\n**Anna:** *Well.*\n"
    reading = read_bytes("a.md", text.encode())
    assert reading.text == text
    assert reading.format == "md"
    assert [turn.speaker for turn in reading.turns] == [None, "Interviewer", "Anna"]
    assert text[reading.turns[0].start : reading.turns[0].end] == "# Talk"
    assert text[reading.turns[2].start : reading.turns[2].end] == "*Well.*"


def test_a_composed_name_from_a_mac() -> None:
    assert read_bytes("Zoe\u0308.txt", b"hi").name == "Zo\u00eb"


@pytest.mark.skipif(not REAL.is_dir(), reason="no real transcripts beside the project")
def test_real_transcripts_name_their_interviewer_only_by_name() -> None:
    for path in sorted(REAL.glob("*.txt")):
        reading = read_file(path)
        assert list(reading.roles.values()) == [Role.INTERVIEWER, Role.PARTICIPANT]
        assert reading.text == path.read_text(encoding="utf-8")
        assert {turn.speaker for turn in reading.turns} == set(reading.roles)
