"""Names that are nearly those of cases, in a table or as speakers' labels: found, never taken silently."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.model.case import PSEUDONYM
from qualbench.model.change import Noun
from qualbench.model.document import Role
from qualbench.storage.projects import load_cases
from qualbench.workbench.cases import read_table
from qualbench.workbench.importing import list_speakers
from qualbench.workbench.writing import changed, write

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qualbench.model.case import Case
    from qualbench.model.document import Document, Speaker
    from qualbench.workbench.project import Session

#: Words that files and tables add to a name, and how alike two names must be to be asked about.
_ADDED = frozenset(
    [
        "interview",
        "transcript",
        "final",
        "copy",
        "audio",
        "recording",
        "v",
        "clean",
        "edited",
        "id",
        "case",
        "no",
        "nr",
    ]
)
_ALIKE = 85
SAME = 100.0


@dataclass(frozen=True, slots=True)
class CaseMatch:
    """A name in a table that is nearly a case's.

    Attributes:
        line: Of the table.
        score: How alike, from 0 to 100.
    """

    name: str
    line: int
    case: Case
    score: float


@dataclass(frozen=True, slots=True)
class SpeakerMatch:
    """A speaker whose label is a case's name, or nearly.

    Attributes:
        label: The label, or the other label, that is alike.
        cases: The cases that are most alike; where more than one is, nobody can tell which.
        score: How alike, from 0 to 100.
    """

    document: Document
    speaker: Speaker
    label: str
    cases: tuple[Case, ...]
    score: float


def near_cases(session: Session, path: Path) -> list[CaseMatch]:
    """Return the names of a table that are nearly those of cases which the table does not name itself.

    Nothing is taken for granted: `P1`, `Participant 01` and `p01_final.docx` may be one, and may be three.

    Raises:
        FileProblem: As for `import_cases`.
    """
    _header, rows = read_table(path)
    named = {row[0].casefold() for _line, row in rows}
    cases = load_cases(session.store)
    known = {one.name.strip().casefold() for one in cases}
    unnamed = [one for one in cases if one.name.strip().casefold() not in named]
    likeness = _Likeness((one.name, one) for one in unnamed)
    found: list[CaseMatch] = []
    for line, row in rows:
        if row[0].casefold() in known:
            continue
        score, near = likeness.nearest(row[0])
        if near:
            found.append(CaseMatch(row[0], line, near[0], score))
    return found


def near_speakers(session: Session, document: str | None = None) -> list[SpeakerMatch]:
    """Return the participants, of one document or of all, whose labels are names of cases, or nearly.

    A case is known by its name and its pseudonym. Left out is who has a case already, and whose words count
    for the case without saying so; a case that one label of a document names is nobody else's there.

    Raises:
        NotFound: There is no such document.
    """
    known = load_cases(session.store)
    likeness = _Likeness((name, one) for one in known for name in (one.name, one.value(PSEUDONYM)) if name)
    found: list[SpeakerMatch] = []
    for doc, speaker, _turns in list_speakers(session, document):
        if speaker.role is not Role.PARTICIPANT or speaker.case_id is not None:
            continue
        tried = [(likeness.nearest(label), label) for label in (speaker.label, *speaker.aliases)]
        (score, cases), label = max(tried, key=lambda one: one[0][0])
        found.append(SpeakerMatch(doc, speaker, label, cases, score))
    named = {(one.document.id, case.id) for one in found if one.score == SAME for case in one.cases}
    sure = [
        one
        for one in found
        if one.score == SAME or not any((one.document.id, case.id) in named for case in one.cases)
    ]
    return [one for one in sure if one.cases and not _counts_so(one)]


def link_speakers(session: Session, matches: Iterable[SpeakerMatch]) -> list[SpeakerMatch]:
    """Give speakers the cases that they match, as one step; return those that are linked.

    A match of several cases is passed over. No text is touched.
    """
    sure = [one for one in matches if len(one.cases) == 1]
    changes = [
        changed(
            "SpeakerChanged",
            Noun.SPEAKER,
            one.speaker.id,
            {"case_id": one.speaker.case_id},
            {"case_id": one.cases[0].id},
        )
        for one in sure
    ]
    number = f"{len(sure)} speaker{'s' * (len(sure) != 1)}"
    write(session, filter(None, changes), verb="speaker", summary=f"linked {number} to cases by name")
    return sure


def _counts_so(match: SpeakerMatch) -> bool:
    return [one.id for one in match.cases] == [match.document.case_id]


class _Likeness:
    """The cases by what of their names is compared."""

    def __init__(self, names: Iterable[tuple[str, Case]]) -> None:
        self.cases: dict[str, dict[str, list[Case]]] = {}
        for name, case in names:
            plain, digits = plain_name(name)
            self.cases.setdefault(digits, {}).setdefault(plain, []).append(case)

    def nearest(self, name: str) -> tuple[float, tuple[Case, ...]]:
        """Return how alike the most alike cases are, and which; none where none is alike enough."""
        from rapidfuzz import fuzz, process

        plain, digits = plain_name(name)
        known = self.cases.get(digits, {})
        if plain in known:
            return SAME, _once(known[plain])
        near = process.extract(plain, list(known), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=len(known))
        best = near[0][1] if near else 0.0
        return best, _once([case for other, score, _at in near if score == best for case in known[other]])


def _once(cases: Iterable[Case]) -> tuple[Case, ...]:
    return tuple({one.id: one for one in cases}.values())


def plain_name(name: str) -> tuple[str, str]:
    """Return a name without what files and tables add to it, and its numbers.

    `P1`, `Participant 01` and `p01_final.docx` are one; `P1` and `P2` are not.
    """
    bare = re.sub(r"\.\w{2,4}$", "", name.casefold())
    digits = "-".join(one.lstrip("0") or "0" for one in re.findall(r"\d+", bare))
    words = re.findall(r"[^\W\d_]+", bare)
    kept = [one for one in words if one not in _ADDED] or words
    return "".join("p" if one in ("participant", "part", "pt", "respondent") else one for one in kept), digits
