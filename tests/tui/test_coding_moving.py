"""Moving about and selecting on the coding screen, by key and by mouse, and coming back to where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Static

from qualbench.model.span import Span
from qualbench.tui.dialogs.number import NumberDialog
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.widgets.transcript_view import TranscriptView
from qualbench.workbench import codebooks, coding, importing
from qualbench.workbench.project import open_session
from tests.tui.dragging import drag_to
from tests.tui.test_coding_screen import SMALL, TEXT, coding_desk, folder

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.tui.places import Place
    from tests.tui.test_coding_screen import Desk

__all__ = ["folder"]


def selected(desk: Desk) -> str:
    span = desk.screen.view.selection
    return desk.screen.view.text[span.start : span.end] if span else ""


def at(desk: Desk) -> str:
    """The words at the cursor."""
    view = desk.screen.view
    return view.text[view.cursor :].split("\n")[0]


def code(desk: Desk, words: str, name: str) -> None:
    start = TEXT.index(words)
    code_id = codebooks.find_code(desk.session, name).id
    coding.apply_code(desk.session, desk.screen.document_id, Span(start, start + len(words)), code_id)
    desk.screen.reload()


@pytest.fixture
def long_study(folder: Path) -> Path:
    """The study with a second document that is far longer than a screen."""
    (folder.parent / "long.txt").write_text(
        "".join(f"I: Question {n}?\nP08: Answer {n} is short. It goes on.\n" for n in range(1, 101)),
        encoding="utf-8",
    )
    with open_session(folder) as session:
        importing.import_documents(session, [folder.parent / "long.txt"])
    return folder


async def test_every_motion_by_its_key(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        for key, words in (
            ("right", "obody asked"),
            ("left", "Nobody asked"),
            ("ctrl+right", "asked how"),
            ("w", "how we"),
            ("ctrl+left", "asked how"),
            ("b", "Nobody asked"),
            ("e", " asked how"),
            ("right_parenthesis", "The ward manager"),
            ("left_parenthesis", "Nobody asked"),
            ("plus", "Go on."),
            ("ctrl+down", "There were three"),
            ("minus", "Go on."),
            ("ctrl+up", "I was exhausted"),
            ("down", "ould see"),
            ("end", ""),
            ("home", "she would see"),
            ("up", "P07: I was"),
            ("ctrl+end", ""),
            ("ctrl+home", "Interviewer: And"),
        ):
            await desk.press(key)
            assert at(desk).startswith(words), (key, at(desk))


async def test_a_selection_grows_and_shrinks_at_both_ends_by_any_unit(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("asked how")
        steps = (
            ("s", "Nobody asked how we were."),
            ("s", "Nobody asked how we were. The ward manager said she would see to it, but never did."),
            ("underscore", "Nobody asked how we were."),
            (
                "equals_sign",
                "Nobody asked how we were. The ward manager said she would see to it, but never did.",
            ),
            ("underscore", "Nobody asked how we were."),
            ("x", "Nobody asked how we were."),
            ("s", "I was exhausted. Nobody asked how we were."),
            ("equals_sign", "Nobody asked how we were."),
            ("ctrl+shift+right", " asked how we were."),
            ("ctrl+shift+left", "Nobody asked how we were."),
            ("shift+right", "obody asked how we were."),
            ("x", "obody asked how we were."),
            ("shift+left", "obody asked how we were"),
            ("x", "obody asked how we were"),
            ("shift+left", "Nobody asked how we were"),
            ("shift+end", ". The ward manager said"),
        )
        for key, words in steps:
            await desk.press(key)
            assert selected(desk) == words, key


async def test_a_selection_grows_and_shrinks_by_turns(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Go on")
        first = TEXT[TEXT.index("I was") : TEXT.index("\nInterviewer: Go")]
        last = TEXT[TEXT.index("There were") : -1]
        await desk.press("t")
        assert selected(desk) == "Go on."
        await desk.press("ctrl+shift+down")
        assert selected(desk) == f"Go on.\nP07: {last}"
        await desk.press("ctrl+shift+up", "x", "ctrl+shift+up")
        assert selected(desk) == f"{first}\nInterviewer: Go on."
        await desk.press("ctrl+shift+down")
        assert selected(desk) == "Go on."
        await desk.press("escape", "s", "shift+left", "t", "t")
        assert selected(desk) == f"Go on.\nP07: {last}"


async def test_after_space_plain_motions_move_the_end_of_what_is_selected(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("asked how")
        await desk.press("s", "space", "right_parenthesis")
        assert selected(desk).endswith("but never did.")
        assert "[Space] end the selection" in desk.bottom
        await desk.press("left_parenthesis", "x", "minus")
        assert selected(desk) == "I was exhausted. Nobody asked how we were."
        await desk.press("plus")
        assert selected(desk) == ""
        await desk.press("space")
        assert not desk.screen.view.selecting


async def test_selecting_by_row_page_and_line(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await desk.press("shift+down")
        assert selected(desk).startswith("Nobody asked how we were. The ward")
        await desk.press("shift+up", "shift+end")
        assert selected(desk).startswith("Nobody asked")
        await desk.press("shift+home")
        assert TEXT[desk.screen.view.cursor :].startswith("P07: I was")
        await desk.press("shift+pagedown")
        assert selected(desk).endswith("nobody else.\n")
        await desk.press("shift+pageup")
        assert desk.screen.view.cursor == 0


async def test_the_next_turn_in_which_nothing_is_coded(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        await desk.press("0")
        assert at(desk).startswith("I was exhausted")
        assert desk.said == "Turn 2: nothing is coded in it yet."
        code(desk, "no when there", "Workload")
        await desk.press("0")
        assert at(desk).startswith("I was exhausted")
        assert "Every turn after this one has a coding" in desk.said


async def test_the_next_segment_of_this_code(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        await desk.press("semicolon")
        assert "no code was used yet" in desk.said
        for words, name in (
            ("exhausted", "Workload"),
            ("Nobody", "Colleagues"),
            ("three of us", "Workload"),
        ):
            code(desk, words, name)
        desk.screen.view.move_to(0)
        await desk.press("semicolon")
        assert at(desk).startswith("exhausted"), "the code used last"
        await desk.press("semicolon")
        assert at(desk).startswith("three of us")
        assert desk.said == "2 of 2: Workload"
        await desk.press("semicolon")
        assert desk.said == "No further segment of Workload in this document."
        await desk.press("comma")
        assert at(desk).startswith("exhausted")
        await desk.press("tab")
        assert at(desk).startswith("Nobody"), "of any code"
        await desk.press("comma")
        assert desk.said == "No earlier segment of Colleagues in this document."
        await desk.press("shift+tab")
        assert at(desk).startswith("exhausted")


async def test_to_a_turn_by_its_number_and_back(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await desk.press("g")
        assert isinstance(desk.app.screen, NumberDialog)
        await desk.press("9", "enter")
        complaint = str(desk.app.screen.query_one("#complaint", Static).visual)
        assert complaint == "There is no “9”: 1 to 4."
        await desk.press("backspace", "4", "enter")
        assert at(desk).startswith("There were three")
        assert desk.said == "Turn 4 of 4."
        await desk.press("apostrophe")
        assert at(desk).startswith("Nobody")
        assert desk.said == "Turn 2, where you were."
        await desk.press("quotation_mark")
        assert at(desk).startswith("There were three")
        await desk.press("quotation_mark")
        assert "no later place" in desk.said
        await desk.press("g", "escape")
        assert at(desk).startswith("There were three")


async def test_in_vim_a_count_goes_before_any_motion_and_g_takes_a_turn(long_study: Path) -> None:
    async with coding_desk(long_study) as desk:
        desk.app.use_keys("vim")
        document = importing.find_document(desk.session, "long")
        desk.app.open_document(document.id, 0)
        await desk.pilot.pause()
        await desk.press("1", "0")
        assert desk.said == "10 times"
        await desk.press("j")
        assert at(desk).startswith("I: Question 6")
        await desk.press("2", "right_curly_bracket")
        assert at(desk).startswith("Question 7")
        await desk.press("3", "0", "G")
        assert at(desk).startswith("Answer 15")
        await desk.press("4", "right_parenthesis")
        assert at(desk).startswith("It goes on")
        await desk.press("0")
        assert at(desk).startswith("P08:"), "without a count 0 is the start of the row"
        await desk.press("v", "3", "w")
        assert selected(desk) == "P08: Answer 16 "
        await desk.press("2", "w")
        assert selected(desk).startswith("P08: Answer 16 is short"), "while selecting too"
        await desk.press("v", "escape", "9", "9", "9", "G")
        assert desk.said == "There is no turn 999: this document has 200."
        await desk.press("apostrophe")
        assert at(desk).startswith("Question 7")


async def test_the_standard_keys_count_nothing(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        await desk.press("3", "right")
        assert desk.screen.view.cursor == 1


def place_now(desk: Desk) -> Place:
    from qualbench.tui.screens.coding.jumping import place_of

    return place_of(desk.screen)


@pytest.mark.parametrize("way", [("f8",), ("f9",), ("f6",), ("enter",), ("ctrl+p",)], ids=str)
async def test_coming_back_from_another_screen_restores_the_place_exactly(
    long_study: Path, way: tuple[str, ...]
) -> None:
    async with coding_desk(long_study) as desk:
        desk.app.open_document(importing.find_document(desk.session, "long").id, 0)
        await desk.pilot.pause()
        desk.screen.view.move_to(desk.screen.view.text.index("Answer 40 "))
        await desk.press("s", "s", "x")
        desk.screen.view.scroll_to(y=desk.screen.view.scroll_offset.y + 3, animate=False, force=True)
        await desk.pilot.pause()
        before = place_now(desk)
        assert before.anchor is not None
        await desk.press(*way)
        assert desk.app.screen is not desk.screen
        await desk.press("escape")
        assert desk.app.screen is desk.screen
        assert place_now(desk) == before


@pytest.mark.parametrize("size", [SMALL, (120, 40)], ids=str)
async def test_coming_back_to_a_document_restores_the_place_exactly(
    long_study: Path, size: tuple[int, int]
) -> None:
    async with coding_desk(long_study, size) as desk:
        first, document = desk.screen.document_id, importing.find_document(desk.session, "long")
        desk.app.open_document(document.id)
        await desk.pilot.pause()
        desk.screen.view.move_to(desk.screen.view.text.index("Answer 40 "))
        await desk.press("s", "s", "x")
        desk.screen.view.scroll_to(y=desk.screen.view.scroll_offset.y + 3, animate=False, force=True)
        await desk.pilot.pause()
        before = place_now(desk)
        desk.app.open_document(first)
        await desk.pilot.pause()
        desk.app.open_document(document.id)
        await desk.pilot.pause()
        await desk.pilot.pause()
        assert place_now(desk) == before
        await desk.press("f4")
        assert not any(isinstance(one, CodingScreen) for one in desk.app.screen_stack)
        desk.app.open_document(document.id)
        await desk.pilot.pause()
        await desk.pilot.pause()
        assert place_now(desk) == before
        await desk.press("apostrophe")
        await desk.pilot.pause()
        assert desk.screen.document_id == first, "back to the document before"
        await desk.press("quotation_mark")
        await desk.pilot.pause()
        await desk.pilot.pause()
        assert place_now(desk) == before
    async with coding_desk(long_study, size) as desk:
        desk.app.open_document(document.id)
        await desk.pilot.pause()
        after = place_now(desk)
        assert (after.cursor, after.top) == (before.cursor, before.top), "even when the program was left"


async def test_a_place_opened_over_a_screen_leads_back_to_it(long_study: Path) -> None:
    async with coding_desk(long_study) as desk:
        document = importing.find_document(desk.session, "long")
        desk.go_to("Nobody")
        await desk.press("f8")
        desk.app.open_document(document.id, 500, over=True)
        await desk.pilot.pause()
        await desk.press("escape", "escape")
        assert at(desk).startswith("Nobody")


async def test_the_mouse_does_what_the_keys_do(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        code(desk, "exhausted", "Workload")
        view, pilot = desk.screen.view, desk.pilot
        assert view.layout_of_rows is not None
        row, cell = view.layout_of_rows.cell_of(TEXT.index("asked"))
        place = (view.rows.gutter.width + cell + 1, row)
        await pilot.click(TranscriptView, offset=place)
        assert at(desk).startswith("sked how")
        await pilot.click(TranscriptView, offset=place, times=2)
        assert selected(desk) == "asked"
        await pilot.click(TranscriptView, offset=place, times=3)
        assert selected(desk) == "Nobody asked how we were."
        await pilot.click(TranscriptView, offset=place, times=4)
        assert selected(desk).startswith("I was exhausted.")
        await pilot.mouse_down(TranscriptView, offset=place)
        await drag_to(pilot, (place[0] + 7, row))
        await pilot.mouse_up(TranscriptView, offset=(place[0] + 7, row))
        assert selected(desk) == "sked ho"
        await pilot.click(TranscriptView, offset=(0, row))
        assert selected(desk) == ""
        assert desk.said == "Chosen: A Workload"
        assert view.chosen is not None
        assert view.chosen.quote == "exhausted"


async def test_the_wheel_scrolls_and_leaves_the_cursor_and_the_selection(long_study: Path) -> None:
    async with coding_desk(long_study) as desk:
        desk.app.open_document(importing.find_document(desk.session, "long").id, 0)
        await desk.pilot.pause()
        view = desk.screen.view
        await desk.press("s")
        cursor = view.cursor
        for kind, down in ((events.MouseScrollDown, True), (events.MouseScrollUp, False)):
            top = view.scroll_offset.y
            for _ in range(3 if down else 1):
                view.post_message(kind(view, 20, 3, 0, 0, 0, False, False, False))
                await desk.pilot.pause()
            assert (view.scroll_offset.y > top) is down
            assert view.cursor == cursor
            assert selected(desk)
