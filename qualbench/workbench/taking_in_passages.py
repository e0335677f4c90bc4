"""The passages of another program's project: codings and annotations, those without a sure place too."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from qualbench.model.change import Change, Noun
from qualbench.model.coding import Memo, MemoTarget, Segment
from qualbench.model.document import Reading
from qualbench.model.ids import new_id
from qualbench.model.revising import Doubt
from qualbench.model.span import Span
from qualbench.search.anchoring import likeness
from qualbench.storage import documents as stored
from qualbench.workbench.coding import segment_added
from qualbench.workbench.incoming_places import Placed, find_place
from qualbench.workbench.memoing import memo_row
from qualbench.workbench.writing import added

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.interchange.incoming import IncomingCoding, IncomingMemo
    from qualbench.workbench.taking_in_rows import Laying

#: What stands between the passages of the text of those without a place.
_BETWEEN = "\n\n"


class Passages:
    """Lays in codings and annotations; each goes where it is sure to be, or to those that wait."""

    def __init__(self, laying: Laying) -> None:
        self.laying, self.incoming = laying, laying.incoming
        self.segments: dict[str, str] = {}
        self.waiting: dict[int, tuple[int, Span]] = {}
        self.placed: dict[int, Placed] = {}

    def aside(self) -> Iterator[Change]:
        """Find every place, and yield the texts of those that have no sure one."""
        doubtful: dict[str, list[IncomingCoding | IncomingMemo]] = defaultdict(list)
        for one in self._passages():
            document = self._document(one)
            if document not in self.laying.texts:
                continue
            place = find_place(self.laying.texts[document], one.span, one.quote, one.doubt)
            self.placed[id(one)] = place
            if place.doubt:
                doubtful[document].append(one)
        for document, passages in doubtful.items():
            yield from self._lay_aside(document, passages)

    def _passages(self) -> Iterator[IncomingCoding | IncomingMemo]:
        yield from self.incoming.codings
        yield from (one for one in self.incoming.memos if one.target is MemoTarget.PASSAGE)

    @staticmethod
    def _document(one: IncomingCoding | IncomingMemo) -> str:
        return one.about if hasattr(one, "about") else one.document

    def _lay_aside(self, document: str, passages: list[IncomingCoding | IncomingMemo]) -> Iterator[Change]:
        """Yield a text of the document, before its first, that holds the words of the file."""
        laying = self.laying
        key, revision = laying.documents[document], laying.revisions[document]
        known = [number for number, _at, _words in stored.load_revisions(laying.session.store, key)]
        number = min([*known, 1]) - 1
        parts, at = [], 0
        for one in passages:
            words = self._words_of(document, one)
            parts.append(words)
            self.waiting[id(one)] = (number, Span(at, at + len(words)))
            at += len(words) + len(_BETWEEN)
        text = _BETWEEN.join(parts)
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        source = self.incoming.source
        reading = Reading(source, source, "txt", text, (), {}, digest, "unicode")
        here, there = {"revision": revision}, {"revision": number}
        yield Change("PassagesLaidAside", Noun.DOCUMENT, (key,), here, there, material=reading)
        yield Change("TextAgain", Noun.DOCUMENT, (key,), there, here)

    def _words_of(self, document: str, one: IncomingCoding | IncomingMemo) -> str:
        """Return a passage's words as the file has them, or, where it has none, why they are not here."""
        if one.quote.strip():
            return one.quote.replace("\r\n", "\n").replace("\r", "\n")
        span, doubt = one.span, self.placed[id(one)].doubt
        text = self.laying.texts[document]
        if span is not None and 0 <= span.start < span.end <= len(text):
            return text[span.start : span.end]
        return f"[{doubt}{f': {span.start} to {span.end}' if span is not None else ''}]"

    def codings(self) -> Iterator[Change]:
        """Yield the codings, and for each without a sure place that it waits."""
        laying = self.laying
        for one in self.incoming.codings:
            laying.found["codings"] += 1
            place = self.placed.get(id(one))
            code, coder = laying.codes.get(one.code), laying.coders.get(one.coder)
            if place is None or code is None or coder is None:
                laying.why["codings"]["of a code, a coder or a document that the file does not hold"] += 1
                continue
            laying.imported["codings"] += 1
            document, revision = laying.documents[one.document], laying.revisions[one.document]
            span = place.span
            there = span is not None and (document, span.start, span.end, code.id, coder) in laying.taken
            if there and not place.doubt:
                laying.why["codings"]["the same as another, or there already: kept once"] += 1
                continue
            if there:
                span = None
            if span is not None:
                laying.taken.add((document, span.start, span.end, code.id, coder))
            stand, at = (revision, span) if span is not None else self.waiting[id(one)]
            segment = Segment(
                *(laying.new_id(one.key), document, stand, at.start, at.end, "", code.id, coder),
                *(one.created_at or laying.at, one.important, one.stance, code.meaning),
            )
            self.segments[one.key] = segment.id
            yield segment_added(segment)
            if place.doubt:
                laying.why["codings"][f"wait for you: {place.doubt}"] += 1
                yield self._waits(MemoTarget.SEGMENT, segment.id, one, place._replace(span=span))

    def memos(self) -> Iterator[Change]:
        """Yield memos, annotations and journal entries."""
        laying = self.laying
        for one in self.incoming.memos:
            what = "annotations" if one.target is MemoTarget.PASSAGE else "memos"
            laying.found[what] += 1
            text = one.text.replace("\r\n", "\n").replace("\r", "\n").strip()
            target = self._about(one)
            coder = laying.coders.get(one.coder)
            if not text or target is None or coder is None:
                laying.why[what]["empty" if not text else "about what is not in the project"] += 1
                continue
            laying.imported[what] += 1
            at = one.created_at or laying.at
            memo = Memo(
                *(laying.new_id(one.key), one.kind, one.target, target, text, coder),
                *(one.date or at[:10], at),
            )
            place = self.placed.get(id(one))
            if place is not None:
                stand, span = (laying.revisions[one.about], place.span)
                if span is None:
                    stand, span = self.waiting[id(one)]
                memo = replace(memo, revision=stand, start=span.start, end=span.end)
            yield added("MemoWritten", Noun.MEMO, memo.id, memo_row(memo))
            if place is not None and place.doubt:
                laying.why[what][f"wait for you: {place.doubt}"] += 1
                yield self._waits(MemoTarget.PASSAGE, memo.id, one, place)

    def _about(self, one: IncomingMemo) -> str | None:
        laying = self.laying
        if one.target is MemoTarget.PROJECT:
            return laying.session.project.id
        if one.target is MemoTarget.CODE:
            code = laying.codes.get(one.about)
            return code.id if code else None
        known = {
            MemoTarget.DOCUMENT: laying.documents,
            MemoTarget.PASSAGE: laying.documents,
            MemoTarget.CASE: laying.cases,
            MemoTarget.SEGMENT: self.segments,
            MemoTarget.THEME: laying.themes,
        }
        return known[one.target].get(one.about)

    def _waits(
        self, target: MemoTarget, target_id: str, one: IncomingCoding | IncomingMemo, place: Placed
    ) -> Change:
        document, (number, was) = self._document(one), self.waiting[id(one)]
        text, span = self.laying.texts[document], place.span
        words = self._words_of(document, one)
        row = {
            "target": target.value,
            "target_id": target_id,
            "document_id": self.laying.documents[document],
            "kind": (Doubt.LOST if span is None else Doubt.UNSURE).value,
            "revision": number,
            "start": was.start,
            "end": was.end,
            "new_revision": self.laying.revisions[document],
            "new_start": span.start if span else None,
            "new_end": span.end if span else None,
            "score": round(likeness(words, text[span.start : span.end]), 1) if span else 0.0,
            "created_at": self.laying.at,
        }
        return added("LeftUnsure", Noun.UNSURE_PLACE, new_id(), row)
