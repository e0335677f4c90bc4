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
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: Words of one interview, and codings of one interview.
WORDS = 7_000
CODINGS = 300
#: Codes: so many under each of so many, under each of so many at the top.
LEVELS = (4, 3, 5)
#: The codes of one long transcript: 120.
MANY_LEVELS = (8, 3, 5)

_COMMON = """and I the to it that you a of was in so but they know have my just like not be for with we
it's do think what when me because if then there said this at on really don't would one all had about"""
_SYLLABLES = ("ba", "ren", "to", "li", "ska", "mon", "e", "dru", "va", "pi", "so", "nel", "ga", "ruk", "hi")
_RARE = ["".join(parts) for parts in product(_SYLLABLES, repeat=3)]
_VOCABULARY = [*_COMMON.split(), *_RARE]
_WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(_VOCABULARY) + 1)))
#: What one word in eight is in a text of mixed scripts.
_OTHER_SCRIPTS = (
    *("漢字", "仮名交じり文", "かな", "한국어", "สวัสดี", "नमस्ते", "தமிழ்", "مرحبا", "שלום", "Привет", "γειά"),
    *("🙂", "👨\u200d👩\u200d👧", "👍🏽", "❤\ufe0f", "🇫🇷", "cafe\u0301", "naïve", "n\u00a0b"),
)


class Interview(NamedTuple):
    """A transcript: its document's name, its text, and where its participant's turns stand in it."""

    name: str
    text: str
    answers: tuple[tuple[int, int], ...]


def interview(number: int, length: int = WORDS, *, mixed: bool = False) -> Interview:
    """Make the interview of that number: labelled turns, one to a paragraph.

    Args:
        length: Its words.
        mixed: Put words of many scripts, and emoji, among the others.
    """
    chance = random.Random(number)
    words = chance.choices(_VOCABULARY, cum_weights=_WEIGHTS, k=length)
    if mixed:
        words = [chance.choice(_OTHER_SCRIPTS) if chance.random() < 1 / 8 else word for word in words]
    name = f"P{number:04d}"
    text: list[str] = []
    answers: list[tuple[int, int]] = []
    taken = at = 0
    asks = True
    while taken < length:
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


def code_paths(levels: tuple[int, int, int] = LEVELS) -> list[str]:
    """Return the paths of the codes that are used: those at the lowest of three levels."""
    tops, middles, leaves = levels
    numbers = product(range(tops), range(middles), range(leaves))
    return [f"Area {a} > Topic {a}.{b} > Point {a}.{b}.{c}" for a, b, c in numbers]


def codebook(levels: tuple[int, int, int] = LEVELS) -> str:
    """Return the codebook as YAML."""
    lines = ["format: 1", "name: Bench", "codes:"]
    above: list[str] = []
    for path in code_paths(levels):
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


def codings(
    number: int, made: Interview, many: int = CODINGS, levels: tuple[int, int, int] = LEVELS
) -> Iterator[dict[str, str | int]]:
    """Yield the codings of an interview as rows of `code import`; no two share both a turn and a code.

    Every code is used equally often over the interviews.
    """
    chance = random.Random(-1 - number)
    paths = code_paths(levels)
    used = set()
    for one in range(many):
        path = paths[(number * many + one) % len(paths)]
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
    write_codings(rows, (row for number in range(documents) for row in _written(folder, number)))


def write_long(folder: Path, rows: Path, words: int, many: int, *, mixed: bool = False) -> None:
    """Write one interview of so many words and codings, with 120 codes, as `write_corpus` does."""
    folder.mkdir(parents=True)
    made = interview(0, words, mixed=mixed)
    (folder / f"{made.name}.txt").write_text(made.text, encoding="utf-8", newline="\n")
    write_codings(rows, codings(0, made, many, MANY_LEVELS))


def write_codings(file: Path, rows: Iterable[dict[str, str | int]]) -> None:
    """Write rows of `code import` as JSON, one at a time: there may be many."""
    with file.open("w", encoding="utf-8") as out:
        before = "[\n"
        for row in rows:
            out.write(before + json.dumps(row))
            before = ",\n"
        out.write("\n]\n")


def _written(folder: Path, number: int) -> Iterator[dict[str, str | int]]:
    made = interview(number)
    (folder / f"{made.name}.txt").write_text(made.text, encoding="utf-8", newline="\n")
    yield from codings(number, made)
