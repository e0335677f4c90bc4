"""Independent coding: a time in which each coder sees only their own codings, memos and counts.

It is an agreement of a team, kept by the program for whoever works under their own name; it is no lock
against somebody who opens the project under another's. Starting and ending it are steps of the history that
`undo` passes by, so that nobody can make it look as if others' codings had never been seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.model.change import Noun
from qualbench.model.ids import new_id
from qualbench.storage.codings import load_coders
from qualbench.storage.sight import OthersHidden, in_force, load_independent_codings
from qualbench.workbench.writing import added, changed, stamp, write

if TYPE_CHECKING:
    from qualbench.model.change import Value
    from qualbench.model.coding import Coder
    from qualbench.model.independent import IndependentCoding
    from qualbench.workbench.project import Session

__all__ = [
    "OthersHidden",
    "end_independent_coding",
    "independent_coding",
    "list_independent_codings",
    "others_hidden",
    "seen_coders",
    "start_independent_coding",
]

#: The verb of both steps in the history; `storage.history` knows it as one that is never taken back.
VERB = "independent coding"


def independent_coding(session: Session) -> IndependentCoding | None:
    """Return the independent coding that is in force, or None."""
    return in_force(session.store)


def list_independent_codings(session: Session) -> list[IndependentCoding]:
    """Return every time of independent coding, the oldest first."""
    return load_independent_codings(session.store)


def others_hidden(session: Session) -> str:
    """Say that others' codings are hidden, for screens and reports; empty where nothing is in force."""
    if in_force(session.store) is None:
        return ""
    return f"independent coding in force: only {session.coder.name}'s codings"


def seen_coders(session: Session) -> tuple[Coder, ...]:
    """Return the coders whose codings can be seen now: all, the oldest first, or only who is at work."""
    return (session.coder,) if others_hidden(session) else tuple(load_coders(session.store))


def start_independent_coding(session: Session, why: str = "") -> IndependentCoding:
    """Hide everybody's codings, memos and counts from everybody else, the lead included.

    Raises:
        UsageError: It is in force already.
    """
    if in_force(session.store) is not None:
        raise UsageError("Independent coding is in force already.", "Nothing was changed.")
    started: dict[str, Value] = {
        "started_at": stamp(),
        "started_by": session.coder.id,
        "why": why.strip(),
        "ended_at": None,
        "ended_by": None,
        "ended_why": "",
    }
    change = added("IndependentCodingStarted", Noun.INDEPENDENT, new_id(), started)
    write(session, [change], verb=VERB, summary="started independent coding", why=why.strip())
    return list_independent_codings(session)[-1]


def end_independent_coding(session: Session, why: str = "") -> IndependentCoding:
    """Let everybody see everybody's codings again; anyone may, and the history says who did and why.

    Raises:
        UsageError: It is not in force.
    """
    now = in_force(session.store)
    if now is None:
        raise UsageError("Independent coding is not in force.", "Nothing was changed.")
    before: dict[str, Value] = {"ended_at": None, "ended_by": None, "ended_why": ""}
    after: dict[str, Value] = {
        "ended_at": stamp(),
        "ended_by": session.coder.id,
        "ended_why": why.strip(),
    }
    change = changed("IndependentCodingEnded", Noun.INDEPENDENT, now.id, before, after)
    assert change is not None
    summary = "ended independent coding: everybody's codings can be seen again"
    write(session, [change], verb=VERB, summary=summary, why=why.strip())
    return list_independent_codings(session)[-1]
