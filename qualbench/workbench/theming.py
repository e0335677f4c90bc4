"""Themes: bringing codes together into claims, without touching a coding.

Sets are in `theming_sets`, what belongs to a theme in `theming_members`, merging and splitting in
`theming_merging`; all of them can be had from here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualbench.errors import UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.coding import MemoTarget
from qualbench.model.ids import new_id
from qualbench.model.theme import Theme, ThemeSet, ThemeStatus, theme_tree
from qualbench.storage import themes as stored
from qualbench.storage.framework import load_summaries
from qualbench.storage.projects import load_memos
from qualbench.workbench.theming_fields import CHANGEABLE, TEXTS, checked, checked_name, subtree, theme_row
from qualbench.workbench.theming_members import (
    assign_codes,
    assign_segments,
    choose_exemplar,
    drop_exemplar,
    link_themes,
    move_codes,
    unassign_codes,
    unassign_segments,
)
from qualbench.workbench.theming_merging import merge_themes, split_theme
from qualbench.workbench.theming_sets import (
    create_set,
    current_set,
    find_set,
    find_theme,
    list_theme_sets,
    load_pile,
    load_themes,
    put_aside,
    take_back,
    use_set,
)
from qualbench.workbench.writing import added, changed, removed, stamp, write

if TYPE_CHECKING:
    from qualbench.model.change import Value
    from qualbench.workbench.project import Session

__all__ = [
    "CHANGEABLE",
    "assign_codes",
    "assign_segments",
    "change_theme",
    "choose_exemplar",
    "create_set",
    "create_theme",
    "current_set",
    "drop_exemplar",
    "find_set",
    "find_theme",
    "link_themes",
    "list_theme_sets",
    "load_pile",
    "load_themes",
    "merge_themes",
    "move_codes",
    "put_aside",
    "remove_theme",
    "split_theme",
    "take_back",
    "theme_changes",
    "theme_row",
    "unassign_codes",
    "unassign_segments",
    "use_set",
]


def create_theme(
    session: Session,
    name: str,
    *,
    parent_id: str | None = None,
    set_id: str | None = None,
    concept: str = "",
    definition: str = "",
    status: str = ThemeStatus.CANDIDATE,
    **fields: Any,
) -> Theme:
    """Make a theme, or under `parent_id` a subtheme, at the end; where there is no set yet, one is made too.

    Args:
        fields: `level`, `kind`, `is_not`, `narrative`, `reason`.

    Raises:
        UsageError: The name is empty, holds ` > `, or is taken beside it; a field is none or not allowed.
        NotFound: There is no such set or parent.
    """
    for field in fields:
        if field not in ("level", "kind", *TEXTS):
            raise UsageError(f"A theme has no “{field}”.")
    fields = checked({**fields, "concept": concept, "definition": definition, "status": status})
    changes: list[Change] = []
    if set_id is None and parent_id is None and current_set(session) is None:
        first = ThemeSet(new_id(), "Theme set 1")
        row: dict[str, Value] = {"position": 0, "name": first.name, "created_at": stamp()}
        changes.append(added("ThemeSetMade", Noun.THEME_SET, first.id, row))
        themes: tuple[Theme, ...] = ()
        set_id = first.id
    else:
        if parent_id is not None:
            set_id = find_theme(session, parent_id).set_id
        set_id = find_set(session, set_id).id
        themes = load_themes(session, set_id)
    siblings = [one for one in themes if one.parent_id == parent_id]
    theme = Theme(
        id=new_id(),
        set_id=set_id,
        name=checked_name(name, siblings),
        parent_id=parent_id,
        position=max((one.position for one in siblings), default=-1) + 1,
        **fields,
    )
    changes.append(added("ThemeCreated", Noun.THEME, theme.id, theme_row(theme) | {"created_at": stamp()}))
    write(session, changes, verb="theme", summary=f"made the theme “{theme.name}”")
    return theme


def change_theme(session: Session, theme_id: str, *, why: str = "", **fields: Any) -> Theme:
    """Change fields of a theme (see `CHANGEABLE`), as one step.

    A theme that is dropped keeps the reason.

    Raises:
        UsageError: A field is unknown or a value not allowed.
        NotFound: There is no such theme.
    """
    theme = find_theme(session, theme_id)
    themes = load_themes(session, theme.set_id)
    for field in fields:
        if field not in CHANGEABLE:
            raise UsageError(f"A theme has no “{field}”.")
    parent_id = fields.get("parent_id", theme.parent_id)
    if parent_id is not None and parent_id in subtree(themes, theme.id):
        raise UsageError(f"“{theme.name}” cannot be moved under itself or a theme of its own.")
    siblings = [one for one in themes if one.parent_id == parent_id and one.id != theme.id]
    siblings.sort(key=lambda one: (one.position, one.name, one.id))
    if "name" in fields or "parent_id" in fields:
        fields["name"] = checked_name(fields.get("name", theme.name), siblings, theme.name)
    fields = checked(fields)
    if fields.get("status") is ThemeStatus.DROPPED and why and "reason" not in fields:
        fields["reason"] = why.strip()
    position = fields.pop("position", len(siblings) if parent_id != theme.parent_id else None)
    after = replace(theme, **fields)
    target = [after]
    if position is not None:
        siblings.insert(max(0, min(int(position), len(siblings))), after)
        target = [replace(one, position=place) for place, one in enumerate(siblings)]
        after = next(one for one in target if one.id == theme.id)
    before = {one.id: one for one in themes}
    changes = [
        changed("ThemeChanged", Noun.THEME, one.id, theme_row(before[one.id]), theme_row(one))
        for one in target
    ]
    write(
        session,
        [one for one in changes if one],
        verb="theme",
        summary=f"changed the theme “{theme.name}”",
        why=why,
    )
    return after


def remove_theme(session: Session, theme_id: str, why: str = "") -> None:
    """Remove a theme with its subthemes; no coding is touched, and undo brings it back.

    Raises:
        NotFound: There is no such theme.
    """
    theme = find_theme(session, theme_id)
    themes = {one.id: one for one in load_themes(session, theme.set_id)}
    changes = _gone(session, subtree(tuple(themes.values()), theme.id))
    write(session, changes, verb="theme", summary=f"removed the theme “{theme.name}”", why=why)


def theme_changes(session: Session, before: dict[str, Theme], after: dict[str, Theme]) -> list[Change]:
    """Return the changes from one state of a set's themes to another: themes, members, quotes, links."""
    changes: list[Change] = []
    for one, theme in after.items():
        was = before.get(one)
        if was is None:
            changes.append(added("ThemeCreated", Noun.THEME, one, theme_row(theme) | {"created_at": stamp()}))
        elif change := changed("ThemeChanged", Noun.THEME, one, theme_row(was), theme_row(theme)):
            changes.append(change)
    for one, theme in after.items():
        held = {
            (noun, place.key): place.row
            for noun in _ROWS
            for place in stored.load_places(session.store, noun, "theme_id", [one])
        }
        wanted = _rows(theme)
        for (noun, key), row in held.items():
            if (noun, key) not in wanted:
                changes.append(Change(_ROWS[noun][1], noun, key, row, None))
        for (noun, key), row in wanted.items():
            if (noun, key) not in held:
                changes.append(added(_ROWS[noun][0], noun, key, row))
            elif change := changed("MemberChanged", noun, key, held[noun, key], row):
                changes.append(change)
    removed_ = [one for one in subtree_order(before) if one not in after]
    links = {(change.key, change.noun) for change in changes if change.after is None}
    gone = _gone(session, removed_)
    return [*changes, *(one for one in gone if (one.key, one.noun) not in links)]


_ROWS = {
    Noun.THEME_CODE: ("CodeAssigned", "CodeUnassigned"),
    Noun.THEME_SEGMENT: ("SegmentAssigned", "SegmentUnassigned"),
    Noun.EXEMPLAR: ("ExemplarChosen", "ExemplarDropped"),
    Noun.THEME_LINK: ("ThemeLinked", "ThemeUnlinked"),
}


def _rows(theme: Theme) -> dict[tuple[Noun, tuple[str, str]], dict[str, Value]]:
    """Return what belongs to a theme as rows; how a quote is printed is left as it is."""
    found: dict[tuple[Noun, tuple[str, str]], dict[str, Value]] = {}
    for place, one in enumerate(theme.code_ids):
        row: dict[str, Value] = {"position": place, "subcodes": int(one not in theme.alone_ids)}
        found[Noun.THEME_CODE, (theme.id, one)] = row | {"stance": str(theme.stances.get(one, ""))}
    for place, one in enumerate(theme.segment_ids):
        stance = str(theme.stances.get(one, ""))
        found[Noun.THEME_SEGMENT, (theme.id, one)] = {"position": place, "stance": stance}
    for place, one in enumerate(theme.exemplar_ids):
        found[Noun.EXEMPLAR, (theme.id, one)] = {"position": place}
    for link in theme.links:
        found[Noun.THEME_LINK, (theme.id, link.other_id)] = {"word": link.word}
    return found


def subtree_order(themes: dict[str, Theme]) -> list[str]:
    """Return the ids of themes, parents before children."""
    return [theme.id for theme, _depth, _path in theme_tree(tuple(themes.values()))]


_BELONGS = (
    ("CodeUnassigned", Noun.THEME_CODE),
    ("SegmentUnassigned", Noun.THEME_SEGMENT),
    ("ExemplarDropped", Noun.EXEMPLAR),
    ("ThemeUnlinked", Noun.THEME_LINK),
)


def _gone(session: Session, gone: list[str]) -> list[Change]:
    """Return the changes that remove themes (parents first in `gone`) with all that stands on them."""
    changes: list[Change] = []
    for one in reversed(gone):
        for kind, noun in _BELONGS:
            for place in stored.load_places(session.store, noun, "theme_id", [one]):
                changes.append(Change(kind, noun, place.key, place.row, None))
        for place in stored.load_places(session.store, Noun.THEME_LINK, "other_id", [one]):
            if place.key[0] not in gone:  # those of themes that go too are gone already
                changes.append(Change("ThemeUnlinked", Noun.THEME_LINK, place.key, place.row, None))
        for verdict in stored.load_verdicts(session.store, one):
            changes.append(removed(session, "VerdictRemoved", Noun.THEME_VERDICT, verdict.id))
        for key in load_summaries(session.store, theme_id=one):
            changes.append(removed(session, "SummaryRemoved", Noun.SUMMARY, key))
        for memo in load_memos(session.store, target=MemoTarget.THEME, target_id=one):
            changes.append(removed(session, "MemoRemoved", Noun.MEMO, memo.id))
        changes.append(removed(session, "ThemeRemoved", Noun.THEME, one))
    return changes
