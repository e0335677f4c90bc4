from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualbench.errors import FileProblem
from qualbench.model.case import AttributeType
from qualbench.workbench.case_grid import add_case
from qualbench.workbench.case_matching import near_cases
from qualbench.workbench.cases import find_case, import_cases, list_attributes, list_cases, set_value
from qualbench.workbench.history import list_history, undo
from tests.workbench.builders import with_interviews

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session

TABLE = "case,pseudonym,age,since,seen\nanna,Maeve,61,2025-03-01,yes\nben,Bo,58,2025-04-02,no\ncora,Cleo,,,\n"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return with_interviews(tmp_path)


def table(folder: Path, text: str = TABLE, encoding: str = "utf-8") -> Path:
    file = folder / "cases.csv"
    file.write_bytes(text.encode(encoding))
    return file


def test_a_table_brings_typed_attributes_and_its_people(session: Session, tmp_path: Path) -> None:
    result = import_cases(session, table(tmp_path))
    assert [(one.name, one.type) for one in list_attributes(session)] == [
        ("pseudonym", AttributeType.TEXT),
        ("age", AttributeType.NUMBER),
        ("since", AttributeType.DATE),
        ("seen", AttributeType.YES_NO),
    ]
    assert (result.added, result.without_document) == (("cora",), ("cora",))
    assert find_case(session, "anna").shown == "Maeve"
    assert find_case(session, "3").name == "cora"
    undo(session)
    assert [case.values for case in list_cases(session)] == [{}, {}]


def test_a_second_import_updates_and_says_what_changed(session: Session, tmp_path: Path) -> None:
    import_cases(session, table(tmp_path))
    result = import_cases(session, table(tmp_path, TABLE.replace("61", "62")))
    assert result.changed == ("anna, age: 61 → 62",)
    assert result.unchanged == 2
    before = len(list_history(session))
    import_cases(session, table(tmp_path, TABLE.replace("61", "62")))
    assert len(list_history(session)) == before


def test_semicolons_and_an_old_encoding(session: Session, tmp_path: Path) -> None:
    import_cases(session, table(tmp_path, "case;pseudonym\r\nanna;Renée\r\n", "cp1252"))
    assert find_case(session, "anna").shown == "Renée"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("case,age\nanna,61\nanna,62\n", "line 3: the case “anna” stands in line 2"),
        ("case,age\nanna,61,7\n", "line 2: the row has 3 cells"),
        ("case,\nanna,61\n", "every column needs a name"),
        ("\ncase,age,Age\nanna,61,62\n", "line 2: every column needs a name of its own"),
        ("case,age\n,61\n", "line 2: the row names no case"),
    ],
)
def test_a_table_that_cannot_be_taken(session: Session, tmp_path: Path, text: str, said: str) -> None:
    before = len(list_history(session))
    with pytest.raises(FileProblem, match=said):
        import_cases(session, table(tmp_path, text))
    assert len(list_history(session)) == before


def test_a_value_that_does_not_fit_widens_a_guessed_type(session: Session, tmp_path: Path) -> None:
    import_cases(session, table(tmp_path))
    before = len(list_history(session))
    assert "“old” is no number" in set_value(session, find_case(session, "anna"), "Age", "old")
    assert set_value(session, find_case(session, "ben"), "age", "about fifty") == ""
    assert len(list_history(session)) == before + 2
    assert types(session)["age"] is AttributeType.TEXT
    result = import_cases(session, table(tmp_path, TABLE.replace("yes", "once").replace("no", "twice")))
    assert result.widened == ("seen takes any text from now on: “once” is no yes/no",)
    assert types(session)["seen"] is AttributeType.TEXT
    undo(session)
    assert types(session)["seen"] is AttributeType.YES_NO
    set_value(session, find_case(session, "anna"), "age", "")
    assert "age" not in find_case(session, "anna").values


def types(session: Session) -> dict[str, AttributeType]:
    return {one.name: one.type for one in list_attributes(session)}


def test_a_pseudonym_is_text_and_found_however_it_is_written(session: Session, tmp_path: Path) -> None:
    import_cases(session, table(tmp_path, "case,Pseudonym\nanna,7\nben,8\n"))
    assert types(session) == {"Pseudonym": AttributeType.TEXT}
    assert find_case(session, "anna").shown == "7"
    set_value(session, find_case(session, "anna"), " PSEUDONYM ", "Maeve")
    assert list(types(session)) == ["Pseudonym"]
    assert find_case(session, "anna").shown == "Maeve"


def test_names_nearly_those_of_cases_are_found_and_not_taken(tmp_path: Path) -> None:
    session = with_interviews(tmp_path)
    add_case(session, "P01")
    add_case(session, "P12")
    table = tmp_path / "near.csv"
    table.write_text("case,age\nParticipant 1,61\np12_final.docx,40\nP21,30\nannna,50\n", encoding="utf-8")
    near = near_cases(session, table)
    assert [(one.name, one.case.name) for one in near] == [
        ("Participant 1", "P01"),
        ("p12_final.docx", "P12"),
        ("annna", "anna"),
    ]
    before = len(list_cases(session))
    looked = import_cases(session, table, dry_run=True)
    assert len(looked.added) == 4
    assert len(list_cases(session)) == before
    done = import_cases(session, table, matches={one.name: one.case.id for one in near})
    assert done.added == ("P21",)
    assert find_case(session, "P01").values["age"] == "61"
    session.store.close()
