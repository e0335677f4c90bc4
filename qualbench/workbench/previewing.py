"""What exports will hold, looked at before they are written: the same blocks, as lines of words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualbench.reports.report import Heading, Items, Paragraph, Picture, Quote, Table
from qualbench.workbench.codebook_export import appendix_report, export_appendix
from qualbench.workbench.quote_export import FORMATS, export_quotes, quotes_report
from qualbench.workbench.reporting import (
    SUMMARY_FORMATS,
    Exported,
    export_theme_summary,
    left_out,
    said_so,
    summary_report,
)
from qualbench.workbench.theme_table_export import export_themes_table, themes_table_report
from qualbench.workbench.theme_tables import CASE, KIND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.reports.report import Block, Report
    from qualbench.workbench.project import Session

#: Cells of a table of numbers are cut to so many columns on the screen.
_WIDEST = 22


class Part(StrEnum):
    """An export that can be looked at."""

    SUMMARY = "theme summary"
    BY_CASE = "themes by case"
    BY_KIND = "themes by kind of source"
    QUOTES = "chosen quotes"
    APPENDIX = "codebook appendix"


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line of an export.

    Attributes:
        kind: `title`, `heading`, `words`, `quote`, `table`; empty for a line between.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """An export as it would be written now.

    Attributes:
        warnings: What an author should know of it; not in the file.
    """

    lines: tuple[PreviewLine, ...]
    warnings: tuple[str, ...] = ()


def formats_of(part: Part) -> tuple[str, ...]:
    """Return the formats that a part is written in."""
    return SUMMARY_FORMATS if part is Part.SUMMARY else FORMATS


def preview(session: Session, part: Part) -> Preview:
    """Return what an export would hold now, with every quote checked against its text.

    Raises:
        QualbenchError: It could not be written; the message says why.
    """
    report, warnings = _report(session, part)
    return Preview(tuple(_lines(said_so(session, report))), (*warnings, *left_out(session)))


def _report(session: Session, part: Part) -> tuple[Report, tuple[str, ...]]:
    if part is Part.SUMMARY:
        summary, report = summary_report(session)
        return report, summary.warnings
    if part is Part.QUOTES:
        return quotes_report(session)[0], ()
    if part is Part.APPENDIX:
        report, _quoted, missing = appendix_report(session)
        return report, missing
    return themes_table_report(session, CASE if part is Part.BY_CASE else KIND), ()


def export_part(session: Session, part: Part, output: Path, form: str) -> Exported:
    """Write what is looked at to a file.

    Raises:
        As the export's own verb.
    """
    if part is Part.SUMMARY:
        return export_theme_summary(session, output=output, format=form)
    if part is Part.QUOTES:
        return export_quotes(session, output=output, format=form)
    if part is Part.APPENDIX:
        return export_appendix(session, output=output, format=form)
    by = CASE if part is Part.BY_CASE else KIND
    return export_themes_table(session, by, output=output, format=form)


def _lines(report: Report) -> Iterator[PreviewLine]:
    yield PreviewLine("title", report.title)
    for block in report.blocks:
        yield PreviewLine("", "")
        yield from _block(block)


def _block(block: Block) -> Iterator[PreviewLine]:
    match block:
        case Heading():
            yield PreviewLine("heading", block.text)
        case Paragraph():
            yield from (PreviewLine("words", line) for line in block.text.split("\n"))
        case Quote():
            yield from (PreviewLine("quote", line) for line in block.text.split("\n"))
            if block.attribution:
                yield PreviewLine("quote", block.attribution)
        case Items():
            for number, item in enumerate(block.items, 1):
                mark = f"{number}." if block.ordered else "•"
                yield PreviewLine("words", f"{mark} {''.join(run.text for run in item)}")
        case Table():
            yield from _table(block)
        case Picture():
            yield PreviewLine("words", f"[picture: {block.title}]")


def _table(table: Table) -> Iterator[PreviewLine]:
    yield PreviewLine("heading", table.caption)
    if table.words:
        for row in table.rows:
            said = [
                f"{name}: {' '.join(cell.split())}"
                for name, cell in zip(table.header, row, strict=True)
                if cell
            ]
            yield PreviewLine("table", "; ".join(said))
        return
    rows = [[_cut(cell) for cell in row] for row in (table.header, *table.rows)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(table.header))]
    for cut in rows:
        cells = [
            cell.ljust(wide) if at == 0 else cell.rjust(wide)
            for at, (cell, wide) in enumerate(zip(cut, widths, strict=True))
        ]
        yield PreviewLine("table", "  ".join(cells).rstrip())


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDEST else flat[: _WIDEST - 1] + "…"
