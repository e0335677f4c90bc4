"""The new-information ratio; the vectors are worked out by hand from the source's rules."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.analysis.saturation import first_seen, new_information
from qualbench.workbench.saturating import percent

FIRST = (20, 9, 5, 3, 4, 3, 1, 0, 0, 0)
SECOND = (20, 9, 5, 3, 4, 3, 1, 1, 0, 0)
FIVE, ZERO = Fraction(5, 100), Fraction(0)


@pytest.mark.parametrize(
    ("new", "run", "threshold", "after"),
    [
        (FIRST, 2, FIVE, 6),
        (FIRST, 2, ZERO, 7),
        (FIRST, 3, FIVE, 6),
        (FIRST, 3, ZERO, 7),
        (SECOND, 2, FIVE, 7),
        (SECOND, 2, ZERO, 8),
        (SECOND, 3, ZERO, None),
    ],
)
def test_where_the_threshold_is_first_met(
    new: tuple[int, ...], run: int, threshold: Fraction, after: int | None
) -> None:
    met = new_information(new, base=4, run=run).met(threshold)
    assert (None if met is None else met.last - run) == after


@pytest.mark.parametrize(
    ("run", "expected"),
    [(2, ["18.9 %", "10.8 %", "2.7 %", "0 %", "0 %"]), (3, ["21.6 %", "10.8 %", "2.7 %", "0 %"])],
)
def test_the_ratios(run: int, expected: list[str]) -> None:
    assert [percent(one.ratio) for one in new_information(FIRST, run=run).runs] == expected


def test_the_papers_own_first_run() -> None:
    # 37 in the base of four, 7 new in interviews five and six
    first = new_information((10, 10, 10, 7, 4, 3)).runs[0]
    assert (first.first, first.last, percent(first.ratio)) == (5, 6, "18.9 %")


def test_five_point_four_is_not_five() -> None:
    runs = {one.last: one for one in new_information(SECOND).runs}
    assert percent(runs[8].ratio) == "5.4 %"
    assert runs[8].ratio is not None
    assert runs[8].ratio > FIVE


def test_an_empty_base_has_no_ratio_and_few_interviews_no_run() -> None:
    assert [one.ratio for one in new_information((0, 0, 0, 0, 3, 1)).runs] == [None]
    assert new_information((0, 0, 0, 0, 3, 1)).met(FIVE) is None
    assert new_information((3, 2, 1, 1, 0)).runs == ()


def test_what_is_met_and_then_exceeded_is_said() -> None:
    info = new_information((10, 5, 3, 2, 0, 0, 4, 4, 0, 0))
    met = info.met(FIVE)
    assert met is not None
    assert met.last == 6
    assert [(one.first, one.last) for one in info.exceeded_after(FIVE)] == [(6, 7), (7, 8), (8, 9)]


@given(st.lists(st.sets(st.sampled_from("abcdefghij")), max_size=12))
def test_each_thing_is_new_once(sources: list[set[str]]) -> None:
    assert sum(first_seen(sources)) == len(set().union(*sources))


@pytest.mark.parametrize(("base", "run"), [(0, 2), (4, 0)])
def test_a_base_and_a_run_have_one_at_the_least(base: int, run: int) -> None:
    with pytest.raises(ValueError, match="at the least"):
        new_information(FIRST, base=base, run=run)
