"""The answers of a survey as a table: question by question, with case, values and codes of each answer."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qualbench.errors import NotFound
from qualbench.model.document import ASKING, is_withdrawn
from qualbench.model.span import Span
from qualbench.storage.codebooks import load_code_names
from qualbench.storage.codings import find_twin, load_segments
from qualbench.storage.documents import load_speakers
from qualbench.storage.projects import load_cases
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import AlreadyCoded, new_segment, segment_added
from qualbench.workbench.importing import find_document, open_document
from qualbench.workbench.writing import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qualbench.model.coding import Segment
    from qualbench.model.ids import SegmentId
    from qualbench.workbench.project import Session


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer.

    Attributes:
        question: Its question's place, from 0.
        turn: The number of its turn.
        case: The name of who gave it.
        codes: Names of the codes on its words, in order, of all coders that one may see.
        values: The case's attributes.
    """

    question: int
    turn: int
    span: Span
    words: str
    case: str
    codes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answers:
    """A survey's questions, and all answers in order of the text."""

    document_id: str
    name: str
    questions: tuple[str, ...]
    rows: tuple[Answer, ...]
    segments: Mapping[SegmentId, Segment] = field(default_factory=dict)


def load_answers(session: Session, document_id: str) -> Answers:
    """Return a survey with its answers; what stands before the first question is the first one's.

    Raises:
        NotFound: There is no such document.
    """
    opened = open_document(session, document_id)
    document = opened.document
    cases = {case.id: case for case in load_cases(session.store)}
    of_label = {one.label: cases.get(one.case_id or "") for one in load_speakers(session.store, document.id)}
    questions: list[str] = []
    rows: list[Answer] = []
    for turn in opened.turns:
        words = " ".join(opened.text[turn.start : turn.end].split())
        if turn.role in ASKING:
            questions.append(words)
            continue
        if is_withdrawn(turn.speaker):
            continue
        case = of_label.get(turn.speaker or "")
        values = case.values if case else {}
        place = (max(0, len(questions) - 1), turn.index, Span(turn.start, turn.end))
        rows.append(Answer(*place, words, case.name if case else turn.speaker or "", (), values))
    segments = {one.id: one for one in load_segments(session.store, document_id=document.id)}
    coded = with_codes(session, rows, segments.values())
    return Answers(document.id, document.name, tuple(questions) or ("",), coded, segments)


def with_codes(session: Session, rows: Sequence[Answer], segments: Iterable[Segment]) -> tuple[Answer, ...]:
    """Return answers with the codes of the segments that touch their words."""
    names = {code.id: code.name for code in load_codebook(session).codes}
    starts = [one.span.start for one in rows]
    codes: dict[int, list[str]] = {}
    for segment in segments:
        for at in _touched(rows, starts, segment):
            codes.setdefault(at, []).append(names.get(segment.code_id, "?"))
    return tuple(replace(one, codes=tuple(dict.fromkeys(codes.get(at, ())))) for at, one in enumerate(rows))


def _touched(rows: Sequence[Answer], starts: Sequence[int], segment: Segment) -> Iterator[int]:
    at = max(0, bisect_right(starts, segment.start) - 1)
    while at < len(rows) and rows[at].span.start < segment.end:
        if segment.start < rows[at].span.end:
            yield at
        at += 1


def followed(session: Session, table: Answers, changed: Mapping[SegmentId, Segment | None]) -> Answers:
    """Return answers after segments came, changed or went (None): only the rows concerned are made anew."""
    segments = dict(table.segments)
    starts = [one.span.start for one in table.rows]
    touched: set[int] = set()
    for segment_id, now in changed.items():
        before = segments.pop(segment_id, None)
        if now is not None and now.document_id == table.document_id:
            segments[segment_id] = now
        for one in (before, now):
            if one is not None and one.document_id == table.document_id:
                touched.update(_touched(table.rows, starts, one))
    at_rows = sorted(touched)
    spans = [table.rows[at].span for at in at_rows]
    near = [one for one in segments.values() if any(one.span.overlaps(span) for span in spans)]
    rows = list(table.rows)
    for at, row in zip(at_rows, with_codes(session, [rows[at] for at in at_rows], near), strict=True):
        rows[at] = row
    return replace(table, rows=tuple(rows), segments=segments)


def code_answers(
    session: Session, document_id: str, spans: Sequence[Span], code_ids: Sequence[str]
) -> list[Segment]:
    """Give answers codes, as one step, and return the new segments; what an answer has already is left.

    Raises:
        AlreadyCoded: All of them have all of the codes already.
        NotFound: There is no such document or code.
    """
    document = find_document(session, document_id)
    names = load_code_names(session.store, code_ids)
    for code_id in code_ids:
        if code_id not in names:
            raise NotFound("code", code_id)
    made = [
        new_segment(session, document, span, code_id, names[code_id][1])
        for span in spans
        for code_id in dict.fromkeys(code_ids)
    ]
    fresh = [one for one in made if find_twin(session.store, one) is None]
    if not fresh:
        raise AlreadyCoded(names[code_ids[0]][0])
    said = ", ".join(names[one][0] for one in dict.fromkeys(code_ids))
    summary = f"coded {len(spans)} answer{'s' * (len(spans) != 1)} of {document.name} with {said}"
    write(session, [segment_added(one) for one in fresh], verb="code", summary=summary)
    return fresh
