from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound, UsageError
from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.workbench.codebooks import create_code, load_codebook
from qualbench.workbench.coding import apply_code, load_segments
from qualbench.workbench.history import list_history, undo
from qualbench.workbench.importing import find_document
from qualbench.workbench.memoing import add_memo, list_memos
from qualbench.workbench.recoding import NothingToRecode, recode_as_new, recode_segments
from tests.workbench.builders import with_interviews

if TYPE_CHECKING:
    from pathlib import Path


def test_several_are_recoded_as_one_step_and_their_memos_stay(tmp_path: Path) -> None:
    with with_interviews(tmp_path) as session:
        old, new = create_code(session, "Old"), create_code(session, "New")
        document = find_document(session, "anna").id
        first, second, twin = (
            apply_code(session, document, Span(*at), old.id) for at in ((0, 5), (6, 9), (10, 15))
        )
        apply_code(session, document, Span(10, 15), new.id)
        add_memo(session, MemoTarget.SEGMENT, first.id, "keep me")
        before = len(list_history(session))
        done = recode_segments(session, [first.id, second.id, first.id, twin.id], new.id)
        assert ([one.id for one in done.segments], done.left) == ([first.id, second.id], 1)
        assert len(list_history(session)) == before + 1
        assert list_history(session)[0].summary == "recoded 2 codings as “New”"
        assert [memo.text for memo in list_memos(session, target_id=first.id)] == ["keep me"]
        assert {one.id for one in load_segments(session, code_ids=[old.id])} == {twin.id}
        undo(session)
        assert {one.id for one in load_segments(session, code_ids=[old.id])} == {first.id, second.id, twin.id}


def test_two_codes_on_the_same_words_never_become_twins(tmp_path: Path) -> None:
    with with_interviews(tmp_path) as session:
        codes = [create_code(session, name) for name in ("A", "B", "C")]
        document = find_document(session, "anna").id
        both = [apply_code(session, document, Span(0, 5), one.id).id for one in codes[:2]]
        done = recode_segments(session, both, codes[2].id)
        assert ([one.id for one in done.segments], done.left) == ([both[0]], 1)
        with pytest.raises(NothingToRecode):
            recode_segments(session, both, codes[2].id)


def test_a_new_code_and_the_recoding_are_one_step(tmp_path: Path) -> None:
    with with_interviews(tmp_path) as session:
        old = create_code(session, "Old")
        segment = apply_code(session, find_document(session, "anna").id, Span(0, 5), old.id)
        add_memo(session, MemoTarget.SEGMENT, segment.id, "keep me")
        done = recode_as_new(session, [segment.id], "Newer", old.id)
        assert list_history(session)[0].summary == "recoded “Old” as the new code “Newer”"
        assert [memo.text for memo in list_memos(session, target_id=segment.id)] == ["keep me"]
        with pytest.raises(UsageError):
            recode_as_new(session, [segment.id], "Newer", old.id)
        assert load_segments(session) == list(done.segments)
        book = load_codebook(session)
        (now,) = load_segments(session)
        assert book.paths[now.code_id] == "Old > Newer"
        undo(session)
        assert len(load_codebook(session).codes) == 1
        assert load_segments(session)[0].code_id == old.id


def test_what_is_not_there_is_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    with with_interviews(tmp_path) as session:
        old = create_code(session, "Old")
        segment = apply_code(session, find_document(session, "anna").id, Span(0, 5), old.id)
        before = len(list_history(session))
        with pytest.raises(NotFound):
            recode_segments(session, [segment.id], "nothing")
        with pytest.raises(NotFound):
            recode_segments(session, [segment.id, "nothing"], old.id)
        assert len(list_history(session)) == before
