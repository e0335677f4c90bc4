from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from qualbench.errors import FileProblem, UsageError
from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.reports.quotes import QuoteDiffers
from qualbench.workbench.cases import import_cases
from qualbench.workbench.codebook_export import export_codebook
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coding import apply_code
from qualbench.workbench.memoing import add_journal, add_memo
from qualbench.workbench.reporting import (
    export_memos,
    export_segments,
    export_theme_summary,
    export_transcript,
)
from qualbench.workbench.theming import assign_codes, choose_exemplar, create_theme
from tests.workbench.builders import ANNA, new_project, with_interviews

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualbench.workbench.project import Session

QUOTE = "It was the tea, really — the tea and the talk."


@pytest.fixture
def session(tmp_path: Path) -> Session:
    session = with_interviews(tmp_path)
    (tmp_path / "cases.csv").write_text("case,pseudonym\nanna,Maeve\nben,\n", encoding="utf-8")
    import_cases(session, tmp_path / "cases.csv")
    code = create_code(session, "=Tea")
    start = ANNA.index(QUOTE)
    segment = apply_code(session, "anna", Span(start, start + len(QUOTE)), code.id)
    add_memo(session, MemoTarget.SEGMENT, segment.id, "Tea again.")
    add_journal(session, "I like tea myself.", date="2026-03-01")
    theme = create_theme(session, "Company", concept="Tea is a way to sit with somebody")
    assign_codes(session, theme.id, [code.id])
    choose_exemplar(session, theme.id, segment.id)
    return session


@pytest.mark.parametrize("form", ["md", "html", "docx", "xlsx", "json", "tex"])
def test_the_same_project_gives_the_same_bytes(session: Session, tmp_path: Path, form: str) -> None:
    for name in ("a", "b"):
        done = export_theme_summary(session, output=tmp_path / name, format=form)
        assert done.quotes == 1
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_summary_says_who_says_what(session: Session, tmp_path: Path) -> None:
    export_theme_summary(session, output=tmp_path / "summary.md")
    text = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert QUOTE in text
    assert "(Maeve)" in text
    assert "1 of 2 participants" in text
    assert "anna" not in text


def test_a_quote_that_is_not_in_the_text_stops_the_export(session: Session, tmp_path: Path) -> None:
    session.store.connection.execute("UPDATE main.segment SET quote = 'something else'")
    with pytest.raises(QuoteDiffers):
        export_theme_summary(session, output=tmp_path / "summary.md")
    assert not (tmp_path / "summary.md").exists()


def test_one_row_per_coding_with_no_formula_in_it(session: Session, tmp_path: Path) -> None:
    done = export_segments(session, output=tmp_path / "segments.csv")
    with (tmp_path / "segments.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert done.quotes == len(rows) == 1
    assert rows[0]["quote"] == QUOTE
    assert not [cell for cell in rows[0].values() if cell.startswith("=")]
    assert "Maeve" in rows[0].values()
    assert "Tea again." in rows[0].values()


def test_the_transcript_and_the_memos(session: Session, tmp_path: Path) -> None:
    export_transcript(session, "anna", output=tmp_path / "anna.html")
    assert "Tea again." in (tmp_path / "anna.html").read_text(encoding="utf-8")
    export_memos(session, output=tmp_path / "memos.md")
    text = (tmp_path / "memos.md").read_text(encoding="utf-8")
    assert text.index("Tea again") < text.index("I like tea myself")


def test_a_format_or_a_place_that_is_none(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format “pdf”") as caught:
        export_theme_summary(session, output=tmp_path / "x", format="pdf")
    assert "md, html, docx" in caught.value.hint
    with pytest.raises(FileProblem):
        export_theme_summary(session, output=tmp_path)


def all_bytes(folder: Path) -> dict[Path, bytes]:
    return {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@pytest.mark.parametrize(
    "name",
    [
        *("project.qualbench", "project.qualbench-wal", "desk.sqlite3", "exports/../project.qualbench"),
        *("codebooks/codebook.yaml", "codebooks/new/file.md", "backups/one.qualbench", "writer.lock"),
    ],
)
def test_no_export_replaces_what_the_study_is_kept_in(session: Session, name: str) -> None:
    before = all_bytes(session.project.folder)
    output = session.project.folder / name
    exports: list[Callable[[], object]] = [
        lambda: export_theme_summary(session, output=output),
        lambda: export_segments(session, output=output),
        lambda: export_transcript(session, "anna", output=output),
        lambda: export_memos(session, output=output),
        lambda: export_codebook(session, output),
    ]
    for export in exports:
        with pytest.raises(UsageError, match="the study is kept in") as caught:
            export()
        assert "exports" in caught.value.hint
    assert all_bytes(session.project.folder) == before


def test_no_export_goes_through_a_link_or_onto_another_study(session: Session, tmp_path: Path) -> None:
    (tmp_path / "notes.md").symlink_to(session.project.codebooks / "codebook.yaml")
    (tmp_path / "same.md").hardlink_to(session.project.folder / "project.qualbench")
    new_project(tmp_path / "other").store.close()
    (tmp_path / "copy.qualbench").write_bytes((tmp_path / "other" / "project.qualbench").read_bytes())
    before = all_bytes(tmp_path)
    for name in ("notes.md", "same.md", "other/project.qualbench", "copy.qualbench"):
        with pytest.raises(UsageError, match="the study is kept in"):
            export_memos(session, output=tmp_path / name)
    assert all_bytes(tmp_path) == before
    export_memos(session, output=session.project.exports / "project.qualbench.md")
