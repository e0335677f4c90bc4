"""How themes developed: what the history says of each, in a line for each day's step that matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.model.change import Noun
from qualbench.storage.codings import load_coders
from qualbench.storage.history import load_noun_changes
from qualbench.workbench.codebooks import load_codebook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualbench.model.change import Change, Entry
    from qualbench.model.ids import ThemeId
    from qualbench.workbench.project import Session


#: What is said of texts that were written anew, by their column.
_TEXTS = {"definition": "definition", "is_not": "what it is not", "narrative": "narrative"}


def theme_development(session: Session, theme_ids: tuple[ThemeId, ...]) -> dict[ThemeId, tuple[str, ...]]:
    """Return what happened to each theme, the oldest first.

    Of the day on which a theme was made only that is told, and what has a reason; what was taken back is no
    part of it.
    """
    coders = {one.id: one.name for one in load_coders(session.store)}
    paths = load_codebook(session).paths
    changes: dict[ThemeId, list[tuple[Entry, Change]]] = {one: [] for one in theme_ids}
    for entry, change in load_noun_changes(session.store, (Noun.THEME, Noun.THEME_CODE)):
        if change.key[0] in changes:
            changes[change.key[0]].append((entry, change))
    return {one: _told(own, coders, paths) for one, own in changes.items()}


def _told(
    changes: list[tuple[Entry, Change]], coders: Mapping[str, str], paths: Mapping[str, str]
) -> tuple[str, ...]:
    steps: dict[int, tuple[Entry, list[Change]]] = {}
    for entry, change in sorted(changes, key=lambda one: one[0].id):
        steps.setdefault(entry.id, (entry, []))[1].append(change)
    lines = []
    first_day = ""
    for entry, own in steps.values():
        said = _said(own, paths)
        made = any(one.noun is Noun.THEME and one.before is None for one in own)
        if made:
            first_day = entry.at[:10]
        if not said or (entry.at[:10] == first_day and not made and not entry.why):
            continue
        why = f" ({entry.why})" if entry.why else ""
        lines.append(f"{entry.at[:10]}, {coders.get(entry.coder_id, 'somebody')}: {said}{why}")
    return tuple(lines) if len(lines) > 1 else ()  # that it was made tells nobody how it developed


def _said(changes: list[Change], paths: Mapping[str, str]) -> str:
    """Say in words what one step did to a theme."""
    said: list[str] = []
    put_in: list[str] = []
    out: list[str] = []
    for change in changes:
        before, after = change.before, change.after
        if change.noun is Noun.THEME_CODE:
            name = paths.get(str(change.key[1]), "a code that is gone")
            (put_in if before is None else out if after is None else []).append(name)
        elif before is None and after is not None:
            said.append(f"made as “{after['name']}”")
        elif before is not None and after is not None:
            if "name" in after:
                said.append(f"renamed from “{before['name']}” to “{after['name']}”")
            if "status" in after:
                said.append(f"status from {before['status']} to {after['status']}")
            if "concept" in after:
                said.append(f"concept was “{before['concept']}”" if before["concept"] else "concept written")
            said += [f"{words} reworded" for key, words in _TEXTS.items() if key in after]
            said += ["put under another theme, or at the top"] if "parent_id" in after else []
    said += [f"codes put in: {'; '.join(put_in)}"] if put_in else []
    said += [f"codes taken out: {'; '.join(out)}"] if out else []
    return "; ".join(" ".join(one.split()) for one in said)
