"""The documents of a REFI-QDA project with their passages, once it is known what positions count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

from qualbench.interchange.incoming import IncomingCoding, IncomingDocument, IncomingMemo
from qualbench.interchange.positions import Model, Ruler, plain_breaks
from qualbench.interchange.units import flat, is_name_of
from qualbench.model.coding import MemoTarget
from qualbench.model.document import DocumentKind, Reading, Role, Turn
from qualbench.model.span import Span
from qualbench.readers.turns import find_turns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.interchange.qdpx_marks import Mark, Selection
    from qualbench.interchange.qdpx_sources import Source, SourceText

#: A name of fewer characters is no quote that is missed.
_TELLING = 15


@dataclass(frozen=True, slots=True)
class NoteUse:
    """Where a note is attached: a memo without its text."""

    note: str
    memo: IncomingMemo


@dataclass(slots=True)
class Laid:
    """What the documents come to.

    Attributes:
        tally: How many there are of what is said apart.
    """

    documents: list[IncomingDocument] = field(default_factory=list)
    codings: list[IncomingCoding] = field(default_factory=list)
    memos: list[IncomingMemo] = field(default_factory=list)
    uses: list[NoteUse] = field(default_factory=list)
    listed: dict[str, list[Selection]] = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)


class Documents:
    """Lays out sources.

    Args:
        model: How positions count.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.laid = Laid()
        self._digests: set[tuple[str, str]] = set()
        self._flat = ""

    def add(self, source: Source) -> None:
        """Add a source with its passages."""
        text = source.text
        plain = plain_breaks(text.raw) if text else ""
        self._flat = ""
        self.laid.documents.append(IncomingDocument(source.guid, source.name, self._reading(source, plain)))
        if source.about:
            key = f"{source.guid}:description"
            self.laid.memos.append(
                IncomingMemo(key, MemoTarget.DOCUMENT, source.guid, source.about, source.coder)
            )
        for note in source.notes:
            self._use(note, MemoTarget.DOCUMENT, source.guid)
        if text is not None:
            ruler = Ruler(text.raw, self.model if text.exact else Model(), marked=text.marked)
            for one in text.selections:
                self._passage(source, text, plain, ruler, one)
        for number, mark in enumerate(source.whole):
            self._whole(source, plain, mark, number)
        self._others(source, text)

    def _use(self, note: str, target: MemoTarget, about: str, **place: object) -> None:
        memo = IncomingMemo("", target, about, "", **place)  # type: ignore[arg-type]
        self.laid.uses.append(NoteUse(note, memo))

    def _passage(self, source: Source, text: SourceText, plain: str, ruler: Ruler, one: Selection) -> None:
        """Lay in a selection of text: its codings, or where it has none an annotation."""
        self.laid.tally["passages"] += 1
        span, quote, doubt = self._place(text, plain, ruler, one)
        if not one.marks:
            place = {"span": span, "quote": quote, "doubt": doubt}
            for note in one.notes:
                self._use(note, MemoTarget.PASSAGE, source.guid, coder=one.coder, created_at=one.at, **place)
            if one.about or not one.notes:
                named = one.label if not is_name_of(self._words(plain, span), one.name) else ""
                words = one.about or named or "Selected, without a code."
                self.laid.memos.append(
                    IncomingMemo(
                        one.guid,
                        *(MemoTarget.PASSAGE, source.guid, words, one.coder),
                        created_at=one.at,
                        span=span,
                        quote=quote,
                        doubt=doubt,
                    )
                )
            return
        for number, mark in enumerate(one.marks):
            key = self._key(mark, one.guid, number)
            self.laid.codings.append(
                IncomingCoding(key, source.guid, mark.code, mark.coder, span, quote, doubt, mark.at or one.at)
            )
            for note in mark.notes:
                self._use(note, MemoTarget.SEGMENT, key, coder=mark.coder)
        first = self._key(one.marks[0], one.guid, 0)
        for note in one.notes:
            self._use(note, MemoTarget.SEGMENT, first, coder=one.coder)
        if one.about:
            memo = IncomingMemo(f"{first}:description", MemoTarget.SEGMENT, first, one.about, one.coder)
            self.laid.memos.append(replace(memo, created_at=one.at))
        if one.label and not quote and span and not is_name_of(self._words(plain, span), one.name):
            self.laid.tally["names"] += 1
            memo = IncomingMemo(f"{first}:name", MemoTarget.SEGMENT, first, one.label, one.coder)
            self.laid.memos.append(replace(memo, created_at=one.at))

    @staticmethod
    def _key(mark: Mark, selection: str, number: int) -> str:
        return mark.guid or f"{selection}:{number}"

    @staticmethod
    def _words(plain: str, span: Span | None) -> str:
        return plain[span.start : span.end] if span else ""

    def _place(
        self, text: SourceText, plain: str, ruler: Ruler, one: Selection
    ) -> tuple[Span | None, str, str]:
        """Return where a passage is, the words to check that by, and what is in doubt."""
        if one.start is None or one.end is None:
            return None, one.quote or one.name, "the file does not say where it is"
        start, end, whole = ruler.stretch(one.start, one.end)
        if not 0 <= start <= end:
            return None, one.quote or one.name, "its place is not in the text"
        span = Span(start, end)
        name = one.quote or one.name
        if end > len(plain) or not span:
            return span, name, "" if end > len(plain) else "it has no length"
        if not whole:
            return span, name, "its place begins or ends within a character"
        if not text.exact:
            return span, name if self._is_quote(plain, name) else "", "positions count in another text"
        if name and not is_name_of(plain[start:end], name) and self._is_quote(plain, name):
            return span, name, "the words of its name stand elsewhere"
        return span, "", ""

    def _is_quote(self, plain: str, name: str) -> bool:
        """Say whether a name is words of the text, wherever."""
        said = flat(name).removesuffix("…").removesuffix("...").rstrip()
        if len(said) < _TELLING:
            return False
        if not self._flat:
            self._flat = flat(plain)
        return said in self._flat

    def _whole(self, source: Source, plain: str, mark: Mark, number: int) -> None:
        """Lay in a coding of a whole source: on all its text, where it has any; else it is listed."""
        key = self._key(mark, source.guid, number)
        if not plain.strip():
            self.laid.tally["listed codings"] += 1
            self.laid.listed.setdefault(source.guid, []).append(_as_selection(source, mark))
            return
        self.laid.tally["whole"] += 1
        end = len(plain.rstrip())
        span = Span(len(plain[:end]) - len(plain[:end].lstrip()), end)
        self.laid.codings.append(
            IncomingCoding(key, source.guid, mark.code, mark.coder, span, created_at=mark.at)
        )
        for note in mark.notes:
            self._use(note, MemoTarget.SEGMENT, key, coder=mark.coder)

    def _others(self, source: Source, text: SourceText | None) -> None:
        """Keep selections of what is no text: by their words where those are known, else in a list."""
        twins = {one.guid: one for one in text.selections} if text else {}
        for one in source.others:
            twin = twins.get(one.guid) if one.kind == "PDFSelection" else None
            if twin is not None:
                codes = {mark.code for mark in twin.marks}
                same = [mark for mark in one.marks if mark.code in codes]
                self.laid.tally["twins"] += 1
                self.laid.tally["twin codings"] += len(same)
                one.marks = [mark for mark in one.marks if mark.code not in codes]
                if not one.marks:
                    continue
            elif one.quote and one.marks:
                self.laid.tally["by words"] += 1
                for number, mark in enumerate(one.marks):
                    key = self._key(mark, one.guid, number)
                    self.laid.codings.append(
                        IncomingCoding(
                            key, source.guid, mark.code, mark.coder, quote=one.quote, created_at=mark.at
                        )
                    )
                if one.about:
                    self.laid.memos.append(
                        IncomingMemo(
                            f"{one.guid}:description",
                            *(MemoTarget.SEGMENT, self._key(one.marks[0], one.guid, 0), one.about, one.coder),
                        )
                    )
                continue
            self.laid.tally["listed" if twin is None else "twins listed"] += 1
            self.laid.tally["listed codings"] += len(one.marks)
            self.laid.listed.setdefault(source.guid, []).append(one)

    def _reading(self, source: Source, plain: str) -> Reading:
        text = source.text
        digest = (text.digest if text else "") or sha256(source.guid.encode()).hexdigest()
        if (digest, plain) in self._digests:  # two sources of the same words are two documents
            digest = sha256(f"{source.guid} {digest}".encode()).hexdigest()
        self._digests.add((digest, plain))
        if not plain.strip():
            kind = DocumentKind.INTERVIEW if source.kind == "TextSource" else DocumentKind.RECORD
            return Reading(
                *(source.name, source.file or source.name, "txt", plain, (), {}, digest, "unicode", kind)
            )
        assert text is not None
        found = find_turns(plain)
        turns = found.turns
        if len(text.syncs) > 1:
            ruler = Ruler(text.raw, self.model, marked=text.marked)
            turns = timed(plain, turns, _stamps(text, plain, ruler), labelled=bool(found.roles))
        return Reading(
            *(source.name, source.file or source.name, "txt", plain, turns, found.roles, digest),
            *(text.encoding, found.kind, found.problems),
        )


def _as_selection(source: Source, mark: Mark) -> Selection:
    from qualbench.interchange.qdpx_marks import Selection

    return Selection(
        source.kind, "", "", None, None, mark.coder, mark.at, "", mark.notes, [mark], "all of it"
    )


def _stamps(text: SourceText, plain: str, ruler: Ruler) -> list[tuple[int, float]]:
    """Return where in the text a time is known, in order."""
    found: dict[int, float] = {}
    for _guid, position, milliseconds in text.syncs:
        if position is not None and milliseconds is not None:
            at = ruler.place(position)[0]
            if 0 <= at <= len(plain):
                found.setdefault(at, milliseconds / 1000)
    return sorted(found.items())


def timed(
    plain: str, turns: tuple[Turn, ...], stamps: list[tuple[int, float]], *, labelled: bool
) -> tuple[Turn, ...]:
    """Return the turns with times; where nobody is labelled each stretch between two times is one."""
    if not stamps:
        return turns
    if not labelled:
        return tuple(_captions(plain, stamps))
    made, index = [], 0
    for turn in turns:
        while index + 1 < len(stamps) and stamps[index + 1][0] <= turn.start:
            index += 1
        known = stamps[index][0] <= turn.start and turn.time is None
        made.append(replace(turn, time=stamps[index][1]) if known else turn)
    return tuple(made)


def _captions(plain: str, stamps: list[tuple[int, float]]) -> Iterator[Turn]:
    edges: list[tuple[int, float | None]] = [*stamps, (len(plain), None)]
    if stamps[0][0] > 0:
        edges.insert(0, (0, None))
    number = 0
    for (first, time), (last, _next) in pairwise(edges):
        words = plain[first:last]
        start = first + len(words) - len(words.lstrip())
        end = first + len(words.rstrip())
        if end > start:
            number += 1
            yield Turn(number, start, end, start, None, Role.PARTICIPANT, time)
