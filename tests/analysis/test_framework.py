from __future__ import annotations

from dataclasses import replace

import pytest

from qualbench.analysis.framework import basis_of, state_of
from qualbench.model.coding import Segment
from qualbench.model.framework import CellState, Summary

ONE = Segment("s1", "d1", 1, 3, 9, "the bus", "c1", "me", "2026-01-01T00:00:00Z")
TWO = Segment("s2", "d1", 1, 20, 29, "her knees", "c1", "me", "2026-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ([ONE, TWO], CellState.CHARTED),
        ([TWO, ONE], CellState.CHARTED),
        ([replace(ONE, start=7, end=13, revision=2), TWO], CellState.CHARTED),
        ([ONE], CellState.LOOK_AGAIN),
        ([], CellState.LOOK_AGAIN),
        ([ONE, replace(TWO, quote="her knee")], CellState.LOOK_AGAIN),
        ([ONE, TWO, replace(TWO, id="s3")], CellState.LOOK_AGAIN),
    ],
    ids=["same", "order", "moved", "one went", "none left", "other words", "one came"],
)
def test_a_summary_is_stale_once_what_it_rests_on_is_another(now: list[Segment], state: CellState) -> None:
    summary = Summary("t", "c", "Tired.", basis=basis_of([ONE, TWO]))
    assert state_of(summary, now) is state


def test_without_a_summary_it_depends_on_whether_there_is_anything() -> None:
    assert state_of(None, []) is CellState.NO_DATA
    assert state_of(None, [ONE]) is CellState.NOT_CHARTED
