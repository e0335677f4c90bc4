"""A corpus to measure with: interviews of about 7,000 words and codings of them, the same at every call.

The words are invented but spread as those of a language are (a few very common, most rare), so that a full
text index costs what it costs with real talk.
"""

from __future__ import annotations

import json
import random
from itertools import accumulate, product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Words of one interview, and codings of one interview.
WORDS = 7_000
CODINGS = 300
#: Codes: so many under each of so many, under each of so many at the top.
LEVELS = (4, 3, 5)

_COMMON = """and I the to it that you a of was in so but they know have my just like not be for with we
it's do think what when me because if then there said this at on really don't would one all had about"""
_SYLLABLES = ("ba", "ren", "to", "li", "ska", "mon", "e", "dru", "va", "pi", "so", "nel", "ga", "ruk", "hi")
_RARE = ["".join(parts) for parts in product(_SYLLABLES, repeat=3)]
_VOCABULARY = [*_COMMON.split(), *_RARE]
_WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(_VOCABULARY) + 1)))


class Interview(NamedTuple):
    """A transcript: its document's name, its text, and where its participant's turns stand in it."""

    name: str
    text: str
    answers: tuple[tuple[int, int], ...]


def interview(number: int) -> Interview:
    """Make the interview of that number: labelled turns, one to a paragraph."""
    chance = random.Random(number)
    words = chance.choices(_VOCABULARY, cum_weights=_WEIGHTS, k=WORDS)
    name = f"P{number:04d}"
    text: list[str] = []
    answers: list[tuple[int, int]] = []
    taken = at = 0
    asks = True
    while taken < WORDS:
        many = chance.randint(6, 30) if asks else chance.randint(20, 160)
        said = _sentences(words[taken : taken + many], chance, "?" if asks else ".")
        label = "Interviewer: " if asks else f"{name}: "
        if not asks:
            answers.append((at + len(label), at + len(label) + len(said)))
        text += [label, said, "\n\n"]
        at += len(label) + len(said) + 2
        taken += many
        asks = not asks
    return Interview(name, "".join(text), tuple(answers))


def _sentences(words: list[str], chance: random.Random, end: str) -> str:
    said = []
    while words:
        many = chance.randint(5, 18)
        sentence = " ".join(words[:many])
        said.append(sentence[0].upper() + sentence[1:])
        words = words[many:]
    return ". ".join(said) + end


def code_paths() -> list[str]:
    """Return the paths of the codes that are used: those at the lowest of three levels."""
    tops, middles, leaves = LEVELS
    numbers = product(range(tops), range(middles), range(leaves))
    return [f"Area {a} > Topic {a}.{b} > Point {a}.{b}.{c}" for a, b, c in numbers]


def codebook() -> str:
    """Return the codebook as YAML."""
    lines = ["format: 1", "name: Bench", "codes:"]
    above: list[str] = []
    for path in code_paths():
        names = path.split(" > ")
        for level, name in enumerate(names):
            if names[: level + 1] == above[: level + 1]:
                continue
            indent = "    " * level
            lines.append(f"{indent}- name: {name}")
            if level + 1 < len(names):
                lines.append(f"{indent}  codes:")
        above = names
    return "\n".join([*lines, ""])


def codings(number: int, made: Interview) -> Iterator[dict[str, str | int]]:
    """Yield the codings of an interview as rows of `code import`; no two share both a turn and a code.

    Every code is used equally often over the interviews.
    """
    chance = random.Random(-1 - number)
    paths = code_paths()
    used = set()
    for one in range(CODINGS):
        path = paths[(number * CODINGS + one) % len(paths)]
        turn = chance.choice(made.answers)
        while (turn, path) in used:
            turn = chance.choice(made.answers)
        used.add((turn, path))
        length = min(turn[1] - turn[0], chance.randint(20, 400))
        start = chance.randint(turn[0], turn[1] - length)
        yield {
            "document": made.name,
            "start": start,
            "end": start + length,
            "code_path": path,
            "coder": "Mira Example",
        }


def write_corpus(folder: Path, rows: Path, documents: int) -> None:
    """Write `documents` interviews as txt into `folder` and all their codings as JSON into `rows`."""
    folder.mkdir(parents=True)
    with rows.open("w", encoding="utf-8") as file:
        before = "[\n"
        for number in range(documents):
            made = interview(number)
            (folder / f"{made.name}.txt").write_text(made.text, encoding="utf-8", newline="\n")
            for row in codings(number, made):
                file.write(before + json.dumps(row))
                before = ",\n"
        file.write("\n]\n")
