"""Themes by case, by the values of an attribute, and by kind of source: numbers, and no test of a difference.

Numbers of a row that are below the smallest cell are kept back. Where one of them could be worked out from
the rest of its row, a second one is kept back too, and it is not said which of the two is the small one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from qualbench.analysis.prevalence import count_segments
from qualbench.analysis.scope import Scope
from qualbench.model.case import AttributeType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualbench.analysis.prevalence import ThemeCount
    from qualbench.analysis.selection import Selection
    from qualbench.model.case import Attribute, Case
    from qualbench.model.coding import Segment
    from qualbench.model.ids import ThemeId


class Kept(StrEnum):
    """A number that is not shown."""

    BELOW = "below the smallest cell"
    BACK = "kept back, so that no small number can be worked out"


Cell: TypeAlias = "int | Kept"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of numbers.

    Attributes:
        cells: One for each column.
        total: Of all columns together; whoever or whatever is in two of them counts once.
    """

    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Themes by something.

    Attributes:
        columns: The columns' names; empty for participants without a value.
        participants: How many participants each column has, and N; None in a table by case.
        rows: A row for each theme: of participants who mention it or, by case, of distinct segments.
        smallest: What is below is kept back; 0 where nothing is.
    """

    columns: tuple[str, ...]
    participants: Row | None
    rows: Mapping[ThemeId, Row]
    smallest: int = 0

    @property
    def kept_back(self) -> frozenset[Kept]:
        """In what ways numbers of the table are not shown."""
        rows = (*self.rows.values(), *([self.participants] if self.participants else []))
        return frozenset(cell for row in rows for cell in (*row.cells, row.total) if isinstance(cell, Kept))


def by_case(counts: Mapping[ThemeId, ThemeCount], cases: Sequence[Case]) -> CrossTable:
    """Return the distinct segments of each theme in the words of each participant.

    Args:
        cases: The participants in scope, in the order of the columns.
    """
    rows = {
        theme_id: Row(tuple(one.by_case.get(case.id, 0) for case in cases), one.segments)
        for theme_id, one in counts.items()
    }
    return CrossTable(tuple(case.shown for case in cases), None, rows)


def by_attribute(
    counts: Mapping[ThemeId, ThemeCount], cases: Sequence[Case], attribute: Attribute
) -> CrossTable:
    """Return how many participants with each value of an attribute mention each theme.

    Args:
        cases: The participants in scope.
        attribute: Its choices come in their order, numbers by size, all else by the alphabet; last those
            without a value.
    """
    values = {case.id: case.value(attribute.name).strip() for case in cases}
    columns = sorted(set(values.values()), key=lambda one: _order(attribute, one))

    def row(case_ids: frozenset[str]) -> Row:
        found = [values[one] for one in case_ids if one in values]
        return Row(tuple(found.count(value) for value in columns), len(found))

    rows = {theme_id: row(one.case_ids) for theme_id, one in counts.items()}
    return CrossTable(tuple(columns), row(frozenset(values)), rows)


def _order(attribute: Attribute, value: str) -> tuple[bool, float, str]:
    place = 0.0
    if attribute.type is AttributeType.NUMBER and value:
        place = float(value.replace(",", "."))
    elif value in attribute.choices:
        place = attribute.choices.index(value) - len(attribute.choices)
    return (not value, place, value)


def by_kind(segments: Mapping[ThemeId, Sequence[Segment]], scope: Scope, selection: Selection) -> CrossTable:
    """Return how many participants mention each theme in each kind of source in which any are heard.

    Args:
        segments: Of each theme, those that count.
    """
    kinds = sorted({one.document.kind for one in scope.sources if one.everybody.case_ids})
    scopes = [
        *(Scope(tuple(one for one in scope.sources if one.document.kind is kind)) for kind in kinds),
        scope,
    ]

    def row(numbers: Sequence[int]) -> Row:
        return Row(tuple(numbers[:-1]), numbers[-1])

    rows = {
        theme_id: row([count_segments(own, one, selection).participants for one in scopes])
        for theme_id, own in segments.items()
    }
    return CrossTable(tuple(kinds), row([one.n for one in scopes]), rows)


def keep_back(table: CrossTable, smallest: int) -> CrossTable:
    """Return the table without its small numbers, and without what would give them away."""
    if smallest < 2:
        return table
    return replace(
        table,
        participants=keep_row_back(table.participants, smallest) if table.participants else None,
        rows={theme_id: keep_row_back(row, smallest) for theme_id, row in table.rows.items()},
        smallest=smallest,
    )


def keep_row_back(row: Row, smallest: int) -> Row:
    """Return a row of numbers without those below the smallest cell.

    A reader who knows the total knows what the hidden ones add up to. That gives one away where it stands
    alone, or where all of them must be as large as they can be; nought may be known. Then the smallest of the
    others is hidden with them, all marked alike; where there is no other, the total is.
    """
    numbers = [one for one in row.cells if isinstance(one, int)]
    total: Cell = row.total
    hidden = [place for place, one in enumerate(numbers) if one < smallest]
    together = sum(numbers[place] for place in hidden)
    cells: list[Cell] = [Kept.BELOW if one < smallest else one for one in numbers]
    if isinstance(total, int) and total < smallest:
        return Row(tuple(cells), Kept.BELOW)
    if together and (len(hidden) == 1 or together == len(hidden) * (smallest - 1)):
        shown = [place for place, one in enumerate(numbers) if one >= smallest]
        if shown:
            hidden.append(min(shown, key=lambda place: numbers[place]))
            for place in hidden:
                cells[place] = Kept.BACK
        else:
            total = Kept.BACK
    return Row(tuple(cells), total)
