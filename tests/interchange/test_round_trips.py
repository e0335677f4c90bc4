"""Out and in again gives the same codebook, for every format; what it cannot carry is said."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from qualbench.codebook.entries import VALUES
from qualbench.interchange.description import LABELS, describe, read_description
from qualbench.interchange.formats import WRITTEN, what_is_lost, write_bytes
from qualbench.interchange.losses import fit
from qualbench.interchange.values import read, written
from qualbench.model.code import Code, Codebook
from tests.codebook.made import TEXTS, code, codebooks, small
from tests.interchange.made import carried, there_and_back

#: Lines that read as a label, or nearly.
LABELLED = [f"{mark}{label}: x" for label in LABELS.values() for mark in ("", "\\")]
LABELLED += [
    "Use when:",
    "Property a: b",
    "Property a\\: b: c",
    "Property : x",
    "Level: latent",
    "Level: high",
]
LABELLED += [
    "a\nUse when: b\n\n",
    "\n\nExample: c",
    "\\\\Example:",
    "Example",
    "Property a\n: b",
    "Origin: in vivo",
]
LINES = st.lists(st.sampled_from([*LABELLED, "", "a", " ", "- a", "  b"]), max_size=4).map("\n".join)
WORDS = st.one_of(LINES, TEXTS).map(fit)
PAIRS = st.dictionaries(WORDS, WORDS, max_size=2).map(lambda one: tuple(one.items()))
FILLED = st.builds(
    Code,
    id=st.just("a"),
    name=st.just("A"),
    **dict.fromkeys(
        ("definition", "full_definition", "when", "when_not", "source", "author", "notes"), WORDS
    ),
    **dict.fromkeys(("examples", "counter_examples"), st.lists(WORDS, max_size=2).map(tuple)),
    **dict.fromkeys(("properties", "silenced"), PAIRS),
)


@pytest.mark.parametrize("form", ["qdc", "csv", "xlsx"])
@settings(max_examples=25)
@given(codebook=codebooks())
def test_a_codebook_comes_back_whole(form: str, codebook: Codebook) -> None:
    assume(codebook.codes)
    assert there_and_back(codebook, form) == carried(codebook)


@settings(max_examples=25)
@given(codebook=codebooks())
def test_a_list_brings_names_tree_and_definitions_back(codebook: Codebook) -> None:
    assume(codebook.codes)
    back = there_and_back(codebook, "txt")
    expected = carried(codebook, ["definition"])
    assert [(one.name.split(), deep) for one, deep in back.walk()] == [
        (one.name.split(), deep) for one, deep in expected.walk()
    ]
    assert [one.definition for one in back.codes] == [
        " ".join(one.definition.split()) for one in expected.codes
    ]


@settings(max_examples=40)
@given(FILLED)
@example(Code("a", "A", definition="Use when: it rains", notes="\\Example: no"))
def test_a_description_says_every_field_and_gives_it_back(code: Code) -> None:
    found = read_description(describe(code))
    assert (
        found.items()
        >= {key: getattr(code, key) for key in VALUES if getattr(code, key) != getattr(_NONE, key)}.items()
    )
    assert all(value == getattr(code, key) for key, value in found.items())


_NONE = Code("a", "A")


@settings(max_examples=40)
@given(FILLED)
def test_a_cell_gives_a_field_back(code: Code) -> None:
    for key in VALUES:
        assert read(key, written(code, key)) == getattr(code, key)


def test_a_description_reads_well() -> None:
    one = code(
        1,
        "Cost",
        definition="Money spent on care.",
        when="Fares, fees, unpaid hours.",
        examples=("It was dear.", "Two buses, every week."),
        properties=(("risk", "high"),),
        in_vivo=True,
    )
    assert describe(one) == (
        "Money spent on care.\n\n"
        "Use when: Fares, fees, unpaid hours.\n\n"
        "Example: It was dear.\n\n"
        "Example: Two buses, every week.\n\n"
        "In vivo: yes\n\n"
        "Property risk: high"
    )


def test_what_a_person_writes_in_another_program_is_read_as_it_is_meant() -> None:
    said = "Money.\nUse when: fares\nand fees\n\n\nLevel: high\nExample:It was dear.\nOrigin: in vivo"
    assert read_description(said) == {
        "definition": "Money.",
        "when": "fares\nand fees\n\n\nLevel: high\nExample:It was dear.",
        "origin": "inductive",
        "in_vivo": True,
    }


@pytest.mark.parametrize("form", WRITTEN)
def test_what_a_format_cannot_carry_is_said(form: str) -> None:
    said = " ".join(what_is_lost(small(), form))
    assert ("own name" in said) == (form != "yaml")
    assert ("examples (1 code)" in said) == (form == "txt")
    assert ("when to use (1 code)" in said) == (form == "txt")


def test_odd_characters_are_said_with_their_codes() -> None:
    odd = Codebook("", (code(1, "Bell", definition="a\x07"), code(2, "Break", position=1, notes="a\r\nb")))
    (said,) = what_is_lost(odd, "csv")
    assert "“Bell”, “Break”" in said
    assert there_and_back(odd, "csv").by_id[code(1, "").id].definition == "a\ufffd"


@pytest.mark.parametrize("form", ["qdc", "csv", "xlsx", "txt"])
def test_the_same_codebook_gives_the_same_bytes(form: str) -> None:
    assert write_bytes(small(), form) == write_bytes(small(), form)
