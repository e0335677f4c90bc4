"""Where there is nothing yet the screen says what to do next, with a key that is understood there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from qualbench.settings.options import Settings, UserKeys
from qualbench.settings.reading import Reading
from qualbench.tui.app import QualbenchApp
from qualbench.tui.dialogs.form import FormDialog
from qualbench.tui.keymaps import caps
from qualbench.tui.keys import Where, gestures
from qualbench.workbench import codebooks, importing
from qualbench.workbench.project import create_project, open_session
from tests.tui.made import transcripts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Keys that lead to a screen, from the documents of a project in which there is nothing.
EMPTY = {
    Where.DOCUMENTS: (),
    Where.CODEBOOK: ("f8",),
    Where.THEMES: ("f9",),
    Where.HISTORY: ("f6",),
    Where.MEMOS: ("f5",),
    Where.RETRIEVAL: ("f6", "f12"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_project(tmp_path / "new", title="New", coder="Ana")
    return tmp_path / "new"


@pytest.fixture
def app(folder: Path) -> Iterator[QualbenchApp]:
    made = QualbenchApp(open_session(folder))
    yield made
    made.close_project()


def middle(app: QualbenchApp) -> str:
    """What stands between the line above and the line of keys, as it is painted."""
    rows = ["".join(part.text for part in strip) for strip in app.screen._compositor.render_strips()]
    return " ".join(" ".join(rows[1:-1]).split())


def keys_said(app: QualbenchApp, where: Where) -> list[str]:
    """The gestures of the place whose key stands in the middle of the screen."""
    said = re.findall(r"\[([^\]\s]+)\]", middle(app))
    known = {
        key: one.id for one in gestures(where, everywhere=True) for key in caps(app, one.id).split(" or ")
    }
    return [known[one] for one in said if one in known]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["small", "large"])
@pytest.mark.parametrize("where", EMPTY)
async def test_an_empty_screen_says_what_to_do_next(
    app: QualbenchApp, where: Where, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press(*EMPTY[where])
        await pilot.pause()
        assert keys_said(app, where), middle(app)


async def test_a_document_without_codes_says_how_to_make_one(folder: Path, tmp_path: Path) -> None:
    with open_session(folder) as session:
        importing.import_documents(session, [transcripts(tmp_path / "transcripts")])
    app = QualbenchApp(open_session(folder))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert {"new_code", "code", "segment_on"} <= set(keys_said(app, Where.CODING)), middle(app)
    app.close_project()


async def test_the_keys_said_are_those_in_force(folder: Path) -> None:
    own = Settings(keys={"import_documents": UserKeys(("ctrl+u",)), "add_code": UserKeys(("x",))})
    app = QualbenchApp(open_session(folder), settings=Reading(own))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "[Ctrl+U] imports transcripts" in middle(app)
        await pilot.press("f8")
        await pilot.pause()
        assert "[x] makes one" in middle(app)
    app.close_project()


async def test_what_loses_something_says_what_and_how_to_take_it_back(folder: Path) -> None:
    with open_session(folder) as session:
        codebooks.create_code(session, "Waiting")
    app = QualbenchApp(open_session(folder))
    async with app.run_test() as pilot:
        await pilot.press("f8", "delete")
        assert isinstance(app.screen, FormDialog)
        assert "deleted the code “Waiting”" in app.screen.intro
        assert "It is used nowhere; its definition and its memos go." in app.screen.intro
        assert "[Ctrl+Z] would bring them back" in app.screen.intro
    app.close_project()
