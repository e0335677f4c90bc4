from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import FileProblem
from qualbench.model.span import Span
from qualbench.workbench.importing import find_document
from qualbench.workbench.project import load_top, save_place
from qualbench.workbench.quoting import attribution, save_words
from tests.workbench.builders import ANNA, with_interviews

if TYPE_CHECKING:
    from pathlib import Path


def test_words_go_to_a_new_file_each_time_exactly(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    start = ANNA.index("the tea")
    words = attribution(session, find_document(session, "anna").id, Span(start, start + 7))
    assert words.startswith("“the tea” (")
    first, second = save_words(session, words), save_words(session, "👩🏽‍⚕️ said so")
    assert first.parent == session.project.exports
    assert first != second
    assert first.read_text(encoding="utf-8") == words + "\n"
    assert second.read_text(encoding="utf-8") == "👩🏽‍⚕️ said so\n"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    if session.project.exports.is_dir():
        session.project.exports.rmdir()
    session.project.exports.write_text("in the way", encoding="utf-8")
    with pytest.raises(FileProblem, match="cannot be written"):
        save_words(session, "words")


def test_what_stood_at_the_top_is_kept_with_the_place(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    assert load_top(session, "d") is None
    save_place(session, "d", 42, 30)
    assert load_top(session, "d") == 30
