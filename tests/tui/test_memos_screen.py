"""All memos in one list: found, narrowed, written, made private, and followed to their places."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, TextArea

from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.choose import ChooseDialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.form import ChoiceLine, FormDialog
from qualbench.tui.keys import Where
from qualbench.tui.screens.codebook.screen import CodebookScreen
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.screens.memos import KINDS, MemosScreen
from qualbench.tui.screens.quotes import QuotesScreen
from qualbench.tui.screens.theming import ThemesScreen
from qualbench.tui.widgets.passage_list import PassageList
from qualbench.workbench import cases, codebooks, memoing, theming
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import load_segments
from qualbench.workbench.project import open_session
from tests.tui.made import ANNA, said, steps
from tests.tui.test_naive import WORDS as WORDS_OF_A_NOVICE
from tests.tui.test_naive import press

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qualbench.model.coding import Memo
    from qualbench.workbench.project import Session

WORDS = "Then nothing came of it"


@pytest.fixture
def app(folder: Path) -> Iterator[QualbenchApp]:
    """The interface on the small project with a memo about each thing, and one of another coder."""
    with open_session(folder) as session:
        segment = load_segments(session)[0]
        about = {
            MemoTarget.PROJECT: session.project.id,
            MemoTarget.DOCUMENT: segment.document_id,
            MemoTarget.CASE: cases.find_case(session, "anna").id,
            MemoTarget.CODE: segment.code_id,
            MemoTarget.SEGMENT: segment.id,
            MemoTarget.THEME: theming.find_theme(session, "Getting in").id,
        }
        for target, target_id in about.items():
            memoing.add_memo(session, target, target_id, f"About a {target}.")
        start = ANNA.index(WORDS)
        memoing.annotate(session, "anna", Span(start, start + len(WORDS)), "Nothing at all?")
        memoing.add_journal(session, "I was tired [today].", date="2026-01-14")
        tom = replace(session, coder=add_coder(session, "Tom"))
        memoing.add_journal(tom, "Tom's own entry.", date="2026-01-15")
        memoing.add_journal(tom, "Tom's secret.", private=True)
    made = QualbenchApp(open_session(folder))
    yield made
    made.close_project()


def session_of(app: QualbenchApp) -> Session:
    assert app.session is not None
    return app.session


def screen_of(app: QualbenchApp) -> MemosScreen:
    assert isinstance(app.screen, MemosScreen)
    return app.screen


def texts(app: QualbenchApp) -> list[str]:
    return [row.memo.text for row in screen_of(app).shown]


def entry(app: QualbenchApp) -> str:
    return str(app.screen.query_one("#entry").render())


def everything(app: QualbenchApp) -> list[Memo]:
    return memoing.list_memos(session_of(app), kind=None)


def stand_on(app: QualbenchApp, text: str) -> None:
    app.screen.query_one(PassageList).go_to(texts(app).index(text))


async def test_all_of_them_are_listed_the_newest_first_and_no_secret_of_another(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f5")
        await pilot.pause()
        assert texts(app)[0] == "Nothing at all?"
        assert texts(app)[-2:] == ["Tom's own entry.", "I was tired [today]."]
        assert len(texts(app)) == 9
        assert "9 of 9" in str(app.screen.query_one("#heads").render())
        assert f"“{WORDS}”" in entry(app)
        assert "a passage of anna" in entry(app)
        await pilot.press("end")
        await pilot.pause()
        assert "I was tired [today]." in entry(app)
        assert "Ana Ruiz, 2026-01-14" in entry(app)


async def test_typing_finds_words_names_and_coders(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("d", "slash", *"tom")
        assert texts(app) == ["Tom's own entry."]
        await pilot.press("enter")
        assert app.screen.query_one(PassageList).has_focus
        await pilot.press("escape")
        assert len(texts(app)) == 9
        await pilot.press("slash", *"letter waiting")
        assert texts(app) == ["About a segment.", "About a code."]
        app.screen.query_one(Input).value = "no such words"
        await pilot.pause()
        assert "[Esc] shows all" in entry(app)


@pytest.mark.parametrize(("kind", "many"), [("journal", 2), ("memo", 7), ("passage", 1), ("private", 0)])
async def test_one_kind_alone_is_shown_and_said(app: QualbenchApp, kind: str, many: int) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f5", "k")
        assert isinstance(app.screen, ChooseDialog)
        await pilot.press(*KINDS[kind], "enter")
        assert len(texts(app)) == many
        assert f"only {KINDS[kind]}" in str(app.screen.query_one("#heads").render())
        await pilot.press("escape")
        assert len(texts(app)) == 9
        assert app.screen.query_one(PassageList).has_focus


async def test_a_memo_is_changed_made_private_and_taken_back(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f5")
        stand_on(app, "About a code.")
        await pilot.press("enter")
        assert isinstance(app.screen, FormDialog)
        app.screen.query_one(TextArea).text = "About this code."
        app.screen.query_one(ChoiceLine).action_turn(1)
        await pilot.press("f2")
        memo = next(one for one in everything(app) if one.text == "About this code.")
        assert memo.private
        assert "private" in entry(app)
        await pilot.press("p")
        assert not any(one.private for one in everything(app))
        await pilot.press("ctrl+z", "ctrl+z")
        assert "About a code." in texts(app)


async def test_an_entry_is_of_the_day_that_it_is_about(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f7", *"On the train")
        app.screen.query_one("#field-date", Input).value = "yesterday"
        await pilot.press("f2")
        assert "no date" in str(app.screen.query_one("#complaint").render())
        app.screen.query_one("#field-date", Input).value = "2026-01-10"
        await pilot.press("f2")
        assert memoing.list_journal(session_of(app))[0].date == "2026-01-10"
        await pilot.press("f5", "end", "enter")
        app.screen.query_one("#field-date", Input).value = "2026-01-09"
        await pilot.press("f2")
        entry = memoing.list_journal(session_of(app))[0]
        assert (entry.text, entry.date) == ("On the train", "2026-01-09")


async def test_anothers_memo_is_read_and_not_changed(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f5")
        stand_on(app, "Tom's own entry.")
        before = steps(app)
        await pilot.press("enter")
        assert "This is Tom's" in said(app)
        await pilot.press("p")
        await pilot.press("escape")
        assert steps(app) == before


async def test_a_memo_is_removed_after_a_question_and_comes_back(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f5")
        stand_on(app, "About a theme.")
        await pilot.press("delete")
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("enter")
        assert "About a theme." in texts(app), "the safe answer is marked"
        await pilot.press("delete", "right", "enter")
        assert "About a theme." not in texts(app)
        assert "removed a memo on a theme" in said(app)
        await pilot.press("ctrl+z")
        assert "About a theme." in texts(app)


_SCREENS = ("", "f8", "f9", "f6", "f5", "enter", "f12", "percent_sign", "f9 s")


@pytest.mark.parametrize(
    ("screen", "key"),
    [(screen, key) for screen in _SCREENS for key in ("f7", "j")] + [("asterisk", "f7")],  # j is typed there
)
async def test_the_journal_is_written_from_every_screen(app: QualbenchApp, screen: str, key: str) -> None:
    async with app.run_test() as pilot:
        await pilot.press(*screen.split())
        await pilot.pause()
        if screen == "f9 s":
            assert isinstance(app.screen, QuotesScreen)
        await pilot.press(key)
        assert isinstance(app.screen, FormDialog)
        await pilot.press(*"A thought", "f2")
        assert memoing.list_journal(session_of(app))[-1].text == "A thought"
        assert "wrote in the journal" in said(app)


@pytest.mark.parametrize(
    ("text", "screen"),
    [
        ("About a document.", CodingScreen),
        ("About a case.", CodingScreen),
        ("Nothing at all?", CodingScreen),
        ("About a segment.", CodingScreen),
        ("About a code.", CodebookScreen),
        ("About a theme.", ThemesScreen),
        ("About a project.", MemosScreen),
    ],
)
async def test_each_leads_to_its_place_and_esc_comes_back(app: QualbenchApp, text: str, screen: type) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f5")
        stand_on(app, text)
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, screen)
        if text == "Nothing at all?":
            assert isinstance(app.screen, CodingScreen)
            assert app.screen.view.cursor == ANNA.index(WORDS)
        if isinstance(app.screen, CodebookScreen):
            assert app.screen.code is not None
            assert app.screen.code.name == "For a letter"
        if not isinstance(app.screen, MemosScreen):
            await pilot.press("escape")
        assert screen_of(app).row is not None
        assert screen_of(app).row.memo.text == text  # type: ignore[union-attr]


async def test_what_is_gone_has_no_place(app: QualbenchApp) -> None:
    theming.remove_theme(session_of(app), theming.find_theme(session_of(app), "Getting in").id)
    async with app.run_test() as pilot:
        app.show(Where.MEMOS)
        await pilot.pause()
        assert "About a theme." not in texts(app), "it went with its theme"


async def test_without_any_it_says_what_to_do(folder: Path) -> None:
    with open_session(folder) as session:
        for memo in memoing.list_memos(session, kind=None):
            memoing.remove_memo(session, memo.id)
    app = QualbenchApp(open_session(folder))
    async with app.run_test() as pilot:
        await pilot.press("f5", "enter")
        assert "[j] writes in the journal" in said(app)
        await pilot.press("n", *"The first", "f2")
        assert texts(app) == ["The first"]
    app.close_project()


async def test_for_reading_alone_nothing_is_written(app: QualbenchApp, folder: Path) -> None:
    app.close_project()
    reader = QualbenchApp(open_session(folder, write=False))
    async with reader.run_test() as pilot:
        await pilot.press("f5", "j")
        assert "reading only" in said(reader)
        assert not isinstance(reader.screen, FormDialog)
    reader.close_project()


def test_a_code_that_is_renamed_is_named_so(app: QualbenchApp) -> None:
    from qualbench.workbench.memo_list import find_memos

    session = session_of(app)
    codebooks.change_code(session, codebooks.find_code(session, "For a letter").id, name="Letters")
    (row,) = find_memos(session, target=MemoTarget.CODE)
    assert (row.name, row.short) == ("Waiting > Letters", "Letters")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["small", "large"])
def test_how_it_looks(folder: Path, snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    with open_session(folder) as session:
        code = codebooks.find_code(session, "For a letter")
        memoing.add_journal(session, "I waited with her, and minded it more than she did.", date="2026-01-14")
        memoing.add_journal(
            session,
            "Is it the letter or the waiting?\nBoth.",
            date="2026-02-03",
            target=MemoTarget.CODE,
            target_id=code.id,
        )
        memoing.add_journal(session, "Mine [alone]: I know that clinic.", date="2026-02-17", private=True)
    app = QualbenchApp(open_session(folder))
    assert snap_compare(app, press=["f5", "slash", *"wait", "enter", "down"], terminal_size=size)
    app.close_project()


async def test_nervous_hands_change_no_memo_unnoticed(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f5")
        for word in WORDS_OF_A_NOVICE.split():
            for key in (*word, "space", "enter", "escape"):
                await press(pilot, app, key)
        assert app.is_running
