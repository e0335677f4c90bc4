"""The speakers: roles, cases, labels that are one person's; the text stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static

from qualbench.model.document import Role
from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.choose import ChooseDialog
from qualbench.tui.dialogs.form import FormDialog
from qualbench.tui.lines import Lines
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.screens.speakers import SpeakersScreen
from qualbench.tui.screens.withdrawing import WhatGoes
from qualbench.workbench.cases import list_cases
from qualbench.workbench.importing import find_document, import_documents, list_documents
from qualbench.workbench.project import open_session
from qualbench.workbench.speakers import SpeakerRow, speaker_rows
from tests.tui.made import said
from tests.tui.test_screens import settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

Compare = Callable[..., bool]
SMALL, LARGE = (80, 24), (120, 40)
GROUP = (
    "Moderator: Who begins?\n\nCarola: I do. It was cold.\n\nCarolla: And dark.\n\n"
    "Anna: Not for me.\n\nModerator: Why?\n\nAnna: I had a coat.\n\nCarola: I had none.\n"
)


@pytest.fixture
def app(folder: Path, tmp_path: Path) -> Iterator[QualbenchApp]:
    (tmp_path / "group.txt").write_text(GROUP, encoding="utf-8")
    with open_session(folder) as session:
        import_documents(session, [tmp_path / "group.txt"])
    made = QualbenchApp(open_session(folder))
    yield made
    made.close_project()


async def there(app: QualbenchApp, pilot: Pilot[None], label: str = "Carola") -> SpeakersScreen:
    assert app.session is not None
    app.screen.query_one(Lines).go_to(find_document(app.session, "group").id)
    await pilot.press("s")
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, SpeakersScreen)
    screen.query_one(Lines).go_to(next(key for key, one in screen.rows.items() if one.speaker.label == label))
    await pilot.pause()
    return screen


def of(app: QualbenchApp, label: str) -> SpeakerRow:
    assert app.session is not None
    return next(one for one in speaker_rows(app.session, "group") if one.speaker.label == label)


def labels(app: QualbenchApp) -> list[str]:
    assert app.session is not None
    return [one.speaker.label for one in speaker_rows(app.session, "group")]


def text(app: QualbenchApp) -> str:
    assert app.session is not None
    return app.session.store.text(find_document(app.session, "group").id, 1)


def shows(app: QualbenchApp) -> str:
    return type(app.screen).__name__


def told(screen: SpeakersScreen, where: str) -> str:
    return str(screen.query_one(where, Static).visual)


async def choose(app: QualbenchApp, pilot: Pilot[None], row_id: str) -> None:
    assert isinstance(app.screen, ChooseDialog)
    app.screen.query_one(Lines).go_to(row_id)
    await pilot.press("enter")
    await pilot.pause()


async def test_who_speaks_is_listed_with_how_much_and_for_whom(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await there(app, pilot)
        row = of(app, "Carola")
        assert (row.turns, row.words) == (2, 8)
        assert "(group)" in str(screen.query_one(Lines).get_option(row.speaker.id).prompt)
        assert "4 speakers in group" in told(screen, "#sum")
        assert "“Carola” and “Carolla” in group look like one" in told(screen, "#sum")
        assert "Begins: “I do. It was cold.”" in told(screen, "#about")
        await pilot.press("k")
        await pilot.pause()
        assert "8 speakers in all documents" in told(screen, "#sum")
        assert "document" in told(screen, "#heads")
        await pilot.press("slash", *"carol", "enter")
        await pilot.pause()
        assert [one.speaker.label for one in screen.shown] == ["Carola", "Carolla"]


async def test_a_role_is_set_and_taken_back(app: QualbenchApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await there(app, pilot)
        await pilot.press("enter")
        await choose(app, pilot, Role.INTERPRETER.value)
        assert of(app, "Carola").speaker.role is Role.INTERPRETER
        assert of(app, "Carola").case is None, "whose words they are is for a person to say"
        assert "role interpreter" in said(app)
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert of(app, "Carola").speaker.role is Role.PARTICIPANT


async def test_labels_are_joined_and_parted_and_the_text_stays(app: QualbenchApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await there(app, pilot)
        before = text(app)
        await pilot.press("e")
        assert isinstance(app.screen, ChooseDialog)
        assert app.screen.choices[0].words == "Carolla (looks alike)"
        await choose(app, pilot, "Carolla")
        assert labels(app) == ["Moderator", "Carola", "Anna"]
        assert (of(app, "Carola").turns, of(app, "Carola").words) == (3, 10)
        assert "look like one" not in told(screen, "#sum")
        assert "Carola, also Carolla in group" in told(screen, "#about")
        await pilot.press("r")
        await choose(app, pilot, "Carolla")
        assert "Carolla" in labels(app)
        await pilot.press("r")
        assert "one label only" in said(app)
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert of(app, "Carola").speaker.aliases == ("Carolla",)
        assert text(app) == before


async def test_a_case_is_chosen_made_and_let_go(app: QualbenchApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await there(app, pilot)
        await pilot.press("c")
        await choose(app, pilot, "new")
        assert isinstance(app.screen, FormDialog)
        assert app.screen.query_one("#field-name", Input).value == "Carola"
        app.screen.query_one("#field-name", Input).value = "anna"
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(app.screen, FormDialog), "there is a case of that name: it stays in the form"
        app.screen.query_one("#field-name", Input).value = "C01"
        await pilot.press("f2")
        await pilot.pause()
        assert (case := of(app, "Carola").case) is not None
        assert case.name == "C01"
        assert app.session is not None
        anna = next(one for one in list_cases(app.session) if one.name == "anna")
        await pilot.press("c")
        await choose(app, pilot, anna.id)
        assert of(app, "Carola").case == anna
        await pilot.press("c")
        await choose(app, pilot, "document")
        assert of(app, "Carola").speaker.case_id is None
        for _ in range(3):
            await pilot.press("ctrl+z")
            await pilot.pause()
        assert "C01" not in {one.name for one in list_cases(app.session)}, (
            "the case and the link are one step"
        )


async def test_speakers_are_linked_by_name_after_a_look(app: QualbenchApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await there(app, pilot)
        await pilot.press("n")
        assert isinstance(app.screen, ChooseDialog)
        assert [one.words for one in app.screen.choices] == ["group: Anna is anna (100 % alike)"]
        await pilot.press("enter")
        await pilot.pause()
        case = of(app, "Anna").case
        assert case is not None
        assert case.name == "anna"
        await pilot.press("n")
        await pilot.pause()
        assert "None without a case" in said(app)


async def test_the_first_turn_is_read_and_one_comes_back(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await there(app, pilot, "Anna")
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert shows(app) == "SpeakersScreen"


async def test_who_only_reads_changes_nothing(folder: Path) -> None:
    app = QualbenchApp(open_session(folder, write=False))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("s")
        await pilot.pause()
        screen = app.screen
        for key in ("enter", "c", "n", "e", "r", "delete"):
            await pilot.press(key)
            await pilot.pause()
            assert app.screen is screen
            assert "reading only" in said(app)
    app.close_project()


async def test_the_palette_leads_there_from_another_screen(app: QualbenchApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await pilot.press("f8", "ctrl+p", *"speakers of all")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, SpeakersScreen)
        assert app.session is not None
        assert {one.document.id for one in app.screen.rows.values()} == {
            one.document.id for one in list_documents(app.session)
        }


async def test_one_of_a_group_withdraws(app: QualbenchApp, folder: Path) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await there(app, pilot, "Anna")
        await pilot.press("delete")
        assert isinstance(app.screen, WhatGoes)
        assert "2 turns of Anna (7 words) are taken out of group" in app.screen.text
        await pilot.press("f2", *"anna", "f2")
        assert isinstance(app.screen, FormDialog), "the label is typed as it is"
        app.screen.query_one("#field-name", Input).value = "Anna"
        await pilot.press("f2")
        await settled(pilot, app, SpeakersScreen)
        assert "Anna is taken out for good" in said(app)
        assert labels(app) == ["Moderator", "Carola", "Carolla", "[withdrawn]"]
        assert "I had a coat" not in text(app)
        assert "I had none" in text(app)
        app.screen.query_one(Lines).go_to(of(app, "[withdrawn]").speaker.id)
        for key in ("enter", "c", "e", "r", "delete"):
            await pilot.press(key)
            await pilot.pause()
            assert shows(app) == "SpeakersScreen"
            assert "who withdrew" in said(app)
        assert "unidentified" not in told(screen, "#sum")
    assert b"I had a coat" not in (folder / "project.qualbench").read_bytes()


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_looks(app: QualbenchApp, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(app, press=("s", "k", "down", "down"), terminal_size=size)
