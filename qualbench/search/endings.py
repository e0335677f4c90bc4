"""The usual English endings of a word: what can be offered for word forms where no spaCy model is there.

It knows no grammar: it strips -s, -ed, -ing and puts them back by the rules of spelling, so it also makes
words that nobody says, which do no harm, and it misses what is irregular (`went` for `go`).
"""

from __future__ import annotations

_VOWELS = frozenset("aeiou")
_SIBILANT = ("s", "x", "z", "ch", "sh")


def with_endings(word: str) -> tuple[str, ...]:
    """Return the word and its other forms by the usual endings, the word itself first.

    Args:
        word: Lower case. A word of fewer than three letters, or with others than a to z, has no other form.
    """
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return (word,)
    forms = dict.fromkeys([word])
    for stem in _stems(word):
        forms.update(dict.fromkeys(_endings(stem)))
    return tuple(forms)


def _stems(word: str) -> list[str]:
    """Return what the word may be a form of, itself among it."""
    stems = [word]
    if word.endswith(("ies", "ied")):
        stems.append(word[:-3] + "y")
    elif word.endswith("es"):
        stems += [word[:-1], *([word[:-2]] if word[:-2].endswith((*_SIBILANT, "o")) else [])]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        stems.append(word[:-1])
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            bare = word[: -len(ending)]
            if len(bare) > 2 and bare[-1] == bare[-2] and bare[-1] not in _VOWELS:
                stems += [bare[:-1], bare]
            else:
                stems += [bare, bare + "e"]
    return [stem for stem in stems if len(stem) > 2 and any(letter in "aeiouy" for letter in stem)]


def _endings(stem: str) -> list[str]:
    if stem.endswith("y") and stem[-2] not in _VOWELS:
        return [stem, stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"]
    if stem.endswith("e"):
        ing = stem + "ing" if stem.endswith(("ee", "oe", "ye")) else stem[:-1] + "ing"
        return [stem, stem + "s", stem + "d", ing]
    plural = stem + ("es" if stem.endswith(_SIBILANT) else "s")
    forms = [stem, plural, stem + "ed", stem + "ing"]
    if stem[-1] not in _VOWELS and stem[-1] not in "wxy" and stem[-2] in _VOWELS and stem[-3] not in _VOWELS:
        forms += [stem + stem[-1] + "ed", stem + stem[-1] + "ing"]
    return forms
