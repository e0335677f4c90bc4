"""Themes by case, attribute and kind, and that what is kept back stays so."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.analysis.cross_tables import (
    Cell,
    Kept,
    Row,
    by_attribute,
    by_case,
    by_kind,
    keep_back,
    keep_row_back,
)
from qualbench.analysis.prevalence import ThemeCount, count_themes, theme_segments
from qualbench.analysis.scope import Scope, Source
from qualbench.analysis.selection import Selection
from qualbench.model.case import Attribute, AttributeType, Case
from qualbench.model.document import DocumentKind
from qualbench.model.theme import Theme
from tests.analysis.made import make_codebook, make_segment, make_source

if TYPE_CHECKING:
    from qualbench.model.coding import Segment

LEAD = Selection(("mira",))
CODEBOOK = make_codebook("cost", "talk")
THEMES = (Theme("t1", "set", "Barriers", code_ids=("cost",)), Theme("t2", "set", "Talk", code_ids=("talk",)))
WORDS = ("I: Tell me.", "The bus is dear. My friends listen.")


def spoken(name: str, case: str, kind: DocumentKind = DocumentKind.INTERVIEW) -> tuple[Source, str]:
    return make_source(name, [WORDS[0], f"P: {WORDS[1]}", "Somebody: Dear indeed."], case_id=case, kind=kind)


SOURCES = [
    spoken("a", "c1"),
    spoken("b", "c2"),
    spoken("c", "c3", DocumentKind.DIARY),
    spoken("d", "c1", DocumentKind.DIARY),
    make_source("guide", ["What is dear?"], kind=DocumentKind.GUIDE),
]
SCOPE = Scope(tuple(source for source, _text in SOURCES))
CASES = (
    Case("c1", 1, "a", {"pseudonym": "Ada", "age": "9"}),
    Case("c2", 2, "b", {"age": "10"}),
    Case("c3", 3, "c", {"age": ""}),
)
AGE = Attribute("age", "Age", AttributeType.NUMBER)


def coded(which: int, words: str, code: str) -> Segment:
    source, text = SOURCES[which]
    return make_segment(source, text, words, code)


SEGMENTS = (
    coded(0, "bus", "cost"),
    coded(0, "dear", "cost"),
    coded(3, "bus", "cost"),
    coded(2, "bus", "cost"),
    coded(2, "friends", "talk"),
    coded(1, "Dear indeed", "talk"),
    coded(1, "Tell me", "talk"),
    coded(4, "dear", "talk"),
)
COUNTS = count_themes(THEMES, CODEBOOK, SEGMENTS, SCOPE, LEAD)


def test_by_case_are_distinct_segments_of_participants_alone() -> None:
    table = by_case(COUNTS, CASES)
    assert table.columns == ("Ada", "case 2", "case 3")
    assert table.rows == {"t1": Row((3, 0, 1), 4), "t2": Row((0, 0, 1), 4)}
    assert table.participants is None
    assert (COUNTS["t2"].nobodys, COUNTS["t2"].unidentified) == (3, 1)


def test_by_attribute_are_participants_numbers_in_order_of_size() -> None:
    table = by_attribute(COUNTS, CASES, AGE)
    assert table.columns == ("9", "10", "")
    assert table.participants == Row((1, 1, 1), 3)
    assert table.rows == {"t1": Row((1, 0, 1), 2), "t2": Row((0, 0, 1), 1)}


def test_choices_come_in_their_own_order_and_others_after_them() -> None:
    mood = Attribute("mood", "mood", AttributeType.CHOICE, ("well", "ill"))
    cases = [Case(str(n), n, str(n), {"mood": one}) for n, one in enumerate(("ill", "well", "", "Ill"))]
    assert by_attribute({}, cases, mood).columns == ("well", "ill", "Ill", "")


def test_by_kind_who_is_in_two_counts_in_each_and_once_in_all() -> None:
    table = by_kind(theme_segments(THEMES, CODEBOOK, SEGMENTS, LEAD), SCOPE, LEAD)
    assert table.columns == ("diary", "interview")
    assert table.participants == Row((2, 2), 3)
    assert table.rows == {"t1": Row((2, 1), 2), "t2": Row((1, 0), 1)}


@given(st.lists(st.tuples(st.sampled_from(["x", "y", ""]), st.booleans()), min_size=1, max_size=12))
def test_every_participant_is_in_one_column(people: list[tuple[str, bool]]) -> None:
    cases = [Case(f"c{n}", n, f"{n}", {"group": value}) for n, (value, _told) in enumerate(people)]
    told = {case.id: 1 for case, (_value, one) in zip(cases, people, strict=True) if one}
    counts = {"t": ThemeCount(len(people), len(told), told)}
    table = by_attribute(counts, cases, Attribute("group", "group"))
    assert table.participants is not None
    for row, all_of_them in ((table.participants, len(people)), (table.rows["t"], len(told))):
        assert sum(one for one in row.cells if isinstance(one, int)) == row.total == all_of_them


BELOW, BACK = Kept.BELOW, Kept.BACK


@pytest.mark.parametrize(
    ("numbers", "shown", "total"),
    [
        ((7, 6, 5), (7, 6, 5), 18),
        ((7, 6, 2), (7, BACK, BACK), 15),  # 15 - 7 - 6 would be 2
        ((7, 6, 0), (7, 6, BELOW), 13),  # that nobody did may be known
        ((7, 3, 2), (7, BELOW, BELOW), 12),
        ((7, 4, 4), (BACK, BACK, BACK), 15),  # two below five that make eight are four each
        ((4, 4), (BELOW, BELOW), BACK),
        ((1, 2), (BELOW, BELOW), BELOW),
        ((0, 0), (BELOW, BELOW), BELOW),
        ((), (), BELOW),
    ],
)
def test_small_numbers_and_what_gives_them_away_are_kept_back(
    numbers: tuple[int, ...], shown: tuple[Cell, ...], total: Cell
) -> None:
    assert keep_row_back(Row(numbers, sum(numbers)), 5) == Row(shown, total)


@given(numbers=st.lists(st.integers(0, 6), min_size=2, max_size=3), smallest=st.integers(2, 4))
@settings(max_examples=400, deadline=None)
def test_nobody_can_work_a_small_number_out(numbers: list[int], smallest: int) -> None:
    """Whoever lists all rows that fit what is shown finds two values at least for each small number."""
    shown = keep_row_back(Row(tuple(numbers), sum(numbers)), smallest)
    largest = sum(numbers) if shown.total != BACK else 2 * smallest
    ranges = [
        [cell] if isinstance(cell, int) else range(smallest if cell is BELOW else largest + 1)
        for cell in shown.cells
    ]
    fitting = [
        one
        for one in product(*ranges)
        if (sum(one) == shown.total if isinstance(shown.total, int) else True)
        and (sum(one) < smallest if shown.total is BELOW else True)
    ]
    assert tuple(numbers) in fitting
    for place, number in enumerate(numbers):
        if 0 < number < smallest:
            assert len({one[place] for one in fitting}) > 1
        else:
            assert shown.cells[place] in ((number, BACK) if number else (BELOW, BACK))


def test_a_table_is_kept_back_in_every_row_or_in_none() -> None:
    table = by_attribute(COUNTS, CASES, AGE)
    assert keep_back(table, 0) is table
    kept = keep_back(table, 2)
    assert kept.participants == Row((BELOW, BELOW, BELOW), BACK)
    assert kept.rows["t2"] == Row((BELOW, BELOW, BELOW), BELOW)
    assert (kept.smallest, kept.kept_back) == (2, frozenset({BELOW, BACK}))
    assert replace(table, participants=None).kept_back == frozenset()
