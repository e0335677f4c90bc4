"""Splitting a code into several: its segments are walked one by one, and each goes to a code or stays.

What is chosen for each segment is kept on the desk, at once, so that a walk can be left at any segment and
gone on with later. The project itself changes only when the split is finished, as one step: until then every
count and every other coder meets the codebook as it was, and one undo takes all of it back, not the last
segment of three hundred. After an undo the choices are still there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.code import Code, Codebook, CodeStatus
from qualbench.storage import drafts
from qualbench.storage.code_use import load_coded_rows, others_use
from qualbench.storage.codings import load_segments, load_segments_by_id
from qualbench.storage.themes import load_member_positions, load_places
from qualbench.workbench.code_fields import code_changed
from qualbench.workbench.code_merging import codings_follow, named
from qualbench.workbench.code_previews import Preview, many, touched_by
from qualbench.workbench.codebooks import create_path, load_codebook
from qualbench.workbench.coding_union import Union, bring_together
from qualbench.workbench.independence import OthersHidden
from qualbench.workbench.lineage import lineage_kept
from qualbench.workbench.profile import method_of
from qualbench.workbench.split_targets import Target, target_key, target_of
from qualbench.workbench.writing import added, stamp, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualbench.model.coding import Segment
    from qualbench.storage.code_use import CodedRow
    from qualbench.workbench.project import Session

#: What is chosen for a segment that keeps the code.
STAYS = ""


class NoSplit(UsageError):
    """No split of that code is under way."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No split of the code “{name}” is under way.",
            "Begin one by saying what it is split into: qualbench code split-into CODE --to NAME --to NAME",
        )


@dataclass(frozen=True)
class Splitting:
    """A split under way.

    Attributes:
        source: The code that is split.
        segments: Its segments, in the order in which they are walked: document, start, longer first.
        choices: Segment id -> key of a target, or `STAYS`; a segment that is not in it waits.
    """

    source: Code
    targets: tuple[Target, ...]
    segments: tuple[Segment, ...]
    choices: Mapping[str, str]

    @cached_property
    def waiting(self) -> tuple[Segment, ...]:
        """The segments for which nothing is chosen yet."""
        return tuple(one for one in self.segments if one.id not in self.choices)

    def chosen(self, key: str) -> tuple[Segment, ...]:
        """Return the segments for which this was chosen."""
        return tuple(one for one in self.segments if self.choices.get(one.id) == key)


@dataclass(frozen=True, slots=True)
class Split:
    """What a split did.

    Attributes:
        source: The code as it is now.
        into: The codes that it was split into, as they are now.
        recoded: How many codings have another code now.
        same: How many became one with a coding of the same words that the coder had given that code.
        left: How many are still the code's.
    """

    source: Code
    into: tuple[Code, ...]
    recoded: int
    same: int
    left: int


def begin_split(
    session: Session, code_id: str, targets: Sequence[str], *, under: str | None = None, keep: bool = True
) -> Splitting:
    """Begin to split a code, or add to what a split under way can choose from; the project is not changed.

    Args:
        targets: Each the id, path or name of a code, or the name of one that will be made: beside the code
            that is split, or under `under`.
        under: Id of the code under which new ones will be.
        keep: False for a look: the desk stays as it is.

    Raises:
        NotFound: There is no such code.
        UsageError: No target is named, one is the code itself, or a name is not allowed.
        OthersHidden: Independent coding is in force, and another coder has used the code.
    """
    book, source = _source(session, code_id)
    known = load_split(session, code_id)
    keys = [one.key for one in known.targets] if known else []
    for text in targets:
        key = target_key(session, book, text, source, under)
        if key == code_id:
            raise UsageError(
                f"“{source.name}” cannot be split into itself.", "Segments that stay need no code."
            )
        keys.append(key)
    if not keys:
        raise UsageError("A code is split into others.", "Name each of them: --to NAME")
    if not keep:
        return _splitting(session, book, source, keys, known.choices if known else {})
    if known is None:
        drafts.drop_split(session.project.desk, code_id, session.coder.id)
    drafts.save_split(session.project.desk, code_id, session.coder.id, list(dict.fromkeys(keys)))
    begun = load_split(session, code_id)
    assert begun is not None
    return begun


def load_split(session: Session, code_id: str) -> Splitting | None:
    """Return the coder's split of a code that is under way, or None.

    A finished one is under way again as soon as it is taken back. Choices of segments that have lost the code
    meanwhile are left out.
    """
    book, source = _source(session, code_id)
    kept = drafts.load_split(session.project.desk, code_id, session.coder.id)
    if kept is None:
        return None
    split = _splitting(session, book, source, kept[0], kept[2])
    return None if kept[1] and not any(split.choices.values()) else split


def _splitting(
    session: Session, book: Codebook, source: Code, keys: Sequence[str], choices: Mapping[str, str]
) -> Splitting:
    found = [target_of(book, source, key) for key in dict.fromkeys(keys)]
    targets = tuple(one for one in found if one is not None)
    known = {one.key for one in targets} | {STAYS}
    segments = tuple(load_segments(session.store, code_ids=[source.id]))
    choices = {one.id: choices[one.id] for one in segments if choices.get(one.id) in known}
    return Splitting(source, targets, segments, choices)


def list_splits(session: Session) -> list[Splitting]:
    """Return the coder's splits under way, without those that wait for the end of independent coding."""
    book = load_codebook(session)
    codes = drafts.load_split_codes(session.project.desk, session.coder.id)
    free = [one for one in codes if one in book.by_id and not others_use(session.store, [one])]
    found = [load_split(session, one) for one in free]
    return [one for one in found if one is not None]


def choose(
    session: Session, split: Splitting, segment_ids: Sequence[str], key: str | None, *, keep: bool = True
) -> Splitting:
    """Choose for segments what they go to, and return the split with it; it is kept at once.

    Args:
        key: A target's; `STAYS` for those that keep the code; None takes a choice back.
        keep: False for a look: the desk stays as it is.

    Raises:
        NotFound: The code has no such segment.
        UsageError: The split has no such target.
    """
    if key is not None and key != STAYS and all(one.key != key for one in split.targets):
        raise UsageError(
            f"“{split.source.name}” is not being split into “{key}”.",
            f"Choose one of: {', '.join(one.name for one in split.targets)}; or add it with --to.",
        )
    found = load_segments_by_id(session.store, segment_ids)
    for one in segment_ids:
        if one not in found or found[one].code_id != split.source.id:
            raise NotFound(f"segment of “{split.source.name}”", one)
    if keep:
        drafts.save_choices(session.project.desk, split.source.id, session.coder.id, segment_ids, key)
    choices = {one: chosen for one, chosen in split.choices.items() if one not in found}
    if key is not None:
        choices |= dict.fromkeys(segment_ids, key)
    return replace(split, choices=choices)


def drop_split(session: Session, code_id: str) -> None:
    """Give up a split and forget what was chosen; nothing in the project was changed by it.

    Raises:
        NoSplit: None is under way.
    """
    _under_way(session, code_id)
    drafts.drop_split(session.project.desk, code_id, session.coder.id)


def preview_split(
    session: Session, code_id: str, *, retire: bool = False, split: Splitting | None = None
) -> Preview:
    """Say what `finish_split` would do, and change nothing; the errors are the same.

    Args:
        split: One that is not kept; by default the one under way.
    """
    plan = _plan(session, split or _under_way(session, code_id), retire=retire)
    return Preview(_summary(plan), touched_by(session, [code_id], plan.before), _notes(session, plan))


def finish_split(session: Session, code_id: str, *, retire: bool = False, why: str = "") -> Split:
    """Do what was chosen, as one step: codes that there are not yet are made, and segments go to them.

    What stays, and what waits still, keeps the code. Memos, marks and chosen quotes go with their segments;
    a code that is made gets a place in every theme in which the code has one.

    Args:
        retire: Retire the code that was split.

    Raises:
        NoSplit: None is under way.
        UsageError: No segment goes anywhere, or the same words have differing stances.
        OthersHidden: Independent coding is in force, and another coder has used the code.
    """
    plan = _plan(session, _under_way(session, code_id), retire=retire)
    write(session, _changes(session, plan, why), verb="split code", summary=_summary(plan), why=why)
    drafts.finish_split(session.project.desk, code_id, session.coder.id)
    book = load_codebook(session)
    return Split(
        book.by_id[code_id],
        tuple(book.by_id[one] for one in plan.into.values()),
        plan.union.recoded,
        plan.union.same,
        plan.left,
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """A split that is worked out.

    Attributes:
        made: The changes that make the new codes.
        into: Key of a target that gets something -> id of its code.
        left: How many segments keep the code.
    """

    split: Splitting
    before: Codebook
    after: Codebook
    made: tuple[Change, ...]
    into: dict[str, str]
    union: Union
    retire: bool
    left: int


def _source(session: Session, code_id: str) -> tuple[Codebook, Code]:
    book = load_codebook(session)
    if code_id not in book.by_id:
        raise NotFound("code", code_id)
    if others_use(session.store, [code_id]):
        raise OthersHidden("a code that another coder has used is not split")
    return book, book.by_id[code_id]


def _under_way(session: Session, code_id: str) -> Splitting:
    split = load_split(session, code_id)
    if split is None:
        raise NoSplit(load_codebook(session).by_id[code_id].name)
    return split


def _plan(session: Session, split: Splitting, *, retire: bool) -> _Plan:
    code_id = split.source.id
    before = book = load_codebook(session)
    into: dict[str, str] = {}
    made: list[Change] = []
    origin = method_of(session).origin
    for target in split.targets:
        if split.chosen(target.key):
            into[target.key], changes, book = create_path(book, target.path, origin=origin)
            made += changes
    if not into:
        raise UsageError(
            f"No segment of “{split.source.name}” goes to another code yet.",
            "Choose for some of them first: qualbench code split-into CODE",
        )
    rows = load_coded_rows(session.store, {code_id, *into.values()})
    union = Union()
    for key, target_id in into.items():
        mine = [row for row in rows if row.code_id == target_id or _goes(split, row, key)]
        union.add(bring_together(mine, {code_id: target_id}, {target_id: book.by_id[target_id].meaning}))
    left = sum(row.code_id == code_id for row in rows) - union.recoded - union.same
    return _Plan(split, before, book, tuple(made), into, union, retire, left)


def _goes(split: Splitting, row: CodedRow, key: str) -> bool:
    return row.code_id == split.source.id and split.choices.get(row.id) == key


def _changes(session: Session, plan: _Plan, why: str) -> Iterator[Change]:
    source, at = plan.split.source, stamp()
    yield from plan.made
    yield from codings_follow(session, plan.union)
    new = [one for one in plan.into.values() if one not in plan.before.by_id]
    for held in load_places(session.store, Noun.THEME_CODE, "code_id", [source.id]):
        theme = held.key[0]
        last = max(load_member_positions(session.store, theme)[0].values(), default=-1)
        for place, one in enumerate(new, last + 1):
            yield added("CodeAssigned", Noun.THEME_CODE, (theme, one), {**held.row, "position": place})
    path = plan.before.paths[source.id]
    for into in plan.into.values():
        yield lineage_kept(session, "split", source.id, path, into, at, why)
    if plan.retire:
        yield from code_changed(session, source, replace(source, status=CodeStatus.RETIRED))


def _summary(plan: _Plan) -> str:
    into = named([plan.after.by_id[one].name for one in plan.into.values()])
    retired = " and retired it" if plan.retire else ""
    return f"split “{plan.split.source.name}” into {into}{retired}"


def _notes(session: Session, plan: _Plan) -> tuple[str, ...]:
    found = []
    themes = _themes_with(session, plan.split.source.id)
    for target in plan.split.targets:
        number = len(plan.split.chosen(target.key))
        new = "" if target.code else ", a new code"
        if number:
            found.append(f"{many(number, 'coding')} would go to “{target.path}”{new}.")
        else:
            found.append(f"Nothing would go to “{target.path}”{', which would not be made' * bool(new)}.")
        if number and target.code and themes - _themes_with(session, target.code.id):
            found.append(f"“{target.path}” is not in every theme of “{plan.split.source.name}”.")
    if plan.union.same:
        found.append(f"{many(plan.union.same, 'coding')} would become one with another on the same words.")
    waiting = len(plan.split.waiting)
    found.append(
        f"{many(plan.left, 'coding').capitalize()} would stay with “{plan.split.source.name}”"
        + (f", {waiting:,} of them not looked at yet." if waiting else ".")
    )
    return tuple(found)


def _themes_with(session: Session, code_id: str) -> set[str]:
    places = load_places(session.store, Noun.THEME_CODE, "code_id", [code_id])
    return {place.key[0] for place in places}
