from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.codebook.diff import compare, compare_books, describe
from qualbench.model.code import Codebook, CodeStatus, Lineage, Origin
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
            with_code(1, definition="What gets in the way."),
            "redefined",
            ("What stands in the way.", "What gets in the way."),
            "redefined “Barriers”: took out “stands”; put in “gets”",
        ),
        (
            with_code(1, definition="Costs, mostly."),
            "redefined",
            ("What stands in the way.", "Costs, mostly."),
            "redefined “Barriers”: was “What stands in the way.”, now “Costs, mostly.”",
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


def became(kind: str, index: int, *into: int) -> list[Lineage]:
    return [Lineage(f"{kind} {one}", kind, number(index), "", number(one), "", "") for one in into]


def told(before: Codebook, after: Codebook, lineage: list[Lineage]) -> list[tuple[str, str, str, str]]:
    return [
        (one.change, one.name, one.before, one.after)
        for one in compare(before, after, lineage)
        if one.change != "added"
    ]


def test_a_code_that_became_another_is_merged_and_not_removed() -> None:
    before, after = small(), book(*(one for one in small().codes if one.id != number(3)))
    merged = ("merged", "Distance", "Barriers > Distance", "Barriers > Cost")
    assert told(before, after, became("merged", 3, 2)) == [merged]
    (one,) = compare(before, after, became("merged", 3, 2))
    assert describe(one) == "merged “Barriers > Distance” into “Barriers > Cost”"
    assert told(before, after, became("merged", 3, 9)) == [("removed", "Distance", "Barriers > Distance", "")]


def test_a_code_is_followed_over_several_merges_and_circles_end() -> None:
    before = small()
    after = book(*(one for one in small().codes if one.id not in (number(3), number(4))))
    chain = [*became("merged", 4, 3), *became("merged", 3, 2)]
    assert [one[3] for one in told(before, after, chain)] == ["Barriers > Cost", "Barriers > Cost"]
    circle = [*became("merged", 4, 3), *became("merged", 3, 4)]
    assert [one[0] for one in told(before, after, circle)] == ["removed", "removed"]


def test_a_code_that_was_split_names_what_it_became_whether_it_is_retired_or_gone() -> None:
    before = small()
    new = (code(5, "Fare", 1, 3), code(6, "Time", 1, 4))
    split = became("split", 2, 5, 6)
    said = ("split", "Cost", "Barriers > Cost", "Barriers > Fare\nBarriers > Time")
    gone = book(*(one for one in before.codes if one.id != number(2)), *new)
    assert told(before, gone, split) == [said]
    retired = with_code(2, status=CodeStatus.RETIRED)
    retired = book(*retired.codes, *new)
    assert told(before, retired, split) == [said]
    one = next(one for one in compare(before, retired, split) if one.change == "split")
    assert describe(one) == "split “Barriers > Cost” into “Barriers > Fare” and “Barriers > Time”"


def test_long_lists_are_told_text_by_text() -> None:
    one, two, three = ("It was dear. " * 9, "We had one bus a day. ", "She said no. " * 8)
    before, after = with_code(2, examples=(one, two)), with_code(2, examples=(two, three))
    heading, *lines = compare_books(before, after).lines()
    assert heading == "edited “Cost”:"
    assert [line.split(":")[0].strip() for line in lines] == ["taken out", "put in"]
    assert lines[-1] == f"    put in: examples: {three}"


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
