"""The framework matrix as a file: to read, and as a workbook or CSV to work on and take in again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.analysis.framework import basis_of
from qualbench.errors import FileProblem, NotFound, UsageError
from qualbench.model.case import folded
from qualbench.model.framework import CellState, Summary
from qualbench.reports.quotes import verify_quote
from qualbench.reports.report import Items, Report, Run, Table, paragraph
from qualbench.workbench.cases import read_table
from qualbench.workbench.framework import find_cell_theme, load_matrix, summary_change
from qualbench.workbench.outputs import check_output, write_output
from qualbench.workbench.quote_export import FORMATS
from qualbench.workbench.reporting import Exported, known_format, left_out, rendered, said_so
from qualbench.workbench.writing import write

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from qualbench.model.case import Case
    from qualbench.model.ids import ThemeId
    from qualbench.workbench.framework import Cell, Matrix
    from qualbench.workbench.project import Session

__all__ = ["FORMATS", "CellChange", "FrameworkImport", "export_framework", "import_framework"]

#: The first column of a table that is taken in again.
_CASE = "case"


def export_framework(
    session: Session,
    *,
    output: Path,
    format: str = "md",  # noqa: A002 (the field's word, and the option's)
    set_name: str | None = None,
    coder_names: Sequence[str] = (),
    kinds: Collection[str] = (),
    sort: str | None = None,
) -> Exported:
    """Write the matrix: cases by themes, with the summaries and the quotes chosen for them.

    Args:
        format: One of `FORMATS`. `xlsx` and `csv` are the bare table, which `import_framework` takes in
            again; the workbook has a second sheet with the segments of each cell.
        sort: The attribute in whose order the cases come; by default their own order.

    Raises:
        NotFound: There is no such set, coder or attribute.
        UsageError: There is no such format or kind of source, or nobody to be a row.
        NamesFound: It holds a name that the key knows; nothing is written.
        QuoteDiffers: A segment is not what its document says; nothing is written.
        FileProblem: It cannot be written.
    """
    known_format(format, FORMATS)
    check_output(session, output)
    matrix = load_matrix(session, set_name=set_name, coder_names=coder_names, kinds=kinds)
    if not matrix.cases or not matrix.paths:
        raise UsageError("The matrix is empty: it needs a participant and a theme.")
    cases = matrix.sorted_by(_attribute(matrix, sort)) if sort else matrix.cases
    quotes = _check_quotes(session, matrix)
    if format == "csv":
        from qualbench.reports.csv_file import render_csv

        header, *rows = _table(matrix, cases)
        write_output(session, output, render_csv(header, rows, quoted=True))
    elif format == "xlsx":
        from qualbench.interchange.xlsx import write_sheets

        sheets = [("Framework", _table(matrix, cases)), ("Segments", _links(matrix, cases))]
        write_output(session, output, write_sheets(sheets))
    else:
        write_output(session, output, rendered(said_so(session, _report(session, matrix, cases)), format))
    return Exported(output, quotes, left_out(session))


def _attribute(matrix: Matrix, name: str) -> str:
    found = next((one.name for one in matrix.attributes if folded(one.name) == folded(name)), None)
    if found is None:
        raise NotFound("attribute", name, [one.name for one in matrix.attributes])
    return found


def _check_quotes(session: Session, matrix: Matrix) -> int:
    """See that every quote that is written is what the text says, and return how many there are."""
    names = {one.document.id: one.document.name for one in matrix.study.sources}
    quotes = [one.quote for one in matrix.cells.values() if one.quote is not None]
    for one in quotes:
        verify_quote(session.store.text(one.document_id, one.revision), one, names[one.document_id])
    return len(quotes)


def _table(matrix: Matrix, cases: Sequence[Case]) -> list[list[str]]:
    """Return the bare table: the case, its attributes, and the summary of each theme."""
    attributes = [one.name for one in matrix.attributes if one.name not in matrix.paths.values()]
    rows = [
        [
            *(case.name, *(case.value(name) for name in attributes)),
            *(matrix.cell(theme_id, case.id).text for theme_id in matrix.paths),
        ]
        for case in cases
    ]
    return [[_CASE, *attributes, *matrix.paths.values()], *rows]


def _links(matrix: Matrix, cases: Sequence[Case]) -> list[list[str]]:
    """Return what stands behind each cell: a row for each of its segments."""
    names = {one.document.id: one.document.name for one in matrix.study.sources}
    codes = matrix.study.codebook.paths
    rows = [["case", "theme", "state", "quoted", "document", "code", "words", "segment"]]
    for case in cases:
        for theme_id, path in matrix.paths.items():
            cell = matrix.cell(theme_id, case.id)
            quoted = cell.quote.id if cell.quote else ""
            head = [case.name, path, cell.state.value]
            rows += [
                [
                    *(*head, "yes" if one.id == quoted else "", names[one.document_id]),
                    *(codes.get(one.code_id, "?"), one.quote, one.id),
                ]
                for one in cell.segments
            ] or [[*head, "", "", "", "", ""]]
    return rows


def _report(session: Session, matrix: Matrix, cases: Sequence[Case]) -> Report:
    header = ("Case", *(one.name for one in matrix.attributes), *matrix.paths.values())
    rows = tuple(
        (
            *(case.shown, *(case.value(one.name) for one in matrix.attributes)),
            *(_in_words(matrix.cell(theme_id, case.id)) for theme_id in matrix.paths),
        )
        for case in cases
    )
    table = Table(f"Framework matrix: {matrix.theme_set}", header, rows, words=True)
    counted = ", ".join(f"{one.value} {matrix.count(one):,}" for one in CellState)
    said = [
        f"Counting the segments of {', '.join(matrix.coders)}. Cells: {counted}.",
        "No data: no segment of the theme is in the participant's words, which does not speak against it.",
    ]
    if matrix.count(CellState.LOOK_AGAIN):
        said.append("† The segments of the cell have changed since its summary was written.")
    title = f"{session.project.title}: framework matrix"
    dates = [one.summary.written_at for one in matrix.cells.values() if one.summary]
    notes = Items(tuple((Run(note),) for note in said))
    return Report(
        title,
        (paragraph(said[0]), table, notes),
        author=", ".join(matrix.coders),
        date=max(dates, default=""),
    )


def _in_words(cell: Cell) -> str:
    if cell.state is CellState.NO_DATA:
        return "(no data)"
    if cell.state is CellState.NOT_CHARTED:
        number = len(cell.segments)
        return f"(not charted: {number:,} segment{'' if number == 1 else 's'})"
    quote = f"\n“{' '.join(cell.quote.quote.split())}”" if cell.quote else ""
    return f"{cell.text}{' †' if cell.state is CellState.LOOK_AGAIN else ''}{quote}"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that a file has other words for."""

    case: str
    theme: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FrameworkImport:
    """What a file changes.

    Attributes:
        changes: In the order of the file.
        unchanged: Cells that say what they said.
        empty: Cells that are empty in the file and written here; they stay as they are.
        unknown: Columns that are no theme and no attribute.
    """

    changes: tuple[CellChange, ...]
    unchanged: int
    empty: int
    unknown: tuple[str, ...]


def import_framework(
    session: Session,
    path: Path,
    *,
    set_name: str | None = None,
    dry_run: bool = False,
) -> FrameworkImport:
    """Take in the summaries of a table whose rows are cases and whose columns are themes, as one step.

    A cell that is empty in the file takes nothing away.

    Raises:
        FileProblem: It is no such table, or a row is of no participant; nothing is written.
        NotFound: There is no such set.
    """
    header, lines = read_table(path)
    matrix = load_matrix(session, set_name=set_name)
    themes, unknown = _columns(matrix, header)
    if not themes:
        known = ", ".join(f"“{one}”" for one in matrix.paths.values())
        raise FileProblem(path, "no column is named as a theme of the set.", f"Its themes: {known}.", 1)
    changes, steps, unchanged, empty = [], [], 0, 0
    for line, row in lines:
        case = _case_of(path, matrix, row[0], line)
        for place, theme_id in themes.items():
            cell, text = matrix.cell(theme_id, case.id), row[place].strip()
            if not text or text == cell.text:
                unchanged += text == cell.text
                empty += not text and cell.summary is not None
                continue
            quote = cell.quote.id if cell.quote else ""
            after = Summary(theme_id, case.id, text, quote, basis_of(cell.segments))
            change = summary_change(cell, after)
            assert change is not None
            steps.append(change)
            changes.append(CellChange(case.name, matrix.paths[theme_id], cell.text, text))
    if not dry_run:
        said = f"charted {len(steps)} cells from {path.name}"
        write(session, steps, verb="chart", summary=said)
    return FrameworkImport(tuple(changes), unchanged, empty, unknown)


def _columns(matrix: Matrix, header: Sequence[str]) -> tuple[dict[int, ThemeId], tuple[str, ...]]:
    """Return which column is which theme, and the columns that are nothing known."""
    attributes = {folded(one.name) for one in matrix.attributes}
    themes: dict[int, ThemeId] = {}
    unknown = []
    for place, name in enumerate(header[1:], 1):
        try:
            themes[place] = find_cell_theme(matrix, name)
        except NotFound:
            if folded(name) not in attributes:
                unknown.append(name)
    return themes, tuple(unknown)


def _case_of(path: Path, matrix: Matrix, said: str, line: int) -> Case:
    found = [one for one in matrix.cases if folded(said) in (folded(one.name), folded(one.shown))]
    if len(found) == 1:
        return found[0]
    what = f"“{said}” is {'several participants' if found else 'no participant'}."
    known = ", ".join(one.name for one in matrix.cases)
    raise FileProblem(path, what, f"The first column names the case, one of: {known}.", line)
