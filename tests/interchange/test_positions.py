"""Positions of other programs become code points of the text as it is here."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.interchange.html_text import HtmlText
from qualbench.interchange.positions import Model, Ruler, Unit, plain_breaks
from tests.interchange.made_qdpx import position_in

MODELS = [Model(*one) for one in product(Unit, (1, 2), (False, True), (False, True))]


@pytest.mark.parametrize("model", MODELS, ids=str)
@given(
    raw=st.text(st.sampled_from("ab é😀\n\r字"), max_size=30),
    ends=st.tuples(st.integers(0, 30), st.integers(0, 30)),
)
def test_every_stretch_is_found(model: Model, raw: str, ends: tuple[int, int]) -> None:
    start, end = sorted(min(one, len(raw)) for one in ends)
    while "\r\n" in (raw[start - 1 : start + 1], raw[end - 1 : end + 1]):  # no edge within a line end
        start, end = start - (raw[start - 1 : start + 1] == "\r\n"), end + (raw[end - 1 : end + 1] == "\r\n")
    if start >= end:
        return
    last = end - (2 if raw[end - 2 : end] == "\r\n" else 1) if model.inclusive else end
    found = Ruler(raw, model, marked=model.bom).stretch(
        position_in(raw, start, model), position_in(raw, last, model)
    )
    assert found == (len(plain_breaks(raw[:start])), len(plain_breaks(raw[:end])), True)


def test_what_is_within_a_character_or_beyond_the_text_is_said() -> None:
    ruler = Ruler("a😀b", Model(Unit.UTF16))
    assert [ruler.place(one)[1] for one in (-1, 0, 1, 2, 3, 4, 5)] == [
        False,
        True,
        True,
        False,
        True,
        True,
        False,
    ]


def test_paragraphs_of_a_page_stand_on_their_own_lines() -> None:
    page = HtmlText("<p>one</p><p>two</p>\n<p>thr&eacute;e</p><script>no()</script>")
    assert page.bare == "onetwo\nthrée"
    assert page.text == "one\ntwo\n\nthrée\n"[: len(page.text)]
    start, end = page.stretch(3, 6)
    assert page.text[start:end] == "two"
    start, end = page.stretch(0, 3)
    assert page.text[start:end] == "one"
