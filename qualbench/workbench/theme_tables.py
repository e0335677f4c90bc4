"""Tables of themes by case, by kind of source and by an attribute, with what has to be said beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.analysis.cross_tables import CrossTable, by_attribute, by_case, by_kind, keep_back
from qualbench.analysis.prevalence import count_segments, speaking_for, theme_segments
from qualbench.errors import UsageError
from qualbench.model.document import kinds_in_words
from qualbench.model.theme import theme_tree
from qualbench.reports.cross_tables import kept_in_words, shown_cell
from qualbench.reports.csv_file import render_csv
from qualbench.reports.summary import shown_themes
from qualbench.storage.codings import load_segments
from qualbench.workbench.analysing import choose_coders, load_study
from qualbench.workbench.cases import find_attribute
from qualbench.workbench.outputs import check_output, write_output
from qualbench.workbench.reporting import Exported, left_out
from qualbench.workbench.theming import find_set, load_themes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from qualbench.analysis.cross_tables import Cell, Row
    from qualbench.analysis.prevalence import ThemeCount
    from qualbench.analysis.scope import Scope
    from qualbench.model.case import Attribute
    from qualbench.model.document import DocumentKind
    from qualbench.model.ids import ThemeId
    from qualbench.workbench.project import Session

#: What a table can be by, beside the name of an attribute.
CASE, KIND = "case", "kind"
#: No percentages of fewer participants.
FEWEST_FOR_PERCENT = 30
#: The column of participants who have no value.
NO_VALUE = "no value"


@dataclass(frozen=True, slots=True)
class ThemeTable:
    """A table of the themes of a set, ready to be shown.

    Attributes:
        by: `case`, `kind`, or the attribute's name.
        paths: Each theme's path, in the researcher's order; without those dropped in review.
        table: The numbers; small ones are kept back already.
        coders: Whose segments count, in the order in which they count.
        n: N, the participants in scope.
        kinds: How many sources of each kind the numbers go over.
        notes: One sentence each: what a reader has to know.
    """

    theme_set: str
    by: str
    paths: Mapping[ThemeId, str]
    table: CrossTable
    coders: tuple[str, ...]
    n: int
    kinds: Mapping[DocumentKind, int]
    notes: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(one or NO_VALUE for one in self.table.columns)


def theme_table(
    session: Session,
    by: str,
    *,
    set_name: str | None = None,
    coder_names: Sequence[str] = (),
    kinds: Collection[str] = (),
) -> ThemeTable:
    """Return a table of themes by `case`, by `kind` of source, or by an attribute of that name.

    Raises:
        NotFound: There is no such set, coder or attribute.
        UsageError: The attribute is private, no source is of such a kind, or there are fewer than two
            participants, so that a table would tell of one person alone.
    """
    attribute = None if by in (CASE, KIND) else _open_attribute(session, by)
    study, selection = load_study(session, kinds=kinds), choose_coders(session, coder_names)
    theme_set = find_set(session, set_name)
    themes = load_themes(session, theme_set.id)
    scope = study.scope
    if scope.n < 2:
        there = "one case" if scope.n else "no participant"
        raise UsageError(f"There is {there} in these sources; a table would compare nobody with nobody.")
    segments = theme_segments(
        themes, study.codebook, load_segments(session.store, coder_ids=selection.coder_ids), selection
    )
    segments = {one: speaking_for(own) for one, own in segments.items()}
    paths = {theme.id: path for theme, _depth, path in shown_themes(theme_tree(themes))[0]}
    counts = {one: count_segments(segments[one], scope, selection) for one in paths}
    if attribute is not None:
        table = by_attribute(counts, study.participants, attribute)
    elif by == CASE:
        table = by_case(counts, study.participants)
    else:
        table = by_kind({one: segments[one] for one in paths}, scope, selection)
    table = keep_back(table, study.smallest_cell)
    over = scope.kinds(one.document_id for theme in paths for one in segments[theme])
    return ThemeTable(
        theme_set=theme_set.name,
        by=attribute.name if attribute is not None else by,
        paths=paths,
        table=table,
        coders=tuple(study.coder_by_id[one].name for one in selection.coder_ids),
        n=scope.n,
        kinds=over,
        notes=(
            *_about(by, over),
            *_about_people(scope, counts, paths),
            *kept_in_words(table),
            *left_out(session),
        ),
    )


def _open_attribute(session: Session, name: str) -> Attribute:
    found = find_attribute(session, name)
    if found.private:
        raise UsageError(
            f"The attribute {found.name} is private, and no table shows what is.",
            f'If it may be shown: qualbench case attribute "{found.name}" --no-private',
        )
    return found


def _about(by: str, kinds: Mapping[DocumentKind, int]) -> list[str]:
    said = []
    if by == CASE:
        said.append(
            "Distinct segments in each participant's words; one over the words of two stands in both columns."
            " Zero means not mentioned, which does not speak against a theme."
        )
    else:
        said.append("Participants who mention a theme, whatever the number of their segments.")
    if by == KIND and len(kinds) > 1:
        said.append(
            "A participant who is in sources of several kinds counts in each column, and once in all."
        )
    elif len(kinds) > 1:
        said.append(f"The numbers go over sources of several kinds ({kinds_in_words(kinds)}).")
    return said


def _about_people(
    scope: Scope, counts: Mapping[ThemeId, ThemeCount], paths: Mapping[ThemeId, str]
) -> list[str]:
    said = []
    if scope.unidentified:
        speakers = "speaker is" if scope.unidentified == 1 else "speakers are"
        said.append(f"{scope.unidentified} unidentified {speakers} in no column and not in N.")
    nobodys = [
        f"{paths[theme_id]} {one.nobodys}"
        + (f" ({one.unidentified} over those of unidentified speakers)" if one.unidentified else "")
        for theme_id, one in counts.items()
        if one.nobodys
    ]
    if nobodys:
        said.append(f"Segments over no participant's words, in no column: {'; '.join(nobodys)}.")
    return said


def table_rows(made: ThemeTable, *, percent: bool = False) -> list[list[int | str]]:
    """Return the rows as they may be shown: the participants, where they are counted, then the themes.

    Args:
        percent: Put a percentage beside each number of a column with enough participants.

    Raises:
        UsageError: No column has enough, or it is segments that are counted.
    """
    table, of = made.table, made.table.participants
    if percent and of is None:
        raise UsageError("A table by case counts segments, of which there is no percentage.")
    if percent and of and not any(_enough(one) for one in (*of.cells, of.total)):
        raise UsageError(f"No percentages are given below N = {FEWEST_FOR_PERCENT}, and here N = {made.n}.")

    def shown(name: str, row: Row, *, percent: bool) -> list[int | str]:
        cells = [shown_cell(one, table.smallest) for one in (*row.cells, row.total)]
        if percent and of is not None:
            for place, (cell, n) in enumerate(zip(tuple(cells), (*of.cells, of.total), strict=True)):
                if isinstance(cell, int) and isinstance(n, int) and _enough(n):
                    cells[place] = f"{cell} ({100 * cell / n:.0f}%)"
        return [name, *cells]

    head = [shown("participants (N)", of, percent=False)] if of else []
    return [*head, *(shown(made.paths[one], row, percent=percent) for one, row in table.rows.items())]


def _enough(n: Cell) -> bool:
    return isinstance(n, int) and n >= FEWEST_FOR_PERCENT


def export_theme_table(
    session: Session, made: ThemeTable, *, output: Path, percent: bool = False
) -> Exported:
    """Write a table as CSV.

    Raises:
        UsageError: As for `table_rows`; or the study is kept in that file.
        NamesFound: It holds a name that the key knows; nothing is written.
        FileProblem: It cannot be written.
    """
    rows = table_rows(made, percent=percent)
    check_output(session, output)
    write_output(session, output, render_csv(("theme", *made.columns, "all"), rows))
    return Exported(output, 0, made.notes)
