"""What would become of a table of answers: which columns were written, which ticked, which say who."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from qualbench.errors import FileProblem, NotFound, UsageError
from qualbench.model.document import Problem
from qualbench.readers.sheets import read_sheet
from qualbench.workbench.cases import guess_type

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from qualbench.model.case import AttributeType
    from qualbench.readers.sheets import Sheet

#: The rows of one case, each with its line.
Rows = list[tuple[int, tuple[str, ...]]]
#: Names of columns that say who answered.
_IDS = frozenset(
    (
        *("id", "lfdn", "case", "respondent", "respondent_id", "response_id", "responseid", "participant"),
        *("person", "nr", "no", "number", "token"),
    )
)
#: An answer of so many letters, in the middle of a column, was written and not ticked.
_WRITTEN = 20
_LONG = 80


class Use(StrEnum):
    """What becomes of a column."""

    CASE = "case"
    OPEN = "open"
    CLOSED = "closed"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a survey.

    Attributes:
        filled: Rows with something in it.
        distinct: Different things in it.
        examples: The first of them.
        type: Of a closed column.
    """

    name: str
    use: Use
    filled: int
    distinct: int
    examples: tuple[str, ...]
    type: AttributeType | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey as it would be taken in.

    Attributes:
        rows: How many rows with answers.
        cases: How many cases they are.
        answers: How many answers were written.
        problems: What was noticed, each with its line where there is one.
    """

    name: str
    separator: str
    encoding: str
    columns: tuple[Column, ...]
    rows: int
    cases: int
    answers: int
    problems: tuple[Problem, ...]

    def of_use(self, use: Use) -> list[str]:
        """Return the names of the columns that are put to a use."""
        return [one.name for one in self.columns if one.use is use]


class Planned(NamedTuple):
    """A survey with what it is made of: the file's bytes, and its rows case by case."""

    survey: Survey
    data: bytes
    by_case: list[Rows]


def plan_survey(
    path: Path,
    *,
    case: str | None = None,
    open_: Collection[str] = (),
    closed: Collection[str] = (),
    left_out: Collection[str] = (),
) -> Survey:
    """Say what a table of answers would become; nothing is stored.

    Args:
        case: The column that says who answered; by default one whose name says so and that is not a number
            of the row alone, else each row is a case of its own, called by its number.
        open_: Columns that were written, whatever they look like.
        closed: Columns that were ticked.
        left_out: Columns that nothing becomes of.

    Raises:
        FileProblem: It cannot be read.
        NotFound: A column that is named is not there.
        UsageError: A column is named for two uses, or none was written.
    """
    return plan(path, case, open_, closed, left_out).survey


def plan(
    path: Path, case: str | None, open_: Collection[str], closed: Collection[str], left_out: Collection[str]
) -> Planned:
    """Plan a survey as `plan_survey` does, and return what it is made of too."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileProblem(path, f"it cannot be read ({error.strerror}).") from error
    sheet = read_sheet(path.name, data)
    uses: dict[str, Use] = {}
    for use, names in (
        (Use.CASE, [case] if case is not None else []),
        *((Use.OPEN, open_), (Use.CLOSED, closed), (Use.LEFT_OUT, left_out)),
    ):
        for name in names:
            found = next((one for one in sheet.header if one.casefold() == name.strip().casefold()), None)
            if found is None:
                raise NotFound("column", name, list(sheet.header))
            if found in uses:
                raise UsageError(f"The column “{found}” is named twice: as {uses[found]} and as {use}.")
            uses[found] = use
    columns = _columns(sheet, uses)
    by_case, problems = _rows_of_cases(sheet, columns)
    opened = [at for at, one in enumerate(columns) if one.use is Use.OPEN]
    if not opened:
        raise UsageError(
            f"No column of {path.name} looks as if it had been written.",
            "Name the columns of written answers with --open. A table of cases: qualbench case import.",
        )
    answers = sum(bool(row[at]) for rows in by_case for _line, row in rows for at in opened)
    survey = Survey(
        *(path.stem, sheet.separator, sheet.encoding, columns, len(sheet.rows), len(by_case), answers),
        problems=(*sheet.problems, *problems),
    )
    return Planned(survey, data, by_case)


def _columns(sheet: Sheet, uses: dict[str, Use]) -> tuple[Column, ...]:
    columns = []
    has_case = Use.CASE in uses.values()
    for at, name in enumerate(sheet.header):
        cells = [row[at] for _line, row in sheet.rows if row[at]]
        different = list(dict.fromkeys(cells))
        use = uses.get(name)
        if use is None:
            use = _guess(name, cells, different, at=at, rows=len(sheet.rows), has_case=has_case)
        has_case = has_case or use is Use.CASE
        kind = guess_type(name, different) if use is Use.CLOSED else None
        columns.append(Column(name, use, len(cells), len(different), tuple(different[:3]), kind))
    return tuple(columns)


def _guess(name: str, cells: list[str], different: list[str], *, at: int, rows: int, has_case: bool) -> Use:
    if not cells:
        return Use.LEFT_OUT
    counted = all(one.isdecimal() for one in cells)
    if name.startswith("column ") and at == 0 and counted and len(different) == rows:
        return Use.LEFT_OUT  # a spreadsheet's own numbering of its rows
    if not has_case and name.casefold() in _IDS:
        return Use.CASE
    lengths = sorted(map(len, cells))
    middle, longest, share = lengths[len(lengths) // 2], lengths[-1], len(different) / len(cells)
    if not counted and ((middle >= _WRITTEN and share > 0.5) or (longest >= _LONG and share > 0.3)):
        return Use.OPEN
    return Use.CLOSED


def _rows_of_cases(sheet: Sheet, columns: Sequence[Column]) -> tuple[list[Rows], list[Problem]]:
    """Put rows of one case together, and say where a case has several."""
    at = next((n for n, one in enumerate(columns) if one.use is Use.CASE), None)
    if at is None:
        remark = Problem("No column says who answered: each row is a case of its own, called by its number.")
        return [[row] for row in sheet.rows], [remark]
    found: dict[str, Rows] = {}
    nameless: list[Rows] = []
    for line, row in sheet.rows:
        if row[at]:
            found.setdefault(plain_name(row[at]).casefold(), []).append((line, row))
        else:
            nameless.append([(line, row)])
    problems = []
    again = {name: rows for name, rows in found.items() if len(rows) > 1}
    if again:
        rows = next(iter(again.values()))
        lines = ", ".join(str(line) for line, _row in rows[:5])
        message = (
            f"{len(again):,} cases stand in several rows (“{rows[0][1][at]}” in lines {lines}); "
            "their answers come together, and of an attribute the first value counts."
        )
        problems.append(Problem(message, rows[1][0], serious=True))
    if nameless:
        message = f"{len(nameless):,} rows do not say who answered; each is a case of its own."
        problems.append(Problem(message, nameless[0][0][0], serious=True))
    return [*found.values(), *nameless], problems


def plain_name(name: str) -> str:
    """Return a case's name; `58.0`, as some programs write a number, is `58`."""
    return name.removesuffix(".0") if name.removesuffix(".0").isdecimal() else name
