from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from qualbench.errors import NotFound
from qualbench.model.document import Role
from qualbench.model.span import Span
from qualbench.storage.faults import StepConflict
from qualbench.workbench.cases import find_case, list_cases
from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coding import apply_code, load_segments
from qualbench.workbench.history import list_history, redo, undo
from qualbench.workbench.importing import (
    find_document,
    import_documents,
    list_documents,
    list_speakers,
    open_document,
    preview_files,
    set_speaker,
)
from tests.workbench.builders import ANNA, new_project, with_interviews


def test_a_file_becomes_a_document_with_turns_speakers_and_a_case(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    assert [(row.document.name, row.turns, row.segments) for row in list_documents(session)] == [
        ("anna", 4, 0),
        ("ben", 4, 0),
    ]
    opened = open_document(session, "anna")
    assert opened.text == ANNA
    assert [turn.speaker for turn in opened.turns] == ["Interviewer", "Anna", "Interviewer", "Anna"]
    assert [turn.role for turn in opened.turns][:2] == [Role.INTERVIEWER, Role.PARTICIPANT]
    assert opened.text[opened.turns[1].start :].startswith("A leaflet")
    assert [case.name for case in list_cases(session)] == ["anna", "ben"]


def test_the_whole_import_is_one_step_and_the_same_file_is_known_again(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    assert next(entry.summary for entry in list_history(session)) == "imported 2 documents"
    again = import_documents(session, [tmp_path / "anna.txt"])
    assert [(one.status, one.name) for one in again] == [("there already", "anna")]
    assert len(list_history(session)) == 2


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("Anna: Good morning.", encoding="utf-8")
    (folder / "b.txt").write_bytes(b"")
    (folder / "c.txt").write_text("Cora: Good night.", encoding="utf-8")
    results = import_documents(new_project(tmp_path / "study"), [folder])
    assert [(one.path.name, one.status) for one in results] == [
        ("a.txt", "read"),
        ("b.txt", "refused"),
        ("c.txt", "read"),
    ]
    assert results[1].error


def test_what_the_project_wrote_is_not_imported_with_the_folder_around_it(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    (session.project.exports / "summary.md").write_text("# Themes", encoding="utf-8")
    found = import_documents(session, [tmp_path])
    assert {one.path.name: one.status for one in found} == {
        "anna.txt": "there already",
        "ben.txt": "there already",
    }


def test_another_project_in_the_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "files" / "other").mkdir(parents=True)
    with_interviews(tmp_path / "files" / "other").store.close()
    (tmp_path / "files" / "cora.txt").write_text("Cora: Good night.", encoding="utf-8")
    study = tmp_path / "files" / "other" / "study"
    (study / "notes.txt").write_text("Cora: Not for you.", encoding="utf-8")
    session = new_project(tmp_path / "mine")
    found = [one.path.name for one in import_documents(session, [tmp_path / "files"])]
    assert "cora.txt" in found
    assert "notes.txt" not in found
    assert [one.status for one in import_documents(session, [study / "notes.txt"])] == ["read"]


def test_names_are_made_unique_by_the_suffix_and_then_a_number(tmp_path: Path) -> None:
    session = new_project(tmp_path / "study")
    for folder, suffix in (("one", "txt"), ("two", "md"), ("three", "txt")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"P1.{suffix}").write_text(f"Anna: This is {folder}.", encoding="utf-8")
        import_documents(session, [tmp_path / folder])
    assert [row.document.name for row in list_documents(session)] == ["P1", "P1 (md)", "P1 (txt)"]


def test_undoing_an_import_hides_the_documents_and_redo_shows_them(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    undo(session)
    assert list_documents(session) == []
    assert list_cases(session) == []
    redo(session)
    assert open_document(session, "anna").text == ANNA


def test_an_import_with_codings_in_it_is_not_undone(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    steps = list_history(session)
    apply_code(session, "anna", Span(0, 5), create_code(session, "Silence").id)
    from qualbench.storage import history as stored
    from qualbench.workbench.history import _nothing_coded_in

    assert stored.load_history(session.store)[-2].id == steps[0].id
    with pytest.raises(StepConflict, match="anna of that import has segments"):
        _nothing_coded_in(session, steps[0])
    assert len(load_segments(session)) == 1


def test_an_unknown_document_is_answered_with_near_names(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        find_document(with_interviews(tmp_path), "ana")
    assert "anna" in caught.value.hint


def test_a_speaker_is_given_a_role_and_a_case_without_touching_text(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    before = open_document(session, "anna").text
    set_speaker(session, "anna", "Anna", role=Role.MODERATOR, case=find_case(session, "ben"))
    speakers = {one.label: one for _document, one, _turns in list_speakers(session, "anna")}
    assert speakers["Anna"].role is Role.MODERATOR
    assert speakers["Anna"].case_id == find_case(session, "ben").id
    assert open_document(session, "anna").text == before
    undo(session)
    assert list_speakers(session, "anna")[1][1].role is Role.PARTICIPANT


def test_a_preview_stores_nothing(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    (tmp_path / "bad.txt").write_bytes(b"\0\1\2" * 100)
    found = preview_files([tmp_path / "anna.txt", tmp_path / "bad.txt"])
    assert next(type(one).__name__ for one in found) == "Reading"
    assert isinstance(found[1], Exception)
    assert len(list_history(session)) == 2


def test_an_interrupted_import_keeps_what_was_read_and_goes_on_there(tmp_path: Path) -> None:
    session = new_project(tmp_path / "study")
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(f"Anna: Number {number}.", encoding="utf-8")

    def stop(done: int, _all: int, _name: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    files = [tmp_path / f"{number}.txt" for number in range(4)]
    done = import_documents(session, files, progress=stop)
    assert [one.status for one in done] == ["read", "read", "not reached"]
    assert "Stopped before 2.txt: 2 files are not reached" in done[-1].error
    assert [row.document.name for row in list_documents(session)] == ["0", "1"]
    assert len(list_history(session)) == 2, "one step"
    done = import_documents(session, files)
    assert [one.status for one in done] == ["there already", "there already", "read", "read"]


def test_an_import_interrupted_at_once_changes_nothing(tmp_path: Path) -> None:
    session = new_project(tmp_path / "study")
    (tmp_path / "a.txt").write_text("Anna: Hello.", encoding="utf-8")

    def stop(_done: int, _all: int, _name: str) -> None:
        raise KeyboardInterrupt

    (done,) = import_documents(session, [tmp_path / "a.txt"], progress=stop)
    assert done.status == "not reached"
    assert len(list_history(session)) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux only")
def test_a_name_that_is_no_text_refuses_its_file_alone(tmp_path: Path) -> None:
    session = new_project(tmp_path / "study")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text("Anna: Hello.\n", encoding="utf-8")
    (tmp_path / "good.txt").write_text("Anna: Hello you.\n", encoding="utf-8")
    results = import_documents(session, [tmp_path])
    assert sorted(one.status for one in results) == ["read", "refused"]
    assert [row.document.name for row in list_documents(session)] == ["good"]


def test_a_file_whose_import_was_taken_back_is_shown_again_not_stored_twice(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    before = [(row.document.id, row.document.name, row.turns) for row in list_documents(session)]
    speakers = [(one.label, one.role) for _document, one, _turns in list_speakers(session)]
    undo(session)
    assert list_documents(session) == []
    again = import_documents(session, [tmp_path / "anna.txt", tmp_path / "ben.txt"])
    assert [one.status for one in again] == ["read", "read"]
    assert [(row.document.id, row.document.name, row.turns) for row in list_documents(session)] == before
    assert [(one.label, one.role) for _document, one, _turns in list_speakers(session)] == speakers
    assert [row.document.case_id for row in list_documents(session)] == [
        case.id for case in list_cases(session)
    ]
    assert check_project(session) == []
    undo(session)
    assert list_documents(session) == []
    redo(session)
    assert len(list_documents(session)) == 2
    assert check_project(session) == []


def test_each_reference_is_a_case_and_one_that_is_found_twice_is_told(tmp_path: Path) -> None:
    one = "TY  - JOUR\nTI  - {}\nAU  - {}\nPY  - 2019\nAB  - It rained.\nER  - \n"
    (tmp_path / "search.ris").write_text(one.format("Rain", "Berg, A") + one.format("Wet", "Holm, D"))
    (tmp_path / "other.ris").write_text(one.format("Wet", "Holm, D") + one.format("Dry", "Ruiz, E"))
    session = new_project(tmp_path / "study")
    first, second = import_documents(session, [tmp_path / "search.ris", tmp_path / "other.ris"])
    assert [case.name for case in list_cases(session)] == ["Berg 2019", "Holm 2019", "Ruiz 2019"]
    cases = {case.id: case.name for case in list_cases(session)}
    found = [
        (document.name, cases[speaker.case_id or ""]) for document, speaker, _turns in list_speakers(session)
    ]
    assert found == [
        ("search", "Berg 2019"),
        ("search", "Holm 2019"),
        ("other", "Holm 2019"),
        ("other", "Ruiz 2019"),
    ]
    assert find_document(session, "search").case_id is None
    assert not [one for one in first.problems if "there already" in one.message]
    assert [one.message for one in second.problems if "there already" in one.message] == [
        "1 of its cases are there already and are counted once: Holm 2019."
    ]
    undo(session)
    assert not list_cases(session)
    redo(session)
    assert len(list_cases(session)) == 3
    bare = new_project(tmp_path / "bare")
    import_documents(bare, [tmp_path / "search.ris"], cases=False)
    assert not list_cases(bare)
    assert [speaker.case_id for _document, speaker, _turns in list_speakers(bare)] == [None, None]


def test_a_name_with_a_line_break_becomes_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "new\nline.txt").write_text("Anna: Hello.\n")
    (folder / "old\nline.txt").write_text("")
    session = new_project(tmp_path / "study")
    read, refused = import_documents(session, [folder])
    assert read.name == "new line"
    assert "old line.txt: the file is empty." in refused.error
    assert "\n" not in refused.error


def test_the_language_that_a_file_states_is_the_documents(tmp_path: Path) -> None:
    for code in ("de", "qq"):
        cue = "00:01.000 --> 00:02.000\nAnna: Grün.\n"
        (tmp_path / f"{code}.vtt").write_text(f"WEBVTT\nLanguage: {code}\n\n{cue}", encoding="utf-8")
    session = new_project(tmp_path / "study")
    import_documents(session, [tmp_path / "de.vtt", tmp_path / "qq.vtt"])
    assert [row.document.language for row in list_documents(session)] == ["de", ""]
    undo(session)
    redo(session)
    assert [row.document.language for row in list_documents(session)] == ["de", ""]
    assert check_project(session) == []
