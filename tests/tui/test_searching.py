"""The screen that searches all documents, on real projects."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from textual.widgets import Input, Static

from qualbench.tui.app import QualbenchApp
from qualbench.tui.concordance import Order
from qualbench.tui.dialogs.choose import ChooseDialog
from qualbench.tui.keymaps import settings_in_force
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.screens.searching.screen import SearchScreen
from qualbench.tui.widgets.code_picker import CodePicker
from qualbench.workbench import codebooks, coding, concordancing, importing
from qualbench.workbench.history import list_history
from qualbench.workbench.preferences import load_settings
from qualbench.workbench.project import open_session
from tests.search.made import build_model
from tests.tui.made import said, steps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot


class Threads(ThreadPoolExecutor):
    """The threads in which the program searches; what is cancelled on the screen may still run in one."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[Future[Any]] = []

    @classmethod
    def of_the_loop(cls) -> Threads:
        threads = cls()
        asyncio.get_running_loop().set_default_executor(threads)
        return threads

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        self.begun.append(super().submit(fn, *args, **named))
        return self.begun[-1]

    def at_rest(self) -> bool:
        assert self.begun, "nothing was searched in a thread"
        return all(one.done() for one in self.begun)


async def settled(pilot: Pilot[None], until: Callable[[], bool]) -> None:
    """Wait until something is so; a thread is at work."""
    for _ in range(500):
        await pilot.pause(0.01)
        if until():
            await pilot.pause()
            return
    raise AssertionError("it never came")


def screen(app: QualbenchApp) -> SearchScreen:
    assert isinstance(app.screen, SearchScreen)
    return app.screen


def shown(app: QualbenchApp, name: str) -> str:
    return str(app.screen.query_one(f"#{name}", Static).visual)


async def search(pilot: Pilot[None], app: QualbenchApp, words: str) -> SearchScreen:
    """Type words on the search screen, and wait for what comes of it."""
    if not isinstance(app.screen, SearchScreen):
        await pilot.press("asterisk")
    here = screen(app)
    here.query_one(Input).focus()
    here.query_one(Input).value = words
    here.asked = False
    await pilot.press("enter")
    await settled(pilot, lambda: here.asked and not here.searching)
    return here


def rows(app: QualbenchApp) -> list[str]:
    """The hits in the order in which they stand, each with its left or right neighbours."""
    found = screen(app).found
    return [found[place].text for place in range(len(found))]


def hits(app: QualbenchApp) -> list[str]:
    found = screen(app).found
    return [
        found.text(hit.document_id)[hit.span.start : hit.span.end]
        for hit in (found.hits[found.number_at(place)] for place in range(len(found)))
    ]


# --- searching ----------------------------------------------------------------------------------------


async def test_what_is_typed_is_found_in_all_documents(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("asterisk")
        assert screen(app).query_one(Input).has_focus
        assert "in a row" in shown(app, "how")
        here = await search(pilot, app, "a OR with")
        assert hits(app) == ["a", "With", "a"]
        assert "3 hits in 2 documents · by document · everyone's words" in shown(app, "facts")
        assert here.hits.has_focus
        assert "Found: a 2, with 1." in said(app)


async def test_typing_alone_searches_nothing(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("asterisk", *"the")
        await pilot.pause()
        assert not screen(app).searching
        assert len(screen(app).found) == 0
        await pilot.press("backspace", "backspace", "backspace", "enter")
        assert "Type what to look for" in said(app)


async def test_nothing_found_and_mistakes_are_sentences(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await search(pilot, app, "zebra")
        assert "Nothing found for “zebra” in everyone's words." in shown(app, "how")
        await pilot.press("f2", "f2", "f2", "f2")
        assert "Regular expression" in shown(app, "way")
        await search(pilot, app, "(zebra")
        assert "cannot be read at character 7" in shown(app, "how")
        await search(pilot, app, "zebra|letter")
        assert hits(app) == ["letter"]


async def test_without_a_model_word_forms_say_what_else_there_is(
    app: QualbenchApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualbench.search.language.KNOWN_MODELS", ("no_such_model_anywhere",))
    async with app.run_test() as pilot:
        await pilot.press("asterisk", "f2", "f2")
        assert "Word forms" in shown(app, "way")
        await search(pilot, app, "wait")
        assert "none is installed" in shown(app, "how")
        assert "endings" in shown(app, "how")
        assert hits(app) == [], "nothing else is searched instead"
        await pilot.press("f2", "f2", "f2", "f2")
        assert "Word endings" in shown(app, "way")
        await pilot.press("enter")
        await settled(pilot, lambda: not screen(app).searching)
        assert hits(app) == ["waited"]
        assert "irregular" in said(app)


async def test_word_forms_by_the_model_of_the_settings(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = build_model(tmp_path / "model", {"came": "come", "waited": "wait"})
    monkeypatch.setenv("QUALBENCH_CONFIG", str(tmp_path / "mine.toml"))
    (tmp_path / "mine.toml").write_text(f"model = '{model}'\n", encoding="utf-8")
    app = QualbenchApp(open_session(folder), settings=load_settings())
    async with app.run_test() as pilot:
        await pilot.press("asterisk", "f2", "f2")
        await search(pilot, app, "wait OR comes")
        assert hits(app) == ["waited"]
        await search(pilot, app, "come")
        assert hits(app) == ["came"]
        assert "spaCy model" in said(app)
    app.close_project()


async def test_spellings_more_and_less_alike(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        here = await search(pilot, app, "lettre")
        assert hits(app) == []
        await pilot.press("f2", "f2", "f2", "enter")
        await settled(pilot, lambda: not here.searching)
        assert hits(app) == ["letter"]
        for _ in range(3):
            await pilot.press("plus")
            await settled(pilot, lambda: not here.searching)
        assert "97% alike" in shown(app, "way")
        assert hits(app) == []


async def test_limits(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        here = await search(pilot, app, "how OR he OR i")
        everything = len(here.found)
        await pilot.press("p")
        await settled(pilot, lambda: not here.searching)
        participants = len(here.found)
        await pilot.press("p")
        await settled(pilot, lambda: not here.searching)
        assert (participants, len(here.found)) == (everything - 3, 3)
        assert "interviewers' words alone" in shown(app, "facts")
        await pilot.press("p", "l", *"documents", "enter")
        assert isinstance(app.screen, ChooseDialog)
        await pilot.press(*"bert", "tab", "enter")
        await settled(pilot, lambda: isinstance(app.screen, SearchScreen) and not here.searching)
        assert "in 1 document" in shown(app, "facts")
        assert here.found.documents == 1
        await pilot.press("l", *"no limits", "enter")
        await settled(pilot, lambda: isinstance(app.screen, SearchScreen) and not here.searching)
        assert len(here.found) == everything


async def test_only_what_is_not_coded_with_a_code(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        here = await search(pilot, app, "letter OR nothing")
        assert hits(app) == ["letter", "nothing"]
        await pilot.press("l", *"not coded", "enter")
        await settled(pilot, lambda: isinstance(app.screen, CodePicker))
        await pilot.press(*"for a letter", "enter")
        await settled(pilot, lambda: isinstance(app.screen, SearchScreen) and not here.searching)
        assert hits(app) == ["nothing"]
        assert "not coded with For a letter" in shown(app, "facts")


async def test_a_search_is_stopped_by_esc_and_keeps_what_it_found(
    app: QualbenchApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go_on = threading.Event(), threading.Event()
    original, calls = concordancing.find_in, []

    def slow(*given: object) -> object:
        calls.append(given)
        if len(calls) > 1:
            reached.set()
            go_on.wait(10)
        return original(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(concordancing, "find_in", slow)
    async with app.run_test() as pilot:
        threads = Threads.of_the_loop()
        await pilot.press("asterisk", *"how", "enter")
        here = screen(app)
        await settled(pilot, reached.is_set)
        await settled(pilot, lambda: len(here.found) == 1)
        assert here.searching
        assert "[Esc] stops" in shown(app, "facts")
        await pilot.press("c")  # typed into nothing: the words have the focus
        await pilot.press("escape")
        go_on.set()
        await settled(pilot, threads.at_rest)
        assert here.worker is None
        assert "Stopped" in said(app)
        assert hits(app) == ["How"]
        assert app.screen is here


async def test_a_new_search_takes_the_place_of_one_that_goes_on(
    app: QualbenchApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    original = concordancing.find_in

    def slow(finder: object, *given: object) -> object:
        if "slow" in str(getattr(finder, "_alternatives", "")):
            go_on.wait(10)
        return original(finder, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(concordancing, "find_in", slow)
    async with app.run_test() as pilot:
        threads = Threads.of_the_loop()
        await pilot.press("asterisk", *"slow OR how", "enter")
        here = screen(app)
        here.look_for("letter")
        await settled(pilot, lambda: not here.searching)
        go_on.set()
        await settled(pilot, threads.at_rest)
        assert hits(app) == ["letter"]


# --- looking through ----------------------------------------------------------------------------------


async def test_enter_reads_a_hit_in_its_document_and_esc_comes_back_to_the_row(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        here = await search(pilot, app, "he")
        assert hits(app) == ["he", "He"]
        await pilot.press("down", "enter")
        await settled(pilot, lambda: isinstance(app.screen, CodingScreen))
        there = app.screen
        assert isinstance(there, CodingScreen)
        assert there.view.text[there.view.cursor :].startswith("He does")
        await pilot.press("greater_than_sign")
        assert there.view.text[there.view.cursor :].startswith("he?"), "round the end, to the other hit"
        await pilot.press("escape")
        assert app.screen is here
        assert here.hits.cursor == 1
        assert app.focused is here.hits


async def test_orders_keep_the_cursor_on_its_hit(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        here = await search(pilot, app, "i OR a OR the")
        await pilot.press("down", "down")
        number = here.found.number_at(here.hits.cursor)
        for order in (Order.BEFORE, Order.FOUND, Order.AFTER, Order.DOCUMENT):
            await pilot.press("s")
            assert here.found.order is order
            assert f"by {order.value}" in shown(app, "facts")
            assert here.found.number_at(here.hits.cursor) == number


async def test_from_coding_the_selected_words_are_searched_everywhere(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await settled(pilot, lambda: isinstance(app.screen, CodingScreen))
        coding_screen = app.screen
        assert isinstance(coding_screen, CodingScreen)
        coding_screen.view.move_to(coding_screen.view.text.index("How did it begin"))
        await pilot.press("s", "asterisk")
        await settled(pilot, lambda: isinstance(app.screen, SearchScreen) and bool(screen(app).found))
        assert screen(app).query_one(Input).value == '"How did it begin?"*'
        await settled(pilot, lambda: not screen(app).searching)
        assert hits(app) == ["How did it begin", "How did it begin"]
        await pilot.press("escape")
        assert app.screen is coding_screen


async def test_what_is_found_in_one_document_can_be_looked_for_in_all(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await settled(pilot, lambda: isinstance(app.screen, CodingScreen))
        await pilot.press("slash", *"wait", "f2")
        await settled(pilot, lambda: isinstance(app.screen, SearchScreen) and bool(screen(app).found))
        assert hits(app) == ["waited"]


async def test_hits_of_a_document_that_is_gone_go_too(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        here = await search(pilot, app, "how")
        assert here.found.documents == 2
        assert app.session is not None
        (bert,) = [one for one in here.found.document_ids if "Bert" in here.found.text(one)]
        app.session.store.connection.execute("UPDATE document SET hidden = 1 WHERE id = ?", (bert,))
        here.reload()
        assert here.found.documents == 1
        assert "1 hit in 1 document" in shown(app, "facts")


# --- coding -------------------------------------------------------------------------------------------


async def test_hits_are_coded_after_a_look_and_one_undo_takes_all_back(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await search(pilot, app, "i")
        many = len(hits(app))
        before = steps(app)
        await pilot.press("space")
        assert f"{many - 1} taken in" in shown(app, "facts")
        await pilot.press("c")
        await settled(pilot, lambda: isinstance(app.screen, CodePicker))
        await pilot.press(*"waiting", "enter")
        await settled(pilot, lambda: isinstance(app.screen, ChooseDialog))
        assert isinstance(app.screen, ChooseDialog)
        words = [choice.words for choice in app.screen.choices]
        assert words[0] == f"the words found: {many - 1} coding in 1 document"
        assert words[2].startswith("the turn: 1 coding in 1 document")
        assert steps(app) == before, "so far it was a look"
        await pilot.press("down", "down", "enter")
        await settled(pilot, lambda: isinstance(app.screen, SearchScreen))
        assert said(app) == "Coded 1 turn in 1 document with Waiting. [Ctrl+Z] takes all of it back."
        assert steps(app) == before + 1
        await pilot.press("c")
        await settled(pilot, lambda: isinstance(app.screen, CodePicker))
        await pilot.press(*"waiting", "enter")
        await settled(pilot, lambda: isinstance(app.screen, ChooseDialog))
        assert isinstance(app.screen, ChooseDialog)
        assert "1 coded so already" in app.screen.choices[2].words
        assert "inside a longer one" in app.screen.choices[0].words
        await pilot.press("escape", "ctrl+z")
        assert app.session is not None
        assert len(coding.load_segments(app.session)) == 2, "those of the project itself"


async def test_a_new_code_comes_with_its_codings_in_one_step(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await search(pilot, app, "how")
        await pilot.press("c")
        await settled(pilot, lambda: isinstance(app.screen, CodePicker))
        await pilot.press(*"Questions asked", "enter")
        await settled(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("enter")
        await settled(pilot, lambda: isinstance(app.screen, SearchScreen))
        assert app.session is not None
        assert "new code “Questions asked”" in list_history(app.session, 1)[0].summary
        assert "Questions asked" in {code.name for code in codebooks.load_codebook(app.session).codes}
        await pilot.press("u")
        assert "Questions asked" not in {code.name for code in codebooks.load_codebook(app.session).codes}


async def test_with_all_left_out_nothing_is_coded(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await search(pilot, app, "how")
        await pilot.press("a", "c")
        assert "All hits are left out" in said(app)
        assert isinstance(app.screen, SearchScreen)
        await pilot.press("a")
        assert len(screen(app).found.taken) == 2


async def test_without_hits_the_keys_say_so(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await search(pilot, app, "zebra")
        screen(app).hits.focus()
        screen(app).set_focus(None)
        for key, words in (("c", "no hits"), ("enter", "no hit"), ("space", "no hit"), ("s", "no hits")):
            await pilot.press(key)
            assert words in said(app)
        await pilot.press("plus")
        assert "other spellings" in said(app)


async def test_thousands_of_hits_are_drawn_as_they_come_into_sight(app: QualbenchApp, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("\n\n".join(f"Ana: The tea of day {n} is tea." for n in range(4000)), encoding="utf-8")
    assert app.session is not None
    importing.import_documents(app.session, [path])
    async with app.run_test(size=(120, 40)) as pilot:
        here = await search(pilot, app, "tea")
        assert len(here.found) == 8000
        for key, rows_at_most in (("down", 1), ("pagedown", 80), ("end", 80), ("up", 1), ("home", 80)):
            before = here.hits.rows_built
            await pilot.press(key)
            assert here.hits.rows_built - before <= rows_at_most, key


async def test_a_mark_taken_away_with_the_mouse_leaves_the_hit_out(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        here = await search(pilot, app, "how")
        await pilot.click(here.hits, offset=(1, 1))
        assert here.found.left_out == {1}
        assert "1 taken in" in shown(app, "facts")
        await pilot.click(here.hits, offset=(1, 1))
        assert here.found.left_out == set()


async def test_the_program_can_be_left_while_a_search_goes_on(
    app: QualbenchApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go_on = threading.Event(), threading.Event()
    original = concordancing.find_in

    def slow(*given: object) -> object:
        reached.set()
        go_on.wait(10)
        return original(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(concordancing, "find_in", slow)
    async with app.run_test() as pilot:
        threads = Threads.of_the_loop()
        await pilot.press("asterisk", *"how", "enter")
        here = screen(app)
        await settled(pilot, reached.is_set)
        await pilot.press("f4")
        assert here.worker is None
        go_on.set()
        await settled(pilot, threads.at_rest)
        assert len(here.found) == 0, "what comes in afterwards is nobody's"
    assert app.return_code in (None, 0)


async def test_the_keys_that_are_named_are_those_in_force(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALBENCH_CONFIG", str(tmp_path / "mine.toml"))
    (tmp_path / "mine.toml").write_text('[keys]\nchange_way = ["f11"]\n', encoding="utf-8")
    app = QualbenchApp(open_session(folder), settings=settings_in_force())
    async with app.run_test() as pilot:
        await pilot.press("asterisk")
        assert shown(app, "way").startswith("[F11] Words:")
        assert "[F11] changes the way" in shown(app, "how")
        await pilot.press("f11")
        assert "Word endings" in shown(app, "way")
    app.close_project()
