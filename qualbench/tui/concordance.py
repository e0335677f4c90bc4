"""Hits as passages for a list: each made when it comes into sight, in one of several orders. No Textual."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from qualbench.tui.passage_layout import Part, Passage
from qualbench.tui.sanitise import cluster_start
from qualbench.workbench.concordancing import fold_word

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qualbench.model.ids import DocumentId
    from qualbench.model.span import Span
    from qualbench.workbench.concordancing import Hit, Material

#: Code points of context made ready on each side; more than a row can show.
_REACH = 240
#: Words beside a hit that its place in an order by them depends on.
_DEPTH = 4


class Order(StrEnum):
    """In which order hits stand."""

    DOCUMENT = "document"
    BEFORE = "the words before"
    FOUND = "the words found"
    AFTER = "the words after"


class Concordance:
    """Hits of several documents, and which of them are taken in.

    Attributes:
        hits: As they were found, in the order of the documents.
        left_out: Places in `hits` of those that are not to be coded.
    """

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self.left_out: set[int] = set()
        self.order = Order.DOCUMENT
        self._materials: dict[DocumentId, Material] = {}
        self._places: list[int] = []

    # --- what a list asks for ---------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.hits)

    def __getitem__(self, place: int) -> Passage:
        number = self.number_at(place)
        hit = self.hits[number]
        source = self._materials[hit.document_id]
        text, turn, span = source.text, hit.turn, hit.span
        start = cluster_start(text, max(turn.start, span.start - _REACH))
        end = cluster_start(text, min(turn.end, span.end + _REACH))
        name = source.document.name
        who = "" if turn.speaker in (None, name) else str(turn.speaker)
        return Passage(
            str(number),
            (Part(f"{name} {turn.index}"), Part(who, faint=True)),
            text[start : max(end, span.end)],
            found=(span.shift(-start),),
        )

    # --- hits -------------------------------------------------------------------------------------

    def add(self, source: Material, hits: Sequence[Hit]) -> None:
        """Take the hits of one more document."""
        self._materials[source.document.id] = source
        self.hits += hits

    def text(self, document_id: DocumentId) -> str:
        """Return the text of a document that has hits."""
        return self._materials[document_id].text

    def number_at(self, place: int) -> int:
        """Return which of `hits` stands at a place of the list."""
        return place if self.order is Order.DOCUMENT else self._places[place]

    def place_of(self, number: int) -> int:
        """Return where in the list a hit stands."""
        return number if self.order is Order.DOCUMENT else self._places.index(number)

    @property
    def taken(self) -> list[Hit]:
        """The hits that are not left out."""
        return [hit for number, hit in enumerate(self.hits) if number not in self.left_out]

    @property
    def documents(self) -> int:
        """How many documents have hits."""
        return len(self._materials)

    @property
    def document_ids(self) -> tuple[DocumentId, ...]:
        """The documents that have hits."""
        return tuple(self._materials)

    def within(self, document_ids: Collection[DocumentId]) -> Concordance:
        """Return the hits that are in these documents alone, in the same order, the same ones left out."""
        kept = Concordance()
        numbers = [n for n, hit in enumerate(self.hits) if hit.document_id in document_ids]
        kept.hits = [self.hits[number] for number in numbers]
        kept.left_out = {n for n, number in enumerate(numbers) if number in self.left_out}
        kept._materials = {one: self._materials[one] for one in self._materials if one in document_ids}
        kept.sort(self.order)
        return kept

    def in_document(self, document_id: DocumentId) -> list[Span]:
        """Return the places of the hits in one document, in order."""
        return [hit.span for hit in self.hits if hit.document_id == document_id]

    def sort(self, order: Order) -> None:
        """Put the hits in another order; among equals the documents' order holds."""
        self.order = order
        if order is not Order.DOCUMENT:
            keys = [self._key(hit, order) for hit in self.hits]
            self._places = sorted(range(len(keys)), key=keys.__getitem__)

    def _key(self, hit: Hit, order: Order) -> list[str]:
        text, turn, span = self.text(hit.document_id), hit.turn, hit.span
        if order is Order.BEFORE:
            words = text[max(turn.start, span.start - _REACH // 2) : span.start].split()
            return [fold_word(word) for word in reversed(words[-_DEPTH:])]
        if order is Order.AFTER:
            words = text[span.end : min(turn.end, span.end + _REACH // 2)].split()
            return [fold_word(word) for word in words[:_DEPTH]]
        return [fold_word(text[span.start : span.end])]
