"""How searching all documents looks, with fixed data; after a wanted change run with --snapshot-update."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from qualbench.tui.app import QualbenchApp
from qualbench.tui.screens.searching.screen import SearchScreen
from qualbench.workbench import codebooks, importing
from qualbench.workbench.project import create_project, open_session
from tests.tui.test_searching import settled

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

Compare = Callable[..., bool]
SMALL, LARGE = (80, 24), (120, 40)
MEI = (
    "Interviewer: When do you drink tea?\n"
    "Mei: 朝はいつも緑茶です。 Tea in the morning, 😀 tea at noon, and 👨\u200d👩\u200d👧 tea at night.\n"
    "Interviewer: And with whom?\n"
    "Mei: In the cafe\u0301 it is tea with Rosa, who says שָׁלוֹם over her tea.\n"
)
OLU = "Interviewer: Tea?\nOlu: No tea for me, thank you. A long time ago I had too much of the tea at work.\n"


@pytest.fixture
def teas(tmp_path: Path) -> Path:
    """Two interviews about tea, in several scripts."""
    folder = tmp_path / "teas"
    create_project(folder, title="Tea", coder="Ana")
    for name, text in (("mei", MEI), ("olu", OLU)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    with open_session(folder) as session:
        importing.import_documents(session, [tmp_path / "mei.txt", tmp_path / "olu.txt"])
        codebooks.create_code(session, "Tea time", definition="When tea is drunk.")
    return folder


def look(
    folder: Path, snap_compare: Compare, words: str, keys: tuple[str, ...], size: tuple[int, int]
) -> bool:
    app = QualbenchApp(open_session(folder))

    async def before(pilot: Pilot[None]) -> None:
        await pilot.press("asterisk")
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        if words:
            screen.look_for(words)
            await settled(pilot, lambda: not screen.searching)
        for key in keys:
            await pilot.press(key)
        await pilot.pause()
        await pilot.pause()

    try:
        return snap_compare(app, run_before=before, terminal_size=size)
    finally:
        app.close_project()


@pytest.mark.parametrize(
    ("words", "keys", "size"),
    [
        pytest.param("", (), SMALL, id="before"),
        pytest.param("tea", ("down", "space"), SMALL, id="hits-small"),
        pytest.param("tea", ("down", "space", "s"), LARGE, id="hits-large"),
        pytest.param("zebra", (), SMALL, id="nothing"),
        pytest.param("tea", ("c", *"tea", "enter"), SMALL, id="what-of-each"),
        pytest.param("tea", ("down", "enter"), SMALL, id="read-there"),
    ],
)
def test_the_search(
    teas: Path, snap_compare: Compare, words: str, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    assert look(teas, snap_compare, words, keys, size)


def test_without_colour(teas: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert look(teas, snap_compare, "tea", ("down", "space"), LARGE)
