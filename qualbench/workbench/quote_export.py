"""The quotes of a theme set to a file of their own."""

from __future__ import annotations

from dataclasses import dataclass
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
    from qualbench.reports.report import Report
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
    found = _found(session, set_name, coder_names, kinds, template, every=every, context=context)
    quotes = found.quotes
    if format == "csv":
        write_output(session, output, render_csv(HEADER, map(quote_row, quotes)))
    elif format == "xlsx":
        rows = [[str(cell) for cell in quote_row(one)] for one in quotes]
        write_output(session, output, write_sheets([("Quotes", [[*HEADER], *rows])]))
    else:
        write_output(session, output, rendered(said_so(session, found.report()), format))
    return Exported(output, quotes.number, left_out(session))


def quotes_report(session: Session) -> tuple[Report, int]:
    """Return the chosen quotes of the theme set in use as a report, and how many there are.

    Raises:
        As `export_quotes`.
    """
    found = _found(session, None, (), (), DEFAULT_TEMPLATE, every=False, context=0)
    return found.report(), found.quotes.number


@dataclass(frozen=True, slots=True)
class _Found:
    """The quotes of a theme set, and what their report says of itself."""

    quotes: _Counted
    title: str
    author: str
    date: str

    def report(self) -> Report:
        return quote_report(self.title, self.quotes, author=self.author, date=self.date)


def _found(
    session: Session,
    set_name: str | None,
    coder_names: Sequence[str],
    kinds: Collection[str],
    template: str,
    *,
    every: bool,
    context: int,
) -> _Found:
    selection = choose_coders(session, coder_names)
    theme_set = find_set(session, set_name)
    study = load_study(session, kinds=kinds)
    segments = load_segments(session.store, coder_ids=selection.coder_ids)
    themes = load_themes(session.store, theme_set.id)
    facts = (study, themes, segments, selection, session.store.text, template)
    return _Found(
        _Counted(list_quotes(*facts, every=every, context=context)),
        f"{study.title}: quotes for {theme_set.name}",
        ", ".join(study.coder_by_id[one].name for one in selection.coder_ids),
        max((one.created_at for one in segments), default=""),
    )
