"""What changed between two states of a codebook, code by code, told by id."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.codebook.entries import LISTS, MAPS, VALUES
from qualbench.model.code import MEANING, CodeStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualbench.model.code import Code, Codebook

TOP = "the top"
_REST = tuple(key for key in VALUES if key not in (*MEANING, "color", "status"))


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed.

    Attributes:
        change: `added`, `removed`, `renamed`, `moved`, `reordered`, `redefined`, `recoloured`, `retired`,
            `revived` or `edited`.
        code_id: Empty for the codebook itself.
        name: The code's name now (a removed code's: its last).
        before: As it was: a name, the path of a parent, a place from 1, a text; empty for nothing.
        after: As it is.
    """

    change: str
    code_id: str
    name: str
    before: str
    after: str


def compare(before: Codebook, after: Codebook) -> tuple[Difference, ...]:
    """Return what changed, in the order of the tree as it is, removed codes last."""
    found: list[Difference] = []
    if before.name != after.name:
        found.append(Difference("renamed", "", after.name, before.name, after.name))
    displaced = _displaced(before, after)
    for code, _depth in after.walk():
        old = before.by_id.get(code.id)
        if old is None:
            found.append(Difference("added", code.id, code.name, "", after.paths[code.id]))
            continue
        found += _changes(old, code, before, after)
        if code.id in displaced:
            was, now = displaced[code.id]
            found.append(Difference("reordered", code.id, code.name, str(was), str(now)))
    for code, _depth in before.walk():
        if code.id not in after.by_id:
            found.append(Difference("removed", code.id, code.name, before.paths[code.id], ""))
    return tuple(found)


def describe(difference: Difference) -> str:
    """Say a difference in plain words, in one line."""
    one = difference
    name = f"“{_short(one.name)}”"
    if not one.code_id:
        return f"called the codebook {name} (it was “{_short(one.before)}”)"
    was, now = _short(one.before), _short(one.after)
    said = {
        "added": f"added “{now}”",
        "removed": f"removed “{was}”",
        "renamed": f"renamed “{was}” to “{now}”",
        "moved": f"moved {name} from {_place(one.before)} to {_place(one.after)}",
        "reordered": f"put {name} in place {one.after} among its neighbours (it was in place {one.before})",
        "recoloured": f"recoloured {name} from {was or 'no colour'} to {now or 'no colour'}",
        "retired": f"retired {name}",
        "revived": f"took {name} back into use",
    }
    if one.change in said:
        return said[one.change]
    verb = "redefined" if one.change == "redefined" else "edited"
    if not one.before:
        return f"{verb} {name}: now “{now}”"
    return f"{verb} {name}: was “{was}”, now “{now}”" if one.after else f"{verb} {name}: took out “{was}”"


def _changes(old: Code, new: Code, before: Codebook, after: Codebook) -> Iterator[Difference]:
    def one(change: str, was: str, now: str) -> Difference:
        return Difference(change, new.id, new.name, was, now)

    if old.name != new.name:
        yield one("renamed", old.name, new.name)
    if old.parent_id != new.parent_id:
        yield one(
            "moved", before.paths.get(old.parent_id or "", ""), after.paths.get(new.parent_id or "", "")
        )
    if any(getattr(old, key) != getattr(new, key) for key in MEANING):
        yield one("redefined", *_told(old, new, MEANING))
    if old.color.casefold() != new.color.casefold():
        yield one("recoloured", old.color, new.color)
    rest: tuple[str, ...] = _REST
    if old.status is not new.status:
        if new.status is CodeStatus.RETIRED:
            yield one("retired", old.status, new.status)
        elif old.status is CodeStatus.RETIRED:
            yield one("revived", old.status, new.status)
        else:
            rest = (*rest, "status")
    if any(getattr(old, key) != getattr(new, key) for key in rest):
        yield one("edited", *_told(old, new, rest))


_LABELS = {
    "definition": "",
    "full_definition": "in full: ",
    "when_not": "when not: ",
    "counter_examples": "counter-examples: ",
    "in_vivo": "in vivo: ",
}


def _told(old: Code, new: Code, keys: Sequence[str]) -> tuple[str, str]:
    changed = [key for key in keys if getattr(old, key) != getattr(new, key)]
    return _tell(old, changed), _tell(new, changed)


def _tell(code: Code, keys: Sequence[str]) -> str:
    told = []
    for key in keys:
        value = getattr(code, key)
        if key in LISTS:
            value = " / ".join(value)
        elif key in MAPS:
            value = " / ".join(f"{name}: {said}" for name, said in value)
        elif key == "in_vivo":
            value = "yes" if value else "no"
        told += [f"{_LABELS.get(key, f'{key}: ')}{value}"] if value else []
    return "\n".join(told)


def _displaced(before: Codebook, after: Codebook) -> dict[str, tuple[int, int]]:
    """Return the fewest codes that account for a new order among neighbours, with their places from 1."""
    found = {}
    for parent in {code.parent_id for code in after.codes}:
        old_order = [code.id for code in before.children(parent)]
        new_order = [code.id for code in after.children(parent)]
        was = {code_id: place for place, code_id in enumerate(old_order)}
        stayed = [code_id for code_id in new_order if code_id in was]
        kept = _longest_rise([was[code_id] for code_id in stayed])
        for index, code_id in enumerate(stayed):
            if index not in kept:
                found[code_id] = (was[code_id] + 1, new_order.index(code_id) + 1)
    return found


def _longest_rise(places: list[int]) -> set[int]:
    """Return the indexes of a longest increasing run through `places`."""
    ends: list[int] = []
    at: list[int] = []
    back: list[int] = []
    for index, place in enumerate(places):
        slot = bisect_left(ends, place)
        if slot == len(ends):
            ends.append(place)
            at.append(index)
        else:
            ends[slot], at[slot] = place, index
        back.append(at[slot - 1] if slot else -1)
    found, index = set(), at[-1] if at else -1
    while index >= 0:
        found.add(index)
        index = back[index]
    return found


def _place(path: str) -> str:
    return f"under “{_short(path)}”" if path else TOP


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 100 else f"{text[:99]}…"
