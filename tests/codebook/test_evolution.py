"""What each code went through between saved states."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.codebook.evolution import KINDS, Step, Turn, overall, read_notes, trace
from qualbench.codebook.yaml_file import read_codebook
from qualbench.model.code import Code, Codebook, Lineage
from tests.reports.evolved import STATES

STEPS = trace(STATES)


def turn(step: Step, code_id: str) -> Turn:
    (found,) = [one for one in step.turns if one.code.id == code_id]
    return found


def test_every_code_of_either_state_is_told_of_once() -> None:
    for step in STEPS:
        told = [one.code.id for one in step.turns]
        assert len(told) == len(set(told))
        assert set(told) == {*step.before.codebook.by_id, *step.after.codebook.by_id}


@pytest.mark.parametrize(
    ("code", "fate", "words"),
    [
        ("cost", "changed", ("renamed", "redefined", "took in others")),
        ("distance", "changed", ("renamed", "redefined")),
        ("bus", "changed", ("moved",)),
        ("asking", "split", ("split",)),
        ("friends", "added", ("split off",)),
        ("new", "added", ("new",)),
        ("shame", "merged", ()),
        ("old", "revived", ("back in use",)),
        ("leaflet", "removed", ()),
        ("tea", "changed", ()),
    ],
)
def test_what_a_code_went_through(code: str, fate: str, words: tuple[str, ...]) -> None:
    found = turn(STEPS[0], code)
    assert found.fate == fate
    assert found.words == words


def test_what_codes_became_and_came_from() -> None:
    first = STEPS[0]
    assert [one.name for one in turn(first, "shame").others] == ["Cost & loss of pay"]
    assert [one.name for one in turn(first, "cost").came_from] == ["Shame"]
    assert [one.id for one in turn(first, "asking").others] == ["friends", "doctors"]
    assert [one.id for one in turn(first, "friends").came_from] == ["asking"]


def test_counts() -> None:
    first = {kind: STEPS[0].count(kind) for kind in KINDS}
    assert first == {
        "added": 1,
        "split off": 2,
        "renamed": 2,
        "moved": 1,
        "redefined": 2,
        "merged": 1,
        "split": 1,
        "retired": 0,
        "back in use": 1,
        "taken out": 1,
        "the same": 1,
    }


def test_from_first_to_last_what_came_and_went_in_between_is_left_out() -> None:
    whole = overall(STATES)
    assert turn(whole, "new").words == ("new",)  # and retired since: it was never in use at either end
    assert [one.id for one in turn(whole, "bus").others] == ["distance"]
    assert turn(whole, "shame").fate == "merged"
    assert turn(whole, "cost").said == STATES[1].steps["cost"]


def _merged(code: str, into: str) -> Lineage:
    return Lineage(f"{code}{into}", "merged", code, code, into, "x", "2026")


def book(*ids: str) -> Codebook:
    return Codebook("B", tuple(Code(one, one, position=place) for place, one in enumerate(ids)))


def test_a_chain_of_merges_is_followed_to_what_is_there() -> None:
    before = replace(STATES[0], codebook=book("a", "b", "c", "d"))
    after = replace(
        STATES[1], codebook=book("c"), lineage=(_merged("a", "b"), _merged("b", "c"), _merged("d", "x"))
    )
    (step,) = trace((before, after))
    assert [one.id for one in turn(step, "a").others] == ["c"]
    assert [one.id for one in turn(step, "b").others] == ["c"]
    assert {one.id for one in turn(step, "c").came_from} == {"a", "b"}
    assert turn(step, "d").fate == "removed"  # what it went into is gone too


def test_a_lineage_that_runs_in_a_circle_ends() -> None:
    before = replace(STATES[0], codebook=book("a", "b"))
    after = replace(STATES[1], codebook=book("z"), lineage=(_merged("a", "b"), _merged("b", "a")))
    (step,) = trace((before, after))
    assert turn(step, "a").fate == "removed"


def test_an_older_merge_is_no_news() -> None:
    before = replace(STATES[0], lineage=(_merged("cost", "tea"),))
    (step,) = trace((before, replace(STATES[1], lineage=())))
    assert turn(step, "shame").fate == "removed"
    assert not turn(step, "cost").others


def notes(text: str) -> dict[str, str]:
    return read_notes(read_codebook(text), text)


def test_the_comment_right_above_a_code_is_its_note() -> None:
    one, two, three = (f"{number}0000000-0000-4000-8000-000000000000" for number in (1, 2, 3))
    text = (
        "# about the file\n"
        "format: 1\n"
        "codes:\n"
        "  # Widened:\n"
        "  # pay is a cost too.\n"
        f"  - id: {one}\n"
        "    name: Cost\n"
        "    codes:\n"
        f"      - id: {two}  # beside\n"
        "        name: Fares\n"
        "  # not right above\n"
        "\n"
        f"  - id: {three}\n"
        "    name: Way\n"
    )
    assert notes(text) == {one: "Widened: pay is a cost too."}


def test_what_a_file_begins_with_is_no_codes_note() -> None:
    assert notes("# mine\n- id: 10000000-0000-4000-8000-000000000000\n  name: Cost\n") == {}


IDS = st.sampled_from("abcdef")


@given(
    st.sets(IDS),
    st.sets(IDS),
    st.lists(st.tuples(st.sampled_from(("merged", "split")), IDS, IDS), max_size=8),
)
def test_whatever_is_said_of_codes_each_is_told_of_once_and_the_numbers_add_up(
    was: set[str], now: set[str], said: list[tuple[str, str, str]]
) -> None:
    rows = tuple(
        Lineage(str(at), kind, one, one, into, "x", "2026") for at, (kind, one, into) in enumerate(said)
    )
    before = replace(STATES[0], codebook=book(*sorted(was)))
    after = replace(STATES[1], codebook=book(*sorted(now)), lineage=rows)
    (step,) = trace((before, after))
    assert sorted(one.code.id for one in step.turns) == sorted(was | now)
    assert step.count("added") + step.count("split off") == len(now - was)
    gone = [one for one in step.turns if one.new is None]
    assert {one.code.id for one in gone} == was - now
    for one in step.turns:
        assert {each.id for each in one.others} <= now - {one.code.id}
        assert {each.id for each in one.came_from} <= was - {one.code.id}
