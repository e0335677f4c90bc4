"""Blocks as Markdown (CommonMark with pipe tables; `<del>` and `<ins>` for words taken out and put in).

A quote stands verbatim on its own lines. Where its first characters, a line break or a piece of markup in it
would change what is around it, it stands in a fence, which takes any text as it is; else in a block quote,
which reads better. The id of its segment follows in a comment; what a number counts stands in a tag or a
comment that nobody sees. All other text is escaped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualbench.model.evidence import LOCK, SEGMENT
from qualbench.reports.report import Emphasis, Heading, Items, Paragraph, Picture, Quote, Table

if TYPE_CHECKING:
    from qualbench.reports.report import Block, Report, Run

#: Characters that mean something inside a line.
_INLINE = re.compile(r"[\\`*_\[\]<|~$]|&(?=#?\w+;)|#(?=#*$)")
#: What means something at the beginning of a line: heading, quote, list, numbered list, underline.
_OPENING = re.compile(r"^(>|#{1,6}(?=\s|$)|[-+](?=\s|$)|=+\s*$|-+\s*$)")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
#: What would make a block quote of these words something else than their words.
_UNSAFE_QUOTE = re.compile(
    r"[\r\n]|^\s|\s$|^[#>+=|~`-]|^[*_](?=[\s*_])|^\d{1,9}[.)]"
    r"|<[A-Za-z/!?]|&#?\w+;|\\|\]\(|\]\[|\]:"
)
#: Nothing to read, and a terminal might obey them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MARKS = {
    Emphasis.NONE: "",
    Emphasis.STRONG: "**",
    Emphasis.LIGHT: "*",
}
#: Words in the middle of a word's neighbours: a tag is one wherever it stands, a mark is not.
_TAGS = {Emphasis.TAKEN_OUT: "del", Emphasis.PUT_IN: "ins"}
_FENCES = re.compile(r"^\s*(`{3,})", re.MULTILINE)


def render_markdown(report: Report) -> bytes:
    r"""Return the report as UTF-8 Markdown with `\\n` line ends."""
    parts = [f"# {_line(report.title)}"]
    parts.extend(made for block in report.blocks if (made := _block(block)))
    if report.lock:
        parts.append(f"<!-- {LOCK} {report.lock} -->")
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def escape(text: str) -> str:
    """Return `text` so that Markdown shows it as it is; newlines become line breaks."""
    lines = [_escape_line(line) for line in text.splitlines()]
    return "\\\n".join(line for line in lines if line)


def _escape_line(text: str) -> str:
    flat = " ".join(_CONTROLS.sub(" ", text).split())
    safe = _INLINE.sub(lambda found: "\\" + found[0], flat)
    safe = _OPENING.sub(lambda found: "\\" + found[0], safe)
    return _NUMBERED.sub(r"\1\\\2", safe)


def _line(text: str) -> str:
    return _escape_line(" ".join(text.splitlines()))


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * min(block.level + 1, 6)} {_line(block.text)}"
        case Paragraph():
            return _runs(block.runs)
        case Quote():
            return _quote(block)
        case Items():
            return "\n".join(
                f"{f'{number}.' if block.ordered else '-'} {_runs(item)}"
                for number, item in enumerate(block.items, start=1)
            )
        case Table():
            return _table(block)
        case Picture():
            return f"![{_line(block.title)}](<{_target(block.file)}>)" if block.file else ""


def _target(path: str) -> str:
    """Return a file's path as the target of a link."""
    return "".join(f"%{ord(one):02X}" if one in "<>\\%\n\r" else one for one in path)


def _runs(runs: tuple[Run, ...]) -> str:
    whole = "".join(_run(run) for run in runs)
    # what was plain inside a run may open a line once the runs are put together
    return _NUMBERED.sub(r"\1\\\2", whole)


def _run(run: Run) -> str:
    words = run.text.strip()
    if not words:
        return run.text and " "
    before = " " if run.text[:1].isspace() else ""
    after = " " if run.text[-1:].isspace() else ""
    if tag := _TAGS.get(run.emphasis):
        return f"{before}<{tag}>{escape(words)}</{tag}>{after}"
    mark = _MARKS[run.emphasis]
    made = f"{mark}{escape(words)}{mark}"
    if run.key:
        kind, _, rest = _bare(run.key).partition("/")
        known = f'data-segment="{rest}"' if kind == SEGMENT else f'data-number="{kind}/{rest}"'
        made = f"<span {known}>{made}</span>"
    return f"{before}{made}{after}"


def _bare(key: str) -> str:
    return re.sub("[^0-9A-Za-z_/-]", "", key)


def _quote(quote: Quote) -> str:
    known = _bare(quote.segment_id or "")
    comment = f"\n<!-- segment {known} -->" if known else ""
    if _UNSAFE_QUOTE.search(quote.text):
        longest = max((len(found) for found in _FENCES.findall(quote.text)), default=2)
        fence = "`" * (longest + 1)
        after = f"\n\n{escape(quote.attribution)}" if quote.attribution else ""
        return f"{fence}text\n{quote.text}\n{fence}{after}{comment}"
    after = f"\n>\n> {escape(quote.attribution)}" if quote.attribution else ""
    return f"> {quote.text}{after}{comment}"


def _table(table: Table) -> str:
    name = f" <!-- table {_bare(table.name)} -->" if table.name else ""
    head = [
        _row(table.header, _said("column", ("", *table.column_ids))),
        "| " + " | ".join("---" for _ in table.header) + " |",
    ]
    rows = [_row(row, _said("row", table.row_ids[place : place + 1])) for place, row in enumerate(table.rows)]
    return "\n".join([f"*{_line(table.caption)}*{name}", "", *head, *rows])


def _said(what: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return the comments that stand in cells and say what they are of."""
    return tuple(f" <!-- {what} {_bare(one)} -->" if one else "" for one in ids)


def _row(cells: tuple[str, ...], said: tuple[str, ...]) -> str:
    after = (*said, *("" for _ in cells))
    return "| " + " | ".join(f"{_line(cell)}{what}" for cell, what in zip(cells, after, strict=False)) + " |"
