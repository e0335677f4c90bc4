from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st

from qualbench.model.span import Span
from qualbench.tui import text_units
from qualbench.tui.text_units import Units
from tests.tui.texts import texts, turns_of

TEXT = "I: And then? What was it like?\nP: Long. Nobody asked\nhow we were. It’s fine.\n\nI: Go on.\n"
UNITS = Units(
    TEXT, turns_of(TEXT)[:1] + turns_of(TEXT.replace("asked\nhow", "asked how"))[1:], [3, 13, 34, 40, 66]
)


def words(span: Span | None) -> str | None:
    return None if span is None else TEXT[span.start : span.end]


@given(texts, st.integers(0, 500))
def test_no_motion_ends_inside_a_cluster(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    stops = {*(match.start() for match in regex.finditer(r"\X", text)), len(text)}
    assert {
        text_units.word_on(text, offset),
        text_units.word_back(text, offset),
        text_units.word_end(text, offset),
    } <= stops


@given(texts, st.integers(0, 500))
def test_motions_by_word_go_on_and_back(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    assert offset < text_units.word_on(text, offset) or text_units.word_on(text, offset) == len(text)
    assert text_units.word_back(text, offset) < offset or offset == 0


def test_words_are_words() -> None:
    text = "well, it’s over-due — yes"
    starts, at = [], 0
    while at < len(text):
        at = text_units.word_on(text, at)
        starts.append(at)
    assert starts == [6, 11, 22, 25]
    assert text_units.word_back(text, 11) == 6
    assert text_units.word_back(text, 9) == 6
    assert text_units.word_end(text, 6) == 10


def test_sentences_do_not_hold_labels_and_cross_the_files_own_line_breaks() -> None:
    assert [words(span) for span in UNITS.sentences] == [
        "And then?",
        "What was it like?",
        "Long.",
        "Nobody asked\nhow we were.",
        "It’s fine.",
        "Go on.",
    ]


def test_the_sentence_here_and_one_more() -> None:
    assert words(UNITS.sentence_at(0)) == "And then?"
    assert words(UNITS.sentence_at(45)) == "Nobody asked\nhow we were."
    assert words(UNITS.sentence_at(TEXT.index("I: Go"))) == "Go on."
    assert words(UNITS.sentence_at(len(TEXT))) == "Go on."
    long = UNITS.sentence_at(36)
    assert long is not None
    assert words(UNITS.one_more_sentence(long)) == "Long. Nobody asked\nhow we were."
    assert Units("", ()).sentence_at(0) is None


def test_motions_by_sentence_and_turn() -> None:
    assert UNITS.sentence_on(0) == 3
    assert UNITS.sentence_on(3) == 13
    assert UNITS.sentence_back(15) == 13
    assert UNITS.sentence_back(13) == 3
    assert UNITS.sentence_on(len(TEXT)) == len(TEXT)
    assert UNITS.turn_on(0) == 34
    assert UNITS.turn_back(40) == 34
    assert UNITS.turn_back(34) == 3
    assert UNITS.turn_back(3) == 0


def test_turns_and_one_more() -> None:
    span = UNITS.turn_span(36)
    assert span is not None
    assert words(span) == "Long. Nobody asked\nhow we were. It’s fine."
    assert words(UNITS.one_more_turn(span)) == TEXT[34:].rstrip()


def test_trimming() -> None:
    assert text_units.trim("  a b \n", Span(0, 7)) == Span(2, 5)
    assert not text_units.trim("   ", Span(0, 3))
