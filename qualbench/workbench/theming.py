"""Theme sets and themes: bringing codes together into claims, without touching a coding."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualbench.analysis.prevalence import theme_codes
from qualbench.errors import NotFound, QualbenchError, UsageError
from qualbench.model.change import Change, Noun
from qualbench.model.code import PATH_SEPARATOR
from qualbench.model.coding import MemoTarget
from qualbench.model.ids import new_id
from qualbench.model.theme import Theme, ThemeSet, ThemeStatus, theme_tree
from qualbench.storage import themes as stored
from qualbench.storage.framework import load_summaries
from qualbench.storage.projects import load_memos, load_project
from qualbench.workbench.code_fields import LONGEST_NAME
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.coding import find_segment
from qualbench.workbench.writing import added, changed, removed, stamp, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.change import Value
    from qualbench.workbench.project import Session


def list_theme_sets(session: Session) -> list[ThemeSet]:
    """Return the theme sets in order."""
    return stored.load_theme_sets(session.store)


def current_set(session: Session) -> ThemeSet | None:
    """Return the set in use: the one chosen, else the first made, else None."""
    sets = list_theme_sets(session)
    chosen = load_project(session.store)["theme_set_id"]
    return next((one for one in sets if one.id == chosen), sets[0] if sets else None)


def find_set(session: Session, name: str | None) -> ThemeSet:
    """Return the set of that name or id; None means the one in use.

    Raises:
        NotFound: There is none.
        QualbenchError: There is no theme set at all yet.
    """
    if name is None:
        current = current_set(session)
        if current is None:
            raise QualbenchError("There is no theme set yet.", "Make one with: qualbench theme set new NAME")
        return current
    sets = list_theme_sets(session)
    found = next((one for one in sets if name in (one.id, one.name)), None)
    if found is None:
        raise NotFound("theme set", name, [one.name for one in sets])
    return found


def create_set(session: Session, name: str) -> ThemeSet:
    """Make a theme set; the first one made is the one in use.

    Raises:
        UsageError: The name is empty or taken.
    """
    name = " ".join(name.split())
    sets = list_theme_sets(session)
    if not name or any(one.name == name for one in sets):
        raise UsageError(f"There is a theme set “{name}” already." if name else "A theme set needs a name.")
    made = ThemeSet(new_id(), name, len(sets))
    row: dict[str, Value] = {"position": made.position, "name": name, "created_at": stamp()}
    write(
        session,
        [added("ThemeSetMade", Noun.THEME_SET, made.id, row)],
        verb="theme set",
        summary=f"made the theme set “{name}”",
    )
    return made


def use_set(session: Session, set_id: str) -> ThemeSet:
    """Make a set the one in use.

    Raises:
        NotFound: There is none of that id or name.
    """
    chosen = find_set(session, set_id)
    before = load_project(session.store)["theme_set_id"]
    change = changed(
        "ThemeSetChosen",
        Noun.PROJECT,
        session.project.id,
        {"theme_set_id": before},
        {"theme_set_id": chosen.id},
    )
    write(session, [change] if change else [], verb="theme set", summary=f"use the theme set “{chosen.name}”")
    return chosen


def load_themes(session: Session, set_id: str) -> tuple[Theme, ...]:
    """Return the themes of a set, with their codes and exemplars."""
    return stored.load_themes(session.store, set_id)


def find_theme(session: Session, text: str, set_name: str | None = None) -> Theme:
    """Return the theme meant by an id, a path with ` > `, or a name that only one theme of the set has.

    Raises:
        NotFound: There is none; near paths are offered.
        UsageError: Several have that name.
    """
    sets = [find_set(session, set_name)] if set_name else [find_set(session, None), *list_theme_sets(session)]
    for one in sets:
        tree = theme_tree(load_themes(session, one.id))
        for theme, _depth, path in tree:
            if text in (theme.id, path):
                return theme
        if one is sets[0]:
            named = [(theme, path) for theme, _depth, path in tree if theme.name == text]
            if len(named) == 1:
                return named[0][0]
            if named:
                paths = "; ".join(path for _theme, path in named)
                raise UsageError(f"{len(named)} themes are named “{text}”.", f"Give the whole path: {paths}.")
    from qualbench.search.fuzzy import nearest

    paths_ = [path for _theme, _depth, path in theme_tree(load_themes(session, sets[0].id))]
    raise NotFound("theme", text, nearest(text, paths_))


def create_theme(
    session: Session,
    name: str,
    *,
    parent_id: str | None = None,
    set_id: str | None = None,
    concept: str = "",
    definition: str = "",
    status: str = ThemeStatus.CANDIDATE,
) -> Theme:
    """Make a theme, or under `parent_id` a subtheme, at the end; where there is no set yet, one is made too.

    Raises:
        UsageError: The name is empty, holds ` > `, or is taken beside it.
        NotFound: There is no such set or parent.
    """
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
        name=_name(name, siblings),
        parent_id=parent_id,
        position=max((one.position for one in siblings), default=-1) + 1,
        concept=concept.strip(),
        definition=definition.strip(),
        status=_status(status),
    )
    changes.append(added("ThemeCreated", Noun.THEME, theme.id, theme_row(theme) | {"created_at": stamp()}))
    write(session, changes, verb="theme", summary=f"made the theme “{theme.name}”")
    return theme


def change_theme(session: Session, theme_id: str, *, why: str = "", **fields: Any) -> Theme:
    """Change a theme's name, concept, definition, status, parent_id or position, as one step.

    Raises:
        UsageError: A field is unknown or a value not allowed.
        NotFound: There is no such theme.
    """
    theme = find_theme(session, theme_id)
    themes = load_themes(session, theme.set_id)
    for field in fields:
        if field not in ("name", "concept", "definition", "status", "parent_id", "position"):
            raise UsageError(f"A theme has no “{field}”.")
    parent_id = fields.get("parent_id", theme.parent_id)
    if parent_id is not None and parent_id in _subtree(themes, theme.id):
        raise UsageError(f"“{theme.name}” cannot be moved under itself or a theme of its own.")
    siblings = [one for one in themes if one.parent_id == parent_id and one.id != theme.id]
    siblings.sort(key=lambda one: (one.position, one.name, one.id))
    if "name" in fields or "parent_id" in fields:
        fields["name"] = _name(fields.get("name", theme.name), siblings, theme.name)
    if "status" in fields:
        fields["status"] = _status(fields["status"])
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
    changes: list[Change] = []
    for one in reversed(_subtree(tuple(themes.values()), theme.id)):
        codes, exemplars = stored.load_member_positions(session.store, one)
        for code_id in codes:
            changes.append(removed(session, "CodeUnassigned", Noun.THEME_CODE, (one, code_id)))
        for segment_id in exemplars:
            changes.append(removed(session, "ExemplarDropped", Noun.EXEMPLAR, (one, segment_id)))
        for place in load_summaries(session.store, theme_id=one):
            changes.append(removed(session, "SummaryRemoved", Noun.SUMMARY, place))
        for memo in load_memos(session.store, target=MemoTarget.THEME, target_id=one):
            changes.append(removed(session, "MemoRemoved", Noun.MEMO, memo.id))
        changes.append(removed(session, "ThemeRemoved", Noun.THEME, one))
    write(session, changes, verb="theme", summary=f"removed the theme “{theme.name}”", why=why)


def assign_codes(session: Session, theme_id: str, code_ids: Sequence[str]) -> list[str]:
    """Put codes into a theme, each with its subcodes; return the ids that were not in it before.

    Raises:
        NotFound: There is no such theme or code.
    """
    theme = find_theme(session, theme_id)
    codebook = load_codebook(session)
    for code_id in code_ids:
        if code_id not in codebook.by_id:
            raise NotFound("code", code_id)
    fresh = [one for one in dict.fromkeys(code_ids) if one not in theme.code_ids]
    positions = stored.load_member_positions(session.store, theme.id)[0].values()
    start = max(positions, default=-1) + 1
    changes = [
        added("CodeAssigned", Noun.THEME_CODE, (theme.id, one), {"position": start + place})
        for place, one in enumerate(fresh)
    ]
    said = f"“{codebook.by_id[fresh[0]].name}”" if len(fresh) == 1 else f"{len(fresh)} codes"
    write(session, changes, verb="assign", summary=f"put {said} into the theme “{theme.name}”")
    return fresh


def unassign_codes(session: Session, theme_id: str, code_ids: Sequence[str]) -> list[str]:
    """Take codes out of a theme; return the ids that were in it.

    Raises:
        NotFound: There is no such theme.
    """
    theme = find_theme(session, theme_id)
    positions = stored.load_member_positions(session.store, theme.id)[0]
    gone = [one for one in dict.fromkeys(code_ids) if one in positions]
    changes = [removed(session, "CodeUnassigned", Noun.THEME_CODE, (theme.id, one)) for one in gone]
    write(session, changes, verb="assign", summary=f"took {len(gone)} codes out of the theme “{theme.name}”")
    return gone


def choose_exemplar(session: Session, theme_id: str, segment_id: str) -> None:
    """Choose a segment of the theme to be quoted, after those chosen before.

    Raises:
        UsageError: The segment has none of the theme's codes.
        NotFound: There is no such theme or segment.
    """
    theme = find_theme(session, theme_id)
    segment = find_segment(session, segment_id)
    codes = theme_codes(load_themes(session, theme.set_id), load_codebook(session))
    if segment.code_id not in codes[theme.id]:
        raise UsageError(
            f"That segment has none of the codes of the theme “{theme.name}”.",
            "Put its code into the theme first, or choose a segment that the theme has.",
        )
    positions = stored.load_member_positions(session.store, theme.id)[1]
    if segment_id in positions:
        return
    row = {"position": max(positions.values(), default=-1) + 1}
    write(
        session,
        [added("ExemplarChosen", Noun.EXEMPLAR, (theme.id, segment.id), row)],
        verb="exemplar",
        summary=f"chose a quote for the theme “{theme.name}”",
    )


def drop_exemplar(session: Session, theme_id: str, segment_id: str) -> None:
    """Let a chosen quote go.

    Raises:
        NotFound: There is no such theme.
        UsageError: The segment is no chosen quote of the theme.
    """
    theme = find_theme(session, theme_id)
    if segment_id not in stored.load_member_positions(session.store, theme.id)[1]:
        raise UsageError(
            f"That is no chosen quote of the theme “{theme.name}”.",
            "Its chosen quotes are in: qualbench theme list --json",
        )
    write(
        session,
        [removed(session, "ExemplarDropped", Noun.EXEMPLAR, (theme.id, segment_id))],
        verb="exemplar",
        summary=f"let a quote of the theme “{theme.name}” go",
    )


def theme_row(theme: Theme) -> dict[str, Value]:
    """Return a theme as the columns of its row, but for when it was made."""
    return {
        "set_id": theme.set_id,
        "parent_id": theme.parent_id,
        "position": theme.position,
        "name": theme.name,
        "concept": theme.concept,
        "definition": theme.definition,
        "status": theme.status.value,
    }


def _subtree(themes: Sequence[Theme], theme_id: str) -> list[str]:
    """The theme's id and its subthemes', parents before children."""
    found = [theme_id]
    for one in found:
        found.extend(theme.id for theme in themes if theme.parent_id == one)
    return found


def _name(name: str, siblings: Sequence[Theme], before: str = "") -> str:
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME and name != before:
        raise UsageError(
            f"The name of a theme has up to {LONGEST_NAME} characters; this one has {len(name):,}.",
            "What holds it together has room in its concept.",
        )
    if not name or PATH_SEPARATOR in name:
        raise UsageError("A theme needs a name, without “ > ” in it.")
    if any(one.name == name for one in siblings):
        raise UsageError(f"There is a theme “{name}” there already.", "Use it, or choose another name.")
    return name


def _status(status: str) -> ThemeStatus:
    try:
        return ThemeStatus(status)
    except ValueError:
        raise UsageError(
            f"A theme cannot be “{status}”.", f"It is one of: {', '.join(ThemeStatus)}."
        ) from None
