"""The checklists themselves: numbers, sections, and what stands beside an item."""

from __future__ import annotations

import pytest

from qualbench.reports.checklist import MISSING, NAMES, PARTLY, Item, answer, checklist_report, load_checklist
from qualbench.reports.report import Table, paragraph
from qualbench.workbench import checklists

NUMBERS = {"coreq": 32, "srqr": 21, "entreq": 21, "bc15": 15, "rtarg": 12}


@pytest.mark.parametrize("name", NAMES)
def test_every_item_is_there_once_and_in_a_sentence_of_ours(name: str) -> None:
    found = load_checklist(name)
    assert [one.number for one in found.items] == list(range(1, NUMBERS[name] + 1))
    assert all(one.says and not one.says.endswith(".") for one in found.items)
    assert found.source
    assert found.about.endswith(".")


def test_every_fact_that_is_asked_for_is_one_that_somebody_gathers() -> None:
    from pathlib import Path

    source = Path(checklists.__file__).read_text(encoding="utf-8")
    asked = {fact for name in NAMES for one in load_checklist(name).items for fact in one.fills}
    assert not {fact for fact in asked if f'"{fact}"' not in source}


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (Item(1, "", "x"), MISSING),
        (Item(1, "", "x", ("a",)), "One.\nTwo."),
        (Item(1, "", "x", ("a",), partly=True), f"{PARTLY}\nOne.\nTwo."),
        (Item(1, "", "x", ("b",)), MISSING),
        (Item(1, "", "x", ("b", "a")), "One.\nTwo."),
    ],
)
def test_what_stands_beside_an_item(item: Item, said: str) -> None:
    assert answer(item, {"a": ("One.", "Two.")}) == said


def test_missing_is_counted_and_a_reflexive_project_is_told_why_it_may_not_fit() -> None:
    coreq = load_checklist("coreq")
    plain = checklist_report(coreq, {"sample": ("2.",)}, project="Gardens", reflexive=False)
    told = checklist_report(coreq, {"sample": ("2.",)}, project="Gardens", reflexive=True)
    assert len(told.blocks) == len(plain.blocks) + 1
    assert paragraph(coreq.reflexive) in told.blocks
    tables = [one for one in plain.blocks if isinstance(one, Table)]
    assert [table.caption for table in tables] == [
        "Research team and reflexivity",
        "Study design",
        "Analysis and findings",
    ]
    rows = [row for table in tables for row in table.rows]
    assert [row[2] for row in rows if row[2] != MISSING] == ["2."]
    assert "31 of 32 items are missing" in str(plain.blocks[-1])
