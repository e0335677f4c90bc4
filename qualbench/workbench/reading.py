"""The reading log: when and how far the coder has read each document, and, if they want it, for how long.

It is for the coder alone: no part of the project or its history, and in no export. How long somebody reads
is counted only where they have turned that on, and is kept in their own data folder, not in the project's,
which others may have a copy of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.storage import desk
from qualbench.workbench import project

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session


@dataclass(frozen=True, slots=True)
class ReadSoFar:
    """What the coder's reading of one document has left behind.

    Attributes:
        opened_at: When they last had it open, ISO 8601 in UTC.
        furthest_turn: Number of the furthest turn that they have been in; 0 where that is not known.
        seconds: How long they were at it, where that is counted.
    """

    opened_at: str = ""
    furthest_turn: int = 0
    seconds: float = 0.0


def reading_log(session: Session) -> dict[str, ReadSoFar]:
    """Return document id -> what the coder's own reading has left behind; nobody else's is ever read."""
    places = desk.load_places(session.project.desk, session.coder.id)
    furthest = desk.load_furthest(session.project.desk, session.coder.id)
    seconds = desk.load_seconds(_own_file(session), session.coder.id)
    return {
        document: ReadSoFar(opened_at, furthest.get(document, 0), seconds.get(document, 0.0))
        for document, (_position, opened_at) in places.items()
    }


def add_reading_time(session: Session, document_id: str, seconds: float) -> None:
    """Add to the time that the coder has spent with a document."""
    if seconds > 0:
        desk.add_seconds(_own_file(session), document_id, session.coder.id, seconds)


def _own_file(session: Session) -> Path:
    return project.data_folder() / "reading" / f"{session.project.id}.sqlite3"
