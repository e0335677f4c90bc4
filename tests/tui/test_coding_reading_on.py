"""Coding while one reads on: a code that sticks, and sentence by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.model.document import DocumentKind
from qualbench.tui.screens.coding.sticky import Sticky
from qualbench.tui.screens.coding.stops import BySentence, by_lines, stops_of
from qualbench.tui.screens.words_box import WordsBox
from qualbench.tui.text_units import Units
from qualbench.tui.widgets.code_picker import CodePicker
from qualbench.tui.widgets.transcript_view import TranscriptView
from qualbench.workbench import codebooks, coding, history
from qualbench.workbench.project import open_session
from qualbench.workbench.searching import sentence_starts
from tests.tui.dragging import drag_to
from tests.tui.test_coding_moving import at, code, selected
from tests.tui.test_coding_screen import SMALL, TEXT, WIDE, coding_desk, folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.test_coding_screen import Desk

__all__ = ["folder"]
WARD = "The ward manager said she would see to it, but never did."
THREE = "There were three of us for the whole floor."


def steps(desk: Desk) -> int:
    return len(history.list_history(desk.session))


async def stick(desk: Desk, letters: str = "work") -> None:
    await desk.press("ctrl+u")
    assert isinstance(desk.app.screen, CodePicker)
    await desk.type(letters)
    await desk.press("enter")


async def test_a_sticky_code_is_taken_along_as_one_segment(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await stick(desk)
        assert desk.codings == []
        assert desk.bottom.startswith("sticky Workload:  [s] this sentence  [Esc] end  [t] turn")
        for key, words in (
            ("s", "Nobody asked how we were."),
            ("s", f"Nobody asked how we were. {WARD}"),
            ("underscore", "Nobody asked how we were."),
            ("equals_sign", f"Nobody asked how we were. {WARD}"),
        ):
            before = steps(desk)
            await desk.press(key)
            assert desk.codings == [("Workload", words)], key
            assert steps(desk) == before + 1, "each is a step of its own"
            assert desk.said.endswith("[Ctrl+Z] takes the last step back.")
        assert desk.said.startswith("Now Workload: 17 words.")
        assert desk.bottom.startswith("sticky Workload:  [s] one more sentence")
        await desk.press("t")
        assert desk.codings[0][1].endswith("Go on.")
        await desk.press("u")
        assert desk.codings == [("Workload", f"Nobody asked how we were. {WARD}")]
        await desk.press("u", "u", "u")
        assert desk.codings == [("Workload", "Nobody asked how we were.")]
        await desk.press("s")
        assert desk.codings == [("Workload", f"Nobody asked how we were. {WARD}")]
        await desk.press("escape")
        assert desk.screen.mode is None
        assert desk.said == "No code sticks any more; Workload stays where it was given."
        await desk.press("s")
        assert steps(desk) == before + 7, "afterwards s only selects"


async def test_one_who_moves_away_begins_a_new_segment(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await stick(desk)
        await desk.press("s")
        desk.go_to("There were")
        await desk.press("enter")
        assert desk.codings == [("Workload", "Nobody asked how we were."), ("Workload", THREE)]
        desk.go_to("Nobody")
        before = steps(desk)
        await desk.press("s")
        assert steps(desk) == before
        assert "Workload is here already" in desk.said
        await desk.press("s")
        assert desk.codings[0] == ("Workload", f"Nobody asked how we were. {WARD}"), "and goes on from there"


async def test_a_selection_that_ends_is_given_the_sticky_code(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        await stick(desk)
        desk.go_to("Nobody")
        assert "less" not in desk.bottom, "nothing is given yet"
        await desk.press("space", "e", "e")
        assert "[Space] end and code it" in desk.bottom
        assert desk.codings == []
        await desk.press("space")
        assert desk.codings == [("Workload", "Nobody asked")]
        desk.go_to("how we")
        await desk.press("ctrl+shift+right")
        assert "[Enter] code it" in desk.bottom
        await desk.press("enter")
        assert desk.codings == [("Workload", "Nobody asked how")], "beside it: the same segment reaches on"
        desk.go_to("three of")
        await desk.press("shift+right", "escape")
        assert isinstance(desk.screen.mode, Sticky), "the first Esc lets go of the selection"
        view = desk.screen.view
        assert view.layout_of_rows is not None
        row, cell = view.layout_of_rows.cell_of(TEXT.index("three"))
        place = (view.rows.gutter.width + cell, row)
        await desk.pilot.mouse_down(TranscriptView, offset=place)
        await drag_to(desk.pilot, (place[0] + 5, row))
        await desk.pilot.mouse_up(TranscriptView, offset=(place[0] + 5, row))
        await desk.pilot.pause()
        assert desk.codings[-1] == ("Workload", "three")


async def test_a_selection_there_is_gets_the_code_at_once_and_another_code_can_stick(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await desk.press("s")
        await stick(desk)
        assert desk.codings == [("Workload", "Nobody asked how we were.")]
        await stick(desk, "coll")
        await desk.press("t")
        assert [name for name, _words in desk.codings] == ["Colleagues", "Workload"]
        await stick(desk, "zzz new")
        assert codebooks.load_codebook(desk.session).named("zzz new")
        assert desk.bottom.startswith("sticky zzz new:")
        await desk.press("escape")


async def test_nothing_left_and_the_end_of_the_text_are_said(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("You cannot")
        await stick(desk)
        await desk.press("s", "s")
        assert desk.said == "The text ends here."
        await desk.press("underscore")
        assert "Nothing would be left of it" in desk.said
        assert len(desk.codings) == 1


async def test_sentence_by_sentence(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        code(desk, "exhausted", "Colleagues")
        desk.screen.view.move_to(0)
        await desk.press("ctrl+l")
        assert selected(desk) == "I was exhausted.", "past the question"
        assert desk.bottom.startswith("sentence 1 of 5 (A Colle…):  [Enter] code  [↓] next  [Esc] end")
        await desk.press("down")
        assert selected(desk) == "Nobody asked how we were."
        assert desk.bottom.startswith("sentence 2 of 5:")
        await desk.press("enter")
        await desk.type("work")
        await desk.press("enter")
        assert ("Workload", "Nobody asked how we were.") in desk.codings
        assert "[Ctrl+Z]" in desk.said
        assert selected(desk) == WARD, "a code leads on"
        await desk.press("full_stop")
        assert ("Workload", WARD) in desk.codings
        assert selected(desk) == THREE
        await desk.press("2")
        assert ("Colleagues", THREE) in desk.codings
        await desk.press("i")
        assert "cannot say no" in str(desk.codings[-1][0])
        assert selected(desk).startswith("You cannot"), "the last one stays"
        await desk.press("space")
        assert desk.said == "That was the last sentence. [Esc] ends."
        await desk.press("up", "left_parenthesis")
        assert selected(desk) == WARD
        await desk.press("u")
        assert len(desk.codings) == 4
        assert selected(desk) == WARD
        await desk.press("s", "full_stop")
        assert ("Colleagues", f"{WARD}\nInterviewer: Go on.") in desk.codings, "a stop can be made longer"
        assert selected(desk) == THREE
        await desk.press("escape")
        assert desk.screen.mode is None
        assert desk.screen.view.selection is None
        assert desk.said == "Ended at sentence 4 of 5."
        assert at(desk).startswith("There were")


async def test_the_questions_are_stopped_at_when_asked(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        await desk.press("ctrl+l", "ctrl+l")
        assert desk.bottom.startswith("sentence 2 of 7:")
        assert "stopped at too" in desk.said
        await desk.press("up")
        assert selected(desk) == "And after the shift, what then?"
        await desk.press("ctrl+l")
        assert desk.bottom.startswith("sentence 1 of 5:")
        await desk.press("ctrl+end")
        assert selected(desk).startswith("You cannot"), "wherever one goes, it stops"
        await desk.press("enter", "escape")
        assert desk.codings == []
        assert isinstance(desk.screen.mode, BySentence)


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=str)
async def test_the_states_say_what_comes_next_and_help_stays_at_the_right_end(
    folder: Path, size: tuple[int, int]
) -> None:
    async with coding_desk(folder, size) as desk:
        await desk.press("ctrl+l")
        assert desk.bottom.endswith("[F1] keys")
        assert "[Enter] code  [↓] next  [Esc] end" in desk.bottom
        await desk.press("escape")
        await stick(desk)
        assert desk.bottom.endswith("[F1] keys")
        await desk.press("s", "escape", "k")
        assert "[Enter] keep  [Esc] leave" in desk.bottom
        assert desk.bottom.endswith("[F1] keys")


async def test_reading_only_there_is_neither(folder: Path) -> None:
    async with coding_desk(folder, write=False) as desk:
        for key in ("ctrl+u", "ctrl+l"):
            await desk.press(key)
            assert "reading only" in desk.said
            assert desk.screen.mode is None


def test_where_lines_are_the_units() -> None:
    answers = "it was ok\nlong wait\n\nnobody told me\n"
    assert by_lines(answers, DocumentKind.INTERVIEW)
    assert by_lines(TEXT, DocumentKind.SURVEY)
    assert not by_lines(TEXT, DocumentKind.INTERVIEW)
    assert not by_lines("一。二。\n三。\n", DocumentKind.INTERVIEW)
    units = Units(answers, (), sentence_starts(answers))
    found = [answers[one.start : one.end] for one in stops_of(units, lines=True, questions=False)]
    assert found == ["it was ok", "long wait", "nobody told me"]


async def test_each_extension_is_on_disk_before_it_is_shown(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await stick(desk)
        seen: list[tuple[str, str]] = []
        show = desk.screen.view.show_segments

        def shown(segments: object, gone: object = None) -> None:
            with open_session(folder, write=False) as other:  # reads the file by a connection of its own
                stored = {one.id: one.quote for one in coding.load_segments(other)}
            for one in segments:  # type: ignore[attr-defined]
                seen.append((one.quote, stored.get(one.id, "not on disk")))
            show(segments, gone)  # type: ignore[arg-type]

        desk.screen.view.show_segments = shown  # type: ignore[method-assign]
        await desk.press("s", "s", "s")
        assert seen
        assert all(quote == stored for quote, stored in seen)


@pytest.mark.parametrize(("keymap", "key"), [("standard", "c"), ("vim", "C")])
async def test_where_a_browser_keeps_a_key_a_list_leads_to_the_same(
    folder: Path, keymap: str, key: str
) -> None:
    async with coding_desk(folder) as desk:
        desk.app.use_keys(keymap)
        desk.go_to("Nobody")
        stack = len(desk.app.screen_stack)
        await desk.press(key, "escape")
        assert len(desk.app.screen_stack) == stack
        await desk.press(key, "enter")
        assert isinstance(desk.app.screen, CodePicker)
        await desk.type("work")
        await desk.press("enter")
        assert desk.bottom.startswith("sticky Workload:")
        await desk.press("escape", key, *"questions", "enter")
        assert desk.screen.mode is not None
        await desk.press("escape", "s", key, *"box", "enter")
        assert isinstance(desk.app.screen, WordsBox)


async def test_reading_with_nothing_but_the_text_ends_a_state(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await stick(desk)
        await desk.press("v")
        assert desk.screen.reading
        assert desk.screen.mode is None
        before = steps(desk)
        await desk.press("s", "t")
        assert steps(desk) == before, "no code sticks to what one only reads"


async def test_the_vim_keys_lead_to_the_same_states(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.app.use_keys("vim")
        await desk.press("T")
        assert at(desk).startswith("I was exhausted")
        await desk.press("s", "s", "O", "right_parenthesis")
        assert selected(desk) == "", "a plain motion lets go"
        await desk.press("S")
        await desk.type("work")
        await desk.press("enter", "s")
        assert len(desk.codings) == 1
        await desk.press("escape", "E")
        assert desk.bottom.startswith("moving the edges of A Workload:  [Enter] keep  [Esc] leave  [O] swap")
        await desk.press("O", "2", "left_parenthesis", "enter")
        assert desk.codings[0][1].startswith("And after the shift, what then?"), "a count goes before it"
        await desk.press("ctrl+l", "j")
        assert desk.bottom.startswith("sentence 2 of 5")
