"""What is said of undo is true: only where a step was made just now, and while it is the newest."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import qualbench.tui
from qualbench.tui.screens.coding.screen import CodingScreen
from qualbench.tui.screens.documents import DocumentsScreen
from qualbench.workbench import codebooks, memoing
from tests.tui.made import said, steps

if TYPE_CHECKING:
    from qualbench.tui.app import QualbenchApp


async def test_what_changes_nothing_offers_no_undo(app: QualbenchApp) -> None:
    assert app.session is not None
    memoing.add_journal(app.session, "Older work.")
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        await pilot.press("tab")
        before = steps(app)
        await pilot.press("p", "enter")
        await pilot.pause()
        assert steps(app) == before
        assert said(app) == "Nothing was changed."
        await pilot.press("f")
        assert said(app).endswith("is important now. [Ctrl+Z] takes it back.")


async def test_undo_is_not_offered_any_more_once_there_are_newer_steps(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        documents, session = app.screen, app.session
        assert isinstance(documents, DocumentsScreen)
        assert session is not None
        documents.commit(lambda: codebooks.create_code(session, "Zither"))
        await pilot.press("f8", "f4")
        assert said(app) == "Done: created the code “Zither”. [Ctrl+Z] takes it back.", (
            "still the newest step"
        )
        await pilot.press("f8")
        codebooks.create_code(session, "Zeal")
        await pilot.press("f4")
        await pilot.pause()
        assert said(app) == ""
        await pilot.press("ctrl+z")
        assert said(app) == "Took back: created the code “Zeal”. [Ctrl+Y] does it again."
        await pilot.press("f8")
        codebooks.create_code(session, "Zest")
        await pilot.press("f4")
        await pilot.pause()
        assert said(app) == "", "nor that redo does it again"


async def test_what_else_was_said_stays(app: QualbenchApp) -> None:
    async with app.run_test() as pilot:
        documents, session = app.screen, app.session
        assert isinstance(documents, DocumentsScreen)
        assert session is not None
        documents.commit(lambda: codebooks.create_code(session, "Zither"))
        documents.say("Something else.")
        await pilot.press("f8")
        codebooks.create_code(session, "Zeal")
        await pilot.press("f4")
        await pilot.pause()
        assert said(app) == "Something else."


def test_every_screen_says_it_through_what_the_verb_has_made() -> None:
    """A screen that put undo into words by itself could say it where no step was made."""
    root = Path(qualbench.tui.__file__).parent
    found = []
    for path in sorted(root.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or getattr(call.func, "attr", "") not in ("say", "say_done"):
                continue
            words = [one.value for one in ast.walk(call) if isinstance(one, ast.Constant)]
            if any("Ctrl+Z" in str(one) for one in words):
                found.append(path.relative_to(root).as_posix())
    assert found == ["screens/base.py"]
