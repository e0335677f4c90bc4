"""Coders: the people who code, and finding one by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import NotFound, UsageError
from qualbench.model.change import Noun
from qualbench.model.coding import Coder
from qualbench.model.ids import new_id
from qualbench.workbench.project import list_coders
from qualbench.workbench.writing import added, stamp, write

if TYPE_CHECKING:
    from qualbench.model.change import Value
    from qualbench.workbench.project import Session


def add_coder(session: Session, name: str) -> Coder:
    """Add a person who codes.

    Raises:
        UsageError: The name is empty, or a coder has it already (upper and lower case are one).
    """
    name = " ".join(name.split())
    if not name:
        raise UsageError("A coder needs a name.")
    if any(one.name.casefold() == name.casefold() for one in list_coders(session)):
        raise UsageError(f"There is a coder “{name}” already.", "Work as that coder with --coder NAME.")
    coder = Coder(new_id(), name, stamp())
    row: dict[str, Value] = {"name": coder.name, "machine": 0, "created_at": coder.created_at}
    write(
        session,
        [added("CoderAdded", Noun.CODER, coder.id, row)],
        verb="coder",
        summary=f"added the coder “{name}”",
    )
    return coder


def find_coder(session: Session, name: str) -> Coder:
    """Return the coder of that name or id.

    Raises:
        NotFound: There is none; the project's coders are named.
    """
    coders = list_coders(session)
    for one in coders:
        if name.strip().casefold() in (one.name.casefold(), one.id):
            return one
    raise NotFound("coder", name, hint=f"The project's coders: {', '.join(one.name for one in coders)}.")
