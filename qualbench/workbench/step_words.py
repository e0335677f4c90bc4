"""A step of the history as a person remembers it: the turn and the words instead of positions.

The history itself holds no words of a transcript; they are looked up when a step is shown.
"""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.model.change import Noun
from qualbench.model.coding import MemoTarget
from qualbench.model.span import Span
from qualbench.storage.codings import load_segment
from qualbench.storage.documents import load_document, turn_number
from qualbench.storage.history import load_changes
from qualbench.storage.rows import load_row
from qualbench.workbench.stepping import is_private

if TYPE_CHECKING:
    from qualbench.model.change import Change, Entry
    from qualbench.workbench.project import Session

#: How many words of a passage are told; of a longer one the first ones.
WORDS = 6
#: Steps on more passages than this are told without their words.
_FEW = 2
_LOOKED_AT = 8


def step_in_words(session: Session, entry: Entry) -> str:
    """Return a step's summary with the passage that it is about, where it is about one.

    `coded P01 802:809 with Workload` is told as `coded turn 12 of P01, “I never had a day…”, with Workload`.
    """
    looked_at = islice(load_changes(session.store, entry.id), _LOOKED_AT)
    changes = [one for one in looked_at if _about(one) and not _hidden(session, one, entry)]
    places = sorted({place for one in changes if (place := _place(session, one)) is not None})
    if not places or len(places) > _FEW or len({document for document, _span in places}) > 1:
        return entry.summary
    document_id, span = places[0]
    told = _passage(session, document_id, span)
    if told is None:
        return entry.summary
    name, where = told
    positions = f"{name} {span.start}:{span.end}"
    if positions in entry.summary:
        return re.sub(rf"{re.escape(positions)} ?", lambda _one: f"{where}, ", entry.summary).rstrip(", ")
    return f"{entry.summary} ({where})"


def passage_in_words(session: Session, document_id: str, span: Span) -> str:
    """Return where a passage is and how it begins: `turn 12 of P01, “I never had a day…”`.

    An empty string where it cannot be shown now.
    """
    told = _passage(session, document_id, span)
    return told[1] if told else ""


def _about(change: Change) -> bool:
    return change.noun in (Noun.SEGMENT, Noun.MEMO)


def _hidden(session: Session, change: Change, entry: Entry) -> bool:
    return is_private(session, change, session.coder.id, entry.coder_id)


def _place(session: Session, change: Change) -> tuple[str, Span] | None:
    """Return the document and the stretch that a change is about, as far as it is known.

    That of a segment, or of the segment or the passage that a memo is on.
    """
    columns = {**(change.before or {}), **(change.after or {})}
    segment_id, document = change.key[0], "document_id"
    if change.noun is Noun.MEMO:
        with suppress(QualbenchError):  # a memo that has only been changed, and is gone since
            columns = {**load_row(session.store, change.noun, change.key), **columns}
        target, document = columns.get("target"), "target_id"
        if target not in (MemoTarget.SEGMENT.value, MemoTarget.PASSAGE.value):
            return None
        segment_id = str(columns["target_id"])
    if columns.get("start") is not None and document in columns:
        return str(columns[document]), Span(int(str(columns["start"])), int(str(columns["end"])))
    found = load_segment(session.store, segment_id)
    return (found.document_id, found.span) if found else None


def _passage(session: Session, document_id: str, span: Span) -> tuple[str, str] | None:
    """Return the document's name and where and what the passage is; None where it cannot be shown now."""
    try:
        document = load_document(session.store, document_id)
        if document is None:
            return None
        text = session.store.text(document.id, document.revision)
    except QualbenchError:
        return None
    if not 0 <= span.start < span.end <= len(text):
        return None
    turn = turn_number(session.store, document.id, document.revision, span.start)
    words = text[span.start : span.start + 300 if span.end - span.start > 300 else span.end].split()
    short = len(words) > WORDS or span.end - span.start > 300
    said = " ".join(words[:WORDS]) + ("…" if short else "")
    return document.name, f"{f'turn {turn} of ' if turn else ''}{document.name}, “{said}”"
