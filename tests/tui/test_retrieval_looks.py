"""How the screens that list segments look; after a wanted change run this file with --snapshot-update."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from qualbench.tui.app import QualbenchApp
from qualbench.workbench.project import open_session

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

Compare = Callable[..., bool]
SMALL, LARGE = (80, 24), (120, 40)
WRONG = ("slash", *"code:Frends", "enter")


@pytest.mark.parametrize(
    ("keys", "size"),
    [
        pytest.param(("f8", "f12"), SMALL, id="of-a-code"),
        pytest.param(("f6", "f12", "space", "down", "plus"), LARGE, id="all-large"),
        pytest.param(("f6", "f12", "w", "w"), SMALL, id="one-row-each"),
        pytest.param(("f6", "f12", *WRONG), SMALL, id="pointed-at"),
        pytest.param(("f6", "f12", "b", *"friends", "enter", "tab"), LARGE, id="beside-large"),
        pytest.param(("f6", "f12", "b", *"friends", "enter"), SMALL, id="beside-small"),
    ],
)
def test_retrieval(
    app: QualbenchApp, snap_compare: Compare, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    assert snap_compare(app, press=keys, terminal_size=size)


def test_without_colour(folder: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = QualbenchApp(open_session(folder))
    assert snap_compare(app, press=["f6", "f12", "space", "down"], terminal_size=SMALL)
    app.close_project()


@pytest.mark.parametrize("keys", [(), ("b", *"friends", "enter")], ids=["retrieval", "beside"])
def test_in_sixteen_colours(app: QualbenchApp, snap_compare: Compare, keys: tuple[str, ...]) -> None:
    async def before(_pilot: Pilot[None]) -> None:
        app.theme = "qualbench-ansi"

    assert snap_compare(app, press=["f6", "f12", *keys], run_before=before, terminal_size=SMALL)
