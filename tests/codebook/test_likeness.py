from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.codebook.diff import compare_books
from qualbench.codebook.likeness import Match, book_of, has_id, match_books, say_sure
from qualbench.codebook.yaml_file import read_codebook
from qualbench.model.code import Codebook
from tests.codebook.made import book, code, codebooks, edited, number, small

LONG = "What the person says stood in the way of using a service that was there."


def from_text(text: str) -> Codebook:
    file = read_codebook(text)
    assert not [one for one in file.problems if one.serious]
    return book_of(file)[0]


def found(before: str, after: str) -> dict[str, tuple[str, str]]:
    """Old path -> new path and what it was known by."""
    old, new = from_text(before), from_text(after)
    return {old.paths[one.before]: (new.paths[one.after], one.by) for one in match_books(old, new)}


def without_ids(codebook: Codebook) -> Codebook:
    places = {one.id: f"place {index}" for index, one in enumerate(codebook.codes)}
    return Codebook(
        codebook.name,
        tuple(
            replace(one, id=places[one.id], parent_id=places[one.parent_id] if one.parent_id else None)
            for one in codebook.codes
        ),
    )


def other_ids(codebook: Codebook) -> Codebook:
    """The same with ids of which none is in the other, as after a way through another program."""

    def moved(code_id: str) -> str:
        return str(uuid.UUID(int=uuid.UUID(code_id).int + (1 << 100)))

    return Codebook(
        codebook.name,
        tuple(
            replace(one, id=moved(one.id), parent_id=moved(one.parent_id) if one.parent_id else None)
            for one in codebook.codes
        ),
    )


@pytest.mark.parametrize(
    ("before", "after", "matches"),
    [
        ("- A:\n  - B\n", "- A:\n  - B\n", {"A": ("A", "path"), "A > B": ("A > B", "path")}),
        ("- Top:\n  - Cost\n", "- Top\n- Cost\n", {"Top": ("Top", "path"), "Top > Cost": ("Cost", "name")}),
        ("- Cost of travel\n", "- Costs of travel\n", {"Cost of travel": ("Costs of travel", "words")}),
        ("- travel cost\n", "- Cost: []\n- Travel, cost\n", {"travel cost": ("Travel, cost", "words")}),
        (
            f"- name: Barriers\n  definition: {LONG}\n",
            f"- name: Obstacles\n  definition: {LONG} Or not.\n",
            {"Barriers": ("Obstacles", "words")},
        ),
        (
            "- Barriers:\n  - Cost\n  - Distance\n",
            "- Obstacles:\n  - Cost\n  - Distance\n",
            {
                "Barriers": ("Obstacles", "words"),
                "Barriers > Cost": ("Obstacles > Cost", "name"),
                "Barriers > Distance": ("Obstacles > Distance", "name"),
            },
        ),
        ("- Hope\n", "- Anger\n", {}),
        ("- Phase one 1\n", "- Phase one 2\n", {}),
        ("- Cost\n", "- Costs\n- Coste\n", {}),
        (
            f"- name: Hope\n  definition: {LONG}\n",
            "- name: Hopes\n  definition: Something quite unlike it, about buses.\n",
            {},
        ),
    ],
)
def test_what_two_files_without_ids_are_known_by(
    before: str, after: str, matches: dict[str, tuple[str, str]]
) -> None:
    assert found(before, after) == matches
    back = {new: (old, by) for old, (new, by) in matches.items()}
    assert found(after, before) == back


def test_ids_decide_whatever_the_names_say() -> None:
    before = book(code(1, "Cost"), code(2, "Hope", position=1))
    after = book(code(1, "Hope"), code(3, "Cost", position=1))
    assert match_books(before, after) == (Match(number(1), number(1), "id", 1.0),)


def test_a_code_that_lost_its_id_is_found_among_those_that_kept_theirs() -> None:
    text = f"- id: {number(1)}\n  name: Barriers\n  codes:\n    - Costs\n    - Distance\n"
    matches = {one.after: one for one in match_books(small(), from_text(text))}
    assert matches["1.1"].before == number(2)
    assert matches["1.2"] == Match(number(3), "1.2", "path", 1.0)


def test_children_of_a_renamed_code_with_names_that_others_have_are_found_under_it() -> None:
    before = (
        f"- name: A\n  definition: {LONG}\n  codes: [Other]\n"
        "- name: B\n  definition: Whoever was there to help, and how.\n  codes: [Other]\n"
    )
    after = before.replace("name: A", "name: Obstacle").replace("name: B", "name: Aid")
    matches = found(before, after)
    assert matches["A > Other"] == ("Obstacle > Other", "path")
    assert matches["B > Other"] == ("Aid > Other", "path")


def test_a_comparison_of_files_without_ids_tells_renames_and_says_that_it_guessed() -> None:
    before, after = "- Barriers:\n  - Cost of it\n- Hope\n", "- Barriers:\n  - Costs of it\n  - Hope\n"
    compared = compare_books(from_text(before), from_text(after))
    assert [(one.change, one.name) for one in compared.differences] == [
        ("renamed", "Costs of it"),
        ("moved", "Hope"),
    ]
    assert not any(has_id(one.code_id) for one in compared.differences)
    assert [one.by for one in compared.guessed] == ["path", "words", "name"]
    same, _moved = compared.guesses_said(from_text(before), from_text(after))
    assert same.endswith("% sure)")
    assert (say_sure(1.0), say_sure(0.8)) == ("99% sure", "80% sure")


def test_a_file_without_a_name_does_not_rename_the_codebook() -> None:
    assert compare_books(small(), replace(small(), name="")).differences == ()
    assert compare_books(replace(small(), name=""), small()).differences == ()


def test_a_code_in_the_place_of_another_is_not_taken_for_it() -> None:
    compared = compare_books(from_text("- Hope\n"), from_text("- Anger\n"))
    assert [(one.change, one.name) for one in compared.differences] == [
        ("added", "Anger"),
        ("removed", "Hope"),
    ]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_matching_is_the_same_both_ways_in_any_order_and_whole_with_itself(data: st.DataObject) -> None:
    before = data.draw(codebooks())
    after = data.draw(edited(before))
    strip = data.draw(st.sampled_from((without_ids, other_ids, lambda same: same)))
    after = strip(after)
    there = match_books(before, after)
    assert len({one.before for one in there}) == len({one.after for one in there}) == len(there)
    assert {(one.before, one.after, one.by, one.sure) for one in there} == {
        (one.after, one.before, one.by, one.sure) for one in match_books(after, before)
    }
    shuffled = replace(before, codes=tuple(data.draw(st.permutations(before.codes))))
    assert match_books(shuffled, after) == there
    itself = strip(before)
    assert {(one.before, one.after) for one in match_books(itself, before)} == {
        (theirs.id, ours.id) for theirs, ours in zip(itself.codes, before.codes, strict=True)
    }
    assert compare_books(itself, before).differences == ()
