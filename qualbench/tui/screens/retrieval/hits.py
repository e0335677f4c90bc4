"""Segments as the passages of a list, each made when it comes into sight. No Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.model.coding import MemoTarget, Stance
from qualbench.tui.lanes import Marks
from qualbench.tui.passage_layout import Part, Passage
from qualbench.workbench.coding import find_segment
from qualbench.workbench.memoing import list_memos
from qualbench.workbench.retrieving import found_words, in_context

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualbench.model.code import Codebook
    from qualbench.model.ids import CoderId
    from qualbench.model.span import Span
    from qualbench.workbench.project import Session
    from qualbench.workbench.retrieving import CodedPlace, Documents


class Hits:
    """Segments in the order of their places, as passages.

    Args:
        session: Asked about a segment only when its passage is made.
        places: The segments.
        documents: Where their words are.
        book: The codebook, for names and colours.
        coders: Coders' names by id; a passage names its coder where there are several.
        words: What the question looked for, marked in the passages.
        sentences: How many sentences of context each has before and after.
    """

    def __init__(
        self,
        session: Session,
        places: Sequence[CodedPlace],
        documents: Documents,
        book: Codebook,
        coders: Mapping[CoderId, str],
        *,
        words: Sequence[str] = (),
        sentences: int = 0,
    ) -> None:
        self.session, self.places, self.documents = session, places, documents
        self.book, self.coders, self.words, self.sentences = book, coders, tuple(words), sentences
        self.marks = Marks()
        self.marks.color_as({code.id: code.color for code in book.codes})
        used = {one.code_id for one in places}
        for code, _depth in book.walk():
            if code.id in used:
                self.marks.number(code.id)

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, at: int, /) -> Passage:
        """Make the passage of the segment at `at`; one that is gone meanwhile says so."""
        place = self.places[at]
        try:
            segment = find_segment(self.session, place.id)
            held = self.documents[place.document_id]
        except QualbenchError:
            return Passage(place.id, (Part("This segment is gone.", faint=True),), "")
        shown = in_context(held, place.start, place.end, self.sentences)
        mark = self.marks.mark(place.code_id)
        name = self.book.by_id[place.code_id].name if place.code_id in self.book.by_id else "?"
        code = Part(f"{mark.letter} {name}", bold=True, color=mark.color)
        head = [Part(held.document.name, bold=True), code]
        if shown.turn is not None:
            speaker = shown.turn.speaker or ""
            known = speaker.casefold() in ("", held.document.name.casefold())
            head.append(Part(f"turn {shown.turn.index}" + ("" if known else f", {speaker}")))
        if len(self.coders) > 1:
            head.append(Part(self.coders.get(place.coder_id, "?"), faint=True))
        if segment.important:
            head.append(Part("! important", bold=True))
        if segment.stance is not Stance.NONE:
            head.append(Part(segment.stance.value))
        memos = list_memos(self.session, target=MemoTarget.SEGMENT, target_id=place.id)
        return Passage(
            id=place.id,
            head=tuple(head),
            text=shown.text,
            words=shown.words if len(shown.words) < len(shown.text) else None,
            found=self._found(shown.text),
            notes=tuple(f"memo: {memo.text}" for memo in memos),
        )

    def _found(self, text: str) -> tuple[Span, ...]:
        """Return where the words looked for stand, in order and without overlaps."""
        found: list[Span] = []
        for span in sorted(span for words in self.words for span in found_words(text, words)):
            if not found or span.start >= found[-1].end:
                found.append(span)
        return tuple(found)
