from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import UsageError
from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import create_code, find_code, load_codebook
from qualbench.workbench.coding import (
    AlreadyCoded,
    apply_code,
    apply_codes,
    code_as_new,
    code_in_vivo,
    join_segments,
    load_segments,
    recent_codes,
    recode_segment,
    remove_segments,
    resize_segment,
    segment_counts,
    split_segment,
)
from qualbench.workbench.history import list_history, undo
from qualbench.workbench.importing import find_document
from qualbench.workbench.memoing import add_memo, list_memos
from qualbench.workbench.quote_finding import QuoteNotUnique, find_quote
from qualbench.workbench.theming import assign_codes, choose_exemplar, create_theme, load_themes
from tests.workbench.builders import ANNA, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return with_interviews(tmp_path)


def place(words: str) -> Span:
    return Span(ANNA.index(words), ANNA.index(words) + len(words))


def test_a_code_on_words(session: Session) -> None:
    code = create_code(session, "Leaflets")
    segment = apply_code(session, "anna", place("A leaflet"), code.id)
    assert segment.quote == "A leaflet"
    assert load_segments(session) == [segment]
    assert segment_counts(session) == {code.id: 1}
    assert recent_codes(session) == [code.id]


def test_what_many_segments_share_is_held_once(session: Session) -> None:
    code = create_code(session, "Leaflets")
    for words in ("A leaflet", "the surgery"):
        apply_code(session, "anna", place(words), code.id)
    one, other = load_segments(session)
    assert one.code_id is other.code_id
    assert one.coder_id is other.coder_id
    assert one.document_id is other.document_id


def test_the_same_words_are_not_given_the_same_code_twice(session: Session) -> None:
    code = create_code(session, "Leaflets")
    apply_code(session, "anna", place("A leaflet"), code.id)
    with pytest.raises(AlreadyCoded):
        apply_code(session, "anna", place("A leaflet"), code.id)
    other = create_code(session, "Paper")
    made = apply_codes(session, "anna", place("A leaflet"), [code.id, other.id])
    assert [segment.code_id for segment in made] == [other.id]


@pytest.mark.parametrize("span", [Span(5, 5), Span(0, 100_000)])
def test_no_code_on_nothing_or_beyond_the_text(session: Session, span: Span) -> None:
    with pytest.raises(UsageError, match="has no stretch"):
        apply_code(session, "anna", span, create_code(session, "Leaflets").id)


def test_a_code_in_vivo_takes_its_name_from_the_words(session: Session) -> None:
    segment = code_in_vivo(session, "anna", place("“Not for me”,"))
    code = load_codebook(session).by_id[segment.code_id]
    assert (code.name, code.in_vivo) == ("Not for me", True)
    assert next(entry.verb for entry in list_history(session)) == "code"
    undo(session)
    assert load_codebook(session).codes == ()
    assert load_segments(session) == []


def test_a_new_code_and_its_first_words_are_one_step(session: Session) -> None:
    parent = create_code(session, "Finding out")
    segment = code_as_new(session, "anna", place("A leaflet"), "Leaflets", parent.id)
    assert load_codebook(session).paths[segment.code_id] == "Finding out > Leaflets"
    with pytest.raises(UsageError):
        code_as_new(session, "anna", place("at the surgery"), "Leaflets", parent.id)
    undo(session)
    assert load_segments(session) == []
    assert [code.name for code in load_codebook(session).codes] == ["Finding out"]


def test_what_is_removed_goes_with_its_memo_and_its_place_in_a_theme_and_comes_back(session: Session) -> None:
    code = create_code(session, "Leaflets")
    segment = apply_code(session, "anna", place("A leaflet"), code.id)
    add_memo(session, MemoTarget.SEGMENT, segment.id, "Paper again.")
    theme = create_theme(session, "Chance")
    assign_codes(session, theme.id, [code.id])
    choose_exemplar(session, theme.id, segment.id)
    remove_segments(session, [segment.id])
    assert load_segments(session) == []
    assert list_memos(session) == []
    assert not check_project(session)
    undo(session)
    assert load_segments(session) == [segment]
    assert [memo.text for memo in list_memos(session)] == ["Paper again."]
    assert load_themes(session, theme.set_id)[0].exemplar_ids == (segment.id,)


def test_recoding_keeps_the_memo(session: Session) -> None:
    segment = apply_code(session, "anna", place("A leaflet"), create_code(session, "Leaflets").id)
    add_memo(session, MemoTarget.SEGMENT, segment.id, "Paper again.")
    after = recode_segment(session, segment.id, create_code(session, "Paper").id)
    assert after.id == segment.id
    assert [memo.target_id for memo in list_memos(session)] == [segment.id]


def test_edges_move_and_the_quote_follows(session: Session) -> None:
    segment = apply_code(session, "anna", place("A leaflet"), create_code(session, "Leaflets").id)
    resize_segment(session, segment.id, place("A leaflet, at the surgery"))
    assert load_segments(session)[0].quote == "A leaflet, at the surgery"
    undo(session)
    assert load_segments(session) == [segment]


def test_split_and_joined_again(session: Session) -> None:
    code = create_code(session, "Tea")
    whole = apply_code(session, "anna", place("the tea and the talk"), code.id)
    first, second = split_segment(session, whole.id, place(" and the talk").start)
    assert (first.quote, second.quote) == ("the tea", "and the talk"), "the space goes to neither"
    assert load_segments(session) == [first, second]
    add_memo(session, MemoTarget.SEGMENT, second.id, "On talk.")
    joined = join_segments(session, second.id, first.id)
    assert (joined.id, joined.quote) == (whole.id, whole.quote)
    assert [memo.target_id for memo in list_memos(session)] == [whole.id]
    assert not check_project(session)


def test_a_split_outside_is_refused(session: Session) -> None:
    whole = apply_code(session, "anna", place("the tea"), create_code(session, "Tea").id)
    with pytest.raises(UsageError):
        split_segment(session, whole.id, whole.end)
    with pytest.raises(UsageError, match="no words"):
        spaced = apply_code(session, "anna", place("tea "), create_code(session, "Drinks").id)
        split_segment(session, spaced.id, spaced.end - 1)


def test_a_quote_must_be_found_once(session: Session) -> None:
    anna = find_document(session, "anna")
    assert find_quote(session, anna, "at the surgery") == place("at the surgery")
    with pytest.raises(QuoteNotUnique, match=r"found 3 times in anna: .* \(turn 4\)"):
        find_quote(session, anna, "the t")
    with pytest.raises(QuoteNotUnique, match="not found"):
        find_quote(session, anna, "at  the surgery")
    assert find_quote(session, anna, "at  the\nsurgery", fold_space=True) == place("at the surgery")


def test_codes_are_found_by_path_name_or_id(session: Session) -> None:
    top = create_code(session, "Finding")
    sub = create_code(session, "Chance", parent_id=top.id)
    assert (
        find_code(session, "Finding > Chance") == find_code(session, "Chance") == find_code(session, sub.id)
    )
    create_code(session, "Chance", parent_id=create_code(session, "Luck").id)
    with pytest.raises(UsageError, match="2 codes are named"):
        find_code(session, "Chance")
