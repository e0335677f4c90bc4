"""How the screens look, with fixed data; after a wanted change run this file with --snapshot-update."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from qualbench.tui.app import QualbenchApp
from qualbench.tui.keys import Where
from qualbench.workbench.project import open_session
from tests.tui.made import WAYS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

Compare = Callable[..., bool]
SMALL, LARGE = (80, 24), (120, 40)


#: How to come to each screen, and to what it shows in answer to a key, from the documents.
SCREENS = {
    "documents": WAYS[Where.DOCUMENTS],
    "codebook": (*WAYS[Where.CODEBOOK], "down"),
    "code-form": (*WAYS[Where.CODEBOOK], "enter"),
    "themes": WAYS[Where.THEMES],
    "theme-form-refused": (*WAYS[Where.THEMES], "n", "f2"),
    "quotes": (*WAYS[Where.QUOTES], "enter"),
    "history": WAYS[Where.HISTORY],
    "help": (*WAYS[Where.CODEBOOK], "f1"),
}
SIZES = {"small": SMALL, "large": LARGE}


def now() -> str:
    return "2026-01-02T03:04:05.678Z"


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every step is of the same moment, told in the same time zone."""
    monkeypatch.setattr("qualbench.storage.history.now", now)
    with monkeypatch.context() as zone:
        zone.setenv("TZ", "UTC")
        set_zone()
        yield
    set_zone()


def set_zone() -> None:
    if sys.platform != "win32":  # there the zone is not set by the environment
        time.tzset()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen(app: QualbenchApp, snap_compare: Compare, screen: str, size: str) -> None:
    assert snap_compare(app, press=SCREENS[screen], terminal_size=SIZES[size])


@pytest.mark.parametrize("size", SIZES)
def test_the_start(snap_compare: Compare, size: str) -> None:
    assert snap_compare(QualbenchApp(), terminal_size=SIZES[size])


@pytest.mark.parametrize("screen", SCREENS)
def test_without_colour(
    folder: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch, screen: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = QualbenchApp(open_session(folder))
    assert snap_compare(app, press=SCREENS[screen], terminal_size=SMALL)
    app.close_project()


@pytest.mark.parametrize("screen", SCREENS)
def test_in_sixteen_colours(folder: Path, snap_compare: Compare, screen: str) -> None:
    app = QualbenchApp(open_session(folder))

    async def before(_pilot: Pilot[None]) -> None:
        app.theme = "qualbench-ansi"

    assert snap_compare(app, press=SCREENS[screen], run_before=before, terminal_size=SMALL)
    app.close_project()
