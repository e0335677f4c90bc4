"""Texts of many scripts for the tests of the interface, and small makers of turns and segments."""

from __future__ import annotations

from hypothesis import strategies as st

from qualbench.model.coding import Segment
from qualbench.model.document import Role, Turn

PIECES = (
    *"aeiou tn.,?!'’“”—…",
    " ",
    " ",
    " ",
    "\n",
    "word ",
    "nobody asked ",
    "é",
    "e\u0301",
    "ñandú",
    "Ω",
    "я",
    "漢字",
    "かな",
    "한국",
    "\u1112\u1161\u11ab",
    "สวัสดี",
    "नमस्ते",
    "क्षि",
    "தமிழ்",
    "مرحبا",
    "שָׁלוֹם",
    "👨\u200d👩\u200d👧",
    "👍🏽",
    "❤\ufe0f",
    "1\ufe0f\u20e3",
    "🇫🇷",
    "🇩🇪🇳",
    "\u00a0",
    "\u00ad",
    "\u200b",
    "\u200d",
    "\u202e",
    "\u2066",
    "\u0301",
    "\t",
    "\x1b[31m",
    "\x1b]52;c;AAAA\x07",
    "\x00",
    "\x7f",
    "\x9b2J",
    "\r",
    "\u2028",
    "\u3000",
    "\ud800",
    "\ufeff",
    "\u0600",
    "x" * 37,
)
texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
plain_texts = st.text(alphabet="ab cde.\n", max_size=300)


def turns_of(text: str) -> tuple[Turn, ...]:
    """Turns for lines like `Speaker: words`; a speaker called I is the interviewer."""
    turns: list[Turn] = []
    start = 0
    for line in text.split("\n"):
        label, colon, _rest = line.partition(": ")
        if line.strip():
            words = start + len(label) + 2 if colon else start
            turns.append(
                Turn(
                    index=len(turns) + 1,
                    start=words,
                    end=start + len(line.rstrip()),
                    label_start=start,
                    speaker=label if colon else None,
                    role=Role.INTERVIEWER if label == "I" else Role.PARTICIPANT,
                )
            )
        start += len(line) + 1
    return tuple(turns)


def segment(text: str, start: int, end: int, code: str = "c1", name: str = "") -> Segment:
    return Segment(
        id=name or f"s{start}-{end}-{code}",
        document_id="d",
        revision=1,
        start=start,
        end=end,
        quote=text[start:end],
        code_id=code,
        coder_id="me",
        created_at="2026-01-01T00:00:00+00:00",
    )
