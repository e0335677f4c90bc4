"""The quotes of a theme set to a file of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.interchange.xlsx import write_sheets
from qualbench.reports.csv_file import render_csv
from qualbench.reports.quote_list import HEADER, list_quotes, quote_report, quote_row
from qualbench.reports.quotes import DEFAULT_TEMPLATE
from qualbench.storage.codings import load_segments
from qualbench.storage.themes import load_themes
from qualbench.workbench.analysing import choose_coders, load_study
from qualbench.workbench.outputs import check_output, write_output
from qualbench.workbench.reporting import SUMMARY_FORMATS, Exported, known_format, left_out, rendered, said_so
from qualbench.workbench.theming import find_set

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from qualbench.reports.quote_list import ListedQuote
    from qualbench.workbench.project import Session

#: Formats that quotes are written in, and tables of themes, and the codebook for a paper.
FORMATS = (*SUMMARY_FORMATS, "csv")


class _Counted:
    """Passes quotes on and counts them."""

    def __init__(self, quotes: Iterable[ListedQuote]) -> None:
        self._quotes = quotes
        self.number = 0

    def __iter__(self) -> Iterator[ListedQuote]:
        for one in self._quotes:
            self.number += 1
            yield one


def export_quotes(
    session: Session,
    *,
    output: Path,
    format: str = "md",  # noqa: A002 (the field's word, and the option's)
    set_name: str | None = None,
    coder_names: Sequence[str] = (),
    kinds: Collection[str] = (),
    template: str = DEFAULT_TEMPLATE,
    every: bool = False,
    context: int = 0,
) -> Exported:
    """Write the chosen quotes of a theme set, by theme.

    Args:
        format: One of `FORMATS`; csv and xlsx have a row for each quote.
        every: All segments of each theme, not the chosen ones alone.
        context: So many words of the same turn before and after each.

    Raises:
        As `reporting.export_theme_summary`.
    """
    known_format(format, FORMATS)
    check_output(session, output)
    selection = choose_coders(session, coder_names)
    theme_set = find_set(session, set_name)
    study = load_study(session, kinds=kinds)
    segments = load_segments(session.store, coder_ids=selection.coder_ids)
    themes = load_themes(session.store, theme_set.id)
    quotes = _Counted(
        list_quotes(
            *(study, themes, segments, selection, session.store.text, template), every=every, context=context
        )
    )
    if format == "csv":
        write_output(session, output, render_csv(HEADER, map(quote_row, quotes)))
    elif format == "xlsx":
        rows = [[str(cell) for cell in quote_row(one)] for one in quotes]
        write_output(session, output, write_sheets([("Quotes", [[*HEADER], *rows])]))
    else:
        dates = [one.created_at for one in segments]
        author = ", ".join(study.coder_by_id[one].name for one in selection.coder_ids)
        title = f"{study.title}: quotes for {theme_set.name}"
        report = quote_report(title, quotes, author=author, date=max(dates, default=""))
        write_output(session, output, rendered(said_so(session, report), format))
    return Exported(output, quotes.number, left_out(session))
