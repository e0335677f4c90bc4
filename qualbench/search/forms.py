"""Word forms: every form of a word, as a spaCy model hears it (`go`, `goes`, `went`, `gone`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.model.span import Span
from qualbench.search.folding import fold, fold_word
from qualbench.search.language import installed_model, iter_lemmas
from qualbench.search.words import disjoint, places_of, read_terms, term_pattern, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualbench.search.language import Lemmas
    from qualbench.search.words import Term


class NoWordForms(QualbenchError):
    """Word forms are asked for, and there is no spaCy model."""

    def __init__(self) -> None:
        super().__init__(
            "Word forms need a spaCy model, and none is installed here.",
            "Search by endings instead (the usual English ones), or write how the word begins, with a star: "
            "work*. A model that is installed later is found by itself; nothing is downloaded.",
        )


class FormFinder:
    """Finds words by their basic form (lemma), in rows where a phrase is asked for.

    Raises:
        NoWordForms: No model is installed.
        UsageError: The named model is not.
    """

    def __init__(self, typed: str, model: str = "") -> None:
        self._model = model or installed_model()
        if not self._model:
            raise NoWordForms
        self._alternatives = [[(term, term_pattern(term)) for term in terms] for terms in read_terms(typed)]
        words = list(
            dict.fromkeys(word for terms in self._alternatives for term, _as in terms for word in term.words)
        )
        heard = zip(words, iter_lemmas(words, self._model), strict=True)
        self._basic = {word: {word, *map(fold_word, lemmas.words)} for word, lemmas in heard}
        self.note = f"Word forms as the spaCy model {self._model} hears them."

    def find(self, texts: Sequence[str]) -> Iterator[list[Span]]:
        """Yield the places in each text; what several words mean is said in `search.words`."""
        for text, lemmas in zip(texts, iter_lemmas(texts, self._model), strict=True):
            folded = fold(text)
            basic = [fold_word(one) for one in lemmas.words]
            yield disjoint(
                place
                for terms in self._alternatives
                for place in together(
                    [*places_of(as_written, folded), *self._rows(term, lemmas, basic)]
                    for term, as_written in terms
                )
            )

    def _rows(self, term: Term, lemmas: Lemmas, basic: Sequence[str]) -> Iterator[Span]:
        """Yield where words stand in a row that have the basic forms of the term's words."""
        size = len(term.words)
        for first in range(len(basic) - size + 1):
            row = zip(term.words, basic[first : first + size], strict=True)
            if all(lemma in self._basic[word] for word, lemma in row):
                yield Span(lemmas.starts[first], lemmas.ends[first + size - 1])

    def terms(self, vocabulary: Iterable[str]) -> None:
        """Any document may hold a form that is not spelt like the word."""
