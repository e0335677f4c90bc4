"""Quotes looked for in all documents by their words, one document's text at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.model.span import Span
from qualbench.search.quotations import Prepared, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualbench.reports.study import Study
    from qualbench.workbench.project import Session


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote is.

    Attributes:
        words: What the document says there.
        exact: Whether it is the quote, or only the words that are most like it.
    """

    document_id: str
    span: Span
    words: str
    exact: bool
    score: float = 100.0


def find_quotes(
    session: Session,
    study: Study,
    quotes: Sequence[str],
    progress: Callable[[int, int, str], None] | None = None,
) -> list[Found | None]:
    """Return for each quote the first place where it stands, else the words most like it, else None."""
    wanted = [pieces(one) for one in quotes]
    found: list[Found | None] = [None] * len(quotes)
    steps = len(study.sources)
    for near in (False, True):  # nothing is compared letter by letter that stands somewhere as it is
        missing = [
            place for place, one in enumerate(found) if wanted[place] and (one is None or not one.exact)
        ]
        if not missing:
            break
        for number, source in enumerate(study.sources):
            if progress is not None:
                progress(number, steps, source.document.name)
            document = source.document
            text = session.store.text(document.id, document.revision)
            prepared = Prepared(text)
            for place in missing:
                best = found[place]
                if not near and best is None:
                    places = prepared.places(wanted[place])
                    if places:
                        span = Span(places[0][0].start, places[0][-1].end)
                        found[place] = Found(document.id, span, text[span.start : span.end], True)
                elif near:
                    like = prepared.nearest(wanted[place])
                    if like is not None and (best is None or like.score > best.score):
                        words = text[like.span.start : like.span.end]
                        found[place] = Found(document.id, like.span, words, False, like.score)
    return found
