from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.codebook.diff import compare
from qualbench.codebook.merging import merge_entries
from qualbench.codebook.resolve import Proposal, resolve_entries
from qualbench.codebook.yaml_file import read_codebook, rewrite_codebook, write_codebook
from qualbench.model.code import Code, Codebook
from tests.codebook.made import book, code, codebooks, edited, number, small


def merge(file: Codebook, current: Codebook, base: Codebook | None = None) -> Proposal:
    return merge_entries(read_codebook(write_codebook(file)), base or small(), current)


def with_code(codebook: Codebook, index: int, **fields: object) -> Codebook:
    """The codebook with one code changed."""
    codes = [
        replace(one, **fields) if one.id == number(index) else one  # type: ignore[arg-type]
        for one in codebook.codes
    ]
    return Codebook(codebook.name, tuple(codes))


def without(codebook: Codebook, *indexes: int) -> Codebook:
    gone = {number(index) for index in indexes}
    return Codebook(codebook.name, tuple(one for one in codebook.codes if one.id not in gone))


def names(codes: tuple[Code, ...]) -> list[str]:
    return [one.name for one in codes]


def test_what_either_side_changed_is_taken() -> None:
    current = with_code(with_code(small(), 2, name="Price"), 4, definition="Looking forward.")
    file = with_code(with_code(small(), 2, definition="What it cost."), 3, parent_id=None, position=2)
    done = merge(file, current)
    assert done.conflicts == ()
    assert done.problems == ()
    assert done.target.by_path["Barriers > Price"].definition == "What it cost."
    assert done.target.by_path["Hope"].definition == "Looking forward."
    assert done.target.by_path["Distance"].id == number(3)
    assert {(one.change, one.name) for one in done.differences} == {
        *(("redefined", "Price"), ("moved", "Distance")),
    }


def test_a_field_changed_on_both_sides_is_a_conflict_and_the_files_is_proposed() -> None:
    done = merge(with_code(small(), 2, name="Money"), with_code(small(), 2, name="Price"))
    (conflict,) = done.conflicts
    assert conflict.serious
    assert conflict.line
    assert "`name`" in conflict.message
    assert "“Money”" in conflict.message
    assert "“Price”" in conflict.message
    assert "--prefer-file" in conflict.hint
    assert done.target.by_id[number(2)].name == "Money"
    assert merge(with_code(small(), 2, name="Price"), with_code(small(), 2, name="Price")).conflicts == ()


def test_examples_of_both_sides_stay() -> None:
    one = with_code(small(), 2, examples=("It was dear.", "No: never.", "A lot."))
    other = with_code(small(), 2, examples=("No: never.", "Too much."))
    done = merge(one, other)
    assert done.conflicts == ()
    assert done.target.by_id[number(2)].examples == ("No: never.", "A lot.", "Too much.")


def test_a_code_deleted_in_the_project_stays_so_unless_the_file_changed_it() -> None:
    done = merge(small(), without(small(), 2))
    assert done.differences == ()
    assert done.conflicts == ()
    for file in (with_code(small(), 2, when="Dear."), book(*small().codes, code(5, "Fare", 2))):
        done = merge(file, without(small(), 2))
        (conflict,) = done.conflicts
        assert "“Barriers > Cost” was deleted in the project" in conflict.message
        assert number(2) in done.target.by_id


def test_a_code_taken_out_of_the_file_goes_unless_the_project_changed_it() -> None:
    done = merge(without(small(), 2), small())
    assert names(done.removed) == ["Cost"]
    assert done.conflicts == ()
    done = merge(without(small(), 2), with_code(small(), 2, when="Dear."))
    (conflict,) = done.conflicts
    assert "“Barriers > Cost”" in conflict.message
    assert number(2) not in done.target.by_id
    moved = merge(without(small(), 4), with_code(small(), 3, parent_id=number(4)))
    (conflict,) = moved.conflicts
    assert "“Hope > Distance” was moved there" in conflict.message
    assert moved.target.paths[number(3)] == "Barriers > Distance"


def test_codes_moved_under_each_other_are_a_conflict() -> None:
    base = book(code(1, "A"), code(2, "B", position=1))
    file, current = with_code(base, 1, parent_id=number(2)), with_code(base, 2, parent_id=number(1))
    done = merge(file, current, base)
    (conflict,) = done.conflicts
    assert "under each other" in conflict.message
    assert done.target.paths == {number(2): "B", number(1): "B > A"}


def test_the_order_that_one_side_changed_is_taken() -> None:
    base = book(*(code(index, name, position=index) for index, name in enumerate("ABCD", 1)))
    turned = book(*(code(index, name, position=9 - index) for index, name in enumerate("ABCD", 1)))
    last = with_code(base, 1, position=9)
    assert names(merge(turned, base, base).target.children(None)) == list("DCBA")
    assert names(merge(base, turned, base).target.children(None)) == list("DCBA")
    assert merge(base, turned, base).differences == ()
    grown = book(*turned.codes, code(5, "E", position=20), code(6, "F", 1))
    done = merge(grown, book(*base.codes, code(7, "G", position=30)), base)
    assert names(done.target.children(None)) == ["D", "G", "C", "B", "A", "E"]
    assert done.conflicts == ()
    done = merge(turned, last, base)
    assert names(done.target.children(None)) == list("DCBA")
    assert "order" in done.conflicts[0].message
    assert merge(turned, turned, base).conflicts == ()


def test_a_code_of_the_same_name_made_on_both_sides() -> None:
    current = book(*small().codes, code(5, "Fare", 1, 2, definition="The bus."))
    bare = merge_entries(
        read_codebook(write_codebook(small()).replace("codes:\n      -", "codes:\n      - Fare\n      -", 1)),
        small(),
        current,
    )
    assert bare.problems == ()
    assert bare.target.by_path["Barriers > Fare"] == current.by_id[number(5)]
    (problem,) = merge(book(*small().codes, code(6, "Fare", 1, 2)), current).problems
    assert problem.serious
    assert problem.line
    assert number(5) in problem.hint


def test_a_codebook_renamed_in_the_file() -> None:
    renamed = Codebook("Other", small().codes)
    assert merge(renamed, small()).target.name == "Other"
    assert merge(small(), renamed).target.name == "Other"


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_one_side_alone_is_taken_whole(data: st.DataObject) -> None:
    base = data.draw(codebooks())
    after = data.draw(edited(base))
    still = merge(base, after, base)
    assert still.conflicts == ()
    assert still.differences == ()
    text = rewrite_codebook(write_codebook(base), after)
    mine = merge_entries(read_codebook(text), base, base)
    assert mine.conflicts == ()
    assert (
        compare(mine.target, resolve_entries(read_codebook(text), base, known_at_writing=None).target) == ()
    )
    same = merge_entries(read_codebook(text), base, after)
    assert same.conflicts == ()
    if after.name:
        assert same.differences == ()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_two_sides_always_make_a_tree(data: st.DataObject) -> None:
    base = data.draw(codebooks())
    one, other = data.draw(edited(base)), data.draw(edited(base))
    done = merge(one, other, base)
    target = done.target
    assert len(list(target.walk())) == len(target.codes) == len(target.by_id)
    assert {number.id for number in one.codes if number.id not in base.by_id} <= set(target.by_id)
    assert {number.id for number in other.codes if number.id not in base.by_id} <= set(target.by_id)


@pytest.mark.parametrize("gone", [2, 3, 4])
def test_deleted_on_both_sides_is_gone(gone: int) -> None:
    done = merge(without(small(), gone), without(small(), gone))
    assert number(gone) not in done.target.by_id
    assert (done.conflicts, done.removed, done.differences) == ((), (), ())
