"""A coded transcript goes out as a Word document with comments, and a colleague's comments come back."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest

from qualbench.errors import FileProblem, NotFound, UsageError
from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.workbench.codebooks import create_code, load_codebook
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code, load_segments, remove_segments
from qualbench.workbench.comment_import import import_comments, said_codes
from qualbench.workbench.correcting import correct_passage
from qualbench.workbench.history import undo
from qualbench.workbench.memoing import add_memo, annotate, list_annotations
from qualbench.workbench.reporting import export_transcript
from tests.workbench.builders import ANNA, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session

TEA = "It was the tea, really — the tea and the talk."


def span(words: str) -> Span:
    start = ANNA.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def session(tmp_path: Path) -> Session:
    session = with_interviews(tmp_path)
    tea = create_code(session, "Tea")
    create_code(session, "Hot", parent_id=tea.id)
    segment = apply_code(session, "anna", span(TEA), tea.id)
    apply_code(session, "anna", span("the tea and the talk"), tea.id)
    add_memo(session, MemoTarget.SEGMENT, segment.id, "Tea again.\nAnd again.")
    add_memo(session, MemoTarget.SEGMENT, segment.id, "SECRET", private=True)
    annotate(session, "anna", span("A leaflet"), "Which one?")
    return session


@pytest.fixture
def sent(session: Session, tmp_path: Path) -> Path:
    path = tmp_path / "anna.docx"
    export_transcript(session, "anna", output=path, format="docx")
    return path


def commented(path: Path, *comments: tuple[str, str, str], edit: tuple[str, str] | None = None) -> Path:
    """Open a file as a colleague does, write comments on words, and save it; `edit` changes words first."""
    document = docx.Document(str(path))
    for words, text, author in comments:
        runs: list[Any] = [run for paragraph in document.paragraphs for run in paragraph.runs]
        on = next(run for run in runs if words in run.text)
        document.add_comment(on, text, author=author, initials=author[:1])
    if edit:
        for paragraph in document.paragraphs:
            for run in paragraph.runs:
                run.text = run.text.replace(*edit)
    document.save(str(path))
    return path


def test_the_file_is_the_text_with_words_own_comments(session: Session, sent: Path) -> None:
    document = docx.Document(str(sent))
    assert "\n".join(one.text for one in document.paragraphs) == ANNA
    assert [(one.author, one.text) for one in document.comments] == [
        ("Ana", "Which one?"),
        ("Ana", "Tea\nTea again.\nAnd again."),
        ("Ana", "Tea"),
    ]
    assert b"SECRET" not in b"".join(
        zipfile.ZipFile(sent).read(one) for one in zipfile.ZipFile(sent).namelist()
    )


def test_the_same_project_gives_the_same_bytes(session: Session, sent: Path, tmp_path: Path) -> None:
    export_transcript(session, "anna", output=tmp_path / "again.docx", format="docx")
    assert (tmp_path / "again.docx").read_bytes() == sent.read_bytes()


def test_what_nobody_changed_is_passed_over(session: Session, sent: Path) -> None:
    before = load_segments(session)
    remove_segments(session, [before[0].id])
    made = import_comments(session, sent)
    assert (made.unchanged, made.added, made.annotations, made.comments) == (3, 0, 0, [])
    assert len(load_segments(session)) == len(before) - 1


def test_comments_become_codings_of_their_author(session: Session, sent: Path) -> None:
    commented(
        sent,
        ("the tea and the talk", "hot; TEA\nShe says it twice.", "Tom"),
        ("A leaflet", "I know it", "Tom"),
        ("Interviewer", "#Asking", "Tom"),
    )
    made = import_comments(session, sent)
    assert [(one.author, one.codes, one.note, bool(one.why_not)) for one in made.comments] == [
        ("Tom", ("Asking",), "", True),
        ("Tom", (), "I know it", False),
        ("Tom", ("Tea > Hot", "Tea"), "She says it twice.", False),
    ]
    assert (made.added, made.memos_added, made.annotations, made.coders_added) == (2, 1, 1, ["Tom"])
    assert "--create-codes" in made.rejected[0].reason
    tom = [one for one in load_segments(session) if one.coder_id != session.coder.id]
    assert {one.quote for one in tom} == {"the tea and the talk"}
    assert {one.text for one in list_annotations(session, tom[0].document_id)} == {"Which one?", "I know it"}
    again = import_comments(session, sent)
    assert (again.added, again.memos_added, again.annotations) == (0, 0, 0)
    undo(session)
    assert not [one for one in load_segments(session) if one.coder_id != session.coder.id]
    assert {one.name for one in load_codebook(session).codes} == {"Tea", "Hot"}
    assert import_comments(session, sent, create_codes=True).codes_created == ["Asking"]


def test_a_look_changes_nothing(session: Session, sent: Path) -> None:
    commented(sent, ("A leaflet", "Tea", "Tom"))
    made = import_comments(session, sent, dry_run=True)
    assert (made.added, made.coders_added) == (1, ["Tom"])
    assert made.comments[0].words == "A leaflet"
    assert len(load_segments(session)) == 2
    assert import_comments(session, sent, dry_run=True).coders_added == ["Tom"]


def test_an_edited_text_is_compared_and_what_is_not_sure_is_not_taken(session: Session, sent: Path) -> None:
    commented(
        sent,
        ("the tea and the talk", "Hot", "Tom"),
        ("How did you hear", "Hot", "Tom"),
        edit=("How did you hear of the group?", "How on earth have they ever found you?"),
    )
    at = ANNA.index("neighbour")
    correct_passage(session, "anna", Span(at, at + 9), "very good neighbour")
    made = import_comments(session, sent)
    assert [(one.words, bool(one.why_not)) for one in made.comments] == [
        ("How on earth have they ever found you?", True),
        ("the tea and the talk", False),
    ]
    assert {one.quote for one in load_segments(session) if one.coder_id != session.coder.id} == {
        "the tea and the talk"
    }


def test_a_file_that_is_not_ours_names_its_document(session: Session, tmp_path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph("Anna: ").add_run("A leaflet, at the surgery.")
    document.add_comment(run, "Tea", author="")
    document.save(str(tmp_path / "mine.docx"))
    with pytest.raises(UsageError, match="which document"):
        import_comments(session, tmp_path / "mine.docx")
    with pytest.raises(NotFound):
        import_comments(session, tmp_path / "mine.docx", document="nobody")
    made = import_comments(session, tmp_path / "mine.docx", document="anna")
    assert (made.added, made.document) == (1, "anna")
    added = next(one for one in load_segments(session) if one.quote == "A leaflet, at the surgery.")
    assert added.coder_id == session.coder.id


def test_a_file_without_comments_or_that_is_none_is_refused(session: Session, tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "empty.docx"))
    with pytest.raises(FileProblem, match="no comment"):
        import_comments(session, tmp_path / "empty.docx", document="anna")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04")
    with pytest.raises(FileProblem, match="damaged"):
        import_comments(session, tmp_path / "broken.docx", document="anna")
    with pytest.raises(FileProblem, match="cannot be read"):
        import_comments(session, tmp_path / "none.docx", document="anna")


def test_a_second_coder_is_sent_only_where_they_are_named(session: Session, tmp_path: Path) -> None:
    add_coder(session, "Tom")
    export_transcript(session, "anna", output=tmp_path / "t.docx", format="docx", coder_names=["Tom"])
    assert [one.text for one in docx.Document(str(tmp_path / "t.docx")).comments] == ["Which one?"]


def test_what_a_comment_says(session: Session) -> None:
    book = load_codebook(session)
    assert said_codes(book, "tea") == (("Tea",), "")
    assert said_codes(book, "Tea > Hot\n\nbecause") == (("Tea > Hot",), "because")
    assert said_codes(book, "Tea; Hot; tea") == (("Tea", "Tea > Hot"), "")
    assert said_codes(book, "#New ; Hot\nx") == (("New", "Tea > Hot"), "x")
    assert said_codes(book, "Tea was served") == ((), "Tea was served")
    assert said_codes(book, "Tea; nothing else") == ((), "Tea; nothing else")
    assert said_codes(book, "#") == ((), "#")
    assert said_codes(book, "") == ((), "")
