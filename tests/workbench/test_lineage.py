from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound
from qualbench.workbench.code_merging import merge_codes
from qualbench.workbench.codebooks import change_code, create_code, delete_code
from qualbench.workbench.history import undo
from qualbench.workbench.lineage import became, code_history, find_past_code
from tests.workbench.builders import new_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with new_project(tmp_path / "study") as made:
        yield made


def test_a_history_tells_who_did_what_why_and_leaves_out_what_was_taken_back(session: Session) -> None:
    above = create_code(session, "Above").id
    bus, travel = create_code(session, "Bus").id, create_code(session, "Travel", why="asked for").id
    change_code(session, bus, name="Coach", why="the word they use")
    change_code(session, bus, color="#0072B2")
    undo(session)
    change_code(session, bus, parent_id=above, when="A coach is named")
    change_code(session, bus, status="retired")
    merge_codes(session, [bus], travel, why="one thing")
    assert [(one.what, one.said, one.why) for one in code_history(session, bus)] == [
        ("created", "created as “Bus” under the top", ""),
        ("renamed", "renamed from “Bus” to “Coach”", "the word they use"),
        (
            "moved",
            "moved from the top to Above; when to use it changed from “nothing” to “A coach is named”",
            "",
        ),
        ("retired", "retired", ""),
        ("merged", "merged into “Travel”", "one thing"),
    ]
    first, last = code_history(session, travel)
    assert (first.why, first.coder) == ("asked for", "Ana")
    assert (last.what, last.said, last.other_id) == ("merged from", "“Above > Coach” was merged into it", bus)


def test_a_deleted_code_still_has_a_history_and_became_nothing(session: Session) -> None:
    code = create_code(session, "Typo").id
    delete_code(session, code, "never used")
    assert [one.what for one in code_history(session, code)] == ["created", "deleted"]
    assert became(session, code) == ()
    assert code_history(session, "nothing") == ()


def test_a_code_that_became_another_is_found_by_its_last_name(session: Session) -> None:
    bus, travel = create_code(session, "Bus").id, create_code(session, "Travel").id
    merge_codes(session, [bus], travel)
    assert find_past_code(session, "Bus") == find_past_code(session, bus) == bus
    assert find_past_code(session, "Travel") == travel
    with pytest.raises(NotFound):
        find_past_code(session, "Train")
