"""Remarks on a codebook alone: what each is made for, what it is not made for, and how it is silenced."""

from __future__ import annotations

import pytest

from qualbench.codebook import lint
from qualbench.codebook.lint import check_codebook, names_a_topic, not_silenced, silencing_key, silencing_keys
from qualbench.model.code import Code, Codebook, CodeStatus
from tests.codebook.made import book, code, number


def told(codebook: Codebook, *names: str) -> list[str]:
    """The messages of the remarks of these names that nobody has silenced."""
    return [one.message for one in not_silenced(check_codebook(codebook)) if one.id in names]


def full(index: int, name: str, parent: int | None = None, position: int = 0, **fields: object) -> Code:
    """A code about which there is nothing to remark."""
    fields = {
        "definition": f"About {'abcdefghij'[index] * 9}, no more.",
        "examples": ("As in this.",),
        **fields,
    }
    return code(index, name, parent, position, **fields)


def test_a_code_without_definition_or_example_is_told_and_a_retired_one_is_not() -> None:
    codebook = book(
        code(1, "Cost"),
        code(2, "Time", position=1, full_definition="At length.", examples=(" ",)),
        code(3, "Old", position=2, status=CodeStatus.RETIRED),
        code(4, "New", position=3, status=CodeStatus.CANDIDATE, definition="x", examples=("y",)),
        full(5, "Holds others", position=4, examples=()),
        full(6, "Held", 5),
    )
    assert [one.message for one in check_codebook(codebook)] == [
        "“Cost” has no definition.",
        "“Cost” has no example.",
        "“Time” has no example.",
    ]


def test_names_that_are_nearly_the_same_are_told_in_whatever_order_their_words_stand() -> None:
    codebook = book(
        full(1, "Waiting times"),
        full(2, "Waiting time", position=1),
        full(3, "Times waiting", position=2),
        full(4, "Waiting times", 2, 0),
        full(5, "Phase 1 of treatment", position=3),
        full(6, "Phase 2 of treatment", position=4),
        full(7, "Weighting", position=5),
    )
    assert told(codebook, "near-name") == [
        f"{pair} have nearly the same name."
        for pair in (
            "“Waiting times” and “Waiting time”",
            "“Waiting times” and “Times waiting”",
            "“Waiting time” and “Waiting time > Waiting times”",
            "“Waiting time” and “Times waiting”",
            "“Waiting time > Waiting times” and “Times waiting”",
        )
    ]


def test_definitions_that_are_nearly_the_same_are_told() -> None:
    words = "Money that the person or the family spends on care."
    codebook = book(
        full(1, "Cost", definition=words),
        full(2, "Money", position=1, definition="", full_definition=words.replace("the family", "a family")),
        full(3, "Time", position=2, definition="Time that the person or the family gives to care at home."),
        full(4, "Travel", position=3, definition=""),
        full(5, "Wages", position=4, definition=""),
    )
    assert told(codebook, "near-definition") == ["“Cost” and “Money” have nearly the same definition."]


def test_a_code_below_the_levels_that_one_can_keep_in_mind_is_told() -> None:
    chain = [full(level, f"Level {level}", level - 1 or None) for level in range(1, 7)]
    assert [one.code_id for one in check_codebook(book(*chain)) if one.id == "deep"] == [number(5), number(6)]
    assert lint.LEVELS == 4


@pytest.mark.parametrize(
    "key", ["near-name", f"near-name {number(2)}", "near-name Waiting > Cost", "near-name Cost"]
)
@pytest.mark.parametrize("holder", [1, 2])
def test_a_remark_on_two_codes_is_silenced_in_the_entry_of_either(key: str, holder: int) -> None:
    if holder == 2:
        key = {number(2): f"near-name {number(1)}", "Cost": "near-name Costs"}.get(key.split()[-1], key)
    silenced = ((key, "one is the person's, one the clinic's"),)
    codebook = book(
        full(3, "Waiting"),
        full(1, "Costs", position=1, silenced=silenced if holder == 1 else ()),
        full(2, "Cost", 3, 0, silenced=silenced if holder == 2 else ()),
    )
    (found,) = [one for one in check_codebook(codebook) if one.id == "near-name"]
    assert found.why == "one is the person's, one the clinic's"
    assert silencing_keys(codebook, found) == {number(holder): [key]}
    assert not not_silenced([found])


def test_silencing_one_remark_or_one_pair_leaves_the_others() -> None:
    codebook = book(
        code(1, "Costs", silenced=(("no-example", "an umbrella"), (f"near-name {number(2)}", "apart"))),
        full(2, "Cost", position=1),
        full(3, "Coste", position=2),
    )
    assert told(codebook, "no-definition", "no-example", "near-name") == [
        "“Costs” has no definition.",
        "“Cost” and “Coste” have nearly the same name.",
    ]
    pair = next(one for one in check_codebook(codebook) if one.id == "near-name")
    assert silencing_key(pair) == f"near-name {number(2)}"
    assert silencing_key(check_codebook(codebook)[0]) == "no-definition"


def test_what_is_silenced_and_is_no_remark_is_told_with_what_there_is() -> None:
    codebook = book(
        full(1, "Cost", silenced=(("no-defintion", "x"), ("no-example Time", "y"), ("deep", "z")))
    )
    found = check_codebook(codebook)
    assert [one.message for one in found] == [
        "“Cost” silences “no-defintion”, which is no remark.",
        "“Cost” silences “no-example Time”, which is no remark.",
    ]
    assert "no-definition" in found[0].hint


@pytest.mark.parametrize(
    "name",
    [
        "Barriers to care",
        "barriers and facilitators to seeking help",
        "The role of peers",
        "Perceived benefits of the group",
        "Experiences with services",
        "Participants' views on medication",
    ],
)
def test_the_name_of_a_theme_that_is_a_topic(name: str) -> None:
    assert names_a_topic(name)


@pytest.mark.parametrize(
    "name",
    [
        "The way in is long",
        "Getting in",
        "Barriers to care are built by the forms",
        "Nobody asks: waiting as the treatment",
        "Needing and giving",
        "",
    ],
)
def test_the_name_of_a_theme_that_claims_something(name: str) -> None:
    assert not names_a_topic(name)


def test_every_remark_that_is_made_is_listed_and_pairs_are_among_them() -> None:
    assert set(lint.REMARKS) >= lint.PAIRS
    codebook = book(*(code(index, f"Name {'abcdefghij'[index]}", position=index) for index in range(1, 9)))
    assert {one.id for one in check_codebook(codebook)} <= set(lint.REMARKS)
