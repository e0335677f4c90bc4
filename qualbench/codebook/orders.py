"""Two orders that grew from one, made into one again; the same whichever of the two comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Sequence

T = TypeVar("T", bound="Hashable")


def merge_order(
    base: Sequence[T],
    one: Sequence[T],
    other: Sequence[T],
    members: Collection[T],
    key: Callable[[T], Any],
    *,
    prefer_one: bool = False,
) -> tuple[list[T], bool]:
    """Put `members` into one order.

    What all three have keeps the order of the side that changed it. What only one has comes after the
    neighbour after which it stands there.

    Args:
        base: What both grew from; nothing is there twice.
        one: One side.
        other: The other.
        members: What is in the result.
        key: By what two are compared where nothing else decides.
        prefer_one: Where both sides changed the order, `one`'s holds.

    Returns:
        The order, and True where both sides changed it, each differently.
    """
    mine, theirs, wanted = set(one), set(other), set(members)
    common = [it for it in base if it in wanted and it in mine and it in theirs]
    shared = set(common)
    turned = [[it for it in side if it in shared] for side in (one, other)]
    clash = False
    if turned[0] == turned[1] or turned[1] == common:
        spine = turned[0]
    elif turned[0] == common:
        spine = turned[1]
    else:
        clash = True
        spine = turned[0] if prefer_one else _less(turned[0], turned[1], key)
    rank = {it: place for place, it in enumerate(spine)}
    after = [_anchors(side, rank, wanted) for side in (one, other)]
    left = {it: place for it, place in _anchors(base, rank, wanted).items() if it not in mine | theirs}
    merged: list[T] = []
    gaps: dict[int, list[list[T]]] = {}
    for number, anchors in enumerate((*after, left)):
        for it, place in anchors.items():
            # where both sides brought it to different places, the first of the two
            if place == min(side.get(it, place) for side in after):
                gaps.setdefault(place, [[], [], []])[number].append(it)
    for place in range(-1, len(spine)):
        if place >= 0:
            merged.append(spine[place])
        if place in gaps:
            first, second, third = gaps[place]
            merged += _union(_union(first, second, key), third, key)
    there = set(merged)
    merged += sorted((it for it in wanted if it not in there), key=key)
    return merged, clash


def merge_list(base: Iterable[str], one: Iterable[str], other: Iterable[str]) -> list[str]:
    """Return a list to which both sides' additions came and from which both sides' removals went."""
    before, mine, theirs = _numbered(base), _numbered(one), _numbered(other)
    old, both = set(before), set(mine) & set(theirs)
    members = {it for it in (*mine, *theirs) if it in both or it not in old}
    merged, _clash = merge_order(before, mine, theirs, members, lambda it: it)
    return [text for text, _number in merged]


def _numbered(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Tell apart texts that are there more than once."""
    seen: dict[str, int] = {}
    found = []
    for text in texts:
        seen[text] = seen.get(text, -1) + 1
        found.append((text, seen[text]))
    return found


def _anchors(side: Iterable[T], rank: dict[T, int], wanted: set[T]) -> dict[T, int]:
    """Return after which place of the spine each of a side's own members stands, -1 at the beginning."""
    place, found = -1, {}
    for it in side:
        if it in rank:
            place = rank[it]
        elif it in wanted:
            found[it] = place
    return found


def _union(first: list[T], second: list[T], key: Callable[[T], Any]) -> list[T]:
    if _within(first, second):
        return second
    if _within(second, first):
        return first
    lead = _less(first, second, key)
    return [*lead, *(it for it in (second if lead is first else first) if it not in lead)]


def _within(part: list[T], whole: list[T]) -> bool:
    """Say whether `part` stands in `whole`, in its order."""
    left = iter(whole)
    return all(it in left for it in part)


def _less(first: list[T], second: list[T], key: Callable[[T], Any]) -> list[T]:
    return first if [key(it) for it in first] <= [key(it) for it in second] else second
