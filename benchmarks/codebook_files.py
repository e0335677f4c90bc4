"""The lines of the bench about codebook files of 2,000 codes: compared, and saved as a version."""

from __future__ import annotations

import random
import re
import sqlite3
import time
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.bare import raw_rename
from benchmarks.lines import fresh
from benchmarks.measure import Line
from qualbench.codebook.diff import compare_books
from qualbench.codebook.likeness import book_of
from qualbench.codebook.yaml_file import read_codebook, write_codebook
from qualbench.model.code import Code, Codebook
from qualbench.model.ids import new_id
from qualbench.storage import history
from qualbench.workbench.project import open_session
from qualbench.workbench.working_file import adopt, working_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

#: 20 areas with 9 topics of 10 points each: 2,000 codes.
AREAS, TOPICS, POINTS = 20, 9, 10
RENAMED = 500
TIMES = 7
_ID_LINE = re.compile(r"- id: \S+\n +name:")


def diff_lines() -> list[Line]:
    """Compare two files of 2,000 codes in which three in eight codes differ, with ids and without."""
    before = big_codebook()
    after = _edited(before)
    texts = write_codebook(before), write_codebook(after)
    lines = []
    for said, pair in (("", texts), (" without ids", tuple(_ID_LINE.sub("- name:", one) for one in texts))):
        ours, reference = _in_turn(partial(_diff, *pair), partial(_parse, *pair))
        name = f"diff of two files of 2,000 codes{said}: cpu s, against parsing the two files"
        lines.append(Line(name, ours, reference, 3.0))
    return lines


def adopt_lines(study: Path, times: int = TIMES) -> list[Line]:
    """Save a file with 500 renamed codes as a version, in a study with 300,000 codings.

    What is written is measured against bare SQL that writes as many rows; the whole, which reads two files
    and edits one, against parsing them.
    """
    written: list[float] = []
    whole: list[float] = []
    bare: list[float] = []
    parsed: list[float] = []
    with open_session(fresh(study, "ours")) as session, _connected(fresh(study, "bare")) as connection:
        path = working_path(session.project)
        for _turn in range(times):
            before = path.read_text(encoding="utf-8")
            after = rename(before, RENAMED)
            path.write_text(after, encoding="utf-8")
            with _commits(written):
                whole.append(_seconds(partial(adopt, session, message="renamed")))
            parsed.append(_seconds(partial(_parse, before, after)))
            names = _renamed(before, after)
            bare.append(_seconds(partial(raw_rename.main, connection, names, after)))
    what = f"saving {RENAMED} renamed codes of 2,000 with 300,000 codings"
    return [
        Line(f"{what}: cpu s of writing, against SQL writing the rows", median(written), median(bare), 3.0),
        Line(f"{what}: cpu s in all, against parsing both files", median(whole), median(parsed), 5.0),
    ]


@contextmanager
def _connected(project: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(project / "project.qualbench", isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


def _renamed(before: str, after: str) -> dict[str, tuple[str, str]]:
    old, new = _book(before).by_id, _book(after).codes
    return {one.id: (old[one.id].name, one.name) for one in new if old[one.id].name != one.name}


def big_codebook() -> Codebook:
    """Make a codebook of 2,000 codes with definitions and examples, always the same but for its ids."""
    chance = random.Random(5)
    known = ["".join(chance.choices("abdegiklmnoprstu", k=chance.randint(2, 9))) for _ in range(3000)]

    def words(many: int) -> str:
        return " ".join(chance.choices(known, k=many))

    codes: list[Code] = []

    def add(name: str, parent: str | None, place: int) -> str:
        examples = (words(10), words(8))
        code = Code(new_id(), f"{name} {words(2)}", parent, place, definition=words(25), when=words(10))
        codes.append(replace(code, when_not=words(8), examples=examples))
        return code.id

    for area in range(AREAS):
        top = add(f"Area {area}", None, area)
        for topic in range(TOPICS):
            middle = add(f"Topic {area}.{topic}", top, topic)
            for point in range(POINTS):
                add(f"Point {area}.{topic}.{point}", middle, point)
    return Codebook("Bench", tuple(codes))


def rename(text: str, many: int) -> str:
    """Return the text of a codebook file with so many of its codes called something else."""
    return re.sub(r"(?m)^( *(?:- )?name: Point .*)$", r"\1 anew", text, count=many)


def _edited(book: Codebook) -> Codebook:
    changes: tuple[Callable[[Code], Code], ...] = (
        lambda one: replace(one, name=f"{one.name} anew"),
        lambda one: replace(one, definition=f"{one.definition} And so on."),
        lambda one: replace(one, color="#0072B2"),
    )
    codes = (changes[at % 8](one) if at % 8 < len(changes) else one for at, one in enumerate(book.codes))
    return Codebook(book.name, tuple(codes))


def _book(text: str) -> Codebook:
    return book_of(read_codebook(text))[0]


def _diff(before: str, after: str) -> object:
    return compare_books(_book(before), _book(after)).as_json()


def _parse(before: str, after: str) -> object:
    return read_codebook(before), read_codebook(after)


def _in_turn(ours: Callable[[], object], reference: Callable[[], object]) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(TIMES):
        sides = list(zip((ours, reference), times, strict=True))
        for side, measured in sides if turn % 2 == 0 else reversed(sides):
            measured.append(_seconds(side))
    return median(times[0]), median(times[1])


@contextmanager
def _commits(times: list[float]) -> Iterator[None]:
    """Time the store's one writer."""
    commit = history.commit

    def timed(*arguments: object, **named: object) -> object:
        began = time.process_time()
        try:
            return commit(*arguments, **named)  # type: ignore[arg-type]
        finally:
            times.append(time.process_time() - began)

    history.commit = timed  # type: ignore[assignment]
    try:
        yield
    finally:
        history.commit = commit


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
