"""A document's text becomes another: what is coded goes along, what is not sure waits, undo restores all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualbench.errors import NotFound, UsageError
from qualbench.model.revising import Doubt
from qualbench.model.span import Span
from qualbench.search.anchoring import Fate
from qualbench.storage.checks import find_faults
from qualbench.storage.faults import StepConflict
from qualbench.workbench import correcting, placing, stale
from qualbench.workbench.code_previews import touched_by
from qualbench.workbench.codebooks import change_code, create_code
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code, find_segment, load_segments
from qualbench.workbench.correcting import Edit, correct_document, update_document
from qualbench.workbench.history import list_history, redo, undo
from qualbench.workbench.importing import find_document, list_speakers, open_document
from qualbench.workbench.independence import start_independent_coding
from qualbench.workbench.memo_list import find_memos
from qualbench.workbench.memoing import add_memo, annotate, list_annotations, passage_words
from qualbench.workbench.reporting import export_memos, export_segments
from tests.workbench.builders import ANNA, with_interviews
from tests.workbench.test_codebook_verbs import tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.workbench.project import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = with_interviews(tmp_path)
    yield opened
    opened.store.close()


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def coded(session: Session, words: str, code: str) -> str:
    made = create_code(session, code)
    return apply_code(session, "anna", span_of(ANNA, words), made.id).id


def edit_of(words: str, new: str) -> Edit:
    span = span_of(ANNA, words)
    return Edit(span.start, span.end, new)


def quotes(session: Session) -> dict[str, str]:
    return {
        one.id: one.quote for one in load_segments(session, document_id=find_document(session, "anna").id)
    }


def well(session: Session) -> bool:
    return list(find_faults(session.store)) == []


def test_a_typo_is_corrected_under_a_coding_in_one_step(session: Session) -> None:
    before = coded(session, "A leaflet, at the surgery", "Hearing of it")
    after = coded(session, "the tea and the talk", "Tea")
    rows = tables(session)
    steps = len(list_history(session))
    done = correct_document(session, "anna", [edit_of("surgery", "clinic")], why="misheard")
    assert (done.revision, done.waiting) == (2, 0)
    assert done.fates == {Fate.SAME: 1, Fate.CHANGED: 1}
    assert quotes(session) == {before: "A leaflet, at the clinic", after: "the tea and the talk"}
    assert len(list_history(session)) == steps + 1
    assert list_history(session, 1)[0].why == "misheard"
    opened = open_document(session, find_document(session, "anna").id)
    assert [opened.text[turn.start : turn.end] for turn in opened.turns][1].startswith(
        "A leaflet, at the clinic."
    )
    assert [turn.speaker for turn in opened.turns] == ["Interviewer", "Anna", "Interviewer", "Anna"]
    assert well(session)
    undo(session)
    assert tables(session) == rows
    assert find_document(session, "anna").revision == 1
    redo(session)
    assert quotes(session)[before] == "A leaflet, at the clinic"
    assert well(session)


def test_the_old_text_stays_and_the_history_holds_no_words(session: Session) -> None:
    correct_document(session, "anna", [edit_of("surgery", "Wolverley Street clinic")])
    document = find_document(session, "anna")
    assert session.store.text(document.id, 1) == ANNA
    assert [number for number, _at, _words in correcting.list_revisions(session, "anna")] == [1, 2]
    parts = session.store.connection.execute("SELECT changes FROM step_part").fetchall()
    assert not any("Wolverley" in part for (part,) in parts)
    undo(session)
    assert correct_document(session, "anna", [edit_of("surgery", "ward")]).revision == 3


def test_what_an_edit_takes_away_or_cuts_across_waits_and_is_settled(session: Session) -> None:
    gone, cut = coded(session, "Not for me", "Refusing"), coded(session, "in the drawer. “Not", "Drawer")
    write_memo_on(session, gone)
    done = correct_document(session, "anna", [edit_of(" “Not for me”, I said.", "")])
    assert done.waiting == 2
    assert quotes(session) == {cut: "in the drawer."}, "what is lost is in no list"
    waiting = {one.what: one for one in placing.list_waiting(session, "anna")}
    assert waiting["Refusing"].place.doubt is Doubt.LOST
    assert (waiting["Refusing"].was, waiting["Refusing"].now) == ("Not for me", None)
    assert (waiting["Drawer"].was, waiting["Drawer"].now) == ("in the drawer. “Not", "in the drawer.")
    assert well(session)
    with pytest.raises(UsageError, match="no longer in the text"):
        placing.keep_place(session, waiting["Refusing"].place.id)
    placing.keep_place(session, waiting["Drawer"].place.id)
    text = session.store.text(find_document(session, "anna").id, 2)
    placing.place_at(session, waiting["Refusing"].place.id, span_of(text, "A leaflet"))
    assert quotes(session)[gone] == "A leaflet"
    assert placing.list_waiting(session) == []
    assert well(session)
    undo(session)
    assert [one.what for one in placing.list_waiting(session)] == ["Refusing"]
    placing.remove_waiting(session, placing.list_waiting(session)[0].place.id, "it was a slip")
    assert gone not in {row[0] for row in session.store.connection.execute("SELECT id FROM segment")}
    assert well(session)


def test_a_coding_of_which_hardly_a_word_is_left_waits(session: Session) -> None:
    all_of_it = coded(session, "I put it in the drawer. “Not for me”, I said", "Refusing")
    done = correct_document(session, "anna", [edit_of("I put it in the drawer. “Not for me”, I said", "Hm")])
    assert done.waiting == 1
    (waiting,) = placing.list_waiting(session)
    assert (waiting.place.target_id, waiting.now, waiting.place.doubt) == (all_of_it, "Hm", Doubt.UNSURE)


def test_what_lost_its_words_is_told_in_exports_and_lists_and_waits_for_no_second_look(
    session: Session, tmp_path: Path
) -> None:
    lost = coded(session, "“Not for me”, I said", "Refusing")
    coded(session, "the tea and the talk", "Tea")
    write_memo_on(session, lost)
    code = find_segment(session, lost).code_id
    correct_document(session, "anna", [edit_of(" “Not for me”, I said.", "")])
    change_code(session, code, definition="Turning it down.")
    change_code(session, code, definition="Turning down what is offered.")
    assert stale.load_queue(session).places == ()
    assert touched_by(session, [code]).segments == 0
    (row,) = find_memos(session)
    assert row.quote == "“Not for me”, I said"
    page = tmp_path / "memos.md"
    export_memos(session, output=page)
    assert "“Not for me”, I said" in page.read_text("utf-8")
    assert "since removed" not in page.read_text("utf-8")
    told = export_segments(session, output=tmp_path / "segments.csv").warnings
    assert any(one.startswith("1 coding lost its words in a correction") for one in told)


def write_memo_on(session: Session, segment_id: str) -> None:
    from qualbench.model.coding import MemoTarget

    add_memo(session, MemoTarget.SEGMENT, segment_id, "think of this")


def test_annotations_go_along_too(session: Session) -> None:
    document = find_document(session, "anna")
    annotate(session, document.id, span_of(ANNA, "the tea, really"), "again the tea")
    correct_document(session, "anna", [edit_of("And then?", "And what came then?")])
    (memo,) = list_annotations(session, document.id)
    assert passage_words(session, memo) == "the tea, really"
    text = session.store.text(document.id, 2)
    correct_document(
        session, "anna", [Edit(text.index(" It was the tea"), text.index(" the tea and the"), "")]
    )
    assert list_annotations(session, document.id) == []
    assert [one.what for one in placing.list_waiting(session)] == ["annotation"]
    assert well(session)


def test_two_of_one_code_that_would_be_on_the_same_words_are_kept_apart(session: Session) -> None:
    code = create_code(session, "Tea")
    for words in ("the tea", "the tea, really"):
        apply_code(session, "anna", span_of(ANNA, words), code.id)
    done = correct_document(session, "anna", [edit_of(", really", "")])
    assert done.waiting == 1
    assert list(quotes(session).values()) == ["the tea"]
    assert well(session)


def test_a_new_version_of_the_whole_text_is_taken(session: Session, tmp_path: Path) -> None:
    stays = coded(session, "my neighbour went, and I went with her", "Neighbours")
    moved = coded(session, "A leaflet, at the surgery. I put it in the drawer", "Hearing of it")
    changed = coded(session, "the tea and the talk", "Tea")
    first, leaflet, third, last = ANNA.splitlines(keepends=True)
    new = first + third + last.replace("and the talk", "and all that talk") + "Mum: Yes.\n" + leaflet
    (tmp_path / "new.txt").write_text(new, encoding="utf-8")
    looked = correcting.preview_update(session, "anna", tmp_path / "new.txt")
    assert find_document(session, "anna").revision == 1
    rows = tables(session)
    done = update_document(session, "anna", tmp_path / "new.txt")
    assert (done.fates, done.waiting) == (looked.fates, looked.waiting) == (done.fates, 1)
    assert quotes(session)[stays] == "my neighbour went, and I went with her"
    assert quotes(session)[moved] == "A leaflet, at the surgery. I put it in the drawer"
    (waiting,) = placing.list_waiting(session, "anna")
    assert (waiting.place.target_id, waiting.now) == (changed, "the tea and all that talk")
    assert "Mum" in {speaker.label for _document, speaker, _turns in list_speakers(session, "anna")}
    assert well(session)
    undo(session)
    assert tables(session) == rows


def test_a_doubt_goes_along_with_a_further_correction(session: Session) -> None:
    coded(session, "in the drawer. “Not", "Drawer")
    correct_document(session, "anna", [edit_of("“Not for me”, I said", "I left it")])
    correct_document(session, "anna", [Edit(0, 0, "One more line.\n")])
    (waiting,) = placing.list_waiting(session, "anna")
    assert (waiting.was, waiting.now) == ("in the drawer. “Not", "in the drawer. I left it")
    undo(session)
    assert placing.list_waiting(session, "anna")[0].now == "in the drawer. I left it"


def test_a_correction_on_which_newer_codings_stand_is_not_taken_back(session: Session) -> None:
    correct_document(session, "anna", [edit_of("surgery", "clinic")])
    step = list_history(session, 1)[0].id
    apply_code(session, "anna", Span(0, 11), create_code(session, "Asking").id)
    with pytest.raises(StepConflict, match="text that is not the one of now"):
        undo(session, step=step)
    assert find_document(session, "anna").revision == 2


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ([Edit(5, 9_999, "x")], "no stretch 5:9999"),
        ([Edit(9, 5, "x")], "no stretch 9:5"),
        ([Edit(0, 5, "x"), Edit(3, 8, "y")], "overlap at 3"),
        ([Edit(0, 11, "Interviewer")], "would be the same"),
        ([Edit(0, len(ANNA), " \n")], "Nothing would be left"),
    ],
)
def test_what_cannot_be_corrected_so_is_refused(session: Session, edits: list[Edit], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        correct_document(session, "anna", edits)
    assert find_document(session, "anna").revision == 1


def test_while_coding_is_independent_the_text_stays(session: Session) -> None:
    add_coder(session, "Bo")
    start_independent_coding(session)
    with pytest.raises(correcting.WhileIndependent):
        correct_document(session, "anna", [edit_of("surgery", "clinic")])


def test_a_place_that_is_none_is_a_sentence(session: Session) -> None:
    with pytest.raises(NotFound):
        placing.keep_place(session, "nothing")
    coded(session, "Not for me", "Refusing")
    correct_document(session, "anna", [edit_of("“Not for me”, I said", "I left it")])
    (waiting,) = placing.list_waiting(session)
    with pytest.raises(UsageError, match="no stretch"):
        placing.place_at(session, waiting.place.id[:6], Span(0, 99_999))


edits = st.lists(
    st.tuples(st.integers(0, len(ANNA)), st.integers(0, 12), st.text("ab \n", max_size=6)), max_size=5
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits, st.lists(st.tuples(st.integers(0, len(ANNA) - 30), st.integers(1, 30)), min_size=1, max_size=6))
def test_after_any_edits_every_coding_is_on_its_words_or_waits_and_undo_gives_all_back(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[int, int, str]], spans: list[tuple[int, int]]
) -> None:
    session = with_interviews(tmp_path_factory.mktemp("study"))
    code = create_code(session, "Any").id
    for start, long in {(start, long) for start, long in spans}:
        apply_code(session, "anna", Span(start, start + long), code)
    before = {one.id: one for one in load_segments(session)}
    rows = tables(session)
    try:
        correct_document(
            session, "anna", [Edit(start, min(len(ANNA), start + long), text) for start, long, text in made]
        )
    except UsageError:
        assert tables(session) == rows
        return
    waiting = {one.place.target_id: one for one in placing.list_waiting(session)}
    now = {one.id: one for one in load_segments(session)}
    assert set(now) | set(waiting) == set(before), "nothing is dropped"
    assert well(session)
    undo(session)
    assert tables(session) == rows
    session.store.close()
