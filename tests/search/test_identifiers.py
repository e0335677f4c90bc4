"""What may say who somebody is: found by rules, and nothing found where nobody is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.names import measure, sentences
from qualbench.cli.pseudonyms import DETAILS
from qualbench.search.identifiers import Kind, find_details
from qualbench.search.people import group_names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I spoke to Mrs O'Hara-Quill about it.", [("O'Hara-Quill", "person")]),
        ("My cousin Tobiah lives in Harrogate now.", [("Tobiah", "person"), ("Harrogate", "place")]),
        (
            "Write to x.y@mail.example or see www.help.example.",
            [("x.y@mail.example", "e-mail address"), ("www.help.example", "web address")],
        ),
        ("It was on the 3rd of June 2020.", [("the 3rd of June 2020", "date")]),
        ("On Monday I had tea in English class.", []),
        ("I like XGBoost and PDPs.", []),
        ("And then I’d gone, and You'd said that They’ve won.", []),
        ("He said May was cold. Grace is what we need.", []),
    ],
)
def test_details(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[one.span.start : one.span.end], one.kind.value) for one in find_details(text)] == found


def test_how_well_the_rules_do_on_the_marked_sentences() -> None:
    found = measure(lambda text: [one.span for one in find_details(text)], sentences())
    assert len(sentences()) == 200
    assert min(found.direct, found.recall, found.precision) >= 0.9


@given(st.text(max_size=80))
def test_details_lie_in_any_text_and_do_not_overlap(text: str) -> None:
    at = 0
    for one in find_details(text):
        assert at <= one.span.start < one.span.end <= len(text)
        at = one.span.end


def test_names_of_one_person_are_put_together() -> None:
    person = Kind.PERSON
    counts = {
        (person, name): 1
        for name in ("Elizabeth Carter", "Liz", "Carter", "E. Carter", "Anna", "Ana", "Cartter")
    }
    groups = {tuple(sorted(form for form, _n in one.forms)) for one in group_names(counts)}
    assert ("Carter", "Cartter", "E. Carter", "Elizabeth Carter", "Liz") in groups
    assert {("Anna",), ("Ana",)} <= groups


def test_the_kinds_of_the_help_are_those_that_there_are() -> None:
    assert tuple(DETAILS) == tuple(one.value for one in Kind)
