from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound, UsageError
from qualbench.model.coding import MemoTarget, Stance
from qualbench.model.span import Span
from qualbench.workbench.code_merging import SameNameBelow, merge_codes, preview_merge
from qualbench.workbench.codebooks import change_code, create_code, load_codebook
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code, load_segments
from qualbench.workbench.coding_union import StancesDiffer
from qualbench.workbench.history import list_history, undo
from qualbench.workbench.importing import find_document
from qualbench.workbench.independence import OthersHidden, start_independent_coding
from qualbench.workbench.lineage import became, list_lineage
from qualbench.workbench.marking import mark_segments
from qualbench.workbench.memoing import add_memo, list_memos
from qualbench.workbench.project import open_session
from qualbench.workbench.theming import assign_codes, choose_exemplar, create_theme, find_theme
from tests.workbench.builders import with_interviews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with with_interviews(tmp_path) as made:
        yield made


def code(session: Session, name: str, *, under: str | None = None, **fields: str) -> str:
    return create_code(session, name, parent_id=under, **fields).id


def coded(session: Session, code_id: str, *at: int, document: str = "anna") -> str:
    return apply_code(session, find_document(session, document).id, Span(*at), code_id).id


def spans(session: Session, code_id: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in load_segments(session, code_ids=[code_id])]


def paths(session: Session) -> list[str]:
    book = load_codebook(session)
    return [book.paths[one.id] for one, _depth in book.walk()]


def test_every_coding_becomes_the_targets_under_its_meaning_of_today(session: Session) -> None:
    bus, train, travel = (code(session, name) for name in ("Bus", "Train", "Travel"))
    ids = [coded(session, bus, 0, 5), coded(session, train, 6, 9), coded(session, travel, 10, 15)]
    change_code(session, travel, definition="To go")  # the first is no other meaning
    change_code(session, travel, definition="Getting there")
    done = merge_codes(session, [bus, train], travel, why="all are travel")
    assert (done.into.id, done.codes, done.recoded) == (travel, ("Bus", "Train"), 2)
    assert paths(session) == ["Travel"]
    found = load_segments(session, code_ids=[travel])
    assert [one.id for one in found] == ids
    assert [one.meaning for one in found] == [2, 2, 1]  # its own was made under the meaning before
    step = list_history(session)[0]
    assert (step.verb, step.summary, step.why) == (
        "merge codes",
        "merged “Bus” and “Train” into “Travel”",
        "all are travel",
    )


def test_the_lineage_keeps_what_the_merged_codes_became(session: Session) -> None:
    bus, train, travel = (code(session, name) for name in ("Bus", "Train", "Travel"))
    merge_codes(session, [bus], train, why="one thing")
    merge_codes(session, [train], travel)
    assert [(one.kind, one.name, one.into_id, one.why) for one in list_lineage(session)] == [
        ("merged", "Bus", train, "one thing"),
        ("merged", "Train", travel, ""),
    ]
    assert [one.name for one in became(session, bus)] == ["Travel"]
    undo(session)
    assert [one.name for one in became(session, bus)] == ["Train"]


def test_the_same_words_stay_once_with_memos_marks_and_quotes_of_both(session: Session) -> None:
    bus, travel = code(session, "Bus"), code(session, "Travel")
    first, second = coded(session, bus, 0, 5), coded(session, travel, 0, 5)
    mark_segments(session, [first], important=True, stance=Stance.QUALIFIES)
    add_memo(session, MemoTarget.SEGMENT, first, "of the bus")
    add_memo(session, MemoTarget.SEGMENT, second, "of travel")
    add_memo(session, MemoTarget.CODE, bus, "why bus")
    theme = create_theme(session, "Far away")
    assign_codes(session, theme.id, [bus])
    choose_exemplar(session, theme.id, first)
    done = merge_codes(session, [bus], travel)
    (left,) = load_segments(session)
    assert (done.same, done.recoded) == (1, 0)
    assert (left.id, left.important, left.stance) == (second, True, Stance.QUALIFIES)
    assert {one.text for one in list_memos(session, target_id=second)} == {"of the bus", "of travel"}
    assert [one.text for one in list_memos(session, target_id=travel)] == ["why bus"]
    after = find_theme(session, theme.id)
    assert (after.code_ids, after.exemplar_ids) == ((travel,), (second,))
    undo(session)
    assert {one.id for one in load_segments(session)} == {first, second}
    before = find_theme(session, theme.id)
    assert (before.code_ids, before.exemplar_ids) == ((bus,), (first,))


def test_what_overlaps_stays_or_unites_by_choice(session: Session) -> None:
    bus, travel = code(session, "Bus"), code(session, "Travel")
    for at in ((0, 10), (30, 40), (50, 55)):
        coded(session, bus, *at)
    for at in ((5, 15), (40, 45), (60, 70), (65, 80)):
        coded(session, travel, *at)
    stays = preview_merge(session, [bus], travel)
    assert "2 codings overlap one another and would stay as they are." in stays.notes
    assert merge_codes(session, [bus], travel).overlapping == 2
    assert len(spans(session, travel)) == 7
    undo(session)
    done = merge_codes(session, [bus], travel, unite=True)
    # what overlapped before, with nothing from the merged code among it, is left alone
    assert spans(session, travel) == [(0, 15), (30, 45), (50, 55), (60, 70), (65, 80)]
    assert (done.united, done.recoded) == (2, 1)
    for one in load_segments(session):
        assert session.store.text(one.document_id, one.revision)[one.start : one.end] == one.quote
    undo(session)
    assert spans(session, bus) == [(0, 10), (30, 40), (50, 55)]


def test_one_coders_codings_do_not_unite_with_anothers(session: Session) -> None:
    bus, travel = code(session, "Bus"), code(session, "Travel")
    coded(session, bus, 0, 10)
    add_coder(session, "Tom")
    folder = session.project.folder
    session.store.close()
    with open_session(folder, coder="Tom") as tom:
        coded(tom, travel, 0, 10)
        coded(tom, travel, 5, 15)
        done = merge_codes(tom, [bus], travel, unite=True)
        assert (done.same, done.united, done.recoded) == (0, 0, 1)
        assert spans(tom, travel) == [(0, 10), (0, 10), (5, 15)]


def test_differing_stances_are_no_programs_to_choose(session: Session) -> None:
    bus, travel = code(session, "Bus"), code(session, "Travel")
    same = coded(session, bus, 0, 5)
    mark_segments(session, [same], stance=Stance.SUPPORTS)
    mark_segments(session, [coded(session, travel, 0, 5)], stance=Stance.CONTRADICTS)
    with pytest.raises(StancesDiffer, match="0:5"):
        merge_codes(session, [bus], travel)
    mark_segments(session, [same], stance=Stance.NONE)
    mark_segments(session, [coded(session, bus, 3, 8)], stance=Stance.SUPPORTS)
    done = merge_codes(session, [bus], travel, unite=True)
    assert (done.same, done.united, done.apart) == (1, 0, 2)
    assert spans(session, travel) == [(0, 5), (3, 8)]


def test_codes_under_a_merged_one_move_or_merge_for_their_names(session: Session) -> None:
    bus, travel = code(session, "Bus"), code(session, "Travel")
    cost, own = code(session, "Cost", under=bus), code(session, "Cost", under=travel)
    code(session, "Fares", under=cost)
    code(session, "Noise", under=bus)
    before = paths(session)
    with pytest.raises(SameNameBelow, match="“Bus > Cost” cannot move under “Travel”"):
        merge_codes(session, [bus], travel)
    assert paths(session) == before
    done = merge_codes(session, [bus], travel, unite_names=True)
    assert paths(session) == ["Travel", "Travel > Cost", "Travel > Cost > Fares", "Travel > Noise"]
    assert done.codes == ("Bus", "Bus > Cost")
    assert set(done.moved) == {"Travel > Noise", "Travel > Cost > Fares"}
    assert [one.id for one in became(session, cost)] == [own]
    undo(session)
    assert paths(session) == before


def test_a_code_above_the_target_leaves_its_place_to_it(session: Session) -> None:
    code(session, "First")
    top = code(session, "Travel")
    code(session, "Last")
    middle = code(session, "By road", under=top)
    bus = code(session, "Bus", under=middle)
    code(session, "Train", under=top)
    merge_codes(session, [top], bus)
    assert paths(session) == ["First", "By road", "By road > Bus", "By road > Bus > Train", "Last"]
    undo(session)
    merge_codes(session, [top, middle], bus)
    assert paths(session) == ["First", "Bus", "Bus > Train", "Last"]


def test_the_preview_says_what_would_be_touched_and_changes_nothing(session: Session) -> None:
    bus, travel = code(session, "Bus"), code(session, "Travel")
    code(session, "Noise", under=bus)
    coded(session, bus, 60, 70)
    coded(session, travel, 0, 5, document="ben")
    assign_codes(session, create_theme(session, "Far away").id, [travel])
    before = len(list_history(session))
    preview = preview_merge(session, [bus], travel)
    assert preview.lines == (
        "The step: merged “Bus” into “Travel”.",
        "Touched: 2 segments in 2 documents, of 1 case; themes: Far away.",
        "1 coding would get another code.",
        "“Bus > Noise” would move to “Travel > Noise”.",
    )
    assert len(list_history(session)) == before
    assert len(paths(session)) == 3


def test_examples_that_name_a_segment_follow_it(session: Session) -> None:
    bus, travel = code(session, "Bus"), code(session, "Travel")
    first, second = coded(session, bus, 0, 5), coded(session, travel, 0, 5)
    change_code(session, travel, examples=("in words", first))
    merge_codes(session, [bus], travel)
    assert load_codebook(session).by_id[travel].examples == ("in words", second)


def test_what_cannot_be_merged_gets_a_sentence(session: Session) -> None:
    bus = code(session, "Bus")
    with pytest.raises(UsageError, match="nothing to merge"):
        merge_codes(session, [bus], bus)
    with pytest.raises(NotFound):
        merge_codes(session, ["nothing"], bus)


def test_while_independent_coding_is_in_force_others_codings_are_not_touched(session: Session) -> None:
    bus, travel, mine = (code(session, name) for name in ("Bus", "Travel", "Mine"))
    coded(session, bus, 0, 5)
    add_coder(session, "Tom")
    start_independent_coding(session)
    folder = session.project.folder
    session.store.close()
    with open_session(folder, coder="Tom") as tom:
        coded(tom, mine, 0, 5)
        for verb in (merge_codes, preview_merge):
            with pytest.raises(OthersHidden):
                verb(tom, [bus], travel)
        merge_codes(tom, [mine], bus)  # only what is one's own changes
        assert spans(tom, bus) == [(0, 5)]
    with open_session(folder, write=False) as ana:
        assert list_history(ana)[0].summary == "merge codes (what it did to codings and memos is hidden)"
        assert [one.into_id for one in list_lineage(ana)] == [bus]
