from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.model.span import Span
from qualbench.tui.passage_layout import ROW, WHOLE, Kind, Part, Passage, Row, cells_of, head_row, rows_of

WORDS = (
    "First she waited. Then nobody wrote, for three months. At last a letter came, and it was the wrong one."
)
SAID = Span(18, 54)


def passage(text: str = WORDS, words: Span | None = SAID, **more: object) -> Passage:
    return Passage("1", (Part("anna", bold=True), Part("turn 4")), text, words, **more)  # type: ignore[arg-type]


def said(row: Row) -> str:
    return "".join(piece.text for piece in row)


def test_a_whole_passage_is_its_heading_all_words_and_its_notes() -> None:
    rows = rows_of(passage(notes=("memo: the wrong one again",)), 30, WHOLE)
    assert said(rows[0]) == "anna  turn 4"
    assert " ".join(said(row).strip() for row in rows[1:-1]) == WORDS
    assert said(rows[-1]) == "memo: the wrong one again"


def test_words_stand_out_from_their_context() -> None:
    row = rows_of(passage(), 200, WHOLE)[1]
    assert [(piece.text, piece.kind) for piece in row] == [
        ("First she waited. ", Kind.FAINT),
        ("Then nobody wrote, for three months.", Kind.WORDS),
        (" At last a letter came, and it was the wrong one.", Kind.FAINT),
    ]
    found = rows_of(passage(found=(Span(23, 29),)), 200, WHOLE)[1]
    assert [piece.text for piece in found if Kind.FOUND in piece.kind] == ["nobody"]


def test_a_passage_takes_no_more_rows_than_asked_for_and_says_that_it_is_cut() -> None:
    rows = rows_of(passage(), 30, 3)
    assert len(rows) == 3
    assert said(rows[-1]).endswith(" …")
    rows = rows_of(passage("Long before it. " * 500 + WORDS, Span(8018, 8054)), 30, 3)
    assert said(rows[1]).startswith("… ")
    assert "Then nobody" in said(rows[1]) + said(rows[2])
    assert len(rows_of(passage("Short."), 30, 5)) == 2


def test_empty_lines_between_turns_take_no_row_from_the_words() -> None:
    turns = passage("I: And then?\n\nAnna: Nothing.\n\nI: Nothing?\n\n", Span(20, 28))
    assert [said(row).strip() for row in rows_of(turns, 40, 4)[1:]] == [
        "I: And then?",
        "Anna: Nothing.",
        "I: Nothing?",
    ]


def test_a_note_takes_a_row_that_the_words_leave() -> None:
    short = passage("Short.", Span(0, 6), notes=("memo: why so short?",))
    assert said(rows_of(short, 30, 3)[-1]) == "memo: why so short?"
    assert len(rows_of(short, 30, 2)) == 2


@pytest.mark.parametrize("words", [Span(0, 5), SAID, Span(60, 70)])
def test_one_row_puts_what_it_is_about_into_one_column(words: Span) -> None:
    (row,) = rows_of(passage(words=words), 90, ROW)
    before = ""
    for piece in row:
        if Kind.WORDS in piece.kind:
            break
        before += piece.text
    assert len(before) == 30 + 2 + (90 - 32) // 3


def test_nothing_of_a_text_reaches_the_terminal_as_a_command() -> None:
    nasty = "a \x1b[31mred\x1b[0m \x9b7m and \u202egnorw\u202c\r\nend"
    shown = Passage("1", (Part(nasty),), nasty, Span(2, 9), (Span(3, 5),), (nasty,))
    for rows in (WHOLE, ROW, 4):
        for row in rows_of(shown, 40, rows):
            assert not any(ord(one) < 0x20 or 0x7F <= ord(one) < 0xA0 for one in said(row))
            assert not any(one in said(row) for one in "\u202e\u202c")


@given(
    text=st.text(alphabet="ab \n\té世👍🏽ไม\u0301\u200d", min_size=1, max_size=80),
    places=st.tuples(st.integers(0, 80), st.integers(0, 80)),
    width=st.integers(8, 60),
    rows=st.sampled_from([WHOLE, ROW, 2, 4]),
)
def test_no_row_is_wider_than_the_list(text: str, places: tuple[int, int], width: int, rows: int) -> None:
    a, b = sorted(min(place, len(text)) for place in places)
    shown = Passage("1", (Part("anna"), Part("turn 4")), text, Span(a, b), (), (text,))
    for row in rows_of(shown, width, rows):
        assert cells_of(row) <= width


def test_a_heading_is_cut_at_its_end() -> None:
    row = head_row(
        [Part("a document with a long name"), Part("turn 12"), Part("A Code", color="#E69F00")], 34
    )
    assert said(row) == "a document with a long name  turn…"
