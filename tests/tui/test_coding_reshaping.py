"""What is done to a coding that is there: edges, splitting, joining, a new code instead; taking words out."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static

from qualbench.model.coding import MemoTarget
from qualbench.tui.dialogs.choose import ChooseDialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.screens.coding.reshaping import Edges
from qualbench.tui.screens.words_box import WordsBox
from qualbench.tui.widgets.transcript_view import TranscriptView
from qualbench.workbench import codebooks, coding, history, memoing
from qualbench.workbench.coding_import import import_codings
from qualbench.workbench.project import open_session
from tests.tui.test_coding_moving import at, code, selected
from tests.tui.test_coding_screen import SMALL, TEXT, WIDE, coding_desk, folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.test_coding_screen import Desk

__all__ = ["folder"]
WARD = "The ward manager said she would see to it, but never did."


def steps(desk: Desk) -> int:
    return len(history.list_history(desk.session))


async def test_the_edges_of_a_coding_move_by_the_keys_that_move_a_selections_ends(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        code(desk, "Nobody asked", "Workload")
        desk.go_to("asked")
        assert "[k] edges" in desk.bottom
        before = steps(desk)
        await desk.press("k")
        assert desk.bottom.startswith("moving the edges of A Workload:  [Enter] keep  [Esc] leave  [x] swap")
        assert selected(desk) == "Nobody asked"
        for key, words in (
            ("s", "Nobody asked how we were."),
            (
                "right_parenthesis",
                "Nobody asked how we were. The ward manager said she would see to it, but never did.",
            ),
            ("underscore", "Nobody asked how we were."),
            ("x", "Nobody asked how we were."),
            ("left_parenthesis", "I was exhausted. Nobody asked how we were."),
            ("ctrl+right", "was exhausted. Nobody asked how we were."),
            ("shift+right", "as exhausted. Nobody asked how we were."),
            ("left", "was exhausted. Nobody asked how we were."),
        ):
            await desk.press(key)
            assert selected(desk) == words, key
        assert steps(desk) == before, "nothing is changed before Enter"
        await desk.press("enter")
        assert desk.codings == [("Workload", "was exhausted. Nobody asked how we were.")]
        assert steps(desk) == before + 1
        assert desk.said == "Moved the edges of A Workload. [Ctrl+Z] takes it back."
        assert desk.screen.view.chosen is not None
        assert desk.screen.view.selection is None
        await desk.press("u")
        assert desk.codings == [("Workload", "Nobody asked")]


async def test_esc_leaves_the_edges_as_they_were(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        code(desk, "Nobody asked", "Workload")
        desk.go_to("asked")
        before = steps(desk)
        for keys in (("t", "escape"), ("enter",)):
            await desk.press("k", *keys)
            assert desk.codings == [("Workload", "Nobody asked")]
            assert desk.said == "Left as it was: A Workload"
            assert at(desk).startswith("Nobody asked")
            assert desk.screen.view.selection is None
            assert desk.screen.mode is None
        assert steps(desk) == before


@pytest.mark.parametrize(
    "key", ["1", "full_stop", "i", "n", "r", "delete", "u", "ctrl+y", "tab", "m", "space"]
)
async def test_while_edges_move_no_other_key_changes_anything(folder: Path, key: str) -> None:
    async with coding_desk(folder) as desk:
        code(desk, "Nobody asked", "Workload")
        desk.go_to("asked")
        before = steps(desk)
        await desk.press("k", "shift+right", key)
        assert desk.app.screen is desk.screen
        assert "[Enter] keeps them, [Esc] leaves them" in desk.said
        assert isinstance(desk.screen.mode, Edges)
        assert steps(desk) == before
        codes = {one.name: one.id for one in codebooks.load_codebook(desk.session).codes}
        desk.screen.apply_code_by_id(codes["Colleagues"])
        assert steps(desk) == before, "nor does the palette"


async def test_no_word_left_is_no_coding(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        code(desk, "Nobody", "Workload")
        desk.go_to("Nobody")
        await desk.press("k", "ctrl+shift+left", "enter")
        assert "No word would be left" in desk.said
        await desk.press("escape")
        assert desk.codings == [("Workload", "Nobody")]


async def test_a_click_elsewhere_leaves_the_edges(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        code(desk, "Nobody asked", "Workload")
        desk.go_to("asked")
        await desk.press("k")
        await desk.pilot.click(TranscriptView, offset=(30, 0))
        await desk.pilot.pause()
        assert desk.screen.mode is None
        assert desk.said == "Left as it was: A Workload"


async def test_edges_of_one_of_several_are_asked_for_by_name(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        code(desk, "Nobody asked how", "Workload")
        code(desk, "Nobody asked", "Colleagues")
        desk.go_to("asked")
        await desk.press("k")
        assert "here: B Colleagues. Again moves its edges; [o]: the next." in desk.said
        await desk.press("k")
        assert desk.bottom.startswith("moving the edges of B Colleagues:")


async def test_splitting_where_the_cursor_stands(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        code(desk, "Nobody asked how we were", "Workload")
        desk.go_to("Nobody")
        await desk.press("exclamation_mark")
        assert "Put the cursor inside the coding" in desk.said
        desk.go_to("how we")
        await desk.press("exclamation_mark")
        assert desk.codings == [("Workload", "Nobody asked"), ("Workload", "how we were")]
        assert desk.said == "Split A Workload in two here. [Ctrl+Z] takes it back."
        assert desk.screen.view.chosen is not None
        assert desk.screen.view.chosen.quote == "how we were"
        await desk.press("ampersand")
        assert desk.codings == [("Workload", "Nobody asked how we were")]
        assert desk.said == "Joined two segments of A Workload: 5 words. [Ctrl+Z] takes it back."
        await desk.press("u", "u")
        assert desk.codings == [("Workload", "Nobody asked how we were")]


async def test_joining_says_when_there_is_none_and_asks_which(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        code(desk, "asked", "Workload")
        code(desk, "exhausted", "Colleagues")
        desk.go_to("asked")
        await desk.press("ampersand")
        assert desk.said == "No other segment of A Workload by the same coder in this document."
        code(desk, "I was", "Workload")
        code(desk, "cannot say no", "Workload")
        desk.go_to("asked")
        await desk.press("ampersand")
        dialog = desk.app.screen
        assert isinstance(dialog, ChooseDialog)
        assert [one.words for one in dialog.choices] == [
            "the one before, 2 words between: “I was”",
            "the one after, 29 words between: “cannot say no”",
        ]
        await desk.press("escape")
        assert len(desk.codings) == 4
        await desk.press("ampersand", "enter")
        assert ("Workload", "I was exhausted. Nobody asked") in desk.codings
        await desk.press("ampersand")
        assert isinstance(desk.app.screen, ChooseDialog), "far apart: it says how far"
        await desk.press("enter")
        assert len(desk.codings) == 2


async def test_a_new_code_instead_is_one_step_and_keeps_the_memo(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        code(desk, "Nobody asked", "Workload")
        segment = coding.load_segments(desk.session)[0]
        memoing.add_memo(desk.session, MemoTarget.SEGMENT, segment.id, "Look again.")
        desk.go_to("asked")
        before = steps(desk)
        await desk.press("r")
        desk.app.screen.query_one(Input).value = "zzz unheard"
        await desk.pilot.pause()
        await desk.press("enter")
        assert desk.codings == [("zzz unheard", "Nobody asked")]
        assert steps(desk) == before + 1
        assert desk.said == "New code zzz unheard instead of A Workload. [Ctrl+Z] takes both back."
        assert [one.target_id for one in memoing.list_memos(desk.session)] == [segment.id]
        await desk.press("u")
        assert desk.codings == [("Workload", "Nobody asked")]
        assert not codebooks.load_codebook(desk.session).named("zzz unheard")


@pytest.mark.parametrize("keys", [("k",), ("exclamation_mark",), ("ampersand",)], ids=str)
async def test_another_coders_coding_is_reshaped_only_when_asked(folder: Path, keys: tuple[str, ...]) -> None:
    rows = folder.parent / "ben.csv"
    start = TEXT.index("Nobody")
    rows.write_text(
        f"document,start,end,code,coder\nP07,{start},{start + 12},Colleagues,Ben\n"
        f"P07,{start + 13},{start + 16},Colleagues,Ben\n",
        encoding="utf-8",
    )
    with open_session(folder) as session:
        assert import_codings(session, rows).added == 2
    async with coding_desk(folder) as desk:
        desk.go_to("asked")
        before = steps(desk)
        await desk.press(*keys)
        assert isinstance(desk.app.screen, ConfirmDialog)
        await desk.press("enter")
        assert steps(desk) == before
        assert desk.screen.mode is None


async def test_what_is_read_only_is_not_reshaped(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        code(desk, "Nobody asked", "Workload")
    async with coding_desk(folder, write=False) as desk:
        desk.go_to("asked")
        for key in ("k", "exclamation_mark", "ampersand"):
            await desk.press(key)
            assert "reading only" in desk.said
        assert desk.screen.mode is None


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=str)
async def test_a_plain_box_to_take_words_from_and_a_new_file_each_time(
    folder: Path, size: tuple[int, int]
) -> None:
    async with coding_desk(folder, size) as desk:
        await desk.press("ctrl+e")
        assert "Nothing is selected to copy" in desk.said
        desk.go_to("Nobody")
        await desk.press("s", "ctrl+e")
        box = desk.app.screen
        assert isinstance(box, WordsBox)
        words = "“Nobody asked how we were.” (case 1, turn 2)"
        assert str(box.query_one("#words", Static).visual) == words
        assert box.query_one("#words", Static).region.x == 0, "nothing stands beside the words"
        exports = desk.session.project.exports
        for n in (1, 2):
            await desk.press("w")
            assert box.said == f"Written to the new file exports/words-{n}.txt in the project's folder."
            assert (exports / f"words-{n}.txt").read_text(encoding="utf-8") == words + "\n"
        await desk.press("y")
        assert desk.app.clipboard == words
        assert "only pasting shows" in box.said
        await desk.press("escape")
        assert desk.app.screen is desk.screen
        assert selected(desk) == "Nobody asked how we were."


async def test_a_box_says_why_a_file_cannot_be_written(folder: Path) -> None:
    shutil.rmtree(folder / "exports", ignore_errors=True)
    (folder / "exports").write_text("a file where the folder should be", encoding="utf-8")
    async with coding_desk(folder) as desk:
        await desk.press("s", "ctrl+e", "w")
        assert isinstance(desk.app.screen, WordsBox)
        assert "cannot be written" in desk.app.screen.said


async def test_the_box_leaves_the_mouse_to_the_terminal(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with coding_desk(folder) as desk:
        told: list[str] = []
        driver = desk.app._driver
        monkeypatch.setattr(driver, "_disable_mouse_support", lambda: told.append("off"), raising=False)
        monkeypatch.setattr(driver, "_enable_mouse_support", lambda: told.append("on"), raising=False)
        await desk.press("s", "ctrl+e")
        assert told == ["off"]
        await desk.press("escape")
        await desk.pilot.pause()
        assert told == ["off", "on"]
