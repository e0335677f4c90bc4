"""The lines of the bench about coding in the terminal: what a key costs on a long transcript.

Every figure is of a real process in a pseudo-terminal of 120x40, from the moment at which a key is sent until
the last byte of what it changes has come out. Ours and what it is measured against get their keys in turn.
"""

from __future__ import annotations

from functools import partial
from statistics import median, quantiles
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.corpus import MANY_LEVELS, codebook, write_long
from benchmarks.lines import Bench, adopt_codebook, bare_program, new_project, program, qualbench
from benchmarks.measure import Line
from benchmarks.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

#: Keys of each gesture.
TIMES = 100
#: Words and codings of the transcript that the limits are about, and of one that is as long as any.
LONG = (109_000, 3_000)
LONGER = (1_000_000, 30_000)

LEFT, RIGHT, UP, DOWN = "\x1b[D", "\x1b[C", "\x1b[A", "\x1b[B"
EXTEND, PAGE_UP, PAGE_DOWN, TAB, DELETE = "\x1b[1;2B", "\x1b[5~", "\x1b[6~", "\t", "\x1b[3~"
BACK_TAB = "\x1b[Z"
NEXT_TURN, DOCUMENT_START, UNDO, ENTER = "\x1b[1;5B", "\x1b[1;5H", "\x1a", "\r"


class Gesture(NamedTuple):
    """A gesture to measure.

    Attributes:
        name: As the table says it.
        key: The key of sample n.
        before: Keys that lead to it, sent before each sample and not measured.
        first: Keys that lead to all of them, sent once.
    """

    name: str
    key: Callable[[int], str]
    before: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


#: First a key that paints a cell or two, then those that paint rows, then those that paint the whole screen.
IN_ROW = Gesture("cursor in its row", lambda n: RIGHT if n // 30 % 2 == 0 else LEFT)
ROW = Gesture("cursor to the next row", lambda _n: DOWN)
EXTENDING = Gesture("selection longer by a row", lambda _n: EXTEND)
SEGMENT = Gesture(
    "to the next segment in sight", lambda n: TAB if n // 4 % 2 == 0 else BACK_TAB, first=(TAB,)
)
# A segment that is out of sight comes with a screen of other rows: that is a page.
FAR_SEGMENT = Gesture("to the code's next segment", lambda n: ";" if n // 10 % 2 == 0 else ",", first=(TAB,))
PAGE = Gesture("a page", lambda n: PAGE_DOWN if n // 20 % 2 == 0 else PAGE_UP)
APPLY = Gesture("apply a code", lambda _n: ".", (NEXT_TURN, "s"))
KEYS = (IN_ROW, ROW, EXTENDING, SEGMENT, FAR_SEGMENT, PAGE, APPLY)
UNDOING = Gesture("undo", lambda _n: UNDO)
REMOVE = Gesture("remove a coding", lambda _n: DELETE, (TAB,))


def keys_lines(bench: Bench) -> list[Line]:
    """What keys cost on the long transcript."""
    project = coded_project(bench, "long", *LONG)
    return _gestures(bench, project, "", [*KEYS, UNDOING, REMOVE])


def scripts_lines(bench: Bench) -> list[Line]:
    """What keys cost where one word in eight is of another script."""
    project = coded_project(bench, "mixed", *LONG, mixed=True)
    return _gestures(bench, project, ", many scripts", KEYS)


def million_lines(bench: Bench) -> list[Line]:
    """The same keys on a million words, against those on the long transcript."""
    long, longer = coded_project(bench, "long", *LONG), coded_project(bench, "longer", *LONGER)
    lines = []
    with opened(longer) as ours, opened(long) as reference:
        for gesture in (*KEYS, UNDOING, REMOVE):
            for side in (ours, reference):
                begin(side, gesture)
            measured = in_turn(partial(_stroke, ours, gesture), partial(_stroke, reference, gesture))
            lines.append(measured.line(f"{gesture.name}: p95 s, a million words against 109,000", 2.0))
    return lines


def screen_lines(bench: Bench) -> list[Line]:
    """What it costs to be there, in time and memory, and in a window of another size."""
    long, mixed = coded_project(bench, "long", *LONG), coded_project(bench, "mixed", *LONG, mixed=True)
    return [_resizes(long, ""), _resizes(mixed, ", many scripts"), *_paints(long), _memory(long)]


def coded_project(bench: Bench, name: str, words: int, codings: int, *, mixed: bool = False) -> Path:
    """Make a project of one transcript with its codings by our own command line, unless it is there."""
    folder = bench.folder / name
    if not folder.exists():
        texts, rows = bench.folder / f"{name}-texts", bench.folder / f"{name}.json"
        write_long(texts, rows, words, codings, mixed=mixed)
        new_project(folder)
        qualbench("import", texts, project=folder)
        adopt_codebook(folder, codebook(MANY_LEVELS))
        qualbench("code", "import", rows, project=folder)
    return folder


def opened(project: Path) -> Terminal:
    """Open a project's transcript in a terminal."""
    terminal = Terminal([program(), "open", project])
    terminal.until_painted("P0000")
    terminal.settle()
    terminal.send(ENTER, 1.0)
    terminal.send(DOCUMENT_START)  # it opens at its last place
    return terminal


class InTurn(NamedTuple):
    """Seconds of both sides, and the bytes that ours wrote."""

    ours: list[float]
    reference: list[float]
    written: list[int]

    def line(self, name: str, limit: float) -> Line:
        """Return the 95th percentiles as a line."""
        return Line(name, p95(self.ours), p95(self.reference), limit)


def in_turn(
    ours: Callable[[int], tuple[float, int]], reference: Callable[[int], tuple[float, int]]
) -> InTurn:
    """Measure both sides in turn, so that what else the machine does meets both alike."""
    measured = InTurn([], [], [])
    for n in range(TIMES):
        for side in (ours, reference) if n % 2 == 0 else (reference, ours):
            seconds, written = side(n)
            (measured.ours if side is ours else measured.reference).append(seconds)
            if side is ours:
                measured.written.append(written)
    return measured


def p95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(values, n=20, method="inclusive")[-1]


def begin(terminal: Terminal, gesture: Gesture) -> None:
    """Go to where a gesture's samples begin."""
    if gesture is not UNDOING:
        terminal.send(DOCUMENT_START)
    for key in gesture.first:
        terminal.send(key)


def _stroke(terminal: Terminal, gesture: Gesture, n: int) -> tuple[float, int]:
    for key in gesture.before:
        terminal.press(key)
    return terminal.press(gesture.key(n))


def _gestures(bench: Bench, project: Path, where: str, gestures: Sequence[Gesture]) -> list[Line]:
    """Measure gestures on a transcript beside an empty program's key, or a page of static rows."""
    text = next(bench.folder.joinpath(f"{project.name}-texts").iterdir())
    lines = []
    with (
        opened(project) as ours,
        Terminal(bare_program("empty_app")) as empty,
        Terminal([*bare_program("static_page"), text]) as static,
    ):
        empty.settle(2.0)
        static.settle(2.0)
        key, page = (lambda _n: empty.press("j")), (lambda n: static.press(PAGE.key(n)))
        for gesture in gestures:
            begin(ours, gesture)
            paging, limit = LIMITS[gesture]
            measured = in_turn(partial(_stroke, ours, gesture), page if paging else key)
            against = "a page of static rows" if paging else "an empty Textual program's key"
            written = f"{median(measured.written):,.0f} bytes a key"
            lines.append(measured.line(f"{gesture.name}{where}: p95 s ({written}), against {against}", limit))
    return lines


#: Whether a gesture is measured against a page of static rows (else an empty program's key), and its limit.
LIMITS: dict[Gesture, tuple[bool, float]] = {
    **dict.fromkeys((IN_ROW,), (False, 2.0)),
    **dict.fromkeys((ROW, EXTENDING, SEGMENT), (False, 4.0)),
    **dict.fromkeys((FAR_SEGMENT, PAGE, APPLY, UNDOING, REMOVE), (True, 1.5)),
}
_SIZES = ((40, 120), (40, 100), (24, 80), (50, 140))


def _resizes(project: Path, where: str) -> Line:
    """Measure how long both take to settle in a window of another size."""
    took: tuple[list[float], list[float]] = ([], [])
    with opened(project) as ours, Terminal(bare_program("empty_app")) as empty:
        empty.settle(2.0)
        for n in range(24):
            for seconds, side in zip(took, (ours, empty), strict=True):
                seconds.append(side.resize(*_SIZES[(n + 1) % len(_SIZES)]).seconds)
    name = f"resize until settled{where}: s, against 3 of an empty Textual program and 60 ms"
    return Line(name, median(took[0]), 3 * median(took[1]) + 0.06, 1.0)


def _paints(project: Path) -> list[Line]:
    """Measure until the first screen and the transcript are there."""
    first, text, nothing = [], [], []
    for _ in range(9):
        with Terminal([program(), "open", project]) as ours:
            first.append(ours.until_painted("P0000"))
            ours.settle()
            text.append(ours.press(ENTER, quiet=0.3).seconds)
        with Terminal(bare_program("empty_app")) as empty:
            nothing.append(empty.until_painted("painted"))
    name = "open until its first screen: wall s, against an empty Textual program and 300 ms"
    return [
        Line(name, median(first), median(nothing) + 0.3, 1.0),
        Line("from the list of documents into the text: s, against 300 ms", median(text), 0.3, 1.0),
    ]


def _memory(project: Path) -> Line:
    """Measure what is held after some work."""
    with opened(project) as ours, Terminal(bare_program("empty_app")) as empty:
        empty.until_painted("painted")
        empty.settle()
        for n in range(TIMES):
            ours.press((PAGE_DOWN, EXTEND, NEXT_TURN, TAB)[n % 4])
        held, least = ours.memory() / 1e6, empty.memory() / 1e6
    name = f"memory held after {TIMES} keys, MB, against an empty Textual program and 30 MB"
    return Line(name, held, least + 30, 1.0)


INTERFACE_GROUPS: tuple[Callable[[Bench], list[Line]], ...] = (
    *(keys_lines, scripts_lines, million_lines, screen_lines),
)
