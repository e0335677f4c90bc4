"""Rich text: the words without their markup."""

from __future__ import annotations

import pytest

from qualbench.readers.refusals import EmptyFile, UnsupportedFormat
from qualbench.readers.registry import read_bytes

HEAD = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\stylesheet{\s0 Normal;}}\f0 "


def test_words_accents_and_turns_are_read() -> None:
    body = (
        rb"\b Interviewer:\b0  How was it?\par Anna: Caf\'e9, 5 \u8364?\line  \ldblquote yes\rdblquote .\par}"
    )
    read = read_bytes("a.rtf", HEAD + body)
    assert read.text.startswith("Interviewer: How was it?\nAnna: Café, 5 €")
    assert "“yes”." in read.text
    assert "Arial" not in read.text
    assert [turn.speaker for turn in read.turns] == ["Interviewer", "Anna"]
    assert read.format == "rtf"


def test_another_code_page_is_heard() -> None:
    head = HEAD.replace(b"ansicpg1252", b"ansicpg1251")
    assert read_bytes("a.rtf", head + rb"\'cf\'f0\'e8\'e2\'e5\'f2\par}").text == "Привет"


def test_it_is_read_as_what_it_is() -> None:
    read = read_bytes("a.txt", HEAD + rb"Anna: Yes.\par}")
    assert "is called .txt but is rtf" in read.problems[0].message
    with pytest.raises(UnsupportedFormat, match="no rich text"):
        read_bytes("a.rtf", b"plain words")


def test_without_words_it_is_refused() -> None:
    with pytest.raises(EmptyFile):
        read_bytes("a.rtf", HEAD + b"}")


@pytest.mark.parametrize(
    "tail", [b"", rb"{\*\unknown{", rb"\'zz\u99999999999?", b"\\bin99999999 x", b"}" * 500]
)
def test_broken_markup_is_read_or_refused_with_a_sentence(tail: bytes) -> None:
    from qualbench.errors import FileProblem

    try:
        assert "words" in read_bytes("a.rtf", HEAD + b"some words " + tail).text
    except FileProblem as problem:
        assert problem.message
