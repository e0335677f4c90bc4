"""How the screens look, with fixed data; after a wanted change run this file with --snapshot-update."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from qualbench.tui.app import QualbenchApp
from qualbench.workbench.project import open_session

if TYPE_CHECKING:
    from pathlib import Path

Compare = Callable[..., bool]
SMALL, LARGE = (80, 24), (120, 40)


@pytest.mark.parametrize(
    ("keys", "size"),
    [
        pytest.param((), SMALL, id="documents"),
        pytest.param(("f8", "down"), LARGE, id="codebook"),
        pytest.param(("f8", "enter"), SMALL, id="code-form"),
        pytest.param(("f9",), SMALL, id="themes"),
        pytest.param(("f9", "n", "f2"), LARGE, id="theme-form-refused"),
        pytest.param(("f9", "s", "enter"), SMALL, id="quotes"),
        pytest.param(("f8", "f1"), SMALL, id="help"),
    ],
)
def test_a_screen(
    app: QualbenchApp, snap_compare: Compare, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    assert snap_compare(app, press=keys, terminal_size=size)


def test_the_start(snap_compare: Compare) -> None:
    assert snap_compare(QualbenchApp(), terminal_size=SMALL)


def test_without_colour(folder: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = QualbenchApp(open_session(folder))
    assert snap_compare(app, press=["f8", "down"], terminal_size=SMALL)
    app.close_project()
