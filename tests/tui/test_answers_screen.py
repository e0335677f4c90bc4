"""The answers of a survey are read, sorted, found and coded row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.choose import ChooseDialog
from qualbench.tui.lines import Lines
from qualbench.tui.screens.answers import AnswersScreen
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.widgets.code_picker import CodePicker
from qualbench.workbench.answers import load_answers
from qualbench.workbench.importing import find_document
from qualbench.workbench.listing import segment_rows
from qualbench.workbench.project import open_session
from qualbench.workbench.surveys import import_survey
from tests.tui.made import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

TABLE = "id,ward,What hindered?,What helped?\n" + "".join(
    f"r{n},{'north' if n % 2 else 'south'},The rota of week {n} came too late for us,"
    f"A plan that stays for {n} weeks\n"
    for n in range(1, 7)
)


@pytest.fixture
def app(folder: Path, tmp_path: Path) -> Iterator[QualbenchApp]:
    (tmp_path / "rota.csv").write_text(TABLE, encoding="utf-8")
    with open_session(folder) as session:
        import_survey(session, tmp_path / "rota.csv")
    made = QualbenchApp(open_session(folder))
    yield made
    assert made.session is not None
    made.session.store.close()


async def there(app: QualbenchApp, pilot: Pilot[None], name: str = "rota") -> AnswersScreen:
    assert app.session is not None
    app.screen.query_one(Lines).go_to(find_document(app.session, name).id)
    await pilot.press("a")
    await pilot.pause()
    assert isinstance(app.screen, AnswersScreen)
    return app.screen


def coded(app: QualbenchApp) -> set[tuple[str, str]]:
    assert app.session is not None
    return {(row["quote"], row["code"]) for row in segment_rows(app.session) if row["document"] == "rota"}


def answer(n: int) -> str:
    return f"The rota of week {n} came too late for us"


async def test_answers_are_coded_one_by_one_and_several_at_once(app: QualbenchApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await there(app, pilot)
        assert screen.rows.row_count == 6
        await pilot.press("enter")
        assert isinstance(app.screen, CodePicker)
        await pilot.press(*"friends", "enter")
        await pilot.pause()
        assert coded(app) == {(answer(1), "Friends instead")}
        assert "Friends instead" in str(screen.rows.get_cell(str(screen.shown[0].turn), "codes"))
        await pilot.press("down", "space", "space", "full_stop")
        await pilot.pause()
        assert {quote for quote, _code in coded(app)} == {answer(1), answer(2), answer(3)}
        assert "Coded 2 answers" in said(app)
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert {quote for quote, _code in coded(app)} == {answer(1)}
        await pilot.press("k")
        await pilot.pause()
        assert screen.rows.row_count == 5, "those not coded"


async def test_answers_are_sorted_found_and_read_in_their_place(app: QualbenchApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await there(app, pilot)
        await pilot.press("s")
        await pilot.pause()
        assert [one.values["ward"] for one in screen.shown] == ["north"] * 3 + ["south"] * 3
        await pilot.press("n")
        await pilot.pause()
        assert "What helped?" in str(screen.query_one("#sum", Static).visual)
        assert "A plan that stays" in str(screen.query_one("#whole", Static).visual)
        await pilot.press("slash", *"4 weeks", "enter")
        await pilot.pause()
        assert [one.case for one in screen.shown] == ["r4"]
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)


async def test_an_interview_is_no_survey(app: QualbenchApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("home", "a")
        await pilot.pause()
        assert "That is no survey" in said(app)


async def test_ten_thousand_rows(app: QualbenchApp, tmp_path: Path) -> None:
    many = tmp_path / "many.csv"
    many.write_text(
        "id,said\n" + "".join(f"m{n},What happened on day {n} is written\n" for n in range(10_000))
    )
    assert app.session is not None
    done = import_survey(app.session, many, open_=["said"])
    assert len(load_answers(app.session, find_document(app.session, done.document).id).rows) == 10_000
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await there(app, pilot, "many")
        assert screen.rows.row_count == 10_000
        await pilot.press("end", "pageup")
        await pilot.pause()
        assert (screen.turn or 0) > 9_000


async def test_what_sort_of_source_it_is_can_be_said(app: QualbenchApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.session is not None
        app.screen.query_one(Lines).go_to(find_document(app.session, "anna").id)
        await pilot.press("y")
        assert isinstance(app.screen, ChooseDialog)
        await pilot.press(*"diary", "enter")
        await pilot.pause()
        assert find_document(app.session, "anna").kind.value == "diary"
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert find_document(app.session, "anna").kind.value == "interview"
