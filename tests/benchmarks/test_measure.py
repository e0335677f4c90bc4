from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks import measure
from benchmarks.measure import Compared, Cost, Line, compare, first_paint, run

if TYPE_CHECKING:
    from pathlib import Path

only_here = pytest.mark.skipif(sys.platform == "win32", reason="the bench runs on Linux and macOS")


def test_a_line_holds_up_to_its_limit() -> None:
    assert Line("x", 2.0, 1.0, 2.0).holds
    assert Line("x", 2.1, 1.0, 2.0).holds is False


def test_no_heavy_module_at_all_is_a_limit_of_nought() -> None:
    assert Line("x", 0, 1, 0.0).holds
    assert Line("x", 1, 1, 0.0).holds is False


def test_a_line_that_was_not_measured_neither_holds_nor_fails() -> None:
    line = Line("x", None, None, 0.25)
    assert line.holds is None
    assert json.loads(json.dumps(line.as_json()))["holds"] is None


def test_a_line_has_the_fields_of_the_file() -> None:
    assert Line("x", 1.0, 4.0, 0.5).as_json() == {
        "name": "x",
        "ours": 1.0,
        "reference": 4.0,
        "ratio": 0.25,
        "limit": 0.5,
        "holds": True,
    }


def test_the_median_counts_and_the_highest_peak() -> None:
    compared = Compared(
        [Cost(cpu, 0, peak) for cpu, peak in ((9, 1_000_000), (1, 3_000_000), (2, 2_000_000))],
        [Cost(cpu, 0, 0) for cpu in (1, 4, 4)],
    )
    assert compared.line("x", 1).ratio == 0.5
    assert compared.peak_line("x", 6).ratio == 0.5


def test_both_sides_run_in_turn() -> None:
    order: list[str] = []

    def side(name: str) -> Cost:
        order.append(name)
        return Cost(1, 1, 1)

    compare(2, lambda: side("ours"), lambda: side("reference"))
    assert order == ["ours", "reference", "reference", "ours"]


@only_here
def test_a_process_is_timed_weighed_and_its_output_kept(tmp_path: Path) -> None:
    script = "held = bytearray(50_000_000); print(sum(range(200_000)), len(held))"
    cost = run([sys.executable, "-c", script], output=tmp_path / "out")
    assert cost.cpu > 0
    assert cost.wall > 0
    import resource  # late: there is none on Windows, where this test is left out

    # a process is weighed from its fork on, so never less than the one that forked it, which may have grown
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * measure._PEAK_UNIT
    assert 50_000_000 < cost.peak < max(500_000_000, 1.2 * own)
    assert (tmp_path / "out").read_text() == "19999900000 50000000\n"


@only_here
def test_a_process_that_fails_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="exited with 3: no such thing"):
        run([sys.executable, "-c", "import sys; sys.stderr.write('no such thing'); sys.exit(3)"])


@only_here
def test_the_first_paint_is_waited_for_in_a_terminal() -> None:
    script = "import sys, os, time; print(os.get_terminal_size(), sys.stdout.isatty()); time.sleep(60)"
    assert 0 < first_paint([sys.executable, "-c", script], "columns=120, lines=40) True") < 30


@only_here
def test_a_program_that_ends_unpainted_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="did not paint"):
        first_paint([sys.executable, "-c", "print('something else')"], "wanted")
