"""While a state of the coding screen lasts, every way to code says and does the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual import events

from qualbench.model.coding import Stance
from qualbench.model.span import Span
from qualbench.tui.dialogs.choose import ChooseDialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.screens.coding.reshaping import Edges
from qualbench.tui.screens.coding.sticky import Sticky
from qualbench.tui.widgets.code_picker import CodePicker
from qualbench.tui.widgets.code_tree import CodeTree
from qualbench.tui.widgets.transcript_view import TranscriptView
from qualbench.workbench import codebooks, coding, history, importing
from qualbench.workbench.coders import add_coder
from tests.tui.dragging import drag_to
from tests.tui.test_coding_moving import code, long_study, selected
from tests.tui.test_coding_reading_on import stick
from tests.tui.test_coding_screen import TEXT, WIDE, coding_desk, folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.test_coding_screen import Desk

__all__ = ["folder", "long_study"]
LEAVE = "Only the edges move now: [Enter] keeps them, [Esc] leaves them as they were."


def place_of(desk: Desk, words: str) -> tuple[int, int]:
    """Where words begin, in cells of the text."""
    view = desk.screen.view
    assert view.layout_of_rows is not None
    row, cell = view.layout_of_rows.cell_of(TEXT.index(words))
    return view.rows.gutter.width + cell, row


async def in_tree(desk: Desk, name: str, way: str) -> None:
    """Take a code in the codebook beside the text, by mouse or by keyboard."""
    tree = desk.screen.query_one(CodeTree)
    code_id = codebooks.find_code(desk.session, name).id
    line = next(n for n in range(9) if (node := tree.get_node_at_line(n)) and node.data == code_id)
    if way == "mouse":
        await desk.pilot.click(CodeTree, offset=(8, line))
    else:
        await desk.press("f2")
        tree.cursor_line = line
        await desk.press("enter")
    await desk.pilot.pause()


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
async def test_the_code_taken_in_the_tree_is_given_whichever_sticks(folder: Path, way: str) -> None:
    async with coding_desk(folder, WIDE) as desk:
        await stick(desk)
        desk.go_to("Nobody")
        await desk.press("shift+right", "shift+right", "shift+right")
        await in_tree(desk, "Colleagues", way)
        assert desk.codings == [("Colleagues", "Nob")]
        assert desk.said == "Coded “Nob” in turn 2 with Colleagues. [Ctrl+Z] takes it back."
        assert isinstance(desk.screen.mode, Sticky), "Workload sticks on"


@pytest.mark.parametrize("place", ["#said", "#legend", "#here", "right button", "press alone"])
async def test_only_a_drag_over_the_text_gives_the_sticky_code(folder: Path, place: str) -> None:
    async with coding_desk(folder, WIDE) as desk:
        await stick(desk)
        desk.go_to("Nobody")
        await desk.press("shift+right", "shift+right", "shift+right")
        before = len(history.list_history(desk.session))
        if place == "right button":
            await desk.pilot.click(TranscriptView, offset=(60, 20), button=3)
        elif place == "press alone":
            await desk.pilot.click(TranscriptView, offset=place_of(desk, "asked"), shift=True)
        else:
            await desk.pilot.click(place)
        await desk.pilot.pause()
        assert len(history.list_history(desk.session)) == before
        assert selected(desk).startswith("Nob")


@pytest.mark.parametrize("way", ["mouse", "keyboard", "palette", "digit", "undo"])
async def test_while_edges_move_nothing_else_is_coded(folder: Path, way: str) -> None:
    async with coding_desk(folder, WIDE) as desk:
        code(desk, "exhausted", "Workload")
        desk.go_to("exhausted")
        await desk.press("k", "shift+right", "shift+right")
        if way == "palette":
            desk.screen.apply_code_by_id(codebooks.find_code(desk.session, "Colleagues").id)
            await desk.pilot.pause()
        elif way in ("digit", "undo"):
            await desk.press({"digit": "1", "undo": "u"}[way])
        else:
            await in_tree(desk, "Colleagues", way)
        assert desk.codings == [("Workload", "exhausted")]
        assert desk.said == LEAVE
        assert isinstance(desk.screen.mode, Edges)
        assert selected(desk) == "exhausted. "
        desk.screen.view.focus()
        await desk.press("e", "enter")
        assert desk.codings == [("Workload", "exhausted. Nobody")], "they are still kept"


@pytest.mark.parametrize("lost", ["no button", "dialog", "other window"])
async def test_a_drag_whose_release_is_lost_ends(folder: Path, lost: str) -> None:
    async with coding_desk(folder, WIDE) as desk:
        view, (x, y) = desk.screen.view, place_of(desk, "Nobody")
        await desk.pilot.mouse_down(TranscriptView, offset=(x, y))
        await drag_to(desk.pilot, (x + 6, y))
        assert selected(desk) == "Nobody"
        if lost == "dialog":
            await desk.press("enter")
            assert isinstance(desk.app.screen, CodePicker)
            await desk.press("escape")
        elif lost == "other window":
            desk.app.post_message(events.AppBlur())
            await desk.pilot.pause()
        await desk.pilot.hover(TranscriptView, offset=(x + 20, y))
        assert selected(desk) == "Nobody"
        assert not view.drag.going
        assert desk.app.mouse_captured is None


async def test_a_drag_held_at_the_last_row_scrolls_on(long_study: Path) -> None:
    async with coding_desk(long_study) as desk:
        desk.app.open_document(importing.find_document(desk.session, "long").id, 0)
        await desk.pilot.pause()
        view = desk.screen.view
        await desk.pilot.mouse_down(TranscriptView, offset=(20, 3))
        await drag_to(desk.pilot, (25, view.size.height - 1))
        top, end = view.scroll_offset.y, view.cursor
        for _ in range(3):
            view.drag.tick()
        assert view.scroll_offset.y > top
        assert view.cursor > end
        await drag_to(desk.pilot, (25, 4))
        end = view.cursor
        view.drag.tick()
        assert view.cursor == end, "inside the text nothing scrolls"
        await desk.pilot.mouse_up(TranscriptView, offset=(25, 4))
        view.drag.tick()
        assert view.cursor == end


def toms(desk: Desk, *words: str) -> None:
    """Have another coder code these words."""
    theirs = replace(desk.session, coder=add_coder(desk.session, "Tom"))
    code_id = codebooks.find_code(desk.session, "Workload").id
    for one in words:
        start = TEXT.index(one)
        coding.apply_code(theirs, desk.screen.document_id, Span(start, start + len(one)), code_id)
    desk.screen.reload()
    desk.go_to(words[0])


@pytest.mark.parametrize("key", ["r", "f", "p"])
async def test_another_coders_coding_is_changed_only_after_a_question(folder: Path, key: str) -> None:
    async with coding_desk(folder, WIDE) as desk:
        toms(desk, "exhausted")
        before = coding.load_segments(desk.session)
        await desk.press(key)
        assert isinstance(desk.app.screen, ConfirmDialog)
        await desk.press("enter")
        assert coding.load_segments(desk.session) == before, "the safe answer is marked"
        await desk.press(key, "y")
        if key == "r":
            assert isinstance(desk.app.screen, CodePicker)
            await desk.type("coll")
            await desk.press("enter")
        elif key == "p":
            assert isinstance(desk.app.screen, ChooseDialog)
            await desk.press("c", "enter")
        (segment,) = coding.load_segments(desk.session)
        assert (desk.codings[0][0], segment.important, segment.stance) == {
            "r": ("Colleagues", False, Stance.NONE),
            "f": ("Workload", True, Stance.NONE),
            "p": ("Workload", False, Stance.CONTRADICTS),
        }[key]


async def test_joining_another_coders_codings_asks_also_where_there_is_a_choice(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        toms(desk, "how we", "exhausted", "There were")
        await desk.press("ampersand")
        assert isinstance(desk.app.screen, ConfirmDialog)
        await desk.press("y")
        assert isinstance(desk.app.screen, ChooseDialog)


async def test_retrieval_asks_once_and_says_how_many_are_other_coders(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        toms(desk, "exhausted", "There were")
        code(desk, "how we", "Workload")
        await desk.press("f12")
        await desk.press("l", "r")
        dialog = desk.app.screen
        assert isinstance(dialog, ConfirmDialog)
        assert "3 codings. 2 of them by other coders. [Ctrl+Z] would take it back." in dialog.text
        await desk.press("y")
        assert isinstance(desk.app.screen, CodePicker)
        await desk.type("coll")
        await desk.press("enter")
        assert {name for name, _words in desk.codings} == {"Colleagues"}


@pytest.mark.parametrize("key", ["escape", "u", "i", "f1", "f12", "mouse"])
async def test_a_count_is_for_the_next_key_alone(folder: Path, key: str) -> None:
    async with coding_desk(folder, WIDE) as desk:
        desk.app.use_keys("vim")
        await desk.press("5")
        assert desk.said == "5 times"
        if key == "mouse":
            await desk.pilot.click(TranscriptView, offset=place_of(desk, "Nobody"))
        else:
            await desk.press(key)
        if key in ("f1", "f12"):
            await desk.press("escape")
        assert desk.said != "5 times"
        before = desk.screen.view.cursor
        await desk.press("l")
        assert desk.screen.view.cursor == before + 1


async def test_a_count_that_is_used_up_is_said_no_more_and_5gg_is_turn_5(long_study: Path) -> None:
    async with coding_desk(long_study, WIDE) as desk:
        desk.app.use_keys("vim")
        desk.app.open_document(importing.find_document(desk.session, "long").id, 0)
        await desk.pilot.pause()
        await desk.press("3", "w")
        assert desk.said == ""
        turns = desk.screen.view.units.turns
        for keys in (("5", "g", "g"), ("5", "G"), ("5", "g")):
            await desk.press("g", "g")
            assert desk.screen.view.cursor == 0, "gg without a count"
            await desk.press(*keys)
            assert desk.screen.view.cursor == turns[4].start, keys
            assert desk.said == "Turn 5 of 200."
            await desk.press("l")


async def test_a_count_repeats_going_to_the_same_code_and_counts_while_reading(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        desk.app.use_keys("vim")
        for words in ("exhausted", "how we", "There were", "nobody else"):
            code(desk, words, "Workload")
        desk.go_to("exhausted")
        await desk.press("2", "semicolon")
        assert desk.screen.view.cursor == TEXT.index("There were")
        assert desk.said == "3 of 4: Workload"
        await desk.press("9", "9", "semicolon")
        assert desk.screen.view.cursor == TEXT.index("nobody else")
        desk.screen.view.move_to(0)
        desk.screen.perform("read_only_text")
        await desk.press("5", "l")
        assert desk.screen.view.cursor == 5


async def test_coming_back_from_the_documents_restores_the_state_and_what_was_found(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        await desk.press("slash")
        await desk.type("the")
        await desk.press("enter", "escape")
        found = list(desk.screen.found)
        await stick(desk)
        bottom = desk.bottom
        await desk.press("f4", "enter")
        await desk.pilot.pause()
        assert found
        assert desk.screen.found == found
        assert isinstance(desk.screen.mode, Sticky)
        assert desk.bottom == bottom
        await desk.press("f4")
        codebooks.delete_code(desk.session, codebooks.find_code(desk.session, "Workload").id)
        await desk.press("enter")
        await desk.pilot.pause()
        assert not desk.bottom.startswith("sticky")
        assert desk.said == "What you were doing here has ended: its code or coding is no longer as it was."
