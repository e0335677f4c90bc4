from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.storage.documents import load_turns, turn_number
from qualbench.workbench.importing import find_document
from tests.workbench.builders import ANNA, with_interviews

if TYPE_CHECKING:
    from pathlib import Path


def test_the_turn_of_an_offset_is_the_one_that_a_search_of_all_finds(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    document = find_document(session, "anna")
    at = (session.store, document.id, document.revision)
    turns = load_turns(*at)
    assert turns
    for offset in range(len(ANNA) + 2):
        found = next((one.index for one in turns if one.start <= offset < one.end), None)
        assert turn_number(*at, offset) == found
    assert turn_number(session.store, document.id, 99, 0) is None
