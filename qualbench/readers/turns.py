r"""The one speaker grammar: a text to its turns and the speakers' roles. Every reader uses it.

A line may begin with a label: `Interviewer 1:`, `[00:01:02] Anna:`, `**P07** :`, `Anna (00:12):`; or a label
stands alone above its words, with a time (`P1 0:00`). Prose has colons too, so nothing is taken for a speaker
by its look alone: how often a label recurs, whether it is a role word, whether it stands where turns begin
and how much of the text is labelled decide together, over the whole document.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from qualbench.model.document import ASKING, DocumentKind, Problem, Role, Turn
from qualbench.readers.labels import Label, Shape, Talk, assign_roles, label_key, label_shape, seconds
from qualbench.readers.services import find_attendees, find_closings, find_heads

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_GAP = r"[^\S\n]"
_MARK = r"[*_]{0,3}"
_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_STAMP = rf"[\[(<#]?{_CLOCK}(?:-\d)?[\])>#]?"
_NAME = r"[^\W\d_][^\n:：\t\v\f\x1c-\x1f\x85\u2028\u2029\[\]<>{}*\"“”„«»?!;,]{0,47}?"
_LABEL = rf"(?P<open>[\[<(])?(?P<name>{_NAME})(?(open)[\])>])"
_START = rf"\n{_GAP}{{0,80}}"

#: Each pattern begins with the newline before its line: a literal that the regex engine finds fast.
_COLON = re.compile(
    rf"\n(?=[^\n:：]{{1,120}}+[:：]){_GAP}{{0,80}}(?:\d{{1,4}}[.)]?{_GAP}{{1,8}})?{_MARK}"
    rf"(?:(?P<before>{_STAMP}){_MARK}{_GAP}{{0,8}}(?:[-–—|]{_GAP}{{0,8}}|(?:\n{_GAP}{{0,80}}){{1,3}})?{_MARK})?"
    rf"{_LABEL}{_MARK}{_GAP}{{0,40}}(?:(?P<after>{_STAMP}){_GAP}{{0,8}})?{_MARK}"
    rf"[:：](?![)(/\\|:]|(?<=\d[:：])\d){_MARK}(?:{_GAP}{{0,8}}(?P<within>[\[(#]{_CLOCK}(?:-\d)?[\])#]))?"
)
_ALONE = re.compile(
    rf"\n(?=[^\n:：]{{3,150}}+:\d){_GAP}{{0,80}}{_MARK}{_LABEL}{_MARK}{_GAP}{{1,40}}(?:[-–—|•]{_GAP}{{1,4}})?"
    rf"(?P<after>{_STAMP}){_MARK}{_GAP}{{0,40}}(?=\n{_GAP}{{0,80}}\S)(?!\n[^\n]{{0,99}}\d:\d\d{_GAP}*(?:\n|\Z))"
)
_RANGE = re.compile(
    rf"{_START}(?P<before>\d{{1,2}}:\d{{1,2}}:\d{{1,2}}(?:[.,]\d{{1,3}})?){_GAP}{{0,8}}-->[^\n]{{1,40}}"
    rf"{_START}{_LABEL}{_GAP}{{0,40}}(?=\n{_GAP}{{0,80}}\S)"
)
_TAB = re.compile(rf"{_START}{_LABEL}\t{_GAP}{{0,40}}(?=\S)")
_BOXED = re.compile(rf"{_START}\[(?P<name>{_NAME})\]{_GAP}{{1,40}}(?=\S)")
_BLANK_LINES = re.compile(rf"\n{_GAP}*+\n\s*")
_LINES = re.compile(r"\n\s*")
_END_STAMP = re.compile(r"\s*#(?P<time>\d{1,2}:\d\d:\d\d(?:[-.,]\d{1,3})?)#\Z")
_FORM_LINE = re.compile(r"[^\W\d_][^\n:：]{0,39}[:：][^\n]{0,99}(?<![.?!…])")


class Turns(NamedTuple):
    """What the grammar found: turns by position, roles by label, remarks, and what sort of source it is."""

    turns: tuple[Turn, ...]
    roles: dict[str, Role]
    problems: tuple[Problem, ...]
    kind: DocumentKind = DocumentKind.INTERVIEW


def find_turns(text: str, start: int = 0, known: Collection[str] = (), by_line: bool = False) -> Turns:
    r"""Divide `text` into turns.

    Where nobody is labelled, each paragraph is a turn of the document's own participant. Paragraphs before
    the first label belong to nobody.

    Args:
        text: With `\n` newlines.
        start: Where to begin (after a front matter).
        known: Labels that are known to be speakers (from a table's speaker column).
        by_line: Whether each line is a paragraph, where nobody is labelled.

    Returns:
        Turns that lie inside the text, in order and disjoint.
    """
    heads = find_heads(text, start)
    labels = heads.labels if heads else find_labels(text, start, find_attendees(text) | {*known})
    if not labels:
        role = Role.PARTICIPANT
        turns = [
            Turn(index, span[0], span[1], span[0], None, role)
            for index, span in enumerate(_paragraphs(text, start, len(text), by_line), 1)
        ]
        remark = Problem("No speakers are labelled: each paragraph is a turn of the document's own case.")
        return Turns(tuple(_timed_by_ends(text, turns)), {}, (remark,) if turns else ())
    closings = find_closings(text, labels[0].words_start)
    found = _turns_of(text, start, sorted([*labels, *closings], key=lambda one: one.start), by_line)
    return found._replace(kind=heads.kind, problems=heads.problems + found.problems) if heads else found


def _turns_of(text: str, start: int, labels: Sequence[Label], by_line: bool) -> Turns:
    spelling: dict[str, str] = {}
    variants: dict[str, str] = {}
    spoken: list[tuple[Label, str | None, int, int]] = []
    turned: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    ends = [*(one.line_start for one in labels[1:]), len(text)]
    for label, until in zip(labels, ends, strict=True):
        first, last = _trimmed(text, label.words_start, until)
        if not label.name:  # nobody's words
            spoken.append((label, None, first, last))
            continue
        name = spelling.setdefault(label_key(label.name), label.name)
        if label.name.split() != name.split():
            variants[label.name] = name
        spoken.append((label, name, first, last))
        turned[name] += 1
        asked[name] += _asks(text, first, last)
    roles, remarks = assign_roles({name: Talk(turned[name], asked[name]) for name in spelling.values()})
    remarks += [Problem(f"“{name}” is read as the speaker “{first}”.") for name, first in variants.items()]
    head = labels[0].line_start
    head += text[head] == "\n"
    turns = [
        Turn(index, span[0], span[1], span[0])
        for index, span in enumerate(_paragraphs(text, start, head, by_line), 1)
    ]
    if roles and all(role in ASKING for role in roles.values()):
        turns = list(_answers_unlabelled(text, spoken, roles, turns, by_line))
        remarks.append(Problem("Only who asks is labelled: other paragraphs are taken for the answers."))
        return Turns(tuple(_timed_by_ends(text, turns)), roles, tuple(remarks))
    turns += [
        Turn(index, first, last, label.start, name, roles[name] if name else Role.UNIDENTIFIED, label.time)
        for index, (label, name, first, last) in enumerate(spoken, len(turns) + 1)
    ]
    return Turns(tuple(_timed_by_ends(text, turns)), roles, tuple(remarks))


def _answers_unlabelled(
    text: str,
    spoken: Sequence[tuple[Label, str | None, int, int]],
    roles: dict[str, Role],
    before: Sequence[Turn],
    by_line: bool,
) -> Iterator[Turn]:
    """Yield turns where only the questions are labelled: each ends with its paragraph, the rest answers."""
    found: list[tuple[int, int, Label | None, str | None]] = [
        (one.start, one.end, None, None) for one in before
    ]
    for label, name, first, last in spoken:
        head, *answers = list(_paragraphs(text, first, last, by_line)) or [(first, last)]
        found.append((*head, label, name))
        found += [(*span, None, None) for span in answers]
    for index, (first, last, asking, name) in enumerate(found, 1):
        if asking is None:
            yield Turn(index, first, last, first, None, Role.PARTICIPANT)
        else:
            role = roles[name] if name else Role.UNIDENTIFIED
            yield Turn(index, first, last, asking.start, name, role, asking.time)


def _timed_by_ends(text: str, turns: list[Turn]) -> Iterator[Turn]:
    """Take the stamps that f4 and easytranscript set at the ends of turns out of the words.

    Such a time is that of the turn's end, so the next turn begins at it.
    """
    ended: float | None = None
    for turn in turns:
        stamp = None
        if text.endswith("#", turn.start, turn.end):
            stamp = _END_STAMP.search(text, max(turn.start, turn.end - 40), turn.end)
        if ended is not None and turn.time is None:
            turn = replace(turn, time=ended)
        ended = seconds(stamp["time"]) if stamp else None
        yield replace(turn, end=max(turn.start, stamp.start())) if stamp else turn


def _asks(text: str, start: int, end: int) -> bool:
    """Say whether there is a question mark in the stretch."""
    # three plain searches take a tenth of the time of one pattern
    return (
        text.find("?", start, end) >= 0 or text.find("？", start, end) >= 0 or text.find("؟", start, end) >= 0
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch without white space at its ends; empty at `start` where there is nothing else."""
    words = text[start:end]
    kept = words.lstrip()
    if not kept:
        return start, start
    start += len(words) - len(kept)
    return start, start + len(kept.rstrip())


def _paragraphs(text: str, start: int, end: int, by_line: bool) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of `text[start:end]`: between blank lines, or single lines."""
    breaks = [*_BLANK_LINES.finditer(text, start, end)] if not by_line else []
    if not breaks:
        breaks = [*_LINES.finditer(text, start, end)]
    edges = [start, *(one.end() for one in breaks), end]
    for first, last in pairwise(edges):
        span = _trimmed(text, first, last)
        if span[0] < span[1]:
            yield span


def find_labels(text: str, start: int = 0, known: Collection[str] = ()) -> list[Label]:
    """Return the labels of `text` from `start` on, by position, that the evidence takes for speakers'."""
    candidates = _candidates(text, start, {label_key(name) for name in known})
    accepted = _accepted(text, start, candidates) if candidates else frozenset()
    if not accepted:
        return []
    form = _form_end(text, start, {key.strip() for key in accepted})
    kept = [one for one in candidates if one.key in accepted]
    return [one for one in kept if one.start >= form] or kept


def _form_end(text: str, start: int, accepted: set[str]) -> int:
    """Return where a form at the head of the text ends (`Interviewer: Dan`, `Date: 12 May`), else `start`.

    It is two lines or more, all short and no sentences, and one at least names what is no speaker.
    """
    head = text[start : start + 2000]
    blank = _BLANK_LINES.search(head, len(head) - len(head.lstrip()))
    if blank is None:
        return start
    lines = [line.strip() for line in head[: blank.start()].strip().split("\n")]
    if len(lines) < 2 or not all(_FORM_LINE.fullmatch(line) for line in lines):
        return start
    labels = {label_key(re.split("[:：]", line)[0]) for line in lines}
    return start if labels <= accepted else start + blank.start()


def _candidates(text: str, start: int, known: set[str]) -> list[Label]:
    """Return everything that has the form of a label and is not prose by its look alone."""
    padded = "\n" + text[start:]
    shift = start - 1
    patterns = [_COLON, _ALONE]
    if "-->" in padded:
        patterns.append(_RANGE)
    if "\t" in padded:
        patterns.append(_TAB)
    if "\n[" in padded:
        patterns.append(_BOXED)
    found: dict[int, Label] = {}
    for pattern in patterns:
        for match in pattern.finditer(padded):
            name = match["name"].rstrip()
            given = label_key(name) in known
            shape = label_shape(name)
            bare = pattern in (_TAB, _BOXED)
            if not given and (shape is Shape.PROSE or (bare and shape < Shape.CODE)):
                continue
            groups = match.groupdict()
            clock = groups.get("before") or groups.get("after") or groups.get("within")
            where = match.start("name") + shift
            found.setdefault(
                where,
                Label(
                    line_start=max(match.start() + shift, start),
                    start=where,
                    words_start=match.end() + shift,
                    name=name,
                    time=seconds(clock) if clock else None,
                    settled=given,
                    bare=bare and not given,
                    heads_block=_heads_block(padded, match.start()),
                ),
            )
    return [found[where] for where in sorted(found)]


def _heads_block(padded: str, newline: int) -> bool:
    """Say whether the line after the newline at `newline` has a blank line, or nothing, above it."""
    above = padded.rfind("\n", 0, newline)
    return above < 0 or (newline - above <= 81 and not padded[above:newline].strip())


def _accepted(text: str, start: int, candidates: list[Label]) -> frozenset[str]:
    """Weigh the candidates against each other and return the keys of those that are speakers."""
    heads = _Heads(text, start, candidates)
    count = heads.count
    timed = Counter(one.key for one in candidates if one.time is not None)
    shapes = {one.key: label_shape(one.name) for one in candidates}
    sure = {one.key for one in candidates if one.settled}
    sure |= {
        key for key, shape in shapes.items() if shape is Shape.KNOWN and (key[0] != "\t" or count[key] > 1)
    }
    if timed.total() > 1:  # a time beside a name, more than once, is a format
        sure |= {key for key in timed if shapes[key] >= Shape.NAME}
    sure |= {key for key in timed if shapes[key] is Shape.CODE}

    names = {key for key, shape in shapes.items() if shape in (Shape.NAME, Shape.CODE)} - sure
    recurring = {key for key in names if count[key] > 1}
    if sure:
        recurring = heads.fitting(recurring, sure)
    else:
        covered = heads.covered(recurring)
        if covered < (0.05 if len(recurring) > 1 else 0.5):
            recurring = set()
    taken = sure | recurring
    lower = {key for key, shape in shapes.items() if shape is Shape.LOWER and count[key] > 2}
    if lower and heads.covered(taken | lower) >= 0.5:
        taken |= heads.fitting(lower, taken)
    if taken:
        return frozenset(taken | heads.singles(names - taken, taken))
    pair = {key for key in names if shapes[key] is Shape.CODE}
    if len(pair) > 1 and pair & {"i", "q", "p", "p1", "p01"} and heads.covered(pair) >= 0.8:
        return frozenset(pair)
    return frozenset()


class _Heads:
    """Where turns begin in one text: at the heads of paragraphs, or of lines."""

    def __init__(self, text: str, start: int, candidates: list[Label]) -> None:
        self.text = text
        self.candidates = candidates
        self.blocks = len(_BLANK_LINES.findall(text, start)) + 1
        self.lines = len(_LINES.findall(text, start)) + 1
        self.count = Counter(one.key for one in candidates)
        self.heading = Counter(one.key for one in candidates if one.heads_block)

    def _of(self, keys: Collection[str]) -> tuple[int, int]:
        """Return how often these labels occur, and how often at the head of a paragraph."""
        return sum(self.count[key] for key in keys), sum(self.heading[key] for key in keys)

    def _in_blocks(self, count: int, heading: int) -> bool:
        """Say whether labels stand at the heads of paragraphs as a rule."""
        return self.blocks > 1 and count > 0 and heading >= 0.8 * count

    def covered(self, keys: Collection[str]) -> float:
        """Return the share of paragraphs (or lines) that these labels head, from 0 to 1."""
        count, heading = self._of(keys)
        return heading / self.blocks if self._in_blocks(count, heading) else count / self.lines

    def fitting(self, keys: Collection[str], taken: Collection[str]) -> set[str]:
        """Return those of `keys` that stand where the labels already taken stand."""
        count, heading = self._of(taken)
        if not self._in_blocks(count, heading):
            return set(keys)
        return {key for key in keys if self.heading[key] >= 0.5 * self.count[key]}

    def singles(self, names: set[str], taken: set[str]) -> set[str]:
        """Return the names that occur once and are speakers all the same, in a text labelled throughout.

        Above the first label stand titles and forms (`Diagnosis: ...`): there only a question counts.
        """
        few = len(self.candidates) <= 4
        if not names or self.covered(taken) < (0.2 if few else 0.4):
            return set()
        if self.covered(taken | names) < (0.5 if few else 0.8):
            return set()
        first = next(one.line_start for one in self.candidates if one.key in taken)
        found = set()
        fitting = self.fitting(names, taken)
        for number, one in enumerate(self.candidates):
            if one.key not in fitting:
                continue
            if one.line_start < first:
                until = self.candidates[number + 1].line_start
                if until != first or not _asks(self.text, one.words_start, until):
                    continue
            found.add(one.key)
        return found
