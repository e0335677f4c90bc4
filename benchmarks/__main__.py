"""Run the bench: print a table, write `build/bench.json`, exit with 1 where a limit does not hold.

Usage: python -m benchmarks [GROUP...] (help, open, import, coding, listing, peer, keys, scripts,
million, screen, retrieval, codebook, corrections, reading, language, names, exports)
"""

from __future__ import annotations

import compileall
import json
import shutil
import sys
import time
from pathlib import Path

from benchmarks.codebook import codebook_lines
from benchmarks.corrections import corrections_lines
from benchmarks.exports import exports_lines
from benchmarks.interface import INTERFACE_GROUPS
from benchmarks.lines import GROUPS, Bench
from benchmarks.measure import Line
from benchmarks.names import names_lines
from benchmarks.reading import language_lines, reading_lines
from benchmarks.retrieval import retrieval_lines
from benchmarks.terminal import Unmeasured

BUILD = Path("build")
DOCUMENTS = 1000
_MORE = (
    *(retrieval_lines, codebook_lines, corrections_lines, reading_lines, language_lines, names_lines),
    exports_lines,
)


def main(wanted: list[str]) -> int:
    """Measure the groups named (all where none is) and return the exit code."""
    bench = Bench((BUILD / "bench").absolute(), DOCUMENTS, (BUILD / "peers").absolute())
    shutil.rmtree(bench.folder, ignore_errors=True)
    bench.folder.mkdir(parents=True)
    for package in ("qualbench", "benchmarks"):  # measured as it is when it is installed: compiled
        compileall.compile_dir(Path(__file__).parents[1] / package, quiet=1)
    began = time.perf_counter()
    lines: list[Line] = []
    for group in (*GROUPS, *INTERFACE_GROUPS, *_MORE):
        name = group.__name__.removesuffix("_lines")
        if wanted and name not in wanted:
            continue
        try:
            measured = group(bench)
        except Unmeasured as why:
            print(f"not measured: {name}: {why}")
            measured = [Line(f"{name}: not measured", None, None, 0.0)]
        for line in measured:
            print(said(line), flush=True)
        lines += measured
        written = json.dumps([line.as_json() for line in lines], indent=1)
        (BUILD / "bench.json").write_text(written + "\n", encoding="utf-8")
    shutil.rmtree(bench.folder, ignore_errors=True)
    print(f"{BUILD / 'bench.json'}, after {(time.perf_counter() - began) / 60:.1f} minutes")
    return int(any(line.holds is False for line in lines))


def said(line: Line) -> str:
    """Return a line of the table."""
    if line.ours is None or line.reference is None or line.ratio is None:
        return f"{'?':>9} {'':>9} {'':>6} {'':>6}  {'':8} {line.name}"
    holds = "holds" if line.holds else "TOO MUCH"
    return (
        f"{line.ours:9.3f} {line.reference:9.3f} {line.ratio:6.2f} {line.limit:6.2f}  {holds:8} {line.name}"
    )


if __name__ == "__main__":
    print(f"{'ours':>9} {'reference':>9} {'ratio':>6} {'limit':>6}")
    sys.exit(main(sys.argv[1:]))
