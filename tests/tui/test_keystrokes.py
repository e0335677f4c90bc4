"""The keys that docs/keystrokes.md counts do what it says, and are as many as it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualbench.model.span import Span
from qualbench.workbench import codebooks, coding, history
from tests.tui.test_coding_moving import code
from tests.tui.test_coding_screen import coding_desk, folder

if TYPE_CHECKING:
    from tests.tui.test_coding_screen import Desk

__all__ = ["folder"]
PAGE = Path(__file__).parents[2] / "docs" / "keystrokes.md"
NAMES = {")": "right_parenthesis", ".": "full_stop"}
NOBODY = "Nobody asked how we were."
WARD = "The ward manager said she would see to it, but never did."


def rows() -> dict[int, tuple[int, list[str]]]:
    """The task's number to how many keys the page counts, and which."""
    found = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 4 and cells[1][:1].isdigit():
            pressed = re.findall(r"`([^`]+)`", cells[3])
            found[int(cells[1].split(".")[0])] = (
                int(cells[2]),
                [NAMES.get(one, one if len(one) == 1 else one.lower()) for one in pressed],
            )
    return found


ROWS = rows()


def prepare(desk: Desk, task: int) -> None:
    """Bring the study to where a task begins."""
    if task in (2, 7, 8, 9, 10):
        code(desk, NOBODY, "Workload")
    if task == 3:
        code(desk, "exhausted", "Workload")
        code(desk, "three of us", "Colleagues")
    desk.go_to("asked")


AFTER = {
    1: [("Workload", NOBODY)],
    2: [("Workload", NOBODY), ("Workload", WARD)],
    3: [("Workload", "exhausted"), ("Workload", NOBODY), ("Colleagues", "three of us")],
    4: [("Colleagues", NOBODY), ("Workload", NOBODY)],
    5: [("Fear", NOBODY)],
    6: [("Nobody asked how we were", NOBODY)],
    7: [("Workload", f"{NOBODY} {WARD}")],
    8: [("Colleagues", NOBODY)],
    9: [],
    10: [],
}


def test_there_are_ten_tasks_and_each_is_counted_as_it_is_written() -> None:
    assert sorted(ROWS) == list(range(1, 11))
    assert [task for task, (count, keys) in ROWS.items() if count != len(keys)] == []


@pytest.mark.parametrize("task", range(1, 11))
async def test_the_keys_of_a_task_do_it(folder: Path, task: int) -> None:
    async with coding_desk(folder) as desk:
        prepare(desk, task)
        if task in (3, 6):
            await desk.press("s")
        before = len(history.list_history(desk.session))
        _count, keys = ROWS[task]
        await desk.press(*keys)
        assert desk.app.screen is desk.screen
        assert sorted(desk.codings) == sorted(AFTER[task])
        assert len(history.list_history(desk.session)) == before + 1, "one step, taken back by one key"


async def test_a_known_code_takes_four_keys_after_selecting_and_the_last_one_takes_one(folder: Path) -> None:
    async with coding_desk(folder) as desk:
        desk.go_to("asked")
        await desk.press("s")
        await desk.press("enter", "w", "o", "enter")
        assert desk.codings == [("Workload", NOBODY)]
        desk.go_to("The ward")
        await desk.press("s")
        await desk.press("full_stop")
        assert desk.codings == [("Workload", NOBODY), ("Workload", WARD)]


@pytest.mark.parametrize("key", ["1", "2", "3", "4", "5", "6", "7", "8", "9"])
async def test_each_digit_gives_one_of_the_nine_codes_used_last(folder: Path, key: str) -> None:
    async with coding_desk(folder) as desk:
        for n in range(9):
            made = codebooks.create_code(desk.session, f"Code {9 - n}")
            coding.apply_code(desk.session, desk.screen.document_id, Span(n, n + 3), made.id)
        desk.screen.reload()
        desk.go_to("asked")
        await desk.press("s", key)
        assert (f"Code {key}", NOBODY) in desk.codings
