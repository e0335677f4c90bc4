"""No coding is lost: a process that codes is killed at random moments, and all that it was told is there."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coding import load_segments
from qualbench.workbench.history import list_history
from qualbench.workbench.project import open_session
from tests.workbench.builders import with_interviews

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 100
#: Several coders at once, each in a project of its own, so that both cores have work.
LANES = 4


def kill_at_random(folder: Path, chance: random.Random) -> tuple[set[str], set[str], set[str]]:
    """Let a process code, kill it after a random number of reports, and return what it reported."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.workbench.crasher", str(folder), str(chance.randrange(10**9))],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
    )
    assert process.stdout is not None
    added: set[str] = set()
    doubtful: set[str] = set()
    removed: set[str] = set()
    after = chance.randint(1, 25)
    for number, line in enumerate(process.stdout, 1):
        mark, _, segment = line.strip().partition(" ")
        {"+": added, "?": doubtful, "-": removed}[mark].add(segment)
        if number >= after:
            # a moment that is no multiple of anything: in the middle of the next commit, as often as not
            threading.Event().wait(chance.random() * 0.004)
            process.kill()
            break
    rest, _ = process.communicate()
    for line in rest.splitlines():
        mark, _, segment = line.strip().partition(" ")
        if len(segment) == 36:
            {"+": added, "?": doubtful, "-": removed}[mark].add(segment)
    assert added, "the process was killed before it had coded anything"
    return added, doubtful, removed


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
