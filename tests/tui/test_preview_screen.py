"""What the exports will hold, looked at before they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Static

from qualbench.tui.dialogs.form import FormDialog
from qualbench.tui.dialogs.message import MessageDialog
from qualbench.tui.lines import Lines
from qualbench.tui.screens.preview import PreviewScreen
from qualbench.workbench import theming
from qualbench.workbench.previewing import Part, preview

if TYPE_CHECKING:
    from qualbench.tui.app import QualbenchApp


def words(app: QualbenchApp) -> str:
    return str(app.screen.query_one("#preview", Static).render())


async def test_each_export_is_shown_and_written(app: QualbenchApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f9", "p")
        await pilot.pause()
        assert isinstance(app.screen, PreviewScreen)
        assert "How the numbers were counted" in words(app)
        parts = app.screen.query_one("#parts", Lines)
        assert [option.id for option in parts.options] == [one.value for one in Part]
        await pilot.press("end")
        await pilot.pause()
        assert words(app).startswith("Codebook")
        await pilot.press("up", "enter")
        await pilot.pause()
        assert isinstance(app.screen, FormDialog)
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(app.screen, MessageDialog)
        assert app.session is not None
        assert (app.session.project.exports / "chosen-quotes.md").exists()


async def test_space_reads_on_and_starts_again(app: QualbenchApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f9", "p", "space")
        await pilot.pause()
        beside = app.screen.query_one(VerticalScroll)
        assert beside.scroll_offset.y > 0
        while beside.scroll_offset.y < beside.max_scroll_y:
            await pilot.press("space")
            await pilot.pause()
        await pilot.press("space")
        await pilot.pause()
        assert beside.scroll_offset.y == 0


async def test_what_cannot_be_written_yet_says_why(app: QualbenchApp) -> None:
    assert app.session is not None
    for one in theming.list_theme_sets(app.session):
        for theme in theming.load_themes(app.session, one.id):
            if theme.parent_id is None:
                theming.remove_theme(app.session, theme.id)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f9", "p")
        await pilot.pause()
        assert words(app).startswith("This cannot be written yet.")


async def test_it_follows_what_changes(app: QualbenchApp) -> None:
    assert app.session is not None
    before = preview(app.session, Part.SUMMARY)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f9", "p")
        await pilot.pause()
        shown = words(app)
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert words(app) != shown
    assert preview(app.session, Part.SUMMARY) != before
