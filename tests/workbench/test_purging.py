"""A participant withdraws: no run of five of their words is left in any byte of the folder."""

from __future__ import annotations

import html
import re
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from qualbench.errors import NotFound
from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.search.identifiers import Kind
from qualbench.storage import desk, purge
from qualbench.workbench import purged_files, purging
from qualbench.workbench.analysing import theme_counts
from qualbench.workbench.cases import list_cases
from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import change_code, create_code, load_codebook
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code, code_in_vivo, remove_segments
from qualbench.workbench.correcting import Edit, correct_document
from qualbench.workbench.history import NothingToUndo, list_history, next_undo, undo
from qualbench.workbench.importing import import_documents, list_documents
from qualbench.workbench.independence import start_independent_coding
from qualbench.workbench.listing import segment_rows
from qualbench.workbench.memoing import add_memo
from qualbench.workbench.name_key import Entry, load_key, save_key
from qualbench.workbench.project import create_project, open_session
from qualbench.workbench.purging import (
    BadBackup,
    StillOpen,
    list_withdrawals,
    preview_purge,
    purge_document,
    purge_in_words,
)
from qualbench.workbench.safekeeping import backup_project
from qualbench.workbench.theming import (
    assign_codes,
    change_theme,
    choose_exemplar,
    create_set,
    create_theme,
    current_set,
)
from qualbench.workbench.working_file import adopt, working_file
from tests.storage.test_migrations import first_schema

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


def left_in(folder: Path, wanted: set[str] | None = None) -> Iterator[tuple[str, str]]:
    """Every run (by default of Anna's) in any byte of a folder, in either encoding, zipped or not."""
    wanted = runs(ANNA) if wanted is None else wanted
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        parts = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as file:
                parts = [file.read(name) for name in file.namelist()]
        for data in parts:
            for encoding in ("utf-8", "utf-16-le"):
                text = html.unescape(
                    re.sub("<[^>]*>", "", data.decode(encoding, "ignore").replace("\\n", " "))
                )
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
    choose_exemplar(session, theme.id, segment.id)
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
    assert seen.counts.quotes == 1
    assert any("1 quote chosen for a theme" in line for line in purge_in_words(seen))
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
    with open_session(folder) as session:
        assert any("is finished" in one and "1 record" in one for one in session.warnings)
    assert desk.load_note(folder / "desk.sqlite3", desk.PAGES_DUE) == ""
    assert set(left_in(folder)) == set()


@pytest.mark.parametrize(
    ("at_call", "times"),
    [
        *((name, 1) for name in ("_purge_backup", "follow_codebook")),
        *(("blank_file", times) for times in (1, 2, 3, 4, 5)),
        *(("purge_store", 1), ("forget_document", 1)),
    ],
)
def test_killed_anywhere_it_is_finished_by_running_it_again(
    study: Session, monkeypatch: pytest.MonkeyPatch, at_call: str, times: int
) -> None:
    used_everywhere(study)
    where = next(one for one in (purging, purged_files, purge, desk) if hasattr(one, at_call))
    whole, left = getattr(where, at_call), iter(range(times - 1))

    def killed(*given: Any, **named: Any) -> Any:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return whole(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(where, at_call, killed)
        with pytest.raises(KeyboardInterrupt):
            purge_document(study, "anna", everywhere=True)
    study.store.close()
    folder = study.project.folder
    with open_session(folder) as session:
        if any(one.document.name == "anna" for one in list_documents(session)):
            purge_document(session, "anna", everywhere=True)
        assert len(list_withdrawals(session)) == 1
        assert not working_file(session).edited, "the file and the project were blanked alike"
        assert not [one for one in check_project(session) if one]
    assert set(left_in(folder)) == set()


def test_words_are_found_however_a_file_spells_them(study: Session) -> None:
    code = create_code(study, "Snow")
    change_code(
        study,
        code.id,
        definition='She says:\n\n"My brother would never\nlend me his blue\nbicycle again."\t– twice',
    )
    adopt(study, message="First version")
    study.project.exports.mkdir(exist_ok=True)
    for name, text in {
        "q.html": "<p>nobody there <b>asked</b> me <i>where</i>&#x20;I</p>",
        "q.json": '{"a": "through snow, and nobody\\nthere asked me \\u0077here I came from"}',
    }.items():
        (study.project.exports / name).write_text(text, encoding="utf-8")
    (study.project.exports / "q.txt").write_text("nobody there asked me where I came", encoding="utf-16")
    assert [one.name for one in preview_purge(study, "anna").exports] == ["q.html", "q.json", "q.txt"]
    purge_document(study, "anna", everywhere=True)
    study.store.close()
    assert set(left_in(study.project.folder)) == set()
    assert [one.name for one in study.project.exports.iterdir()] == ["q.json"], "blanked; the others go"


def test_two_who_withdraw_leave_names_that_differ(study: Session, tmp_path: Path) -> None:
    (tmp_path / "carl.txt").write_text(
        "Carl: Nothing in this world would bring me back there.", encoding="utf-8"
    )
    import_documents(study, [tmp_path / "carl.txt"])
    code_in_vivo(study, *at(study, "anna", "the world was smaller than I had thought"))
    code_in_vivo(study, *at(study, "carl", "Nothing in this world would bring me back"))
    purge_document(study, "anna")
    purge_document(study, "carl")
    assert [code.name for code in load_codebook(study).codes] == ["(withdrawn)", "(withdrawn 2)"]
    assert not [one for one in check_project(study) if one]


def test_an_import_that_was_taken_back_goes_too(study: Session, tmp_path: Path) -> None:
    (tmp_path / "carl.txt").write_text("Carl: " + ANNA, encoding="utf-8")
    import_documents(study, [tmp_path / "carl.txt"])
    undo(study)
    assert preview_purge(study, "anna").copies == 1
    purge_document(study, "anna")
    study.store.close()
    assert set(left_in(study.project.folder)) == set()


def test_a_document_whose_import_was_taken_back_is_purged_by_its_name(study: Session) -> None:
    undo(study)
    assert list_documents(study) == []
    purge_document(study, "anna")
    study.store.close()
    assert set(left_in(study.project.folder)) == set()


def test_a_backup_that_is_none_stops_it_before_anything_is_taken_out(study: Session) -> None:
    bad = study.project.folder / "backups" / "bad.qualbench"
    bad.parent.mkdir(exist_ok=True)
    bad.write_text("no database", encoding="utf-8")
    with pytest.raises(BadBackup, match=r"bad\.qualbench cannot be rewritten"):
        purge_document(study, "anna", everywhere=True)
    assert [one.document.name for one in list_documents(study)] == ["anna", "ben"]
    assert [one.name for one in bad.parent.iterdir() if "purging" in one.name] == []


def test_backups_are_found_wherever_the_program_keeps_them(
    study: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualbench.workbench.project.data_folder", lambda: tmp_path / "data")
    whole = backup_project(study)
    others = tmp_path / "data" / "backups" / "before-update" / "others.qualbench"
    create_project(tmp_path / "other", title="Another", coder="Ana")
    places = [
        tmp_path / "data" / "backups" / study.project.id / "synced.qualbench",
        tmp_path / "data" / "backups" / "before-update" / "ours.qualbench",
        whole.with_suffix(".partial"),
    ]
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(whole.read_bytes())
    others.write_bytes((tmp_path / "other" / "project.qualbench").read_bytes())
    before = others.read_bytes()
    assert set(preview_purge(study, "anna").backups) == {whole, *places}
    purge_document(study, "anna", everywhere=True)
    study.store.close()
    assert set(left_in(study.project.folder)) | set(left_in(tmp_path / "data")) == set()
    assert [place.exists() for place in (whole, *places)] == [True, True, True, False]
    assert others.read_bytes() == before


def test_files_of_ones_own_in_the_folder_are_listed_and_left(study: Session) -> None:
    own = study.project.folder / "my notes.txt"
    own.write_text(ANNA, encoding="utf-8")
    assert preview_purge(study, "anna").others == (own,)
    purge_document(study, "anna", everywhere=True)
    assert own.read_text(encoding="utf-8") == ANNA


def test_while_others_are_hidden_their_words_are_not_in_the_preview(study: Session) -> None:
    add_coder(study, "Ben")
    study.store.close()
    with open_session(study.project.folder, coder="Ben") as ben:
        add_memo(ben, MemoTarget.PROJECT, ben.project.id, "Her brother: my brother would never lend me his.")
    with open_session(study.project.folder, coder="Ana") as ana:
        start_independent_coding(ana)
        said = [one.text for one in preview_purge(ana, "anna").held]
        assert "another coder's" in said
        assert not any("Her brother" in text for text in said)


def test_a_window_that_still_reads_is_told_of_and_the_next_opening_finishes(study: Session) -> None:
    used_everywhere(study)
    folder = study.project.folder
    with closing(sqlite3.connect(study.store.path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM revision").fetchone()
        with pytest.raises(StillOpen):
            purge_document(study, "anna", everywhere=True)
        assert len(list_withdrawals(study)) == 1
    study.store.close()
    with open_session(folder):
        pass
    assert set(left_in(folder)) == set()


def test_a_backup_of_the_first_schema_is_purged_too(study: Session) -> None:
    (document,) = (one.document for one in list_documents(study) if one.document.name == "anna")
    backups = study.project.folder / "backups"
    backups.mkdir(exist_ok=True)
    with closing(sqlite3.connect(backups / "first.qualbench")) as copy:
        first_schema(copy)
        moment = "2026-01-01T00:00:00.000Z"
        row = (document.id, "anna", "interview", "anna.txt", "txt", "0", "utf-8", moment, 0, 1, 0)
        columns = "id, name, kind, source, format, sha256, encoding, imported_at, position, revision, hidden"
        copy.execute(f"INSERT INTO document ({columns}) VALUES ({', '.join('?' * 11)})", row)
        copy.execute(
            "INSERT INTO revision (document_id, number, text, sha256, words, turns, turn_count, created_at) "
            "VALUES (?, 1, ?, '0', 57, '[]', 0, ?)",
            (document.id, ANNA, moment),
        )
        copy.commit()
    assert {name for name, _run in left_in(backups)} == {"first.qualbench"}
    purge_document(study, "anna", everywhere=True)
    assert set(left_in(backups)) == set()


def test_the_key_of_pseudonyms_forgets_where_and_keeps_the_names(study: Session) -> None:
    key = load_key(study)
    key.entries = [Entry(Kind.PERSON, ("Anna",), "Astrid", "accepted", 1)]
    anna, ben = (one.document.id for one in list_documents(study))
    key.order = {anna: {"Astrid": ["Anna"]}, ben: {"Astrid": ["Anna"]}}
    save_key(key)
    assert preview_purge(study, "anna").key == key.path
    purge_document(study, "anna")
    assert list(load_key(study).order) == [ben]
    assert load_key(study).names == ["Anna"]


def test_there_must_be_such_a_document(study: Session) -> None:
    with pytest.raises(NotFound):
        purge_document(study, "carl")
