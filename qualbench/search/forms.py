"""Word forms: every form of a word, as a spaCy model hears it (`go`, `goes`, `went`, `gone`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.model.span import Span
from qualbench.search.folding import fold, fold_word
from qualbench.search.language import iter_lemmas, pipeline_for
from qualbench.search.words import disjoint, places_of, read_terms, term_pattern, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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

    def __init__(self, typed: str, model: str = "", models: Mapping[str, str] | None = None) -> None:
        self._default, self._models = model, models or {}
        first = pipeline_for("", self._models, model) or next(iter(self._models.values()), "")
        if not first:
            raise NoWordForms
        self._default = first
        self._alternatives = [[(term, term_pattern(term)) for term in terms] for terms in read_terms(typed)]
        self._words = list(
            dict.fromkeys(word for terms in self._alternatives for term, _as in terms for word in term.words)
        )
        self._basic_of: dict[str, dict[str, set[str]]] = {}
        self._basic(first)  # what is not installed is said before anything is searched

    @property
    def note(self) -> str:
        """By which models the forms are heard."""
        others = "".join(f", in {code} {name}" for code, name in sorted(self._models.items()))
        return f"Word forms as the spaCy model {self._default} hears them{others}."

    def _basic(self, model: str) -> dict[str, set[str]]:
        """Return the basic forms that a model hears in the words that are looked for."""
        if model not in self._basic_of:
            heard = zip(self._words, iter_lemmas(self._words, model), strict=True)
            self._basic_of[model] = {word: {word, *map(fold_word, lemmas.words)} for word, lemmas in heard}
        return self._basic_of[model]

    def find(self, texts: Sequence[str], language: str = "") -> Iterator[list[Span]]:
        """Yield the places in each text; what several words mean is said in `search.words`."""
        model = pipeline_for(language, self._models, self._default)
        wanted = self._basic(model)
        for text, lemmas in zip(texts, iter_lemmas(texts, model), strict=True):
            folded = fold(text)
            basic = [fold_word(one) for one in lemmas.words]
            yield disjoint(
                place
                for terms in self._alternatives
                for place in together(
                    [*places_of(as_written, folded), *_rows(term, lemmas, basic, wanted)]
                    for term, as_written in terms
                )
            )

    def terms(self, vocabulary: Iterable[str]) -> None:
        """Any document may hold a form that is not spelt like the word."""


def _rows(term: Term, lemmas: Lemmas, basic: Sequence[str], wanted: Mapping[str, set[str]]) -> Iterator[Span]:
    """Yield where words stand in a row that have the basic forms of the term's words."""
    size = len(term.words)
    for first in range(len(basic) - size + 1):
        row = zip(term.words, basic[first : first + size], strict=True)
        if all(lemma in wanted[word] for word, lemma in row):
            yield Span(lemmas.starts[first], lemmas.ends[first + size - 1])
