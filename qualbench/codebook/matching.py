"""Which code an entry of a file is: by its id, else by its name under the same parent, else by name alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qualbench.codebook.entries import Entry
    from qualbench.model.code import Codebook


def walk_entries(
    entries: Iterable[Entry], above: tuple[int, ...] = ()
) -> Iterator[tuple[Entry, tuple[int, ...]]]:
    """Yield every entry with its place (the index at each level), parents before children, in order."""
    for index, entry in enumerate(entries):
        place = (*above, index)
        yield entry, place
        yield from walk_entries(entry.children, place)


def match_entries(
    entries: Iterable[Entry], codebook: Codebook, confirmed: Mapping[tuple[int, ...], str] | None = None
) -> dict[tuple[int, ...], str]:
    """Return the id of the code of `codebook` that each entry is, by the entry's place.

    An entry with an id is that code (or none). One without is the code of that name under the same parent;
    where there is none, the only code of that name that no other entry is.

    Args:
        entries: At the top of a file.
        codebook: What they may be of.
        confirmed: Codes of entries without an id that a person knows, by their place.
    """
    every = list(walk_entries(entries))
    found = {place: entry.id for entry, place in every if entry.id in codebook.by_id and entry.id}
    found |= confirmed or {}
    claimed = {entry.id for entry, _place in every if entry.id} | set(found.values())
    named = {(code.parent_id, code.name): code.id for code in codebook.codes}
    for entry, place in every:  # parents come first, so theirs are settled
        if entry.id or place in found or (len(place) > 1 and place[:-1] not in found):
            continue
        same = named.get((found.get(place[:-1]), entry.name))
        if same and same not in claimed:
            found[place] = same
            claimed.add(same)
    left = Counter(entry.name for entry, place in every if place not in found and not entry.id)
    free: dict[str, list[str]] = {}
    for code in codebook.codes:
        if code.id not in claimed:
            free.setdefault(code.name, []).append(code.id)
    for entry, place in every:
        if (
            place not in found
            and not entry.id
            and left[entry.name] == 1
            and len(free.get(entry.name, ())) == 1
        ):
            found[place] = free[entry.name][0]
    return found
