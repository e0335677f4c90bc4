"""Theme sets: which there are, which one is in use, and which theme is meant by a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.errors import NotFound, QualbenchError, UsageError
from qualbench.model.change import Noun
from qualbench.model.ids import new_id
from qualbench.model.theme import Theme, ThemeSet, theme_tree
from qualbench.storage import themes as stored
from qualbench.storage.projects import load_project
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
    """Return the themes of a set, with all that belongs to them."""
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


def load_pile(session: Session, set_id: str) -> dict[str, str]:
    """Return the codes put aside from a set, each with the reason."""
    return stored.load_pile(session.store, set_id)


def put_aside(session: Session, set_id: str, code_ids: Sequence[str], why: str = "") -> list[str]:
    """Put codes on a set's pile: they are for none of its themes. Return those that were not there.

    Raises:
        UsageError: One is in a theme of the set.
    """
    held = {
        code: theme for theme in load_themes(session, set_id) if not theme.gone for code in theme.code_ids
    }
    for one in code_ids:
        if one in held:
            raise UsageError(
                f"That code is in the theme “{held[one].name}”.", "Take it out of the theme first."
            )
    there = load_pile(session, set_id)
    fresh = [one for one in dict.fromkeys(code_ids) if one not in there]
    write(
        session,
        [added("CodePutAside", Noun.THEME_PILE, (set_id, one), {"why": why}) for one in fresh],
        verb="theme set",
        summary=f"put {len(fresh)} code{'s' * (len(fresh) != 1)} aside from the theme set",
        why=why,
    )
    return fresh


def take_back(session: Session, set_id: str, code_ids: Sequence[str]) -> list[str]:
    """Take codes off a set's pile again; return those that were on it."""
    there = load_pile(session, set_id)
    back = [one for one in dict.fromkeys(code_ids) if one in there]
    write(
        session,
        [removed(session, "CodeTakenBack", Noun.THEME_PILE, (set_id, one)) for one in back],
        verb="theme set",
        summary=f"took {len(back)} code{'s' * (len(back) != 1)} back from the pile of the theme set",
    )
    return back
