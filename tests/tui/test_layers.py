"""Whose codings are shown while coding, said on the screen; and reading with nothing but the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest
from textual.widgets import Input

from qualbench.tui.app import QualbenchApp
from qualbench.tui.palette import Commands
from qualbench.tui.screens.coding.lines import BottomLine, DocumentLine, Legend
from qualbench.tui.widgets.here_panel import HerePanel
from qualbench.tui.widgets.looks import Looks
from qualbench.workbench import codebooks, coding, memoing
from qualbench.workbench.importing import find_document
from qualbench.workbench.independence import end_independent_coding, start_independent_coding
from qualbench.workbench.project import open_session
from tests.tui.made import make_team, one_day, said, steps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from qualbench.tui.screens.coding.screen import CodingScreen

Compare = Callable[..., bool]
SMALL, LARGE = (80, 24), (120, 40)


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents, coded by Ana, by Tom and by Mira, all of one day."""
    monkeypatch.setattr(coding, "stamp", one_day)
    return make_team(tmp_path / "waiting")


@pytest.fixture
def app(team: Path) -> Iterator[QualbenchApp]:
    made = QualbenchApp(open_session(team))
    yield made
    made.close_project()


async def opened(app: QualbenchApp, pilot: Pilot[None], document: str = "anna") -> CodingScreen:
    assert app.session is not None
    app.open_document(find_document(app.session, document).id, 26)
    await pilot.pause()
    await pilot.pause()
    return cast("CodingScreen", app.screen)


def line(screen: CodingScreen) -> str:
    return str(screen.query_one(DocumentLine).render())


def shown(screen: CodingScreen) -> list[str]:
    return sorted(screen.coders[one.coder_id] for one in screen.view.codings.index.by_id.values())


def beside(screen: CodingScreen) -> list[object]:
    """The panels and the legend that are shown."""
    return [
        one for one in (screen.tree_panel, *screen.query(HerePanel), *screen.query(Legend)) if one.display
    ]


async def test_nothing_is_hidden_by_default_and_one_key_goes_through_the_coders(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        assert shown(screen) == ["Ana Ruiz", "Mira Lund", "Tom Okafor", "Tom Okafor"]
        assert "all coders · 4 segments" in line(screen)
        told = []
        for _ in range(4):
            await pilot.press("l")
            await pilot.pause()
            told.append((line(screen).split(" · ")[1], shown(screen)))
        assert told == [
            ("only mine", ["Ana Ruiz"]),
            ("only Tom Okafor", ["Tom Okafor", "Tom Okafor"]),
            ("only Mira Lund", ["Mira Lund"]),
            ("all coders", ["Ana Ruiz", "Mira Lund", "Tom Okafor", "Tom Okafor"]),
        ]
        assert said(app) == "Shown: all coders."


async def test_whose_codings_are_shown_alone_is_seen_beside_the_text_too(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        for keys, coders in (("l", set()), ("l", {"Tom Okafor"}), ("l", {"Mira Lund"})):
            await pilot.press(*keys)
            await pilot.pause()
            codings = screen.view.codings
            assert {screen.coders[one] for one in codings.signs} == coders
            stripes = [cell for row in range(4) for cell in codings.stripes(row, 6, top=False)[0]]
            heads = [cell for cell in stripes if cell.segment_id]
            assert heads
            assert all(cell.others is bool(coders) for cell in heads), "small letters are another's"
            for number in codings.signs.values():
                assert f"{number} {coders.copy().pop()}" in str(screen.query_one(Legend).visual)


async def test_a_coding_gone_to_is_in_sight_though_another_coders_were_shown(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("l", "l", "l")  # Mira's
        await pilot.press("ctrl+u", *"friends", "enter")
        assert screen.mode is not None
        await pilot.press("f12", "slash")
        app.screen.query_one("#asked", Input).value = 'coder:"Tom Okafor"'
        await pilot.press("enter", "enter")
        await pilot.pause()
        await pilot.pause()
        there = cast("CodingScreen", app.screen)
        assert there is not screen
        assert "all coders" in line(there)
        assert there.view.chosen is not None
        assert there.coders[there.view.chosen.coder_id] == "Tom Okafor"
        assert said(app) == "The code that sticks rests; [Esc] leads back. All coders' are shown again."
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert app.screen is screen
        assert screen.mode is not None, "it is back"


async def test_the_filter_is_told_at_80_columns_too(app: QualbenchApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(app, pilot)
        assert "all coders" in line(screen)
        await pilot.press("l", "l")
        await pilot.pause()
        assert "only Tom Okafor" in line(screen)
        assert len(line(screen)) <= 80


async def test_counts_are_of_those_who_are_shown(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        assert sum(screen.counts.values()) == 5
        await pilot.press("l")
        await pilot.pause()
        assert sum(screen.counts.values()) == 2, "Ana's, in both documents"


async def test_a_coder_is_picked_by_name_and_the_choice_holds_in_other_documents(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        offered = {words: show for words, _help, show in Commands(screen)._commands()}
        assert [words for words in offered if words.startswith("Show ") and "codings" in words] == [
            "Show all coders' codings, only mine, or only another's",
            "Show all coders' codings",
            "Show only my codings",
            "Show only the codings of Tom Okafor",
            "Show only the codings of Mira Lund",
        ]
        offered["Show only the codings of Mira Lund"]()
        await pilot.pause()
        assert shown(screen) == ["Mira Lund"]
        other = await opened(app, pilot, "bert")
        assert "only Mira Lund · 0 segments" in line(other)
        again = await opened(app, pilot)
        assert shown(again) == ["Mira Lund"]


async def test_coding_under_anothers_layer_shows_all_again(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("l", "l")
        await pilot.pause()
        await pilot.press("s", "full_stop")
        await pilot.pause()
        assert "Ana Ruiz" in shown(screen)
        assert len(shown(screen)) == 5
        assert "all coders" in line(screen)


async def test_stripes_tell_coders_apart_without_colour(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        view = screen.view
        layout = view.layout_of_rows
        assert layout is not None
        whose: dict[str, set[str]] = {}
        for row in range(len(layout)):
            cells, _hidden = view.codings.stripes(row, 6, top=False)
            for cell in cells:
                if cell.segment_id is not None:
                    coder = screen.coders[view.codings.index.by_id[cell.segment_id].coder_id]
                    mark = view.codings.marks.mark(cell.code_id or "")
                    part = Looks(view).stripe(cell, mark, chosen=False)
                    whose.setdefault(coder, set()).add(part.text)
        assert any(one.isupper() for one in whose["Ana Ruiz"])
        assert not any(one.islower() or one.isdigit() for one in whose["Ana Ruiz"])
        assert any(one.islower() for one in whose["Mira Lund"])
        assert "2" in whose["Tom Okafor"], "below the head of a stripe of two rows"
        assert not any(one.isupper() for one in whose["Tom Okafor"])
        assert "2 Tom Okafor  3 Mira Lund" in str(screen.query_one(Legend).visual)
        assert "2 Tom Okafor, 2026-01-02" in screen.query_one(HerePanel).words
        await pilot.press("l")
        await pilot.pause()
        assert view.codings.signs == {}, "one coder needs no signs"


async def test_a_study_of_one_coder_is_told_nothing_of_coders(folder: Path) -> None:
    app = QualbenchApp(open_session(folder))
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        assert "coders" not in line(screen)
        assert "Ana Ruiz · 1 segment · saved" in line(screen)
    app.close_project()


async def test_independent_coding_is_always_told_and_no_key_shows_others(app: QualbenchApp) -> None:
    assert app.session is not None
    start_independent_coding(app.session)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.press("enter")  # what the opening had to tell
        screen = await opened(app, pilot)
        assert shown(screen) == ["Ana Ruiz"]
        assert "only mine (independent coding)" in line(screen)
        before = steps(app)
        for key in ("l", "l", "l"):
            await pilot.press(key)
            await pilot.pause()
            assert shown(screen) == ["Ana Ruiz"]
        assert "Independent coding is in force" in said(app)
        assert steps(app) == before
        end_independent_coding(app.session)
        screen.reload()
        assert len(shown(screen)) == 4


async def test_reading_shows_nothing_but_the_text(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        view, at = screen.view, screen.view.cursor
        await pilot.press("v")
        await pilot.pause()
        await pilot.pause()
        assert shown(screen) == []
        assert view.rows.gutter.width == 1
        assert beside(screen) == []
        assert "reading, no codings shown" in line(screen)
        assert view.cursor == at
        await pilot.press("v")
        await pilot.pause()
        await pilot.pause()
        assert len(shown(screen)) == 4
        assert len(beside(screen)) == 3
        assert view.cursor == at


async def test_while_reading_moving_and_memos_go_on_and_coding_rests(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("v")
        await pilot.pause()
        before = steps(app)
        for key in ("u", "s", "enter", "full_stop", "1", "i", "n", "r", "delete", "o", "f2", "f3", "l", "h"):
            await pilot.press(key)
            await pilot.pause()
            assert app.screen is screen, key
        assert steps(app) == before
        assert "Reading: nothing but the text." in said(app)
        screen.apply_code_by_id(codebooks.find_code(screen.session, "Friends instead").id)
        await pilot.pause()
        assert not screen.reading, "a code from the palette ends the reading, in sight"
        await pilot.press("v")
        await pilot.pause()
        cursor = screen.view.cursor
        await pilot.press("ctrl+home", "down", "right")
        assert screen.view.cursor != cursor
        await pilot.press("m")
        await pilot.pause()
        assert app.screen is not screen, "a memo about the document"
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert app.screen is screen
        assert not screen.reading, "Esc ends the reading before it leaves the document"


@pytest.mark.parametrize(("keys", "size"), [((), SMALL), ((), LARGE), (("v",), SMALL), (("v",), LARGE)])
def test_looks(team: Path, snap_compare: Compare, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    app = QualbenchApp(open_session(team))

    async def before(pilot: Pilot[None]) -> None:
        await opened(app, pilot)
        for key in keys:
            await pilot.press(key)
        await pilot.pause()

    try:
        assert snap_compare(app, run_before=before, terminal_size=size)
    finally:
        app.close_project()


def test_looks_without_colour(team: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = QualbenchApp(open_session(team))

    async def before(pilot: Pilot[None]) -> None:
        await opened(app, pilot)

    try:
        assert snap_compare(app, run_before=before, terminal_size=LARGE)
    finally:
        app.close_project()


async def test_reading_says_what_is_selected_and_what_can_be_done(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot)
        before = steps(app)
        await pilot.press("v", "s")
        await pilot.pause()
        bar = str(screen.query_one(BottomLine).render())
        assert "7 words selected:" in bar
        for offer in ("[a] annotate", "[m] memo", "[y] copy", "[v] end reading"):
            assert offer in bar
        for key in ("enter", "delete", "full_stop", "1", "n", "r"):
            screen.say("")
            await pilot.press(key)
            assert said(app) == "Reading mode: [v] goes back to coding.", key
        assert steps(app) == before
        await pilot.press("m")
        await pilot.pause()
        assert app.screen is not screen, "a memo on these words"
        await pilot.press(*"why", "f2")
        await pilot.pause()
        assert steps(app) == before + 1
        assert screen.reading
        (memo,) = memoing.list_annotations(screen.session, screen.document_id)
        assert memo.text == "why"
