"""Names are looked for, decided about and replaced in the interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static

from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.choose import ChooseDialog
from qualbench.tui.dialogs.confirm import ConfirmDialog
from qualbench.tui.dialogs.form import FormDialog
from qualbench.tui.lines import Lines
from qualbench.tui.screens.naming import NamesScreen
from qualbench.workbench.importing import import_documents, open_document
from qualbench.workbench.naming import load_key
from qualbench.workbench.project import open_session
from tests.tui.made import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

TEXT = (
    "Interviewer: Who came?\n\nZelda: My sister Gudrun did, and Gudrun's friend Wolfram. She lives in Rugby."
)


@pytest.fixture
def app(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[QualbenchApp]:
    monkeypatch.setattr("qualbench.workbench.project.data_folder", lambda: tmp_path / "data")
    (tmp_path / "zelda.txt").write_text(TEXT, encoding="utf-8")
    with open_session(folder) as session:
        import_documents(session, [tmp_path / "zelda.txt"])
    made = QualbenchApp(open_session(folder))
    yield made
    assert made.session is not None
    made.session.store.close()


async def there(app: QualbenchApp, pilot: Pilot[None]) -> NamesScreen:
    await pilot.press("n")
    await pilot.pause()
    assert isinstance(app.screen, NamesScreen)
    screen = app.screen
    await pilot.press("f")
    for _ in range(200):
        await pilot.pause(0.02)
        if app.screen is screen and screen.query_one(Lines).option_count:
            break
    return screen


def status(app: QualbenchApp) -> dict[str, tuple[str, str]]:
    assert app.session is not None
    return {one.forms[0]: (one.status, one.alias) for one in load_key(app.session).entries}


async def test_names_are_found_shown_in_their_words_accepted_and_put_in(app: QualbenchApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await there(app, pilot)
        assert {"Gudrun", "Wolfram", "Zelda", "Rugby"} <= set(status(app))
        screen.query_one(Lines).go_to("Gudrun")
        await pilot.pause()
        assert "My sister [Gudrun] did" in str(screen.query_one("#about", Static).visual)
        await pilot.press("enter")
        assert isinstance(app.screen, FormDialog)
        app.screen.query_one("#field-alias", Input).value = "Robin"
        await pilot.press("f2")
        await pilot.pause()
        assert status(app)["Gudrun"] == ("accepted", "Robin")
        screen.query_one(Lines).go_to("Rugby")
        await pilot.press("delete")
        assert status(app)["Rugby"][0] == "rejected"
        await pilot.press("p")
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("y")
        await pilot.pause()
        assert app.session is not None
        assert "My sister Robin did, and Robin's friend Wolfram" in open_document(app.session, "zelda").text
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert "Gudrun" in open_document(app.session, "zelda").text


async def test_two_names_become_one_persons_and_all_can_be_accepted(app: QualbenchApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await there(app, pilot)
        screen.query_one(Lines).go_to("Wolfram")
        await pilot.press("e")
        assert isinstance(app.screen, ChooseDialog)
        await pilot.press(*"gud", "enter")
        await pilot.pause()
        assert "Wolfram" not in status(app)
        await pilot.press("a")
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("y")
        await pilot.pause()
        assert all(one == "accepted" for one, _alias in status(app).values())
        await pilot.press("k")
        await pilot.pause()
        assert "shown: proposed" in str(screen.query_one("#sum", Static).visual)
        assert screen.query_one(Lines).option_count == 0


async def test_with_nothing_decided_nothing_is_put_in(app: QualbenchApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("p")
        await pilot.pause()
        assert "No name is accepted yet" in said(app)
