"""Names in a table of cases that are nearly those of cases: found, and never taken for them silently."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.storage.projects import load_cases
from qualbench.workbench.cases import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.model.case import Case
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


def near_cases(session: Session, path: Path) -> list[CaseMatch]:
    """Return the names of a table that are nearly those of cases which the table does not name itself.

    Nothing is taken for granted: `P1`, `Participant 01` and `p01_final.docx` may be one, and may be three.

    Raises:
        FileProblem: As for `import_cases`.
    """
    from rapidfuzz import fuzz

    _header, rows = read_table(path)
    named = {row[0].casefold() for _line, row in rows}
    cases = [one for one in load_cases(session.store) if one.name.strip().casefold() not in named]
    known = {one.name.strip().casefold() for one in load_cases(session.store)}
    found: list[CaseMatch] = []
    for line, row in rows:
        if row[0].casefold() in known:
            continue
        plain, digits = _plain(row[0])
        near = [
            (100.0 if other == plain else fuzz.ratio(plain, other), case)
            for case in cases
            for other, others in [_plain(case.name)]
            if digits == others
        ]
        score, case_ = max(near, key=lambda one: one[0], default=(0.0, None))
        if case_ is not None and score >= _ALIKE:
            found.append(CaseMatch(row[0], line, case_, score))
    return found


def _plain(name: str) -> tuple[str, str]:
    """Return a name without what files and tables add to it, and its numbers."""
    bare = re.sub(r"\.\w{2,4}$", "", name.casefold())
    digits = "-".join(one.lstrip("0") or "0" for one in re.findall(r"\d+", bare))
    words = re.findall(r"[^\W\d_]+", bare)
    kept = [one for one in words if one not in _ADDED] or words
    return "".join("p" if one in ("participant", "part", "pt", "respondent") else one for one in kept), digits
