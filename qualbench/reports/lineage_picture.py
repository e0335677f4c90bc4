"""The lineage of the codes as a picture (SVG): a column for each state, a line for each code.

Each column is the codebook of one state, in its order; a code's line runs to where the code stands in the
next one. What happened is said in words beside the name and by the kind of line, never by colour alone, so
the picture reads in print; the drawing has a title and a description for those who hear it. The same steps
give the same bytes.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.reports.html import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualbench.codebook.evolution import State, Step, Turn
    from qualbench.model.ids import CodeId

#: Measures in the drawing's units (pixels at its natural size).
_ROW, _HEAD, _EDGE, _INDENT = 19, 58, 16, 12
_FONT, _SMALL = 12, 10
#: Between two columns: room for the lines to cross.
_GAP = 110
#: Characters of a name that are drawn; the whole of it is in the element's title.
_LONGEST = 42

#: The kinds of line, how each is drawn, and what it means.
_LINES = {
    "same": ('stroke-width="0.8" stroke-opacity="0.55"', "goes on as it was"),
    "changed": ('stroke-width="2"', "goes on renamed, moved or redefined"),
    "split": ('stroke-width="1.6" stroke-dasharray="1.5 3" stroke-linecap="round"', "is split"),
    "merged": ('stroke-width="1.6" stroke-dasharray="7 4"', "is merged into another"),
}


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a code stands in a column: from the left edge of its name to the end of what is said of it."""

    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class _Column:
    """One state in the drawing."""

    state: State
    left: float
    right: float
    spots: dict[CodeId, _Spot]


def draw_file(steps: Sequence[Step]) -> bytes:
    """Return the picture as a whole SVG file, on white, in black."""
    drawing = draw_lineage(steps)
    start, rest = drawing.split(">", 1)
    paper = '<rect width="100%" height="100%" fill="#ffffff"/>'
    whole = f'<?xml version="1.0" encoding="UTF-8"?>\n{start} color="#1b1b1b">\n{paper}{rest}\n'
    return whole.encode()


def draw_lineage(steps: Sequence[Step]) -> str:
    """Return the picture as an element that stands in a page and takes the colour of its text."""
    columns = _columns(steps)
    width = columns[-1].right + _EDGE
    rows = max(len(column.spots) for column in columns)
    bottom = _HEAD + rows * _ROW
    parts = [*_lines(steps, columns)]
    for place, column in enumerate(columns):
        parts += _names(column, steps[place - 1] if place else None)
    parts += _legend(bottom + 24)
    height = bottom + 24 + len(_LINES) * 18 + 2 * 18
    width = max(width, 420)
    first, last = steps[0].before, steps[-1].after
    title = escape(f"Lineage of the codes from {first.shown} to {last.shown}")
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
            f'viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
            'aria-labelledby="lineage-title lineage-description" '
            "font-family=\"system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif\" "
            f'font-size="{_FONT}" fill="currentColor" stroke="none">',
            f'<title id="lineage-title">{title}</title>',
            f'<desc id="lineage-description">{escape(_description(steps))}</desc>',
            '<defs><marker id="lineage-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
            'markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5 L8 4 L0 7.5 z" '
            'fill="currentColor"/></marker></defs>',
            *parts,
            "</svg>",
        )
    )


def _description(steps: Sequence[Step]) -> str:
    """Say in words what the picture shows: for each step the codes that are not as they were."""
    told = []
    for step in steps:
        said = [_told(turn) for turn in step.turns if turn.words or turn.others or turn.fate == "removed"]
        told.append(
            f"From {step.before.shown} to {step.after.shown}: {'; '.join(said) or 'no code differs'}."
        )
    return " ".join(told)


def _told(turn: Turn) -> str:
    """Say what one code went through, in one line."""
    old, new = turn.old, turn.new
    if turn.fate == "merged":
        return f"{turn.code.name}: merged into {', '.join(one.name for one in turn.others)}"
    if turn.fate == "removed":
        return f"{turn.code.name}: taken out"
    name = f"{old.name} → {new.name}" if old and new and old.name != new.name else turn.code.name
    words = list(turn.words)
    if turn.old is not None and turn.others:
        words = [one for one in words if one != "split"]
        words.append(f"split into {', '.join(one.name for one in turn.others)}")
    return f"{name}: {', '.join(words) or 'as it was'}"


def _columns(steps: Sequence[Step]) -> list[_Column]:
    columns: list[_Column] = []
    left = float(_EDGE)
    for place, state in enumerate((steps[0].before, *(step.after for step in steps))):
        turns = {turn.code.id: turn for turn in steps[place - 1].turns} if place else {}
        spots = {}
        head = max(_wide(text, _FONT) for text in _head(state))
        for row, (code, depth) in enumerate(state.codebook.walk()):
            begins = left + depth * _INDENT
            said = _said(turns.get(code.id), code.status == "retired")
            length = _wide(_cut(code.name), _FONT) + (_wide(said, _SMALL) + 8 if said else 0)
            spots[code.id] = _Spot(begins, begins + length, _HEAD + row * _ROW + _ROW / 2)
        right = max((spot.right for spot in spots.values()), default=left)
        right = max(right, left + head)
        columns.append(_Column(state, left, right, spots))
        left = right + _GAP
    return columns


def _head(state: State) -> tuple[str, str]:
    codes = len(state.codebook.codes)
    saved = f"version {state.number}, {state.at[:10]}, " if state.number else "not saved, "
    return _cut(state.shown), f"{saved}{codes} code{'s' * (codes != 1)}"


def _said(turn: Turn | None, retired: bool) -> str:
    words = list(turn.words) if turn else []
    return ", ".join(words or (["retired"] if retired else []))


def _names(column: _Column, step: Step | None) -> Iterator[str]:
    turns = {turn.code.id: turn for turn in step.turns} if step else {}
    top, below = _head(column.state)
    yield f'<text x="{column.left:.1f}" y="22" font-weight="600">{escape(top)}</text>'
    yield f'<text x="{column.left:.1f}" y="38" font-size="{_SMALL}">{escape(below)}</text>'
    for code, _depth in column.state.codebook.walk():
        spot, turn = column.spots[code.id], turns.get(code.id)
        said = _said(turn, code.status == "retired")
        style = ' font-style="italic"' if code.status == "retired" else ""
        more = (
            f'<tspan dx="8" font-size="{_SMALL}" font-style="normal">{escape(said)}</tspan>' if said else ""
        )
        name = escape(_cut(code.name))
        whole = f"<title>{escape(_told(turn) if turn else code.name)}</title>"
        yield f'<text x="{spot.left:.1f}" y="{spot.y + 4:.1f}"{style}>{name}{more}{whole}</text>'
        if turn is not None and turn.old is None:
            ring = f'cx="{spot.left - 7:.1f}" cy="{spot.y:.1f}" r="3" fill="none" stroke="currentColor"'
            yield f"<circle {ring}/>"


def _lines(steps: Sequence[Step], columns: Sequence[_Column]) -> Iterator[str]:
    for place, step in enumerate(steps):
        here, there = columns[place], columns[place + 1]
        for turn in step.turns:
            old = here.spots.get(turn.code.id) if turn.old else None
            if old is None:
                continue
            new = there.spots.get(turn.code.id)
            if new is not None:
                kind = "changed" if {"renamed", "moved", "redefined"} & turn.changes else "same"
                yield _line(kind, old, new, here.right, there.left, _told(turn))
            ways = [there.spots[one.id] for one in turn.others]
            kind = "merged" if turn.fate == "merged" else "split"
            for way in ways:
                yield _line(kind, old, way, here.right, there.left, _told(turn))
            if new is None and not ways:
                yield _end(old, _told(turn))


def _line(kind: str, old: _Spot, new: _Spot, edge: float, next_edge: float, told: str) -> str:
    arrow = ' marker-end="url(#lineage-arrow)"' if kind in ("merged", "split") else ""
    # the ring of a new code stands before its name
    stop = new.left - (12 if kind == "split" else 5)
    middle = (edge + next_edge) / 2
    turn_in = min(next_edge - 8, stop - 4)
    path = (
        f"M{old.right + 6:.1f} {old.y:.1f} H{edge + 8:.1f} "
        f"C{middle:.1f} {old.y:.1f} {middle:.1f} {new.y:.1f} {turn_in:.1f} {new.y:.1f} H{stop:.1f}"
    )
    return (
        f'<path d="{path}" fill="none" stroke="currentColor" {_LINES[kind][0]}{arrow}>'
        f"<title>{escape(told)}</title></path>"
    )


def _end(old: _Spot, told: str) -> str:
    """Draw where a code's line ends: a short line with a cross."""
    x, y = old.right + 26, old.y
    path = f"M{old.right + 6:.1f} {y:.1f} H{x:.1f} M{x - 4:.1f} {y - 4:.1f} l8 8 m0 -8 l-8 8"
    return (
        f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="1.6">'
        f"<title>{escape(told)}</title></path>"
    )


def _legend(top: float) -> Iterator[str]:
    left = _EDGE
    row = top
    for kind, (style, meaning) in _LINES.items():
        arrow = ' marker-end="url(#lineage-arrow)"' if kind in ("merged", "split") else ""
        yield f'<path d="M{left} {row:.1f} H{left + 44}" fill="none" stroke="currentColor" {style}{arrow}/>'
        yield f'<text x="{left + 56}" y="{row + 4:.1f}" font-size="{_SMALL}">{meaning}</text>'
        row += 18
    yield _end(_Spot(left, left, row), "taken out").replace("<title>taken out</title>", "")
    yield f'<text x="{left + 56}" y="{row + 4:.1f}" font-size="{_SMALL}">is taken out</text>'
    row += 18
    yield f'<circle cx="{left + 22}" cy="{row:.1f}" r="3" fill="none" stroke="currentColor"/>'
    yield f'<text x="{left + 56}" y="{row + 4:.1f}" font-size="{_SMALL}">is new; italic: retired</text>'


def _cut(name: str) -> str:
    flat = " ".join(name.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"


def _wide(text: str, size: int) -> float:
    """Return about how wide a text is drawn: no font is asked, so that the same picture comes everywhere."""
    units = 0.0
    for one in text:
        if unicodedata.combining(one):
            continue
        if unicodedata.east_asian_width(one) in "WF":
            units += 1.0
        elif one in "iljtfrI.,:;'’|! ":
            units += 0.4
        else:
            units += 0.8 if one in "mwMW" or one.isupper() else 0.63
    return units * size
