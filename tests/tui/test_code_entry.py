from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.widgets import Input, Static, TextArea

from qualbench.errors import UsageError
from qualbench.model.code import Code, CodeLevel, CodeStatus, Origin
from qualbench.tui.dialogs.form import ChoiceLine, FormDialog
from qualbench.tui.screens.code_entry import code_fields, pairs_in_lines, values_of
from qualbench.workbench import codebooks
from qualbench.workbench.code_fields import FIELDS
from tests.codebook.made import FIELDS as ANY
from tests.codebook.made import TEXTS, codes, number
from tests.tui.test_screens import open_session_of

if TYPE_CHECKING:
    from qualbench.tui.app import QualbenchApp

SMALL = (80, 24)


def test_every_field_of_a_code_is_in_the_form() -> None:
    assert {field.id for field in code_fields(Code(number(1), "Hope"))} == {"name", *FIELDS}


@settings(max_examples=80, deadline=None)
@given(codes(1))
def test_a_form_left_as_it_is_changes_nothing_and_shows_what_it_can_keep(code: Code) -> None:
    fields = code_fields(code)
    assert values_of({field.id: field.value for field in fields}, code) == {}
    left_out = {"name", *FIELDS} - {field.id for field in fields}
    assert left_out <= {"examples", "counter_examples", "properties", "silenced"}


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=3).map(tuple), ANY["properties"])
def test_what_the_form_shows_of_lists_is_read_back_as_the_same(
    examples: tuple[str, ...], pairs: tuple[tuple[str, str], ...]
) -> None:
    code = Code(number(1), "Hope", examples=examples, properties=pairs)
    shown = {field.id: field.value for field in code_fields(code)}
    for key in ("examples", "properties"):
        if key in shown:
            again = values_of({key: shown[key] + "\nx: y"}, code)[key]
            assert again[:-1] == getattr(code, key) or (key == "properties" and "x" in dict(pairs))


def test_an_example_and_a_property_may_have_more_lines_than_one() -> None:
    pairs = (("a: b", "x\ny"), ("Side", "person"))
    code = Code(number(1), "Hope", examples=("One.\nTwo.", "Three."), properties=pairs)
    shown = {field.id: field.value for field in code_fields(code)}
    assert shown["examples"] == "One.\n  Two.\nThree."
    assert shown["properties"] == "a: b: x\n  y\nSide: person"
    shown["examples"] += "\nFour.\n"
    shown["properties"] = shown["properties"].replace("person", "service")
    assert values_of(shown, code) == {
        "examples": ("One.\nTwo.", "Three.", "Four."),
        "properties": (("a: b", "x\ny"), ("Side", "service")),
    }


@pytest.mark.parametrize("lines", ["tone", ": warm", "tone: warm\ntone: cool"])
def test_a_line_that_is_no_name_with_a_text_is_refused(lines: str) -> None:
    with pytest.raises(UsageError):
        pairs_in_lines(lines, ())


async def test_every_field_is_filled_in_by_keys_at_eighty_by_twenty_four(app: QualbenchApp) -> None:
    typed = {
        "name": "Delay", "definition": "Short.", "full_definition": "At length.", "when": "Often.",
        "when_not": "Never.", "examples": "One.", "counter_examples": "Other.", "source": "Frank 1995",
        "author": "Ben", "notes": "To do.", "properties": "Side: person", "silenced": "unused: planned",
    }  # fmt: skip
    said = {**typed, "why": "It was unclear."}
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f8", "enter")
        form = app.screen
        assert isinstance(form, FormDialog)
        names = [field.id for field in form.fields]
        for name in names:
            widget = form.focused
            assert widget is not None
            assert widget.id == f"field-{name}"
            assert form.region.contains_region(widget.region), f"{name} is out of sight"
            if isinstance(widget, ChoiceLine):
                await pilot.press("right")
            else:
                assert isinstance(widget, Input | TextArea)
                widget.clear()
                await pilot.press(*said[name])
            await pilot.press("tab")
        keys = form.query_one(".dialog-keys", Static)
        assert form.region.contains_region(keys.region)
        await pilot.press("f2")
        assert not isinstance(app.screen, FormDialog)
        code = codebooks.find_code(open_session_of(app), "Delay")
    kept = {key: getattr(code, key) for key in typed}
    lists = {"examples": ("One.",), "counter_examples": ("Other.",)}
    assert kept == {
        **typed,
        **lists,
        "properties": (("Side", "person"),),
        "silenced": (("unused", "planned"),),
    }
    assert (code.origin, code.level, code.in_vivo) == (Origin.A_PRIORI, CodeLevel.SEMANTIC, True)
    assert code.status is CodeStatus.RETIRED
    assert code.color


async def test_a_property_without_a_text_keeps_the_form_open(app: QualbenchApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f8", "enter")
        app.screen.query_one("#field-properties", TextArea).text = "warm"
        await pilot.press("f2")
        assert isinstance(app.screen, FormDialog)
        assert "not a name and a text" in str(app.screen.query_one("#complaint", Static).render())
