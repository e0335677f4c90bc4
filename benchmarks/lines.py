"""The lines of the bench: what is measured, against what, and the limit that must hold."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from compileall import compile_file
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.corpus import code_paths, codebook, write_corpus
from benchmarks.measure import Cost, Line, compare, first_paint, run
from benchmarks.peer import install_peer
from benchmarks.terminal import Unmeasured

if TYPE_CHECKING:
    from collections.abc import Callable

#: What `--help` must not import: each costs more than the whole of a small command.
HEAVY = ("textual", "spacy", "numpy", "sqlite_utils", "docx")
CODER = "Mira Example"


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the bench works, and how big it is.

    Attributes:
        folder: Made by the bench, thrown away after it.
        documents: Interviews of the big corpus.
        peers: Where peers are installed; kept between runs.
    """

    folder: Path
    documents: int
    peers: Path

    @property
    def texts(self) -> Path:
        """The big corpus, as txt files."""
        return self.folder / "texts"

    @property
    def rows(self) -> Path:
        """Its codings, as JSON for `code import`."""
        return self.folder / "rows.json"

    @property
    def coded(self) -> Path:
        """The project with the big corpus and its codings, once they are in."""
        return self.folder / "coded"

    @property
    def imported(self) -> Path:
        """The project with the big corpus and the codes, but no codings of it."""
        return self.folder / "imported"


def qualbench(*arguments: str | Path, project: Path | None = None, output: Path | None = None) -> Cost:
    """Run our command line as a process of its own."""
    where: list[str | Path] = [] if project is None else ["--project", project]
    return run([program(), *where, *arguments], output=output)


def program() -> Path:
    """Return the installed command `qualbench` beside the Python that runs the bench.

    Raises:
        Unmeasured: It is not installed there.
    """
    found = shutil.which("qualbench", path=str(Path(sys.executable).parent))
    if found is None:
        raise Unmeasured("the command qualbench is not installed beside this Python: run make setup")
    return Path(found)


def bare(module: str, *arguments: str | Path, output: Path | None = None) -> Cost:
    """Run one of the bare programs."""
    return run([*bare_program(module), *arguments], output=output)


def bare_program(module: str) -> list[str | Path]:
    """Return the command of a bare program: as a module, so that it is compiled beforehand as ours is."""
    return [sys.executable, "-m", f"benchmarks.bare.{module}"]


def fresh(template: Path, name: str) -> Path:
    """Return a new copy of a project."""
    copy = template.with_name(name)
    shutil.rmtree(copy, ignore_errors=True)
    return Path(shutil.copytree(template, copy))


def new_project(folder: Path) -> Path:
    """Make an empty project."""
    qualbench("new", folder, "--title", "Bench", "--coder", CODER)
    return folder


def help_lines(bench: Bench) -> list[Line]:
    """Start: `--help` against a bare click program with the same commands; and what it imports."""
    script = bench.folder / "bare_help_program.py"
    bare("bare_help", script)
    compile_file(script, quiet=1)
    reference = [sys.executable, "-m", script.stem, "--help"]
    compared = compare(15, lambda: qualbench("--help"), lambda: run(reference, cwd=bench.folder))
    asked = (
        "import contextlib, sys\nfrom qualbench.__main__ import main\nsys.argv = ['qualbench', '--help']\n"
        "with contextlib.suppress(SystemExit):\n    main()\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules], sep='\\n', file=sys.stderr)\n"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stderr
    return [
        compared.line("--help: cpu s, against a bare click program with the same commands", 1.5),
        # the limit is none at all: against one, a ratio of nought
        Line("--help: heavy modules imported (none of " + ", ".join(HEAVY) + ")", len(said.split()), 1, 0.0),
    ]


def open_lines(bench: Bench) -> list[Line]:
    """Start: `open` on the example study until it is painted, against an empty Textual program."""
    demo = bench.folder / "demo"
    qualbench("demo", "--folder", demo, "--no-open")
    ours, reference = [], []
    for _ in range(15):
        ours.append(first_paint([program(), "open", demo], shows=OPEN_SHOWS))
        reference.append(first_paint(bare_program("empty_app"), shows="painted"))
    name = "open on the example study: wall s to its first screen, against an empty Textual program"
    return [Line(name, median(ours), median(reference), 1.5)]


#: The last document of the example study: it is painted when the first screen is full.
OPEN_SHOWS = "P13"


def import_lines(bench: Bench) -> list[Line]:
    """Import of the big corpus against sqlite3 writing the same rows."""
    write_corpus(bench.texts, bench.rows, bench.documents)
    empty = new_project(bench.folder / "empty")
    compared = compare(
        3,
        lambda: qualbench("import", bench.texts, project=fresh(empty, "imported")),
        lambda: bare("raw_import", fresh(empty, "raw"), bench.texts),
    )
    what = f"import of {bench.documents:,} transcripts"
    return [
        compared.line(f"{what}: cpu s, against sqlite3 with FTS5 writing the same rows", 3.0),
        compared.peak_line(f"{what}: peak memory, MB", 120),
    ]


def coding_lines(bench: Bench) -> list[Line]:
    """Import of codings against executemany writing the same rows."""
    adopt_codebook(bench.imported, codebook())
    compared = compare(
        3,
        lambda: qualbench("code", "import", bench.rows, project=fresh(bench.imported, "coded")),
        lambda: bare("raw_codings", fresh(bench.imported, "raw"), bench.rows),
    )
    what = f"code import of {300 * bench.documents:,} codings"
    return [
        compared.line(f"{what}: cpu s, against executemany writing the same rows", 1.5),
        compared.peak_line(f"{what}: peak memory, MB", 240),
    ]


def adopt_codebook(project: Path, codes: str) -> None:
    """Give a project these codes."""
    file = project / "bench-codes.yaml"
    file.write_text(codes, encoding="utf-8")
    qualbench("codebook", "adopt", file, "-m", "for the bench", project=project)


def listing_lines(bench: Bench) -> list[Line]:
    """Listing the segments of one code as JSON against a bare click program that runs the query."""
    code = code_paths()[7]
    ours, reference = bench.folder / "ours.json", bench.folder / "reference.json"
    compared = compare(
        9,
        lambda: qualbench("segments", "--code", code, "--json", project=bench.coded, output=ours),
        lambda: bare("bare_listing", bench.coded, "--code", code, output=reference),
    )
    rows = json.loads(ours.read_text(encoding="utf-8"))
    if rows != json.loads(reference.read_text(encoding="utf-8")):
        raise RuntimeError("the two listings differ")
    name = f"listing {len(rows):,} segments of a code as JSON: cpu s, against a bare click program"
    return [compared.line(name, 1.75)]


def peer_lines(bench: Bench) -> list[Line]:
    """Our share of the time of the peer `qualitative-coding`, importing and coding thirteen transcripts."""
    peer = install_peer(bench.peers)
    texts, rows, lines = bench.folder / "thirteen", bench.folder / "13.json", bench.folder / "13-lines.json"
    write_corpus(texts, rows, 13)
    peer.write_lines(texts, rows, lines)
    empty = new_project(bench.folder / "empty-13")
    peer_empty = peer.new_project(bench.folder / "peer-empty")
    imported = compare(
        3,
        lambda: qualbench("import", texts, project=fresh(empty, "imported-13")),
        lambda: peer.import_texts(fresh(peer_empty, "peer-imported"), texts),
    )
    ours, theirs = bench.folder / "imported-13", bench.folder / "peer-imported"
    adopt_codebook(ours, codebook())
    coded = compare(
        3,
        lambda: qualbench("code", "import", rows, project=fresh(ours, "coded-13")),
        lambda: peer.apply_codings(fresh(theirs, "peer-coded"), lines),
    )
    return [
        imported.line(f"import of 13 transcripts: cpu s, against {peer.name}", 0.2),
        coded.line(f"3,900 codings of 13 transcripts: cpu s, against {peer.name}", 0.08),
    ]


#: In this order: each of the big ones stands on what the one before it has made.
GROUPS: tuple[Callable[[Bench], list[Line]], ...] = (
    *(help_lines, open_lines, import_lines, coding_lines, listing_lines, peer_lines),
)
