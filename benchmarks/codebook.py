"""The lines of the bench about a big codebook: 2,000 codes, 300,000 codings. Timed inside this process."""

from __future__ import annotations

import random
import sqlite3
import time
import uuid
from contextlib import closing
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.bare import raw_merge
from benchmarks.codebook_files import adopt_lines, diff_lines
from benchmarks.corpus import code_paths, codebook, interview
from benchmarks.lines import CODER, fresh
from benchmarks.measure import Line
from qualbench.storage.store import now
from qualbench.workbench.code_merging import merge_codes
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.importing import import_documents
from qualbench.workbench.project import create_project, open_session
from qualbench.workbench.working_file import adopt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmarks.corpus import Interview
    from benchmarks.lines import Bench

#: 20 areas with 10 topics of 9 points each: 2,020 codes.
LEVELS = (20, 10, 9)
CODINGS, OF_ONE, DOCUMENTS = 300_000, 20_000, 100
#: The two that are merged: of their codings one in ten is of the same words, one in five overlaps another.
TWO = ("Area 0 > Topic 0.0 > Point 0.0.0", "Area 0 > Topic 0.0 > Point 0.0.1")
TIMES = 5


def codebook_lines(bench: Bench) -> list[Line]:
    """What changes of a codebook cost, against the same in bare SQL, and its file, against parsing it."""
    study = big_study(bench.folder / "big-codebook")
    return [merge_line(study), *diff_lines(), *adopt_lines(study)]


def big_study(
    folder: Path,
    documents: int = DOCUMENTS,
    codings: int = CODINGS,
    of_one: int = OF_ONE,
    levels: tuple[int, int, int] = LEVELS,
) -> Path:
    """Make the study and return its folder."""
    texts, made = folder / "texts", [interview(number) for number in range(documents)]
    texts.mkdir(parents=True)
    for one in made:
        (texts / f"{one.name}.txt").write_text(one.text, encoding="utf-8", newline="\n")
    (folder / "codes.yaml").write_text(codebook(levels), encoding="utf-8")
    study = folder / "study"
    create_project(study, title="Bench", coder=CODER)
    with open_session(study) as session:
        import_documents(session, [texts])
        adopt(session, folder / "codes.yaml", message="for the bench")
        codes = {path: code.id for path, code in load_codebook(session).by_path.items()}
    with closing(sqlite3.connect(study / "project.qualbench", isolation_level=None)) as connection:
        connection.execute("BEGIN")
        documents_by_name = dict(connection.execute("SELECT name, id FROM document"))
        (coder,) = connection.execute("SELECT lead_id FROM project").fetchone()
        at = now()
        connection.executemany(
            f"INSERT OR IGNORE INTO segment VALUES ({', '.join('?' * 12)})",
            (
                (
                    *(str(uuid.uuid4()), documents_by_name[one.name], 1, start, end, one.text[start:end]),
                    *(codes[path], coder, at, 0, "", 1),
                )
                for one, path, start, end in _stretches(made, codings, of_one, levels)
            ),
        )
        connection.execute("COMMIT")
    return study


def _stretches(
    made: list[Interview], codings: int, of_one: int, levels: tuple[int, int, int]
) -> Iterator[tuple[Interview, str, int, int]]:
    """Yield what is coded: of the two codes in the same places more often than chance would have it."""
    chance = random.Random(7)
    others = [path for path in code_paths(levels) if path not in TWO]
    for number in range(of_one):
        one = made[number % len(made)]
        start, end = _stretch(one, chance)
        yield one, TWO[0], start, end
        if number % 10 == 0:
            yield one, TWO[1], start, end
        elif number % 10 < 3:
            yield one, TWO[1], (start + end) // 2, end + 5
        else:
            yield one, TWO[1], *_stretch(one, chance)
    for number in range(codings - 2 * of_one):
        one = made[number % len(made)]
        yield one, others[number % len(others)], *_stretch(one, chance)


def _stretch(one: Interview, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(one.text) - 450)
    return start, start + chance.randint(20, 400)


def merge_line(study: Path) -> Line:
    """Merge two codes with 20,000 codings each, against the raw SQL with finding the overlaps."""
    with open_session(study, write=False) as session:
        ids = [load_codebook(session).by_path[path].id for path in TWO]

    def ours(copy: Path) -> float:
        with open_session(copy) as session:
            return _seconds(lambda: merge_codes(session, [ids[1]], ids[0]))

    def reference(copy: Path) -> float:
        return _seconds(lambda: raw_merge.main(copy, ids[1], ids[0]))

    times: list[list[float]] = [[], []]
    for _turn in range(TIMES):
        for side, measured in zip((ours, reference), times, strict=True):
            measured.append(side(fresh(study, "copy")))
    name = "merge two codes with 20,000 codings each: cpu s, against raw SQL with finding the overlaps"
    return Line(name, *(median(one) for one in times), 3.0)


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
