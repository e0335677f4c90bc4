"""What a key may cost, counted and not timed: paintings, bytes, rows, statements, calls."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from textual.strip import Strip
from textual.widget import Widget

from benchmarks.corpus import MANY_LEVELS, codebook, codings, interview
from qualbench.tui import transcript_layout
from qualbench.tui.app import QualbenchApp
from qualbench.tui.widgets.code_tree import CodeTree
from qualbench.tui.widgets.transcript_view import TranscriptView
from qualbench.workbench import importing
from qualbench.workbench.coding_import import import_codings
from qualbench.workbench.project import create_project, open_session
from qualbench.workbench.working_file import adopt
from tests.tui.quiet import wait_until_quiet

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.geometry import Region
    from textual.pilot import Pilot
    from textual.screen import Screen


#: Words and codings of a transcript, and of one eight times as long; both densely coded.
SHORT, LONG = (4_000, 400), (32_000, 3_200)


def study(folder: Path, words: int, many: int) -> Path:
    import json

    made = interview(0, words)
    create_project(folder, title="Bench", coder="Mira Example")
    (folder / "P0000.txt").write_text(made.text, encoding="utf-8")
    (folder / "codes.yaml").write_text(codebook(MANY_LEVELS), encoding="utf-8")
    rows = [*codings(0, made, many, MANY_LEVELS)]
    (folder / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    with open_session(folder) as session:
        importing.import_documents(session, [folder / "P0000.txt"])
        adopt(session, folder / "codes.yaml", message="for the test")
        assert import_codings(session, folder / "rows.json").added == many
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studies")
    study(folder / "short", *SHORT)
    study(folder / "long", *LONG)
    return folder


@pytest.fixture
def short(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made / "short", tmp_path / "short")


@pytest.fixture
def long(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made / "long", tmp_path / "long")


class Watched:
    """An open transcript, and what each key makes the program write to the terminal."""

    def __init__(self, app: QualbenchApp, pilot: Pilot[None], painted: list[int]) -> None:
        self.app, self.pilot, self.painted = app, pilot, painted

    @property
    def view(self) -> TranscriptView:
        view: TranscriptView = self.app.screen.view  # type: ignore[attr-defined]
        return view

    async def press(self, *keys: str) -> list[int]:
        """Press keys and return the bytes of each painting that came of them."""
        self.painted.clear()
        await self.pilot.press(*keys)
        await wait_until_quiet(within=0.1)  # a second painting would come one frame later
        return list(self.painted)


@asynccontextmanager
async def watched(
    folder: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Watched]:
    painted: list[int] = []

    def display(app: QualbenchApp, _screen: Screen[Any], update: Any) -> None:
        if update is not None:
            painted.append(len(update.render_segments(app.console).encode()))

    monkeypatch.setattr(QualbenchApp, "_display", display)
    session = open_session(folder)
    app = QualbenchApp(session)
    try:
        async with app.run_test(size=size) as pilot:
            app.open_document(importing.list_documents(session)[0].document.id, 0)
            await pilot.pause()
            await pilot.pause()
            app.screen._keep_place = lambda **_: None  # type: ignore[attr-defined]  # its timer is no key's cost
            yield Watched(app, pilot, painted)
    finally:
        app.close_project()


@pytest.mark.parametrize("key", ["right", "left", "down", "up", "shift+down", "shift+up", "shift+right"])
async def test_moving_and_extending_paint_once_and_less_than_4_kb(
    long: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    async with watched(long, monkeypatch) as desk:
        await desk.press(*["down"] * 12, "right", "right")
        for _ in range(8):
            built = desk.view.rows.built
            painted = await desk.press(key)
            assert len(painted) == 1, "text, lines and panel are painted together"
            assert painted[0] < 4_000
            assert desk.view.rows.built - built <= 2


@pytest.mark.parametrize("key", ["tab", "pagedown", "ctrl+down", "s", "ctrl+z"])
async def test_every_other_key_paints_once_too(long: Path, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    async with watched(long, monkeypatch) as desk:
        await desk.press("down", "s", "full_stop")
        for _ in range(3 if key != "ctrl+z" else 1):
            assert len(await desk.press(key)) == 1


async def test_a_code_is_applied_and_removed_in_one_painting(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(long, monkeypatch) as desk:
        await desk.press("ctrl+down", "ctrl+down", "s")
        before = len(desk.view.codings.index)
        assert len(await desk.press("full_stop")) == 1
        assert len(desk.view.codings.index) == before + 1
        assert len(await desk.press("delete")) == 1
        assert len(desk.view.codings.index) == before


async def test_a_cursor_key_asks_the_database_nothing_and_lays_out_nothing(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(long, monkeypatch, (80, 24)) as desk:
        asked: list[str] = []
        assert desk.app.session is not None
        desk.app.session.store.connection.set_trace_callback(asked.append)
        for name in ("transcript_layout.measure", "transcript_layout.wrap", "codings.SegmentIndex"):
            monkeypatch.setattr(f"qualbench.tui.{name}", lambda *_: pytest.fail("work on the whole text"))
        await desk.press("right", "down", "shift+down", "shift+up", "escape", "pagedown", "ctrl+right")
        desk.app.session.store.connection.set_trace_callback(None)
        assert not [one for one in asked if "FROM" in one.upper()]


KEYS = ("right", "down", "shift+down", "pagedown", "tab", "s", "full_stop", "ctrl+z", "delete")
BEFORE = {"full_stop": ("ctrl+down", "s"), "ctrl+z": ("right",), "delete": ("tab",)}


def calls(frames: list[int]) -> Any:
    def count(*_: object) -> None:
        frames[0] += 1

    return count


async def calls_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many calls the program makes for each key, at its least of some tries."""
    least: list[int] = []
    async with watched(folder, monkeypatch) as desk:
        for key in KEYS:
            tries = []
            for _ in range(4):
                await desk.press(*BEFORE.get(key, ("down",)))
                frames = [0]
                sys.setprofile(calls(frames))
                try:
                    await desk.press(key)
                finally:
                    sys.setprofile(None)
                tries.append(frames[0])
            least.append(min(tries))
    return least


async def test_no_key_does_more_on_a_longer_document(
    short: Path, long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = await calls_of(short, monkeypatch), await calls_of(long, monkeypatch)
    grown = {key: round(b / a, 2) for key, a, b in zip(KEYS, few, many, strict=True)}
    assert max(grown.values()) < 1.6, f"eight times the text, and so many times the calls: {grown}"


def test_the_coding_screen_imports_and_holds_nothing_that_only_some_gesture_needs(short: Path) -> None:
    script = f"""
import asyncio, sys
from pathlib import Path
from qualbench.tui import transcript_layout
from qualbench.tui.app import QualbenchApp
from qualbench.tui.widgets.transcript_view import TranscriptView
from qualbench.workbench import importing
from qualbench.workbench.project import open_session
async def main():
    session = open_session(Path({str(short)!r}))
    app = QualbenchApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        app.open_document(importing.list_documents(session)[0].document.id, 0)
        await pilot.pause()
        heavy = ("spacy", "numpy", "sqlite_utils", "docx")
        held = ("yaml", "qualbench.codebook", "textual.widgets._text_area", "rich._emoji_codes")
        print([name for name in (*heavy, *held) if name in sys.modules])
        await pilot.press("down", "s", "ctrl+right", "shift+down", "full_stop", "ctrl+z")
        print([name for name in heavy if name in sys.modules])
    app.close_project()
asyncio.run(main())
"""
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (said.stdout.split(), said.returncode) == (["[]", "[]"], 0), said.stderr


async def test_a_row_moved_renders_only_the_rows_that_are_painted(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(long, monkeypatch) as desk:
        await desk.press(*["down"] * 12)
        rendered: list[int] = []
        strips_of = Widget.render_lines

        def count(widget: Widget, crop: Region) -> list[Strip]:
            rendered.append(crop.height)
            return strips_of(widget, crop)

        monkeypatch.setattr(Widget, "render_lines", count)
        await desk.press("down")
        assert sum(rendered) <= 12, "the panel's words and the lines, not the codebook and what is behind"


async def test_a_page_makes_one_strip_for_each_row_that_comes_into_sight(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(long, monkeypatch) as desk:
        await desk.press("pagedown")
        made = {"text": 0, "elsewhere": 0}
        where = ["elsewhere"]
        begun, lines_of = Strip.__init__, TranscriptView.render_lines

        def count(strip: Strip, *args: Any, **named: Any) -> None:
            made[where[-1]] += 1
            begun(strip, *args, **named)

        def text(view: TranscriptView, crop: Region) -> list[Strip]:
            where.append("text")
            try:
                return lines_of(view, crop)
            finally:
                where.pop()

        monkeypatch.setattr(Strip, "__init__", count)
        monkeypatch.setattr(TranscriptView, "render_lines", text)
        for _ in range(3):
            made.update(text=0, elsewhere=0)
            built = desk.view.rows.built
            await desk.press("pagedown")
            assert 0 < made["text"] == desk.view.rows.built - built <= desk.view.size.height
            assert sum(made.values()) < 5 * desk.view.size.height, "rows, and the panel of what is coded here"


async def test_a_new_size_lays_the_text_out_once_and_makes_the_rows_in_sight_once(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(long, monkeypatch) as desk:
        laid: list[int] = []
        wrap = transcript_layout.wrap

        def count(*args: Any) -> Any:
            laid.append(1)
            return wrap(*args)

        monkeypatch.setattr(transcript_layout, "wrap", count)
        for size in ((80, 24), (120, 40), (121, 40), (100, 30)):
            laid.clear()
            built = desk.view.rows.built
            await desk.pilot.resize_terminal(*size)
            await wait_until_quiet(within=0.1)
            assert len(laid) == 1
            assert desk.view.rows.built - built == desk.view.size.height


async def test_a_window_of_another_size_is_painted_once_and_lays_only_what_is_in_sight(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(long, monkeypatch) as desk:
        await desk.press("pagedown")
        labels: list[object] = []
        label_of = CodeTree.render_label

        def count(tree: CodeTree, *args: Any) -> Any:
            labels.append(args)
            return label_of(tree, *args)

        monkeypatch.setattr(CodeTree, "render_label", count)
        for n, size in enumerate([(100, 40), (80, 24), (140, 50), (120, 40), (130, 40)] * 2):
            built, laid = desk.view.rows.built, desk.view.codings.lanes.laid
            desk.painted.clear()
            labels.clear()
            await desk.pilot.resize_terminal(*size)
            await wait_until_quiet(within=0.1)
            assert len(desk.painted) == 1, f"{size}: text, lines and panels at once, and nothing below them"
            assert desk.view.rows.built - built <= size[1], "no row twice"
            assert desk.view.codings.lanes.laid - laid < LONG[1] / 4, "no lanes for what is out of sight"
            wide_before = n > 0 and size[0] in (120, 130)
            assert len(labels) <= (10 if wide_before else 50), "the codebook is drawn as it was, or once"


async def test_most_steps_to_the_next_segment_scroll_nothing(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(long, monkeypatch) as desk:
        tops = [desk.view.scroll_offset.y]
        for _ in range(40):
            await desk.pilot.press("tab")
            tops.append(desk.view.scroll_offset.y)
        assert sum(a != b for a, b in pairwise(tops)) <= 10
