"""Blocks as the sheets of a workbook: what is said, line by line of the report, and each table on its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from qualbench.reports.report import Heading, Items, Paragraph, Picture, Quote, Table

if TYPE_CHECKING:
    from qualbench.reports.report import Block, Report, Run

Row: TypeAlias = "list[str | float]"

_HEADER: Row = ["kind", "text", "attribution", "segment"]
#: What a sheet's name may not hold, and how long it may be.
_UNNAMED = re.compile(r"[\[\]:*?/\\\x00-\x1f']")
_LONGEST = 31


def sheets_of(report: Report) -> list[tuple[str, list[Row]]]:
    """Return the name and the rows of each sheet, the header first."""
    said: list[Row] = [_HEADER, ["title", report.title, "", ""]]
    tables: list[tuple[str, list[Row]]] = []
    for block in report.blocks:
        if isinstance(block, Table):
            name = _named(f"{len(tables) + 1} {block.caption}")
            tables.append((name, _table(block)))
            said.append(["table", f"{block.caption} (sheet “{name}”)", "", ""])
        else:
            said.extend(_rows(block))
    return [("Report", said), *tables]


def _named(caption: str) -> str:
    return " ".join(_UNNAMED.sub(" ", caption).split())[:_LONGEST].strip()


def _rows(block: Block) -> list[Row]:
    match block:
        case Heading():
            return [[f"heading {block.level}", block.text, "", ""]]
        case Paragraph():
            return [["paragraph", block.text, "", ""]]
        case Quote():
            return [["quote", block.text, block.attribution, block.segment_id or ""]]
        case Items():
            return [["point", _words(item), "", ""] for item in block.items]
        case Picture():
            return [["picture", f"{block.title}: {block.file}" if block.file else block.title, "", ""]]
        case _:
            return []


def _words(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def _table(table: Table) -> list[Row]:
    header: Row = [*table.header]
    rows: list[Row] = [[row[0], *(_cell(one, words=table.words) for one in row[1:])] for row in table.rows]
    return [header, *rows]


def _cell(text: str, *, words: bool) -> str | float:
    """Return a whole number as one, so that a spreadsheet can sum it up."""
    return int(text) if not words and re.fullmatch(r"0|[1-9]\d{0,14}", text) else text
