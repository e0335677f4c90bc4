"""Memos on passages, and private ones: seen by nobody else, and in no file that is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound, UsageError
from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.storage.faults import StepConflict
from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code
from qualbench.workbench.history import list_history, redo, undo
from qualbench.workbench.listing import segment_rows
from qualbench.workbench.memoing import (
    add_journal,
    add_memo,
    annotate,
    change_memo,
    list_annotations,
    list_journal,
    list_memos,
    passage_words,
    remove_memo,
)
from qualbench.workbench.reporting import (
    export_memos,
    export_segments,
    export_theme_summary,
    export_transcript,
)
from qualbench.workbench.step_words import step_in_words
from qualbench.workbench.stepping import step_changes
from qualbench.workbench.theming import assign_codes, choose_exemplar, create_theme
from tests.workbench.builders import ANNA, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session

WORDS = "I put it in the drawer."


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return with_interviews(tmp_path)


def place(words: str) -> Span:
    return Span(ANNA.index(words), ANNA.index(words) + len(words))


def anna(session: Session) -> str:
    return annotate(session, "anna", place("Anna"), "Her name.").target_id


def test_uncoded_words_are_annotated_in_the_order_of_the_text(session: Session) -> None:
    document_id = anna(session)
    memo = annotate(session, "anna", place(WORDS), "Why the drawer?")
    assert (memo.target, memo.target_id, memo.revision) == (MemoTarget.PASSAGE, document_id, 1)
    assert passage_words(session, memo) == WORDS
    first = annotate(session, "anna", place("A leaflet"), "Which one?")
    assert [one.id for one in list_annotations(session, document_id)][1:] == [first.id, memo.id]
    assert list_memos(session, target=MemoTarget.DOCUMENT) == []
    change_memo(session, memo.id, "Which drawer?")
    remove_memo(session, first.id)
    for _ in range(4):
        undo(session)
    assert [one.text for one in list_annotations(session, document_id)] == ["Her name."]
    for _ in range(4):
        redo(session)
    assert [one.text for one in list_annotations(session, document_id)] == ["Her name.", "Which drawer?"]
    assert not check_project(session)


@pytest.mark.parametrize("span", [Span(3, 3), Span(0, len(ANNA) + 1)])
def test_there_is_no_annotation_of_nothing(session: Session, span: Span) -> None:
    steps = len(list_history(session))
    with pytest.raises(UsageError, match="no stretch"):
        annotate(session, "anna", span, "Hm.")
    assert len(list_history(session)) == steps


def test_no_words_of_the_text_are_in_the_history(session: Session) -> None:
    annotate(session, "anna", place(WORDS), "Why there?")
    packed = " ".join(one for (one,) in session.store.connection.execute("SELECT changes FROM step_part"))
    assert "Why there?" in packed
    assert "drawer" not in packed


def test_an_import_whose_text_is_annotated_is_not_undone(session: Session) -> None:
    memo = annotate(session, "anna", place(WORDS), "Why there?")
    (step,) = [one.id for one in list_history(session) if one.verb == "import"]
    with pytest.raises(StepConflict, match="anna of that import has memos on its text"):
        undo(session, step=step)
    remove_memo(session, memo.id)
    undo(session, step=step)
    undo(session, step=list_history(session)[1].id)
    assert list_memos(session) == []


def test_a_private_memo_is_its_coders_alone(session: Session) -> None:
    tom = replace(session, coder=add_coder(session, "Tom"))
    document_id = anna(session)
    mine = annotate(session, "anna", place(WORDS), "Mine.", private=True)
    add_journal(session, "My diary.", private=True)
    assert [one.text for one in list_memos(tom)] == ["Her name."]
    assert [one.text for one in list_annotations(tom, document_id)] == ["Her name."]
    assert list_journal(tom) == []
    assert [one.text for one in list_memos(session)] == ["Her name.", "Mine."]
    assert [one.text for one in list_journal(session)] == ["My diary."]
    with pytest.raises(NotFound):
        change_memo(tom, mine.id, "Theirs.")
    with pytest.raises(NotFound):
        remove_memo(tom, mine.id)
    change_memo(session, mine.id, private=False)
    assert [one.text for one in list_memos(tom)] == ["Her name.", "Mine."]
    with pytest.raises(UsageError, match="Only who wrote"):
        change_memo(tom, mine.id, private=True)
    undo(session)
    assert [one.text for one in list_memos(tom)] == ["Her name."]


def test_the_history_tells_nobody_else_of_what_is_private(session: Session) -> None:
    tom = replace(session, coder=add_coder(session, "Tom"))
    memo = annotate(session, "anna", place(WORDS), "SECRET one", private=True)
    change_memo(session, memo.id, "SECRET two")
    change_memo(session, memo.id, "For all.", private=False)
    change_memo(session, memo.id, "SECRET three", private=True)
    remove_memo(session, memo.id)
    undo(session)
    entries = list_history(session)[:6]
    assert "annotated a passage" in {one.summary for one in entries}, "not what it says"
    for looks, exported in ((tom, False), (tom, True), (session, True)):
        told = str([list(step_changes(looks, one.id, exported=exported)) for one in entries])
        assert "SECRET" not in told
        assert "(private)" in told
    assert "SECRET one" in str([list(step_changes(session, one.id)) for one in entries])
    assert not [one for one in entries if "drawer" in step_in_words(tom, one)]
    assert [one for one in entries if "drawer" in step_in_words(session, one)]


def test_what_is_for_all_stays_told_in_the_history(session: Session) -> None:
    tom = replace(session, coder=add_coder(session, "Tom"))
    memo = annotate(session, "anna", place(WORDS), "For all.")
    change_memo(session, memo.id, "For all of us.")
    for entry in list_history(session)[:2]:
        assert "For all" in str(list(step_changes(tom, entry.id, exported=True)))
        assert "drawer" in step_in_words(tom, entry)


def test_nothing_private_is_in_any_file_that_is_written(session: Session, tmp_path: Path) -> None:
    code = create_code(session, "Drawer")
    segment = apply_code(session, "anna", place(WORDS), code.id)
    theme = create_theme(session, "Hiding")
    assign_codes(session, theme.id, [code.id])
    choose_exemplar(session, theme.id, segment.id)
    about = {
        MemoTarget.PROJECT: session.project.id,
        MemoTarget.DOCUMENT: segment.document_id,
        MemoTarget.CODE: code.id,
        MemoTarget.SEGMENT: segment.id,
        MemoTarget.THEME: theme.id,
    }
    for private, said in ((True, "SECRET"), (False, "For all.")):
        for target, target_id in about.items():
            add_memo(session, target, target_id, said, private=private)
        annotate(session, "anna", place(WORDS), said, private=private)
        add_journal(session, said, private=private)
    export_segments(session, output=tmp_path / "segments.csv")
    export_transcript(session, "anna", output=tmp_path / "anna.html")
    for form in ("md", "html"):
        export_memos(session, output=tmp_path / f"memos.{form}", format=form)
        export_theme_summary(session, output=tmp_path / f"themes.{form}", format=form)
    written = {one.name: one.read_text(encoding="utf-8-sig") for one in tmp_path.iterdir() if one.is_file()}
    written |= {f"versions of {one.name}": one.read_text() for one in session.project.codebooks.iterdir()}
    written["segments --json"] = str(list(segment_rows(session)))
    assert [name for name, text in written.items() if "SECRET" in text] == []
    with_memos = {name for name, text in written.items() if "For all." in text}
    assert with_memos == {"segments.csv", "anna.html", "memos.md", "memos.html", "segments --json"}
    assert written["memos.md"].count("For all.") == len(about) + 2


def test_annotations_are_in_the_memos_and_in_the_transcript_with_their_words(
    session: Session, tmp_path: Path
) -> None:
    annotate(session, "anna", place(WORDS), "Why there?")
    export_memos(session, output=tmp_path / "memos.md")
    memos = (tmp_path / "memos.md").read_text(encoding="utf-8")
    assert "## On passages" in memos
    assert "**Passage of “anna”**" in memos
    assert memos.index(WORDS) < memos.index("Why there?")
    assert "<!-- segment" not in memos
    for form in ("html", "docx"):
        export_memos(session, output=tmp_path / f"memos.{form}", format=form)
    assert "data-segment" not in (tmp_path / "memos.html").read_text(encoding="utf-8")
    export_transcript(session, "anna", output=tmp_path / "anna.html")
    page = (tmp_path / "anna.html").read_text(encoding="utf-8")
    assert f'On <a href="#to-1">“<bdi>{WORDS}</bdi>”</a>, turn 2' in page
    assert 'annotation <a class="to" id="to-1" href="#note-1"' in page
    assert "Why there?" in page
