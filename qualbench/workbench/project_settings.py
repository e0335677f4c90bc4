"""What is settled for the whole project, beside its method."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.model.change import Noun
from qualbench.model.document import DocumentKind
from qualbench.storage.projects import load_project
from qualbench.workbench.writing import changed, write

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualbench.workbench.project import Session

#: More would keep every number of most studies back.
LARGEST_CELL = 100


def smallest_cell(session: Session) -> int:
    """Return the number below which tables keep numbers back; 0 where they keep none."""
    return int(load_project(session.store)["smallest_cell"])


def set_smallest_cell(session: Session, number: int, why: str = "") -> int:
    """Say below which number tables keep numbers back, as one logged step; 0 for none.

    Raises:
        UsageError: It is no such number.
    """
    if number != 0 and not 2 <= number <= LARGEST_CELL:
        raise UsageError(
            f"The smallest cell cannot be {number}.",
            f"It is a number from 2 to {LARGEST_CELL}, or 0 for none.",
        )
    before = smallest_cell(session)
    change = changed(
        "SmallestCellSet",
        Noun.PROJECT,
        session.project.id,
        {"smallest_cell": before},
        {"smallest_cell": number},
    )
    summary = f"set the smallest cell of tables to {number or 'none'}"
    write(session, [change] if change else [], verb="project", summary=summary, why=why)
    return number


def paraphrase_only(session: Session) -> frozenset[DocumentKind]:
    """Return the kinds of source whose words no report quotes: they are paraphrased or left out."""
    return frozenset(map(DocumentKind, json.loads(load_project(session.store)["paraphrase_only"])))


def set_paraphrase_only(session: Session, kinds: Collection[str], why: str = "") -> None:
    """Say of which kinds of source no words are quoted in a report, as one logged step.

    Raises:
        UsageError: There is no such kind.
    """
    known = [one.value for one in DocumentKind]
    for one in kinds:
        if one not in known:
            raise UsageError(f"There is no kind of source called “{one}”.", f"There are: {', '.join(known)}.")
    before = load_project(session.store)["paraphrase_only"]
    after = json.dumps(sorted(set(kinds)))
    change = changed(
        "ParaphraseSet",
        Noun.PROJECT,
        session.project.id,
        {"paraphrase_only": before},
        {"paraphrase_only": after},
    )
    said = ", ".join(sorted(set(kinds))) or "no kind of source"
    summary = f"set what is paraphrased and not quoted to {said}"
    write(session, [change] if change else [], verb="project", summary=summary, why=why)
