r"""Heads of turns whose form alone says who speaks: what meeting and transcription services write.

Otter and Teams set a name and a time on a line of their own (`Anna Berg  0:03`), older Teams files a span of
time above the name, Zoom's saved chat `10:02:11 From Anna to Everyone:`. People call themselves there as they
like (`Berg, Anna (Guest)`, `anna's phone`), so the name is not weighed: the form is, over the whole text.
Everything else is read by the grammar in `turns`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qualbench.model.document import DocumentKind, Problem
from qualbench.readers.labels import Label, label_key, seconds

_GAP = r"[^\S\n]"
_IN_NAME = r"[^\n\t:\v\f\x1c-\x1f\x85\u2028\u2029]"
_WHO = rf"[^\W_]{_IN_NAME}{{0,79}}?|[+(“\"]{_IN_NAME}{{1,79}}?"
_NEXT = r"(?=\n\s{0,9}\S)"
#: Each pattern begins with the newline before its line: a literal that the regex engine finds fast.
_STAMPED = re.compile(
    rf"\n(?P<name>{_WHO})(?:{_GAP}{{2,9}}|\t)(?P<time>\d{{1,2}}(?::\d\d){{1,2}}){_GAP}{{0,9}}{_NEXT}"
)
_CLOCKED = re.compile(rf"[^\s]{_GAP}{{1,9}}\d{{1,2}}(?::\d\d){{1,2}}{_GAP}{{0,9}}\n")
_LAST = re.compile(rf":\d\d{_GAP}{{0,9}}\n")
_UNNAMED = re.compile(rf"\n(?P<name>)(?P<time>\d{{1,2}}(?::\d\d){{1,2}}){_GAP}{{0,9}}{_NEXT}")
_SPANNED = re.compile(
    rf"\n(?P<time>\d{{1,2}}:\d{{1,2}}:\d{{1,2}}(?:\.\d{{1,7}})?){_GAP}?-->[^\n]{{1,40}}\n(?P<name>{_WHO}){_GAP}{{0,9}}{_NEXT}"
)
_CHAT = re.compile(
    rf"\n(?P<day>\d{{1,4}}[-./]\d\d?[-./]\d{{1,4}},?{_GAP}{{1,4}})?(?P<time>\d\d:\d\d:\d\d){_GAP}{{1,4}}"
    rf"(?:From|Von|De|Da|Van){_GAP}{{1,4}}(?P<name>{_WHO})"
    rf"(?:{_GAP}{{1,4}}(?:to|an|a|à|para|aan){_GAP}{{1,4}}[^\n:]{{1,160}}?)?{_GAP}{{0,4}}:(?!\d)",
    re.IGNORECASE,
)
#: The chat as Zoom's own site gives it.
_SITE_CHAT = re.compile(rf"\n(?P<day>)(?P<time>\d\d:\d\d:\d\d)\t(?P<name>{_WHO}):\t")
_CLOSING = re.compile(
    r"\n[#*_ ]{0,8}(?P<name>)(?:Transcribed by https://otter\.ai"
    r"|(?:Transcription|Meeting) ended after [^\n]{1,40}"
    r"|This editable transcript was computer generated[^\n]{0,200})(?=\n|\Z)"
)
_STOPPED = re.compile(rf"\n(?P<name>)[^\n]{{1,80}} (?:started|stopped) transcription{_GAP}{{0,9}}(?=\n|\Z)")
_ATTENDEES = re.compile(
    r"(?:\A|\n)[#*_ ]{0,8}(?:Attendees|Invited)[*_ ]{0,8}\n\s{0,9}(?P<names>[^\n]{1,4000})"
)
#: A message later than this, in seconds, is timed by the clock on the wall and not from the meeting's start.
_LONGEST = 6 * 3600


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a text's turns, by position, and what was concluded from them."""

    labels: tuple[Label, ...]
    kind: DocumentKind = DocumentKind.INTERVIEW
    problems: tuple[Problem, ...] = ()


def find_heads(text: str, start: int = 0) -> Heads | None:
    """Return the heads of a service's transcript or of a chat; None where the text is neither."""
    padded = "\n" + text[start:]
    lines = padded.count("\n")
    chat = [*_CHAT.finditer(padded)] or [*_SITE_CHAT.finditer(padded)]
    if chat and (len(chat) > 1 or not padded[: chat[0].start()].strip()) and len(chat) >= lines / 20:
        return _chat(chat, start - 1)
    stamped = [*_STAMPED.finditer(padded)] if _LAST.search(padded) else []
    if _are_heads(padded, stamped) and len(stamped) >= lines / 20:
        found = [*stamped, *_UNNAMED.finditer(padded), *_STOPPED.finditer(padded, stamped[0].end())]
        return Heads(_labels(found, start - 1))
    spanned = [*_SPANNED.finditer(padded)] if "-->" in text else []
    names = {label_key(one["name"]) for one in spanned}
    if len(spanned) > 2 and len(names) <= len(spanned) / 2 + 1:
        return Heads(_labels([*spanned, *_STOPPED.finditer(padded, spanned[0].end())], start - 1))
    return None


def find_closings(text: str, start: int) -> tuple[Label, ...]:
    """Return what services write below a transcript, from `start` on, as labels that name nobody."""
    if "ranscri" not in text:
        return ()
    return _labels([*_CLOSING.finditer(text, start)], 0)


def find_attendees(text: str) -> frozenset[str]:
    """Return the people whom a Google Meet transcript lists above its words."""
    found = _ATTENDEES.search(text[:6000])
    if found is None:
        return frozenset()
    return frozenset(name for one in found["names"].split(",") if (name := one.strip(" *_")))


def _are_heads(padded: str, found: list[re.Match[str]]) -> bool:
    """Say whether these lines head words: most have words below, as a list of songs has not.

    Where a single blank stands between name and time as well, the grammar has to weigh the names.
    """
    starts = {one.start() for one in found}
    spoken = sum(one.end() not in starts for one in found)
    return spoken > max(1, len(found) / 2) and len(_CLOCKED.findall(padded)) <= 1.1 * len(found)


def _chat(found: list[re.Match[str]], shift: int) -> Heads:
    by_clock = any(one["day"] for one in found) or seconds(found[0]["time"]) > _LONGEST
    labels = _labels(found, shift, timed=not by_clock)
    message = "The messages are timed by the clock, not by a recording: the times stay in the text alone."
    return Heads(labels, DocumentKind.POSTS, (Problem(message),) if by_clock else ())


def _labels(found: list[re.Match[str]], shift: int, *, timed: bool = True) -> tuple[Label, ...]:
    made = []
    for one in sorted(found, key=re.Match.start):
        clock = one.groupdict().get("time") if timed else None
        named = bool(one["name"])
        where = one.start("name") if named else one.start() + 1
        made.append(
            Label(
                line_start=max(one.start() + shift, 0),
                start=where + shift,
                words_start=(one.end() if named or clock else where) + shift,
                name=one["name"].rstrip(),
                time=seconds(clock) if clock else None,
                settled=True,
                bare=False,
                heads_block=True,
            )
        )
    return tuple(made)
