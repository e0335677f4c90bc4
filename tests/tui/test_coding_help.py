"""What helps a newcomer on the coding screen: names typed, true words, marks without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import MouseScrollDown

from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.tui.screens.coding.lines import BottomLine, Legend
from qualbench.tui.themes import THEMES
from qualbench.tui.widgets.code_picker import CodePicker
from qualbench.tui.widgets.code_tree import CodeTree
from qualbench.tui.widgets.here_panel import HerePanel
from qualbench.workbench import codebooks, coding, history, memoing
from qualbench.workbench.project import load_place, open_session
from qualbench.workbench.reading import reading_log
from tests.tui.test_coding_screen import SMALL, TEXT, WIDE, coding_desk, folder

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual.widget import Widget

    from tests.tui.test_coding_screen import Desk

__all__ = ["folder"]
NOBODY = TEXT.index("Nobody")


def painted(widget: Widget) -> list[str]:
    """What a widget shows, row by row."""
    return [widget.render_line(y).text for y in range(widget.size.height)]


def code_here(desk: Desk, *names: str, start: int = NOBODY, length: int = 25) -> None:
    for n, name in enumerate(names):
        code_id = codebooks.find_code(desk.session, name).id
        coding.apply_code(desk.session, desk.screen.document_id, Span(start, start + length - n), code_id)
    desk.screen.reload()


async def test_the_codebook_beside_the_text_cuts_names_and_never_numbers(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        workload = codebooks.find_code(desk.session, "Workload").id
        codebooks.change_code(desk.session, workload, name="Fear of another one that comes too late 漢字")
        for n in range(1, 24):
            coding.apply_code(desk.session, desk.screen.document_id, Span(n, n + 5), workload)
        desk.screen.reload()
        await desk.pilot.pause()
        (row,) = [row for row in painted(desk.screen.query_one(CodeTree)) if "Fear of" in row]
        assert row.rstrip().endswith("…  23")
        await desk.pilot.resize_terminal(160, 40)
        await desk.pilot.resize_terminal(*SMALL)
        await desk.press("f2")
        (row,) = [row for row in painted(desk.screen.query_one(CodeTree)) if "Fear of" in row]
        assert row.rstrip().endswith("…  23")


async def test_a_name_that_no_code_is_like_is_made_and_given_by_enter_in_one_step(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        before = len(history.list_history(desk.session))
        await desk.press("s", "enter")
        await desk.type("zzz quux")
        await desk.press("enter")
        assert desk.codings == [("zzz quux", "Nobody asked how we were.")]
        assert len(history.list_history(desk.session)) == before + 1
        assert desk.said.startswith("New code zzz quux: “Nobody asked")
        assert desk.said.endswith("in turn 2. [Ctrl+Z] takes both back.")
        await desk.press("ctrl+z")
        assert desk.codings == []
        assert len(codebooks.load_codebook(desk.session).codes) == 4


async def test_a_name_that_is_there_is_taken_and_up_from_the_top_goes_to_the_new_one(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        codebooks.create_code(desk.session, "Workload of others")
        desk.screen.reload()
        desk.go_to("Nobody")
        await desk.press("n")
        await desk.type("workload")
        await desk.press("enter")
        assert desk.codings == [("Workload", "Nobody asked how we were.")]
        desk.go_to("exhausted")
        await desk.press("enter")
        await desk.type("workload today")
        await desk.press("up", "enter", "enter")
        assert ("workload today", "I was exhausted.") in desk.codings


async def test_a_code_that_only_speaks_of_what_is_typed_is_not_taken_by_chance(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        code = codebooks.create_code(desk.session, "Evenings", definition="What candles were lit for.")
        desk.screen.reload()
        desk.go_to("Nobody")
        await desk.press("enter")
        await desk.type("candles")
        await desk.press("enter")
        assert [name for name, _quote in desk.codings] == ["candles"]
        desk.go_to("exhausted")
        await desk.press("enter")
        await desk.type("lit for")
        await desk.press("down", "enter")
        assert (code.name, "I was exhausted.") in desk.codings


async def test_marked_codes_are_not_lost_when_a_new_one_is_made_too(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("Nobody")
        await desk.press("enter")
        await desk.type("coll")
        await desk.press("tab")
        await desk.type("zzz")
        await desk.press("enter")
        assert {name for name, _quote in desk.codings} == {"Colleagues", "zzz"}
        assert "[Ctrl+Z] twice takes all back." in desk.said
        await desk.press("u", "u")
        assert desk.codings == []


async def test_while_words_are_selected_no_other_coding_is_recoded_or_written_about(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        code_here(desk, "Workload", length=60)
        for key in ("r", "m"):
            desk.go_to("Nobody")
            await desk.press("ctrl+shift+right", "ctrl+shift+right", key)
            assert desk.app.screen is desk.screen
            assert "[Esc] lets go of them" in desk.said
            desk.screen.view.select(Span(NOBODY, NOBODY + 60))
            await desk.press(key)
            assert desk.app.screen is not desk.screen, "exactly its words mean this coding"
            if key == "r":
                await desk.type("coll")
                await desk.press("enter")
                assert [name for name, _quote in desk.codings] == ["Colleagues"]
            else:
                await desk.type("so")
                await desk.press("ctrl+s")
        segment = coding.load_segments(desk.session)[0]
        assert memoing.list_memos(desk.session, target=MemoTarget.SEGMENT, target_id=segment.id)


async def test_words_instead_of_noughts(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        await desk.press("space")
        assert desk.bottom.startswith("nothing selected yet:")
        await desk.press("escape")
        desk.screen.view.move_to(TEXT.index(" after"))
        await desk.press("shift+right")
        assert desk.bottom.startswith("a space selected:")


async def test_before_the_first_turn_it_says_so(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        units = desk.screen.view.units
        desk.screen.view.units = type(units)(units.text, units.turns[1:])
        desk.screen.view.move_to(0)
        assert "before turn 1 of 3" in desk.top


async def test_a_document_is_the_one_opened_last_from_its_opening_on(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        document_id = desk.screen.document_id
        assert reading_log(desk.session)[document_id].opened_at
        desk.go_to("There were three")
        desk.screen._keep_place()  # what the timer calls
        assert load_place(desk.session, document_id) == TEXT.index("There were three")


async def test_help_always_stands_at_the_right_end(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        code_here(desk, "Workload", "Colleagues", "Moral injury", "Strain")
        for keys in ((), ("o",), ("s",), ("space",), ("escape",)):
            await desk.press(*keys)
            line = desk.screen.query_one(BottomLine)
            assert desk.bottom.endswith("[F1] keys")
            assert len(desk.bottom) == line.size.width
        desk.go_to("Nobody")
        assert "[Delete] remove" in desk.bottom


async def test_what_is_here_and_not_in_sight_is_counted(folder: Path) -> None:
    async with coding_desk(folder, (120, 14)) as desk:
        code_here(desk, "Workload", "Colleagues", "Moral injury", "Strain")
        desk.go_to("Nobody")
        await desk.press("o")
        await desk.pilot.pause()
        panel = desk.screen.query_one(HerePanel)
        for _ in range(4):
            rows = painted(panel)
            chosen = desk.screen.view.chosen
            assert chosen is not None
            assert sum("▶" in row for row in rows) == 1
            assert desk.screen.name_of(chosen.code_id).split()[-1] in "".join(rows)
            shown = sum("Ana, " in row for row in rows)
            assert f"+{4 - shown} more" in "".join(rows)
            await desk.press("o")
        await desk.pilot.resize_terminal(120, 40)
        await desk.pilot.pause()
        assert "more" not in "".join(painted(panel))


async def test_who_and_when_and_the_memo_are_seen_however_long_a_definition_is(folder: Path) -> None:
    with open_session(folder) as session:
        for n in range(9):
            codebooks.create_code(
                session, f"Deep {n}", definition="What is meant by it, at length, is this. " * 8
            )
    async with coding_desk(folder) as desk:
        code_here(desk, *(f"Deep {n}" for n in range(9)))
        for one in coding.load_segments(desk.session):
            memoing.add_memo(desk.session, MemoTarget.SEGMENT, one.id, f"Mine: {len(one.quote)}")
        desk.screen.reload()
        desk.go_to("Nobody")
        await desk.press("h")
        panel = desk.screen.query_one(HerePanel)
        for _ in range(9):
            await desk.press("o")
            chosen = desk.screen.view.chosen
            assert chosen is not None
            rows = "\n".join(painted(panel))
            block = rows[rows.index("▶") :]
            assert "Ana, 2" in block
            assert f"memo: Mine: {len(chosen.quote)}" in block
            assert "What is meant by it" in block
            assert "more: [o] goes through them" in block


async def test_the_rows_of_what_is_here_end_in_one_piece_however_they_came(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        code_here(desk, "Workload", "Colleagues")
        panel = desk.screen.query_one(HerePanel)
        whole = panel.outer_size.region
        for keys in (("ctrl+home",), ("tab",), ("o",), ("down", "down")):
            await desk.press(*keys)
            row_by_row = [[*row] for row in panel.render_lines(whole)]
            assert all(row[-1].text == " " and row[-2].style == row[-1].style for row in row_by_row)
            panel.refresh()
            await desk.pilot.pause()
            assert [[*row] for row in panel.render_lines(whole)] == row_by_row


async def test_without_colour_marks_are_as_bright_as_the_text(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with coding_desk(folder, WIDE) as desk:
        code_here(desk, "Workload", "Colleagues")
        await desk.pilot.pause()
        screen = desk.screen
        text = screen.view.rich_style.color
        row = screen.view.layout_of_rows.row_of(NOBODY)  # type: ignore[union-attr]
        found = list(screen.view.render_line(row))
        assert "".join(one.text for one in found).startswith("AB")
        marks = found[:1] if found[0].text.startswith("AB") else found[:2]  # cells of one style are one
        assert all(one.style and one.style.color == text and not one.style.dim for one in marks)
        (words,) = [one for one in found if one.text.startswith("Nobody asked how we were")]
        assert words.style is not None
        assert words.style.underline
        assert words.style.bgcolor == screen.view.rich_style.bgcolor
        legend = screen.query_one(Legend)
        for widget in (legend, screen.query_one(CodeTree), screen.query_one(HerePanel)):
            for y in range(widget.size.height):
                for one in widget.render_line(y):
                    if one.text.strip() in ("A┃", "B║"):
                        assert one.style is not None
                        assert one.style.color is not None
                        assert one.style.color.is_default
        await desk.press("enter")
        await desk.type("work")
        picker = desk.app.screen
        assert isinstance(picker, CodePicker)
        lines = picker.query_one("#codes")
        first = next(one for one in lines.render_line(0) if "Workload" in one.text)
        assert first.style is not None
        assert first.style.underline


async def test_marks_follow_the_colours_while_a_document_is_open(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        code_here(desk, "Workload")
        await desk.press("ctrl+home", "tab")
        await desk.pilot.pause()
        places = (Legend, CodeTree, HerePanel)

        def colours() -> list[set[object]]:
            whole = [desk.screen.query_one(one) for one in places]
            strips = [one.render_lines(one.outer_size.region) for one in whole]
            return [{part.style for strip in some for part in strip if "A" in part.text} for some in strips]

        dark = colours()
        desk.screen.app.theme = THEMES["light"].name
        await desk.pilot.pause()
        await desk.pilot.pause()
        light = colours()
        assert all(one and not one & other for one, other in zip(dark, light, strict=True))
        desk.screen.app.theme = THEMES["dark"].name
        await desk.pilot.pause()
        await desk.pilot.pause()
        assert colours() == dark


async def test_more_than_has_room_is_read_on_in_the_panel(folder: Path) -> None:
    async with coding_desk(folder, WIDE) as desk:
        code_here(desk, "Workload")
        await desk.press("ctrl+home", "tab")
        segment = desk.screen.view.chosen
        assert segment is not None
        words = " ".join(f"word{n}" for n in range(300))
        memoing.add_memo(desk.session, MemoTarget.SEGMENT, segment.id, words)
        desk.screen.reload()
        await desk.pilot.pause()
        panel = desk.screen.query_one(HerePanel)
        assert "[F3] reads on" in panel.words and "word299" not in panel.words
        await desk.press("f3", "end")
        assert panel.has_focus and "word299" in panel.words
        await desk.press("home", "down")
        assert "word299" not in panel.words
        await desk.press("escape")
        assert desk.screen.view.has_focus and "[F3] reads on" in panel.words
        panel.post_message(MouseScrollDown(panel, 1, 1, 0, 1, 0, False, False, False))
        await desk.pilot.pause()
        assert "[F3] reads on" not in panel.words, "the wheel reads on too"
        await desk.press("f3", "f3")
        assert not panel.display
