"""From the entries of a file to the codebook that they propose, given the codebook as it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from qualbench.codebook.diff import Difference, compare
from qualbench.codebook.entries import VALUES
from qualbench.codebook.matching import match_entries, walk_entries
from qualbench.model.code import Code, Codebook
from qualbench.model.document import Problem
from qualbench.model.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualbench.codebook.entries import CodebookFile, Entry
    from qualbench.codebook.guessing import Guess
    from qualbench.codebook.links import Links


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file would make of the codebook.

    Attributes:
        target: The codebook as it would be.
        differences: What would change.
        kept: Codes that the file could not have known; they stay though it does not have them.
        removed: Codes that the file knew and no longer has, as they are now.
        problems: Serious ones, where what is kept and what is in the file cannot stand side by side.
        conflicts: Serious too: what the file and the project changed differently. `target` has the file's.
        guesses: What may have lost its id, whether `target` has it so or not.
        ids: The code that each entry of the file is, by its place.
        links: The merges and splits that the file asks for, where it asks for any and they can be done.
        whole: The codebook with the codes that are merged still in it, where there are such.
    """

    target: Codebook
    differences: tuple[Difference, ...]
    kept: tuple[Code, ...] = ()
    removed: tuple[Code, ...] = ()
    problems: tuple[Problem, ...] = ()
    conflicts: tuple[Problem, ...] = ()
    guesses: tuple[Guess, ...] = ()
    ids: Mapping[tuple[int, ...], str] = field(default_factory=dict)
    links: Links | None = None
    whole: Codebook | None = None


def resolve_entries(
    file: CodebookFile,
    current: Codebook,
    *,
    known_at_writing: frozenset[str] | None,
    confirmed: Mapping[tuple[int, ...], str] | None = None,
) -> Proposal:
    """Turn the entries of a file without serious problems into the codebook that they propose.

    A key that does not stand in the file leaves the code's value as it is; one that stands there empty
    empties it. An entry that is no code of `current` is a new code, with the id that it gives or a new one.

    Args:
        file: As read.
        current: The codebook as it is.
        known_at_writing: Ids of the codes that existed when the file was written. Other codes that the file
            does not have are kept. None: the file is taken as knowing all.
        confirmed: Codes of entries without an id that a person knows, by their place in the file.
    """
    families, ids = _families(file, current, confirmed)
    in_file = {code.id for family in families.values() for code in family}
    kept: list[Code] = []
    removed: list[Code] = []
    for code, _depth in current.walk():
        if code.id not in in_file:
            known = known_at_writing is None or code.id in known_at_writing
            (removed if known else kept).append(code)
    problems = []
    there = set(in_file)
    for code in kept:
        parent = code.parent_id
        while parent is not None and parent not in there:
            parent = current.by_id[parent].parent_id
        family = families.setdefault(parent, [])
        twin = next((one for one in family if one.name == code.name), None)
        if twin is not None:
            message = f"The file has another code “{code.name}” in the place of one that was made since."
            hint = f"Rename one of them, or give the file's the other's id: {code.id}."
            problems.append(Problem(message, _line(file, twin), hint, serious=True))
        _insert(family, replace(code, parent_id=parent), current)
        there.add(code.id)
    codes = tuple(code for family in families.values() for code in place_codes(family, current))
    name = file.name or current.name
    target = Codebook(name, tuple(code for code, _depth in Codebook("", codes).walk()), current.version)
    found = compare(current, target)
    return Proposal(target, found, tuple(kept), tuple(removed), tuple(problems), ids=ids)


def _families(
    file: CodebookFile, current: Codebook, confirmed: Mapping[tuple[int, ...], str] | None
) -> tuple[dict[str | None, list[Code]], dict[tuple[int, ...], str]]:
    matched = match_entries(file.entries, current, confirmed)
    ids: dict[tuple[int, ...], str] = {}
    families: dict[str | None, list[Code]] = {}
    for entry, place in walk_entries(file.entries):
        code_id = ids[place] = matched.get(place) or entry.id or new_id()
        parent = ids.get(place[:-1])
        # an entry with its id is the whole code, so a line that was taken out is taken out; an entry that is
        # only a name stands for a code whose details the file does not repeat
        known = None if entry.id else current.by_id.get(code_id)
        base = known or Code(code_id, entry.name)
        given: dict[str, Any] = {key: getattr(entry, key) for key in VALUES if key in entry.given}
        families.setdefault(parent, []).append(replace(base, name=entry.name, parent_id=parent, **given))
    return families, ids


def _insert(family: list[Code], code: Code, current: Codebook) -> None:
    """Put a kept code after the neighbour that it came after, else at the end."""
    order = [one.id for one in current.children(current.by_id[code.id].parent_id)]
    before = order[: order.index(code.id)]
    places = {one.id: place for place, one in enumerate(family)}
    after = next((places[one] for one in reversed(before) if one in places), len(family) - 1)
    family.insert(after + 1, code)


def place_codes(family: list[Code], current: Codebook) -> list[Code]:
    """Give each code of a family a position, leaving the present ones where their order allows it."""
    rising: list[int] = []
    for code in family:
        old = current.by_id.get(code.id)
        least = rising[-1] + 1 if rising else 0
        stays = old is not None and old.parent_id == code.parent_id and old.position >= least
        rising.append(old.position if stays and old else least)
    counted = list(range(len(family)))

    def touched(places: list[int]) -> int:
        return sum(
            1
            for code, place in zip(family, places, strict=True)
            if code.id in current.by_id and current.by_id[code.id].position != place
        )

    places = counted if touched(counted) < touched(rising) else rising
    return [replace(code, position=place) for code, place in zip(family, places, strict=True)]


def _line(file: CodebookFile, code: Code) -> int | None:
    found: list[Entry] = [one for one, _place in walk_entries(file.entries) if one.name == code.name]
    return next((one.line for one in found if one.id in (code.id, None)), None)
