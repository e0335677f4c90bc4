"""How often each code is used, alone and with the codes under it, nothing counted twice.

Words that a coder gave two codes of a branch are two segments, one of each code; for the branch they are one.
A document or a case in which several codes of a branch are used is one for the branch.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from qualbench.analysis.selection import Stretch, Taken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from qualbench.model.code import Codebook
    from qualbench.model.ids import CodeId
    from qualbench.model.query import CodedPlace

Place = TypeVar("Place")


@dataclass(frozen=True, slots=True)
class Count:
    """A number of a code.

    Attributes:
        own: Of the code itself.
        branch: Of the code and all codes under it, each counted once.
    """

    own: int = 0
    branch: int = 0


NOTHING = Count()


def count_segments(
    codebook: Codebook, own: Mapping[CodeId, int], same_words: Iterable[Collection[CodeId]]
) -> dict[CodeId, Count]:
    """Return the segments of every code.

    Args:
        own: How many segments each code has.
        same_words: For words to which a coder gave several codes: those codes. One collection for each such
            stretch and coder.
    """
    above = _above(codebook)
    branch: Counter[CodeId] = Counter()
    for code_id, number in own.items():
        for one in above.get(code_id, ()):
            branch[one] += number
    for code_ids in same_words:
        for one, times in Counter(_all_above(above, code_ids)).items():
            branch[one] -= times - 1
    return {code.id: Count(own.get(code.id, 0), branch[code.id]) for code in codebook.codes}


def count_places(codebook: Codebook, own: Mapping[CodeId, Collection[Place]]) -> dict[CodeId, Count]:
    """Return the number of places (documents, or cases) in which every code is used."""
    above = _above(codebook)
    branch: defaultdict[CodeId, set[Place]] = defaultdict(set)
    for code_id, places in own.items():
        for one in above.get(code_id, ()):
            branch[one].update(places)
    return {
        code.id: Count(len(set(own.get(code.id, ()))), len(branch.get(code.id, ())))
        for code in codebook.codes
    }


def _all_above(above: Mapping[CodeId, tuple[CodeId, ...]], code_ids: Iterable[CodeId]) -> Iterator[CodeId]:
    for code_id in code_ids:
        yield from above.get(code_id, ())


def _above(codebook: Codebook) -> dict[CodeId, tuple[CodeId, ...]]:
    """Return every code with itself and the codes above it."""
    above: dict[CodeId, tuple[CodeId, ...]] = {}
    for code, _depth in codebook.walk():
        above[code.id] = (code.id, *above.get(code.parent_id or "", ()))
    return above


def sharing_words(places: Iterable[CodedPlace], others: Iterable[CodedPlace]) -> int:
    """Return how many of some segments share words with one of the others, whoever made them."""
    taken = Taken(Stretch(one.document_id, one.start, one.end) for one in others)
    return sum(taken.shares_words_with(Stretch(one.document_id, one.start, one.end)) for one in places)
