from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st

from qualbench.model.document import Turn
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
    assert words(Span(long.start, UNITS.end_on(long.end, long.start))) == "Long. Nobody asked\nhow we were."
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
    assert words(Span(span.start, UNITS.end_on(span.end, span.start, turns=True))) == TEXT[34:].rstrip()
    assert UNITS.end_on(len(TEXT), span.start, turns=True) == len(TEXT)


def test_a_selection_becomes_whole_sentences() -> None:
    start = TEXT.index("asked")
    assert words(UNITS.sentences_whole(Span(start, start + 5))) == "Nobody asked\nhow we were."
    assert words(UNITS.sentences_whole(Span(start, TEXT.index("fine")))) == (
        "Nobody asked\nhow we were. It’s fine."
    )
    whole = UNITS.sentences_whole(Span(start, start + 5))
    assert UNITS.sentences_whole(whole) == whole


@given(texts, st.integers(0, 500), st.integers(0, 500), st.booleans())
def test_the_moving_end_goes_on_and_back_and_never_past_the_other_at_once(
    text: str, moving: int, other: int, turns: bool
) -> None:
    units = Units(text, turns_of(text), [match.end() for match in regex.finditer(r"[.?!] ", text)])
    moving, other = min(moving, len(text)), min(other, len(text))
    on, back = units.end_on(moving, other, turns=turns), units.end_back(moving, other, turns=turns)
    assert back <= moving <= on
    if moving < other:
        assert on <= other
    if moving > other:
        assert back >= other
    again = units.end_on(on, other, turns=turns)
    assert again >= on
    if moving >= other and on > moving:
        assert units.end_back(again, other, turns=turns) == on or again == on


def test_the_word_here() -> None:
    assert words(text_units.word_at(TEXT, TEXT.index("how") + 1)) == "how"
    assert words(text_units.word_at(TEXT, TEXT.index("It’s") + 3)) == "It’s"
    assert text_units.word_at(TEXT, TEXT.index(": Long")) is None
    assert text_units.word_at("", 0) is None


def test_trimming() -> None:
    assert text_units.trim("  a b \n", Span(0, 7)) == Span(2, 5)
    assert not text_units.trim("   ", Span(0, 3))


def test_the_mark_before_a_label_is_no_sentence() -> None:
    text = "**I:** And then?\n\n**Anna:** Nothing. Well.\n\n* * *\n\n**I:** …"
    turns = [
        Turn(1, 7, 16, 2, "I"),
        Turn(2, text.index("Nothing"), text.index("Well.") + 5, text.index("Anna"), "Anna"),
        Turn(3, len(text) - 1, len(text), text.rindex("I:"), "I"),
    ]
    units = Units(text, turns, [text.index("Well."), text.rindex("**I")])
    assert [text[one.start : one.end] for one in units.sentences] == ["And then?", "Nothing.", "Well.", "…"]
