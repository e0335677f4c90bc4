from __future__ import annotations

import sys

import pytest

from benchmarks.bare import empty_app, static_page
from benchmarks.interface import LIMITS, InTurn, in_turn, p95
from benchmarks.terminal import Terminal

only_here = pytest.mark.skipif(sys.platform == "win32", reason="the bench runs on Linux and macOS")
ECHO = "import os, sys, tty; tty.setraw(0)\nwhile one := os.read(0, 9): os.write(1, one * 100)"


@only_here
def test_a_key_is_measured_until_its_last_byte() -> None:
    with Terminal([sys.executable, "-c", f"print('ready')\n{ECHO}"]) as terminal:
        terminal.until_painted("ready")
        terminal.settle(0.5)
        stroke = terminal.press("k")
        assert stroke.written == 100
        assert 0 < stroke.seconds < 5
        assert 1_000_000 < terminal.memory() < 500_000_000


@only_here
def test_a_window_of_another_size_is_told() -> None:
    script = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGWINCH, lambda *_: print(os.get_terminal_size(), flush=True))\n"
        "print('ready', flush=True)\nwhile True: time.sleep(0.1)"
    )
    with Terminal([sys.executable, "-c", script]) as terminal:
        terminal.until_painted("ready")
        terminal.settle()
        assert terminal.resize(24, 80).written > 10


@only_here
def test_a_key_that_does_nothing_is_no_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.terminal.PATIENCE", 0.2)
    script = "import tty, time; tty.setraw(0); print('ready', flush=True); time.sleep(60)"
    with Terminal([sys.executable, "-c", script]) as terminal:
        terminal.until_painted("ready")
        terminal.settle()
        with pytest.raises(RuntimeError, match="wrote nothing after 'k'"):
            terminal.press("k")


def test_both_sides_get_their_keys_in_turn() -> None:
    order = []

    def side(name: str, seconds: float) -> tuple[float, int]:
        order.append(name)
        return seconds, 7

    measured = in_turn(lambda _n: side("ours", 2.0), lambda _n: side("reference", 1.0))
    assert order[:4] == ["ours", "reference", "reference", "ours"]
    assert measured.line("x", 2.0).ratio == 2.0
    assert set(measured.written) == {7}


def test_the_slowest_twentieth_counts() -> None:
    assert p95([1.0] * 96 + [9.0] * 4) == 1.0
    assert p95([1.0] * 90 + [9.0] * 10) == 9.0
    assert InTurn([1.0] * 20, [0.5] * 20, []).line("x", 2.0).holds


def test_each_gesture_has_its_limit_from_the_issue() -> None:
    assert sorted(limit for _page, limit in LIMITS.values()) == [*[1.5] * 5, 2.0, *[4.0] * 3]


async def test_the_empty_program_answers_each_key() -> None:
    app = empty_app.Empty()
    async with app.run_test() as pilot:
        await pilot.press("j", "j")
        assert str(app.query_one("#keys").visual) == "2 keys"  # type: ignore[attr-defined]


async def test_the_static_page_shows_another_page(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    text = tmp_path / "text.txt"  # type: ignore[operator]
    text.write_text("\n".join(f"row {n}" for n in range(500)))
    monkeypatch.setattr(sys, "argv", ["static_page", str(text)])
    app = static_page.StaticPage()
    async with app.run_test(size=(120, 40)) as pilot:
        page = app.query_one(static_page.Page)
        assert "row 0 " in page.render_line(0).text
        await pilot.press("pagedown")
        assert "row 38 " in page.render_line(0).text
        assert {page.render_line(y).cell_length for y in range(40)} == {120}
