from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App, ComposeResult
from textual.screen import Screen

from qualbench.tui import keys
from qualbench.tui.keys import Where
from qualbench.tui.motions import perform
from qualbench.tui.text_units import Units
from qualbench.tui.widgets.transcript_view import TranscriptView
from tests.tui.dragging import drag_to
from tests.tui.texts import segment, turns_of

if TYPE_CHECKING:
    from qualbench.model.coding import Segment
    from qualbench.model.span import Span

TEXT = "\n".join(
    f"{'I' if n % 2 else 'P'}: Turn {n} begins. Then nobody asked how we all were, not once in a long time."
    for n in range(1, 61)
)
SIZE = (80, 24)


class ReaderScreen(Screen[None]):
    BINDINGS = keys.bindings(Where.CODING, action="app.gesture('{id}')")

    def compose(self) -> ComposeResult:
        yield TranscriptView()

    def on_mount(self) -> None:
        assert isinstance(self.app, Reader)
        self.app.on_screen_ready()


class Reader(App[None]):
    def __init__(self, text: str = TEXT, segments: tuple[Segment, ...] = ()) -> None:
        super().__init__()
        self.text, self.segments = text, segments
        self.spans: list[Span | None] = []

    def on_mount(self) -> None:
        self.push_screen(ReaderScreen())

    def on_screen_ready(self) -> None:
        starts = [n + 2 for n, one in enumerate(self.text) if one == "."]
        self.view.show_document(Units(self.text, turns_of(self.text), starts), self.segments)

    @property
    def view(self) -> TranscriptView:
        return self.screen.query_one(TranscriptView)

    def action_gesture(self, name: str) -> None:
        perform(self.view, name)

    def on_transcript_view_span_selected(self, message: TranscriptView.SpanSelected) -> None:
        self.spans.append(message.span)

    def selected(self) -> str:
        span = self.view.selection
        return self.text[span.start : span.end] if span else ""

    def row(self, y: int) -> str:
        return self.view.render_line(y).text


async def test_moving_and_extending() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right", "right", "right", "w")
        assert app.text[app.view.cursor :].startswith("1 begins")
        await pilot.press("shift+right", "shift+right")
        assert app.selected() == "1 "
        await pilot.press("ctrl+shift+right")
        assert app.selected() == "1 begins"
        await pilot.press("left")
        assert app.selected() == ""
        await pilot.press("ctrl+end")
        assert app.view.cursor == len(TEXT)
        await pilot.press("up", "home")
        assert app.view.layout_of_rows is not None
        assert app.view.cursor == app.view.layout_of_rows.starts[-2]
        await pilot.press("ctrl+home", "down", "down", "end", "up")
        assert app.view.layout_of_rows.row_of(app.view.cursor) == 1


async def test_space_starts_and_ends_a_selection() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w", "space", "w", "w")
        assert app.selected() == "Turn 1 "
        await pilot.press("space")
        assert app.selected() == "Turn 1 "
        await pilot.press("w")
        assert app.selected() == ""
        assert app.spans[-1] is None


async def test_sentence_and_turn_each_again_for_one_more() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("s")
        assert app.selected() == "Turn 1 begins."
        await pilot.press("s")
        assert app.selected() == TEXT.split("\n")[0][3:]
        await pilot.press("escape", "ctrl+home", "t")
        assert app.selected() == TEXT.split("\n")[0][3:]
        await pilot.press("t")
        assert app.selected().endswith(TEXT.split("\n")[1][-20:])


async def test_a_page_moves_the_view() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("pagedown")
        assert app.view.scroll_offset.y == 20, "a page, but for the rows that stay around the cursor"
        assert app.view.layout_of_rows is not None
        assert app.view.layout_of_rows.row_of(app.view.cursor) == 22
        await pilot.press("pageup")
        assert (app.view.scroll_offset.y, app.view.cursor) == (0, 0)


async def test_stripes_letters_and_segments() -> None:
    one = segment(TEXT, 3, 17, "strain")
    two = segment(TEXT, 10, 300, "support")
    app = Reader(segments=(one, two))
    async with app.run_test(size=SIZE) as pilot:
        assert app.row(0).startswith("AB ")
        assert app.row(1).startswith(" ║ ")
        assert app.row(0)[7:9] == " 1"
        await pilot.press("tab")
        assert app.view.chosen == one
        assert app.view.cursor == 3
        await pilot.press("tab")
        assert app.view.chosen == two
        await pilot.press("tab")
        assert app.view.chosen == two
        await pilot.press("shift+tab")
        assert app.view.chosen == one
        third = segment(TEXT, 3, 9, "third")
        app.view.show_segments([two, third])
        await pilot.pause()
        assert app.row(0).startswith("CB ")
        assert app.view.here == [third]


async def test_the_mouse_selects_and_chooses() -> None:
    one = segment(TEXT, 3, 17, "strain")
    app = Reader(segments=(one,))
    async with app.run_test(size=SIZE) as pilot:
        left = app.view.rows.gutter.width
        await pilot.mouse_down(TranscriptView, offset=(left + 3, 2))
        await drag_to(pilot, (left + 7, 2))
        await pilot.mouse_up(TranscriptView, offset=(left + 7, 2))
        assert app.selected() == "Turn"
        await pilot.click(TranscriptView, offset=(0, 0))
        assert app.view.chosen == one
        assert app.selected() == ""


async def test_the_cursor_stays_on_the_screen_through_a_resize() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("pagedown", "pagedown", "down", "s")
        chosen = app.selected()
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        layout = app.view.layout_of_rows
        assert layout is not None
        assert app.selected() == chosen
        assert 0 <= layout.row_of(app.view.cursor) - app.view.scroll_offset.y < 12


@pytest.mark.parametrize(("first", "then"), [("pagedown", "pagedown"), ("pageup", "pageup")])
async def test_the_next_page_is_made_ready_in_the_direction_of_the_last(first: str, then: str) -> None:
    app = Reader("\n".join([TEXT] * 4))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("pagedown", "pagedown", "pagedown", "pagedown")
        await pilot.press(first)
        await pilot.pause()
        app.view.rows.forget()
        app.view.rows.look_ahead()
        before = app.view.rows.built
        await pilot.press(then)
        await pilot.pause()
        # the row at the top shows all letters, those with the cursor are others, two rows stay in sight
        assert app.view.rows.built - before <= 4


async def test_the_rows_about_the_next_segment_are_made_ready_too() -> None:
    text = "\n".join([TEXT] * 4)
    far = tuple(segment(text, at, at + 9, "c1") for at in range(30, len(text) - 40, len(text) // 5))
    app = Reader(text, segments=far)
    async with app.run_test(size=(80, 24)) as pilot:
        for turn in range(2):
            await pilot.press("tab")
            await pilot.pause()
            top = app.view.scroll_offset.y
            if not turn:
                continue
            app.view.rows.forget()
            app.view.rows.look_ahead()
            before = app.view.rows.built
            await pilot.press("tab")
            await pilot.pause()
            assert app.view.scroll_offset.y != top  # it was out of sight
            assert app.view.rows.built - before <= 4


async def test_only_rows_that_change_are_drawn_again() -> None:
    segments = tuple(segment(TEXT, n, n + 40, f"c{n % 7}") for n in range(3, 4000, 25))
    app = Reader(segments=segments)
    async with app.run_test(size=(120, 40)) as pilot:

        async def built(key: str) -> int:
            before = app.view.rows.built
            await pilot.press(key)
            await pilot.pause()
            return app.view.rows.built - before

        await pilot.press("down", "down")
        assert await built("right") <= 1
        assert await built("down") <= 2
        assert await built("shift+down") <= 2
        assert await built("shift+down") <= 2
        assert await built("shift+up") <= 2
        before = app.view.rows.built
        app.view.show_segments((*segments, segment(TEXT, 200, 210, "c1")))
        await pilot.pause()
        assert app.view.rows.built - before <= 2


async def test_escape_sequences_never_reach_the_screen() -> None:
    app = Reader("P: \x1b]52;c;AAAA\x07\x1b[31mred\x9b2J\u202e and on\n")
    async with app.run_test(size=SIZE):
        painted = "".join(app.row(y) for y in range(20))
        assert "␛]52" in painted
        assert not [one for one in painted if ord(one) < 32 or 0x7F <= ord(one) < 0xA0 or one == "\u202e"]


async def test_a_tiny_terminal_and_an_empty_text_do_no_harm() -> None:
    for text in ("", TEXT):
        app = Reader(text)
        async with app.run_test(size=(20, 5)) as pilot:
            await pilot.press("down", "shift+down", "s", "t", "pagedown", "tab", "ctrl+end", "enter")
            await pilot.resize_terminal(1, 1)
            await pilot.press("up", "left", "space", "right")
            await pilot.resize_terminal(80, 24)
            assert app.view.layout_of_rows is not None


async def test_without_colour_codings_selection_and_cursor_differ_by_more_than_colour() -> None:
    app = Reader(segments=(segment(TEXT, 3, 17, "strain"), segment(TEXT, 10, 17, "support")))
    app.no_color = True
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", "shift+home", "shift+right", "shift+right")
        seen = {
            (bool(part.style.underline), bool(part.style.bold), bool(part.style.reverse))
            for part in app.view.render_line(0)
            if part.style is not None and part.text.strip()
        }
        assert len(seen) >= 4
