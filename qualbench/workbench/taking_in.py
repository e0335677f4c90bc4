"""Taking in a whole project of another program, as one step; and saying what did not travel.

What has no sure place in its document goes to the places that wait for a person (see `placing`). The words
that the file has of it stand in a text of the document that comes before the first one, numbered from 0
down: a coding that is lost stands there, in no list and no count, until somebody gives it a place.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.interchange.incoming import IncomingProject, Loss, LossReport
from qualbench.workbench.taking_in_rows import Laying
from qualbench.workbench.writing import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualbench.model.change import Change
    from qualbench.workbench.project import Session

__all__ = ["VERB", "IncomingProject", "Loss", "LossReport", "take_in"]

#: The step's kind in the history; see `history.BROUGHT`.
VERB = "take in"


class _NotWanted(Exception):
    """Whoever looked at the report wants nothing written."""


def take_in(
    session: Session, incoming: IncomingProject, *, look: Callable[[LossReport], bool] | None = None
) -> tuple[LossReport, bool]:
    """Write a project that came from elsewhere, as one step, and return what became of it.

    Codes are known by id, then by path; coders, cases and attributes by name; documents by their bytes.

    Args:
        look: Shown the report before anything is kept; where it returns False, nothing is.

    Returns:
        The report, and whether it was written.

    Raises:
        QualbenchError: Independent coding is in force, and something is another coder's.
    """
    laying = Laying(session, incoming)
    report: LossReport | None = None

    def changes() -> Iterator[Change]:
        nonlocal report
        yield from laying.changes()
        report = _report(incoming, laying)
        if look is not None and not look(report):
            raise _NotWanted

    def summary(_rows: int) -> str:
        tally = laying.imported
        parts = [f"{tally[what]} {what}" for what in ("documents", "codes", "codings") if tally[what]]
        return f"took in {incoming.source}: {', '.join(parts) or 'nothing new'}"

    def why() -> str:
        assert report is not None
        return "\n".join(["What came of the file.", *report.sentences()])

    try:
        write(session, changes(), verb=VERB, summary=summary, why=why)
    except _NotWanted:
        assert report is not None
        return report, False
    if report is None:
        raise QualbenchError(f"Nothing came of {incoming.source}.")
    return report, True


def _report(incoming: IncomingProject, laying: Laying) -> LossReport:
    """Join what the reader counted with what was counted while it was laid in."""
    found, whys = Counter[str](), {}
    imported, aside, out = Counter[str](), Counter[str](), Counter[str]()
    for what, number in laying.found.items():
        found[what] += number
        imported[what] += laying.imported[what]
        out[what] += number - laying.imported[what]
        whys[what] = laying.reasons(what)
    for one in incoming.losses:
        found[one.what] += one.found
        imported[one.what] += one.imported
        aside[one.what] += one.kept_aside
        out[one.what] += one.left_out
        whys.setdefault(one.what, [])
        whys[one.what] += [one.why] if one.why else []
    lines = tuple(
        Loss(what, number, imported[what], aside[what], out[what], "; ".join(dict.fromkeys(whys[what])))
        for what, number in found.items()
        if number
    )
    return LossReport(incoming.source, lines, (*incoming.remarks, *laying.remarks))
