from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.tui.app import QualbenchApp
from qualbench.workbench.project import open_session
from tests.tui.made import make_project
from tests.tui.quiet import wait_until_quiet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True, scope="session")
def no_idle_sleep() -> Iterator[None]:
    """Wait for the event loop where the pilot would sleep."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.app.wait_for_idle", wait_until_quiet)
        patch.setattr("textual.pilot.wait_for_idle", wait_until_quiet)
        yield


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the recent projects of whoever runs the tests out of them."""
    monkeypatch.setattr("qualbench.workbench.project.data_folder", lambda: tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_project(tmp_path / "waiting")


@pytest.fixture
def app(folder: Path) -> Iterator[QualbenchApp]:
    made = QualbenchApp(open_session(folder))
    yield made
    made.close_project()
