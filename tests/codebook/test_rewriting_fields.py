"""The fields that a method wants on top: rewritten in a file kept by hand, line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.codebook.yaml_file import read_codebook, rewrite_codebook
from qualbench.model.code import Codebook, CodeLevel, CodeStatus, Origin
from tests.codebook.made import book, code, edited, number
from tests.codebook.test_rewriting import change, changed_lines, check

A, B = number(1), number(2)

HAND = f"""\
# yaml-language-server: $schema=codebook.schema.json
name: Full
codes:
  - id: {A}
    name: Stigma   # the word itself
    full_definition: |
      Long.
      Longer.
    counter_examples:
      # looked at twice
      - "Shy."  # P01
      - 'No.'
    source:   "Goffman 1963"   # to be read again
    level: latent  # since May
    origin: In vivo   # P04's word
    x-colour-in-print: grey
    properties:
      # what the template wants
      'direction':  "inward"   # or outward
      x-own: kept

      Certainty: low
    # why the remarks are not wanted
    silenced:
        unused: 'not yet'   # until June
        no example: |
          None is
          short enough.
    author: Maren
  - id: {B}
    name: Hope
    properties: {{tone: warm}}   # in brackets
    notes: >
      Folded
      text.
"""


def full() -> Codebook:
    """What the file above says."""
    return book(
        code(
            1, "Stigma", full_definition="Long.\nLonger.\n", counter_examples=("Shy.", "No."),
            source="Goffman 1963", level=CodeLevel.LATENT, origin=Origin.INDUCTIVE, in_vivo=True,
            properties=(("direction", "inward"), ("x-own", "kept"), ("Certainty", "low")),
            silenced=(("unused", "not yet"), ("no example", "None is\nshort enough.\n")), author="Maren",
        ),
        code(2, "Hope", position=1, properties=(("tone", "warm"),), notes="Folded text.\n"),
        name="Full",
    )  # fmt: skip


def test_nothing_changed_is_the_same_bytes() -> None:
    assert check(HAND, full()) == HAND


ROWS: list[tuple[dict[str, Any], list[str], list[str]]] = [
    (
        {"properties": (("direction", "outward"), ("x-own", "kept"), ("Certainty", "low"))},
        ["      'direction':  \"inward\"   # or outward\n"],
        ["      'direction':  \"outward\"   # or outward\n"],
    ),
    (
        {"properties": (("direction", "inward"), ("Certainty", "low"))},
        ["      x-own: kept\n"],
        [],
    ),
    (
        {"properties": (("direction", "inward"), ("x-own", "kept"), ("new", "a: b"), ("Certainty", "low"))},
        [],
        ["      new: 'a: b'\n"],
    ),
    (
        {"properties": (("direction", "inward"), ("x-own", "kept"), ("Certainty", ""))},
        ["      Certainty: low\n"],
        ["      Certainty: ''\n"],
    ),
    (
        {"properties": (("Certainty", "low"), ("direction", "inward"), ("x-own", "kept"))},
        ["\n", "      Certainty: low\n"],
        ["\n", "      Certainty: low\n"],
    ),
    (
        {"silenced": (("unused", "never"), ("no example", "None is\nshort enough.\n"))},
        ["        unused: 'not yet'   # until June\n"],
        ["        unused: 'never'   # until June\n"],
    ),
    (
        {"silenced": (("no example", "None is\nshort enough.\n"),)},
        ["        unused: 'not yet'   # until June\n"],
        [],
    ),
    (
        {"silenced": (("unused", "not yet"),)},
        ["        no example: |\n", "          None is\n", "          short enough.\n"],
        [],
    ),
    (
        {"silenced": (("unused", "not yet"), ("no example", "None fits."))},
        ["        no example: |\n", "          None is\n", "          short enough.\n"],
        ["        no example: None fits.\n"],
    ),
    (
        {"silenced": ()},
        [
            "    silenced:\n", "        unused: 'not yet'   # until June\n", "        no example: |\n",
            "          None is\n", "          short enough.\n",
        ],
        [],
    ),
    (
        {"counter_examples": ("No.", "Proud.", "Shy.")},
        ["      - 'No.'\n"],
        ["      - 'No.'\n", "      - Proud.\n"],
    ),
    ({"source": ""}, ['    source:   "Goffman 1963"   # to be read again\n'], []),
    (
        {"source": "Link & Phelan 2001"},
        ['    source:   "Goffman 1963"   # to be read again\n'],
        ['    source:   "Link & Phelan 2001"   # to be read again\n'],
    ),
    (
        {"level": CodeLevel.SEMANTIC},
        ["    level: latent  # since May\n"],
        ["    level: semantic  # since May\n"],
    ),
    (
        {"in_vivo": False},
        ["    origin: In vivo   # P04's word\n"],
        ["    origin: inductive   # P04's word\n"],
    ),
    (
        {"origin": Origin.A_PRIORI, "in_vivo": False},
        ["    origin: In vivo   # P04's word\n"],
        ["    origin: a priori   # P04's word\n"],
    ),
    (
        {"origin": Origin.A_PRIORI},
        ["    origin: In vivo   # P04's word\n"],
        ["    origin: a priori   # P04's word\n", "    in_vivo: true\n"],
    ),
    (
        {"origin": None},
        ["    origin: In vivo   # P04's word\n"],
        ["    in_vivo: true\n"],
    ),
    ({"origin": None, "in_vivo": False}, ["    origin: In vivo   # P04's word\n"], []),
    ({"notes": "To do."}, [], ["    notes: To do.\n"]),
    ({"author": "Tom", "status": CodeStatus.RETIRED}, ["    author: Maren\n"], ["    author: Tom\n"]),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "gone", "come"), ROWS, ids=range(len(ROWS)))
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_only_the_lines_of_a_field_are_touched(
    newline: str, fields: dict[str, Any], gone: list[str], come: list[str]
) -> None:
    new = check(HAND.replace("\n", newline), change(full(), A, **fields))
    if fields.get("status"):
        come = ["    status: retired\n", *come]
    went, came = changed_lines(HAND, new.replace("\r\n", "\n"))
    assert (sorted(went), sorted(came)) == (sorted(gone), sorted(come))
    assert newline == "\n" or new.count("\r\n") == new.count("\n")


def test_brackets_are_written_on_lines_of_their_own() -> None:
    new = check(HAND, change(full(), B, properties=(("tone", "cool"), ("pace", "slow"))))
    assert "    properties:\n      tone: cool\n      pace: slow\n" in new


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from((HAND, HAND.replace("\n", "\r\n"), HAND.rstrip())))
def test_any_edit_keeps_the_rest(data: st.DataObject, text: str) -> None:
    start = full() if text != HAND.rstrip() else change(full(), B, notes="Folded text.")
    assert check(text, start) == text
    after = data.draw(edited(start))
    new = check(text, after)
    assert new.startswith(text.splitlines()[0])
    now = after.by_id.get(A)
    if now is None:
        return
    assert "# the word itself" in new, new
    assert "x-colour-in-print: grey" in new
    for name, comment in (("direction", "# or outward"), ("unused", "# until June")):
        kept = dict((*now.properties, *now.silenced))
        if name in kept and "\n" not in kept[name]:
            assert comment in new, new


def test_the_short_form_of_in_vivo_is_read_and_stays() -> None:
    text = f"- id: {A}\n  name: A\n  origin: in vivo\n"
    (entry,) = read_codebook(text).entries
    assert (entry.origin, entry.in_vivo) == (Origin.INDUCTIVE, True)
    assert {"origin", "in_vivo"} <= entry.given
    renamed = rewrite_codebook(text, book(code(1, "B", origin=Origin.INDUCTIVE, in_vivo=True), name=""))
    assert "origin: in vivo\n" in renamed
    assert "in_vivo" not in renamed


def test_in_vivo_denied_beside_its_short_form_is_refused() -> None:
    (problem,) = read_codebook("- name: A\n  origin: in vivo\n  in_vivo: no\n").problems
    assert problem.serious
    assert problem.line == 3
    assert problem.message == "The origin says “in vivo”, and `in_vivo` says no."
    assert replace(problem, hint="").hint != problem.hint
