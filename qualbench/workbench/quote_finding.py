"""Finding the one place of a quote in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.storage.documents import load_turns
from qualbench.workbench.searching import accent_places, quote_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.document import Document
    from qualbench.model.span import Span
    from qualbench.workbench.project import Session


class QuoteNotUnique(QualbenchError):
    """A quote is not found exactly once.

    Attributes:
        places: Where it is found, as code points.
    """

    def __init__(
        self, document: str, spans: Sequence[Span], turns: Sequence[int], accents: Sequence[Span] = ()
    ) -> None:
        if spans:
            where = ", ".join(
                f"{span.start}:{span.end} (turn {turn})" if turn else f"{span.start}:{span.end}"
                for span, turn in zip(spans[:8], turns, strict=False)
            )
            message = f"The quote is found {len(spans)} times in {document}: {where}."
            hint = "Give more of the words, or the position as START:END."
        elif accents:
            where = ", ".join(f"{span.start}:{span.end}" for span in accents[:8])
            message = f"The quote is not found in {document} as it is."
            hint = f"With its accents written in another way (composed or apart) it is at {where}: give that."
        else:
            message = f"The quote is not found in {document}."
            hint = "Every character counts; --fold-space lets white space, quotation marks and dashes differ."
        super().__init__(message, hint)
        self.places = tuple(spans)


def find_quote(session: Session, document: Document, quote: str, *, fold_space: bool = False) -> Span:
    """Return the one place of a quote in a document.

    Raises:
        QuoteNotUnique: It is found several times, or not at all.
    """
    text = session.store.text(document.id, document.revision)
    spans = quote_places(text, quote, fold_space=fold_space)
    if len(spans) != 1:
        turns = load_turns(session.store, document.id, document.revision)
        indexes = [next((t.index for t in turns if t.label_start <= one.start < t.end), 0) for one in spans]
        accents = accent_places(text, quote, fold_space=fold_space) if not spans else []
        raise QuoteNotUnique(document.name, spans, indexes, accents)
    return spans[0]
