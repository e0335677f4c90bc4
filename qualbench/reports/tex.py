r"""Blocks as one LaTeX file that stands by itself: every sign of the text is printed as it is.

LuaLaTeX and XeLaTeX print any script that the font has; pdfLaTeX prints European ones. The id of a quote's
segment follows in a comment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualbench.model.evidence import LOCK
from qualbench.reports.report import Emphasis, Heading, Items, Paragraph, Picture, Quote, Table

if TYPE_CHECKING:
    from qualbench.reports.report import Block, Report, Run

_HEAD = r"""% Made by qualbench. LuaLaTeX or XeLaTeX for any script; pdfLaTeX for European ones.
\documentclass[11pt,a4paper]{article}
\usepackage{iftex}
\ifPDFTeX
  \usepackage[T1]{fontenc}
  \usepackage{textcomp}
\else
  \usepackage{fontspec}
  % A script that this font lacks wants another one: \setmainfont{Noto Serif}
\fi
\usepackage[margin=2.5cm]{geometry}
\usepackage{array,longtable,booktabs,pdflscape}
\usepackage[normalem]{ulem}
\usepackage[hidelinks]{hyperref}
% LuaTeX takes this sign in a file for broken UTF-8
\DeclareRobustCommand{\unreadable}{\ifPDFTeX?\else\symbol{"FFFD}\fi}
\setlength{\parindent}{0pt}
\setlength{\parskip}{6pt}
\setlength{\emergencystretch}{3em}
"""
_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "\u00a0": "~",
    "\u00ad": r"\-",
    "\ufffd": r"\unreadable{}",
    "\t": " ",
}
#: Signs that become another sign where they stand together.
_PAIRS = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=,)(?=,)|(?<=[?!])(?=`)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LEVELS = ("section", "subsection", "subsubsection", "paragraph", "subparagraph")
_MARKS = {
    Emphasis.STRONG: "textbf",
    Emphasis.LIGHT: "textit",
    Emphasis.TAKEN_OUT: "sout",
    Emphasis.PUT_IN: "uline",
}
#: A table with more columns stands on a page turned on its side.
_UPRIGHT_COLUMNS = 6


def render_tex(report: Report) -> bytes:
    """Return the report as a UTF-8 LaTeX file."""
    title = [r"\title{" + _line(report.title) + "}", r"\author{" + _line(report.author) + "}"]
    title.append(r"\date{" + _line(report.date[:10]) + "}")
    parts = [_HEAD + "\n".join(title), r"\begin{document}" + "\n" + r"\maketitle"]
    if sum(isinstance(one, Heading) for one in report.blocks) > _UPRIGHT_COLUMNS:
        parts.append(r"\tableofcontents")
    parts.extend(made for block in report.blocks if (made := _block(block)))
    if report.lock:
        parts.append(f"% {LOCK} {report.lock}")
    return ("\n\n".join([*parts, r"\end{document}"]) + "\n").encode("utf-8", "replace")


def escape(text: str) -> str:
    """Return `text` so that LaTeX prints it as it is; line breaks stay, empty lines part paragraphs."""
    parts: list[list[str]] = [[]]
    for line in _FORBIDDEN.sub("\ufffd", text).splitlines():
        if line.strip():
            parts[-1].append(_line(line))
        elif parts[-1]:
            parts.append([])
    # the braces keep a [ that follows from being read as how far to go down
    return "\n\n".join("\\\\{}\n".join(part) for part in parts if part)


def _line(text: str) -> str:
    flat = " ".join(_FORBIDDEN.sub("\ufffd", text).replace("\t", " ").split(" "))
    apart = _PAIRS.sub("\x00", " ".join(flat.splitlines()).strip())
    return "".join("{}" if one == "\x00" else _SIGNS.get(one, one) for one in apart)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"\\{_LEVELS[min(block.level, len(_LEVELS)) - 1]}{{{_line(block.text)}}}"
        case Paragraph():
            return _runs(block.runs)
        case Quote():
            return _quote(block)
        case Items():
            kind = "enumerate" if block.ordered else "itemize"
            # the braces: an item's first words in [brackets] would be its mark
            items = "\n".join(f"\\item {{}}{_runs(item)}" for item in block.items)
            return f"\\begin{{{kind}}}\n{items}\n\\end{{{kind}}}"
        case Table():
            return _table(block)
        case Picture():
            return escape(f"{block.title}: {block.file}") if block.file else ""


def _runs(runs: tuple[Run, ...]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    words = run.text.strip()
    if not words:
        return run.text and " "
    before = " " if run.text[:1].isspace() else ""
    after = " " if run.text[-1:].isspace() else ""
    made = escape(words)
    mark = _MARKS.get(run.emphasis)
    if mark:  # no command goes over a paragraph's end
        made = "\n\n".join(f"\\{mark}{{{part}}}" for part in made.split("\n\n"))
    return f"{before}{made}{after}"


def _quote(quote: Quote) -> str:
    known = re.sub("[^0-9A-Za-z-]", "", quote.segment_id or "")
    comment = f" % segment {known}" if known else ""
    said = f"\n\n{escape(quote.attribution)}" if quote.attribution else ""
    return f"\\begin{{quote}}{comment}\n{escape(quote.text) or '{}'}{said}\n\\end{{quote}}"


def _table(table: Table) -> str:
    columns = len(table.header)
    sideways = columns > _UPRIGHT_COLUMNS
    room = 0.9 / columns
    kind = "".join(
        f">{{\\{'raggedright' if table.words or not place else 'raggedleft'}\\arraybackslash}}"
        f"p{{{room:.3f}\\linewidth}}"
        for place in range(columns)
    )
    middle = len(table.rows) - table.foot
    head = _row(tuple(table.header), bold=True)
    lines = [
        f"\\begin{{longtable}}{{{kind}}}",
        f"\\caption{{{_line(table.caption)}}}\\\\",
        f"\\toprule\n{head}\n\\midrule\n\\endfirsthead",
        f"\\toprule\n{head}\n\\midrule\n\\endhead",
        *(_row(row) for row in table.rows[:middle]),
        *(["\\midrule"] if table.foot else []),
        *(_row(row, bold=True) for row in table.rows[middle:]),
        "\\bottomrule",
        "\\end{longtable}",
    ]
    made = "{\\small\n" + "\n".join(lines) + "\n}"
    return f"\\begin{{landscape}}\n{made}\n\\end{{landscape}}" if sideways else made


def _row(cells: tuple[str, ...], *, bold: bool = False) -> str:
    said = [_cell(cell) for cell in cells]
    # a row that begins with [ would be read as how far to go down
    return "{}" + " & ".join(f"\\textbf{{{one}}}" if bold and one else one for one in said) + " \\\\"


def _cell(text: str) -> str:
    return " \\newline ".join(made for line in text.splitlines() if (made := _line(line)))
