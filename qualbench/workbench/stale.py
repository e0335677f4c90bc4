"""Codings whose code was redefined since: a queue for a second look, and a code's codings over time.

A coding remembers under which meaning of its code it was made. Each is kept (it holds under the definition
of now as well), given another code, or removed; all three are steps of one verb, so that the history tells
how many were looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from qualbench.codebook.word_diff import word_changes
from qualbench.errors import NotFound, QualbenchError
from qualbench.model.change import Noun
from qualbench.model.code import MEANING, Meaning
from qualbench.storage import stale as stored
from qualbench.storage.codebooks import load_meanings
from qualbench.storage.codings import load_coders, load_segments, load_segments_by_id
from qualbench.storage.names import load_names
from qualbench.workbench import recoding
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import remove_segments
from qualbench.workbench.writing import changed, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualbench.model.code import Code
    from qualbench.model.coding import Segment
    from qualbench.model.query import CodedPlace
    from qualbench.workbench.project import Session
    from qualbench.workbench.recoding import Recoded

#: The verb of a second look in the history.
VERB = "look again"
#: The fields that say what a code means, and what each is called beside its words.
LABELS = dict(zip(MEANING, ("means", "in full", "when", "when not"), strict=True))

By = Literal["month", "meaning"]
#: What is told of a definition that was in force for a while and is no part of the code's history any more.
TAKEN_BACK = "a definition that was taken back"


class NotWaiting(QualbenchError):
    """A coding that is to be looked at again was made under the definition of now."""

    def __init__(self, segment_ids: Sequence[str]) -> None:
        many = len(segment_ids)
        what = f"The coding {segment_ids[0]} does" if many == 1 else f"{many} of these codings do"
        super().__init__(
            f"{what} not wait for a second look: made under the definition of now, or looked at since.",
            "Nothing was changed. `qualbench codebook stale` lists what waits for a second look.",
        )


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for a second look.

    Attributes:
        places: The codings, the newest first.
        looked_at: How many were looked at since their codes were redefined last: kept, recoded or removed.
    """

    places: tuple[CodedPlace, ...]
    looked_at: int

    @property
    def of(self) -> int:
        """How many there were to look at."""
        return self.looked_at + len(self.places)


class Piece(NamedTuple):
    """Some words of a definition, and whether the other wording has them not."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """One field of a definition then and now, in pieces; what only one of them has is marked.

    Attributes:
        label: What the field is called: `means`, `when`.
    """

    label: str
    then: tuple[Piece, ...]
    now: tuple[Piece, ...]


def _wording(label: str, before: str, after: str) -> Wording:
    changes = word_changes(before, after)
    then, now = (
        tuple(Piece(one.text, one.kind == only) for one in changes if one.kind in ("kept", only))
        for only in ("out", "in")
    )
    return Wording(label, then, now)


@dataclass(frozen=True, slots=True)
class Listed:
    """A coding as a list tells of it.

    Attributes:
        document: The document's name.
        coder: Whose it is, by name.
        path: The code's path.
        then: What the code meant when it was given; None where it means the same now.
    """

    segment: Segment
    document: str
    coder: str
    code: Code
    path: str
    then: Meaning | None


@dataclass(frozen=True, slots=True)
class Period:
    """A code's codings of one month, or under one meaning.

    Attributes:
        label: The month (`2026-03`), or the number of the meaning.
        meanings: The numbers of the meanings that they were made under, in order.
        segments: The oldest first.
    """

    label: str
    meanings: tuple[int, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """A code's codings over time, beside what the code meant.

    Attributes:
        meanings: What it meant before, the oldest first; what it means now is in `code`.
        periods: In order of time, or of the meanings.
    """

    code: Code
    meanings: tuple[Meaning, ...]
    periods: tuple[Period, ...]

    def meant(self, number: int) -> Meaning | Code:
        """Return the definition that a meaning's number stands for."""
        if number == self.code.meaning:
            return self.code
        taken_back = Meaning(self.code.id, number, TAKEN_BACK, "", "", "", "", "")
        return next((one for one in self.meanings if one.number == number), taken_back)


def load_queue(session: Session, code_id: str | None = None) -> Queue:
    """Return what waits for a second look, of one code or of all.

    While independent coding is in force it holds one's own codings and counts one's own looks.
    """
    looked_at = stored.count_looked_at(session.store, VERB)
    mine = looked_at.get(code_id, 0) if code_id is not None else sum(looked_at.values())
    return Queue(tuple(stored.load_stale(session.store, code_id)), mine)


def queue_counts(session: Session) -> dict[str, tuple[int, int]]:
    """Return code id -> (looked at, of how many), of the codes that have or had something to look at."""
    waiting = stored.count_stale(session.store)
    looked_at = stored.count_looked_at(session.store, VERB)
    return {
        one: (looked_at.get(one, 0), looked_at.get(one, 0) + waiting.get(one, 0))
        for one in waiting.keys() | looked_at.keys()
    }


def list_codings(session: Session, segment_ids: Sequence[str]) -> list[Listed]:
    """Return codings with their names and what their codes meant, in the order given; gone ones are left out.

    The number of statements grows by one with every five hundred.
    """
    store, book = session.store, load_codebook(session)
    documents, meanings = load_names(store), stored.load_kept_meanings(store)
    coders = {one.id: one.name for one in load_coders(store)}
    found = load_segments_by_id(store, list(dict.fromkeys(segment_ids)))
    return [
        Listed(
            one,
            documents[one.document_id],
            coders.get(one.coder_id, ""),
            book.by_id[one.code_id],
            book.paths[one.code_id],
            _then(one, book.by_id[one.code_id], meanings.get((one.code_id, one.meaning))),
        )
        for one in (found[each] for each in segment_ids if each in found)
    ]


def meaning_of(session: Session, segment: Segment) -> Meaning | None:
    """Return what a coding's code meant when it was given; None where it means the same now."""
    kept = load_meanings(session.store, segment.code_id)
    found = next((one for one in kept if one.number == segment.meaning), None)
    return _then(segment, load_codebook(session).by_id[segment.code_id], found)


def _then(segment: Segment, code: Code, kept: Meaning | None) -> Meaning | None:
    """Return what a code meant when a coding was made; nothing is kept of what was taken back."""
    if kept is None and segment.meaning != code.meaning:
        return Meaning(code.id, segment.meaning, TAKEN_BACK, "", "", "", "", "")
    return kept


def wordings(then: Meaning | Code | None, now: Code) -> tuple[Wording, ...]:
    """Return a definition then and now, field by field; a field that was and is empty is left out."""
    fields = []
    for key, label in LABELS.items():
        before, after = getattr(then or now, key), getattr(now, key)
        if before or after:
            fields.append(_wording(label, before, after))
    return tuple(fields)


# --- the three answers ----------------------------------------------------------------------------------


def keep(session: Session, segment_ids: Sequence[str], why: str = "") -> list[Segment]:
    """Let codings stand under the definition of now, as one step, and return them as they were.

    Raises:
        NotFound: There is no segment of one of the ids.
        NotWaiting: One does not wait for a second look; nothing was changed.
    """
    book = load_codebook(session)
    found = _waiting(session, segment_ids, book.by_id)
    changes = [
        changed(
            "CodingKept",
            Noun.SEGMENT,
            one.id,
            {"meaning": one.meaning},
            {"meaning": book.by_id[one.code_id].meaning},
        )
        for one in found
    ]
    what = _named(found, book.by_id)
    summary = f"kept {what} on a second look"
    write(session, [one for one in changes if one], verb=VERB, summary=summary, why=why)
    return found


def recode(session: Session, segment_ids: Sequence[str], code_id: str) -> Recoded:
    """Give codings that wait another code, as one step; errors as in `keep` and `recode_segments`."""
    _waiting(session, segment_ids, load_codebook(session).by_id)
    return recoding.recode_segments(session, segment_ids, code_id, verb=VERB)


def recode_as_new(
    session: Session, segment_ids: Sequence[str], name: str, parent_id: str | None = None
) -> Recoded:
    """Make a code and give it to codings that wait, as one step; errors as in `keep` and its namesake."""
    _waiting(session, segment_ids, load_codebook(session).by_id)
    return recoding.recode_as_new(session, segment_ids, name, parent_id, verb=VERB)


def remove(session: Session, segment_ids: Sequence[str], why: str = "") -> list[Segment]:
    """Remove codings that wait, with their memos, as one step; errors as in `keep`."""
    _waiting(session, segment_ids, load_codebook(session).by_id)
    return remove_segments(session, segment_ids, why, verb=VERB)


def _waiting(session: Session, segment_ids: Iterable[str], codes: Mapping[str, Code]) -> list[Segment]:
    asked = list(dict.fromkeys(segment_ids))
    found = load_segments_by_id(session.store, asked)
    for one in asked:
        if one not in found:
            raise NotFound("segment", one)
    settled = [one for one in asked if found[one].meaning == codes[found[one].code_id].meaning]
    if settled:
        raise NotWaiting(settled)
    return [found[one] for one in asked]


def _named(segments: Sequence[Segment], codes: Mapping[str, Code]) -> str:
    names = {codes[one.code_id].name for one in segments}
    many = "a coding" if len(segments) == 1 else f"{len(segments):,} codings"
    return f"{many} of “{names.pop()}”" if len(names) == 1 else many


# --- over time ------------------------------------------------------------------------------------------


def load_drift(session: Session, code_id: str, by: By = "month") -> Drift:
    """Return a code's codings over time, by month or by the meaning that they were made under.

    Raises:
        NotFound: There is no such code.
    """
    code = load_codebook(session).by_id.get(code_id)
    if code is None:
        raise NotFound("code", code_id)
    label = _month if by == "month" else _meaning
    segments = load_segments(session.store, code_ids=[code_id])
    segments.sort(key=lambda one: (one.meaning * (by == "meaning"), one.created_at))
    periods = []
    for name, group in groupby(segments, key=label):
        held = tuple(group)
        periods.append(Period(name, tuple(sorted({one.meaning for one in held})), held))
    return Drift(code, tuple(load_meanings(session.store, code_id)), tuple(periods))


def _month(segment: Segment) -> str:
    return segment.created_at[:7]


def _meaning(segment: Segment) -> str:
    return str(segment.meaning)
