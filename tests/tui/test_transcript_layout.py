from __future__ import annotations

from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from qualbench.tui.sanitise import drawn
from qualbench.tui.transcript_layout import Layout, measure, top_row_for
from tests.tui.texts import plain_texts, texts, turns_of

widths = st.integers(4, 40)


def stops(text: str) -> list[int]:
    return [*(match.start() for match in regex.finditer(r"\X", text)), len(text)]


@given(texts | plain_texts, widths)
def test_the_rows_partition_the_text(text: str, width: int) -> None:
    layout = Layout(text, (), width)
    extents = [layout.extent(row) for row in range(len(layout))]
    assert extents[0][0] == 0
    assert extents[-1][1] == len(text)
    assert all(one[1] == two[0] for one, two in pairwise(extents))
    assert all(start < end for start, end in extents[:-1])


@given(texts | plain_texts, widths)
def test_what_is_painted_is_the_sanitised_slice_but_for_spaces_that_hang(text: str, width: int) -> None:
    layout = Layout(text, (), width)
    for row in range(len(layout)):
        start, end = layout.painted(row)
        painted = "".join(one.drawn for one in layout.clusters(row))
        slice_ = drawn(text[start:end])
        assert slice_.startswith(painted)
        assert not slice_[len(painted) :].strip(" \u3000"), "only white space may hang over the edge"
        assert sum(one.cells for one in layout.clusters(row)) <= layout.width


@given(texts, widths)
def test_offset_to_cell_to_offset_is_the_identity_at_clusters(text: str, width: int) -> None:
    layout = Layout(text, (), width)
    for offset in stops(text):
        row, cell = layout.cell_of(offset)
        assert layout.offset_at(row, cell) == offset


@given(texts, widths, st.integers(-2, 60), st.integers(0, 60))
def test_no_cell_gives_an_offset_inside_a_cluster(text: str, width: int, row: int, cell: int) -> None:
    assert Layout(text, (), width).offset_at(row, cell) in stops(text)


@given(plain_texts, widths)
def test_both_ways_of_wrapping_agree(text: str, width: int) -> None:
    """A text of one-cell letters wraps as the same text with each letter measured."""
    other = text.replace("a", "\N{ARMENIAN SMALL LETTER AYB}").replace("e", "\N{ARMENIAN SMALL LETTER ECH}")
    assert list(Layout(text, (), width).starts) == list(Layout(other, (), width).starts)


def test_a_row_breaks_at_spaces() -> None:
    text = "nobody asked how we were"
    layout = Layout(text, (), 12)
    assert [text[slice(*layout.extent(row))] for row in range(len(layout))] == [
        "nobody asked ",
        "how we were",
    ]


def test_a_measured_row_breaks_at_spaces() -> None:
    text = "nobódy\u0301 asked how we were"
    layout = Layout(text, (), 12)
    assert [text[slice(*layout.extent(row))] for row in range(len(layout))] == [
        "nobódy\u0301 asked ",
        "how we were",
    ]


def test_a_script_without_spaces_breaks_anywhere_and_keeps_to_the_width() -> None:
    layout = Layout("word " + "漢" * 20, (), 10)
    assert [layout.extent(row)[1] - layout.extent(row)[0] for row in range(len(layout))] == [7, 5, 5, 5, 3]


def test_a_word_of_ten_thousand_letters_is_cut() -> None:
    assert len(Layout("x" * 10_000, (), 50)) == 200
    assert len(Layout("é\u0301" + "x" * 9_999, (), 50)) == 200


def test_the_empty_text_has_one_row() -> None:
    layout = Layout("", (), 20)
    assert len(layout) == 1
    assert layout.cell_of(0) == (0, 0)
    assert layout.offset_at(5, 5) == 0


def test_turn_numbers_stand_on_the_row_of_the_label() -> None:
    text = "I: And then what was it like?\nP: Long. Nobody asked.\n\nI: Go on.\n"
    layout = Layout(text, turns_of(text), 12)
    shown = [(turn.index if (turn := layout.turn_on(row)) else None) for row in range(len(layout))]
    assert [one for one in shown if one] == [1, 2, 3]
    assert shown[0] == 1
    assert [turn.index for turn in layout.turns_touching(1)] == [1]


@pytest.mark.parametrize("width", [20, 61])
def test_a_new_width_measures_nothing_again(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "mixed 漢字 words\n" * 5
    layout = Layout(text, (), 30, measure(text))
    monkeypatch.setattr(
        "qualbench.tui.transcript_layout.measure", lambda _text: pytest.fail("measured again")
    )
    assert list(layout.at_width(width).starts) == list(Layout(text, (), width, layout.paragraphs).starts)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 60))
def test_a_row_is_scrolled_into_sight_and_no_farther_than_needed(row: int, top: int, height: int) -> None:
    new = top_row_for(row, top, height)
    assert new >= 0
    assert new <= row < new + height
    assert top_row_for(row, new, height) == new, "what is in sight stays where it is"


def test_a_jump_out_of_sight_stands_a_third_down() -> None:
    assert top_row_for(60, 20, 36, jump=True) == 48
    assert top_row_for(10, 20, 36, jump=True) == 0
    assert top_row_for(40, 20, 36, jump=True) == 20
    assert top_row_for(60, 20, 36) == 27
