"""A participant withdraws: no run of five of their words is left in any byte of the folder."""

from __future__ import annotations

import re
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from qualbench.errors import NotFound
from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.search.runs import Runs
from qualbench.storage import desk, purge
from qualbench.workbench.analysing import theme_counts
from qualbench.workbench.cases import list_cases
from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import change_code, create_code, load_codebook
from qualbench.workbench.coding import apply_code, code_in_vivo, remove_segments
from qualbench.workbench.correcting import Edit, correct_document
from qualbench.workbench.history import NothingToUndo, list_history, next_undo, undo
from qualbench.workbench.importing import import_documents, list_documents
from qualbench.workbench.listing import segment_rows
from qualbench.workbench.memoing import add_memo
from qualbench.workbench.project import create_project, open_session
from qualbench.workbench.purging import list_withdrawals, preview_purge, purge_document
from qualbench.workbench.safekeeping import backup_project
from qualbench.workbench.theming import assign_codes, change_theme, create_set, create_theme, current_set
from qualbench.workbench.working_file import adopt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.workbench.project import Session

ANNA = (
    "Interviewer: How was the winter for you?\n\n"
    "Anna: My brother would never lend me his blue bicycle again. I walked to the clinic each week "
    "through snow, and nobody there asked me where I came from.\n\n"
    "Interviewer: And then?\n\n"
    "Anna: Then a neighbour drove me, and the world was smaller than I had thought it could be."
)
BEN = (
    "Interviewer: How was the winter for you?\n\n"
    "Ben: It was short. As Anna says, I walked to the clinic each week, but by the river."
)
#: What Ben says too is his.
SHARED = {"i walked to the clinic", "walked to the clinic each", "to the clinic each week"}
QUESTION = {"how was the winter for", "was the winter for you"}


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def runs(text: str) -> set[str]:
    said = words(text)
    return (
        {" ".join(said[at : at + 5]) for at in range(len(said) - 4)}
        - SHARED
        - QUESTION
        - {"interviewer how was the winter"}
    )


def left_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Every run of Anna's that stands in any byte of a folder, in either encoding, zipped or not."""
    wanted = runs(ANNA)
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        parts = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as file:
                parts = [file.read(name) for name in file.namelist()]
        for data in parts:
            for encoding in ("utf-8", "utf-16-le"):
                text = data.decode(encoding, "ignore").replace("\\n", " ")
                said = " ".join(words(text))
                yield from ((path.name, run) for run in wanted if run in said)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Session]:
    files = tmp_path / "files"
    files.mkdir()
    (files / "anna.txt").write_text(ANNA, encoding="utf-8")
    (files / "ben.txt").write_text(BEN, encoding="utf-8")
    folder = tmp_path / "study"
    create_project(folder, title="A study", coder="Ana")
    session = open_session(folder)
    import_documents(session, [files])
    yield session
    session.store.close()


def at(session: Session, name: str, quote: str) -> tuple[str, Span]:
    row = next(one for one in list_documents(session) if one.document.name == name)
    text = session.store.text(row.document.id, row.document.revision)
    start = text.index(quote)
    return row.document.id, Span(start, start + len(quote))


def used_everywhere(session: Session) -> None:
    """Put Anna's words wherever words can stand."""
    code = create_code(session, "Distance")
    anna, span = at(session, "anna", "nobody there asked me where I came from")
    segment = apply_code(session, anna, span, code.id)
    add_memo(session, MemoTarget.SEGMENT, segment.id, "she says: nobody there asked me where I came from")
    add_memo(
        session,
        MemoTarget.PROJECT,
        session.project.id,
        "Note “my brother would never lend me his blue bicycle again”!",
    )
    code_in_vivo(session, *at(session, "anna", "the world was smaller than I had thought"))
    gone = apply_code(session, *at(session, "anna", "Then a neighbour drove me"), code.id)
    remove_segments(session, [gone.id])
    ben, there = at(session, "ben", "It was short.")
    apply_code(session, ben, there, code.id)
    change_code(session, code.id, definition="As in: a neighbour drove me, and the world was smaller.")
    change_code(
        session, code.id, definition="How far it is.", examples=("my brother would never lend me his",)
    )
    adopt(session, message="First version")
    create_set(session, "Themes")
    theme = create_theme(session, "Far away")
    change_theme(session, theme.id, concept="Nobody there asked me where I came from: distance.")
    assign_codes(session, theme.id, [code.id])
    correct_document(session, anna, [Edit(span.start, span.start + 6, "nobody ever")])
    session.project.exports.mkdir(exist_ok=True)
    (session.project.exports / "quotes.md").write_text(
        "# Quotes\n\n> nobody there asked me where I came from\n\n> It was short.\n", encoding="utf-8"
    )
    with zipfile.ZipFile(session.project.exports / "quotes.docx", "w") as file:
        file.writestr("word/document.xml", "<w>nobody there</w><w> asked me where I came from</w>")
    backup_project(session)


def test_no_run_of_five_words_is_left_in_any_byte_of_the_folder(study: Session) -> None:
    used_everywhere(study)
    folder = study.project.folder
    assert len(set(left_in(folder))) > 20, "there is something to find"
    seen = preview_purge(study, "anna")
    assert (seen.counts.segments, seen.counts.memos, seen.counts.revisions) == (2, 1, 2)
    assert seen.cases == ("anna",)
    assert {one.name for one in seen.exports} == {"quotes.md", "quotes.docx"}
    assert len(seen.backups) == 1
    where = {seen.words_of(one).partition(" “")[0].partition(",")[0] for one in seen.held}
    assert {"code", "memo", "theme", "saved version"} <= where
    purge_document(study, "anna", why="asked to", everywhere=True)
    study.store.close()
    assert set(left_in(folder)) == set()
    with open_session(folder) as session:
        assert [one.document.name for one in list_documents(session)] == ["ben"]
        assert [row["quote"] for row in segment_rows(session)] == ["It was short."]
        assert not [one for one in check_project(session) if one]
        (record,) = list_withdrawals(session)
        assert (record.documents, record.segments, record.memos, record.why) == (1, 2, 1, "asked to")
        assert record.blanked >= 5
        assert "It was short." in (session.project.exports / "quotes.md").read_text(encoding="utf-8")
        names = {code.name for code in load_codebook(session).codes}
        assert "Distance" in names
        assert any(name.startswith("(withdrawn") for name in names)


def test_what_another_says_too_stays(study: Session) -> None:
    used_everywhere(study)
    code = next(one for one in load_codebook(study).codes if one.name == "Distance")
    change_code(study, code.id, definition="As one says: I walked to the clinic each week.")
    purge_document(study, "anna")
    code = next(one for one in load_codebook(study).codes if one.name == "Distance")
    assert code.definition == "As one says: I walked to the clinic each week."


def test_without_everywhere_exports_and_backups_stay(study: Session) -> None:
    used_everywhere(study)
    purge_document(study, "anna")
    left = {name for name, _run in left_in(study.project.folder)}
    assert {name.rpartition(".")[2] for name in left} == {"md", "docx", "qualbench"}
    assert "project.qualbench" not in left


def test_a_case_can_stay_and_one_that_another_has_too_does(study: Session) -> None:
    purge_document(study, "anna", keep_cases=True)
    assert [case.name for case in list_cases(study)] == ["anna", "ben"]


def test_it_is_not_undone_and_what_is_older_still_can_be(study: Session) -> None:
    used_everywhere(study)
    purge_document(study, "anna")
    assert "took out a document for good" in list_history(study)[0].summary
    with pytest.raises(NothingToUndo):
        undo(study, step=list_history(study)[0].id)
    seen = set()
    while (entry := next_undo(study)) is not None:
        assert entry.id not in seen
        seen.add(entry.id)
        undo(study)
    assert list(segment_rows(study)) == []
    assert [one.document.name for one in list_documents(study)] == []
    assert not [one for one in check_project(study) if one]


def test_numbers_go_on_without_the_participant(study: Session) -> None:
    used_everywhere(study)
    purge_document(study, "anna")
    themes = current_set(study)
    assert themes is not None
    (counted,) = theme_counts(study, themes.id).values()
    assert (counted.of, counted.participants) == (1, 1)


def test_killed_before_the_pages_are_written_anew_the_next_opening_does_it(
    study: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    used_everywhere(study)
    folder = study.project.folder

    whole = purge.forget_pages

    def killed(path: Path) -> bool:
        if path == study.store.path:
            raise KeyboardInterrupt
        return whole(path)

    with monkeypatch.context() as patched:
        patched.setattr(purge, "forget_pages", killed)
        with pytest.raises(KeyboardInterrupt):
            purge_document(study, "anna", everywhere=True)
    study.store.close()
    assert desk.load_note(folder / "desk.sqlite3", desk.PAGES_DUE) == "1"
    with open_session(folder):
        pass
    assert desk.load_note(folder / "desk.sqlite3", desk.PAGES_DUE) == ""
    assert set(left_in(folder)) == set()


def test_there_must_be_such_a_document(study: Session) -> None:
    with pytest.raises(NotFound):
        purge_document(study, "carl")


def test_runs_are_found_whatever_the_case_and_the_punctuation() -> None:
    found = Runs(["One two, three four five six seven."], ["two three four five six"])
    assert (
        found.blanked("He said: ONE two three\nfour FIVE! And so on.") == "He said: (withdrawn)! And so on."
    )
    assert found.blanked("two three four five six") == "two three four five six"
    assert [found.blanked(text) for text in ("three four five six seven", "one two three four five")] == [
        "(withdrawn 2)",
        "(withdrawn)",
    ]
    spans = found.places("one two three four five six seven")
    assert all(a.end < b.start for a, b in pairwise(spans))
