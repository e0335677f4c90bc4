"""Where a passage that comes from another program is in the text: sure, unsure, or nowhere."""

from __future__ import annotations

from typing import NamedTuple

from qualbench.model.span import Span
from qualbench.search.folding import fold_signs
from qualbench.workbench.searching import quote_places


class Placed(NamedTuple):
    """A place, and why it is unsure; nowhere where there is no span."""

    span: Span | None
    doubt: str = ""


def find_place(text: str, span: Span | None, quote: str, doubt: str = "") -> Placed:
    """Return where a passage is: by its positions and its words where both are known, else by the words."""
    if span is None:
        return _by_quote(text, quote, doubt)
    if not 0 <= span.start < span.end <= len(text):
        return Placed(_inside(text, span), doubt or "its place is not in the text")
    if not doubt and quote and not agree(text[span.start : span.end], quote):
        doubt = "the words there are not those of the file"
    return Placed(span, doubt)


def agree(words: str, quote: str) -> bool:
    """Say whether words are those of a quote, but for white space and for how signs are drawn."""
    if words == quote:
        return True
    return " ".join(fold_signs(words).text.split()) == " ".join(fold_signs(quote).text.split())


def _by_quote(text: str, quote: str, doubt: str) -> Placed:
    spans = quote_places(text, quote, fold_space=True) if quote.strip() else []
    if not spans:
        return Placed(None, doubt or "its words are not in the text")
    if len(spans) > 1:
        return Placed(spans[0], doubt or f"its words are in the text {len(spans)} times")
    return Placed(spans[0], doubt)


def _inside(text: str, span: Span) -> Span | None:
    """Return what of a stretch is in the text, or None."""
    start, end = max(span.start, 0), min(span.end, len(text))
    return Span(start, end) if start < end else None
