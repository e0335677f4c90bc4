"""Merges and splits that a codebook file asks for, done as part of taking it over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualbench.codebook.diff import Difference, describe
from qualbench.errors import QualbenchError
from qualbench.model.code import Code, Codebook
from qualbench.model.document import Problem
from qualbench.workbench.code_fields import meaning_of
from qualbench.workbench.code_merging import MergePlan, union_of, use_notes, with_examples
from qualbench.workbench.code_previews import touched_by
from qualbench.workbench.lineage import lineage_kept
from qualbench.workbench.writing import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.codebook.resolve import Proposal
    from qualbench.model.change import Change
    from qualbench.workbench.project import Session


def plan_merges(session: Session, current: Codebook, proposal: Proposal) -> MergePlan | None:
    """Work out the merges that a file asks for, or return None where there are none; nothing is written.

    Raises:
        OthersHidden: Independent coding is in force, and another coder's codings would be touched.
        StancesDiffer: The same words have differing stances.
    """
    if proposal.links is None or not proposal.links.merged:
        return None
    into, target = proposal.links.merged, proposal.target
    meant = Codebook(
        "", tuple(_with_meaning(session, current, target.by_id[one]) for one in set(into.values()))
    )
    union = union_of(session, meant, into)
    became = union.became
    codes = tuple(with_examples(code, became) for code in target.codes)
    return MergePlan(current, Codebook(target.name, codes, target.version), into, (), union)


def _with_meaning(session: Session, current: Codebook, code: Code) -> Code:
    """Return a code with the meaning that it has once the file is taken over."""
    before = current.by_id.get(code.id)
    return replace(code, meaning=meaning_of(session, before, code)) if before else code


def splits_kept(session: Session, current: Codebook, proposal: Proposal, why: str) -> Iterator[Change]:
    """Yield the changes that keep out of which codes new ones come; no coding is touched."""
    at = stamp()
    for made, source in (proposal.links.split if proposal.links else {}).items():
        yield lineage_kept(session, "split", source, current.paths[source], made, at, why)


def say_difference(session: Session, current: Codebook, proposal: Proposal, one: Difference) -> str:
    """Say a difference in words, and of a merge or a split in the file what it would touch."""
    links = proposal.links
    if links is not None and one.change == "merged" and one.code_id in links.merged:
        return f"{describe(one)}: {touched_by(session, [one.code_id], current)}"
    if links is not None and one.change == "split" and one.code_id in links.split.values():
        return f"{describe(one)}: its codings stay until they are recoded"
    return describe(one)


def merges_said(
    session: Session, current: Codebook, proposal: Proposal
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Say what the merges that a file asks for would do to codings, and what keeps them from being done."""
    try:
        plan = plan_merges(session, current, proposal)
    except QualbenchError as error:
        return (), (Problem(f"{error.message} Saving will refuse.", hint=error.hint, serious=True),)
    return (tuple(use_notes(session, plan)) if plan else ()), ()
