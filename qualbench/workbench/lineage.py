"""What codes became: merged into others, split into others, kept so that an old report still names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.model.change import Change, Noun
from qualbench.model.ids import new_id
from qualbench.storage.codebooks import load_lineage
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.writing import added

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.model.code import Code, Codebook, Lineage
    from qualbench.workbench.project import Session


def list_lineage(session: Session) -> list[Lineage]:
    """Return what codes became, in the order in which it happened."""
    return load_lineage(session.store)


def became(session: Session, code_id: str) -> tuple[Code, ...]:
    """Return what a code is today.

    Itself while it is in the codebook and in use; else what it was merged into or split into, followed to
    what is there today. Nothing for a code that was deleted, or never was.
    """
    codebook = load_codebook(session)
    return tuple(codebook.by_id[one] for one in resolve(code_id, codebook, load_lineage(session.store)))


def resolve(code_id: str, codebook: Codebook, lineage: Iterable[Lineage]) -> tuple[str, ...]:
    """Return the ids of what a code is in `codebook`; as `became`, without a session.

    A chain that runs in a circle ends where it comes back to itself.
    """
    steps: dict[str, list[str]] = {}
    for step in lineage:
        steps.setdefault(step.code_id, []).append(step.into_id)
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [code_id]
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        known = codebook.by_id.get(one)
        if known is not None and (known.status != "retired" or one not in steps):
            found[one] = None
        else:
            waiting += steps.get(one, [])
    if not found and code_id in codebook.by_id:  # all that it became is gone, and it is still there
        found[code_id] = None
    return tuple(found)


def lineage_kept(
    session: Session, kind: str, code_id: str, path: str, into_id: str, at: str, why: str = ""
) -> Change:
    """Return the change that keeps what a code became.

    Args:
        kind: `merged` or `split`.
        path: The code's path until now.
    """
    return added(
        "LineageKept",
        Noun.LINEAGE,
        new_id(),
        {
            "kind": kind,
            "code_id": code_id,
            "name": path,
            "into_id": into_id,
            "coder_id": session.coder.id,
            "created_at": at,
            "why": why,
        },
    )
