"""The person's own keys against all the others: no key may mean two things in one place.

A gesture whose new keys cannot be is left with those that it had, and the fault is named with its line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem
from qualbench.settings.keynames import types_a_character

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from qualbench.settings.options import UserKeys


@dataclass(frozen=True, slots=True)
class Action:
    """What the key table says of a gesture: its id, its words, its keys, and the places that know it."""

    id: str
    words: str
    keys: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The key table as far as keys can clash.

    Attributes:
        actions: Every gesture, with the keys of the keymap that is chosen.
        everywhere: The place whose gestures all the others know too.
        writing: Places in which a character that is typed is written.
        own: Place -> key -> what a list or a field does with it there, which goes before any gesture.
        needed: Gestures that cannot be without a key.
        shown: How a key is printed.
    """

    actions: Sequence[Action]
    everywhere: str
    writing: frozenset[str] = frozenset()
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    shown: Callable[[str], str] = str


def without_clashes(
    chosen: Mapping[str, UserKeys], table: Table, path: Path
) -> tuple[dict[str, UserKeys], tuple[FileProblem, ...]]:
    """Return the person's keys that can be used, and a fault for each gesture whose keys cannot."""
    known = {one.id for one in table.actions}
    kept = {name: keys for name, keys in chosen.items() if name in known}
    problems: list[FileProblem] = []
    while True:
        found = next(_faults(kept, table, path), None)
        if found is None:
            problems.sort(key=lambda one: one.line or 0)
            return kept, tuple(problems)
        name, problem = found
        problems.append(problem)
        del kept[name]


def _faults(chosen: Mapping[str, UserKeys], table: Table, path: Path) -> Iterator[tuple[str, FileProblem]]:
    """Yield (gesture, fault) of what cannot be; the gesture is one that the person gave keys."""
    for one in table.actions:
        if one.id not in chosen:
            continue
        keys, line = chosen[one.id].keys, chosen[one.id].line
        if not keys and one.id in table.needed:
            what = f"“{one.id}” needs a key ({one.words})."
            yield one.id, FileProblem(path, what, "It keeps the one that it had.", line)
        for place in one.places:
            for key in keys:
                own = "" if key in one.keys else table.own.get(place, {}).get(key, "")
                if place in table.writing and types_a_character(key):
                    own = "is written"
                if own:
                    what = f"“{one.id}” cannot have {table.shown(key)}: {place}, it {own}."
                    yield (
                        one.id,
                        FileProblem(path, what, "Choose a key held with Ctrl, or one of F1 to F12.", line),
                    )
    yield from _doubles(chosen, table, path)


def _doubles(chosen: Mapping[str, UserKeys], table: Table, path: Path) -> Iterator[tuple[str, FileProblem]]:
    places = dict.fromkeys(place for one in table.actions for place in one.places)
    for place in places:
        by_key: dict[str, Action] = {}
        for one in table.actions:
            if place not in one.places and table.everywhere not in one.places:
                continue
            for key in chosen[one.id].keys if one.id in chosen else one.keys:
                other = by_key.setdefault(key, one)
                if other is one:
                    continue
                mine = [two for two in (one, other) if two.id in chosen]
                if not mine:
                    continue  # the table's own business, which its tests look after
                later = max(mine, key=lambda two: chosen[two.id].line)
                first = other if later is one else one
                if key in later.keys and first in mine:  # with the keys that it had it would clash again
                    later, first = first, later
                what = (
                    f"{table.shown(key)} is given to two gestures ({place}): “{later.id}” ({later.words}) "
                    f"and “{first.id}” ({first.words})."
                )
                hint = f"“{later.id}” keeps the keys that it had. Give one of the two another key."
                yield later.id, FileProblem(path, what, hint, chosen[later.id].line)
