"""Merging codes: several become one, with all that stands on them, as one step.

Every coding of the merged codes becomes the target's, under the meaning that it has now; memos, marks, chosen
quotes and places in themes follow, codes under the merged ones move under the target, and the merged codes
leave the codebook. The lineage keeps what they became.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualbench.codebook.merged_tree import NameClash, merged_tree
from qualbench.errors import NotFound, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.code import Code, Codebook, CodeStatus
from qualbench.model.coding import MemoTarget
from qualbench.storage.code_use import (
    load_coded_rows,
    load_memos_on,
    others_use,
)
from qualbench.storage.themes import load_places
from qualbench.workbench.code_fields import check_name, code_changed
from qualbench.workbench.code_previews import Preview, many, touched_by
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding_union import Union, bring_together
from qualbench.workbench.independence import OthersHidden
from qualbench.workbench.lineage import lineage_kept
from qualbench.workbench.writing import changed, removed, stamp, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualbench.model.change import Columns, Value
    from qualbench.storage.code_use import CodedRow
    from qualbench.workbench.project import Session


class SameNameBelow(UsageError):
    """A code under a merged one has the name of one under the target."""

    def __init__(self, path: str, name: str, target: str) -> None:
        super().__init__(
            f"“{path}” cannot move under “{target}”: there is a code “{name}” already.",
            "Merge those of one name too (--unite-names), or rename one of them first.",
        )


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did.

    Attributes:
        into: The code that is left.
        codes: Paths of the merged codes, as they were.
        moved: Paths of the codes that have moved under the target, as they are now.
        recoded: How many codings have another code now.
        same: How many went because the coder gave the same words the other code too.
        united: How many went because they united with one that they overlapped or met.
        overlapping: How many overlap another one, and stay as they were.
        apart: How many stay for their differing stances, though they were to unite.
    """

    into: Code
    codes: tuple[str, ...]
    moved: tuple[str, ...]
    recoded: int
    same: int
    united: int
    overlapping: int
    apart: int


def preview_merge(
    session: Session,
    code_ids: Sequence[str],
    into_id: str,
    *,
    unite: bool = False,
    unite_names: bool = False,
) -> Preview:
    """Say what `merge_codes` would do, and change nothing; the errors are the same."""
    plan = _plan(session, code_ids, into_id, unite=unite, unite_names=unite_names)
    touched = touched_by(session, [*plan.into, *plan.into.values()], plan.before)
    return Preview(_summary(plan, code_ids), touched, _notes(session, plan))


def merge_codes(
    session: Session,
    code_ids: Sequence[str],
    into_id: str,
    *,
    unite: bool = False,
    unite_names: bool = False,
    why: str = "",
) -> Merged:
    """Merge codes into another one, as one step.

    Where a coder gave the same words several of the codes, one coding stays, with the memos and marks of all.

    Args:
        into_id: The code that is left; it keeps its name, place and definition.
        unite: Codings of one coder that overlap or meet end to end become one, where one of them comes from a
            merged code. Otherwise they stay as they are.
        unite_names: Where a code under a merged one has the name of one under the target, merge these too.

    Raises:
        NotFound: There is no such code.
        UsageError: There is nothing to merge, names clash, or the same words have differing stances.
        OthersHidden: Independent coding is in force, and another coder's codings would be touched.
    """
    plan = _plan(session, code_ids, into_id, unite=unite, unite_names=unite_names)
    write(
        session,
        _changes(session, plan, why),
        verb="merge codes",
        summary=_summary(plan, code_ids),
        why=why,
    )
    done = plan.union
    return Merged(
        plan.after.by_id[into_id],
        tuple(plan.before.paths[one] for one in plan.into),
        tuple(plan.after.paths[one] for one in plan.moved),
        *(done.recoded, done.same, done.united, done.overlapping, done.apart),
    )


@dataclass(frozen=True, slots=True)
class MergePlan:
    """A merge that is worked out.

    Attributes:
        before: The codebook as it is.
        after: As it will be.
        into: Merged code -> what it becomes.
        moved: The codes that get another parent.
        union: What becomes of the codings.
    """

    before: Codebook
    after: Codebook
    into: dict[str, str]
    moved: tuple[str, ...]
    union: Union


def _plan(
    session: Session, code_ids: Sequence[str], into_id: str, *, unite: bool, unite_names: bool
) -> MergePlan:
    book = load_codebook(session)
    for one in (*code_ids, into_id):
        if one not in book.by_id:
            raise NotFound("code", one)
    into = dict.fromkeys((one for one in code_ids if one != into_id), into_id)
    if not into:
        raise UsageError("There is nothing to merge.", "Name at least one other code than the one to keep.")
    after, moved = _tree(book, into, unite_names=unite_names)
    return MergePlan(book, after, into, moved, union_of(session, book, into, unite=unite))


def union_of(session: Session, after: Codebook, into: Mapping[str, str], *, unite: bool = False) -> Union:
    """Work out what becomes of the codings of merged codes.

    Args:
        session: Of who merges.
        after: Has what the codes become, with the meaning that their codings get.
        into: Merged code -> what it becomes.
        unite: As in `merge_codes`.

    Raises:
        OthersHidden: Independent coding is in force, and another coder's codings would be touched.
        StancesDiffer: The same words have differing stances.
    """
    if others_use(session.store, into):
        raise OthersHidden("a code that another coder has used is not merged")
    rows = load_coded_rows(session.store, {*into, *into.values()})
    return bring_together(rows, into, {one: after.by_id[one].meaning for one in into.values()}, unite=unite)


def _tree(book: Codebook, into: dict[str, str], *, unite_names: bool) -> tuple[Codebook, tuple[str, ...]]:
    """Return what `merged_tree` does, with its errors for a person."""
    try:
        after, moved = merged_tree(book, into, unite_names=unite_names)
    except NameClash as clash:
        under = book.by_id[clash.parent_id].name if clash.parent_id else "the top"
        raise SameNameBelow(book.paths[clash.code_id], book.by_id[clash.code_id].name, under) from clash
    for one in moved:
        check_name(after, after.by_id[one].name, after.by_id[one].parent_id, but=one)
    return after, moved


def _changes(session: Session, plan: MergePlan, why: str) -> Iterator[Change]:
    """Yield the changes: what goes goes first, so that nothing is ever there twice."""
    yield from uses_follow(session, plan)
    became = plan.union.became
    for code in plan.after.codes:
        known = plan.before.by_id[code.id]
        now = with_examples(code, became)
        if now is not known:
            yield from code_changed(session, known, now)
    yield from codes_leave(session, plan, why)


def uses_follow(session: Session, plan: MergePlan) -> Iterator[Change]:
    """Yield the changes by which all that stands on merged codes goes to what they become."""
    store = session.store
    yield from codings_follow(session, plan.union)
    yield from _places_follow(session, Noun.THEME_CODE, plan.into)
    for memo, gone in load_memos_on(store, MemoTarget.CODE, plan.into):
        yield _memo_moved(memo, gone, plan.into[gone])


def codes_leave(session: Session, plan: MergePlan, why: str = "") -> Iterator[Change]:
    """Yield the changes by which merged codes leave the codebook, and what they became is kept."""
    at = stamp()
    for gone, into in plan.into.items():
        yield lineage_kept(session, "merged", gone, plan.before.paths[gone], into, at, why)
    for gone in plan.into:
        yield removed(session, "CodeMerged", Noun.CODE, gone)


def codings_follow(session: Session, union: Union) -> Iterator[Change]:
    """Yield the changes of codings that come together, with their memos and where they are chosen quotes."""
    store, became = session.store, union.became
    for memo, segment in load_memos_on(store, MemoTarget.SEGMENT, became):
        yield _memo_moved(memo, segment, became[segment])
    yield from _places_follow(session, Noun.EXEMPLAR, became)
    yield from _places_follow(session, Noun.THEME_SEGMENT, became)
    for row, _into in union.gone:
        yield Change("SegmentsUnited", Noun.SEGMENT, (row.id,), _columns(row), None)
    for before, after in union.changed:
        yield _recoded(before, after)


def _memo_moved(memo: str, before: str, after: str) -> Change:
    return Change("MemoMoved", Noun.MEMO, (memo,), {"target_id": before}, {"target_id": after})


_PLACED = {
    Noun.THEME_CODE: ("code_id", "CodeUnassigned", "CodeAssigned"),
    Noun.THEME_SEGMENT: ("segment_id", "SegmentUnassigned", "SegmentAssigned"),
    Noun.EXEMPLAR: ("segment_id", "ExemplarDropped", "ExemplarChosen"),
}


def _places_follow(session: Session, noun: Noun, became: Mapping[str, str]) -> Iterator[Change]:
    """Yield the changes by which places in themes go to what took their place, once in each theme."""
    key, leaves, comes = _PLACED[noun]
    places = load_places(session.store, noun, key, {*became, *became.values()})
    taken = {place.key for place in places if place.key[1] not in became}
    for place in places:
        theme, one = place.key
        if one not in became:
            continue
        yield Change(leaves, noun, place.key, place.row, None)
        goes = (theme, became[one])
        if goes not in taken:
            taken.add(goes)
            yield Change(comes, noun, goes, None, place.row)


def _columns(row: CodedRow) -> dict[str, Value]:
    columns: dict[str, Value] = row._asdict()
    del columns["id"]
    return columns


def _recoded(before: CodedRow, after: CodedRow) -> Change:
    if before[:5] == after[:5] and before[6:10] == after[6:10]:  # only the code: nearly all, written in bulk
        was: Columns = {"code_id": before.code_id, "meaning": before.meaning}
        now: Columns = {"code_id": after.code_id, "meaning": after.meaning}
        return Change("SegmentRecoded", Noun.SEGMENT, (before.id,), was, now)
    change = changed("SegmentsUnited", Noun.SEGMENT, before.id, _columns(before), _columns(after))
    assert change is not None
    return change


def with_examples(code: Code, became: Mapping[str, str]) -> Code:
    """Return a code whose examples name the segments that others became part of (see `Union.became`)."""
    if not became or not (code.examples or code.counter_examples):
        return code
    return replace(
        code,
        examples=tuple(dict.fromkeys(became.get(one, one) for one in code.examples)),
        counter_examples=tuple(dict.fromkeys(became.get(one, one) for one in code.counter_examples)),
    )


def _summary(plan: MergePlan, code_ids: Sequence[str]) -> str:
    asked = [plan.before.by_id[one] for one in dict.fromkeys(code_ids)]
    into = plan.before.by_id[plan.into[next(iter(plan.into))]].name
    merged = [code.name for code in asked if code.id in plan.into]
    return f"merged {named(merged)} into “{into}”"


def named(names: Sequence[str]) -> str:
    """Return names for a line of the history: up to three are told, of more their number."""
    if len(names) > 3:
        return f"{len(names)} codes"
    said = [f"“{name}”" for name in names]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _notes(session: Session, plan: MergePlan) -> tuple[str, ...]:
    found = use_notes(session, plan)
    found += [f"“{plan.before.paths[one]}” would move to “{plan.after.paths[one]}”." for one in plan.moved]
    asked = plan.into[next(iter(plan.into))]
    if plan.before.by_id[asked].status is CodeStatus.RETIRED:
        found.append(f"“{plan.before.paths[asked]}” is retired, and would stay so.")
    found += [
        f"“{plan.before.paths[one]}” would be merged into “{plan.before.paths[into]}” for its name."
        for one, into in plan.into.items()
        if into != asked
    ]
    return tuple(found)


def use_notes(session: Session, plan: MergePlan) -> list[str]:
    """Say what would become of all that stands on merged codes, a sentence each."""
    done = plan.union
    found = [f"{many(done.recoded, 'coding').capitalize()} would get another code."]
    if done.same:
        found.append(f"{many(done.same, 'coding')} would become one with another on the same words.")
    if done.united:
        found.append(f"{many(done.united, 'coding')} would unite with one that they overlap or meet.")
    if done.overlapping:
        found.append(f"{many(done.overlapping, 'coding')} overlap one another and would stay as they are.")
    if done.apart:
        found.append(f"{many(done.apart, 'coding')} would not unite: their stances differ.")
    memos = len(load_memos_on(session.store, MemoTarget.CODE, plan.into))
    if memos:
        found.append(f"{many(memos, 'memo')} on the merged codes would follow.")
    return found
