"""Coding: applying codes to words, and changing, moving and removing what was applied.

A verb returns when the step is on disk; only then may a screen show it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, QualbenchError, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.coding import MemoTarget, Segment
from qualbench.model.ids import new_id
from qualbench.storage import codings as stored
from qualbench.storage.codebooks import load_code_names
from qualbench.storage.projects import load_memos
from qualbench.storage.themes import load_places
from qualbench.workbench.code_fields import LONGEST_NAME
from qualbench.workbench.codebooks import code_changes, load_codebook
from qualbench.workbench.importing import find_document
from qualbench.workbench.writing import added, changed, removed, stamp, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.change import Value
    from qualbench.model.coding import Stance
    from qualbench.model.document import Document
    from qualbench.model.span import Span
    from qualbench.workbench.project import Session

#: How many codes used last are offered: a digit each.
RECENT = 9


class AlreadyCoded(QualbenchError):
    """The same coder gave the same words the same code before."""

    def __init__(self, code: str) -> None:
        super().__init__(f"These words have the code “{code}” already.", "Nothing was changed.")


def load_segments(
    session: Session,
    *,
    document_id: str | None = None,
    code_ids: Sequence[str] | None = None,
    coder_ids: Sequence[str] | None = None,
) -> list[Segment]:
    """Return segments in order of document, start and (longer first) end; None means any."""
    return stored.load_segments(
        session.store, document_id=document_id, code_ids=code_ids, coder_ids=coder_ids
    )


def find_segment(session: Session, segment_id: str) -> Segment:
    """Return the segment of that id.

    Raises:
        NotFound: There is none.
    """
    segment = stored.load_segment(session.store, segment_id)
    if segment is None:
        raise NotFound("segment", segment_id)
    return segment


def segment_counts(session: Session) -> dict[str, int]:
    """Return code id -> number of segments, all coders together."""
    return stored.count_by_code(session.store)


def counts_by_kind(session: Session) -> dict[str, dict[str, int]]:
    """Return code id -> kind of source -> number of segments, all coders together."""
    return stored.count_by_kind(session.store)


def counts_by_coder(session: Session) -> dict[str, dict[str, int]]:
    """Return code id -> coder id -> number of segments."""
    return stored.count_by_coder(session.store)


def recent_codes(session: Session, limit: int = RECENT) -> list[str]:
    """Return the ids of the codes that this coder used last, newest first."""
    return stored.recent_codes(session.store, session.coder.id, limit)


def apply_code(session: Session, document_id: str, span: Span, code_id: str) -> Segment:
    """Give a stretch of a document a code.

    Raises:
        AlreadyCoded: The coder gave exactly these words this code before.
        UsageError: The stretch is empty or beyond the text.
        NotFound: There is no such document or code.
    """
    return apply_codes(session, document_id, span, [code_id])[0]


def apply_codes(session: Session, document_id: str, span: Span, code_ids: Sequence[str]) -> list[Segment]:
    """Give a stretch several codes as one step; those that it has already are left as they are.

    Raises:
        AlreadyCoded: It has all of them already.
        UsageError, NotFound: As in `apply_code`.
    """
    document = find_document(session, document_id)
    names = load_code_names(session.store, code_ids)
    for code_id in code_ids:
        if code_id not in names:
            raise NotFound("code", code_id)
    segments = [
        new_segment(session, document, span, code_id, names[code_id][1])
        for code_id in dict.fromkeys(code_ids)
    ]
    fresh = [one for one in segments if stored.find_twin(session.store, one) is None]
    if not fresh:
        raise AlreadyCoded(names[code_ids[0]][0])
    write(
        session,
        [segment_added(one) for one in fresh],
        verb="code",
        summary=f"coded {document.name} {span.start}:{span.end} with "
        + ", ".join(names[one.code_id][0] for one in fresh),
    )
    return fresh


def code_in_vivo(session: Session, document_id: str, span: Span, parent_id: str | None = None) -> Segment:
    """Make a code named by the words themselves and give it to them, as one step.

    Words that name a code under that parent already are given that code.

    Raises:
        UsageError: The words are too long for a name (`LONGEST_NAME`), or no name at all.
    """
    document = find_document(session, document_id)
    words = " ".join(session.store.text(document.id, document.revision)[span.start : span.end].split())
    name = words.strip(" .,;:!?…\"'“”‘’").replace(" > ", " › ")
    if not name or len(name) > LONGEST_NAME:
        raise UsageError(
            f"A code in vivo takes its name from the words: select up to {LONGEST_NAME} characters.",
            "Nothing was changed.",
        )
    codebook = load_codebook(session)
    known = next((one for one in codebook.children(parent_id) if one.name == name), None)
    if known is not None:
        return apply_code(session, document_id, span, known.id)
    code, making = code_changes(codebook, name, parent_id=parent_id, in_vivo=True, origin="inductive")
    segment = new_segment(session, document, span, code.id)
    write(
        session,
        [*making, segment_added(segment)],
        verb="code",
        summary=f"coded {document.name} {span.start}:{span.end} in vivo as “{code.name}”",
    )
    return segment


def code_as_new(
    session: Session, document_id: str, span: Span, name: str, parent_id: str | None = None
) -> Segment:
    """Make a code and give it to a stretch, as one step; it comes from the data.

    Raises:
        UsageError: The name is not allowed or taken there, or the stretch is empty or beyond the text.
        NotFound: There is no such document or parent.
    """
    document = find_document(session, document_id)
    code, making = code_changes(load_codebook(session), name, parent_id=parent_id, origin="inductive")
    segment = new_segment(session, document, span, code.id)
    write(
        session,
        [*making, segment_added(segment)],
        verb="code",
        summary=f"coded {document.name} {span.start}:{span.end} with the new code “{code.name}”",
    )
    return segment


def remove_segments(
    session: Session, segment_ids: Sequence[str], why: str = "", *, verb: str = "remove"
) -> list[Segment]:
    """Remove segments, with their memos and their places as exemplars; undo brings all of it back.

    Args:
        verb: What the step is called in the history.

    Raises:
        NotFound: There is no segment of one of the ids.
    """
    segments = [find_segment(session, one) for one in dict.fromkeys(segment_ids)]
    changes: list[Change] = []
    for segment in segments:
        changes += dependents(session, segment.id)
        changes.append(removed(session, "SegmentRemoved", Noun.SEGMENT, segment.id))
    one = f"a coding with “{_code_name(session, segments[0])}”"
    said = one if len(segments) == 1 else f"{len(segments)} codings"
    write(session, changes, verb=verb, summary=f"removed {said}", why=why)
    return segments


def recode_segment(session: Session, segment_id: str, code_id: str) -> Segment:
    """Give a segment another code in one step; its memo stays with it.

    Raises:
        AlreadyCoded: The same words have that code by the same coder.
        NotFound: There is no such segment or code.
    """
    segment = find_segment(session, segment_id)
    names = load_code_names(session.store, {segment.code_id, code_id})
    if code_id not in names:
        raise NotFound("code", code_id)
    before_name, (name, meaning) = names[segment.code_id][0], names[code_id]
    after = replace(segment, code_id=code_id, meaning=meaning)
    _alter(session, segment, after, "SegmentRecoded", "recode", f"recoded “{before_name}” as “{name}”", name)
    return after


def resize_segment(session: Session, segment_id: str, span: Span) -> Segment:
    """Move a segment's edges.

    Raises:
        AlreadyCoded: Those words have that code by the same coder.
        UsageError: The stretch is empty or beyond the text.
    """
    segment = find_segment(session, segment_id)
    document = find_document(session, segment.document_id)
    after = replace(segment, start=span.start, end=span.end, quote=_words(session, document, span))
    name = _code_name(session, segment)
    _alter(session, segment, after, "SegmentResized", "resize", f"moved the edges of “{name}”", name)
    return after


def split_segment(session: Session, segment_id: str, at: int) -> tuple[Segment, Segment]:
    """Split a segment at a code point; white space at the cut goes to neither part.

    The first part keeps the id, the memo and its place as an exemplar.

    Raises:
        UsageError: The place is not inside the segment, or on one side of it are no words.
    """
    segment = find_segment(session, segment_id)
    if not segment.start < at < segment.end:
        raise UsageError(f"Position {at} is not inside the segment {segment.start}:{segment.end}.")
    head, tail = segment.quote[: at - segment.start].rstrip(), segment.quote[at - segment.start :].lstrip()
    if not head or not tail:
        raise UsageError(f"On one side of position {at} the segment has no words.")
    first = replace(segment, end=segment.start + len(head), quote=head)
    second = replace(segment, id=new_id(), start=segment.end - len(tail), quote=tail, created_at=stamp())
    shrunk = changed("SegmentSplit", Noun.SEGMENT, segment.id, {"end": segment.end}, {"end": first.end})
    assert shrunk is not None
    name = _code_name(session, segment)
    write(session, [shrunk, segment_added(second)], verb="split", summary=f"split a segment of “{name}”")
    return first, second


def join_segments(session: Session, first_id: str, second_id: str) -> Segment:
    """Join two segments of one code and coder into one that covers both; memos and marks of both go to it.

    Raises:
        UsageError: They differ in document, code or coder, or each says another stance.
    """
    first, second = sorted(
        (find_segment(session, first_id), find_segment(session, second_id)), key=lambda one: one.start
    )
    same = ("document_id", "revision", "code_id", "coder_id")
    if first.id == second.id or any(getattr(first, name) != getattr(second, name) for name in same):
        raise UsageError("Only two segments of one document, code and coder can be joined.")
    document = find_document(session, first.document_id)
    span = first.span.union(second.span)
    joined = replace(
        first,
        end=span.end,
        quote=_words(session, document, span),
        important=first.important or second.important,
        stance=_one_stance(first, second),
    )
    twin = stored.find_twin(session.store, joined)
    if twin is not None and twin.id not in (first.id, second.id):
        raise AlreadyCoded(_code_name(session, first))
    moved = [
        changed("MemoMoved", Noun.MEMO, memo.id, {"target_id": second.id}, {"target_id": first.id})
        for memo in load_memos(session.store, target=MemoTarget.SEGMENT, target_id=second.id)
    ]
    grown = changed("SegmentsJoined", Noun.SEGMENT, first.id, segment_row(first), segment_row(joined))
    changes = [
        *(one for one in moved if one is not None),
        *_places_gone(session, second.id),
        removed(session, "SegmentsJoined", Noun.SEGMENT, second.id),
        *([grown] if grown else []),
    ]
    name = _code_name(session, first)
    write(session, changes, verb="join", summary=f"joined two segments of “{name}”")
    return joined


def _one_stance(first: Segment, second: Segment) -> Stance:
    """Return the stance of what is joined; which of two differing ones is no program's to choose."""
    if first.stance and second.stance and first.stance is not second.stance:
        raise UsageError(
            f"One of them {first.stance} a theme and the other {second.stance} it.",
            "Give both the same stance, or none, and join them then.",
        )
    return first.stance or second.stance


def new_segment(session: Session, document: Document, span: Span, code_id: str, meaning: int = 1) -> Segment:
    """Return a segment of the session's coder, checked against the text, not yet written.

    Args:
        meaning: Which meaning of the code it is made under; a new code has its first.
    """
    quote = _words(session, document, span)
    return Segment(
        *(new_id(), document.id, document.revision, span.start, span.end, quote, code_id),
        *(session.coder.id, stamp()),
        meaning=meaning,
    )


def segment_row(segment: Segment) -> dict[str, Value]:
    """Return a segment as the columns that a change carries; the words themselves are not among them."""
    return {
        "document_id": segment.document_id,
        "revision": segment.revision,
        "start": segment.start,
        "end": segment.end,
        "code_id": segment.code_id,
        "coder_id": segment.coder_id,
        "created_at": segment.created_at,
        "important": int(segment.important),
        "stance": segment.stance.value,
        "meaning": segment.meaning,
    }


def segment_added(segment: Segment) -> Change:
    """Return the change that makes a segment."""
    return added("SegmentAdded", Noun.SEGMENT, segment.id, segment_row(segment))


def _code_name(session: Session, segment: Segment) -> str:
    return load_code_names(session.store, [segment.code_id])[segment.code_id][0]


def _words(session: Session, document: Document, span: Span) -> str:
    text = session.store.text(document.id, document.revision)
    if not span or span.end > len(text):
        raise UsageError(
            f"{document.name} has no stretch {span.start}:{span.end}; its text has {len(text)} characters."
        )
    return text[span.start : span.end]


def _alter(
    session: Session,
    before: Segment,
    after: Segment,
    kind: str,
    verb: str,
    summary: str,
    name: str,
    first: Sequence[Change] = (),
) -> None:
    """Write a segment's changed columns as one step, unless the coder has just such a segment already."""
    change = changed(kind, Noun.SEGMENT, before.id, segment_row(before), segment_row(after))
    if change is None:
        return
    if stored.find_twin(session.store, after) is not None:
        raise AlreadyCoded(name)
    write(session, [*first, change], verb=verb, summary=summary)


def dependents(session: Session, segment_id: str) -> list[Change]:
    """Return the changes that take away what stands on a segment: its memos, its places in themes."""
    memos = load_memos(session.store, target=MemoTarget.SEGMENT, target_id=segment_id)
    return [
        *(removed(session, "MemoRemoved", Noun.MEMO, memo.id) for memo in memos),
        *_places_gone(session, segment_id),
    ]


def _places_gone(session: Session, segment_id: str) -> list[Change]:
    return [
        Change(kind, noun, place.key, place.row, None)
        for kind, noun in (("ExemplarDropped", Noun.EXEMPLAR), ("SegmentUnassigned", Noun.THEME_SEGMENT))
        for place in load_places(session.store, noun, "segment_id", [segment_id])
    ]
