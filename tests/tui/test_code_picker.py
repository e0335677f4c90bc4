"""Choosing a code by typing, on its own; with the coding screen it is in test_coding_screen.py."""

from __future__ import annotations

from contextlib import asynccontextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App
from textual.widgets import Input, Static

from qualbench.model.code import Code, Codebook, CodeStatus
from qualbench.tui.lines import Lines
from qualbench.tui.widgets.code_picker import OFFERED, CodePicker, Picked
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import recent_codes, segment_counts
from qualbench.workbench.demo import build_demo
from qualbench.workbench.project import open_session
from qualbench.workbench.searching import rank_codes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

BOOK = Codebook(
    "Made up",
    (
        Code("s", "Strain", when="The person speaks of a load.", when_not="The load is somebody else's."),
        Code(
            "w",
            "Workload",
            "s",
            0,
            definition="More than can be done.",
            examples=("three of us for a floor",),
        ),
        Code("m", "Moral injury", "s", 1),
        Code("c", "Colleagues", None, 1),
        Code("o", "Rota", None, 2, status=CodeStatus.RETIRED),
    ),
)


class Host:
    def __init__(self, app: App[None], pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        self.picked: list[Picked | None] = []

    async def ask(self, book: Codebook = BOOK, **settings: Any) -> CodePicker:
        self.picker = CodePicker("Code for “nobody asked”", book, **settings)
        self.app.push_screen(self.picker, self.picked.append)
        await self.pilot.pause()
        return self.picker

    async def type(self, words: str) -> None:
        await self.press(*("space" if one == " " else one for one in words))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    @property
    def about(self) -> str:
        return str(self.picker.query_one("#about", Static).visual)

    @property
    def marked(self) -> str:
        return str(self.picker.query_one("#marked", Static).visual)

    @property
    def rows(self) -> list[str]:
        return [str(one.prompt) for one in self.picker.query_one(Lines).options]


@asynccontextmanager
async def host(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Host]:
    app: App[None] = App()
    async with app.run_test(size=size) as pilot:
        yield Host(app, pilot)


async def test_the_row_under_the_cursor_tells_its_definition_when_when_not_and_count() -> None:
    async with host() as at:
        await at.ask(counts={"s": 1234, "w": 1})
        await at.type("strain")
        assert "Strain   1,234 segments" in at.about
        assert "Use it when: The person speaks of a load." in at.about
        assert "Not when: The load is somebody else's." in at.about
        await at.press("ctrl+u")
        await at.type("three of us")
        assert at.rows[0].startswith("+ make the new code"), "a code that only speaks of it comes after"
        await at.press("down")
        assert "What it means: More than can be done." in at.about


async def test_all_that_is_told_fits_at_80_columns() -> None:
    async with host() as at:
        await at.ask(counts={"w": 12})
        await at.type("worklod")
        await at.press("up")
        shown = at.picker.query_one("#about", Static)
        text = "\n".join("".join(one.text for one in shown.render_line(y)) for y in range(shown.size.height))
        for words in ("Strain > Workload", "12 segments", "[F4] takes that one", "no code is made"):
            assert words in text


async def test_a_long_definition_leaves_room_for_when_and_when_not_at_80_columns() -> None:
    long = "words and more words about what it means to people who wait " * 5
    code = Code("l", "Long", definition=long, when=f"First: {long}", when_not=f"Never: {long}")
    async with host() as at:
        await at.ask(Codebook("Long", (code,)), counts={"l": 3})
        await at.type("lo")
        shown = at.picker.query_one("#about", Static)
        rows = ["".join(one.text for one in shown.render_line(y)).rstrip() for y in range(shown.size.height)]
        assert len(rows) == 7
        text = "\n".join(rows)
        for words in ("Long   3 segments", "What it means: words", "Use it when: First", "Not when: Never"):
            assert words in text
        assert text.count("…") == 3
        assert rows[-1].endswith("…"), "the last row is in sight"


async def test_the_line_of_keys_fits_at_80_columns() -> None:
    async with host() as at:
        await at.ask()
        line = at.picker.query_one(".dialog-keys", Static)
        painted = "".join(one.text for y in range(line.size.height) for one in line.render_line(y))
        assert painted.rstrip().endswith("[Esc] back")


async def test_a_name_that_is_nearly_a_code_is_told_with_what_taking_it_means_and_f4_takes_it() -> None:
    async with host() as at:
        await at.ask(counts={"w": 12})
        await at.type("worklod")
        await at.press("up", "enter")
        assert "Nearly the same: “Strain > Workload” (12 segments)." in at.about
        assert "these words join its segments" in at.about
        assert not at.picked, "Enter alone makes no second one unwarned"
        await at.press("f4")
        assert at.picked == [Picked(("w",))]


async def test_who_means_another_one_makes_it_by_enter_again() -> None:
    async with host() as at:
        await at.ask()
        await at.type("worklod")
        await at.press("up", "enter", "enter")
        assert at.picked == [Picked((), "worklod", None)]


async def test_words_in_another_order_are_nearly_the_same_too() -> None:
    async with host() as at:
        await at.ask(creating=True)
        await at.type("Injury moral")
        assert "Nearly the same: “Strain > Moral injury”" in at.about
        await at.press("f4")
        assert at.picked == [Picked(("m",))]


async def test_a_retired_code_of_that_name_is_named_and_not_taken() -> None:
    async with host() as at:
        await at.ask()
        await at.type("Rotas")
        assert "Nearly the same: “Rota” (0 segments), which is retired." in at.about
        await at.press("f4")
        assert not at.picked
        assert at.app.screen is at.picker


async def test_a_new_code_goes_under_a_code_that_is_chosen_for_it() -> None:
    async with host() as at:
        await at.ask()
        await at.type("Zeal")
        await at.press("f2")
        assert "Which code does “Zeal” belong under?" in str(at.picker.query(Static).first(Static).visual)
        await at.type("mor")
        assert "[Enter] makes “Zeal” under “Strain > Moral injury”." in at.about
        assert not [row for row in at.rows if "make the new code" in row]
        await at.press("enter")
        assert at.picked == [Picked((), "Zeal", "m")]


async def test_esc_goes_from_choosing_the_code_above_back_to_the_name() -> None:
    async with host() as at:
        await at.ask()
        await at.type("Zeal")
        await at.press("f2")
        await at.press("enter")
        assert not at.picked, "without a code under the cursor nothing is made"
        await at.type("coll")
        await at.press("escape")
        assert at.picker.query_one(Input).value == "Zeal"
        assert at.rows[0] == "+ make the new code “Zeal”"
        await at.type("ous")
        assert at.picker.query_one(Input).value == "Zealous", "typing goes on at the end of the name"
        await at.press("escape")
        assert at.picked == [None]


async def test_under_another_code_the_warning_holds_too() -> None:
    async with host() as at:
        await at.ask()
        await at.type("Workloads")
        await at.press("up", "f2")
        await at.type("coll")
        await at.press("enter")
        assert not at.picked
        assert "Nearly the same: “Strain > Workload”" in at.about
        await at.press("enter")
        assert at.picked == [Picked((), "Workloads", "c")]


async def test_marked_codes_are_counted_and_named_and_all_taken() -> None:
    async with host() as at:
        await at.ask()
        await at.type("work")
        await at.press("tab")
        assert at.picker.query_one(Input).value == ""
        assert at.marked == "1 code marked: [Enter] takes it. Workload"
        assert any(row.startswith("● Workload") for row in at.rows)
        await at.type("coll")
        await at.press("tab")
        assert at.marked == "2 codes marked: [Enter] takes them. Workload, Colleagues"
        await at.type("moral")
        assert at.marked.startswith("2 codes marked: [Enter] takes them and “Moral injury”.")
        await at.press("enter")
        assert at.picked == [Picked(("w", "c", "m"))]


async def test_tab_leaves_the_cursor_on_its_row_so_that_the_next_one_can_be_marked() -> None:
    async with host() as at:
        await at.ask()
        await at.press("down", "tab", "down", "tab")
        assert at.marked == "2 codes marked: [Enter] takes them. Strain, Workload"
        assert ["●" in row for row in at.rows] == [True, True, False, False]
        await at.press("down", "enter")
        assert at.picked == [Picked(("s", "w"))], "a row that was only gone over is not taken"


async def test_a_mark_is_taken_away_again_and_with_it_the_row() -> None:
    async with host() as at:
        await at.ask()
        await at.press("down", "tab", "down", "tab", "tab")
        assert at.marked == "1 code marked: [Enter] takes it. Strain"
        await at.press("enter")
        assert at.picked == [Picked(("s",))]


async def test_where_a_code_is_only_asked_for_none_is_made_and_enter_stays() -> None:
    async with host() as at:
        await at.ask(known=True, several=False)
        await at.type("nonexist")
        assert at.rows == []
        await at.press("enter", "f2", "f4")
        assert not at.picked
        assert at.app.screen is at.picker
        assert "There is no code like that." in at.about
        line = str(at.picker.query_one(".dialog-keys", Static).visual)
        assert "[F2]" not in line
        assert "[Tab]" not in line
        await at.press("ctrl+u")
        await at.type("three of us")
        assert "these speak of it" in at.about, "a code that only speaks of it is not taken by chance"
        await at.press("enter")
        assert not at.picked
        await at.press("down", "enter")
        assert at.picked == [Picked(("w",))]


async def test_the_line_of_typing_says_what_is_asked_while_the_code_above_is_chosen() -> None:
    async with host() as at:
        await at.ask(creating=True)
        typing = at.picker.query_one(Input)
        assert typing.placeholder == "name of the new code"
        await at.type("Zeal")
        await at.press("f2")
        assert typing.placeholder == "name of a code, or a few letters of it"
        await at.press("escape")
        assert typing.placeholder == "name of the new code"


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("Birthday > x", "There is no code “Birthday” to put it under."),
        ("Zeal" * 150, "up to 200 characters; this one has 600."),
        ("Rota", "There is a code “Rota” at the top already."),
    ],
)
@pytest.mark.parametrize("creating", [False, True])
async def test_a_code_that_cannot_be_made_is_not_offered(typed: str, trouble: str, creating: bool) -> None:
    async with host() as at:
        await at.ask(creating=creating)
        at.picker.query_one(Input).value = typed
        await at.pilot.pause()
        assert not [row for row in at.rows if "make the new code" in row]
        assert trouble in at.about
        await at.press("enter")
        assert not at.picked
        assert at.app.screen is at.picker


async def test_a_text_that_is_pasted_is_ranked_no_further_than_a_name_can_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def ranked(_book: Codebook, typed: str, **_settings: Any) -> list[Any]:
        asked.append(typed)
        return []

    monkeypatch.setattr("qualbench.tui.widgets.code_picker.rank_codes", ranked)
    async with host() as at:
        await at.ask()
        at.picker.query_one(Input).value = "words " * 20_000
        await at.press("enter")
        assert max(len(one) for one in asked) <= 200
        assert not at.picked


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("example") / "study"
    build_demo(folder)
    yield folder


def natural(name: str) -> list[str]:
    """What one would type in one or two letters: a word's beginning, or two words' first letters."""
    words = name.casefold().replace("-", " ").split()
    beginnings = [word[:length] for length in (1, 2) for word in words]
    return [*beginnings, *(one[0] + two[0] for one, two in pairwise(words))]


async def test_every_code_of_the_example_that_is_used_takes_four_keystrokes_at_most(example: Path) -> None:
    with open_session(example) as session:
        book, counts = load_codebook(session), segment_counts(session)
        recent = recent_codes(session)
    used = [one for one in book.codes if counts.get(one.id)]
    assert len(used) > 20
    async with host() as at:
        for one in used:
            typed = next(
                query
                for query in natural(one.name)
                if (hits := rank_codes(book, query, recent=recent, counts=counts)) and hits[0].code is one
            )
            await at.ask(book, recent=recent, counts=counts)
            keys = [*typed, "enter"]
            await at.press(*keys)
            assert at.picked[-1] == Picked((one.id,)), one.name
            assert 1 + len(keys) <= 4, "Enter opens the picker"


async def test_two_thousand_codes_are_offered_by_fifty() -> None:
    words = ["care", "waiting", "letter", "clinic", "nurse", "doctor", "family"]
    words += ["friend", "heart", "breath", "walking", "rest", "shame", "money"]
    codes = tuple(
        Code(
            str(n),
            f"{words[n % 14]} {words[n // 14 % 14]} {n}",
            str(n // 10 * 10) if n % 10 else None,
            n,
            definition=" ".join(words[(n * k) % 14] for k in range(30)),
        )
        for n in range(2000)
    )
    book = Codebook("Large", codes)
    async with host() as at:
        await at.ask(book)
        for letter in "waiting":
            await at.press(letter)
            assert 0 < len(at.rows) <= OFFERED + 1
        await at.press("enter")
        (picked,) = at.picked
        assert picked is not None
        assert book.by_id[picked.code_ids[0]].name.startswith("waiting")


async def test_in_an_empty_codebook_no_code_above_is_asked_for() -> None:
    async with host() as at:
        picker = await at.ask(Codebook("Made up", ()), creating=True)
        assert "[F2]" not in picker.hint
        await at.type("hope")
        assert "[F2]" not in at.about
        await at.press("f2")
        assert not picker.naming
        assert at.about == "There is no code yet that it could belong under: [Enter] makes it at the top."
        await at.press("enter")
        assert at.picked == [Picked((), "hope", None)]
