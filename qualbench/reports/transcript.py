"""One interview as a page for a supervision meeting: the words as they are, codes beside, memos as notes.

The words of all blocks put together are the document's text, character by character; marks at the edges of
segments are drawn by the style sheet and are in no copied text. A code is told apart by its letter as well as
by its colour, so the page can be printed in grey.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qualbench.model.code import OKABE_ITO
from qualbench.model.coding import MemoKind, MemoTarget
from qualbench.reports.html import bdi, escape, page, stylesheet
from qualbench.reports.quotes import verify_quote
from qualbench.reports.tables import memos_by_segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualbench.analysis.scope import Source
    from qualbench.analysis.selection import Selection
    from qualbench.model.code import Codebook
    from qualbench.model.coding import Memo, Segment
    from qualbench.model.document import Turn
    from qualbench.model.ids import CodeId, SegmentId
    from qualbench.model.span import Span
    from qualbench.reports.study import Study

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}\Z")

#: Width of one line under coded words, and from one line to the next; in CSS pixels.
_LINE, _STEP = 3, 5


@dataclass(frozen=True, slots=True)
class _Mark:
    """How a code looks on the page."""

    letter: str
    color: str
    path: str


@dataclass(frozen=True, slots=True)
class _Page:
    """What the blocks of one transcript share."""

    study: Study
    source: Source
    text: str
    segments: tuple[Segment, ...]
    marks: dict[CodeId, _Mark]
    lanes: dict[SegmentId, int]
    notes: tuple[Memo, ...]
    numbers: dict[str, int]
    several: bool


def render_transcript(
    study: Study,
    source: Source,
    text: str,
    segments: Iterable[Segment],
    memos: Iterable[Memo],
    selection: Selection,
) -> bytes:
    """Return the interview as one self-contained HTML file.

    Args:
        study: Names codes, coders and cases.
        source: The document.
        text: Its text, of the revision that the segments are of.
        segments: At least those of this document that `selection` holds.
        memos: Those on this document, on its passages and on the segments shown become notes; journal
            entries do not.
        selection: The stated coders.

    Raises:
        QuoteDiffers: Where a segment is not what the text says.
    """
    made = _gather(study, source, text, segments, memos, selection)
    body = [
        f"<h1>{bdi(source.document.name)}</h1>",
        _about(made, selection),
        _legend(made),
        '<h2 id="words">The interview</h2>',
        *_blocks(made),
        _notes(made),
    ]
    style = stylesheet("report.css") + stylesheet("transcript.css")
    return page(f"{source.document.name}, {study.title}", "en", style, [one for one in body if one])


def _gather(
    study: Study,
    source: Source,
    text: str,
    segments: Iterable[Segment],
    memos: Iterable[Memo],
    selection: Selection,
) -> _Page:
    own = [one for one in segments if one.document_id == source.document.id and selection.holds(one)]
    for segment in own:
        verify_quote(text, segment, source.document.name)
    own.sort(key=lambda one: (one.start, -one.end, study.codebook.paths.get(one.code_id, ""), one.id))
    all_memos = tuple(memos)
    on_segments = memos_by_segment(all_memos)
    notes = sorted(
        (
            one
            for one in all_memos
            if one.kind is MemoKind.MEMO
            and one.target in (MemoTarget.DOCUMENT, MemoTarget.PASSAGE)
            and one.target_id == source.document.id
        ),
        key=lambda one: (one.start or 0, one.end or 0, one.created_at, one.id),
    )
    notes += [memo for segment in own for memo in on_segments.get(segment.id, ())]
    return _Page(
        study=study,
        source=source,
        text=text,
        segments=tuple(own),
        marks=_marks(study.codebook, own),
        lanes=_lanes(own),
        notes=tuple(notes),
        numbers={memo.id: number for number, memo in enumerate(notes, start=1)},
        several=len({one.coder_id for one in own}) > 1,
    )


def _marks(codebook: Codebook, segments: Sequence[Segment]) -> dict[CodeId, _Mark]:
    """Give each code of the page a letter, in the codebook's order, and its colour."""
    used = {one.code_id for one in segments}
    marks = {}
    for place, code_id in enumerate(one for one in codebook.paths if one in used):
        own = codebook.by_id[code_id].color
        color = own if _COLOR.match(own) else OKABE_ITO[place % len(OKABE_ITO)]
        marks[code_id] = _Mark(_letter(place), color, codebook.paths[code_id])
    for code_id in sorted(used - marks.keys()):
        marks[code_id] = _Mark(_letter(len(marks)), OKABE_ITO[-1], "code since removed")
    return marks


def _letter(place: int) -> str:
    """Return A to Z, then AA, AB and on."""
    above, own = divmod(place, 26)
    return (_letter(above - 1) if above else "") + chr(ord("A") + own)


def _lanes(segments: Sequence[Segment]) -> dict[SegmentId, int]:
    """Give each segment the lowest line under the words that is free all along it."""
    ends: list[int] = []
    lanes = {}
    for segment in segments:  # sorted by start
        free = next((lane for lane, end in enumerate(ends) if end <= segment.start), len(ends))
        ends[free : free + 1] = [segment.end]
        lanes[segment.id] = free
    return lanes


def _about(made: _Page, selection: Selection) -> str:
    study = made.study
    cases = ", ".join(case.shown for case in study.cases_of(made.source.everybody)) or "nobody identified"
    coders = ", ".join(study.coder_by_id[one].name for one in selection.coder_ids if one in study.coder_by_id)
    points = {
        "Study": study.title,
        "Participants": cases,
        "Coders": coders or "none",
        "Turns": str(len(made.source.turns)),
        "Segments": str(len(made.segments)),
        **({"Note": study.others_hidden} if study.others_hidden else {}),
    }
    rows = "".join(f"<div><dt>{name}</dt><dd>{bdi(value)}</dd></div>" for name, value in points.items())
    return f'<dl class="about">{rows}</dl>'


def _legend(made: _Page) -> str:
    if not made.marks:
        return ""
    counts = Counter(one.code_id for one in made.segments)
    rows = "\n".join(
        f'<tr><th scope="row">{_badge(mark)} {bdi(mark.path)}</th><td>{counts[code_id]}</td></tr>'
        for code_id, mark in made.marks.items()
    )
    return (
        "<h2>Codes</h2>\n<table>\n<caption>Codes on this page</caption>\n"
        '<thead><tr><th scope="col">Code</th><th scope="col">Segments</th></tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _badge(mark: _Mark) -> str:
    return f'<b class="badge" style="--c:{mark.color}">{mark.letter}</b>'


def _blocks(made: _Page) -> list[str]:
    """Return the whole text, a block for each turn and one for what stands before the first."""
    turns = made.source.turns
    edges = [0, *(turn.label_start for turn in turns), len(made.text)]
    blocks = []
    for turn, (start, end) in zip((None, *turns), pairwise(edges), strict=True):
        if start < end:
            blocks.append(_block(made, turn, start, end))
    return blocks


def _block(made: _Page, turn: Turn | None, start: int, end: int) -> str:
    here = [one for one in made.segments if one.start < end and start < one.end]
    margin = [_margin(made, segment, continued=segment.start < start) for segment in here]
    margin += [
        f'<li style="--c:var(--line)">annotation{_to_notes([made.numbers[memo.id]])}</li>'
        for memo in made.notes
        if memo.span is not None and start <= memo.span.start < end
    ]
    codes = "\n".join(margin)
    words = _words(made, turn, start, end, here)
    lanes = max((made.lanes[one.id] for one in here), default=-1) + 1
    if turn is None:
        place = '<div class="where"></div>'
        opening = '<section class="turn">'
    else:
        time = f"<br>{_clock(turn.time)}" if turn.time is not None else ""
        place = (
            f'<div class="where"><a href="#turn-{turn.index}">{turn.index}</a>'
            f"<br>{escape(made.source.role_of(turn).value)}{time}</div>"
        )
        opening = f'<section class="turn" id="turn-{turn.index}" aria-label="Turn {turn.index}">'
    height = f' style="line-height:calc(1.5em + {lanes * _STEP}px)"' if lanes else ""
    return (
        f'{opening}\n{place}\n<div class="words" dir="auto"{height}>{words}</div>\n'
        + (f'<ul class="codes">\n{codes}\n</ul>\n' if codes else "")
        + "</section>"
    )


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _margin(made: _Page, segment: Segment, *, continued: bool) -> str:
    mark = made.marks[segment.code_id]
    coder = made.study.coder_by_id.get(segment.coder_id)
    said = f"{_badge(mark)} {bdi(mark.path)}"
    if made.several and coder:
        said += f' <span class="light">{bdi(coder.name)}</span>'
    if continued:
        return f'<li class="on" style="--c:{mark.color}">{said} <span class="light">(continued)</span></li>'
    links = _to_notes([made.numbers[memo.id] for memo in made.notes if memo.target_id == segment.id])
    return f'<li style="--c:{mark.color}">{said}{links}</li>'


def _to_notes(numbers: list[int]) -> str:
    return "".join(
        f' <a class="to" id="to-{one}" href="#note-{one}" aria-label="Note {one}">note {one}</a>'
        for one in numbers
    )


def _words(made: _Page, turn: Turn | None, start: int, end: int, here: list[Segment]) -> str:
    """Return the block's text, cut where a segment, the label or the closing white space begins or ends."""
    label_end = turn.start if turn else start
    shown_end = start + len(made.text[start:end].rstrip())
    cuts = {start, end, label_end, max(shown_end, start)}
    for one in here:
        cuts.update({max(one.start, start), min(one.end, end)})
    parts: list[str] = []
    for left, right in pairwise(sorted(cuts)):
        parts.extend(_edge("open", made, one) for one in here if one.start == left)
        parts.append(_piece(made, left, right, here, label=right <= label_end, gap=left >= shown_end))
        parts.extend(_edge("close", made, one) for one in reversed(here) if one.end == right)
    return "".join(parts)


def _edge(kind: str, made: _Page, segment: Segment) -> str:
    mark = made.marks[segment.code_id]
    return f'<span class="{kind}" data-mark="{mark.letter}" style="--c:{mark.color}"></span>'


def _piece(made: _Page, left: int, right: int, here: list[Segment], *, label: bool, gap: bool) -> str:
    words = escape(made.text[left:right])
    if gap:
        return f'<span class="gap">{words}</span>'
    if label:
        words = f"<b>{words}</b>"
    over = sorted(
        (made.lanes[one.id], made.marks[one.code_id].color) for one in here if _covers(one, left, right)
    )
    if not over:
        return words
    pictures = ",".join(f"linear-gradient({color},{color})" for _lane, color in over)
    places = ",".join(f"0 calc(100% - {(over[-1][0] - lane) * _STEP}px)" for lane, _color in over)
    padding = over[-1][0] * _STEP + _LINE + 1
    return (
        f'<span class="coded" style="background-image:{pictures};background-position:{places};'
        f'padding-bottom:{padding}px">{words}</span>'
    )


def _covers(segment: Segment, left: int, right: int) -> bool:
    return segment.start <= left and right <= segment.end


def _notes(made: _Page) -> str:
    if not made.notes:
        return ""
    by_id = {one.id: one for one in made.segments}
    notes = "\n".join(_note(made, number, memo, by_id) for number, memo in enumerate(made.notes, start=1))
    return f'<h2>Notes</h2>\n<ol class="notes">\n{notes}\n</ol>'


def _note(made: _Page, number: int, memo: Memo, by_id: dict[SegmentId, Segment]) -> str:
    coder = made.study.coder_by_id.get(memo.coder_id)
    segment = by_id.get(memo.target_id)
    if memo.span is not None:
        words = bdi(made.text[memo.span.start : memo.span.end])
        about = f'On <a href="#to-{number}">“{words}”</a>{_where(made, memo.span)}'
    elif segment is None:
        about = "On the document"
    else:
        mark = made.marks[segment.code_id]
        where = _where(made, segment.span)
        about = f'On <a href="#to-{number}">{_badge(mark)} {bdi(mark.path)}</a>{where}'
    words = escape(memo.text.strip())
    by = f"{coder.name}, {memo.date}" if coder else memo.date
    return (
        f'<li id="note-{number}">{about} <span class="light">{bdi(by)}</span>'
        f'<div class="memo" dir="auto">{words}</div></li>'
    )


def _where(made: _Page, span: Span) -> str:
    turns = made.source.turns_over(span)
    return f", turn {turns[0].index}" if turns else ""
