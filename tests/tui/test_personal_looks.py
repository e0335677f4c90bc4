"""How each set of colours looks, and what greets one with a faulty settings file or on the tour."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualbench.settings.options import Settings
from qualbench.settings.reading import Reading
from qualbench.tui.app import QualbenchApp
from qualbench.tui.keymaps import settings_in_force
from qualbench.workbench import importing
from qualbench.workbench.project import open_session
from qualbench.workbench.tour_state import TourState, save_tour
from tests.tui.test_coding_looks import LARGE, SMALL, Compare, nights
from tests.tui.test_tour import built, example

if TYPE_CHECKING:
    from textual.pilot import Pilot

__all__ = ["built", "example", "nights"]  # fixtures


def wearing(folder: Path, colours: str) -> QualbenchApp:
    values = {**Settings().values, "colours": colours}
    return QualbenchApp(open_session(folder), settings=Reading(Settings(values)))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("colours", ["light", "ansi", "high-contrast"])
def test_coding_in_each_set_of_colours(
    nights: Path, snap_compare: Compare, colours: str, size: tuple[int, int]
) -> None:
    app = wearing(nights, colours)

    async def before(pilot: Pilot[None]) -> None:
        assert app.session is not None
        app.open_document(importing.list_documents(app.session)[0].document.id, 0)
        await pilot.pause()
        await pilot.pause()
        await pilot.press("down", "down", "shift+down")
        await pilot.pause()

    try:
        assert snap_compare(app, run_before=before, terminal_size=size)
    finally:
        app.close_project()


def test_a_faulty_settings_file(
    nights: Path, tmp_path: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for place in ("qualbench.tui.keymaps", "qualbench.workbench.preferences"):
        monkeypatch.setattr(f"{place}.settings_file", lambda: Path("s.toml"))
    (tmp_path / "s.toml").write_text(
        'keympa = "vim"\ncolours = "dark"\n[keys]\nmemo = ["s"]\n', encoding="utf-8"
    )
    app = QualbenchApp(open_session(nights), settings=settings_in_force())

    async def before(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await pilot.pause()

    try:
        assert snap_compare(app, run_before=before, terminal_size=SMALL)
    finally:
        app.close_project()


def test_the_tour(example: QualbenchApp, snap_compare: Compare) -> None:
    save_tour(TourState(2))

    async def before(pilot: Pilot[None]) -> None:
        await pilot.press("enter", "down", "s")
        await pilot.pause()
        example.follow_tour()
        await pilot.pause()

    assert snap_compare(example, run_before=before, terminal_size=SMALL)
