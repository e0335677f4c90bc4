"""Searching all documents: words, word forms, spelling variants and patterns, turn by turn.

A `Finder` is made once from a `Query` and is then given the words of turns; it gives back where in them the
hits are. Pure: texts in, places out, in code points of the texts as they are stored. What is searched (which
documents, whose turns) is decided by whoever hands the turns over.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from qualbench.errors import UsageError
from qualbench.search.folding import Clusters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualbench.model.document import Turn
    from qualbench.model.ids import DocumentId
    from qualbench.model.span import Span

#: How alike a spelling must be, of 100, unless said otherwise: `docter` is 83 to `doctor`.
THRESHOLD = 82


class Way(StrEnum):
    """How words are looked for."""

    WORDS = "words"
    ENDINGS = "endings"
    FORMS = "forms"
    FUZZY = "fuzzy"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    Attributes:
        threshold: For `Way.FUZZY`: how alike a spelling must be, from 1 to 100.
        model: For `Way.FORMS`: the name of an installed spaCy pipeline, or its folder; empty for the first
            that is there of those that are known.
        models: For `Way.FORMS`: language code and pipeline of the languages that have one of their own.
    """

    words: str
    way: Way = Way.WORDS
    threshold: int = THRESHOLD
    model: str = ""
    models: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that was found.

    Attributes:
        span: Code points of the document's text; whole grapheme clusters.
        turn: The turn in which it is.
    """

    document_id: DocumentId
    revision: int
    span: Span
    turn: Turn


class Finder(Protocol):
    """Finds what a query asks for."""

    def find(self, texts: Sequence[str], language: str = "") -> Iterator[list[Span]]:
        """Yield the places in each text, in order, none overlapping another.

        Args:
            language: Code of what they are written in, or empty; only word forms depend on it.
        """

    def terms(self, vocabulary: Iterable[str]) -> set[str] | None:
        """Return the words of the index of which a document must hold one; None where any may hold a hit."""

    @property
    def note(self) -> str:
        """What a person should know about how it is looked for, or an empty string."""


def make_finder(query: Query) -> Finder:
    """Return what finds `query`.

    Raises:
        UsageError: There is nothing to look for, or the pattern cannot be read.
        NoWordForms: Word forms are asked for, and no spaCy model is there.
    """
    if not query.words.strip():
        raise UsageError("There are no words to look for.")
    if query.way is Way.PATTERN:
        from qualbench.search.patterns import PatternFinder

        return PatternFinder(query.words)
    if query.way is Way.FUZZY:
        from qualbench.search.variants import VariantFinder

        return VariantFinder(query.words, query.threshold)
    if query.way is Way.FORMS:
        from qualbench.search.forms import FormFinder

        return FormFinder(query.words, query.model, dict(query.models))
    from qualbench.search.words import WordFinder

    return WordFinder(query.words, endings=query.way is Way.ENDINGS)


def find_hits(
    finder: Finder,
    document_id: DocumentId,
    revision: int,
    text: str,
    turns: Sequence[Turn],
    language: str = "",
) -> Iterator[list[Hit]]:
    """Yield the hits of each turn, in order; whoever has enough stops asking."""
    said = [text[turn.start : turn.end] for turn in turns]
    for turn, words, places in zip(turns, said, finder.find(said, language), strict=True):
        whole = Clusters(words)
        yield [Hit(document_id, revision, whole.around(place).shift(turn.start), turn) for place in places]
