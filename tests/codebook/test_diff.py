from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.codebook.diff import compare, describe
from qualbench.model.code import Codebook, CodeStatus, Origin
from tests.codebook.made import book, code, codebooks, edited, number, small


def with_code(index: int, **fields: object) -> Codebook:
    codes = tuple(
        replace(one, **fields) if one.id == number(index) else one  # type: ignore[arg-type]
        for one in small().codes
    )
    return book(*codes)


@pytest.mark.parametrize(
    ("after", "change", "before_after", "said"),
    [
        (with_code(2, name="Price"), "renamed", ("Cost", "Price"), "renamed “Cost” to “Price”"),
        (
            with_code(2, parent_id=None, position=7),
            "moved",
            ("Barriers", ""),
            "moved “Cost” from under “Barriers” to the top",
        ),
        (
            with_code(2, position=7),
            "reordered",
            ("2", "1"),
            "put “Distance” in place 1 among its neighbours (it was in place 2)",
        ),
        (
            with_code(1, definition="In the way."),
            "redefined",
            ("What stands in the way.", "In the way."),
            "redefined “Barriers”: was “What stands in the way.”, now “In the way.”",
        ),
        (
            with_code(2, when="Always."),
            "redefined",
            ("", "when: Always."),
            "redefined “Cost”: now “when: Always.”",
        ),
        (
            with_code(3, when=""),
            "redefined",
            ("when: Far.\nVery far.\n", ""),
            "redefined “Distance”: took out “when: Far. Very far.”",
        ),
        (
            with_code(2, color=""),
            "recoloured",
            ("#0072B2", ""),
            "recoloured “Cost” from #0072B2 to no colour",
        ),
        (with_code(1, status=CodeStatus.RETIRED), "retired", ("active", "retired"), "retired “Barriers”"),
        (
            with_code(4, status=CodeStatus.ACTIVE),
            "revived",
            ("retired", "active"),
            "took “Hope” back into use",
        ),
        (
            with_code(1, status=CodeStatus.CANDIDATE),
            "edited",
            ("status: active", "status: candidate"),
            "edited “Barriers”: was “status: active”, now “status: candidate”",
        ),
        (
            with_code(3, origin=Origin.A_PRIORI),
            "edited",
            ("origin: inductive", "origin: a priori"),
            "edited “Distance”: was “origin: inductive”, now “origin: a priori”",
        ),
        (
            book(*small().codes, code(5, "New", 1, 4)),
            "added",
            ("", "Barriers > New"),
            "added “Barriers > New”",
        ),
        (book(*small().codes[:3]), "removed", ("Hope", ""), "removed “Hope”"),
        (
            replace(small(), name="Other"),
            "renamed",
            ("Study", "Other"),
            "called the codebook “Other” (it was “Study”)",
        ),
    ],
)
def test_each_change_is_told_once(
    after: Codebook, change: str, before_after: tuple[str, str], said: str
) -> None:
    (one,) = compare(small(), after)
    assert (one.change, (one.before, one.after), describe(one)) == (change, before_after, said)


def test_one_code_moved_to_the_front_is_one_difference() -> None:
    before = book(*(code(index, f"C{index}", position=index) for index in range(1, 7)))
    after = book(*(replace(one, position=0 if one.id == number(6) else one.position) for one in before.codes))
    assert [(one.name, one.before, one.after) for one in compare(before, after)] == [("C6", "6", "1")]


def test_gaps_between_positions_mean_nothing() -> None:
    after = book(*(replace(one, position=one.position * 10 + 3) for one in small().codes))
    assert compare(small(), after) == ()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_difference_means_the_same_and_every_difference_is_one_line(data: st.DataObject) -> None:
    before = data.draw(codebooks())
    after = data.draw(edited(before))
    assert compare(before, before) == ()
    found = compare(before, after)
    same = [one for one, _depth in before.walk()] == [one for one, _depth in after.walk()]
    if before.name == after.name and same:
        assert not found
    assert {one.code_id for one in found if one.change == "added"} == set(after.by_id) - set(before.by_id)
    assert {one.code_id for one in found if one.change == "removed"} == set(before.by_id) - set(after.by_id)
    assert all(len(describe(one).splitlines()) == 1 for one in found)
