"""The table of cases as a grid: cases and attributes made, renamed and removed, and who belongs to each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.model.case import Attribute, AttributeType, Case, folded
from qualbench.model.change import Change, Noun
from qualbench.model.coding import MemoTarget
from qualbench.model.ids import new_id
from qualbench.storage.documents import load_counts
from qualbench.storage.framework import load_summaries
from qualbench.storage.projects import load_attributes, load_cases, load_memos
from qualbench.workbench.cases import add_attribute, find_attribute, find_case
from qualbench.workbench.importing import list_documents, list_speakers
from qualbench.workbench.writing import added, changed, removed, write

if TYPE_CHECKING:
    from qualbench.workbench.project import Session


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as a row of the grid.

    Attributes:
        documents: Names of the documents that words of it are in.
        segments: Codings in those documents, of all coders that one may see.
    """

    case: Case
    documents: tuple[str, ...]
    segments: int


def case_rows(session: Session) -> list[CaseRow]:
    """Return the cases by number, with their documents and how much is coded in these."""
    counts = load_counts(session.store)
    documents: dict[str, dict[str, int]] = {}
    for row in list_documents(session):
        if row.document.case_id is not None:
            documents.setdefault(row.document.case_id, {})[row.document.name] = row.segments
    for document, speaker, _turns in list_speakers(session):
        if speaker.case_id is not None:
            number = counts.get(document.id, (0, 0))[1]
            documents.setdefault(speaker.case_id, {})[document.name] = number
    return [
        CaseRow(case, tuple(documents.get(case.id, {})), sum(documents.get(case.id, {}).values()))
        for case in load_cases(session.store)
    ]


def add_case(session: Session, name: str) -> Case:
    """Make a case.

    Raises:
        UsageError: The name is empty or taken.
    """
    case, change = new_case(session, name)
    write(session, [change], verb="case", summary=f"made the case {case.name}")
    return case


def new_case(session: Session, name: str) -> tuple[Case, Change]:
    """Return a case that there is not yet, and the change that makes it.

    Raises:
        UsageError: The name is empty or taken.
    """
    cases = load_cases(session.store)
    case = Case(new_id(), max((one.number for one in cases), default=0) + 1, _name(name, cases))
    return case, added("CaseAdded", Noun.CASE, case.id, {"number": case.number, "name": case.name})


def rename_case(session: Session, case: str, name: str) -> Case:
    """Give a case another name; documents and speakers stay with it.

    Raises:
        NotFound: There is no such case.
        UsageError: The name is empty or taken.
    """
    found = find_case(session, case)
    new = _name(name, [one for one in load_cases(session.store) if one.id != found.id])
    change = changed("CaseRenamed", Noun.CASE, found.id, {"name": found.name}, {"name": new})
    write(session, [change] if change else [], verb="case", summary=f"renamed the case {found.name} to {new}")
    return find_case(session, found.id)


def remove_case(session: Session, case: str) -> Case:
    """Take a case away, with its values.

    Raises:
        NotFound: There is no such case.
        UsageError: Words of a document belong to it, or a memo is about it.
    """
    found = find_case(session, case)
    row = next(one for one in case_rows(session) if one.case.id == found.id)
    if row.documents:
        where = ", ".join(row.documents)
        raise UsageError(f"The case {found.name} has words in {where}.", "Give them to another case first.")
    if load_memos(session.store, target=MemoTarget.CASE, target_id=found.id):
        raise UsageError(
            f"There is a memo about the case {found.name}.", "Remove it first, or keep the case."
        )
    if written := load_summaries(session.store, case_id=found.id):
        raise UsageError(
            f"The framework matrix has {len(written)} of {found.name}'s cells in words.",
            "Clear them first: qualbench framework clear THEME CASE",
        )
    ids = {one.name: one.id for one in load_attributes(session.store)}
    values = [removed(session, "ValueRemoved", Noun.VALUE, (found.id, ids[name])) for name in found.values]
    changes: list[Change] = [*values, removed(session, "CaseRemoved", Noun.CASE, found.id)]
    write(session, changes, verb="case", summary=f"removed the case {found.name}")
    return found


def new_attribute(session: Session, name: str, kind: AttributeType = AttributeType.TEXT) -> Attribute:
    """Make an attribute, without a value yet.

    Raises:
        UsageError: The name is empty or taken.
    """
    attributes = load_attributes(session.store)
    if not name.strip() or folded(name) in {folded(one.name) for one in attributes}:
        raise UsageError(f"An attribute needs a name of its own, and “{name}” is none.")
    made = Attribute(new_id(), name.strip(), kind, (), len(attributes))
    write(session, [add_attribute(made)], verb="case", summary=f"made the attribute {made.name}")
    return made


def remove_attribute(session: Session, name: str) -> Attribute:
    """Take an attribute away, with all its values.

    Raises:
        NotFound: There is no such attribute.
    """
    found = find_attribute(session, name)
    values = [
        removed(session, "ValueRemoved", Noun.VALUE, (case.id, found.id))
        for case in load_cases(session.store)
        if found.name in case.values
    ]
    changes: list[Change] = [*values, removed(session, "AttributeRemoved", Noun.ATTRIBUTE, found.id)]
    write(session, changes, verb="case", summary=f"removed the attribute {found.name}")
    return found


def _name(name: str, others: list[Case]) -> str:
    made = " ".join(name.split())
    if not made:
        raise UsageError("A case needs a name.")
    if folded(made) in {folded(one.name) for one in others}:
        raise UsageError(
            f"There is a case “{made}” already.", "Two cases of one name could not be told apart."
        )
    return made
