"""No coding is lost: a process that codes is killed at random moments, and all that it was told is there."""

from __future__ import annotations

import multiprocessing
import random
import threading
from typing import TYPE_CHECKING, Any

import pytest

from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coding import load_segments
from qualbench.workbench.history import list_history
from qualbench.workbench.project import open_session
from tests.workbench import crasher
from tests.workbench.builders import with_interviews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

KILLS = 100
#: Several coders at once, each in a project of its own, so that both cores have work.
LANES = 4


#: Each coder is a process of its own; where the system can, one that has imported everything already.
PROCESSES: Any = multiprocessing.get_context(
    "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
)


def reports(receiver: Connection) -> Iterator[tuple[str, str]]:
    """What a process reports, mark and segment, until it is no more; a report cut off by its end is none."""
    while True:
        try:
            mark, _, segment = receiver.recv_bytes().decode().partition(" ")
        except (EOFError, OSError):
            return
        yield mark, segment


def kill_at_random(folder: Path, chance: random.Random) -> tuple[set[str], set[str], set[str]]:
    """Let a process code, kill it after a random number of reports, and return what it reported."""
    PROCESSES.set_forkserver_preload(["__main__", "tests.workbench.crasher"])
    receiver, report = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=crasher.main, args=(folder, chance.randrange(10**9), report))
    process.start()
    report.close()  # so that the process alone holds it, and its end is the end of the reports
    told: dict[str, set[str]] = {"+": set(), "?": set(), "-": set()}
    after = chance.randint(1, 25)
    for number, (mark, segment) in enumerate(reports(receiver), 1):
        told[mark].add(segment)
        if number == after:
            # a moment that is no multiple of anything: in the middle of the next commit, as often as not
            threading.Event().wait(chance.random() * 0.004)
            process.kill()
    process.join()
    receiver.close()
    assert sum(map(len, told.values())) >= after, "it ended before it was killed"
    return told["+"], told["?"], told["-"]


@pytest.mark.parametrize("lane", range(LANES))
def test_every_reported_coding_survives_a_kill(tmp_path: Path, lane: int) -> None:
    chance = random.Random(lane)
    session = with_interviews(tmp_path)
    folder = session.project.folder
    create_code(session, "Silence")
    session.store.close()
    expected: set[str] = set()
    for _ in range(KILLS // LANES):
        added, doubtful, removed = kill_at_random(folder, chance)
        with open_session(folder) as again:
            present = {segment.id for segment in load_segments(again)}
            lost = (expected | added) - doubtful - present
            assert not lost, f"{len(lost)} codings were lost"
            assert not present & removed
            assert not check_project(again)
            assert all(entry.summary for entry in list_history(again, 5))
            expected = present
