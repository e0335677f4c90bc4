"""The framework matrix: cases by themes, each cell a summary that a person writes about the case's words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.analysis.framework import basis_of, cell_segments, state_of
from qualbench.analysis.prevalence import theme_segments
from qualbench.errors import NotFound, UsageError
from qualbench.model.change import Noun
from qualbench.model.framework import CellState, Summary
from qualbench.model.theme import theme_tree
from qualbench.reports.summary import shown_themes
from qualbench.storage.codings import load_segments
from qualbench.storage.framework import load_summaries
from qualbench.workbench.analysing import choose_coders, load_study
from qualbench.workbench.cases import find_case
from qualbench.workbench.theming import find_set, find_theme, load_themes
from qualbench.workbench.writing import added, changed, removed, stamp, write

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from qualbench.model.case import Attribute, Case
    from qualbench.model.change import Change
    from qualbench.model.coding import Segment
    from qualbench.model.ids import CaseId, ThemeId
    from qualbench.reports.study import Study
    from qualbench.workbench.project import Session

__all__ = ["Cell", "CellState", "Matrix", "Summary", "chart", "clear_cell", "load_matrix"]

_NO_CELL = "A cell of the matrix is a theme and a participant."


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        segments: Those of the theme in the case's words, by the coders that count, in order.
    """

    segments: tuple[Segment, ...]
    summary: Summary | None
    state: CellState

    @property
    def text(self) -> str:
        """The summary's words, or nothing."""
        return self.summary.text if self.summary else ""

    @property
    def quote(self) -> Segment | None:
        """The segment that is quoted, where it is still one of the cell's."""
        wanted = self.summary.quote_id if self.summary else ""
        return next((one for one in self.segments if one.id == wanted), None)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix of a theme set.

    Attributes:
        paths: Each theme's path, in the researcher's order; without those dropped in review.
        cases: The participants in scope, by number.
        attributes: The attributes that stand beside them, without private ones.
        coders: Whose segments count.
    """

    theme_set: str
    paths: Mapping[ThemeId, str]
    cases: tuple[Case, ...]
    attributes: tuple[Attribute, ...]
    cells: Mapping[tuple[ThemeId, CaseId], Cell]
    coders: tuple[str, ...]
    study: Study

    def cell(self, theme_id: str, case_id: str) -> Cell:
        """Return a cell."""
        return self.cells[theme_id, case_id]

    def count(self, state: CellState) -> int:
        """Return how many cells are so."""
        return sum(one.state is state for one in self.cells.values())

    def sorted_by(self, attribute: str) -> tuple[Case, ...]:
        """Return the cases in the order of an attribute's values, those without one last."""
        return tuple(sorted(self.cases, key=lambda case: _order(case.value(attribute).strip())))


def _order(value: str) -> tuple[bool, bool, float, str]:
    try:
        return not value, False, float(value.replace(",", ".")), ""
    except ValueError:
        return not value, True, 0.0, value.casefold()


def load_matrix(
    session: Session,
    *,
    set_name: str | None = None,
    coder_names: Sequence[str] = (),
    kinds: Collection[str] = (),
) -> Matrix:
    """Return the matrix of a theme set.

    Args:
        coder_names: Whose segments count; by default the lead's.
        kinds: Only sources of these kinds; all where none is named.

    Raises:
        NotFound: There is no such set or coder.
        UsageError: There is no source of such a kind.
    """
    study, selection = load_study(session, kinds=kinds), choose_coders(session, coder_names)
    theme_set = find_set(session, set_name)
    themes = load_themes(session, theme_set.id)
    segments = load_segments(session.store, coder_ids=selection.coder_ids)
    by_theme = theme_segments(themes, study.codebook, segments, selection)
    paths = {theme.id: path for theme, _depth, path in shown_themes(theme_tree(themes))[0]}
    found = cell_segments({one: by_theme[one] for one in paths}, study.scope)
    written = load_summaries(session.store)
    cells = {}
    for theme_id in paths:
        for case in study.participants:
            place = (theme_id, case.id)
            here = tuple(found.get(place, ()))
            summary = written.get(place)
            cells[place] = Cell(here, summary, state_of(summary, here))
    return Matrix(
        theme_set.name,
        paths,
        tuple(study.participants),
        study.attributes,
        cells,
        tuple(study.coder_by_id[one].name for one in selection.coder_ids),
        study,
    )


def chart(
    session: Session,
    theme: str,
    case: str,
    text: str,
    *,
    quote_id: str | None = None,
    set_name: str | None = None,
) -> Cell:
    """Write the summary of a cell, which rests on the lead's segments in it now; an empty text clears it.

    The same text again says that it has been looked at: a stale cell is charted then.

    Args:
        theme: Id, path or name.
        case: Id, number or name.
        quote_id: The segment to be quoted with it; empty for none, None for the one that it has.

    Raises:
        NotFound: There is no such theme or case.
        UsageError: The case is no participant, the theme was dropped, or the segment is none of the cell's.
    """
    if not text.strip():
        return clear_cell(session, theme, case, set_name=set_name)
    matrix, place, names = _cell_at(session, theme, case, set_name)
    cell = matrix.cells[place]
    quote = (cell.summary.quote_id if cell.summary else "") if quote_id is None else quote_id
    if quote and quote not in {one.id for one in cell.segments}:
        if quote_id:
            raise UsageError(f"That segment is none of {names}.", "Choose one of the cell's own.")
        quote = ""  # it has gone since
    change = summary_change(cell, Summary(*place, text.strip(), quote, basis_of(cell.segments)))
    write(session, [change] if change else [], verb="chart", summary=f"charted {names}")
    return load_matrix(session, set_name=set_name or matrix.theme_set).cells[place]


def clear_cell(session: Session, theme: str, case: str, *, set_name: str | None = None) -> Cell:
    """Take the summary of a cell away.

    Raises:
        NotFound, UsageError: As for `chart`; or nothing is written there.
    """
    matrix, place, names = _cell_at(session, theme, case, set_name)
    if matrix.cells[place].summary is None:
        raise UsageError(f"Nothing is written in {names}.")
    gone = removed(session, "SummaryRemoved", Noun.SUMMARY, place)
    write(session, [gone], verb="chart", summary=f"cleared {names}")
    return load_matrix(session, set_name=set_name or matrix.theme_set).cells[place]


def summary_change(cell: Cell, after: Summary) -> Change | None:
    """Return the change that writes a summary into a cell, or None where it says that already."""
    row = summary_row(after)
    key = (after.theme_id, after.case_id)
    if cell.summary is None:
        return added("SummaryWritten", Noun.SUMMARY, key, row | {"written_at": stamp()})
    before = summary_row(cell.summary)
    if before == row:
        return None
    before["written_at"], row["written_at"] = cell.summary.written_at, stamp()
    return changed("SummaryChanged", Noun.SUMMARY, key, before, row)


def summary_row(summary: Summary) -> dict[str, str | int | float | None]:
    """Return a summary as the columns of its row, but for when it was written."""
    return {"text": summary.text, "quote_id": summary.quote_id, "basis": json.dumps(list(summary.basis))}


def _cell_at(
    session: Session, theme: str, case: str, set_name: str | None
) -> tuple[Matrix, tuple[ThemeId, CaseId], str]:
    """Return the matrix, the cell's place, and the cell in words."""
    found, whose = find_theme(session, theme, set_name), find_case(session, case)
    matrix = load_matrix(session, set_name=set_name or found.set_id)
    if found.id not in matrix.paths:
        raise UsageError(f"The theme “{found.name}” was dropped in review.", _NO_CELL)
    if whose.id not in {one.id for one in matrix.cases}:
        raise UsageError(f"{whose.name} is no participant: no words in these sources are theirs.", _NO_CELL)
    return matrix, (found.id, whose.id), f"the cell of “{found.name}” and {whose.name}"


def find_cell_theme(matrix: Matrix, text: str) -> ThemeId:
    """Return the theme that a column's head means: its path, or a name that only one theme has.

    Raises:
        NotFound: There is none, or there are several.
    """
    for theme_id, path in matrix.paths.items():
        if text in (path, theme_id):
            return theme_id
    named = [one for one, path in matrix.paths.items() if path.rpartition(" > ")[2] == text]
    if len(named) == 1:
        return named[0]
    raise NotFound("theme", text, list(matrix.paths.values()))
