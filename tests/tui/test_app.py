from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, cast

import pytest
from rich.cells import cell_len

from qualbench.errors import Stopped
from qualbench.tui.app import NoTerminal, QualbenchApp, run_app
from qualbench.tui.crash import crash_sentence
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.keys import Where, gestures
from qualbench.tui.lines import KeyLine
from qualbench.tui.palette import Commands
from qualbench.tui.screens.base import ProjectScreen, TopLine
from qualbench.tui.screens.codebook.screen import CodebookScreen
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.screens.documents import DocumentsScreen
from qualbench.tui.screens.help import HelpScreen
from qualbench.tui.screens.history import HistoryScreen
from qualbench.tui.screens.small import SmallScreen
from qualbench.tui.screens.start import StartScreen
from qualbench.tui.screens.theming import ThemesScreen
from qualbench.tui.widgets.code_rows import CodeRows
from qualbench.workbench import codebooks, importing
from qualbench.workbench.project import ProjectLocked, Session, create_project, open_session, recent_projects
from tests.tui.made import WAYS, said

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.tui.dialogs.progress import Report


async def test_a_project_opens_on_its_documents_and_is_remembered(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, DocumentsScreen)
        assert [one.title for one in recent_projects()] == ["Waiting"]


async def test_without_a_project_it_begins_at_the_start() -> None:
    app = QualbenchApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, StartScreen)


async def test_the_function_keys_go_to_the_screens_and_esc_comes_back(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        for key, screen in (("f8", CodebookScreen), ("f9", ThemesScreen), ("f6", HistoryScreen)):
            await pilot.press(key)
            assert isinstance(app.screen, screen)
        await pilot.press("f8")
        assert isinstance(app.screen, CodebookScreen), "a screen that is open below is gone back to"
        await pilot.press("escape")
        assert isinstance(app.screen, DocumentsScreen)


async def test_esc_at_the_outermost_screen_only_says_how_to_leave(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("escape", "escape", "q", "Q")
        assert isinstance(app.screen, DocumentsScreen)
        assert "Ctrl+Q" in said(app)
        await pilot.press("ctrl+q")
        assert app.return_code == 0


@pytest.mark.parametrize("key", ["f1", "question_mark"])
async def test_help_comes_and_goes(app: QualbenchApp, key: str) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f8", key)
        assert isinstance(app.screen, HelpScreen)
        assert app.screen.of is Where.CODEBOOK
        await pilot.press("escape")
        assert isinstance(app.screen, CodebookScreen)


@pytest.mark.parametrize("size", [(20, 5), (39, 24), (80, 9)])
async def test_a_small_window_says_so_until_it_grows(app: QualbenchApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, SmallScreen)
        await pilot.press("escape", "f8", "n", "enter")
        assert isinstance(app.screen, SmallScreen)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert isinstance(app.screen, DocumentsScreen)


async def test_a_locked_project_is_offered_for_reading(folder: Path) -> None:
    with open_session(folder):
        with pytest.raises(ProjectLocked) as caught:
            open_session(folder)
        app = QualbenchApp(locked=caught.value, folder=folder)
        async with app.run_test() as pilot:
            await pilot.pause()
            assert isinstance(app.screen, ConfirmDialog)
            assert "process" in app.screen.text
            await pilot.press("right", "enter")
            await pilot.pause()
            assert isinstance(app.screen, DocumentsScreen)
            assert app.session is not None
            assert not app.session.writable
        app.close_project()


async def test_a_reader_sees_what_another_process_writes(folder: Path) -> None:
    with open_session(folder) as writer:
        app = QualbenchApp(open_session(folder, write=False))
        async with app.run_test() as pilot:
            await pilot.press("f8")
            assert isinstance(app.screen, CodebookScreen)
            codebooks.create_code(writer, "Hope")
            app._look()
            await pilot.pause()
            assert "Hope" in {one.name for one in app.screen.book.codes}
        app.close_project()


@pytest.mark.parametrize("key", ["f4", "f8", "f9", "f5", "f6", "f12", "asterisk"])
async def test_who_only_reads_is_offered_nothing_that_writes(folder: Path, key: str) -> None:
    app = QualbenchApp(open_session(folder, write=False))
    async with app.run_test(size=(200, 30)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, ProjectScreen)
        offered = str(app.screen.query_one(KeyLine).render())
        rows = gestures(app.screen.where, everywhere=True)
        writing = [f"] {one.short}" for one in rows if one.short and one.for_writing]
        assert writing
        assert not [words for words in writing if f"{words} " in f"{offered} "]
        assert "] Help" in offered
        assert "takes back" not in str(app.export_screenshot())
    app.close_project()


@pytest.mark.parametrize("press", [(), ("s",), ("tab",)])
async def test_who_only_reads_is_offered_no_coding(folder: Path, press: tuple[str, ...]) -> None:
    app = QualbenchApp(open_session(folder, write=False))
    async with app.run_test(size=(200, 30)) as pilot:
        await pilot.press("f4", "enter")
        await pilot.pause()
        await pilot.press(*press)
        await pilot.pause()
        offered = str(app.screen.query_one(KeyLine).render())
        for words in ("code this sentence", "choose a code", "memo", "recode", "remove", "important"):
            assert f"] {words}" not in offered
        assert "] keys" in offered
    app.close_project()


async def test_read_only_is_told_whole_after_a_title_of_wide_signs(tmp_path: Path) -> None:
    folder = tmp_path / "wide"
    create_project(folder, title="🫀 心与心 " * 9, coder="Ana Ruiz")
    app = QualbenchApp(open_session(folder, write=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f8")
        await pilot.pause()
        line = str(app.screen.query_one(TopLine).render())
        assert line.endswith("[read only]")
        assert cell_len(line) <= 80
    app.close_project()


async def test_reading_only_refuses_every_change_at_once_with_a_sentence(folder: Path) -> None:
    app = QualbenchApp(open_session(folder, write=False))
    async with app.run_test() as pilot:
        await pilot.pause()
        for where, keys in WAYS.items():
            await pilot.press("f4", *keys)
            await pilot.pause()
            screen = cast("ProjectScreen", app.screen)
            assert screen.where is where
            for gesture in gestures(where):
                if gesture.for_writing:
                    screen.say("")
                    getattr(screen, f"action_{gesture.id}")()
                    assert "reading only" in screen.said, gesture.id
                    assert app.screen is screen, f"{gesture.id} opens a window"
            screen.say("")
        await pilot.press("u")
        assert "reading only" in said(app)
        await pilot.press("f8")
        await pilot.click(CodeRows, offset=(20, 0), times=2)
        assert "reading only" in said(app), "a double click on a code"
        palette = Commands(app.screen)
        offered = [words for words, _help, _run in palette._commands()]
        assert "Find a code by typing" in offered
        assert not [one.words for one in gestures(Where.CODEBOOK) if one.for_writing and one.words in offered]
    app.close_project()


def test_a_crash_says_where_and_none_of_the_words() -> None:
    try:
        raise KeyError("I waited three months")
    except KeyError as error:
        sentence = crash_sentence(error)
    assert "KeyError" in sentence
    assert "test_app.py" in sentence
    assert "months" not in sentence


async def test_what_a_crash_prints_holds_no_words(
    app: QualbenchApp, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "I waited three months for a letter"

    def broken() -> None:
        words = secret
        raise ValueError(words)

    with pytest.raises(ValueError, match="months"):
        async with app.run_test() as pilot:
            app.call_later(broken)
            await pilot.pause()
    printed = capsys.readouterr()
    assert app.return_code == 1
    assert "ValueError" in printed.err
    assert "months" not in printed.err + printed.out


def test_without_a_terminal_it_refuses_with_a_sentence(folder: Path) -> None:
    with pytest.raises(NoTerminal, match="not a terminal"):
        run_app(folder)


def test_a_dumb_terminal_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    with pytest.raises(NoTerminal, match="dumb"):
        run_app(folder)


async def test_a_document_opens_over_what_led_to_it_and_only_once(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("f9", "s", "o")
        assert isinstance(app.screen, CodingScreen)
        await pilot.press("escape")
        assert getattr(app.screen, "where", None) is Where.QUOTES
        await pilot.press("escape", "escape", "escape", "enter", "f9", "s", "o", "escape")
        assert getattr(app.screen, "where", None) is Where.QUOTES, "also where a document is open below"
        await pilot.press("o", "f8")
        app.open_document(importing.find_document(app.session, "bert").id)  # type: ignore[arg-type]
        await pilot.pause()
        assert sum(isinstance(one, CodingScreen) for one in app.screen_stack) == 1


async def test_leaving_stops_work_first_and_nothing_is_half_done(app: QualbenchApp) -> None:
    going, stopped = threading.Event(), threading.Event()

    def job(session: Session, report: Report) -> None:
        going.set()
        try:
            for _ in range(500):
                time.sleep(0.01)
                report(0, 1, "a file")
        finally:
            stopped.set()

    answers: list[object] = []
    async with app.run_test() as pilot:
        await pilot.pause()
        app.work_apart("Working", job, answers.append)
        while not going.is_set():
            await pilot.pause(0.01)
        await pilot.press("ctrl+q")
        while not answers:
            await pilot.pause(0.01)
        assert stopped.is_set()
        assert isinstance(answers[0], Stopped)
        assert isinstance(app.screen, DocumentsScreen)
        assert app.session is not None
        assert app.session.writable
