"""What codes became: merged into others, split into others, kept so that an old report still names them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from qualbench.codebook.following import follow, steps_of
from qualbench.errors import NotFound
from qualbench.model.change import Change, Noun
from qualbench.model.code import MEANING, PATH_SEPARATOR
from qualbench.model.ids import new_id
from qualbench.storage.codebooks import load_lineage
from qualbench.storage.codings import load_coders
from qualbench.storage.history import load_code_changes
from qualbench.workbench.codebooks import find_code, load_codebook
from qualbench.workbench.writing import added

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualbench.model.change import Columns
    from qualbench.model.code import Code, Lineage
    from qualbench.workbench.project import Session


@dataclass(frozen=True, slots=True)
class CodeEvent:
    """One thing that happened to a code.

    Attributes:
        at: When, ISO 8601 in UTC.
        coder: The name of who did it.
        what: `created`, `renamed`, `moved`, `reordered`, `redefined`, `recoloured`, `retired`, `revived`,
            `edited`, `deleted`; `merged` and `split` for what it became, `merged from` and `split from` for
            what became it.
        said: The same in words.
        why: The reason given, or empty.
        other_id: The code that it became, or that became it; empty otherwise.
    """

    at: str
    coder: str
    what: str
    said: str
    why: str = ""
    other_id: str = ""

    def as_json(self) -> dict[str, str]:
        """The event as an object for JSON."""
        return asdict(self)


def code_history(session: Session, code_id: str) -> tuple[CodeEvent, ...]:
    """Return what happened to a code, the oldest first, with what was merged into it or split off from it.

    A code that is in the codebook no more has its history too; one that never was has none. What was taken
    back is no part of it.
    """
    store, book = session.store, load_codebook(session)
    coders = {one.id: one.name for one in load_coders(store)}
    lineage = load_lineage(store)
    names = {one.code_id: one.name for one in lineage} | book.paths
    found = []
    for entry, change in load_code_changes(store, code_id):
        what = change.kind.removeprefix("Code").lower()
        if what != "merged":  # the lineage tells into what
            said = _said(what, change, names)
            found.append(CodeEvent(entry.at, coders.get(entry.coder_id, ""), what, said, entry.why))
    for one in lineage:
        who = coders.get(one.coder_id, "")
        if one.code_id == code_id:
            said = f"{one.kind} into “{names.get(one.into_id, 'a code that is gone')}”"
            found.append(CodeEvent(one.created_at, who, one.kind, said, one.why, one.into_id))
        if one.into_id == code_id:
            said = f"“{one.name}” was merged into it" if one.kind == "merged" else f"split from “{one.name}”"
            found.append(CodeEvent(one.created_at, who, f"{one.kind} from", said, one.why, one.code_id))
    return tuple(sorted(found, key=lambda event: event.at))


def _said(what: str, change: Change, names: Mapping[str, str]) -> str:
    """Say in words what one change did to a code."""
    before, after = change.before or {}, change.after or {}

    def place(columns: Columns) -> str:
        parent = columns.get("parent_id")
        return names.get(str(parent), "a code that is gone") if parent else "the top"

    if what == "created":
        return f"created as “{after['name']}” under {place(after)}"
    if what == "deleted":
        return "deleted"
    also = []
    if "name" in after:
        also.append(f"renamed from “{before['name']}” to “{after['name']}”")
    if "parent_id" in after:
        also.append(f"moved from {place(before)} to {place(after)}")
    if "status" in after:
        also.append(
            {"retired": "retired", "active": "put in use"}.get(str(after["status"]), "made a candidate")
        )
    for key in MEANING:
        if key in after:
            was = " ".join(str(before[key] or "nothing").split())
            also.append(f"{_FIELDS[key]} changed from “{was}” to “{' '.join(str(after[key]).split())}”")
    if "color" in after:
        also.append(f"recoloured from {before['color'] or 'no colour'} to {after['color'] or 'no colour'}")
    known = {"name", "parent_id", "status", "color", "position", "meaning", *MEANING}
    more = [_FIELDS.get(key, key) for key in after if key not in known]
    if more:
        also.append(f"edited: {', '.join(more)}")
    return "; ".join(also) or "put in another place among its neighbours"


#: How fields are called that are not called as their column.
_FIELDS = {
    "definition": "definition",
    "full_definition": "full definition",
    "when": "when to use it",
    "when_not": "when not to use it",
    "counter_examples": "counter-examples",
    "in_vivo": "in vivo",
    "silenced": "remarks that are not wanted",
}


def find_past_code(session: Session, text: str) -> str:
    """Return the id of the code meant: one of the codebook, or one that became another.

    Raises:
        NotFound: There is none, and never was one that became another.
        UsageError: Several are called so.
    """
    try:
        return find_code(session, text).id
    except NotFound:
        for one in reversed(load_lineage(session.store)):
            if text in (one.code_id, one.name, one.name.rpartition(PATH_SEPARATOR)[2]):
                return one.code_id
        raise


def list_lineage(session: Session) -> list[Lineage]:
    """Return what codes became, in the order in which it happened."""
    return load_lineage(session.store)


def became(session: Session, code_id: str) -> tuple[Code, ...]:
    """Return what a code is today.

    Itself while it is in the codebook and in use; else what it was merged into or split into, followed to
    what is there today. Nothing for a code that was deleted, or never was.
    """
    codebook, steps = load_codebook(session), steps_of(load_lineage(session.store))
    return tuple(codebook.by_id[one] for one in follow(code_id, codebook, steps))


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
