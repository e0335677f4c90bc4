r"""Captions (WebVTT, SubRip, SubViewer) to a transcript: cues to paragraphs, `Name: words`, with times.

The parsers are our own: webvtt-py stops at, or drops, the first malformed cue, pysubs2 and srt pass over it
without a word, and none says on which line it was. A transcript must not lose words unnoticed: here a cue
with a broken timing keeps its words, and every oddity becomes a problem with its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from hashlib import sha256
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from qualbench.model.document import Problem, Reading, Role, Turn
from qualbench.readers.labels import Shape, Talk, assign_roles, label_key, label_shape, seconds
from qualbench.readers.plain import Decoded, stem_of
from qualbench.readers.refusals import DamagedFile, EmptyFile
from qualbench.readers.turns import find_labels

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A silence longer than this, in seconds, ends a paragraph where nobody is named; so does its whole length.
PAUSE = 2.0
LONGEST = 60.0

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
_TIMING = re.compile(rf"\s*({_TIME})\s*-->\s*({_TIME})(?:\s|$)")
_SBV_TIMING = re.compile(rf"\s*({_TIME}),\s?({_TIME})\s*$")
#: Zoom and Meet write who speaks at the head of each caption, under whatever name.
_HEAD = re.compile(r"([^\W_][^:]{0,79}|[+(][^:]{1,79}):\s+")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAG = re.compile(
    r"</?(?:v|c|i|b|u|s|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<\d[\d:.]*>|\{\\[^}]*\}", re.IGNORECASE
)
_INLINE_TIME = re.compile(r"<\d[\d:.]*>")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_SENTENCE_END = re.compile(r"[.!?…。！？؟][\"'”’»)\]]*$")


class _Form(NamedTuple):
    """How one format writes its cues.

    Attributes:
        like: What stands where a cue's times do, whole or broken.
        timing: Its times.
        example: Such a line.
        named: Whether any line may stand above the times, as the cue's name; else a number alone.
    """

    name: str
    like: re.Pattern[str]
    timing: re.Pattern[str]
    example: str
    named: bool = False


_ARROW = re.compile(r"[^\n]*-->")
_VTT = _Form("vtt", _ARROW, _TIMING, "00:00:01.000 --> 00:00:02.000", named=True)
_SRT = _Form("srt", _ARROW, _TIMING, "00:00:01,000 --> 00:00:02,000")
_SBV_LIKE = re.compile(r"\s*\d{1,3}:\d[\w.]{0,20}:[\w.]{1,20},\s?\d[\w.]{0,20}:[\w.]{1,20}:[\w.]{1,20}\s*$")
_SBV = _Form("sbv", _SBV_LIKE, _SBV_TIMING, "0:00:01.000,0:00:02.000")


@dataclass(slots=True)
class Cue:
    """One caption: its line in the file, seconds from and to (None where broken), and raw lines of words."""

    line: int
    start: float | None
    end: float | None
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Piece:
    """What one speaker (None: nobody named) says in one cue."""

    speaker: str | None
    words: str
    start: float | None
    end: float | None


def read_vtt(name: str, data: bytes, decoded: Decoded) -> Reading:
    """Read WebVTT.

    Raises:
        FileProblem: Where there is no cue with words.
    """
    problems: list[Problem] = []
    lines = decoded.text.split("\n")
    begin = 0
    if lines[0].removeprefix("\ufeff").startswith("WEBVTT"):
        while begin < len(lines) and lines[begin].strip() and "-->" not in lines[begin]:
            begin += 1
    else:
        problems.append(Problem("The line WEBVTT is missing at the head of the file.", 1))
    cues = _parse(lines, begin, problems, _VTT)
    reading = _reading(name, data, decoded, _VTT, cues, problems)
    stated = next((one[9:] for one in lines[1:begin] if one.lower().startswith("language:")), "")
    return replace(reading, language=language_code(stated))


def read_srt(name: str, data: bytes, decoded: Decoded) -> Reading:
    """Read SubRip.

    Raises:
        FileProblem: Where there is no cue with words.
    """
    problems: list[Problem] = []
    cues = _parse(decoded.text.split("\n"), 0, problems, _SRT)
    return _reading(name, data, decoded, _SRT, cues, problems)


def read_sbv(name: str, data: bytes, decoded: Decoded) -> Reading:
    """Read SubViewer (sbv), as YouTube has it and Google Meet saves its chat.

    Raises:
        FileProblem: Where there is no cue with words.
    """
    problems: list[Problem] = []
    cues = _parse(decoded.text.split("\n"), 0, problems, _SBV)
    return _reading(name, data, decoded, _SBV, cues, problems)


def _parse(lines: list[str], begin: int, problems: list[Problem], form: _Form) -> list[Cue]:
    """Return the cues, and words that stand outside any as cues without times."""
    cues: list[Cue] = []
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*lines[begin:], ""], begin + 1):
        if line.strip():
            block.append((number, line))
        elif block:
            if not (form is _VTT and _BLOCK.match(block[0][1])):
                _parse_block(block, cues, problems, form)
            block = []
    return cues


def _parse_block(block: list[tuple[int, str]], cues: list[Cue], problems: list[Problem], form: _Form) -> None:
    """Read the lines between two blank ones: an identifier, a timing, words; perhaps several times."""
    timings = [at for at, (_number, line) in enumerate(block) if form.like.match(line)]
    loose = block[: timings[0]] if timings else block
    # the line right above a timing names the cue: any line in WebVTT, a number in the others
    if timings and loose and (form.named or loose[-1][1].strip().isdecimal()):
        loose = loose[:-1]
    elif not timings and len(loose) > 1 and loose[0][1].strip().isdecimal():
        loose = loose[1:]
    if loose and not (len(loose) == 1 and loose[0][1].strip().isdecimal()):
        message = "These words stand under no time; they are kept without one."
        problems.append(Problem(message, loose[0][0]))
        cues.append(Cue(loose[0][0], None, None, [line for _number, line in loose]))
    elif loose:
        problems.append(Problem("A caption's number stands alone, without time and words.", loose[0][0]))
    for at, until in pairwise([*timings, len(block)]):
        number, line = block[at]
        words = [text for _number, text in block[at + 1 : until]]
        if until < len(block) and len(words) > 1 and words[-1].strip().isdecimal():
            words.pop()  # the number of the next caption, where the blank line between is missing
        timing = form.timing.match(line)
        start, end = (seconds(timing[1]), seconds(timing[2])) if timing else (None, None)
        if timing is None:
            problems.append(
                Problem(f"“{line.strip()[:60]}” is no time of a caption; its words are kept.", number)
            )
        elif start is not None and end is not None and end < start:
            problems.append(Problem("The caption ends before it begins.", number))
        if not words:
            problems.append(Problem("The caption has a time and no words.", number))
        cues.append(Cue(number, start, end, words))


def _reading(
    name: str, data: bytes, decoded: Decoded, form: _Form, cues: list[Cue], problems: list[Problem]
) -> Reading:
    if not any(cue.start is not None for cue in cues):
        if not any(cue.words for cue in cues):
            raise EmptyFile(name, "the file holds no captions.")
        said = f"no line is a caption's time ({form.example})."
        raise DamagedFile(name, said, "Is this a caption file?")
    _leave_out_rolling(cues, problems)
    pieces = list(_pieces(cues, unescape_entities=form is _VTT))
    problems.sort(key=lambda problem: problem.line or 0)
    return reading_of_pieces(name, data, decoded, form.name, pieces, problems)


def reading_of_pieces(
    name: str, data: bytes, decoded: Decoded, form: str, pieces: list[Piece], problems: list[Problem]
) -> Reading:
    """Return the reading of a file whose words come in pieces with times.

    Raises:
        EmptyFile: Where there are no pieces.
    """
    if not pieces:
        raise EmptyFile(name, "the file holds captions without words.")
    text, turns, roles, remarks = _lay_out(pieces)
    return Reading(
        name=stem_of(name),
        source=name,
        format=form,
        text=text,
        turns=turns,
        roles=roles,
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        problems=(*decoded.problems, *problems, *remarks),
    )


def language_code(stated: str) -> str:
    """Return `en` of `en-US`, or nothing where it is no code."""
    code = stated.strip().lower().replace("_", "-").partition("-")[0]
    return code if code.isascii() and code.isalpha() and len(code) in (2, 3) else ""


def _leave_out_rolling(cues: list[Cue], problems: list[Problem]) -> None:
    """Leave out the lines that rolling captions show again above, or without, a new one.

    Only in a file that rolls: some lines carry a time for each word, and some captions show the last line
    of the one before above their own.
    """
    above = ""
    again: list[Cue] = []
    rolls = timed = False
    for cue in cues:
        timed = timed or any(_INLINE_TIME.search(line) for line in cue.words)
        plain = [_TAG.sub("", line).strip() for line in cue.words]
        if plain and plain[0] == above and not _INLINE_TIME.search(cue.words[0]):
            again.append(cue)
            rolls = rolls or len(plain) > 1
        above = plain[-1] if plain else above
    if not (rolls and timed):
        return
    for cue in again:
        del cue.words[0]
    problems.append(Problem(f"{len(again)} lines that rolling captions show a second time are left out."))


def _pieces(cues: list[Cue], *, unescape_entities: bool) -> Iterator[Piece]:
    """Divide the cues by speaker: `<v Name>`, else a label that the grammar accepts over the whole file."""
    rows: list[tuple[Cue, str | None, str]] = []
    for cue in cues:
        voice: str | None = None
        for line in cue.words:
            parts = _VOICE.split(line)  # words, name, words, name, words ...
            for at, part in enumerate(parts):
                words = _TAG.sub("", part)
                words = " ".join((unescape(words) if unescape_entities else words).split())
                if at % 2:
                    voice = words or None
                elif words:
                    rows.append((cue, voice, words))
    labels = _heads(rows)
    current: str | None = None
    for at, (cue, voice, words) in enumerate(rows):
        if voice is None and at in labels:
            current, begin = labels[at]
            yield Piece(current, words[begin:].strip(), cue.start, cue.end)
        else:
            yield Piece(voice or current, words, cue.start, cue.end)


def _heads(rows: list[tuple[Cue, str | None, str]]) -> dict[int, tuple[str, int]]:
    """Return the rows that begin with a speaker's label, with the label and where the words begin.

    Where nearly every caption names somebody the form settles it; else the grammar weighs the labels.
    """
    firsts = [
        at
        for at, (cue, voice, _words) in enumerate(rows)
        if not voice and (not at or rows[at - 1][0] is not cue)
    ]
    found = {at: match for at in firsts if (match := _HEAD.match(rows[at][2]))}
    names = {label_key(match[1]) for match in found.values()}
    every = len(found) == len(firsts) > 1
    if (every and all(label_shape(match[1]) > Shape.LOWER for match in found.values())) or (
        len(found) >= max(3, 0.8 * len(firsts)) and len(names) <= len(found) / 2
    ):
        return {at: (match[1], match.end()) for at, match in found.items()}
    begins = {}
    where = 0
    for at, (_cue, _voice, words) in enumerate(rows):
        begins[where] = at
        where += len(words) + 1
    labels = {}
    for one in find_labels("\n".join(words for _cue, _voice, words in rows)):
        where = one.line_start + (one.line_start > 0)
        labels[begins[where]] = (one.name, one.words_start - where)
    return labels


def _lay_out(pieces: list[Piece]) -> tuple[str, tuple[Turn, ...], dict[str, Role], list[Problem]]:
    """Join the pieces to paragraphs and number them as turns."""
    paragraphs: list[list[Piece]] = []
    for piece in pieces:
        if paragraphs and _goes_on(paragraphs[-1], piece):
            paragraphs[-1].append(piece)
        else:
            paragraphs.append([piece])
    talk: dict[str, Talk] = {}
    spelling: dict[str, str] = {}
    spoken: list[tuple[str | None, str, float | None]] = []
    for paragraph in paragraphs:
        words = " ".join(piece.words for piece in paragraph if piece.words)
        first = paragraph[0]
        speaker = first.speaker and spelling.setdefault(label_key(first.speaker), first.speaker)
        if not words and not speaker:
            continue
        spoken.append((speaker, words, first.start))
        if speaker:
            before = talk.get(speaker, Talk(0, 0))
            talk[speaker] = Talk(before.turns + 1, before.asking + ("?" in words))
    if talk:
        roles, remarks = assign_roles(talk)
    else:
        roles = {}
        remarks = [Problem("No speakers are named: paragraphs are made from sentences and pauses.")]
    nobody = Role.UNIDENTIFIED if talk else Role.PARTICIPANT
    turns: list[Turn] = []
    texts: list[str] = []
    where = 0
    for index, (speaker, words, time) in enumerate(spoken, 1):
        label = f"{speaker}: " if speaker else ""
        texts.append((label + words).rstrip())
        start = where + min(len(label), len(texts[-1]))
        role = roles[speaker] if speaker else nobody
        turns.append(Turn(index, start, where + len(texts[-1]), where, speaker, role, time))
        where += len(texts[-1]) + 2
    return "\n\n".join(texts), tuple(turns), roles, remarks


def _goes_on(paragraph: list[Piece], piece: Piece) -> bool:
    """Say whether `piece` belongs to the paragraph: the same speaker, or no speaker and no pause."""
    first, last = paragraph[0], paragraph[-1]
    if last.speaker or piece.speaker:
        return bool(last.speaker and piece.speaker) and label_key(last.speaker or "") == label_key(
            piece.speaker or ""
        )
    if _SENTENCE_END.search(last.words):
        return False
    if piece.start is not None and last.end is not None and piece.start - last.end > PAUSE:
        return False
    return piece.start is None or first.start is None or piece.start - first.start <= LONGEST
