"""What the positions of a project count, found out from where its passages begin and end.

Every way of counting that makes a difference is tried: a passage that begins and ends at words or lines, or
whose name is the words there, speaks for it; one that cuts a word or lies outside the text speaks against.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from qualbench.errors import FileProblem
from qualbench.interchange.positions import Model, Ruler, Unit, plain_breaks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualbench.interchange.projects import How

#: So many passages are evidence enough.
_ENOUGH = 3000
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_LETTER = re.compile(r"\w")
#: Scripts without spaces between words, in which an edge anywhere says nothing.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
#: How much better than the next the best must be, a passage on which they differ, and in all.
_MARGIN, _LEAST = 0.25, 2.0
#: What a passage with both edges at words or lines has at least.
_WELL = 1.5


class Sample(NamedTuple):
    """A passage as the file has it: its text's number, its two positions, its name."""

    text: int
    start: int
    end: int
    name: str


class Counted(NamedTuple):
    """A text as its file has it, and whether the file has a mark at its head."""

    raw: str
    marked: bool


class Choice(NamedTuple):
    """How positions are read.

    Attributes:
        sure: Whether no other way of counting comes near.
        said: The sentence that says what was chosen and how sure that is.
    """

    model: Model
    sure: bool
    said: str


class PositionsUnsure(FileProblem):
    """It is not sure what a project's positions count, and nobody could be asked."""

    def __init__(self, path: object, said: str) -> None:
        super().__init__(path, said, "Say it with --positions; --dry-run shows what would become of it.")


def settle_model(
    path: object, texts: Sequence[Counted], samples: Sequence[Sample], how: How, origin: str = ""
) -> Choice:
    """Return how positions count; where that is not sure a person is asked.

    Raises:
        PositionsUnsure: It is not sure, and there is nobody to ask.
    """
    choice = choose_model(texts, samples, origin=origin, unit=how.positions)
    if choice.sure or how.guess:
        return choice
    if how.choose is None:
        raise PositionsUnsure(path, choice.said)
    return choose_model(texts, samples, origin=origin, unit=how.choose(choice.said))


def choose_model(
    texts: Sequence[Counted], samples: Sequence[Sample], *, origin: str = "", unit: str = ""
) -> Choice:
    """Return how positions count.

    Args:
        origin: The program that wrote the file.
        unit: The unit, where a person has said it.
    """
    usual = _usual(origin)
    if unit:
        usual = usual._replace(unit=Unit(unit))
    some = samples[:: max(1, len(samples) // _ENOUGH)]
    plains = [plain_breaks(one.raw) for one in texts]
    judged = []
    for model in _models(texts, usual, unit):
        rulers: dict[int, Ruler] = {}
        spans = []
        for one in some:
            if one.text not in rulers:
                rulers[one.text] = Ruler(texts[one.text].raw, model, marked=texts[one.text].marked)
            spans.append(rulers[one.text].stretch(one.start, one.end))
        lines = _with_line_ends([(plains[one.text], span) for one, span in zip(some, spans, strict=True)])
        scores = [
            _score(plains[one.text], span, one.name, lines=lines)
            for one, span in zip(some, spans, strict=True)
        ]
        judged.append((sum(scores) + _favour(model, usual, len(some)), model, spans, scores))
    judged.sort(key=lambda one: one[0], reverse=True)
    best, model, spans, scores = judged[0]
    fit = sum(score > 0 for score in scores)
    rival = next(((value, other) for value, _model, other, _s in judged if other != spans), None)
    sure = bool(unit) or rival is None
    if rival is not None and not sure:
        apart = [score for score, one, other in zip(scores, spans, rival[1], strict=True) if one != other]
        # where the usual way fits wherever it matters, one that fits as well is no reason for doubt
        well = model == usual and all(score >= _WELL for score in apart)
        sure = well or best - rival[0] >= max(_LEAST, _MARGIN * len(apart))
    return Choice(model, sure, _sentence(model, fit, len(some), sure=sure, given=bool(unit)))


def _with_line_ends(stretches: list[tuple[str, tuple[int, int, bool]]]) -> bool:
    """Say whether passages that end with a line take its end along, as a program does that codes lines."""
    along = without = 0
    for text, (start, end, _whole) in stretches:
        if 0 <= start < end <= len(text):
            along += text[end - 1] == "\n"
            without += text[end - 1] != "\n" and text[end : end + 1] in ("", "\n")
    return along > without


def _usual(origin: str) -> Model:
    """Return how a program is known to count, or as the standard has it."""
    folded = origin.casefold()
    return Model(Unit.UTF16) if "nvivo" in folded and "mac" not in folded else Model()


def _models(texts: Iterable[Counted], usual: Model, unit: str) -> list[Model]:
    """Return the ways of counting that can make a difference, the usual one first."""
    raws = list(texts)
    units = {usual.unit, Unit.CODE_POINTS}
    if any(_ASTRAL.search(one.raw) for one in raws):
        units.add(Unit.UTF16)
    if any(not one.raw.isascii() for one in raws):
        units.add(Unit.BYTES)
    breaks = (2, 1) if any("\r\n" in one.raw for one in raws) else (2,)
    bom = (False, True) if any(one.marked for one in raws) else (False,)
    wanted = {Unit(unit)} if unit else units
    models = [Model(*one) for one in product(wanted, breaks, bom, (False, True))]
    return sorted(models, key=lambda one: one != usual)


def _favour(model: Model, usual: Model, many: int) -> float:
    """Return what speaks for a way of counting before any passage is looked at."""
    value = 0.02 * many + 0.5 if model == usual else 0.0
    # no program is known that writes the last character as the end
    return value - (0.05 * many + 0.5 if model.inclusive else 0.0)


def _score(text: str, stretch: tuple[int, int, bool], name: str, *, lines: bool) -> float:
    start, end, whole = stretch
    if not 0 <= start <= end <= len(text):
        return -3.0
    value = (_begins(text, start) + _ends(text, end, lines=lines)) if end > start else 0.0
    if not whole:
        value -= 2.0
    if name and end > start and is_name_of(text[start:end], name):
        value += 4.0
    return value


def _within(before: str, after: str) -> float:
    """Return what an edge between two characters speaks for."""
    if not (_LETTER.match(before) and _LETTER.match(after)):
        return 1.0
    return 0.0 if _UNSPACED.match(before) or _UNSPACED.match(after) else -1.0


def _begins(text: str, at: int) -> float:
    if text[at : at + 1].isspace():
        return -0.25
    if at == 0 or text[at - 1] == "\n":
        return 1.5
    return _within(text[at - 1], text[at]) if at < len(text) else -1.0


def _ends(text: str, at: int, *, lines: bool) -> float:
    last = text[at - 1]
    if last == "\n":
        return 1.5 if lines else 0.5
    if last.isspace():
        return -0.25
    if at == len(text) or text[at] == "\n":
        return 0.5 if lines else 1.5
    return _within(last, text[at])


def flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def is_name_of(words: str, name: str) -> bool:
    """Say whether a passage's name is its words, on one line and perhaps cut short."""
    said = flat(name)
    cut = said.removesuffix("…").removesuffix("...").rstrip()
    if not cut:
        return False
    there = flat(words[: 2 * len(name) + 200])
    if there == said:
        return True
    return (cut != said or len(said) >= 60) and there.startswith(cut)


def _sentence(model: Model, fit: int, many: int, *, sure: bool, given: bool) -> str:
    units = {
        Unit.CODE_POINTS: "characters (code points)",
        Unit.UTF16: "UTF-16 units",
        Unit.BYTES: "UTF-8 bytes",
    }
    if not many:
        return "No text in the file has passages, so that it does not matter what positions count."
    said = f"Positions are read as {units[model.unit]}"
    said += ", a line end of two characters as one" if model.breaks == 1 else ""
    said += ", the mark at the head of the file counted" if model.bom else ""
    said += ", the end as the last character" if model.inclusive else ""
    said += f": {fit} of {many} passages looked at begin and end at words or lines."
    if given:
        return f"{said} You have said so."
    return said if sure else f"{said} That is not sure; another way of counting fits nearly as well."


def fits(texts: Sequence[Counted], samples: Sequence[Sample], model: Model) -> int:
    """Count the passages whose names are the words at their places."""
    rulers: dict[int, Ruler] = {}
    plains = [plain_breaks(one.raw) for one in texts]
    number = 0
    for one in samples:
        if one.text not in rulers:
            rulers[one.text] = Ruler(texts[one.text].raw, model, marked=texts[one.text].marked)
        start, end, whole = rulers[one.text].stretch(one.start, one.end)
        number += whole and 0 <= start < end and is_name_of(plains[one.text][start:end], one.name)
    return number
