"""The table of cases as a file, without what is private; `case import` takes it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.model.case import AttributeType, folded
from qualbench.storage.projects import load_attributes, load_cases
from qualbench.workbench.cases import CASE_COLUMNS
from qualbench.workbench.outputs import check_output, write_output
from qualbench.workbench.reporting import Exported, known_format

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualbench.model.case import Attribute, Case
    from qualbench.workbench.project import Session

#: What the table can be written as.
FORMATS = ("csv", "xlsx")
#: Digits of a number that a spreadsheet keeps.
_DIGITS = 15


def export_cases(session: Session, *, output: Path, format: str = "csv") -> Exported:  # noqa: A002
    """Write the cases by number, a row each, with a column for every attribute that is not private.

    Args:
        format: One of `FORMATS`.

    Raises:
        UsageError: There is no case or no such format, attributes have taken every name that the column of
            cases could have, or `output` is a file that the study is kept in.
        NamesFound: It holds a name that the key knows; nothing is written.
        FileProblem: The file cannot be written; what was there is as it was.
    """
    known_format(format, FORMATS)
    check_output(session, output)
    cases = load_cases(session.store)
    if not cases:
        raise UsageError("There is no case yet.", "Import a document, or a table of cases.")
    attributes = load_attributes(session.store)
    shown = [one for one in attributes if not one.private]
    header = [_case_column(shown), *(one.name for one in shown)]
    rows = [[one.name, *(_cell(each, one.values.get(each.name, "")) for each in shown)] for one in cases]
    warnings = [*_left_out(attributes), *_alike(cases)]
    if format == "xlsx":
        from qualbench.interchange.xlsx import LONGEST_CELL, long_cells, write_sheet

        write_output(session, output, write_sheet("cases", [header, *rows]))
        if longest := long_cells(rows):
            warnings.append(f"Cells with more than the {LONGEST_CELL:,} characters Excel takes: {longest}.")
    else:
        from qualbench.reports.csv_file import render_csv

        write_output(session, output, render_csv(header, rows, quoted=True))
    return Exported(output, 0, tuple(warnings))


def _case_column(attributes: Sequence[Attribute]) -> str:
    """Return a name for the column of cases that an import knows it by, and that no attribute has."""
    taken = {folded(one.name) for one in attributes}
    free = next((one for one in CASE_COLUMNS if one not in taken), None)
    if free is None:
        raise UsageError(
            f"The column of cases would need one of these names, and all are attributes': "
            f"{', '.join(CASE_COLUMNS)}.",
            "Give one of the attributes another name: qualbench case attribute name --rename NAME",
        )
    return free


def _cell(attribute: Attribute, value: str) -> str | float:
    """Return a number as one where a spreadsheet gives it back as it was written, else the text."""
    if attribute.type is not AttributeType.NUMBER or not 0 < len(value) <= _DIGITS:
        return value
    try:
        number = float(value)
    except ValueError:  # a decimal comma
        return value
    made = int(number) if number.is_integer() else number
    return made if str(made) == value else value


def _left_out(attributes: Sequence[Attribute]) -> list[str]:
    private = [one.name for one in attributes if one.private]
    if not private:
        return []
    number = "1 private attribute is" if len(private) == 1 else f"{len(private)} private attributes are"
    return [f"{number} not in it."]


def _alike(cases: Sequence[Case]) -> list[str]:
    """Say which cases a table cannot tell apart."""
    names: dict[str, list[str]] = {}
    for one in cases:
        names.setdefault(one.name.strip().casefold(), []).append(one.name)
    return [
        f"Only capitals tell these cases apart, so the table is not taken in again: {', '.join(same)}."
        for same in names.values()
        if len(same) > 1
    ]
