from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from qualbench.errors import UsageError
from qualbench.model.case import AttributeType
from qualbench.workbench.case_export import FORMATS, export_cases
from qualbench.workbench.case_grid import add_case, new_attribute
from qualbench.workbench.cases import (
    change_attribute,
    find_case,
    import_cases,
    list_attributes,
    list_cases,
    set_value,
)
from qualbench.workbench.history import list_history
from tests.workbench.builders import new_project, with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session

#: What a spreadsheet, a separator or a formula could trip over.
AWKWARD = (
    *("=1+1", "-3", "+44 20", "@home", "'=quoted", "a;b;c", 'said "so", once', "tab\there", "two\nlines"),
    *("007", "1,5", "0.00001", "12345678901234567890", "1e5", "-0", "-2.5", "2026-03-01", "yes", "_x0041_"),
)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return with_interviews(tmp_path)


def same_again(session: Session, folder: Path, form: str) -> None:
    """Export the cases, and see that an import of them changes nothing."""
    file = folder / f"cases.{form}"
    export_cases(session, output=file, format=form)
    cases, attributes, steps = list_cases(session), list_attributes(session), len(list_history(session))
    brought = import_cases(session, file)
    assert (brought.added, brought.changed, brought.attributes, brought.widened) == ((), (), (), ())
    assert brought.unchanged == len(cases)
    assert (list_cases(session), list_attributes(session)) == (cases, attributes)
    assert len(list_history(session)) == steps


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_exported_is_imported_without_a_change(session: Session, tmp_path: Path, form: str) -> None:
    for number, value in enumerate(AWKWARD):
        set_value(session, find_case(session, "anna"), f"attribute {number}", value)
    same_again(session, tmp_path, form)


@pytest.mark.parametrize("form", FORMATS)
def test_one_column_whose_names_hold_a_separator(tmp_path: Path, form: str) -> None:
    session = new_project(tmp_path / "study")
    for name in ("Bee; Co", "Dee; Co", "-Eff"):
        add_case(session, name)
    same_again(session, tmp_path, form)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\n\t"))


@given(
    names=st.lists(
        TEXTS.filter(str.strip), max_size=4, unique_by=lambda one: " ".join(one.split()).casefold()
    ),
    values=st.lists(TEXTS | st.sampled_from(AWKWARD), min_size=8, max_size=8),
    form=st.sampled_from(FORMATS),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_names_and_values_come_back(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], values: list[str], form: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    session = new_project(folder / "study")
    cases = [add_case(session, name) for name in ("One", "Two; three")]
    for place, name in enumerate(names):
        for case in cases:
            set_value(session, case, name, values[2 * place + (case is cases[1])])
    same_again(session, folder, form)
    session.store.close()


def test_numbers_are_numbers_in_a_workbook_and_a_formula_is_none(session: Session, tmp_path: Path) -> None:
    set_value(session, find_case(session, "anna"), "age", "61")
    set_value(session, find_case(session, "ben"), "age", "-2.5")
    set_value(session, find_case(session, "ben"), "said", "=1+1")
    file = tmp_path / "cases.xlsx"
    export_cases(session, output=file, format="xlsx")
    sheet = load_workbook(io.BytesIO(file.read_bytes())).active
    assert sheet is not None
    assert sheet.title == "cases"
    assert [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [("anna", "s"), (61, "n"), (None, "n")],
        [("ben", "s"), (-2.5, "n"), ("=1+1", "s")],
    ]
    before = file.read_bytes()
    export_cases(session, output=file, format="xlsx")
    assert file.read_bytes() == before


def test_what_is_private_is_left_out_and_that_is_said(session: Session, tmp_path: Path) -> None:
    set_value(session, find_case(session, "anna"), "age", "61")
    set_value(session, find_case(session, "anna"), "born", "1964-02-03")
    change_attribute(session, "born", private=True)
    for form in FORMATS:
        file = tmp_path / f"cases.{form}"
        said = export_cases(session, output=file, format=form)
        assert said.warnings == ("1 private attribute is not in it.",)
        assert b"1964" not in file.read_bytes()
    assert (tmp_path / "cases.csv").read_text("utf-8-sig").splitlines() == [
        *('"case","age"', '"anna",61', '"ben",""')
    ]


def test_an_attribute_may_be_called_case(session: Session, tmp_path: Path) -> None:
    set_value(session, find_case(session, "anna"), "Case", "of wine")
    same_again(session, tmp_path, "csv")
    for name in ("case name", "name", "document", "id", "participant"):
        new_attribute(session, name, AttributeType.TEXT)
    with pytest.raises(UsageError, match="all are attributes'"):
        export_cases(session, output=tmp_path / "none.csv")


def test_cases_that_only_capitals_tell_apart_are_named(session: Session, tmp_path: Path) -> None:
    (tmp_path / "Anna.txt").write_text("Anna: Somebody else.\n", encoding="utf-8")
    from qualbench.workbench.importing import import_documents

    import_documents(session, [tmp_path / "Anna.txt"])
    (said,) = export_cases(session, output=tmp_path / "cases.csv").warnings
    assert said.endswith("anna, Anna.")


def test_without_a_case_nothing_is_written(tmp_path: Path) -> None:
    session = new_project(tmp_path / "study")
    with pytest.raises(UsageError, match="no case yet"):
        export_cases(session, output=tmp_path / "cases.csv")
    assert not (tmp_path / "cases.csv").exists()
