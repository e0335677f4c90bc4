"""How the coding screen looks, with fixed data; after a wanted change run with --snapshot-update."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from qualbench.tui.app import QualbenchApp
from qualbench.workbench import coding, importing
from qualbench.workbench.project import open_session
from tests.tui.made import make_nights_deep, one_day

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

Compare = Callable[..., bool]
SMALL, LARGE = (80, 24), (120, 40)


@pytest.fixture
def nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study with overlapping codings, eight deep at one place, all of one day."""
    monkeypatch.setattr(coding, "stamp", one_day)
    return make_nights_deep(tmp_path / "nights")


def look(folder: Path, snap_compare: Compare, keys: tuple[str, ...], size: tuple[int, int]) -> bool:
    app = QualbenchApp(open_session(folder))

    async def before(pilot: Pilot[None]) -> None:
        assert app.session is not None
        app.open_document(importing.list_documents(app.session)[0].document.id, 0)
        await pilot.pause()
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
        await pilot.pause()

    try:
        return snap_compare(app, run_before=before, terminal_size=size)
    finally:
        app.close_project()


@pytest.mark.parametrize(
    ("keys", "size"),
    [
        pytest.param(("s",), SMALL, id="selected-small"),
        pytest.param(("s", "s"), LARGE, id="selected-large"),
        pytest.param(("s", "enter", *"number"), SMALL, id="picker"),
        pytest.param(("slash", *"nobody"), SMALL, id="found"),
        pytest.param(("f2",), SMALL, id="codebook-over-the-text"),
        pytest.param(("tab", "k", "x", "underscore"), SMALL, id="edges-small"),
        pytest.param(("ctrl+l", "down"), LARGE, id="sentence-by-sentence-large"),
        pytest.param(("plus", "ctrl+u", *"number 3", "enter", "s"), SMALL, id="sticky-small"),
        pytest.param(("s", "ctrl+e"), SMALL, id="words-in-a-box-small"),
    ],
)
def test_the_coding_screen(
    nights: Path, snap_compare: Compare, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    assert look(nights, snap_compare, keys, size)


def test_without_colour(nights: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert look(nights, snap_compare, ("ctrl+end", "shift+up"), SMALL)
