"""Names are proposed, decided about and replaced; codings stay, and nothing leaves with a name."""

from __future__ import annotations

import stat
import sys
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualbench.errors import NotFound, UsageError
from qualbench.interchange.xlsx import write_sheet
from qualbench.model.span import Span
from qualbench.search.people import Replacer
from qualbench.workbench.cases import list_cases
from qualbench.workbench.checking import check_project as check
from qualbench.workbench.codebooks import create_code, load_codebook
from qualbench.workbench.coding import apply_code
from qualbench.workbench.history import undo
from qualbench.workbench.importing import import_documents, list_documents, open_document
from qualbench.workbench.leaks import NamesFound, check_files, check_project, install_hook
from qualbench.workbench.listing import segment_rows
from qualbench.workbench.naming import (
    accept_name,
    apply_names,
    find_names,
    key_path,
    places_of,
    reject_name,
    with_names,
)
from qualbench.workbench.project import create_project, open_session
from qualbench.workbench.reporting import export_segments

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.workbench.project import Session

TEXT = (
    "Interviewer: Who helped you?\n\n"
    "Gwendolyn: My sister Elizabeth did. Liz drove me to Oswestry, and ELIZABETH's car broke down.\n\n"
    "Interviewer: And then?\n\n"
    "Gwendolyn: Will came. I asked if he will stay, and Dr Pargeter said no. Call her on 01632 960 417."
)


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr("qualbench.workbench.project.data_folder", lambda: tmp_path / "data")
    file = tmp_path / "gwen.txt"
    file.write_text(TEXT, encoding="utf-8")
    create_project(tmp_path / "study", title="A study", coder="Ana")
    opened = open_session(tmp_path / "study")
    import_documents(opened, [file])
    yield opened
    opened.store.close()


def text_of(session: Session) -> str:
    return open_document(session, list_documents(session)[0].document.id).text


def decided(session: Session) -> None:
    find_names(session)
    accept_name(session, "Elizabeth", alias="Robin")
    accept_name(session, "Gwendolyn", alias="Morgan")
    accept_name(session, "Oswestry")
    reject_name(session, "Pargeter")


def test_names_are_proposed_and_put_together(session: Session) -> None:
    key = find_names(session)
    people = {one.forms for one in key.entries if one.kind == "person"}
    assert ("Elizabeth", "Liz") in {tuple(sorted(forms)) for forms in people}
    kinds = {one.forms[0]: one.kind.value for one in key.entries}
    assert (kinds["Oswestry"], kinds["01632 960 417"]) == ("place", "phone number")
    found = places_of(session, key.entries[key.entry_of("Oswestry") or 0])
    assert found[0][2] == "Oswestry"
    assert all(one.status == "proposed" for one in key.entries)


def test_what_was_decided_stays_decided(session: Session) -> None:
    decided(session)
    key = find_names(session)
    status = {one.forms[0]: one.status for one in key.entries}
    assert (status["Elizabeth"], status["Pargeter"]) == ("accepted", "rejected")
    with pytest.raises(NotFound):
        reject_name(session, "Nobody")


def test_the_key_is_outside_and_its_owners_alone(session: Session) -> None:
    decided(session)
    path = key_path(session)
    assert not path.is_relative_to(session.project.folder)
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    apply_names(session)
    session.store.close()
    for file in session.project.folder.rglob("*"):
        if file.is_file():
            assert b'"alias"' not in file.read_bytes()


def test_aliases_take_the_place_of_names_and_codings_stay(session: Session) -> None:
    document = list_documents(session)[0].document
    code = create_code(session, "Elizabeth's help", definition="As Gwendolyn says")
    words = "My sister Elizabeth did."
    at = TEXT.index(words)
    plain = TEXT.index("asked if he will stay")
    apply_code(session, document.id, Span(at, at + len(words)), code.id)
    apply_code(session, document.id, Span(plain, plain + 21), code.id)
    decided(session)
    looked = apply_names(session, dry_run=True)
    assert text_of(session) == TEXT
    done = apply_names(session)
    assert (looked.places, looked.elsewhere) == (done.places, done.elsewhere)
    assert done.waiting == 0
    said = text_of(session)
    assert "Morgan: My sister Robin did. Robin drove me to [place 1], and ROBIN's car broke down" in said
    assert "Will came. I asked if he will stay" in said
    assert {row["quote"] for row in segment_rows(session)} == {
        "My sister Robin did.",
        "asked if he will stay",
    }
    (changed,) = load_codebook(session).codes
    assert (changed.name, changed.definition) == ("Robin's help", "As Morgan says")
    opened = open_document(session, document.id)
    assert {one.label for one in opened.speakers} == {"Interviewer", "Morgan"}
    assert {turn.speaker for turn in opened.turns} == {"Interviewer", "Morgan"}
    assert list(check(session)) == []
    assert with_names(session, document.id) == TEXT
    undo(session)
    assert text_of(session) == TEXT
    assert load_codebook(session).codes[0].name == "Elizabeth's help"
    assert {one.label for one in open_document(session, document.id).speakers} == {"Interviewer", "Gwendolyn"}


def test_two_people_never_become_one(session: Session) -> None:
    find_names(session)
    accept_name(session, "Elizabeth", alias="Robin")
    with pytest.raises(UsageError, match="stands for somebody else"):
        accept_name(session, "Gwendolyn", alias="robin")
    with pytest.raises(UsageError, match="a word of the texts"):
        accept_name(session, "Gwendolyn", alias="Pargeter")
    given_ = accept_name(session, "Gwendolyn")
    assert given_.alias
    assert given_.alias != "Robin"


def test_nothing_is_applied_before_something_is_decided(session: Session) -> None:
    find_names(session)
    with pytest.raises(UsageError, match="No name is accepted"):
        apply_names(session)


def test_an_export_with_a_name_is_stopped(session: Session, tmp_path: Path) -> None:
    document = list_documents(session)[0].document
    at = TEXT.index("My sister Elizabeth did.")
    code = create_code(session, "Help")
    apply_code(session, document.id, Span(at, at + 24), code.id)
    decided(session)
    output = tmp_path / "segments.csv"
    with pytest.raises(NamesFound, match="would hold"):
        export_segments(session, output=output)
    assert not output.exists()
    export_segments(replace(session, allow_names=True), output=output)
    assert "Elizabeth" in output.read_text(encoding="utf-8")
    apply_names(session)
    output.unlink()
    export_segments(session, output=output)
    assert "Robin" in output.read_text(encoding="utf-8")


def test_files_are_looked_through(session: Session, tmp_path: Path) -> None:
    decided(session)
    paper = tmp_path / "paper.txt"
    paper.write_text("One of them\nsaid that Elizabet was there, and Gwendolyn’s sister.\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "paper.docx", "w") as file:
        file.writestr("word/document.xml", "<w:t>Oswe</w:t><w:t>stry</w:t>")
    clean = tmp_path / "clean.txt"
    clean.write_text("Robin and Morgan were there, and it will rain.", encoding="utf-8")
    found = check_files(session, [paper, tmp_path / "paper.docx", clean])
    assert {(one.path.name, one.line, one.alias, one.nearly) for one in found} == {
        ("paper.txt", 2, "Robin", True),
        ("paper.txt", 2, "Morgan", False),
        ("paper.docx", None, "[place 1]", False),
    }
    assert check_project(session)
    apply_names(session)
    assert [one for one in check_project(session) if one.path.name != "codebook.yaml"] == []
    assert {case.name for case in list_cases(session)} == {"gwen"}


@pytest.mark.parametrize(
    "cells",
    [["P01", "Elizabeth came"], ["she told Elizabeth", "P02"], ["Elizabeth"], ["a", "Elizabeth", "b"]],
)
def test_a_name_at_the_edge_of_a_cell_is_found(session: Session, tmp_path: Path, cells: list[str]) -> None:
    decided(session)
    file = tmp_path / "table.xlsx"
    file.write_bytes(write_sheet("Segments", [["x"] * len(cells), cells]))
    assert [(one.alias, one.nearly) for one in check_files(session, [file])] == [("Robin", False)]
    other = tmp_path / "other.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(cells)
    book.save(other)
    assert {one.alias for one in check_files(session, [other])} == {"Robin"}


@pytest.mark.parametrize(
    "text",
    [
        '{"quote": "Well.\\nElizabeth came."}\n',
        '[{"quote": "tab\\tElizabeth"}]',
        '{"quote": "\\u0045lizabeth"}',
        "<html><p>and&nbsp;&#69;lizabeth</p></html>",
    ],
    ids=["line", "tab", "letter", "page"],
)
def test_a_name_beside_an_escaped_sign_is_found(session: Session, tmp_path: Path, text: str) -> None:
    decided(session)
    file = tmp_path / "it.txt"
    file.write_text(text, encoding="utf-8")
    assert [(one.line, one.alias) for one in check_files(session, [file])] == [(1, "Robin")]


def test_a_workbook_and_json_with_a_name_are_stopped_too(session: Session, tmp_path: Path) -> None:
    document = list_documents(session)[0].document
    at = TEXT.index("Elizabeth did.")
    code = create_code(session, "Help")
    apply_code(session, document.id, Span(at, at + len("Elizabeth did.")), code.id)
    decided(session)
    for form in ("xlsx", "jsonl"):
        with pytest.raises(NamesFound):
            export_segments(session, output=tmp_path / f"s.{form}", format=form)
        assert not (tmp_path / f"s.{form}").exists()


def test_a_hook_is_added_to_one_that_is_there(session: Session) -> None:
    with pytest.raises(UsageError, match="no git repository"):
        install_hook(session.project.folder)
    hooks = session.project.folder / ".git" / "hooks"
    hooks.mkdir(parents=True)
    (hooks / "pre-commit").write_text("#!/bin/sh\necho mine", encoding="utf-8")
    install_hook(session.project.folder)
    hook = install_hook(session.project.folder)
    text = hook.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/sh\necho mine\n")
    assert text.count("qualbench leakcheck --staged") == 1


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("James", "Robin"),
        ("JAMES said", "ROBIN said"),
        ("James's car", "Robin's car"),
        ("James' car", "Robin's car"),
        ("James’ car", "Robin’s car"),
        ("the Jameses", "the Jameses"),
        ("Smiths and Smith", "Reeds and Reed"),
        ("Jamesy", "Jamesy"),
        ("will Will?", "will Kit?"),
        ("Mary  Ann came", "Sage came"),
        ("mary ann", "sage"),
    ],
)
def test_capitals_possessives_and_plurals(said: str, instead: str) -> None:
    replacer = Replacer({"James": "Robin", "Smith": "Reed", "Will": "Kit", "Mary Ann": "Sage", "Ann": "Lee"})
    assert replacer.replaced(said) == instead


@given(st.text(st.sampled_from("AnaBob '’.s\n"), max_size=40))
def test_edits_say_what_is_replaced(text: str) -> None:
    replacer = Replacer({"Ana": "Kit", "Bob": "Lee"})
    made, at = "", 0
    for start, end, new in replacer.edits(text):
        made += text[at:start] + new
        at = end
    assert made + text[at:] == replacer.replaced(text)
