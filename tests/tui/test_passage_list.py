from __future__ import annotations

from textual.app import App, ComposeResult

from qualbench.model.span import Span
from qualbench.tui.passage_layout import ROW, WHOLE, Part, Passage
from qualbench.tui.widgets.passage_list import PassageList

SIZE = (80, 24)


class Counted:
    """Any number of passages, counting which were asked for."""

    def __init__(self, many: int, words: str = "Nobody wrote for months, and then a letter came. ") -> None:
        self.many, self.words = many, words
        self.asked: list[int] = []

    def __len__(self) -> int:
        return self.many

    def __getitem__(self, place: int, /) -> Passage:
        self.asked.append(place)
        text = self.words * (1 + place % 3)
        return Passage(f"id{place}", (Part(f"doc {place}", bold=True), Part("turn 1")), text, Span(0, 6))


class Listing(App[None]):
    def __init__(self, items: Counted, rows: int = 4) -> None:
        super().__init__()
        self.items, self.list = items, PassageList(rows=rows)
        self.heard: list[int | None] = []
        self.chosen: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.focus()
        self.list.show(self.items)

    def on_passage_list_highlighted(self, message: PassageList.Highlighted) -> None:
        self.heard.append(message.place)

    def on_passage_list_chosen(self, message: PassageList.Chosen) -> None:
        self.chosen.append(message.place)

    def lines(self) -> list[str]:
        return [self.list.render_line(y).text for y in range(self.list.size.height)]

    def seen(self) -> list[str]:
        return [line[3:].split("  ")[0] for line in self.lines() if line[3:].startswith("doc ")]


async def opened(many: int, rows: int = 4) -> tuple[int, int]:
    """Return how many passages were asked for and rows built when so many open."""
    app = Listing(Counted(many), rows)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        return len(app.items.asked), app.list.rows_built


async def test_ten_thousand_open_as_fast_as_ten() -> None:
    for rows in (WHOLE, ROW, 4):
        few, many = await opened(40, rows), await opened(10_000, rows)
        assert few == many
        assert many[0] <= SIZE[1] + 1
    assert (await opened(1_000_000))[1] == (await opened(40))[1]


async def test_keys_ask_for_no_more_than_a_few_screens() -> None:
    app = Listing(Counted(10_000))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for key in ("end", "home", "pagedown", "pagedown", "pageup", "down", "up"):
            app.items.asked.clear()
            await pilot.press(key)
            assert len(app.items.asked) <= 2 * SIZE[1], key


async def test_moving_by_keys_shows_the_passage_under_the_cursor() -> None:
    app = Listing(Counted(300))
    async with app.run_test(size=SIZE) as pilot:
        assert app.seen()[0] == "doc 0"
        for place in range(1, 12):
            await pilot.press("down")
            assert app.list.cursor == place
            assert f"doc {place}" in app.seen()
        await pilot.press("end")
        assert app.seen()[-1] == "doc 299"
        assert app.lines()[0].strip()
        await pilot.press("up", "up", "down")
        assert app.list.cursor == 298
        await pilot.press("home", "up")
        assert app.list.cursor == 0
        seen: set[str] = set(app.seen())
        for _ in range(60):
            await pilot.press("pagedown")
            seen.update(app.seen())
            assert f"doc {app.list.cursor}" in app.seen()
        assert len(seen) == 300  # no passage is passed over
        assert app.list.cursor == 299
        while app.list.cursor:
            await pilot.press("pageup")
        assert app.seen()[0] == "doc 0"


async def test_down_reads_a_passage_that_is_longer_than_the_view() -> None:
    app = Listing(Counted(3, "Word after word. " * 400), WHOLE)
    async with app.run_test(size=SIZE) as pilot:
        first = app.lines()
        await pilot.press("down")
        assert app.list.cursor == 0
        assert app.lines() != first
        for _ in range(20):
            await pilot.press("down")
        assert app.list.cursor == 1 or app.list.cursor == 2


async def test_only_the_passages_between_which_the_cursor_moves_are_drawn_again() -> None:
    app = Listing(Counted(300))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        built = app.list.rows_built
        await pilot.press("down")
        assert app.list.rows_built == built


async def test_marking_is_kept_by_id_while_moving() -> None:
    app = Listing(Counted(300))
    async with app.run_test(size=SIZE) as pilot:
        app.list.toggle_mark()
        await pilot.press("down")
        app.list.toggle_mark()
        assert list(app.list.marked) == ["id0", "id1"]
        assert [line[1] for line in app.lines() if "doc" in line[:8]][:3] == ["✓", "✓", " "]
        await pilot.press("end", "home")
        app.list.toggle_mark()
        assert list(app.list.marked) == ["id1"]


async def test_the_mouse_scrolls_points_marks_and_chooses() -> None:
    app = Listing(Counted(300))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        second = next(y for y, line in enumerate(app.lines()) if "doc 1" in line)
        await pilot.click(PassageList, offset=(10, second))
        assert app.list.cursor == 1
        await pilot.click(PassageList, offset=(10, second), times=2)
        assert app.chosen == [1]
        await pilot.click(PassageList, offset=(1, second))
        assert list(app.list.marked) == ["id1"]
        app.list._scroll(3)
        assert "doc 0" not in app.seen()
        assert app.list.cursor == 1
        await pilot.click(PassageList, offset=(SIZE[0] - 1, SIZE[1] - 1))
        assert app.list.cursor > 250


async def test_a_narrower_window_keeps_the_passage_in_sight() -> None:
    app = Listing(Counted(300), WHOLE)
    async with app.run_test(size=SIZE) as pilot:
        app.list.go_to(120)
        await pilot.resize_terminal(50, 12)
        await pilot.pause()
        assert "doc 120" in app.seen()
        assert all(len(line) == 50 for line in app.lines())


async def test_an_empty_list_takes_every_key() -> None:
    app = Listing(Counted(0))
    async with app.run_test(size=SIZE) as pilot:
        for key in ("down", "up", "pagedown", "pageup", "home", "end"):
            await pilot.press(key)
        app.list.toggle_mark()
        await pilot.resize_terminal(60, 20)
        assert app.list.current is None
        assert set(app.heard) == {None}


async def test_without_colour_cursor_mark_and_words_can_be_told_apart(monkeypatch: object) -> None:
    app = Listing(Counted(30))
    async with app.run_test(size=SIZE):
        app.no_color = True
        app.list.toggle_mark()
        heading, words = list(app.list.render_line(0)), list(app.list.render_line(1))
        assert heading[0].text == "▌"
        assert heading[1].text == "✓"
        assert any(one.style is not None and one.style.reverse for one in heading)
        assert [one.text for one in words if one.style is not None and one.style.underline] == ["Nobody"]
