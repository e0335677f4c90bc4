"""Finding: codes by fuzzy typing, words in a document, sentences. All pure and quick."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING

from qualbench.model.span import Span
from qualbench.search.folding import fold_signs
from qualbench.search.fuzzy import BY_WORDS, CodeHit, near_duplicates, nearest, rank_codes
from qualbench.search.language import (
    Pipeline,
    check_language,
    installed_pipelines,
    pipeline_for,
    spacy_version,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from qualbench.model.document import Turn

__all__ = [
    "BY_WORDS",
    "CodeHit",
    "Pipeline",
    "accent_places",
    "check_language",
    "find_text",
    "installed_pipelines",
    "names_heard_by",
    "near_duplicates",
    "nearest",
    "pipeline_for",
    "quote_places",
    "rank_codes",
    "sentence_starts",
    "spacy_version",
    "turn_sentences",
    "unit_at",
]


def names_heard_by(chosen: Mapping[str, str]) -> Callable[[str], str]:
    """Return what says which installed model hears names in a language; an empty text where none does.

    Args:
        chosen: Language code -> the pipeline that the person wants for it.
    """
    deaf = {one.name for one in installed_pipelines() if "ner" not in one.parts}

    def model_for(language: str) -> str:
        model = pipeline_for(language, chosen)
        return "" if model in deaf else model

    return model_for


def sentence_starts(text: str) -> list[int]:
    """Return where sentences begin, in code points; see `search.language`."""
    from qualbench.search import language  # late: finding a quote needs none of it

    return language.sentence_starts(text)


def turn_sentences(
    text: str, turns: Sequence[Turn], *, language: str = "en", model: str = ""
) -> list[tuple[int, Span]]:
    """Return (number of the turn, stretch) of every sentence, by spaCy, in order.

    Args:
        language: A spaCy language code; its rules need no model.
        model: The name of an installed spaCy pipeline, which hears better; or empty.

    Raises:
        UsageError: spaCy has no such language, or the model is not installed.
    """
    from qualbench.search import language as by_language  # late: see above

    words = [text[turn.start : turn.end] for turn in turns]
    split = by_language.split_sentences(words, language=language, model=model)
    found = []
    for turn, starts in zip(turns, split, strict=True):
        for start, end in zip(starts, [*starts[1:], turn.end - turn.start], strict=True):
            sentence = text[turn.start + start : turn.start + end].rstrip()
            if sentence:
                found.append((turn.index, Span(turn.start + start, turn.start + start + len(sentence))))
    return found


def find_text(text: str, query: str) -> list[Span]:
    """Return every place of `query` in `text`, whatever the case; any white space matches a space."""
    words = query.split()
    if not words:
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [Span(hit.start(), hit.end()) for hit in re.finditer(pattern, text, re.IGNORECASE)]


def quote_places(text: str, quote: str, *, fold_space: bool = False) -> list[Span]:
    """Return every place of `quote`, to the character, overlapping ones too.

    Args:
        fold_space: Take white space, quotation marks, dashes and the like as programs exchange them (see
            `search.folding.fold_signs`).
    """
    if not quote.strip():
        return []
    if not fold_space:
        return [Span(at, at + len(quote)) for at in _all_of(text, quote)]
    folded, wanted = fold_signs(text), fold_signs(quote).text.strip()
    return [folded.span(at, at + len(wanted)) for at in _all_of(folded.text, wanted)] if wanted else []


def _all_of(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def accent_places(text: str, quote: str, *, fold_space: bool = False) -> list[Span]:
    """Return where a quote stands with its accents composed (NFC) or apart (NFD), as a Mac may write them."""
    for form in ("NFC", "NFD"):
        other = unicodedata.normalize(form, quote)
        if other != quote and (places := quote_places(text, other, fold_space=fold_space)):
            return places
    return []


def unit_at(starts: Sequence[int], position: int, length: int) -> Span:
    """Return the unit (a sentence, say) around `position`, given the units' starts and the text's length."""
    index = max(bisect_right(starts, position) - 1, 0)
    start = starts[index] if starts else 0
    return Span(start, starts[index + 1] if index + 1 < len(starts) else length)
