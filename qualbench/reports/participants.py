"""The table of participants: who took part, as the attributes that may be printed describe them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.model.case import PSEUDONYM, folded
from qualbench.reports.quotes import NOT_RECORDED
from qualbench.reports.report import Heading, Table, paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.case import Attribute, Case
    from qualbench.reports.report import Block


def participants_table(
    cases: Sequence[Case], attributes: Sequence[Attribute], smallest_cell: int
) -> tuple[Block, ...]:
    """Return the table with its heading; nothing where no attribute is recorded.

    Args:
        cases: The participants in scope, by number.
        attributes: Those that are not private.
        smallest_cell: Where the project keeps numbers back, a row for each person would show what they hide.
    """
    columns = [
        one
        for one in attributes
        if folded(one.name) != PSEUDONYM and any(case.value(one.name).strip() for case in cases)
    ]
    if not columns or not cases:
        return ()
    if smallest_cell:
        said = (
            f"No table of participants is printed: each of its rows would be one person, and the smallest"
            f" cell of this project is {smallest_cell}."
        )
        return (Heading(1, "Participants"), paragraph(said))
    rows = tuple(
        (case.shown, *(case.value(one.name).strip() or NOT_RECORDED for one in columns)) for case in cases
    )
    header = ("Participant", *(one.name for one in columns))
    return (Heading(1, "Participants"), Table("The participants", header, rows, words=True))
