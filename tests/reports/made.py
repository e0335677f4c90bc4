"""One small invented study, with everything in it that a report can trip over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.analysis.selection import Selection
from qualbench.model.case import Attribute, Case
from qualbench.model.coding import Coder, Memo, MemoKind, MemoTarget
from qualbench.model.theme import Theme, ThemeSet, ThemeStatus
from qualbench.reports.study import Study
from tests.analysis.made import make_codebook, make_segment, make_source

if TYPE_CHECKING:
    from qualbench.model.coding import Segment

LEAD = Selection(("mira",))
BOTH = Selection(("mira", "jon"))
SET = ThemeSet("set", "Four themes")
CODEBOOK = make_codebook("Cost", "Cost > Bus fare", "Distance", "Asking", "Asking > Among friends")

_MADE = (
    make_source(
        "walk-in 07",
        [
            "I: How did you get there?",
            "Anna: The bus. It's dear | and *slow*, <b>really</b> slow.",
            "I: And then?",
            "Anna: Then I asked my friends.",
        ],
        case_id="c1",
    ),
    make_source("second", ["I: And you?", "Ben: =1+1 is what they said. ثم ذهبت 🫀"], case_id="c2"),
    make_source("third", ["I: Cost?", "Cleo: No, never.", "Somebody: It was dear."], case_id="c3"),
)
TEXTS = {source.document.id: text for source, text in _MADE}
STUDY = Study(
    title="Heart & mind <pilot>",
    coders=(Coder("mira", "Mira Holt", "2026-03-01"), Coder("jon", "Jón", "2026-03-01")),
    codebook=CODEBOOK,
    sources=tuple(source for source, _text in _MADE),
    cases=(
        Case("c1", 1, "walk-in 07", {"pseudonym": "Ada", "age band": "50–59"}),
        Case("c2", 2, "second", {"age band": "=60"}),
        Case("c3", 3, "third", {"pseudonym": "Cleo | Q"}),
        Case("c4", 4, "never interviewed", {"pseudonym": "Nobody"}),
    ),
    attributes=(Attribute("a1", "pseudonym"), Attribute("a2", "age band", position=1)),
    profile="reflexive",
)


def text_of(document_id: str, revision: int) -> str:
    """Return the text of a made document."""
    assert revision == 1
    return TEXTS[document_id]


def _segment(which: int, words: str, code: str, coder: str = "mira", day: int = 2) -> Segment:
    source, text = _MADE[which]
    return make_segment(source, text, words, code, coder, created_at=f"2026-03-{day:02}T10:00:00+00:00")


DEAR = _segment(0, "It's dear | and *slow*, <b>really</b> slow.", "Cost > Bus fare")
ASKED = _segment(0, "And then?\n\nAnna: Then I asked my friends.", "Asking > Among friends", day=5)
FORMULA = _segment(1, "=1+1 is what they said. ثم ذهبت 🫀", "Cost")
NEVER = _segment(2, "No, never.", "Distance", day=4)
UNKNOWN = _segment(2, "It was dear.", "Cost")
SEGMENTS = (
    DEAR,
    _segment(0, "It's dear | and *slow*, <b>really</b> slow.", "Cost"),
    ASKED,
    FORMULA,
    NEVER,
    UNKNOWN,
    _segment(2, "No, never.", "Cost", "jon", day=9),
)
THEMES = (
    Theme(
        "t1",
        "set",
        "Getting there # costs",
        concept="Care is out of reach\nbefore it begins.",
        definition="# What it *is*\n\n- 1. not a list\n<script>alert('x')</script>",
        status=ThemeStatus.KEPT,
        code_ids=("Cost", "Distance"),
        exemplar_ids=(DEAR.id, FORMULA.id),
    ),
    Theme("t2", "set", "Reluctance", position=1, code_ids=("Asking",)),
    Theme(
        "t3",
        "set",
        "Preference | for friends",
        parent_id="t2",
        code_ids=("Asking > Among friends",),
        exemplar_ids=(ASKED.id,),
    ),
    Theme("t4", "set", "Left behind", position=2, status=ThemeStatus.DROPPED, code_ids=("Cost",)),
)
MEMOS = (
    Memo(
        "m1", MemoKind.MEMO, MemoTarget.SEGMENT, DEAR.id, "Cost or <time>?\nAsk.", "mira", "2026-03-03", "b"
    ),
    Memo("m2", MemoKind.MEMO, MemoTarget.CODE, "Cost", "=Widen?", "jon", "2026-03-02", "a"),
    Memo("m3", MemoKind.JOURNAL, MemoTarget.PROJECT, "p", "Tired today.", "mira", "2026-03-09", "d"),
    Memo("m4", MemoKind.JOURNAL, MemoTarget.CASE, "c1", "She reminds me of home.", "mira", "2026-03-04", "e"),
    Memo("m5", MemoKind.MEMO, MemoTarget.DOCUMENT, "doc-second", "Noisy room.", "mira", "2026-03-04", "c"),
    Memo("m6", MemoKind.MEMO, MemoTarget.THEME, "t3", "Keep apart?", "mira", "2026-03-05", "f"),
)
