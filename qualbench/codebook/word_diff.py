"""Two texts told apart word by word: what was taken out and what was put in."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

#: A word, a stretch of space, or one other character; in scripts without spaces every character is a word.
_PIECES = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*"
    r"|[\w\p{M}]+(?:['’\-][\w\p{M}]+)*|\s+|\X"
)
#: More words than this on both sides together are compared as wholes: nobody reads so long a difference.
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of one text or of both: `kind` is `kept`, `out` or `in`."""

    kind: str
    text: str


def word_changes(before: str, after: str) -> tuple[Stretch, ...]:
    """Return the stretches of two texts; those kept and out make `before`, those kept and in make `after`."""
    was, now = _PIECES.findall(before), _PIECES.findall(after)
    if len(was) + len(now) > _LONGEST:
        return _whole(before, after)
    found: list[Stretch] = []
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Stretch("kept", "".join(was[a:b])))
            continue
        found += [Stretch("out", "".join(was[a:b]))] if a < b else []
        found += [Stretch("in", "".join(now[c:d]))] if c < d else []
    return _joined(found)


def mark_changes(before: str, after: str) -> str:
    """Return both texts as one, with what was taken out and what was put in in brackets, in words."""
    said = {"kept": "{}", "out": "[taken out: {}]", "in": "[put in: {}]"}
    return "".join(said[one.kind].format(one.text) for one in word_changes(before, after))


def _whole(before: str, after: str) -> tuple[Stretch, ...]:
    if before == after:
        return (Stretch("kept", before),)
    return tuple(one for one in (Stretch("out", before), Stretch("in", after)) if one.text)


def _joined(found: list[Stretch]) -> tuple[Stretch, ...]:
    """Let a space between two changes change with them, so that a phrase is one stretch and not many."""
    joined: list[Stretch] = []
    out = into = ""
    for index, one in enumerate(found):
        inside = 0 < index < len(found) - 1 and not one.text.strip()
        if one.kind == "kept" and not inside:
            joined += [each for each in (Stretch("out", out), Stretch("in", into)) if each.text]
            out = into = ""
            joined.append(one)
            continue
        out += one.text if one.kind != "in" else ""
        into += one.text if one.kind != "out" else ""
    return (*joined, *(each for each in (Stretch("out", out), Stretch("in", into)) if each.text))
