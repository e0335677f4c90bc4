"""Blocks as one HTML file: opens by itself, asks nothing of the network, prints, reads in light and dark."""

from __future__ import annotations

import re
from html import escape as _escape
from importlib import resources
from typing import TYPE_CHECKING

from qualbench.model.evidence import LOCK, SEGMENT
from qualbench.reports.report import Emphasis, Heading, Items, Paragraph, Picture, Quote, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.reports.report import Block, Report, Run

#: Characters that HTML has no place for (a NUL, an escape): shown as the replacement character.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff￾￿]")
_NOTHING_FROM_OUTSIDE = "default-src 'none'; style-src 'unsafe-inline'"


def render_html(report: Report) -> bytes:
    """Return the report as one self-contained UTF-8 HTML file."""
    body = [f"<h1>{bdi(report.title)}</h1>", *(_block(block) for block in report.blocks)]
    return page(report.title, report.language, stylesheet("report.css"), body, report.lock)


def stylesheet(name: str) -> str:
    """Return a style sheet of this room."""
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def page(title: str, language: str, style: str, body: Iterable[str], lock: str = "") -> bytes:
    """Return a whole page that may load nothing from anywhere; `lock` is kept in it, out of sight."""
    head = (
        "<!DOCTYPE html>",
        f'<html lang="{escape(language)}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FROM_OUTSIDE}">',
        '<meta name="generator" content="qualbench">',
        *([f'<meta name="{LOCK}" content="{escape(lock)}">'] if lock else []),
        f"<title>{escape(' '.join(title.split()))}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        "<main>",
    )
    return "\n".join([*head, *body, "</main>", "</body>", "</html>", ""]).encode()


def escape(text: str) -> str:
    """Return `text` for HTML, in an element or in an attribute's quotes."""
    return _escape(_FORBIDDEN.sub("�", text), quote=True)


def bdi(text: str) -> str:
    """Return `text` with its own direction of writing, so that it turns nothing around it."""
    return f"<bdi>{escape(text)}</bdi>"


def _block(block: Block) -> str:
    match block:
        case Heading():
            level = min(block.level + 1, 6)
            return f"<h{level}>{bdi(block.text)}</h{level}>"
        case Paragraph():
            return f"<p>{runs(block.runs)}</p>"
        case Quote():
            return _quote(block)
        case Items():
            tag = "ol" if block.ordered else "ul"
            items = "\n".join(f"<li>{runs(item)}</li>" for item in block.items)
            return f"<{tag}>\n{items}\n</{tag}>"
        case Table():
            return _table(block)
        case Picture():
            # the drawing's own title and description are read out; the frame scrolls, by keyboard too
            return (
                f'<figure class="picture" role="region" tabindex="0" aria-label="{escape(block.title)}">\n'
                f"{block.svg}\n<figcaption>{bdi(block.title)}</figcaption>\n</figure>"
            )


def runs(all_runs: tuple[Run, ...]) -> str:
    """Return runs as inline HTML; newlines become line breaks."""
    return "".join(_run(run) for run in all_runs)


def _run(run: Run) -> str:
    if not run.key:
        return _plain_run(run)
    kind, _, rest = run.key.partition("/")
    known = f'data-segment="{escape(rest)}"' if kind == SEGMENT else f'data-number="{escape(run.key)}"'
    return f"<span {known}>{_plain_run(run)}</span>"


def _plain_run(run: Run) -> str:
    words = "<br>\n".join(escape(line) for line in run.text.split("\n"))
    match run.emphasis:
        case Emphasis.STRONG:
            return f"<strong>{words}</strong>"
        case Emphasis.LIGHT:
            return f'<span class="light">{words}</span>'
        case Emphasis.TAKEN_OUT:
            return f"<del>{words}</del>"
        case Emphasis.PUT_IN:
            return f"<ins>{words}</ins>"
        case _:
            return f"<bdi>{words}</bdi>"


def _quote(quote: Quote) -> str:
    said = f"\n<figcaption>{bdi(quote.attribution)}</figcaption>" if quote.attribution else ""
    known = f' data-segment="{escape(quote.segment_id)}"' if quote.segment_id else ""
    return (
        f'<figure class="quote"{known}>\n'
        f'<blockquote dir="auto">{escape(quote.text)}</blockquote>{said}\n</figure>'
    )


def _table(table: Table) -> str:
    of = (*_said(("", *table.column_ids)), *("" for _ in table.header))
    head = "".join(
        f'<th scope="col"{what}>{bdi(cell)}</th>' for cell, what in zip(table.header, of, strict=False)
    )
    of = (*_said(table.row_ids), *("" for _ in table.rows))
    rows = [_row(row, what) for row, what in zip(table.rows, of, strict=False)]
    middle = len(rows) - table.foot
    body, foot = "\n".join(rows[:middle]), "\n".join(rows[middle:])
    kind = ' class="words"' if table.words else ""
    name = f' data-table="{escape(table.name)}"' if table.name else ""
    return (
        # a table that is wider than the screen scrolls in its own frame, by keyboard too
        f'<div class="wide" role="region" tabindex="0" aria-label="{escape(table.caption)}">\n'
        f"<table{kind}{name}>\n<caption>{bdi(table.caption)}</caption>\n"
        f"<thead>\n<tr>{head}</tr>\n</thead>\n"
        f"<tbody>\n{body}\n</tbody>\n" + (f"<tfoot>\n{foot}\n</tfoot>\n" if foot else "") + "</table>\n</div>"
    )


def _said(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return the attributes that say what headings are of."""
    return tuple(f' data-id="{escape(one)}"' if one else "" for one in ids)


def _row(cells: tuple[str, ...], what: str) -> str:
    first, *others = cells
    return (
        f'<tr><th scope="row"{what}>{bdi(first)}</th>'
        + "".join(f"<td>{bdi(one)}</td>" for one in others)
        + "</tr>"
    )
