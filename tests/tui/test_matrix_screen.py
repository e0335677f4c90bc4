"""The framework matrix: cells are written, quoted, cleared and sorted where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static, TextArea

from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.choose import ChooseDialog
from qualbench.tui.dialogs.form import FormDialog
from qualbench.tui.lines import Lines
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.screens.matrix import MatrixScreen
from qualbench.workbench.cases import find_case, set_value
from qualbench.workbench.framework import CellState, chart
from qualbench.workbench.project import open_session
from tests.tui.made import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.screen import Screen

    from tests.tui.test_looks import Compare

SMALL, LARGE = (80, 24), (120, 40)


@pytest.fixture
def app(folder: Path) -> Iterator[QualbenchApp]:
    with open_session(folder) as session:
        for case, age in (("anna", "61"), ("bert", "9")):
            set_value(session, find_case(session, case), "age", age)
    made = QualbenchApp(open_session(folder))
    yield made
    made.close_project()


async def there(app: QualbenchApp, pilot: Pilot[None]) -> MatrixScreen:
    await pilot.press("f9", "f")
    await pilot.pause()
    assert isinstance(app.screen, MatrixScreen)
    return app.screen


def entry(app: QualbenchApp) -> str:
    return str(app.screen.query_one("#entry", Static).visual)


def top(app: QualbenchApp) -> Screen[object]:
    return app.screen


def state(screen: MatrixScreen) -> str:
    assert screen.cell is not None
    return screen.cell.state.value


async def to_a_cell(screen: MatrixScreen, pilot: Pilot[None], state: CellState) -> None:
    """Go to the first cell that is so."""
    assert screen.matrix is not None
    theme, case = next(place for place, cell in screen.matrix.cells.items() if cell.state is state)
    screen.column = screen.themes.index(theme)
    screen.query_one(Lines).go_to(case)
    screen.reload()
    await pilot.pause()


async def write(app: QualbenchApp, pilot: Pilot[None], text: str) -> None:
    await pilot.press("enter")
    await pilot.pause()
    assert isinstance(app.screen, FormDialog)
    assert "␊" not in "".join(str(one.visual) for one in app.screen.query(Static))
    app.screen.query_one(TextArea).text = text
    await pilot.press("f2")
    await pilot.pause()


async def test_a_cell_is_written_quoted_and_cleared(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await there(app, pilot)
        await to_a_cell(screen, pilot, CellState.NOT_CHARTED)
        assert "not charted" in entry(app)
        assert "\n[Enter] writes" in entry(app)
        await pilot.press("c")
        assert "[Enter] writes one first" in said(app)
        await write(app, pilot, "Waits, and stops asking.")
        assert top(app) is screen
        assert screen.cell is not None
        assert (screen.cell.text, state(screen)) == ("Waits, and stops asking.", "charted")
        assert "charted the cell" in said(app)
        await write(app, pilot, "Waits,\nand stops asking.")
        assert "\nWaits,\nand stops asking.\n" in entry(app)
        await pilot.press("ctrl+z")
        await pilot.pause()
        await pilot.press("c")
        await pilot.pause()
        assert isinstance(top(app), ChooseDialog)
        await pilot.press("enter")
        await pilot.pause()
        assert "★" in entry(app)
        await pilot.press("delete")
        await pilot.pause()
        assert state(screen) == "not charted"
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert screen.cell.text == "Waits, and stops asking."


async def test_an_empty_text_and_a_cell_without_anything(app: QualbenchApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await there(app, pilot)
        await to_a_cell(screen, pilot, CellState.NO_DATA)
        await pilot.press("delete")
        assert "Nothing is written" in said(app)
        await pilot.press("o")
        assert "no segment" in said(app)
        await write(app, pilot, "Does not speak of it, though asked.")
        assert state(screen) == "charted"
        await write(app, pilot, "  ")
        assert state(screen) == "no data"


async def test_the_place_is_read_in_its_document(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await there(app, pilot)
        await to_a_cell(screen, pilot, CellState.NOT_CHARTED)
        cell = screen.cell
        assert cell is not None
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        assert app.screen.document_id == cell.segments[0].document_id
        await pilot.press("escape")
        await pilot.pause()
        assert top(app) is screen


async def test_sorted_by_an_attribute_the_cases_are_grouped(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await there(app, pilot)
        await pilot.press("s")
        await pilot.pause()
        await pilot.press(*"age", "enter")
        await pilot.pause()
        lines = screen.query_one(Lines)
        shown = [str(option.prompt) for option in lines.options]
        assert shown[0].startswith("age: 9")
        assert shown[1].startswith("bert")
        assert shown[2].startswith("age: 61")
        assert "by age" in str(screen.query_one("#sum", Static).visual)
        lines.highlighted = 0
        await pilot.pause()
        assert entry(app) == ""
        await pilot.press("enter")
        assert "on no case" in said(app)


async def test_who_only_reads_writes_nothing(folder: Path) -> None:
    app = QualbenchApp(open_session(folder, write=False))
    async with app.run_test(size=SMALL) as pilot:
        screen = await there(app, pilot)
        await to_a_cell(screen, pilot, CellState.NOT_CHARTED)
        for key in ("enter", "delete", "c"):
            await pilot.press(key)
            await pilot.pause()
            assert app.screen is screen
    app.close_project()


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_looks(folder: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    with open_session(folder) as session:
        for case, age in (("anna", "61"), ("bert", "9")):
            set_value(session, find_case(session, case), "age", age)
        from qualbench.workbench.framework import load_matrix

        matrix = load_matrix(session)
        theme, case = next(at for at, cell in matrix.cells.items() if cell.segments)
        first = matrix.cells[theme, case].segments[0]
        chart(session, theme, case, "Waited three months, then let it be.", quote_id=first.id)
    made = QualbenchApp(open_session(folder))
    assert snap_compare(made, press=("f9", "f"), terminal_size=size)
