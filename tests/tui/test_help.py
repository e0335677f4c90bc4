from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from qualbench.tui.app import QualbenchApp
from qualbench.tui.keys import BY_ID, Where, gestures
from qualbench.tui.other_words import OTHER_WORDS
from qualbench.tui.screens.documents import DocumentsScreen
from qualbench.tui.screens.help import HelpScreen, help_page

if TYPE_CHECKING:
    from textual.pilot import Pilot


def shown(app: QualbenchApp) -> str:
    return str(app.screen.query_one(".help Static").render())


async def typed(pilot: Pilot[None], words: str) -> None:
    await pilot.press(*("space" if one == " " else one for one in words))
    await pilot.pause()


@pytest.mark.parametrize("where", [Where.DOCUMENTS, Where.CODEBOOK, Where.THEMES, Where.HISTORY, Where.MEMOS])
async def test_every_gesture_of_the_screen_is_in_its_help(app: QualbenchApp, where: Where) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        app.show(where)
        await pilot.press("f1")
        page = shown(app)
        assert all(one.words in page for one in gestures(where, everywhere=True))


async def test_typing_finds_gestures_of_other_screens_with_their_place(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f1")
        await typed(pilot, "in vivo")
        assert "Make the selected words a code (in vivo)" in shown(app)
        assert "Code  coding" in shown(app)
        assert "Import transcripts" not in shown(app)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("node", "a code  [F8]"),
        ("reference", "a segment  [Enter]"),
        ("coded segment", "a segment"),
        ("quotation", "a segment"),
        ("highlight", "a segment"),
        ("tag", "a code"),
        ("nvivo", "the letters and lines beside the text"),
        ("save", "nothing to do"),
    ],
)
async def test_other_programs_words_are_found(app: QualbenchApp, theirs: str, ours: str) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f1")
        await typed(pilot, theirs)
        assert ours in shown(app)


async def test_in_vivo_is_not_nvivo(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f1")
        await typed(pilot, "vivo")
        assert "Make the selected words a code (in vivo)" in shown(app)
        assert "coding stripes" not in shown(app)


async def test_a_key_is_found_and_a_slip_forgiven(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f1")
        await typed(pilot, "f9")
        assert "Go to the themes" in shown(app)
        await pilot.press("escape")
        await typed(pilot, "retier")
        assert "Retire the marked codes" in shown(app)


async def test_esc_empties_the_field_and_then_goes_back(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("question_mark")
        await typed(pilot, "zzz")
        await pilot.press("escape")
        assert isinstance(app.screen, HelpScreen)
        assert app.screen.query_one(Input).value == ""
        assert "Import transcripts" in shown(app)
        await pilot.press("escape")
        assert isinstance(app.screen, DocumentsScreen)


async def test_it_scrolls_while_one_types(app: QualbenchApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1", "down", "down", "pagedown")
        await pilot.pause()
        assert app.screen.query_one(".help").scroll_offset.y > 10


async def test_the_persons_own_keys_are_shown(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        app.use_keys("vim")
        await pilot.press("f1")
        assert "Ctrl+Y or Ctrl+R" in shown(app)


def test_other_words_lead_to_gestures_that_there_are() -> None:
    assert all(not one.where or one.where in BY_ID for one in OTHER_WORDS)


async def test_the_signs_beside_the_text_are_explained_where_they_stand(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f1")
        assert "an annotation begins on this row" not in shown(app)
        await pilot.press("f1", "enter", "f1")
        assert "!  a coding that is marked as important begins on this row" in shown(app)
        assert "*  an annotation begins on this row; its words are in italics" in shown(app)


@pytest.mark.parametrize(
    ("typed_words", "told"),
    [
        ("undo", "Take back the last step"),
        ("nodes", "a code  [F8]"),
        ("query", "retrieval, by an expression"),
        ("aggregate", "subcodes too"),
        ("kappa", "no coefficient yet"),
        ("coding comparison", "where two coders differ"),
        ("relationship", "not here"),
        ("word frequency", "not here"),
        ("matrix", "not here yet"),
        ("auto code", "nothing codes by itself"),
        ("merge", "recode them in one step"),
        ("zzgqx", "There is none of that name here."),
    ],
)
async def test_words_of_elsewhere_are_answered_with_ours(
    app: QualbenchApp, typed_words: str, told: str
) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f1")
        await typed(pilot, typed_words)
        assert told in shown(app)
        assert "Change the code under the cursor" not in shown(app)


async def test_where_one_writes_only_keys_that_write_nothing_are_offered() -> None:
    app = QualbenchApp()
    async with app.run_test():
        page = str(help_page(Where.FORM, app))
        assert "F1" in page and "F1 or ?" not in page and " or :" not in page
        assert "F1 or ?" in str(help_page(Where.DOCUMENTS, app))
