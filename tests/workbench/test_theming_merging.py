from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import UsageError
from qualbench.model.coding import MemoTarget, Stance
from qualbench.model.span import Span
from qualbench.model.theme import Theme, ThemeLink, ThemeStatus
from qualbench.storage.checks import find_faults
from qualbench.workbench.analysing import theme_counts, theme_segments
from qualbench.workbench.code_merging import merge_codes
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coding import apply_code, load_segments, remove_segments
from qualbench.workbench.history import undo
from qualbench.workbench.memoing import add_memo, list_memos
from qualbench.workbench.retrieving import retrieve
from qualbench.workbench.theming import (
    assign_codes,
    assign_segments,
    change_theme,
    choose_exemplar,
    create_theme,
    find_theme,
    link_themes,
    load_pile,
    load_themes,
    merge_themes,
    move_codes,
    put_aside,
    remove_theme,
    split_theme,
    take_back,
    unassign_segments,
)
from tests.workbench.builders import ANNA, BEN, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session


def span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


class Made:
    """Two codes with a segment each, in a theme each."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.tea, self.bus = create_code(session, "Tea"), create_code(session, "Bus")
        self.tea_segment = apply_code(session, "anna", span(ANNA, "the tea and the talk"), self.tea.id)
        self.bus_segment = apply_code(session, "ben", span(BEN, "two hours"), self.bus.id)
        self.warm = create_theme(session, "Warm drinks")
        self.way = create_theme(session, "On the way")
        assign_codes(session, self.warm.id, [self.tea.id])
        assign_codes(session, self.way.id, [self.bus.id])

    def theme(self, theme: Theme) -> Theme:
        return find_theme(self.session, theme.id)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(with_interviews(tmp_path))


def test_merging_carries_everything_as_one_step(made: Made) -> None:
    session = made.session
    third = create_theme(session, "Weather")
    sub = create_theme(session, "Sweet tea", parent_id=made.warm.id)
    assign_segments(session, made.warm.id, [made.bus_segment.id], stance=Stance.CONTRADICTS)
    choose_exemplar(session, made.warm.id, made.tea_segment.id)
    add_memo(session, MemoTarget.THEME, made.warm.id, "It was never about the tea.")
    link_themes(session, made.warm.id, third.id, "explains")
    link_themes(session, third.id, made.way.id, "hides")
    link_themes(session, made.warm.id, made.way.id, "softens")
    before = load_themes(session, made.way.set_id)

    merge_themes(session, [made.warm.id], made.way.id, "one claim")

    into, gone = made.theme(made.way), made.theme(made.warm)
    assert into.code_ids == (made.bus.id, made.tea.id)
    assert (into.segment_ids, into.stances) == (
        (made.bus_segment.id,),
        {made.bus_segment.id: Stance.CONTRADICTS},
    )
    assert into.exemplar_ids == (made.tea_segment.id,)
    assert into.links == (ThemeLink(third.id, "explains"),)  # and none to itself
    assert [one.text for one in list_memos(session, target=MemoTarget.THEME, target_id=into.id)] == [
        "It was never about the tea."
    ]
    assert find_theme(session, "On the way > Sweet tea").id == sub.id
    assert (gone.status, gone.became, gone.reason) == (ThemeStatus.MERGED, (into.id,), "one claim")
    assert (gone.code_ids, gone.segment_ids, gone.links) == ((), (), ())
    assert not list(find_faults(session.store))
    undo(session)
    assert load_themes(session, made.way.set_id) == before


@pytest.mark.parametrize("case", ["itself", "under it", "gone already", "name taken"])
def test_a_merge_that_cannot_be_is_refused_whole(made: Made, case: str) -> None:
    session, ids, into = made.session, [made.warm.id], made.way.id
    if case == "itself":
        ids = [into]
    elif case == "under it":
        change_theme(session, into, parent_id=made.warm.id)
    elif case == "gone already":
        change_theme(session, made.warm.id, status="dropped", why="thin")
    else:
        for one in (made.warm, made.way):
            create_theme(session, "Sweet tea", parent_id=one.id)
    before = load_themes(session, made.way.set_id)
    with pytest.raises(UsageError):
        merge_themes(session, ids, into)
    assert load_themes(session, made.way.set_id) == before


def test_a_split_gives_each_part_its_members_and_their_quotes(made: Made) -> None:
    session = made.session
    assign_codes(session, made.way.id, [made.tea.id], subcodes=False, stance=Stance.QUALIFIES)
    sub = create_theme(session, "Long roads", parent_id=made.way.id)
    for one in (made.bus_segment, made.tea_segment):
        choose_exemplar(session, made.way.id, one.id)
    before = load_themes(session, made.way.set_id)

    roads, rests = split_theme(
        session, made.way.id, {"Roads": [made.bus.id, sub.id], "Rests": [made.tea.id]}, "two claims"
    )

    assert (roads.code_ids, roads.exemplar_ids) == ((made.bus.id,), (made.bus_segment.id,))
    assert (rests.code_ids, rests.exemplar_ids) == ((made.tea.id,), (made.tea_segment.id,))
    assert rests.alone_ids == {made.tea.id}
    assert rests.stances == {made.tea.id: Stance.QUALIFIES}
    assert find_theme(session, "Roads > Long roads").id == sub.id
    gone = made.theme(made.way)
    assert (gone.status, gone.became, gone.code_ids) == (ThemeStatus.SPLIT, (roads.id, rests.id), ())
    undo(session)
    assert load_themes(session, made.way.set_id) == before


@pytest.mark.parametrize(
    "parts",
    [
        {"One": ["tea"]},
        {"One": ["tea"], "Two": []},
        {"One": ["tea"], "Two": ["bus"]},
        {"A": ["way"], "B": ["way"]},
    ],
)
def test_a_split_that_leaves_something_or_names_what_is_not_there_is_refused(
    made: Made, parts: dict[str, list[str]]
) -> None:
    ids = {"tea": made.tea.id, "bus": "no such code", "way": made.bus.id}
    assign_codes(made.session, made.way.id, [made.tea.id])
    given = {name: [ids[one] for one in own] for name, own in parts.items()}
    with pytest.raises(UsageError):
        split_theme(made.session, made.way.id, given)
    assert made.theme(made.way).status is ThemeStatus.CANDIDATE


def test_a_single_segment_counts_is_found_and_can_be_quoted(made: Made) -> None:
    session = made.session
    assert assign_segments(session, made.warm.id, [made.bus_segment.id]) == [made.bus_segment.id]
    assert assign_segments(session, made.warm.id, [made.bus_segment.id]) == []
    assert theme_counts(session, made.warm.set_id)[made.warm.id].participants == 2
    assert {one.id for one in theme_segments(session, made.warm.id)} == {
        made.tea_segment.id,
        made.bus_segment.id,
    }
    found = retrieve(session, 'theme:"Warm drinks"')
    assert {one.id for one in found.places} == {made.tea_segment.id, made.bus_segment.id}
    choose_exemplar(session, made.warm.id, made.bus_segment.id)
    choose_exemplar(session, made.warm.id, made.tea_segment.id, 0)
    assert made.theme(made.warm).exemplar_ids == (made.tea_segment.id, made.bus_segment.id)
    choose_exemplar(session, made.warm.id, made.bus_segment.id, 0)
    assert made.theme(made.warm).exemplar_ids == (made.bus_segment.id, made.tea_segment.id)
    assert unassign_segments(session, made.warm.id, [made.bus_segment.id]) == [made.bus_segment.id]
    assert theme_counts(session, made.warm.set_id)[made.warm.id].participants == 1


def test_a_segment_that_goes_leaves_its_themes_and_undo_brings_it_back(made: Made) -> None:
    session = made.session
    assign_segments(session, made.warm.id, [made.bus_segment.id], stance=Stance.QUALIFIES)
    remove_segments(session, [made.bus_segment.id])
    assert made.theme(made.warm).segment_ids == ()
    undo(session)
    assert made.theme(made.warm).stances == {made.bus_segment.id: Stance.QUALIFIES}
    remove_theme(session, made.warm.id)
    assert len(load_segments(session)) == 2
    undo(session)
    assert made.theme(made.warm).segment_ids == (made.bus_segment.id,)


def test_a_merged_code_keeps_how_it_stood_to_its_themes(made: Made) -> None:
    session = made.session
    assign_codes(session, made.warm.id, [made.tea.id], subcodes=False, stance=Stance.QUALIFIES)
    merge_codes(session, [made.tea.id], made.bus.id)
    theme = made.theme(made.warm)
    assert theme.code_ids == (made.bus.id,)
    assert theme.alone_ids == {made.bus.id}
    assert theme.stances == {made.bus.id: Stance.QUALIFIES}


def test_codes_put_aside_stay_known_and_leave_the_pile_for_a_theme(made: Made) -> None:
    session, chosen = made.session, made.warm.set_id
    spare = create_code(session, "Spare")
    with pytest.raises(UsageError, match="in the theme"):
        put_aside(session, chosen, [made.tea.id])
    assert put_aside(session, chosen, [spare.id], "only small talk") == [spare.id]
    assert load_pile(session, chosen) == {spare.id: "only small talk"}
    assign_codes(session, made.warm.id, [spare.id])
    assert load_pile(session, chosen) == {}
    undo(session)
    assert take_back(session, chosen, [spare.id, made.tea.id]) == [spare.id]


def test_codes_move_from_theme_to_theme_as_one_step(made: Made) -> None:
    session = made.session
    before = load_themes(session, made.way.set_id)
    assert move_codes(session, [made.tea.id, made.bus.id], made.warm.id, made.way.id) == [made.tea.id]
    assert made.theme(made.way).code_ids == (made.bus.id, made.tea.id)
    assert made.theme(made.warm).code_ids == ()
    undo(session)
    assert load_themes(session, made.way.set_id) == before


def test_a_theme_that_is_dropped_keeps_the_reason(made: Made) -> None:
    change_theme(made.session, made.warm.id, status="dropped", why="too thin")
    assert made.theme(made.warm).reason == "too thin"
    with pytest.raises(UsageError, match="step of its own"):
        change_theme(made.session, made.warm.id, status="split")
    with pytest.raises(UsageError, match="level"):
        change_theme(made.session, made.warm.id, level="great")
