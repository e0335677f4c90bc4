"""Correcting the text while reading it: in place, in an editor, and settling what that left unsure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, TextArea

from qualbench.tui.dialogs.choose import ChooseDialog
from qualbench.tui.dialogs.form import FormDialog
from qualbench.workbench import importing
from qualbench.workbench.correcting import Edit, correct_document
from tests.tui.made import NIGHTS, make_nights_coded
from tests.tui.test_coding_screen import WIDE, coding_desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.test_coding_screen import Desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_nights_coded(tmp_path / "study")


def stand_on(desk: Desk, words: str) -> None:
    desk.screen.view.move_to(desk.screen.view.text.index(words))


def text_of(desk: Desk) -> str:
    (row,) = importing.list_documents(desk.session)
    return desk.session.store.text(row.document.id, row.document.revision)


async def test_the_word_at_the_cursor_is_corrected_and_the_coding_goes_along(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        stand_on(desk, "asked how")
        await desk.pilot.press("ctrl+t")
        assert isinstance(desk.app.screen, FormDialog)
        assert desk.app.screen.query_one("#field-text", Input).value == "asked"
        await desk.pilot.press("ctrl+u", *"wondered", "enter")
        await desk.pilot.pause()
        assert desk.codings == [("Workload", "Nobody wondered how we were.")]
        assert "Nobody wondered how we were." in desk.screen.view.text
        assert desk.screen.view.text == text_of(desk)
        assert desk.screen.view.text[desk.screen.view.cursor :].startswith("wondered")
        assert "Corrected; this is revision 2." in desk.said
        await desk.pilot.press("ctrl+z")
        await desk.pilot.pause()
        assert desk.screen.view.text == NIGHTS
        assert desk.codings == [("Workload", "Nobody asked how we were.")]


async def test_a_correction_that_is_none_stays_in_its_form(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        stand_on(desk, "asked how")
        await desk.pilot.press("ctrl+t", "enter")
        assert isinstance(desk.app.screen, FormDialog)
        assert "would be the same" in str(desk.app.screen.query_one("#complaint").render())
        await desk.pilot.press("escape")
        assert text_of(desk) == NIGHTS


async def test_a_turn_is_corrected_in_an_editor_word_by_word(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        stand_on(desk, "Nobody asked")
        await desk.pilot.press("ctrl+g")
        area = desk.app.screen.query_one("#field-text", TextArea)
        assert "Nobody asked how we were." in area.text
        area.text = area.text.replace("how we were", "how we really were")
        await desk.pilot.press("f2")
        await desk.pilot.pause()
        assert desk.codings == [("Workload", "Nobody asked how we really were.")]


async def test_the_list_of_other_ways_leads_to_the_same(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        stand_on(desk, "asked how")
        await desk.pilot.press("c", *"correct the selected", "enter")
        await desk.pilot.pause()
        assert isinstance(desk.app.screen, FormDialog)


async def test_for_reading_alone_nothing_is_corrected(folder: Path) -> None:
    async with coding_desk(folder, write=False) as desk:
        await desk.pilot.press("ctrl+t")
        assert not isinstance(desk.app.screen, FormDialog)


async def test_what_a_correction_left_unsure_is_told_and_settled(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        await desk.pilot.press("f10")
        assert "Nothing waits here" in desk.said
        at = NIGHTS.index("Nobody asked how we were.")
        (row,) = importing.list_documents(desk.session)
        correct_document(desk.session, row.document.id, [Edit(at - 2, at + 6, ". No one")])
        desk.screen.reload()
        assert desk.screen.view.text == text_of(desk), "the text of now is shown"
        assert "1 to look at [F10]" in desk.top
        await desk.pilot.press("f10")
        assert isinstance(desk.app.screen, ChooseDialog)
        await desk.pilot.press("enter")
        await desk.pilot.press(*"keep", "enter")
        await desk.pilot.pause()
        assert "to look at" not in desk.top
        assert desk.codings == [("Workload", ". No one asked how we were.")]
        await desk.pilot.press("ctrl+z")
        await desk.pilot.pause()
        assert "1 to look at" in desk.top
        stand_on(desk, "No one asked")
        await desk.pilot.press("s", "f10", "enter", *"selected", "enter")
        await desk.pilot.pause()
        assert [words for _code, words in desk.codings] == ["No one asked how we were."]
