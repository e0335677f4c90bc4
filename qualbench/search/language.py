"""Sentences. A quick rule on punctuation serves reading and coding; spaCy is loaded only when asked for.

spaCy is imported in this file alone and only inside functions: it takes seconds, and the coding screen must
open without it. No model is needed and none is ever downloaded: a blank pipeline with the rule-based
sentence splitter of the language is enough, and an installed model is used where its name is given.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import regex

from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Words whose full stop ends no sentence.
_SHORT = frozenset(
    (
        *("Dr", "Mr", "Mrs", "Ms", "Mx", "Prof", "St", "Jr", "Sr", "vs", "etc", "e.g", "i.e", "eg", "ie"),
        *("approx", "dept", "fig", "cf", "al", "ca", "bzw", "z.B", "d.h", "Mme", "Mlle"),
    )
)

_END = regex.compile(
    r"""
    (?: (?P<stop>[.!?…؟।]+) ["'”’»)\]]* (?=\s|$) \s* )    # a stop, closing quotes, the space after it
    | (?: (?P<full>[。！？]+) ["'”’»」』)\]]* \s* )         # scripts that put no space after it
    | (?P<line>\n\s*)                                           # the end of a line ends a sentence
    """,
    regex.VERBOSE,
)


def sentence_starts(text: str) -> list[int]:
    """Return the code points at which sentences start, in order, the first being 0.

    A rule on punctuation and line ends: `Dr. Smith`, `e.g. this`, initials and `Well... I` do not break.
    """
    starts = [0]
    for hit in _END.finditer(text):
        at = hit.end()
        if at >= len(text) or (hit["stop"] and not _ends(text, hit.start(), hit["stop"], at)):
            continue
        if at > starts[-1]:
            starts.append(at)
    return starts


def _ends(text: str, stop: int, mark: str, after: int) -> bool:
    """Say whether the stop at `stop` ends a sentence, by the word before it and the letter after it."""
    following = text[after : after + 1]
    if mark[0] in ".…" and following.islower():
        return False
    if mark == ".":
        word = text[max(0, stop - 12) : stop].split()[-1:] or [""]
        bare = word[0].lstrip("(“\"'‘")
        return not (bare in _SHORT or (len(bare) == 1 and bare.isupper() and bare != "I"))
    return True


def split_sentences(texts: Iterable[str], *, language: str = "en", model: str = "") -> list[list[int]]:
    """Return the sentence starts of each text by spaCy, as code points.

    Args:
        language: A spaCy language code, used with no model installed (a blank pipeline and rules).
        model: Name of an installed pipeline, or empty.

    Raises:
        UsageError: spaCy has no such language, or the model is not installed.
    """
    pipeline = _pipeline(language, model)
    return [[sentence.start_char for sentence in doc.sents] for doc in pipeline.pipe(texts)]


@lru_cache(maxsize=2)
def _pipeline(language: str, model: str) -> Any:
    import spacy

    try:
        if model:
            return spacy.load(model, disable=["ner", "lemmatizer"])
        pipeline = spacy.blank(language)
    except OSError as error:
        raise UsageError(
            f"The language model “{model}” is not installed.",
            "Without it the rules for the language are used; nothing is downloaded by itself.",
        ) from error
    except ImportError as error:
        raise UsageError(
            f"spaCy has no language “{language}”.", "Use a code such as en, de, fr, es."
        ) from error
    pipeline.add_pipe("sentencizer")
    pipeline.max_length = 50_000_000
    return pipeline
