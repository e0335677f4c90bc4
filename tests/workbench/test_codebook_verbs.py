"""Whatever is done to a codebook: undo of all gives equal tables, and no segment moves by itself."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualbench.errors import QualbenchError, UsageError
from qualbench.model.code import CodeStatus
from qualbench.model.coding import MemoTarget, Stance
from qualbench.model.span import Span
from qualbench.storage.checks import find_faults
from qualbench.workbench.code_merging import merge_codes, preview_merge
from qualbench.workbench.code_previews import preview_step
from qualbench.workbench.code_splitting import STAYS, begin_split, choose, finish_split
from qualbench.workbench.codebooks import (
    change_code,
    change_codes,
    create_code,
    delete_code,
    load_codebook,
    move_codes,
    plan_change,
    plan_move,
    reorder_codes,
)
from qualbench.workbench.coding import apply_code
from qualbench.workbench.history import list_history, redo, undo
from qualbench.workbench.importing import find_document
from qualbench.workbench.marking import mark_segments
from qualbench.workbench.memoing import add_memo
from qualbench.workbench.project import open_session
from qualbench.workbench.theming import assign_codes, choose_exemplar, create_theme
from tests.workbench.builders import with_interviews

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.workbench.project import Session

TABLES = ("code", "segment", "memo", "theme_code", "theme_exemplar", "lineage", "meaning")
NAMES = ("Cost", "Time", "Hope", "Stigma")
#: Of these verbs alone it is said that they touch segments.
TOUCHING = ("merge", "split")

steps = st.lists(
    st.tuples(
        st.sampled_from(
            ("create", "rename", "move", "reorder", "redefine", "recolour", "retire", "delete", *TOUCHING)
        ),
        st.integers(0, 50),
        st.integers(0, 50),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


def tables(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    return {
        name: sorted(session.store.connection.execute(f"SELECT * FROM main.{name}").fetchall(), key=str)
        for name in TABLES
    }


def begin(folder: Path) -> Session:
    """A study with five codes, two of one name, and codings that are the same, overlap and meet."""
    session = with_interviews(folder)
    top = create_code(session, "Barriers").id
    codes = [top, *(create_code(session, one, parent_id=top).id for one in NAMES[:2])]
    codes += [create_code(session, one).id for one in NAMES[1:3]]
    document = find_document(session, "anna").id
    made = [
        apply_code(session, document, Span(start, end), codes[number % 5]).id
        for number, (start, end) in enumerate(
            ((0, 9), (0, 9), (5, 12), (12, 20), (18, 25), (30, 40), (30, 40), (30, 40), (35, 50), (50, 60))
        )
    ]
    mark_segments(session, made[:1], important=True, stance=Stance.SUPPORTS)
    for one in made[:3]:
        add_memo(session, MemoTarget.SEGMENT, one, "a thought")
    add_memo(session, MemoTarget.CODE, codes[2], "why this code")
    theme = create_theme(session, "Hard going").id
    assign_codes(session, theme, [top, codes[3]])
    choose_exemplar(session, theme, made[0])
    return session


def do(session: Session, verb: str, first: int, second: int, flag: bool) -> None:
    """Do something to codes that the numbers choose; what is refused changes nothing."""
    ids = [one.id for one, _depth in load_codebook(session).walk()]
    if not ids:
        verb = "create"
    code, other = (ids[first % len(ids)], ids[second % len(ids)]) if ids else ("", "")
    if verb == "create":
        create_code(session, NAMES[first % 4], parent_id=other if flag and ids else None)
    elif verb == "rename":
        change_code(session, code, name=NAMES[second % 4])
    elif verb == "move":
        move_codes(session, [code, ids[(first + 1) % len(ids)]], other if flag else None, position=second % 3)
    elif verb == "reorder":
        reorder_codes(session, [code, other])
    elif verb == "redefine":
        change_codes(session, [code, other], definition=f"Meaning {second}")
    elif verb == "recolour":
        change_codes(session, [code, other], color="#0072B2")
    elif verb == "retire":
        change_codes(session, [code, other], status="retired" if flag else "active")
    elif verb == "delete":
        delete_code(session, code)
    elif verb == "merge":
        merge_codes(
            session, [code, ids[(first + 1) % len(ids)]], other, unite=flag, unite_names=second % 2 > 0
        )
    else:
        split = begin_split(session, code, ["Split off", other] if other != code else ["Split off"])
        for number, one in enumerate(split.segments):
            split = choose(
                session, split, [one.id], [*(it.key for it in split.targets), STAYS][number % 3 - 1]
            )
        finish_split(session, code, retire=flag)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of `begin`, closed, to be copied."""
    folder = tmp_path_factory.mktemp("study")
    with begin(folder) as session:
        return session.project.folder


@settings(max_examples=20, deadline=None)
@given(steps)
def test_any_verbs_and_undo_of_all_give_equal_tables(
    study: Path, verbs: list[tuple[str, int, int, bool]]
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_session(Path(shutil.copytree(study, folder, dirs_exist_ok=True))) as session,
    ):
        before, known = tables(session), len(list_history(session))
        for verb, *rest in verbs:
            segments = tables(session)["segment"]
            steps_before = len(list_history(session))
            try:
                do(session, verb, *rest)  # type: ignore[arg-type]
            except QualbenchError:
                assert len(list_history(session)) == steps_before
            assert len(list_history(session)) <= steps_before + 1  # one step, however much it touches
            if verb not in TOUCHING:
                assert tables(session)["segment"] == segments
        assert not list(find_faults(session.store))
        after, done = tables(session), len(list_history(session)) - known
        for _step in range(done):
            undo(session)
        assert tables(session) == before
        for _step in range(done):
            redo(session)
        assert tables(session) == after


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with with_interviews(tmp_path) as made:
        yield made


def test_several_codes_are_changed_alike_as_one_step(session: Session) -> None:
    codes = [create_code(session, one).id for one in NAMES]
    steps_before = len(list_history(session))
    change_codes(session, codes[:3], status="retired", why="one interview each")
    step = list_history(session)[0]
    assert (step.summary, step.why, len(list_history(session))) == (
        *("retired 3 codes", "one interview each"),
        steps_before + 1,
    )
    book = load_codebook(session)
    assert [book.by_id[one].status is CodeStatus.RETIRED for one in codes] == [True, True, True, False]
    change_codes(session, codes, status="active")
    assert list_history(session)[0].summary == "put in use 3 codes"
    change_codes(session, codes, status="active")
    assert len(list_history(session)) == steps_before + 2  # nothing to change, no step


def test_codes_move_as_a_block_to_a_place_among_others(session: Session) -> None:
    one, two, three, four = (create_code(session, name).id for name in NAMES)
    move_codes(session, [four, one], None, position=1)
    assert [code.id for code in load_codebook(session).children(None)] == [two, four, one, three]
    assert list_history(session)[0].verb == "reorder code"
    move_codes(session, [three, two], one)
    assert [code.id for code in load_codebook(session).children(one)] == [three, two]
    with pytest.raises(UsageError, match="under itself"):
        move_codes(session, [one], two)


def test_a_move_is_looked_at_with_what_is_under_it_and_the_themes_that_change(session: Session) -> None:
    above, apart = create_code(session, "Above").id, create_code(session, "Apart").id
    code = create_code(session, "Cost", parent_id=above).id
    under = create_code(session, "Fares", parent_id=code, definition="Money for the bus").id
    document = find_document(session, "anna").id
    apply_code(session, document, Span(0, 5), under)
    for name, of in (("Hard going", above), ("Elsewhere", apart)):
        assign_codes(session, create_theme(session, name).id, [of])
    preview = preview_step(session, plan_move(session, [code], apart))
    assert (preview.touched.segments, preview.touched.documents) == (1, 1)
    assert preview.notes == (
        "The theme “Hard going” has them by a code above, and would have them no more.",
        "The theme “Elsewhere” would have them too, by a code above.",
    )
    redefined = preview_step(session, plan_change(session, under, definition="What a ticket costs"))
    assert redefined.notes == ("The definition changes: 1 coding of “Fares” could be looked at again.",)
    same = preview_step(session, plan_change(session, under, name="Fares"))
    assert same.notes == ("Nothing would change: it is so already.",)
    assert json.loads(json.dumps(same.as_json()))["segments"] == 1


def test_a_preview_tells_of_as_many_as_the_step_then_changes(tmp_path: Path) -> None:
    with begin(tmp_path) as session:
        first, *_rest, last = (one.id for one, _depth in load_codebook(session).walk())
        preview = preview_merge(session, [first], last, unite_names=True)
        done = merge_codes(session, [first], last, unite_names=True)
        assert preview.notes[0].startswith(f"{done.recoded} coding")
        assert preview.summary == list_history(session)[0].summary
