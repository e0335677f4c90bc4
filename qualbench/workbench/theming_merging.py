"""Merging themes and splitting one, each as one step: all of it comes along, what it became is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualbench.analysis.prevalence import theme_members
from qualbench.errors import UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.coding import MemoTarget
from qualbench.model.ids import new_id
from qualbench.model.theme import Theme, ThemeStatus
from qualbench.storage import themes as stored
from qualbench.storage.projects import load_memos
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import find_segment
from qualbench.workbench.theming_fields import checked_name, subtree, theme_row
from qualbench.workbench.theming_members import carried
from qualbench.workbench.theming_sets import find_theme, load_themes
from qualbench.workbench.writing import added, changed, stamp, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualbench.workbench.project import Session

_CARRIED = (Noun.THEME_CODE, Noun.THEME_SEGMENT, Noun.EXEMPLAR)


def merge_themes(session: Session, theme_ids: Sequence[str], into_id: str, why: str = "") -> Theme:
    """Merge themes into another of their set, as one step; return that as it is then.

    Codes, single segments, chosen quotes, memos, links and subthemes come along. The merged themes stay with
    their words, as merged, and count nowhere any more.

    Raises:
        NotFound: There is no such theme.
        UsageError: None but the target is named, it is under a merged one, they are of two sets, one was
            merged, split or dropped, or a subtheme's name is taken in the target.
    """
    into = find_theme(session, into_id)
    merging = [
        one for one in (find_theme(session, given) for given in dict.fromkeys(theme_ids)) if one.id != into.id
    ]
    themes = load_themes(session, into.set_id)
    _can_merge(themes, merging, into)
    changes: list[Change] = []
    gone = [one.id for one in merging]
    for noun in _CARRIED:
        changes += carried(session, stored.load_places(session.store, noun, "theme_id", gone), into.id, noun)
    changes += _links_follow(session, gone, into.id)
    for one in gone:
        for memo in load_memos(session.store, target=MemoTarget.THEME, target_id=one):
            changes.append(
                Change("MemoMoved", Noun.MEMO, (memo.id,), {"target_id": one}, {"target_id": into.id})
            )
    changes += _move_under(themes, [one for one in themes if one.parent_id in gone], into)
    changes += _become(merging, [into], ThemeStatus.MERGED, why)
    names = ", ".join(f"“{one.name}”" for one in merging)
    write(session, changes, verb="theme", summary=f"merged {names} into the theme “{into.name}”", why=why)
    return find_theme(session, into.id)


def _can_merge(themes: Sequence[Theme], merging: Sequence[Theme], into: Theme) -> None:
    if not merging:
        raise UsageError(
            "A theme is merged into another one.", "Name the themes that go, and the one that stays."
        )
    for one in (*merging, into):
        if one.set_id != into.set_id:
            raise UsageError(f"“{one.name}” is in another theme set than “{into.name}”.")
        if one.gone:
            raise UsageError(
                f"“{one.name}” is {one.status.value} already.",
                "Give it another status first, if it is to count again.",
            )
        if one is not into and into.id in subtree(themes, one.id):
            raise UsageError(
                f"“{into.name}” stands under “{one.name}”.",
                "Move it out first, or merge the other way round.",
            )


def _links_follow(session: Session, gone: Sequence[str], into_id: str) -> list[Change]:
    """Return the changes by which links from and to merged themes lead from and to the target; once each."""
    nouns = (Noun.THEME_LINK,)
    places = {
        place.key: place
        for noun in nouns
        for key in ("theme_id", "other_id")
        for place in stored.load_places(session.store, noun, key, [*gone, into_id])
    }
    taken = {key for key in places if not set(key) & set(gone)}
    leave, come = [], []
    for key, place in places.items():
        if key in taken:
            continue
        leave.append(Change("ThemeUnlinked", Noun.THEME_LINK, key, place.row, None))
        goes = tuple(into_id if one in gone else one for one in key)
        if goes[0] != goes[1] and goes not in taken:
            taken.add((goes[0], goes[1]))
            come.append(Change("ThemeLinked", Noun.THEME_LINK, goes, None, place.row))
    return [*leave, *come]


def _move_under(themes: Sequence[Theme], moving: Sequence[Theme], into: Theme) -> list[Change]:
    """Return the changes by which subthemes go under another theme, after those it has."""
    there = [one for one in themes if one.parent_id == into.id]
    changes = []
    for one in moving:
        checked_name(one.name, there)
        position = max((held.position for held in there), default=-1) + 1
        after = replace(one, parent_id=into.id, position=position)
        there.append(after)
        change = changed("ThemeMoved", Noun.THEME, one.id, theme_row(one), theme_row(after))
        changes += [change] if change else []
    return changes


def _become(before: Sequence[Theme], into: Sequence[Theme], status: ThemeStatus, why: str) -> list[Change]:
    """Return the changes that keep what themes became."""
    at = stamp()
    changes = []
    for one in before:
        after = replace(one, status=status, reason=why.strip() or one.reason)
        change = changed(f"Theme{status.value.title()}", Noun.THEME, one.id, theme_row(one), theme_row(after))
        changes += [change] if change else []
        for other in into:
            row = {
                "kind": status.value,
                "theme_id": one.id,
                "name": one.name,
                "into_id": other.id,
                "created_at": at,
                "why": why,
            }
            changes.append(added("ThemeLineageKept", Noun.THEME_LINEAGE, new_id(), row))
    return changes


def split_theme(
    session: Session, theme_id: str, parts: Mapping[str, Sequence[str]], why: str = ""
) -> tuple[Theme, ...]:
    """Split a theme into new ones beside it, as one step; return them.

    Chosen quotes go where their segment belongs. The theme stays with its words and memos, as split, and
    counts nowhere any more.

    Args:
        parts: For each new theme's name the ids of what it gets: codes, single segments and subthemes of the
            theme. Something may go to several.

    Raises:
        NotFound: There is no such theme.
        UsageError: There are fewer than two parts, a part gets nothing, something is not the theme's or goes
            nowhere, a subtheme goes to two, a name is taken, or the theme counts nowhere already.
    """
    theme = find_theme(session, theme_id)
    themes = load_themes(session, theme.set_id)
    under = {one.id: one for one in themes if one.parent_id == theme.id}
    _can_split(theme, under, parts)
    siblings = [one for one in themes if one.parent_id == theme.parent_id]
    last = max(one.position for one in siblings)
    made: list[Theme] = []
    for n, name in enumerate(parts, 1):
        fresh = checked_name(name, [*siblings, *made])
        made.append(replace(_empty(theme), id=new_id(), name=fresh, position=last + n))
    at = stamp()
    changes = [added("ThemeCreated", Noun.THEME, one.id, theme_row(one) | {"created_at": at}) for one in made]
    for one, ids in zip(made, parts.values(), strict=True):
        changes += _given(session, theme, one, set(ids))
        changes += _move_under((), [under[given] for given in dict.fromkeys(ids) if given in under], one)
    for noun, kind in (
        (Noun.THEME_CODE, "CodeUnassigned"),
        (Noun.THEME_SEGMENT, "SegmentUnassigned"),
        (Noun.EXEMPLAR, "ExemplarDropped"),
    ):
        for place in stored.load_places(session.store, noun, "theme_id", [theme.id]):
            changes.append(Change(kind, noun, place.key, place.row, None))
    changes += _become([theme], made, ThemeStatus.SPLIT, why)
    names = ", ".join(f"“{one.name}”" for one in made)
    write(session, changes, verb="theme", summary=f"split the theme “{theme.name}” into {names}", why=why)
    return tuple(find_theme(session, one.id) for one in made)


def _empty(theme: Theme) -> Theme:
    return Theme(theme.id, theme.set_id, theme.name, theme.parent_id, level=theme.level, kind=theme.kind)


def _can_split(theme: Theme, under: Mapping[str, Theme], parts: Mapping[str, Sequence[str]]) -> None:
    if theme.gone:
        raise UsageError(f"“{theme.name}” is {theme.status.value} already.")
    if len(parts) < 2:
        raise UsageError("A theme is split into two or more.", "Name each part with what it gets.")
    own = {*theme.code_ids, *theme.segment_ids, *under}
    for name, ids in parts.items():
        if not ids:
            raise UsageError(f"The part “{name}” gets nothing.")
        if set(ids) - own:
            raise UsageError(f"The part “{name}” gets something that does not belong to “{theme.name}”.")
    given = [one for ids in parts.values() for one in dict.fromkeys(ids)]
    if left := own - set(given):
        said = f"{len(left)} of what belongs to “{theme.name}” would go nowhere."
        raise UsageError(said, "Every code, single segment and subtheme goes to a part.")
    if twice := [one.name for one in under.values() if given.count(one.id) > 1]:
        raise UsageError(f"The subtheme “{twice[0]}” goes to one part only.")


def _given(session: Session, theme: Theme, part: Theme, ids: set[str]) -> list[Change]:
    """Return the changes that give a part its codes, single segments, and the quotes among them."""
    changes = []
    for noun, kind in ((Noun.THEME_CODE, "CodeAssigned"), (Noun.THEME_SEGMENT, "SegmentAssigned")):
        for place in stored.load_places(session.store, noun, "theme_id", [theme.id]):
            if place.key[1] in ids:
                changes.append(Change(kind, noun, (part.id, place.key[1]), None, place.row))
    themes = load_themes(session, theme.set_id)
    beneath = {below for one in themes if one.id in ids for below in subtree(themes, one.id)}
    own = [one for one in themes if one.id in beneath]
    held = replace(
        theme,
        code_ids=tuple(one for one in theme.code_ids if one in ids),
        segment_ids=tuple(one for one in theme.segment_ids if one in ids),
    )
    members = theme_members([held, *own], load_codebook(session))[theme.id]
    for place in stored.load_places(session.store, Noun.EXEMPLAR, "theme_id", [theme.id]):
        if members.holds(find_segment(session, place.key[1])):
            changes.append(Change("ExemplarChosen", Noun.EXEMPLAR, (part.id, place.key[1]), None, place.row))
    return changes
