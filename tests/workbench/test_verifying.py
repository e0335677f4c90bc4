"""A file is compared with the project again: what still stands, and what became of what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest

from qualbench.errors import FileProblem
from qualbench.model.span import Span
from qualbench.workbench.cases import import_cases
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coding import apply_code, load_segments, remove_segments
from qualbench.workbench.correcting import correct_passage
from qualbench.workbench.reporting import export_theme_summary
from qualbench.workbench.theme_table_export import export_themes_table
from qualbench.workbench.theming import assign_codes, choose_exemplar, create_theme
from qualbench.workbench.verifying import Verdict, verify_file
from tests.workbench.builders import ANNA, BEN, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session

TEA = "It was the tea, really — the tea and the talk."
BUS = "The bus is two hours, that is the trouble."
FORMS = pytest.mark.parametrize("form", ["md", "html", "docx"])


def code(session: Session, document: str, text: str, words: str, code_id: str) -> str:
    start = text.index(words)
    return apply_code(session, document, Span(start, start + len(words)), code_id).id


@pytest.fixture
def session(tmp_path: Path) -> Session:
    session = with_interviews(tmp_path)
    (tmp_path / "cases.csv").write_text("case,pseudonym\nanna,Maeve\nben,\n", encoding="utf-8")
    import_cases(session, tmp_path / "cases.csv")
    tea, bus = create_code(session, "Tea"), create_code(session, "Bus")
    theme = create_theme(session, "Company", concept="Tea is a way to sit with somebody")
    assign_codes(session, theme.id, [tea.id, bus.id])
    for place in (("anna", ANNA, TEA, tea.id), ("ben", BEN, BUS, bus.id)):
        choose_exemplar(session, theme.id, code(session, *place))
    return session


@pytest.fixture
def summary(session: Session, tmp_path: Path, form: str) -> Path:
    path = tmp_path / f"summary.{form}"
    export_theme_summary(session, output=path, format=form)
    return path


def edit(path: Path, old: str, new: str) -> None:
    """Change words in a file as its author would, in an editor."""
    if path.suffix != ".docx":
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return
    document = docx.Document(str(path))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)]
    run = next(run for one in paragraphs for run in one.runs if old in run.text)
    run.text = run.text.replace(old, new, 1)
    document.save(str(path))


@FORMS
def test_what_was_just_written_stands(session: Session, summary: Path) -> None:
    made = verify_file(session, summary)
    assert made.stands
    assert made.locked
    assert [(one.verdict, one.who, one.document, one.turn, one.codes) for one in made.quotes] == [
        (Verdict.STANDS, "Maeve", "anna", 4, ("Tea",)),
        (Verdict.STANDS, "case 2", "ben", 4, ("Bus",)),
    ]
    assert all(one.segment_id for one in made.quotes)
    # documents, N, the theme's n and segments, a column of two cases and two sums
    assert made.numbers == 8


@FORMS
def test_a_changed_quote_is_shown(session: Session, summary: Path) -> None:
    edit(summary, "two hours", "three hours")
    made = verify_file(session, summary)
    (wrong,) = [one for one in made.quotes if one.verdict is not Verdict.STANDS]
    assert wrong.verdict is Verdict.ALTERED
    assert "[taken out: two][put in: three] hours" in wrong.changes
    assert not made.stands


@FORMS
def test_a_shortened_and_clarified_quote_stands(session: Session, summary: Path) -> None:
    edit(
        summary, "It was the tea, really — the tea and the talk.", "[I]t was the tea […] and the [long] talk"
    )
    assert verify_file(session, summary).stands


@FORMS
def test_a_removed_coding_is_told_with_where_its_words_stand(session: Session, summary: Path) -> None:
    segment = verify_file(session, summary).quotes[1].segment_id
    assert segment is not None
    remove_segments(session, [segment])
    made = verify_file(session, summary)
    wrong = made.quotes[1]
    assert (wrong.verdict, wrong.document, wrong.codes) == (Verdict.REMOVED, "ben", ())
    # the theme has lost a participant and a segment
    assert {one.why for one in made.wrong_numbers} == {"counted anew"}
    assert "participants: Company" in {one.about for one in made.wrong_numbers}


@FORMS
def test_a_corrected_transcript_is_told(session: Session, summary: Path) -> None:
    at = BEN.index("two hours")
    correct_passage(session, "ben", Span(at, at + 9), "ten hours")
    wrong = verify_file(session, summary).quotes[1]
    assert wrong.verdict is Verdict.CORRECTED
    assert "[taken out: ten][put in: two]" in wrong.changes


@FORMS
def test_a_number_changed_by_hand_is_told(session: Session, summary: Path) -> None:
    edit(summary, "2 of 2 participants", "2 of 3 participants")
    made = verify_file(session, summary)
    (wrong,) = made.wrong_numbers
    assert (wrong.said, wrong.now) == ("2 of 3 participants", "2 of 2 participants")
    assert (wrong.about, wrong.why) == ("participants: Company", "changed in the file")


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [("html", "<td><bdi>1</bdi></td>", "<td><bdi>4</bdi></td>"), ("md", " --> | 1 |", " --> | 4 |")],
)
def test_a_cell_changed_by_hand_is_told(session: Session, summary: Path, old: str, new: str) -> None:
    edit(summary, old, new)
    (wrong,) = verify_file(session, summary).wrong_numbers
    assert (wrong.said, wrong.now, wrong.why) == ("4", "1", "changed in the file")
    assert wrong.about.endswith("Maeve, Company")


def test_a_cell_of_a_word_document_changed_by_hand_is_told(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "s.docx"
    export_theme_summary(session, output=path, format="docx")
    document = docx.Document(str(path))
    next(one for one in document.tables if one.cell(0, 1).text == "Company").cell(1, 1).paragraphs[0].runs[
        0
    ].text = "4"
    document.save(str(path))
    (wrong,) = verify_file(session, path).wrong_numbers
    assert (wrong.said, wrong.now) == ("4", "1")
    assert wrong.about.endswith("Maeve, Company")


def test_rows_in_another_order_are_the_same_numbers(session: Session, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    export_theme_summary(session, output=summary)
    lines = summary.read_text(encoding="utf-8").splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith("| Maeve"))
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    summary.write_text("\n".join(lines), encoding="utf-8")
    assert verify_file(session, summary).stands


def paper(folder: Path, form: str) -> Path:
    """A paper that its author wrote anew: nothing out of sight, quotes in running text and in a block."""
    running = (
        "They went for company. “It was the tea, really … and the talk” (Maeve), and “a leaflet” helped."
    )
    block = "[I found it] by accident, looking for the toilets (case 2)"
    wrong = (
        "“The bus is three hours, that is the whole trouble”, said one. “Nothing at all like this was said.”"
    )
    path = folder / f"paper.{form}"
    if form == "docx":
        document = docx.Document()
        document.add_paragraph(running)
        document.add_paragraph(block, style="Quote")
        document.add_paragraph(wrong)
        document.save(str(path))
    elif form == "html":
        path.write_text(f"<p>{running}</p><blockquote>{block}</blockquote><p>{wrong}</p>", encoding="utf-8")
    else:
        path.write_text(f"{running}\n\n> {block}\n\n{wrong}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["md", "html", "docx", "txt"])
def test_a_manuscript_that_was_rewritten(session: Session, tmp_path: Path, form: str) -> None:
    made = verify_file(session, paper(tmp_path, form))
    assert [(one.verdict, one.document, one.who) for one in made.quotes] == [
        (Verdict.STANDS, "anna", "Maeve"),
        (Verdict.STANDS, "ben", "case 2"),
        (Verdict.ALTERED, "ben", "case 2"),
        (Verdict.NOT_FOUND, "", ""),
    ]
    assert "[taken out: two][put in: three]" in made.quotes[2].changes
    assert made.quotes[0].codes == ("Tea",)
    assert not made.stands
    assert not made.locked
    assert made.short == 1


def test_an_indented_paragraph_is_a_quote_only_if_it_is_found(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(f"One:\n\n    {BUS}\n\nTwo:\n\n    This is a list of nothing much.\n", encoding="utf-8")
    made = verify_file(session, path)
    assert [one.verdict for one in made.quotes] == [Verdict.STANDS]


@FORMS
def test_numbers_of_another_project_are_not_compared(session: Session, summary: Path, tmp_path: Path) -> None:
    other = with_interviews(tmp_path / "other")
    made = verify_file(other, summary)
    assert made.wrong_numbers == ()
    assert "another project" in made.notes[0]
    assert {one.verdict for one in made.quotes} == {Verdict.REMOVED}


def test_what_is_no_manuscript_is_refused(session: Session, tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="cannot be read"):
        verify_file(session, tmp_path / "none.docx")
    (tmp_path / "sheet.ods").write_bytes(b"x")
    with pytest.raises(FileProblem, match=r"docx, md, html and txt"):
        verify_file(session, tmp_path / "sheet.ods")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 no")
    with pytest.raises(FileProblem, match="damaged"):
        verify_file(session, tmp_path / "broken.docx")


@FORMS
def test_the_numbers_of_a_table_are_counted_again(session: Session, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"table.{form}"
    export_themes_table(session, "case", output=path, format=form)
    made = verify_file(session, path)
    assert made.stands
    assert made.numbers == 3
    remove_segments(session, [load_segments(session)[0].id])
    assert {one.why for one in verify_file(session, path).wrong_numbers} == {"counted anew"}
