"""What differs between two theme sets, or two states of one, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.codebook.theme_file import TEXTS, ThemeEntry, ThemeFile, entries_of
from qualbench.codebook.word_diff import word_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.codebook.theme_file import Named

_SHORT = frozenset({"level", "kind", "status"})


@dataclass(frozen=True, slots=True)
class ThemeDifference:
    """One difference.

    Attributes:
        theme: The theme's path, as the second has it where both have it.
        what: `added`, `removed`, `renamed`, `moved`, a field, `codes`, `segments`, `quotes`, `links`, `pile`.
        before, after: The texts; of lists what is in one alone, a line each.
        said: The difference in a sentence.
    """

    theme: str
    what: str
    before: str
    after: str
    said: str


def diff_themes(before: ThemeFile, after: ThemeFile) -> tuple[ThemeDifference, ...]:
    """Return what differs: themes are the same by id, else by path, else by a name that each has once."""
    old, new = entries_of(before), entries_of(after)
    pairs = _pairs(old, new)
    was = {path: one for one, path in old}
    found: list[ThemeDifference] = []
    for one, path in new:
        if path not in pairs:
            found.append(ThemeDifference(path, "added", "", path, f"“{path}” is new."))
            continue
        found += _of_one(was[pairs[path]], pairs[path], one, path)
    for path in was:
        if path not in pairs.values():
            found.append(ThemeDifference(path, "removed", path, "", f"“{path}” is gone."))
    found += _lists("the pile", "pile", before.pile, after.pile)
    return tuple(found)


def _pairs(old: Sequence[tuple[ThemeEntry, str]], new: Sequence[tuple[ThemeEntry, str]]) -> dict[str, str]:
    """Return path in the second -> path in the first."""
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    ids = {one.id: path for one, path in old if one.id}
    names: dict[str, list[str]] = {}
    for one, path in old:
        names.setdefault(one.name, []).append(path)
    own: dict[str, int] = {}
    for one, _path in new:
        own[one.name] = own.get(one.name, 0) + 1
    known = {path for _one, path in old}
    for way in ("id", "path", "name"):
        for one, path in new:
            if path in pairs:
                continue
            other = (
                ids.get(one.id, "")
                if way == "id"
                else path * (path in known)
                if way == "path"
                else names[one.name][0] * (own[one.name] == 1 == len(names[one.name]))
                if one.name in names
                else ""
            )
            if other and other not in taken:
                pairs[path] = other
                taken.add(other)
    return pairs


def _of_one(old: ThemeEntry, was: str, new: ThemeEntry, path: str) -> list[ThemeDifference]:
    found: list[ThemeDifference] = []
    if old.name != new.name:
        said = f"“{was}” is called “{new.name}”."
        found.append(ThemeDifference(path, "renamed", old.name, new.name, said))
    above, now = was.rpartition(" > ")[0], path.rpartition(" > ")[0]
    if above != now:
        place = f"under “{now}”" if now else "at the top"
        found.append(ThemeDifference(path, "moved", above, now, f"“{new.name}” stands {place}."))
    for key in TEXTS:
        one, other = old.texts.get(key, ""), new.texts.get(key, "")
        if one != other:
            found.append(ThemeDifference(path, key, one, other, _reworded(path, key, one, other)))
    for key in ("codes", "segments", "quotes", "links"):
        found += _lists(f"“{path}”", key, getattr(old, key), getattr(new, key), path)
    return found


def _reworded(path: str, key: str, before: str, after: str) -> str:
    name = "what it is not" if key == "is_not" else key
    if not before:
        return f"“{path}” has {name}: {after}"
    if not after:
        return f"“{path}” has no {name} any more; it was: {before}"
    if key in _SHORT:
        return f"“{path}”: {name} from {before} to {after}."
    marks = {"kept": "{}", "out": "[-{}-]", "in": "{{+{}+}}"}
    told = "".join(marks[one.kind].format(one.text) for one in word_changes(before, after))
    return f"“{path}”: {name} reworded: {told}"


def _lists(
    whose: str, key: str, before: Sequence[Named], after: Sequence[Named], path: str = ""
) -> list[ThemeDifference]:
    old, new = {one.what: _line(one) for one in before}, {one.what: _line(one) for one in after}
    out = [line for what, line in old.items() if new.get(what) != line]
    put = [line for what, line in new.items() if old.get(what) != line]
    if out or put:
        parts = [f"without {'; '.join(out)}"] if out else []
        parts += [f"with {'; '.join(put)}"] if put else []
        said = f"{whose}: {key} {', '.join(parts)}."
        return [ThemeDifference(path, key, "\n".join(out), "\n".join(put), said)]
    if list(old) != list(new) and key == "quotes":
        said = f"{whose}: quotes in another order."
        return [ThemeDifference(path, key, "\n".join(old), "\n".join(new), said)]
    return []


def _line(one: Named) -> str:
    more = [*([] if one.subcodes else ["without its subcodes"]), *(one.stance,), one.word]
    told = ", ".join(str(part) for part in more if part)
    return f"{one.what} ({told})" if told else one.what
