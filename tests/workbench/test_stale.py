"""Codings whose code was redefined since: the queue, its three answers, its progress, a code over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound
from qualbench.model.span import Span
from qualbench.storage.checks import find_faults
from qualbench.workbench import coding, stale
from qualbench.workbench.codebooks import change_code, create_code, load_codebook
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code, find_segment, load_segments
from qualbench.workbench.history import list_history, redo, undo
from qualbench.workbench.importing import find_document
from qualbench.workbench.independence import end_independent_coding, start_independent_coding
from qualbench.workbench.project import Session, close_session, open_session
from qualbench.workbench.recoding import recode_segments
from qualbench.workbench.stale import NotWaiting, list_codings, load_drift, load_queue, queue_counts, wordings
from tests.workbench.builders import ANNA, with_interviews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = ("A leaflet", "the drawer", "my neighbour", "the tea")


def at(session: Session, words: str, code_id: str) -> str:
    document = find_document(session, "anna")
    text = session.store.text(document.id, document.revision)
    assert words in ANNA
    return apply_code(
        session, document.id, Span(text.index(words), text.index(words) + len(words)), code_id
    ).id


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """Two codes; four codings of the first, one a day, the last of them after it was redefined."""
    made = with_interviews(tmp_path)
    ways = create_code(made, "Ways in", definition="How somebody came to the group.")
    create_code(made, "Company", definition="Being with others.")
    for day, words in enumerate(WORDS, 1):
        if day == len(WORDS):
            change_code(made, ways.id, definition="How somebody first heard of the group.", when="At first.")
        monkeypatch.setattr(coding, "stamp", lambda day=day: f"2026-0{day}-01T10:00:00.000Z")
        at(made, words, ways.id)
    yield made
    close_session(made)


def waiting(session: Session) -> list[str]:
    return [find_segment(session, one.id).quote for one in load_queue(session).places]


def ids(session: Session) -> list[str]:
    return [one.id for one in load_queue(session).places]


def test_what_was_coded_under_another_definition_waits_the_newest_first(session: Session) -> None:
    assert waiting(session) == ["my neighbour", "the drawer", "A leaflet"]
    assert (load_queue(session).looked_at, load_queue(session).of) == (0, 3)
    company = next(one for one in load_codebook(session).codes if one.name == "Company")
    assert load_queue(session, company.id).of == 0
    (first, *_rest) = list_codings(session, ids(session))
    assert (first.document, first.coder, first.path) == ("anna", "Ana", "Ways in")
    assert first.then is not None
    assert first.then.definition == "How somebody came to the group."
    told = [
        (
            one.label,
            *("".join(f"[{text}]" if new else text for text, new in side) for side in (one.then, one.now)),
        )
        for one in wordings(first.then, first.code)
    ]
    assert told == [
        ("means", "How somebody [came to] the group.", "How somebody [first heard of] the group."),
        ("when", "", "[At first.]"),
    ]


def test_a_rename_or_a_colour_makes_nothing_wait(session: Session) -> None:
    company = next(one for one in load_codebook(session).codes if one.name == "Company")
    at(session, "surgery", company.id)
    change_code(session, company.id, name="Others", color="#0072B2", examples=("x",), notes="y")
    assert len(waiting(session)) == 3


def test_each_answer_is_one_step_counts_as_looked_at_and_is_taken_back(session: Session) -> None:
    company = next(one for one in load_codebook(session).codes if one.name == "Company")
    neighbour, drawer, leaflet = ids(session)
    steps = len(list_history(session))
    stale.keep(session, [leaflet], "it is the first word of it")
    assert find_segment(session, leaflet).meaning == 2
    assert (load_queue(session).looked_at, waiting(session)) == (1, ["my neighbour", "the drawer"])
    assert list_history(session, 1)[0].summary == "kept a coding of “Ways in” on a second look"
    assert list_history(session, 1)[0].why == "it is the first word of it"
    stale.recode(session, [neighbour], company.id)
    assert find_segment(session, neighbour).code_id == company.id
    assert (load_queue(session).looked_at, load_queue(session).of) == (2, 3)
    stale.remove(session, [drawer])
    assert (load_queue(session).looked_at, load_queue(session).of) == (3, 3)
    assert len(list_history(session)) == steps + 3
    ways = next(one for one in load_codebook(session).codes if one.name == "Ways in")
    assert queue_counts(session) == {ways.id: (3, 3)}
    for looked_at in (2, 1, 0):
        undo(session)
        assert (load_queue(session).looked_at, load_queue(session).of) == (looked_at, 3)
    redo(session)
    assert load_queue(session).looked_at == 1
    assert list(find_faults(session.store)) == []


def test_what_does_not_wait_is_refused_and_nothing_is_changed(session: Session) -> None:
    company = next(one for one in load_codebook(session).codes if one.name == "Company")
    (new,) = [one.id for one in load_segments(session) if one.quote == "the tea"]
    before, steps = load_segments(session), len(list_history(session))
    for answer in (
        lambda given: stale.keep(session, given),
        lambda given: stale.recode(session, given, company.id),
        lambda given: stale.remove(session, given),
    ):
        with pytest.raises(NotWaiting, match=new):
            answer([*ids(session), new])
        with pytest.raises(NotFound):
            answer(["nothing"])
    assert (load_segments(session), len(list_history(session))) == (before, steps)


def test_redefined_again_all_wait_again_and_what_was_looked_at_before_counts_no_more(
    session: Session,
) -> None:
    ways = next(one for one in load_codebook(session).codes if one.name == "Ways in")
    stale.keep(session, ids(session))
    assert list_history(session, 1)[0].summary == "kept 3 codings of “Ways in” on a second look"
    assert (load_queue(session).looked_at, waiting(session)) == (3, [])
    change_code(session, ways.id, when_not="A way back.")
    assert (load_queue(session).looked_at, len(waiting(session))) == (0, 4)
    undo(session)
    assert (load_queue(session).looked_at, waiting(session)) == (3, [])


def test_a_coding_that_was_recoded_otherwise_only_leaves_the_queue(session: Session) -> None:
    company = next(one for one in load_codebook(session).codes if one.name == "Company")
    recode_segments(session, ids(session)[:1], company.id)
    assert (load_queue(session).looked_at, load_queue(session).of) == (0, 2)


def test_while_coding_is_independent_only_ones_own_wait_and_count(session: Session) -> None:
    folder = session.project.folder
    stale.keep(session, ids(session)[:1])
    add_coder(session, "Tom")
    ways = next(one for one in load_codebook(session).codes if one.name == "Ways in")
    close_session(session)
    with open_session(folder, coder="Tom") as toms:
        his = at(toms, "surgery", ways.id)
        change_code(toms, ways.id, when="Never.")
        assert load_queue(toms).of == 5
        start_independent_coding(toms)
        assert [one.id for one in load_queue(toms).places] == [his]
        with pytest.raises(NotFound):
            stale.keep(toms, [one.id for one in load_segments(open_read(folder)) if one.id != his][:1])
        stale.keep(toms, [his])
        assert load_queue(toms).looked_at == 1
    with open_session(folder) as anas:
        assert (load_queue(anas).looked_at, len(load_queue(anas).places)) == (0, 4)
        assert {one.segment.coder_id for one in list_codings(anas, [*ids(anas), his])} == {anas.coder.id}
        end_independent_coding(anas)
        assert load_queue(anas).looked_at == 1


def open_read(folder: Path) -> Session:
    return open_session(folder, coder="Ana", write=False)


def test_a_code_over_time_by_month_and_by_meaning(session: Session) -> None:
    ways = next(one for one in load_codebook(session).codes if one.name == "Ways in")
    stale.keep(session, [one.id for one in load_segments(session) if one.quote == "A leaflet"])
    by_month = load_drift(session, ways.id)
    assert [(one.label, one.meanings) for one in by_month.periods] == [
        ("2026-01", (2,)),
        ("2026-02", (1,)),
        ("2026-03", (1,)),
        ("2026-04", (2,)),
    ]
    by_meaning = load_drift(session, ways.id, "meaning")
    assert [[one.quote for one in period.segments] for period in by_meaning.periods] == [
        ["the drawer", "my neighbour"],
        ["A leaflet", "the tea"],
    ]
    assert by_meaning.meant(1).definition == "How somebody came to the group."
    assert by_meaning.meant(2).definition == "How somebody first heard of the group."
    with pytest.raises(NotFound):
        load_drift(session, "nothing")


def test_it_asks_as_often_for_many_codings_as_for_few(session: Session) -> None:
    def asked() -> int:
        said: list[str] = []
        session.store.connection.set_trace_callback(said.append)
        queue = load_queue(session)
        queue_counts(session)
        list_codings(session, [one.id for one in queue.places])
        session.store.connection.set_trace_callback(None)
        return len([one for one in said if one.startswith("SELECT") or "SELECT l.code_id" in one])

    few = asked()
    document = find_document(session, "ben")
    for number in range(30):
        code = create_code(session, f"Code {number}", definition="a")
        for start in range(3):
            apply_code(session, document.id, Span(start, 30 + number), code.id)
        change_code(session, code.id, definition="b")
    assert load_queue(session).of == 93
    assert asked() == few


def test_a_definition_that_was_taken_back_is_never_taken_for_the_next_one(session: Session) -> None:
    ways = load_codebook(session).by_path["Ways in"]
    change_code(session, ways.id, definition="B")
    under_b = at(session, WORDS[0][2:], ways.id)
    undo(session, step=next(one.id for one in list_history(session) if one.verb == "edit code"))
    assert under_b in ids(session), "made under what was taken back"
    change_code(session, ways.id, definition="C")
    assert find_segment(session, under_b).meaning < load_codebook(session).by_id[ways.id].meaning
    assert under_b in ids(session)
    (listed,) = list_codings(session, [under_b])
    assert listed.then is not None
    assert listed.then.definition == stale.TAKEN_BACK


def test_a_first_definition_and_one_that_comes_back_make_nothing_wait(session: Session) -> None:
    bare = create_code(session, "Bare")
    segment = at(session, WORDS[0], bare.id)
    change_code(session, bare.id, definition="At last")
    assert segment not in ids(session)
    change_code(session, bare.id, definition="Otherwise")
    assert segment in ids(session)
    change_code(session, bare.id, definition="At last")
    assert segment not in ids(session), "then and now say the same"
