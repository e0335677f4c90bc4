"""A table of themes for a paper: in every format, and so that its numbers can be checked again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from qualbench.model.document import kinds_in_words
from qualbench.reports.csv_file import render_csv
from qualbench.reports.evidence import with_lock
from qualbench.reports.report import Items, Report, Run, Table, paragraph
from qualbench.workbench.analysing import choose_coders
from qualbench.workbench.outputs import check_output, write_output
from qualbench.workbench.quote_export import FORMATS
from qualbench.workbench.reporting import Exported, known_format, rendered
from qualbench.workbench.theme_tables import CASE, KIND, table_rows, theme_table
from qualbench.workbench.theming import find_set

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from qualbench.reports.report import Block
    from qualbench.workbench.project import Session


def themes_table_report(
    session: Session,
    by: str,
    *,
    set_name: str | None = None,
    coder_names: Sequence[str] = (),
    kinds: Collection[str] = (),
    percent: bool = False,
) -> Report:
    """Return a table of themes as a report whose file says out of sight what each number counts.

    Raises:
        As `theme_tables.theme_table` and `theme_tables.table_rows`.
    """
    made = theme_table(session, by, set_name=set_name, coder_names=coder_names, kinds=kinds)
    rows = table_rows(made, percent=percent)
    people = [] if made.table.participants is None else ["participants"]
    what = "Distinct segments of each theme" if not people else "Participants who mention each theme"
    caption = f"{what}, by {made.by}"
    table = Table(
        caption,
        ("Theme", *made.columns, "All"),
        tuple((str(row[0]), *(str(cell) for cell in row[1:])) for row in rows),
        name="themes",
        row_ids=(*people, *made.paths),
        # by their names: another value that somebody has since must not move the columns' numbers
        column_ids=(*(_short(one) for one in made.columns), "all"),
    )
    said = f"Counting the segments of {', '.join(made.coders)}; N = {made.n} participants."
    notes = tuple((Run(note),) for note in made.notes)
    sources = paragraph(f"Sources: {kinds_in_words(made.kinds)}.")
    blocks: list[Block] = [paragraph(said), table, *([Items(notes)] if notes else []), sources]
    theme_set = find_set(session, set_name)
    recipe = {
        "report": "themes-table",
        "project": session.project.id,
        "set": theme_set.id,
        "by": by if by in (CASE, KIND) else made.by,
        "coders": list(choose_coders(session, coder_names).coder_ids),
        "kinds": sorted(kinds),
        "percent": percent,
    }
    report = Report(
        f"{session.project.title}: {made.theme_set}", tuple(blocks), author=", ".join(made.coders)
    )
    return with_lock(report, recipe)


def _short(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:12]


def export_themes_table(
    session: Session,
    by: str,
    *,
    output: Path,
    format: str = "md",  # noqa: A002 (the field's word, and the option's)
    set_name: str | None = None,
    coder_names: Sequence[str] = (),
    kinds: Collection[str] = (),
    percent: bool = False,
) -> Exported:
    """Write a table of themes by `case`, by `kind` of source, or by an attribute.

    Args:
        format: One of `quote_export.FORMATS`; csv is the bare table.

    Raises:
        As `themes_table_report`; FileProblem, NamesFound as for every export.
    """
    known_format(format, FORMATS)
    check_output(session, output)
    report = themes_table_report(
        session, by, set_name=set_name, coder_names=coder_names, kinds=kinds, percent=percent
    )
    if format == "csv":
        table = next(one for one in report.blocks if isinstance(one, Table))
        write_output(session, output, render_csv(table.header, table.rows))
    else:
        write_output(session, output, rendered(report, format))
    notes = next((one.items for one in report.blocks if isinstance(one, Items)), ())
    return Exported(output, 0, tuple(item[0].text for item in notes))
