from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import FileProblem, NotFound, UsageError
from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.workbench.code_splitting import (
    STAYS,
    NoSplit,
    Splitting,
    begin_split,
    choose,
    drop_split,
    finish_split,
    list_splits,
    load_split,
    preview_split,
)
from qualbench.workbench.codebooks import change_code, create_code, delete_code, load_codebook
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code, load_segments, remove_segments
from qualbench.workbench.history import list_history, undo
from qualbench.workbench.importing import find_document
from qualbench.workbench.independence import OthersHidden, start_independent_coding
from qualbench.workbench.lineage import became
from qualbench.workbench.memoing import add_memo, list_memos
from qualbench.workbench.project import open_session
from qualbench.workbench.theming import assign_codes, create_theme, find_theme
from tests.workbench.builders import with_interviews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with with_interviews(tmp_path) as made:
        yield made


@pytest.fixture
def barriers(session: Session) -> str:
    """A code with five codings in `anna`, under a code above it."""
    above = create_code(session, "Getting help").id
    code_id = create_code(session, "Barriers", parent_id=above).id
    document = find_document(session, "anna").id
    for start in (0, 10, 20, 30, 40):
        apply_code(session, document, Span(start, start + 5), code_id)
    return code_id


def ids(session: Session, code_id: str) -> list[str]:
    return [one.id for one in load_segments(session, code_ids=[code_id])]


def give(session: Session, split: Splitting, segment_ids: list[str], name: str) -> Splitting:
    """Choose for segments the target of that name."""
    key = next(one.key for one in split.targets if one.name == name)
    return choose(session, split, segment_ids, key)


def paths(session: Session) -> list[str]:
    book = load_codebook(session)
    return [book.paths[one.id] for one, _depth in book.walk()]


def test_segments_go_to_codes_that_are_made_as_one_step(session: Session, barriers: str) -> None:
    segments = ids(session, barriers)
    add_memo(session, MemoTarget.SEGMENT, segments[0], "keep me")
    steps = len(list_history(session))
    split = begin_split(session, barriers, ["Money", "Time"])
    assert [one.path for one in split.targets] == ["Getting help > Money", "Getting help > Time"]
    money, time = (one.key for one in split.targets)
    split = choose(session, split, segments[:2], money)
    split = choose(session, split, [segments[2]], time)
    split = choose(session, split, [segments[3]], STAYS)
    assert [one.id for one in split.waiting] == segments[4:]
    assert len(list_history(session)) == steps  # nothing has changed yet
    done = finish_split(session, barriers, why="two things")
    assert [one.name for one in done.into] == ["Money", "Time"]
    assert (done.recoded, done.same, done.left) == (3, 0, 2)
    assert ids(session, done.into[0].id) == segments[:2]
    assert ids(session, done.into[1].id) == segments[2:3]
    assert [one.text for one in list_memos(session, target_id=segments[0])] == ["keep me"]
    step = list_history(session)[0]
    assert (step.summary, step.why) == ("split “Barriers” into “Money” and “Time”", "two things")
    assert len(list_history(session)) == steps + 1
    undo(session)
    assert ids(session, barriers) == segments
    assert paths(session) == ["Getting help", "Getting help > Barriers"]


def test_a_walk_is_gone_on_with_after_the_program_was_closed(session: Session, barriers: str) -> None:
    segments = ids(session, barriers)
    give(session, begin_split(session, barriers, ["Money"]), segments[:2], "Money")
    folder = session.project.folder
    session.store.close()
    with open_session(folder) as later:
        (split,) = list_splits(later)
        assert (split.source.id, len(split.choices), len(split.waiting)) == (barriers, 2, 3)
        more = begin_split(later, barriers, ["Time"])
        assert [one.name for one in more.targets] == ["Money", "Time"]
        assert more.choices == split.choices
        back = choose(later, more, segments[:1], None)
        assert load_split(later, barriers) == back
        assert [one.id for one in back.chosen(more.targets[0].key)] == segments[1:2]


def test_what_is_renamed_meanwhile_does_not_lead_astray(session: Session, barriers: str) -> None:
    segments = ids(session, barriers)
    split = begin_split(session, barriers, ["Money", "Getting help > Paying > Fares", "Apart > Own"])
    split = give(session, split, segments[:1], "Money")
    split = give(session, give(session, split, segments[1:2], "Fares"), segments[2:3], "Own")
    above = load_codebook(session).by_id[barriers].parent_id
    assert above is not None
    change_code(session, above, name="Finding help")
    finish_split(session, barriers)
    assert paths(session) == [
        "Finding help",
        "Finding help > Barriers",
        "Finding help > Money",
        "Finding help > Paying",
        "Finding help > Paying > Fares",
        "Apart",
        "Apart > Own",
    ]


def test_after_an_undo_what_was_chosen_is_still_there(session: Session, barriers: str) -> None:
    segments = ids(session, barriers)
    give(session, begin_split(session, barriers, ["Money"]), segments[:2], "Money")
    finish_split(session, barriers)
    assert load_split(session, barriers) is None
    undo(session)
    again = load_split(session, barriers)
    assert again is not None
    assert len(again.choices) == 2
    drop_split(session, barriers)
    assert load_split(session, barriers) is None
    with pytest.raises(NoSplit):
        finish_split(session, barriers)


def test_a_split_that_was_done_can_be_begun_anew(session: Session, barriers: str) -> None:
    segments = ids(session, barriers)
    split = give(session, begin_split(session, barriers, ["Money"]), segments[:1], "Money")
    choose(session, split, segments[1:], STAYS)
    finish_split(session, barriers)
    anew = begin_split(session, barriers, ["Time"])
    assert [one.name for one in anew.targets] == ["Time"]
    assert len(anew.waiting) == 4


def test_the_source_is_kept_or_retired_and_its_lineage_leads_on(session: Session, barriers: str) -> None:
    segments = ids(session, barriers)
    other = create_code(session, "Other").id
    split = begin_split(session, barriers, ["Money", "Other"])
    choose(session, give(session, split, segments[:3], "Money"), segments[3:], other)
    finish_split(session, barriers)
    assert [one.id for one in became(session, barriers)] == [barriers]  # it is in use still
    undo(session)
    done = finish_split(session, barriers, retire=True)
    assert done.source.status == "retired"
    assert list_history(session)[0].summary == "split “Barriers” into “Money” and “Other” and retired it"
    assert [one.name for one in became(session, barriers)] == ["Money", "Other"]


def test_the_same_words_stay_once(session: Session, barriers: str) -> None:
    segments = ids(session, barriers)
    other = create_code(session, "Other").id
    known = apply_code(session, find_document(session, "anna").id, Span(0, 5), other)
    choose(session, begin_split(session, barriers, ["Other"]), segments[:2], other)
    preview = preview_split(session, barriers)
    assert preview.lines == (
        "The step: split “Barriers” into “Other”.",
        "Touched: 5 segments in 1 document, of no case; no theme.",
        "2 codings would go to “Other”.",
        "1 coding would become one with another on the same words.",
        "3 codings would stay with “Barriers”, 3 of them not looked at yet.",
    )
    done = finish_split(session, barriers)
    assert (done.recoded, done.same, done.left) == (1, 1, 3)
    assert ids(session, other) == [known.id, segments[1]]


def test_new_codes_join_the_themes_of_the_one_that_is_split(session: Session, barriers: str) -> None:
    segments = ids(session, barriers)
    known = create_code(session, "Known").id
    theme = create_theme(session, "Hard going").id
    assign_codes(session, theme, [barriers])
    split = begin_split(session, barriers, ["Money", known])
    choose(session, give(session, split, segments[:1], "Money"), segments[1:2], known)
    assert "“Known” is not in every theme of “Barriers”." in preview_split(session, barriers).notes
    done = finish_split(session, barriers)
    assert find_theme(session, theme).code_ids == (barriers, done.into[0].id)
    undo(session)
    assert find_theme(session, theme).code_ids == (barriers,)


def test_what_has_gone_meanwhile_is_left_out(session: Session, barriers: str) -> None:
    segments = ids(session, barriers)
    other = create_code(session, "Other").id
    split = begin_split(session, barriers, ["Money", other])
    choose(session, give(session, split, segments[:2], "Money"), segments[2:3], other)
    remove_segments(session, segments[:1])
    delete_code(session, other)
    after = load_split(session, barriers)
    assert after is not None
    assert [one.name for one in after.targets] == ["Money"]
    assert set(after.choices) == {segments[1]}
    assert finish_split(session, barriers).recoded == 1


def test_what_cannot_be_split_gets_a_sentence(session: Session, barriers: str) -> None:
    with pytest.raises(UsageError, match="into itself"):
        begin_split(session, barriers, [barriers])
    with pytest.raises(UsageError, match="split into others"):
        begin_split(session, barriers, [])
    with pytest.raises(UsageError, match="one line"):
        begin_split(session, barriers, ["two\nlines"])
    with pytest.raises(NotFound):
        begin_split(session, "nothing", ["A"])
    split = begin_split(session, barriers, ["Money"])
    with pytest.raises(UsageError, match="No segment"):
        finish_split(session, barriers)
    with pytest.raises(UsageError, match="not being split into “Time”"):
        choose(session, split, ids(session, barriers)[:1], "Time")
    with pytest.raises(NotFound):
        choose(session, split, ["nothing"], STAYS)


def test_a_desk_that_cannot_be_written_is_said(session: Session, barriers: str) -> None:
    session.project.desk.unlink(missing_ok=True)
    session.project.desk.mkdir()
    with pytest.raises(FileProblem, match="cannot be kept"):
        begin_split(session, barriers, ["Money"])


def test_what_another_coder_used_is_not_split_while_it_is_hidden(session: Session, barriers: str) -> None:
    add_coder(session, "Tom")
    folder = session.project.folder
    session.store.close()
    with open_session(folder, coder="Tom") as tom:
        split = begin_split(tom, barriers, ["Money"])
        give(tom, split, ids(tom, barriers)[:1], "Money")
        start_independent_coding(tom)
        for verb in (load_split, finish_split, preview_split):
            with pytest.raises(OthersHidden):
                verb(tom, barriers)
        assert list_splits(tom) == []
