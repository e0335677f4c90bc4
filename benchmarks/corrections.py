"""The lines of the bench about corrected texts: following codings, against comparing the texts alone."""

from __future__ import annotations

import random
import re
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.corpus import interview
from benchmarks.measure import Line

if TYPE_CHECKING:
    from benchmarks.lines import Bench

SHARES = (0.01, 0.05, 0.10)
SEGMENTS, TIMES = 300, 5


def corrections_lines(_bench: Bench) -> list[Line]:
    """What following 300 segments into an edited transcript of 7,000 words costs."""
    return [_line(share) for share in SHARES]


def _line(share: float) -> Line:
    from fast_diff_match_patch import diff

    from qualbench.model.span import Span
    from qualbench.search.anchoring import TextMap

    took = [0.0, 0.0]
    TextMap("a word", "another word").place(Span(0, 6))  # libraries are loaded, as the other one is
    for number in range(TIMES):
        chance = random.Random(number)
        old = interview(number).text
        new = corrupted(old, share, chance).text
        starts = [chance.randrange(len(old) - 400) for _ in range(SEGMENTS)]
        spans = [Span(start, start + chance.randrange(20, 400)) for start in starts]
        began = process_time()
        found = TextMap(old, new)
        for span in spans:
            found.place(span)
        took[0] += process_time() - began
        began = process_time()
        diff(old, new, counts_only=True, timelimit=0)
        took[1] += process_time() - began
    what = f"300 segments into a text with {share:.0%} of its words edited"
    name = f"{what}: cpu s, against fast-diff-match-patch alone"
    return Line(name, took[0] / TIMES, took[1] / TIMES, 3.0)


class Corrupted(NamedTuple):
    """A text with words edited, and where each token of the old one is in it."""

    text: str
    places: dict[int, tuple[int, str]]


def corrupted(text: str, share: float, chance: random.Random) -> Corrupted:
    """Edit a share of the words: other words, none, more, moved paragraphs, other newlines."""
    tokens: list[tuple[int | None, str]] = [
        (hit.start(), hit.group()) for hit in re.finditer(r"\w+|\s+|[^\w\s]", text)
    ]
    words = [at for at, (_start, token) in enumerate(tokens) if token[0].isalnum()]
    more: set[int] = set()
    for at in chance.sample(words, int(len(words) * share)):
        kind = chance.random()
        if kind < 0.4:
            tokens[at] = (None, chance.choice(("uh", "well", "changed", "other")))
        elif kind < 0.7:
            tokens[at] = (None, "")
        else:
            more.add(at)
    made: list[tuple[int | None, str]] = []
    for at, one in enumerate(tokens):
        made.append(one)
        made += [(None, " "), (None, "inserted")] if at in more else []
    spaces = [at for at, (_start, token) in enumerate(made) if token.isspace()]
    for at in chance.sample(spaces, int(len(spaces) * share / 2)):
        made[at] = (None, "\n" if made[at][1] == " " else " ")
    for _ in range(max(1, int(share * 40))):
        begin, long = chance.randrange(len(made) - 200), chance.randrange(60, 160)
        part = made[begin : begin + long]
        del made[begin : begin + long]
        there = chance.randrange(len(made))
        made[there:there] = part
    places, offset = {}, 0
    for start, token in made:
        if start is not None:
            places[start] = (offset, token)
        offset += len(token)
    return Corrupted("".join(token for _start, token in made), places)
