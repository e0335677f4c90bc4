from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.workbench import codebooks, coding, importing, memoing
from qualbench.workbench.history import list_history, next_redo, next_undo, undo
from qualbench.workbench.marking import mark_important
from qualbench.workbench.project import Session, open_session
from qualbench.workbench.step_words import step_in_words
from tests.tui.made import make_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_session(make_project(tmp_path / "waiting")) as opened:
        yield opened


def newest(session: Session) -> str:
    return step_in_words(session, list_history(session, 1)[0])


def anna(session: Session) -> str:
    return importing.find_document(session, "anna").id


def test_a_coding_is_told_by_turn_and_words(session: Session) -> None:
    code = codebooks.find_code(session, "Friends instead")
    coding.apply_code(session, anna(session), Span(27, 61), code.id)
    assert newest(session) == "coded turn 2 of anna, “I waited three months for a…”, with Friends instead"
    assert "27:61" in list_history(session, 1)[0].summary, "the history itself holds no words"


def test_undo_and_redo_are_told_the_same_way(session: Session) -> None:
    code = codebooks.find_code(session, "Friends instead")
    coding.apply_code(session, anna(session), Span(29, 41), code.id)
    back = next_undo(session)
    assert back is not None
    words = "coded turn 2 of anna, “waited three”, with Friends instead"
    assert step_in_words(session, back) == words
    undo(session)
    assert newest(session) == f"took back: {words}"
    again = next_redo(session)
    assert again is not None
    assert step_in_words(session, again) == words


def test_removing_and_changing_a_coding_name_the_passage_too(session: Session) -> None:
    (segment,) = coding.load_segments(session, document_id=anna(session))
    code = codebooks.find_code(session, "Friends instead")
    coding.recode_segment(session, segment.id, code.id)
    assert newest(session).endswith("(turn 2 of anna, “I waited three months for a…”)")
    coding.remove_segments(session, [segment.id])
    assert newest(session).startswith("removed ")
    assert newest(session).endswith("(turn 2 of anna, “I waited three months for a…”)")


def test_memos_and_marks_name_their_passage(session: Session) -> None:
    place = "(turn 2 of anna, “waited three”)"
    memo = memoing.annotate(session, "anna", Span(29, 41), "Three!")
    assert newest(session) == f"annotated a passage {place}"
    memoing.change_memo(session, memo.id, "Only three?")
    assert newest(session) == f"changed a memo on a passage {place}"
    memoing.remove_memo(session, memo.id)
    assert newest(session) == f"removed a memo on a passage {place}"
    (segment,) = coding.load_segments(session, document_id=anna(session))
    memoing.add_memo(session, MemoTarget.SEGMENT, segment.id, "A letter.")
    assert newest(session) == "wrote a memo on a segment (turn 2 of anna, “I waited three months for a…”)"
    mark_important(session, [segment.id])
    assert newest(session).endswith("as important (turn 2 of anna, “I waited three months for a…”)")
    memoing.add_memo(session, MemoTarget.DOCUMENT, anna(session), "She spoke slowly.")
    assert newest(session) == "wrote a memo on a document"


def test_what_is_about_no_passage_or_about_many_is_told_as_it_is(session: Session) -> None:
    codebooks.create_code(session, "Another")
    assert newest(session) == "created the code “Another”"
    segments = coding.load_segments(session)
    coding.remove_segments(session, [one.id for one in segments])
    assert newest(session) == list_history(session, 1)[0].summary


def test_names_with_signs_of_patterns_are_told(session: Session) -> None:
    code = codebooks.create_code(session, r"a \1 (b) [c]")
    coding.apply_code(session, anna(session), Span(29, 41), code.id)
    assert newest(session) == r"coded turn 2 of anna, “waited three”, with a \1 (b) [c]"
