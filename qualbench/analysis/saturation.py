"""How much is new in each interview, as a ratio to what the first interviews brought.

Source: Guest, Namey and Chen 2020 (PLoS ONE 15(5): e0232076). A base of interviews, runs of interviews after
it that overlap, and a threshold: the ratio of a run is what is new in it over all that is in the base. It
says how little the last interviews added, in this order and with these codes; it proves nothing about those
that were not held.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


@dataclass(frozen=True, slots=True)
class Run:
    """Some interviews in a row after the base.

    Attributes:
        first: The number of its first interview, from 1.
        last: The number of its last.
        new: What is first seen in it.
        ratio: `new` over what is in the base; None where the base holds nothing.
    """

    first: int
    last: int
    new: int
    ratio: Fraction | None


@dataclass(frozen=True, slots=True)
class NewInformation:
    """What each interview added.

    Attributes:
        new: For each interview, how many codes or themes are first seen in it.
        base: How many interviews are the base.
        run: How many are a run.
        runs: In order; none where there are fewer interviews than a base and a run.
    """

    new: tuple[int, ...]
    base: int
    run: int
    runs: tuple[Run, ...]

    @property
    def in_base(self) -> int:
        """How much there is in the base."""
        return sum(self.new[: self.base])

    def met(self, threshold: Fraction) -> Run | None:
        """Return the first run whose ratio is at the threshold or below it, or None."""
        return next((one for one in self.runs if one.ratio is not None and one.ratio <= threshold), None)

    def exceeded_after(self, threshold: Fraction) -> tuple[Run, ...]:
        """Return the runs after the first that met the threshold whose ratio is above it again."""
        met = self.met(threshold)
        later = [one for one in self.runs if met is not None and one.last > met.last]
        return tuple(one for one in later if one.ratio is not None and one.ratio > threshold)


def first_seen(sources: Sequence[Collection[str]]) -> tuple[int, ...]:
    """Return for each source, in their order, how many of its things are in none before it."""
    seen: set[str] = set()
    new = []
    for things in sources:
        fresh = set(things) - seen
        new.append(len(fresh))
        seen |= fresh
    return tuple(new)


def new_information(new: Sequence[int], *, base: int = 4, run: int = 2) -> NewInformation:
    """Return the new-information ratio of each run after the base.

    Args:
        new: What is first seen in each interview, in their order (see `first_seen`).
        base: How many interviews are the base; the source tried 4, 5 and 6.
        run: How many are a run; the source tried 2 and 3.

    Raises:
        ValueError: `base` or `run` is less than one.
    """
    if base < 1 or run < 1:
        raise ValueError("a base and a run have one interview at the least")
    of = sum(new[:base])
    runs = []
    for last in range(base + run, len(new) + 1):
        found = sum(new[last - run : last])
        runs.append(Run(last - run + 1, last, found, Fraction(found, of) if of else None))
    return NewInformation(tuple(new), base, run, tuple(runs))
