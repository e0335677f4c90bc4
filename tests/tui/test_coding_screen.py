"""The coding screen on a real project: every gesture, and what it says."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static, TextArea

from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.screens.coding.lines import BottomLine, DocumentLine
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.widgets.code_picker import CodePicker
from qualbench.tui.widgets.code_tree import CodeTree
from qualbench.tui.widgets.find_bar import FindBar
from qualbench.tui.widgets.here_panel import HerePanel
from qualbench.workbench import codebooks, coding, history, importing, memoing
from qualbench.workbench.coding_import import import_codings
from qualbench.workbench.project import load_place, open_session
from tests.tui.made import NIGHTS, make_nights

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

from qualbench.workbench.project import Session

TEXT = NIGHTS
WIDE, SMALL = (120, 40), (80, 24)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_nights(tmp_path / "study")


class Desk:
    """The app under test, and what there is to ask it."""

    def __init__(self, app: QualbenchApp, pilot: Pilot[None], session: Session) -> None:
        self.app, self.pilot, self.session = app, pilot, session

    @property
    def screen(self) -> CodingScreen:
        (found,) = [one for one in self.app.screen_stack if isinstance(one, CodingScreen)]
        return found

    @property
    def codings(self) -> list[tuple[str, str]]:
        book = codebooks.load_codebook(self.session)
        return [(book.by_id[one.code_id].name, one.quote) for one in coding.load_segments(self.session)]

    @property
    def said(self) -> str:
        return str(self.screen.query_one("#said", Static).visual)

    @property
    def bottom(self) -> str:
        return str(self.screen.query_one(BottomLine).render())

    @property
    def top(self) -> str:
        return str(self.screen.query_one(DocumentLine).render())

    def go_to(self, words: str) -> None:
        self.screen.view.move_to(TEXT.index(words))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, words: str) -> None:
        await self.press(*("space" if one == " " else "full_stop" if one == "." else one for one in words))


@asynccontextmanager
async def coding_desk(
    folder: Path, size: tuple[int, int] = SMALL, *, write: bool = True, coder: str | None = None
) -> AsyncIterator[Desk]:
    session = open_session(folder, write=write, coder=coder)
    app = QualbenchApp(session)
    async with app.run_test(size=size) as pilot:
        app.open_document(importing.list_documents(session)[0].document.id)
        await pilot.pause()
        await pilot.pause()
        yield Desk(app, pilot, session)
    app.close_project()


async def test_a_sentence_is_coded_by_typing_a_few_letters(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        assert "P07" in desk.top
        assert "turn 1/4" in desk.top
        assert "Ana · 0 segments · saved" in desk.top
        desk.go_to("Nobody")
        await desk.press("enter")
        assert isinstance(desk.app.screen, CodePicker)
        await desk.type("work")
        await desk.press("enter")
        assert desk.codings == [("Workload", "Nobody asked how we were.")]
        assert desk.said == "Coded “Nobody asked how we …” in turn 2 with Workload. [Ctrl+Z] takes it back."
        assert "[Ctrl+Z]" in desk.said
        assert "1 segment · saved" in desk.top
        chosen = desk.screen.view.chosen
        assert chosen is not None
        assert chosen.quote == "Nobody asked how we were."
        assert "A Workload" in desk.bottom


async def test_enter_without_typing_takes_no_code(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await desk.press("enter", "enter", "enter")
        assert isinstance(desk.app.screen, CodePicker)
        await desk.press("escape")
        assert desk.codings == []
        assert "words selected:" in desk.bottom


async def test_several_codes_at_once(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await desk.press("enter")
        await desk.type("moral")
        await desk.press("tab")
        await desk.type("coll")
        await desk.press("enter")
        assert {name for name, _quote in desk.codings} == {"Moral injury", "Colleagues"}
        await desk.press("ctrl+z")
        assert desk.codings == []


async def test_the_picker_tells_about_the_code_under_the_cursor(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        await desk.press("enter")
        await desk.type("work")
        about = str(desk.app.screen.query_one("#about", Static).visual)
        assert "Strain > Workload   0 segments" in about
        assert "More than can be done." in about
        assert "A shift is too much." in about


async def test_again_and_recent_codes_need_a_selection(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await desk.press("enter")
        await desk.type("work")
        await desk.press("enter")
        desk.go_to("The ward")
        await desk.press("full_stop", "1")
        assert len(desk.codings) == 1
        assert "Nothing is selected" in desk.said
        await desk.press("s")
        assert "again: Workload" in desk.bottom
        await desk.press("full_stop")
        assert len(desk.codings) == 2
        desk.go_to("exhausted")
        await desk.press("s", "1")
        assert [name for name, _quote in desk.codings] == ["Workload"] * 3
        await desk.press("s", "9")
        assert len(desk.codings) == 3
        assert "no recent code 9" in desk.said


async def test_a_new_code_is_made_and_given_and_can_stand_under_another(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await desk.press("n")
        await desk.type("Not being seen")
        await desk.press("enter")
        assert desk.codings == [("Not being seen", "Nobody asked how we were.")]
        assert desk.said == "New code Not being seen: “Nobody asked …” in turn 2. [Ctrl+Z] takes both back."
        desk.go_to("exhausted")
        await desk.press("n")
        await desk.type("strain")
        picker = desk.app.screen
        picker.query_one(Input).value = "Strain > Tiredness"
        await desk.press("enter")
        assert "Strain > Tiredness" in codebooks.load_codebook(desk.session).by_path
        await desk.press("u")
        assert len(desk.codings) == 1
        assert "Strain > Tiredness" not in codebooks.load_codebook(desk.session).by_path
        await desk.press("u")
        assert desk.codings == []
        assert len(codebooks.load_codebook(desk.session).codes) == 4


async def test_a_code_that_nearly_exists_is_warned_of(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await desk.press("n")
        await desk.type("workloads")
        await desk.press("enter")
        assert isinstance(desk.app.screen, CodePicker)
        assert "Nearly the same" in str(desk.app.screen.query_one("#about", Static).visual)
        assert len(codebooks.load_codebook(desk.session).codes) == 4
        await desk.press("enter")
        assert desk.codings == [("workloads", "Nobody asked how we were.")]


async def test_in_vivo(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        await desk.press("i")
        assert "Nothing is selected" in desk.said
        desk.go_to("Nobody asked")
        await desk.press("ctrl+shift+right", "ctrl+shift+right", "i")
        assert desk.codings == [("Nobody asked", "Nobody asked")]
        assert desk.said == "Made the code “Nobody asked” in vivo. [Ctrl+Z] takes it back."


async def test_in_vivo_on_words_that_name_a_code_says_that_it_is_used(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        codebooks.create_code(desk.session, "Nobody asked")
        desk.screen.reload()
        desk.go_to("Nobody asked")
        await desk.press("ctrl+shift+right", "ctrl+shift+right", "i")
        assert desk.codings == [("Nobody asked", "Nobody asked")]
        assert desk.said == "“Nobody asked” is a code already: used that one. [Ctrl+Z] takes it back."


async def test_a_long_name_does_not_hide_how_to_take_a_step_back(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await desk.press("n")
        desk.app.screen.query_one(Input).value = "a name that goes on and on " * 3
        await desk.press("enter")
        assert len(desk.codings) == 1
        assert desk.said.endswith("[Ctrl+Z] takes both back.")
        assert len(desk.said) <= 78


async def test_removing_says_which_and_never_guesses_among_several(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        codes = {one.name: one.id for one in codebooks.load_codebook(desk.session).codes}
        start = TEXT.index("Nobody")
        coding.apply_code(desk.session, desk.screen.document_id, Span(start, start + 12), codes["Workload"])
        coding.apply_code(desk.session, desk.screen.document_id, Span(start, start + 25), codes["Colleagues"])
        desk.screen.reload()
        desk.go_to("asked")
        await desk.press("delete")
        assert len(desk.codings) == 2
        assert "2 codings overlap here" in desk.said
        await desk.press("o")
        assert "2 of 2 here" in desk.said
        await desk.press("delete")
        assert [name for name, _quote in desk.codings] == ["Workload"]
        assert "Removed the coding" in desk.said
        assert "Colleagues" in desk.said
        await desk.press("u")
        assert len(desk.codings) == 2
        await desk.press("ctrl+y")
        assert len(desk.codings) == 1
        await desk.press("s", "delete")
        assert len(desk.codings) == 1
        assert "never changed" in desk.said


async def test_recode_in_one_step(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await desk.press("enter")
        await desk.type("work")
        await desk.press("enter", "r")
        await desk.type("coll")
        await desk.press("enter")
        assert desk.codings == [("Colleagues", "Nobody asked how we were.")]
        assert "recoded “Workload” as “Colleagues”" in desk.said
        await desk.press("u")
        assert desk.codings == [("Workload", "Nobody asked how we were.")]


async def test_a_memo_is_written_changed_and_not_lost(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        desk.go_to("Nobody")
        await desk.press("enter")
        await desk.type("work")
        await desk.press("enter", "m")
        await desk.type("links to")
        await desk.press("enter")
        await desk.type("staffing")
        await desk.press("ctrl+s")
        segment = coding.load_segments(desk.session)[0]

        def memos() -> list[str]:
            found = memoing.list_memos(desk.session, target=MemoTarget.SEGMENT, target_id=segment.id)
            return [one.text for one in found]

        assert memos() == ["links to\nstaffing"]
        assert "links to staffing" in desk.screen.query_one(HerePanel).words
        await desk.press("m", "down", "enter")
        assert desk.app.screen.query_one(TextArea).text == "links to\nstaffing"
        await desk.press("ctrl+end")
        await desk.type("!")
        await desk.press("escape")
        assert desk.app.screen is not desk.screen, "leaving asks first, because something was typed"
        await desk.press("enter", "f2")
        assert desk.app.screen is desk.screen
        assert len(memos()) == 1


async def test_copying_says_who_and_names_no_file(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await desk.press("s", "y")
        assert desk.app.clipboard == "“Nobody asked how we were.” (case 1, turn 2)"
        assert desk.said == "Sent to the terminal's clipboard, with who said it; [Ctrl+E]: in a box."
        await desk.press("escape", "ctrl+c")
        assert "Nothing is selected to copy" in desk.said
        assert desk.app.is_running


async def test_finding(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        await desk.press("slash")
        await desk.type("nobody")
        assert desk.screen.view.cursor == TEXT.index("Nobody")
        assert len(desk.screen.found) == 2
        await desk.press("enter")
        assert desk.screen.view.cursor == TEXT.index("nobody else")
        await desk.press("escape")
        assert desk.screen.focused is desk.screen.view
        await desk.press("less_than_sign")
        assert desk.screen.view.cursor == TEXT.index("Nobody")
        await desk.press("escape")
        assert desk.screen.found == []
        await desk.press("greater_than_sign")
        assert "Nothing is looked for" in desk.said
        assert not desk.screen.query_one(FindBar).display


async def test_moving_by_page_and_by_turn(folder: Path) -> None:
    async with coding_desk(folder, (44, 11)) as desk:
        await desk.press("pagedown")
        assert desk.screen.view.cursor > 0
        assert desk.screen.view.scroll_offset.y > 0
        await desk.press("pageup", "plus")
        assert TEXT[desk.screen.view.cursor :].startswith("I was exhausted")
        assert "turn 2/4" in desk.top


async def test_a_key_that_moves_the_cursor_repaints_no_line_that_stays_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with coding_desk(folder, WIDE) as desk:
        desk.go_to("Nobody")
        await desk.pilot.pause()
        painted: list[object] = []
        for widget in (DocumentLine, BottomLine, HerePanel, CodeTree):
            monkeypatch.setattr(
                desk.screen.query_one(widget), "refresh", lambda *_, one=widget, **__: painted.append(one)
            )
        await desk.press("right", "right", "down")
        assert painted == []


async def test_the_vim_keys_do_the_same_and_count(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.app.use_keys("vim")
        await desk.press("3", "w")
        assert TEXT[desk.screen.view.cursor :].startswith("the shift")
        await desk.press("v", "w", "w")
        assert "2 words selected" in desk.bottom
        assert "[v] end the selection" in desk.bottom
        await desk.press("c")
        await desk.type("Shift")
        await desk.press("enter")
        assert desk.codings == [("Shift", "the shift,")]
        desk.go_to("Nobody")
        await desk.press("s", "1")
        assert len(desk.codings) == 2, "with a selection a digit is a recent code"


async def test_panels_stand_beside_where_there_is_room_and_over_where_not(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        assert desk.screen.query_one(CodeTree).display
        assert desk.screen.query_one(HerePanel).display
        await desk.press("f3")
        assert not desk.screen.query_one(HerePanel).display
        await desk.pilot.resize_terminal(*SMALL)
        await desk.pilot.pause()
        width = desk.screen.view.size.width
        assert not desk.screen.query_one(CodeTree).display
        await desk.press("f2")
        tree = desk.screen.query_one(CodeTree)
        assert tree.display
        assert tree.has_focus
        assert desk.screen.view.size.width == width, "it lies over the text"
        await desk.press("escape")
        assert not desk.screen.query_one(CodeTree).display
        assert desk.screen.focused is desk.screen.view


async def test_a_code_of_the_tree_is_given_to_the_selection(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await desk.press("s", "f2", "down", "down", "enter")
        assert desk.codings == [("Workload", "Nobody asked how we were.")]
        assert "1" in str(desk.screen.query_one(CodeTree).get_node_at_line(1).label)  # type: ignore[union-attr]


async def test_the_place_is_kept_per_document(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        document_id = desk.screen.document_id
        desk.go_to("There were three")
        await desk.press("escape")
        assert load_place(desk.session, document_id) == TEXT.index("There were three")
        desk.app.open_document(document_id)
        await desk.pilot.pause()
        assert desk.screen.view.cursor == TEXT.index("There were three")


async def test_read_only_says_so_and_changes_nothing(folder: Path) -> None:
    async with coding_desk(folder, write=False) as desk:
        assert "[read only]" in desk.top
        await desk.press("s", "enter", "full_stop", "i", "n", "m", "u", "ctrl+y")
        assert desk.app.screen is desk.screen or not isinstance(desk.app.screen, CodePicker)
        assert desk.codings == []


async def test_another_coders_coding_is_removed_only_when_asked(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        workload = codebooks.find_code(desk.session, "Workload").id
        coding.apply_code(desk.session, desk.screen.document_id, Span(10, 30), workload)
    rows = folder.parent / "ben.csv"
    rows.write_text("document,start,end,code,coder\nP07,49,60,Colleagues,Ben\n", encoding="utf-8")
    with open_session(folder) as session:
        assert import_codings(session, rows).added == 1
    async with coding_desk(folder, coder="Ben") as desk:
        desk.screen.view.move_to(15)
        await desk.press("delete")
        assert isinstance(desk.app.screen, ConfirmDialog)
        await desk.press("enter")
        assert len(desk.codings) == 2, "Enter alone is the safe answer"
        await desk.press("delete", "right", "enter")
        assert [name for name, _quote in desk.codings] == ["Colleagues"]


NAIVE = (
    ("enter", "enter", "escape", "escape"),
    ("q", "Q", "ctrl+c", "ctrl+s", "ctrl+z"),
    tuple("hello"),
    ("t", "h", "i", "s", "space", "i", "s", "full_stop"),
    ("W", "H", "Y", "question_mark"),
    ("1", "2", "3", "full_stop", "comma", "exclamation_mark"),
    ("backspace", "delete", "tab", "enter"),
    ("ctrl+a", "ctrl+x", "ctrl+v", "ctrl+y"),
)


@pytest.mark.parametrize("keys", NAIVE, ids=str)
@pytest.mark.parametrize("size", [SMALL, WIDE], ids=str)
async def test_what_a_novice_presses_changes_no_coding_unnoticed(
    folder: Path, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    with open_session(folder) as session:
        document = importing.list_documents(session)[0].document
        workload = codebooks.find_code(session, "Workload").id
        coding.apply_code(session, document.id, Span(60, 80), workload)
    async with coding_desk(folder, size) as desk:
        desk.screen.view.move_to(65)
        for key in keys:
            before = [entry.id for entry in history.list_history(desk.session)]
            await desk.press(key)
            assert desk.app.is_running
            after = history.list_history(desk.session)
            new = [entry for entry in after if entry.id not in before]
            if new:
                said = desk.said
                assert "[Ctrl+" in said, f"{key} did “{new[0].summary}” and said “{said}”"


async def test_at_20_by_5_nothing_breaks(folder: Path) -> None:
    async with coding_desk(folder, (20, 5)) as desk:
        await desk.press("down", "s", "enter", "escape", "tab", "pagedown")
        await desk.pilot.resize_terminal(80, 24)
        await desk.press("escape")
        assert desk.app.is_running
