"""The grid of cases: cells, cases and attributes are changed where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static

from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.form import FormDialog
from qualbench.tui.lines import Lines
from qualbench.tui.screens.case_grid import CasesScreen
from qualbench.workbench.cases import change_attribute, find_case, list_attributes, list_cases, set_value
from qualbench.workbench.project import open_session
from tests.tui.made import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot


@pytest.fixture
def app(folder: Path) -> Iterator[QualbenchApp]:
    with open_session(folder) as session:
        for name, value in (("age", "61"), ("ward", "north"), ("street", "Long Lane")):
            set_value(session, find_case(session, "anna"), name, value)
    made = QualbenchApp(open_session(folder))
    yield made
    assert made.session is not None
    made.session.store.close()


async def there(app: QualbenchApp, pilot: Pilot[None]) -> CasesScreen:
    await pilot.press("t")
    await pilot.pause()
    assert isinstance(app.screen, CasesScreen)
    app.screen.query_one(Lines).go_to(next(one.case.id for one in app.screen.rows if one.case.name == "anna"))
    await pilot.pause()
    return app.screen


async def fill(app: QualbenchApp, pilot: Pilot[None], **values: str) -> None:
    assert isinstance(app.screen, FormDialog)
    for name, value in values.items():
        app.screen.query_one(f"#field-{name}", Input).value = value
    await pilot.press("f2")
    await pilot.pause()


def values(app: QualbenchApp) -> dict[str, str]:
    assert app.session is not None
    return dict(find_case(app.session, "anna").values)


async def test_a_cell_is_changed_where_it_stands_and_must_fit(app: QualbenchApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await there(app, pilot)
        assert "[age]" in str(screen.query_one("#heads", Static).visual)
        await pilot.press("enter")
        await fill(app, pilot, value="old")
        assert isinstance(app.screen, FormDialog), "an error stays in the form"
        assert "is not what age holds: number" in str(app.screen.query_one("#complaint", Static).visual)
        await fill(app, pilot, value="62")
        assert values(app)["age"] == "62"
        await pilot.press("right", "enter")
        await fill(app, pilot, value="south")
        assert values(app)["ward"] == "south"
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert values(app)["ward"] == "north"


async def test_cases_are_made_renamed_and_removed(app: QualbenchApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await there(app, pilot)
        await pilot.press("n")
        await fill(app, pilot, name="dora")
        screen.query_one(Lines).go_to(next(one.case.id for one in screen.rows if one.case.name == "dora"))
        await pilot.press("e")
        await fill(app, pilot, name="dora b")
        assert app.session is not None
        assert "dora b" in {one.name for one in list_cases(app.session)}
        await pilot.press("delete")
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("y")
        await pilot.pause()
        assert "dora b" not in {one.name for one in list_cases(app.session)}
        screen.query_one(Lines).go_to(find_case(app.session, "anna").id)
        await pilot.press("delete", "y")
        await pilot.pause()
        assert "anna" in {one.name for one in list_cases(app.session)}, "it has words"
        await pilot.press("escape")


async def test_attributes_are_made_changed_and_removed(app: QualbenchApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await there(app, pilot)
        await pilot.press("a")
        await fill(app, pilot, name="since")
        assert app.session is not None
        assert "since" in {one.name for one in list_attributes(app.session)}
        change_attribute(app.session, "street", private=True)
        screen.reload()
        await pilot.pause()
        assert "street*" in str(screen.query_one("#heads", Static).visual)
        await pilot.press("t")
        await fill(app, pilot, name="age in years")
        assert "age in years" in {one.name for one in list_attributes(app.session)}
        await pilot.press("r", "y")
        await pilot.pause()
        assert "age in years" not in {one.name for one in list_attributes(app.session)}
        assert "age in years" not in values(app)


async def test_rows_are_found_and_sorted(app: QualbenchApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await there(app, pilot)
        await pilot.press("slash", *"long", "enter")
        await pilot.pause()
        assert [one.case.name for one in screen.shown] == ["anna"]
        assert "with “long”" in str(screen.query_one("#sum", Static).visual)
        screen.words = ""
        await pilot.press("s")
        await pilot.pause()
        assert screen.shown[0].case.name == "anna", "who has no value comes last"
        assert "by age" in str(screen.query_one("#sum", Static).visual)


async def test_five_hundred_cases_of_thirty_attributes(app: QualbenchApp, tmp_path: Path) -> None:
    from qualbench.workbench.cases import import_cases

    table = tmp_path / "many.csv"
    heads = ",".join(f"a{n}" for n in range(30))
    rows = "\n".join(f"c{n}," + ",".join(str(n * k % 97) for k in range(30)) for n in range(500))
    table.write_text(f"case,{heads}\n{rows}\n", encoding="utf-8")
    assert app.session is not None
    import_cases(app.session, table)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await there(app, pilot)
        assert screen.query_one(Lines).option_count >= 500
        await pilot.press(*["right"] * 20)
        await pilot.pause()
        assert screen.first > 0
        assert "[" in str(screen.query_one("#heads", Static).visual)
        assert said(app) == ""
