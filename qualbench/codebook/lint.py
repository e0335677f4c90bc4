"""Remarks on a codebook that is in order but could be clearer. Nothing here says that a code is wrong.

Each remark has an id that stays the same (`no-definition`). A code's `silenced` map takes remarks away, each
with a reason: by its id, and for two codes by the id and the other code (`near-name Friends instead`: its
id, its path or its name), in the entry of either. The id alone silences it about every other code.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from qualbench.model.code import PATH_SEPARATOR, Code, Codebook, CodeStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# --- thresholds, all of them, each with its reason ----------------------------------------------------

#: From this likeness on (0 to 100) two names are nearly the same: “Cost” and “Costs” are, and of longer names
#: those that differ in a letter or two; “Cost” and “Lost” are not.
NEAR_NAME = 88.0
#: The same for two definitions: a sentence of ten words may differ in one.
NEAR_DEFINITION = 90.0
#: Two definitions are compared where they share at least so much of their words: others cannot come near,
#: and two thousand need not be compared with two thousand.
SHARED_WORDS = 0.5
#: Levels of codes. Templates and frameworks in print keep to two to four; below that a code is hard to find
#: while one reads.
LEVELS = 4
#: One case or one coder is remarkable only where there are several who could have had the code: of two
#: coders one is half, of two cases one is chance.
SEVERAL_CODERS, SEVERAL_CASES = 2, 3
#: One coding is always of one coder and one case; from two on it says something.
SEVERAL_CODINGS = 2
#: Two codes that meet in so large a share of the rarer one's codings are nearly always together ...
TOGETHER = 0.9
#: ... where it has so many: three out of three are soon come by.
TOGETHER_FROM = 5

#: Every remark: its id, and what it is about, in words for a list.
REMARKS = {
    "no-definition": "no definition",
    "no-example": "no example",
    "unused": "used nowhere",
    "used-once": "used once",
    "one-coder": "one coder only",
    "one-case": "one case only",
    "near-name": "nearly the same name",
    "near-definition": "nearly the same definition",
    "always-together": "nearly always together",
    "deep": "deep in the tree",
    "topic-name": "a theme named as a topic",
    "unknown-remark": "a silenced remark that is none",
}
#: Remarks about two codes.
PAIRS = frozenset({"near-name", "near-definition", "always-together"})
_ORDER = {remark: place for place, remark in enumerate(REMARKS)}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a code, two codes or a theme that may be worth a look.

    Attributes:
        id: Which of `REMARKS` it is.
        message: What was seen, in a sentence.
        hint: What one may do about it.
        code_id: The code; of two the one that comes first in the tree. Empty for a theme.
        other_id: The second code, or empty.
        theme_id: The theme, or empty.
        why: The reason for which it is silenced, or None.
    """

    id: str
    message: str
    hint: str
    code_id: str = ""
    other_id: str = ""
    theme_id: str = ""
    why: str | None = None


def check_codebook(codebook: Codebook) -> tuple[Remark, ...]:
    """Return what can be remarked about a codebook alone, silenced remarks too, in the order of the tree."""
    codes = in_use(codebook)
    found = [
        *_without(codebook, codes),
        *_deep(codebook, codes),
        *_near_names(codebook, codes),
        *_near_definitions(codebook, codes),
        *_unknown(codebook, codes),
    ]
    return in_order(codebook, found)


def not_silenced(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return the remarks that nobody has silenced."""
    return tuple(one for one in remarks if one.why is None)


def in_use(codebook: Codebook) -> list[Code]:
    """Return the codes that remarks are made about, in the order of the tree: those that are not retired."""
    return [code for code, _depth in codebook.walk() if code.status is not CodeStatus.RETIRED]


def in_order(codebook: Codebook, remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return remarks in the order of the tree and of `REMARKS`, those on themes last."""
    places = {code.id: place for place, (code, _depth) in enumerate(codebook.walk())}
    last = len(places)
    return tuple(
        sorted(
            remarks,
            key=lambda one: (
                places.get(one.code_id, last),
                _ORDER[one.id],
                places.get(one.other_id, last),
                one.message,
            ),
        )
    )


def remark(
    codebook: Codebook, name: str, message: str, hint: str, code_id: str, other_id: str = ""
) -> Remark:
    """Return a remark on a code or two, with the reason for which it is silenced."""
    why = reason(codebook, name, code_id, other_id)
    return Remark(name, message, hint, code_id, other_id, why=why)


def reason(codebook: Codebook, name: str, code_id: str, other_id: str = "") -> str | None:
    """Return why a remark is silenced, or None where it is not."""
    for one, other in ((code_id, other_id), (other_id, code_id)) if other_id else ((code_id, ""),):
        silenced = dict(codebook.by_id[one].silenced)
        for key in (name, *(f"{name} {called}" for called in _calls(codebook, other))):
            if key in silenced:
                return silenced[key]
    return None


def silencing_keys(codebook: Codebook, one: Remark) -> dict[str, list[str]]:
    """Return code id -> the keys of its `silenced` map that take this remark away."""
    found: dict[str, list[str]] = {}
    pairs = ((one.code_id, one.other_id), (one.other_id, one.code_id))
    for code_id, other in pairs if one.other_id else pairs[:1]:
        keys = {one.id, *(f"{one.id} {called}" for called in _calls(codebook, other))}
        found[code_id] = [key for key, _why in codebook.by_id[code_id].silenced if key in keys]
    return {code_id: keys for code_id, keys in found.items() if keys}


def silencing_key(one: Remark) -> str:
    """Return the key that silences a remark in the entry of its code: the id, of two with the other's id."""
    return f"{one.id} {one.other_id}" if one.other_id else one.id


def _calls(codebook: Codebook, code_id: str) -> tuple[str, ...]:
    """Return what a code may be called in a `silenced` map."""
    code = codebook.by_id.get(code_id)
    return (code.id, codebook.paths[code.id], code.name) if code else ()


def _without(codebook: Codebook, codes: Iterable[Code]) -> Iterator[Remark]:
    for code in codes:
        path = codebook.paths[code.id]
        if not (code.definition.strip() or code.full_definition.strip()):
            hint = "Say in a sentence what the code means."
            yield remark(codebook, "no-definition", f"“{path}” has no definition.", hint, code.id)
        # a code that holds others has their examples
        if not codebook.children(code.id) and not any(one.strip() for one in code.examples):
            hint = "A typical passage shows others, and you in a year, what is meant."
            yield remark(codebook, "no-example", f"“{path}” has no example.", hint, code.id)


def _deep(codebook: Codebook, codes: Iterable[Code]) -> Iterator[Remark]:
    for code in codes:
        level = codebook.paths[code.id].count(PATH_SEPARATOR) + 1
        if level > LEVELS:
            message = f"“{codebook.paths[code.id]}” is on level {level}."
            hint = f"Below {LEVELS} levels codes are hard to find while reading."
            yield remark(codebook, "deep", message, hint, code.id)


def _unknown(codebook: Codebook, codes: Iterable[Code]) -> Iterator[Remark]:
    for code in codes:
        for key, _why in code.silenced:
            name, _space, other = key.partition(" ")
            if name not in REMARKS or (other and name not in PAIRS):
                message = f"“{codebook.paths[code.id]}” silences “{key}”, which is no remark."
                hint = f"Remarks are: {', '.join(REMARKS)}."
                yield remark(codebook, "unknown-remark", message, hint, code.id)


_SAME = "If they mean the same, one may do; else say what tells them apart."


def _near_names(codebook: Codebook, codes: Sequence[Code]) -> Iterator[Remark]:
    """Two names that are nearly the same, in whatever order their words stand.

    The same name under two parents is none, nor are names that differ in a number: “Phase 1”, “Phase 2”.
    """
    names = [" ".join(code.name.casefold().split()) for code in codes]
    found = _alike(names) | _alike([" ".join(sorted(one.split())) for one in names])
    without_numbers = [re.sub(r"\d+", "#", one) for one in names]
    for first, second in sorted(found):
        one, other = codes[first], codes[second]
        if without_numbers[first] == without_numbers[second]:
            continue
        paths = f"“{codebook.paths[one.id]}” and “{codebook.paths[other.id]}”"
        yield remark(codebook, "near-name", f"{paths} have nearly the same name.", _SAME, one.id, other.id)


def _alike(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Return the places of texts that are nearly the same.

    They are compared in order of length, each with those after it that are not too long to come near.
    """
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    by_length = [texts[place] for place in order]
    lengths = [len(text) for text in by_length]
    found = set()
    for at, text in enumerate(by_length):
        end = bisect_right(lengths, len(text) * (200 - NEAR_NAME) / NEAR_NAME)
        near = process.extract(
            text, by_length[at + 1 : end], scorer=fuzz.ratio, score_cutoff=NEAR_NAME, limit=None
        )
        for _text, _score, offset in near:
            first, second = sorted((order[at], order[at + 1 + offset]))
            found.add((first, second))
    return found


def _near_definitions(codebook: Codebook, codes: Sequence[Code]) -> Iterator[Remark]:
    said = [" ".join((one.definition or one.full_definition).casefold().split()) for one in codes]
    for first, second in sorted(_sharing_words(said)):
        if fuzz.ratio(said[first], said[second], score_cutoff=NEAR_DEFINITION):
            one, other = codes[first], codes[second]
            paths = f"“{codebook.paths[one.id]}” and “{codebook.paths[other.id]}”"
            message = f"{paths} have nearly the same definition."
            yield remark(codebook, "near-definition", message, _SAME, one.id, other.id)


def _sharing_words(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Return the places of texts that may share `SHARED_WORDS` of their words.

    Two sets that share so much must have one of their rarest words in common, of as many as may be missing
    and one more; so only texts with such a word in common are looked at.
    """
    sets = [set(re.findall(r"\w+", text)) for text in texts]
    often = Counter(word for words in sets for word in words)
    having: dict[str, list[int]] = {}
    found: set[tuple[int, int]] = set()
    for place, words in enumerate(sets):
        rarest = sorted(words, key=lambda word: (often[word], word))
        for word in rarest[: len(words) - ceil(len(words) * SHARED_WORDS) + 1]:
            found.update((before, place) for before in having.get(word, ()))
            having.setdefault(word, []).append(place)
    return found


# --- names of themes ----------------------------------------------------------------------------------

_TOPICS = (
    "advantages|aspects?|attitudes?|barriers?|benefits?|causes?|challenges?|concerns?|consequences|difficult(?:y|ies)"
    "|disadvantages|effects?|enablers?|expectations?|experiences?|facilitators?|factors?|feelings?|forms?|impacts?"
    "|importance|influences?|issues?|kinds?|needs?|obstacles?|opinions?|perceptions?|perspectives?|problems?"
    "|reasons?|roles?|sources?|strategies|thoughts?|types?|uses?|views?|ways?"
)
_TOPIC = re.compile(
    rf"(?:the |participants['’] )?(?:\w+ )?(?:{_TOPICS})(?: (?:and|or) \w+)? "
    r"(?:about|against|around|for|in|of|on|regarding|to|towards?|with)\b",
    re.IGNORECASE,
)
#: With one of these a name is a sentence, and a sentence claims something: “The way in is long”.
_CLAIMS = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|do|does|did|can|cannot|could|will|would|must|should|may|might|\w+n['’]t)\b",
    re.IGNORECASE,
)


def names_a_topic(name: str) -> bool:
    """Say whether a theme's name tells what was talked about and not what is claimed: “Barriers to care”.

    It knows English names alone.
    """
    name = " ".join(name.split())
    return _TOPIC.match(name) is not None and _CLAIMS.search(name) is None
