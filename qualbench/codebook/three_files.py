"""Three files that grew from one, as three codebooks in which one code has one id.

A code is known by its id. One that has none in a file is known by its name, as in `matching`; within a merge
it then goes by a stand-in (`entries.has_id` tells it), and the file that is written gives it no id either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualbench.codebook.entries import STAND_IN, VALUES, has_id
from qualbench.codebook.matching import match_entries, walk_entries
from qualbench.model.code import Code, Codebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualbench.codebook.entries import CodebookFile, Entry

    Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the three files.

    Attributes:
        codes: The id of the code that each entry is, by the entry's place.
        lines: The line on which each code begins, by its id.
    """

    book: Codebook
    codes: dict[Place, str]
    lines: dict[str, int]


@dataclass(frozen=True, slots=True)
class Three:
    """The three files, and the codes (by path) to which the two sides gave different ids."""

    base: Side
    one: Side
    other: Side
    renumbered: tuple[str, ...] = ()


def align(base: CodebookFile, one: CodebookFile, other: CodebookFile) -> Three:
    """Return three readable files as codebooks in which one code has one id."""
    before = _number(base.entries)
    book = _book(base, before)
    files = (one, other)
    found = [_match(file.entries, book) for file in files]
    where = [{one.id: place for one, place in walk_entries(file.entries) if one.id} for file in files]
    _agree(found, where, book)
    given = [_given_ids(file.entries, codes) for file, codes in zip(files, found, strict=True)]
    taken = [set(codes.values()) for codes in found]
    settled: dict[str, str] = {}
    doubled = []
    for code in book.codes:
        ids = {ids[code.id] for ids in given if code.id in ids}
        if has_id(code.id) or not ids:
            continue
        if len(ids) > 1:
            doubled.append(book.paths[code.id])
            continue
        (its,) = ids
        # unless a side has it as another code's
        if all(
            its not in where[side]
            or found[side].get(where[side][its]) == code.id
            or code.id not in taken[side]
            for side in (0, 1)
        ):
            settled[code.id] = its
    before = {place: settled.get(its, its) for place, its in before.items()}
    found = [{place: settled.get(its, its) for place, its in codes.items()} for codes in found]
    _number_new(files, found)
    return Three(_side(base, before), _side(one, found[0]), _side(other, found[1]), tuple(sorted(doubled)))


def _agree(found: list[dict[Place, str]], where: list[dict[str, Place]], base: Codebook) -> None:
    """Let an id that both sides gave since stand for one code of the base, or for none."""
    for its in sorted(where[0].keys() & where[1].keys() - base.by_id.keys()):
        spots = [where[side][its] for side in (0, 1)]
        known = [found[side].pop(spots[side], None) for side in (0, 1)]
        which = {code for code in known if code}
        if len(which) == 1:
            (code,) = which
            for side in (0, 1):
                found[side] = {place: one for place, one in found[side].items() if one != code}
                found[side][spots[side]] = code


def _number(entries: Iterable[Entry]) -> dict[Place, str]:
    codes: dict[Place, str] = {}
    for entry, place in walk_entries(entries):
        codes[place] = entry.id or _stand_in(codes.get(place[:-1]), entry.name)
    return codes


def _stand_in(parent: str | None, name: str) -> str:
    return f"{STAND_IN}{parent or ''} > {name}"


def _match(entries: tuple[Entry, ...], base: Codebook) -> dict[Place, str]:
    """Return which codes of the base entries are; an id that the base lacks may be one given since."""
    without_id = any(not has_id(code.id) for code in base.codes)
    codes = match_entries(_unnumbered(entries, base) if without_id else entries, base)
    for entry, place in walk_entries(entries):
        # an id that the base does not have makes a new code, unless the base's code has none yet
        if entry.id and entry.id not in base.by_id and place in codes and has_id(codes[place]):
            del codes[place]
    return codes


def _unnumbered(entries: tuple[Entry, ...], base: Codebook) -> tuple[Entry, ...]:
    return tuple(
        replace(
            one,
            id=one.id if one.id in base.by_id else None,
            children=_unnumbered(one.children, base),
        )
        for one in entries
    )


def _given_ids(entries: Iterable[Entry], codes: Mapping[Place, str]) -> dict[str, str]:
    return {codes[place]: entry.id for entry, place in walk_entries(entries) if entry.id and place in codes}


def _number_new(files: tuple[CodebookFile, ...], found: list[dict[Place, str]]) -> None:
    """Give the entries that are no code of the base their ids: those under codes that are settled first.

    A code that both sides made in one place under one name is one code, if one of them gives it no id.
    """
    there = [{entry.id for entry, _place in walk_entries(file.entries) if entry.id} for file in files]
    levels: dict[int, list[tuple[int, Place, Entry]]] = {}
    for side, file in enumerate(files):
        depths: dict[Place, int] = {}
        for entry, place in walk_entries(file.entries):
            if place not in found[side]:
                depths[place] = depths.get(place[:-1], 0) + 1
                levels.setdefault(depths[place], []).append((side, place, entry))
    for _depth, level in sorted(levels.items()):
        twins: dict[tuple[str | None, str], dict[int, str]] = {}
        for side, place, entry in level:
            if entry.id:
                spot = (found[side].get(place[:-1]), entry.name)
                twins.setdefault(spot, {})[side] = entry.id
        for side, place, entry in level:
            parent = found[side].get(place[:-1])
            theirs = twins.get((parent, entry.name), {}).get(1 - side)
            its = entry.id or (theirs if theirs not in there[side] else None) or ""
            its = its or _stand_in(parent, entry.name)
            while not has_id(its) and its in found[side].values():
                its += "+"
            found[side][place] = its


def _side(file: CodebookFile, codes: dict[Place, str]) -> Side:
    lines = {codes[place]: entry.line for entry, place in walk_entries(file.entries)}
    return Side(_book(file, codes), codes, lines)


def _book(file: CodebookFile, codes: Mapping[Place, str]) -> Codebook:
    made = [
        Code(
            codes[place],
            entry.name,
            codes.get(place[:-1]),
            place[-1],
            **{key: getattr(entry, key) for key in VALUES},
        )
        for entry, place in walk_entries(file.entries)
    ]
    return Codebook(file.name, tuple(made))
