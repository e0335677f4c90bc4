from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from qualbench.errors import FileProblem, NotFound, UsageError
from qualbench.model.framework import CellState
from qualbench.model.span import Span
from qualbench.workbench.case_grid import remove_case
from qualbench.workbench.cases import find_case, set_value
from qualbench.workbench.checking import check_project
from qualbench.workbench.codebooks import create_code
from qualbench.workbench.coders import add_coder
from qualbench.workbench.coding import apply_code, load_segments, remove_segments
from qualbench.workbench.correcting import correct_passage
from qualbench.workbench.framework import chart, clear_cell, load_matrix
from qualbench.workbench.framework_files import export_framework, import_framework
from qualbench.workbench.history import redo, undo
from qualbench.workbench.theming import assign_codes, create_theme, remove_theme
from tests.workbench.builders import ANNA, BEN, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.framework import Cell
    from qualbench.workbench.project import Session

TEA, BUS = "the tea, really", "The bus is two hours"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    session = with_interviews(tmp_path)
    for name, document, text, words in (("Tea", "anna", ANNA, TEA), ("Bus", "ben", BEN, BUS)):
        code, theme = create_code(session, name), create_theme(session, f"On {name.lower()}")
        at = text.index(words)
        apply_code(session, document, Span(at, at + len(words)), code.id)
        assign_codes(session, theme.id, [code.id])
    return session


def cell(session: Session, theme: str, case: str) -> Cell:
    matrix = load_matrix(session)
    theme_id = next(one for one, path in matrix.paths.items() if path == theme)
    return matrix.cell(theme_id, find_case(session, case).id)


def states(session: Session) -> list[str]:
    return [cell(session, theme, case).state for case in ("anna", "ben") for theme in ("On tea", "On bus")]


def test_a_cell_is_charted_cleared_and_each_is_a_step(session: Session) -> None:
    assert states(session) == ["not charted", "no data", "no data", "not charted"]
    made = chart(session, "On tea", "anna", "Came for the tea.\nStayed for the talk. ")
    assert (made.text, made.state) == ("Came for the tea.\nStayed for the talk.", CellState.CHARTED)
    undo(session)
    assert cell(session, "On tea", "anna").state is CellState.NOT_CHARTED
    redo(session)
    chart(session, "On bus", "anna", "Never speaks of it.")  # nothing is there: that can be said too
    assert states(session) == ["charted", "charted", "no data", "not charted"]
    clear_cell(session, "On tea", "anna")
    assert cell(session, "On tea", "anna").text == ""
    with pytest.raises(UsageError, match="Nothing is written"):
        clear_cell(session, "On tea", "anna")
    chart(session, "On bus", "anna", "  ")
    assert states(session) == ["not charted", "no data", "no data", "not charted"]
    assert not list(check_project(session))


def test_it_is_stale_when_its_segments_change_until_it_is_said_again(session: Session) -> None:
    chart(session, "On bus", "ben", "Far.")
    bus = cell(session, "On bus", "ben").segments[0]
    at = BEN.index("Nobody told me")
    apply_code(session, "ben", Span(at, at + 6), bus.code_id)
    assert cell(session, "On bus", "ben").state is CellState.LOOK_AGAIN
    assert chart(session, "On bus", "ben", "Far.").state is CellState.CHARTED
    undo(session)
    assert cell(session, "On bus", "ben").state is CellState.LOOK_AGAIN
    remove_segments(session, [cell(session, "On bus", "ben").segments[0].id])
    assert cell(session, "On bus", "ben").state is CellState.CHARTED


def test_a_correction_before_it_leaves_it_as_it_is_and_one_in_it_does_not(session: Session) -> None:
    chart(session, "On bus", "ben", "Far.")
    at = BEN.index("by accident")
    correct_passage(session, "ben", Span(at, at + 11), "quite by chance")
    assert cell(session, "On bus", "ben").state is CellState.CHARTED
    bus = cell(session, "On bus", "ben").segments[0]
    correct_passage(session, "ben", Span(bus.start, bus.start + 3), "That")
    assert cell(session, "On bus", "ben").state is CellState.LOOK_AGAIN


def test_a_quote_is_one_of_the_cell(session: Session) -> None:
    tea, bus = (cell(session, *one).segments[0] for one in (("On tea", "anna"), ("On bus", "ben")))
    assert chart(session, "On tea", "anna", "Tea.", quote_id=tea.id).quote == tea
    assert chart(session, "On tea", "anna", "Tea and talk.").quote == tea
    with pytest.raises(UsageError, match="none of the cell"):
        chart(session, "On tea", "anna", "Tea.", quote_id=bus.id)
    remove_segments(session, [tea.id])
    assert cell(session, "On tea", "anna").quote is None
    assert chart(session, "On tea", "anna", "Tea.").quote is None


def test_themes_go_with_their_cells_and_cases_wait(session: Session) -> None:
    chart(session, "On tea", "anna", "Tea.")
    before = load_matrix(session).cells
    with pytest.raises(UsageError):
        remove_case(session, "anna")
    remove_theme(session, next(one for one, path in load_matrix(session).paths.items() if path == "On tea"))
    assert not list(check_project(session))
    undo(session)
    assert load_matrix(session).cells == before
    with pytest.raises(NotFound):
        chart(session, "On teas", "anna", "x")
    with pytest.raises(NotFound):
        chart(session, "On tea", "nobody", "x")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_out_and_in_again_changes_nothing_and_what_is_written_there_comes_in(
    session: Session, tmp_path: Path, form: str
) -> None:
    set_value(session, find_case(session, "anna"), "age", "61")
    chart(session, "On tea", "anna", "=came, “for” the tea\nand stayed")
    file = tmp_path / f"matrix.{form}"
    export_framework(session, output=file, format=form)
    first = file.read_bytes()
    export_framework(session, output=file, format=form)
    assert file.read_bytes() == first
    same = import_framework(session, file)
    assert (same.changes, same.unchanged, same.empty, same.unknown) == ((), 4, 0, ())
    if form == "xlsx":
        book = openpyxl.load_workbook(file)
        sheet = book["Framework"]
        assert [cell.value for cell in sheet[1]] == ["case", "age", "On tea", "On bus"]
        sheet["D3"], sheet["E1"] = "Two hours: too far.", "What I think"
        sheet["C2"] = None
        sheet["E2"] = "hm"
        rows = list(book["Segments"].iter_rows(values_only=True))
        assert any(row[:4] == ("anna", "On tea", "charted", None) and row[6] == TEA for row in rows)
        book.save(file)
    else:
        text = file.read_text(encoding="utf-8-sig").replace(
            '"ben","","",""', '"ben","","","Two hours: too far."'
        )
        file.write_text(text, encoding="utf-8")
    looked = import_framework(session, file, dry_run=True)
    assert [(one.case, one.theme, one.before, one.after) for one in looked.changes] == [
        ("ben", "On bus", "", "Two hours: too far.")
    ]
    assert cell(session, "On bus", "ben").state is CellState.NOT_CHARTED
    import_framework(session, file)
    assert cell(session, "On bus", "ben").text == "Two hours: too far."
    assert (
        cell(session, "On tea", "anna").text == "=came, “for” the tea\nand stayed"
    )  # an empty cell takes nothing
    if form == "xlsx":
        assert (looked.empty, looked.unknown) == (1, ("What I think",))
    undo(session)
    assert cell(session, "On bus", "ben").text == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("case,On tea\nzoe,x\n", "line 2: “zoe” is no participant"),
        ("case,On teas\nanna,x\n", "no column is named as a theme"),
        ("case,On tea\nanna,x\nanna,y\n", "stands in line 2 already"),
        ("case\nanna\n", "no column is named as a theme"),
    ],
)
def test_a_table_that_does_not_fit_writes_nothing(
    session: Session, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "m.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FileProblem, match=said):
        import_framework(session, file)
    assert states(session) == ["not charted", "no data", "no data", "not charted"]


@pytest.mark.parametrize("form", ["md", "html", "docx", "json", "tex"])
def test_it_is_written_to_be_read_with_the_states_and_quotes(
    session: Session, tmp_path: Path, form: str
) -> None:
    set_value(session, find_case(session, "anna"), "pseudonym", "Rose")
    tea = cell(session, "On tea", "anna").segments[0]
    chart(session, "On tea", "anna", "Came for the tea.", quote_id=tea.id)
    file = tmp_path / f"matrix.{form}"
    done = export_framework(session, output=file, format=form)
    assert done.quotes == 1
    first = file.read_bytes()
    export_framework(session, output=file, format=form)
    assert file.read_bytes() == first
    if form != "docx":
        text = file.read_text(encoding="utf-8")
        for words in ("Rose", "Came for the tea.", TEA, "not charted: 1 segment", "no data"):
            assert words in text
        assert "anna" not in text.replace(tea.id, "")


def test_sorted_by_an_attribute_numbers_come_by_size(session: Session, tmp_path: Path) -> None:
    for case, age in (("anna", "61"), ("ben", "9")):
        set_value(session, find_case(session, case), "age", age)
    assert [one.name for one in load_matrix(session).sorted_by("age")] == ["ben", "anna"]
    with pytest.raises(NotFound):
        export_framework(session, output=tmp_path / "m.md", sort="wage")


def test_only_the_segments_of_who_counts_are_in_it(session: Session) -> None:
    (mine,) = cell(session, "On tea", "anna").segments
    tom = add_coder(session, "Tom")
    at = ANNA.index("A leaflet")
    apply_code(replace(session, coder=tom), "anna", Span(at, at + 9), mine.code_id)
    assert len(load_segments(session, document_id=mine.document_id)) == 2
    assert cell(session, "On tea", "anna").segments == (mine,)
    (theme,) = [one for one, path in load_matrix(session).paths.items() if path == "On tea"]
    toms = load_matrix(session, coder_names=["Tom"]).cell(theme, find_case(session, "anna").id)
    assert [one.coder_id for one in toms.segments] == [tom.id]
