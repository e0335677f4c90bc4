from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound, UsageError
from qualbench.model.span import Span
from qualbench.model.theme import ThemeStatus
from qualbench.workbench.analysing import theme_counts, theme_segments
from qualbench.workbench.codebooks import CodeInUse, create_code, delete_code
from qualbench.workbench.coding import apply_code, load_segments
from qualbench.workbench.history import undo
from qualbench.workbench.theming import (
    assign_codes,
    change_theme,
    choose_exemplar,
    create_set,
    create_theme,
    current_set,
    drop_exemplar,
    find_theme,
    list_theme_sets,
    load_themes,
    remove_theme,
    unassign_codes,
    use_set,
)
from tests.workbench.builders import ANNA, BEN, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return with_interviews(tmp_path)


def span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def test_the_first_theme_brings_a_set_and_the_first_set_is_in_use(session: Session) -> None:
    theme = create_theme(session, "Chance")
    assert [one.name for one in list_theme_sets(session)] == ["Theme set 1"]
    other = create_set(session, "Another way")
    current = current_set(session)
    assert current is not None
    assert current.id == theme.set_id
    use_set(session, other.name)
    current = current_set(session)
    assert current is not None
    assert current.id == other.id


def test_n_of_participants_counts_people_not_segments(session: Session) -> None:
    tea, bus = create_code(session, "Tea"), create_code(session, "Bus")
    apply_code(session, "anna", span(ANNA, "the tea and the talk"), tea.id)
    apply_code(session, "anna", span(ANNA, "the tea and the talk"), bus.id)
    apply_code(session, "anna", span(ANNA, "A leaflet"), tea.id)
    apply_code(session, "ben", span(BEN, "How did you hear"), tea.id)
    theme = create_theme(session, "Everyday things")
    assign_codes(session, theme.id, [tea.id, bus.id])
    count = theme_counts(session, theme.set_id)[theme.id]
    assert (count.participants, count.of, count.segments) == (1, 2, 3)
    assert len(theme_segments(session, theme.id)) == 4


def test_a_theme_takes_its_subthemes_with_it_and_undo_brings_all_back(session: Session) -> None:
    code = create_code(session, "Tea")
    segment = apply_code(session, "anna", span(ANNA, "the tea"), code.id)
    theme = create_theme(session, "Everyday things")
    sub = create_theme(session, "Warm drinks", parent_id=theme.id)
    assign_codes(session, sub.id, [code.id])
    choose_exemplar(session, sub.id, segment.id)
    before = load_themes(session, theme.set_id)
    remove_theme(session, theme.id)
    assert load_themes(session, theme.set_id) == ()
    assert load_segments(session) == [segment]
    undo(session)
    assert load_themes(session, theme.set_id) == before


def test_an_exemplar_is_a_segment_of_the_theme(session: Session) -> None:
    code = create_code(session, "Tea")
    segment = apply_code(session, "anna", span(ANNA, "the tea"), code.id)
    theme = create_theme(session, "Everyday things")
    with pytest.raises(UsageError, match="none of the codes"):
        choose_exemplar(session, theme.id, segment.id)
    assign_codes(session, theme.id, [code.id])
    choose_exemplar(session, theme.id, segment.id)
    drop_exemplar(session, theme.id, segment.id)
    for nonsense in (segment.id, "nonsense"):
        with pytest.raises(UsageError, match="no chosen quote"):
            drop_exemplar(session, theme.id, nonsense)
    assert find_theme(session, theme.id).exemplar_ids == ()
    assert unassign_codes(session, theme.id, [code.id]) == [code.id]


def test_a_code_in_a_theme_is_not_deleted(session: Session) -> None:
    code = create_code(session, "Tea")
    theme = create_theme(session, "Everyday things")
    assign_codes(session, theme.id, [code.id])
    with pytest.raises(CodeInUse, match="a place in 1 theme"):
        delete_code(session, code.id)


def test_fields_order_and_places_change(session: Session) -> None:
    first, second = create_theme(session, "One"), create_theme(session, "Two")
    change_theme(session, second.id, position=0, concept="What comes first", status="kept")
    themes = load_themes(session, first.set_id)
    assert [one.name for one in themes] == ["Two", "One"]
    assert (themes[0].concept, themes[0].status) == ("What comes first", ThemeStatus.KEPT)
    change_theme(session, first.id, parent_id=second.id)
    assert find_theme(session, "Two > One").id == first.id
    with pytest.raises(UsageError, match="under itself"):
        change_theme(session, second.id, parent_id=first.id)
    with pytest.raises(UsageError):
        change_theme(session, second.id, status="finished")


def test_an_unknown_theme_is_answered_with_near_names(session: Session) -> None:
    create_theme(session, "Everyday things")
    with pytest.raises(NotFound) as caught:
        find_theme(session, "Every day things")
    assert "Everyday things" in caught.value.hint


def test_a_theme_s_name_has_the_limit_of_a_code_s(session: Session) -> None:
    with pytest.raises(UsageError, match="up to 200 characters; this one has 600"):
        create_theme(session, "Help" * 150)
    theme = create_theme(session, "Help" * 50)
    with pytest.raises(UsageError, match="this one has 201"):
        change_theme(session, theme.id, name=f"{theme.name}s")
