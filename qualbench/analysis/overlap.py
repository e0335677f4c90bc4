"""Which codes meet on the same words nearly always. Codings of one coder meet; those of two never do here."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qualbench.model.ids import CodeId

#: A coding's document, first and last place, code and coder.
Place = tuple[str, int, int, str, str]
#: Codings that are passed over at once where all of them end too early.
_BLOCK = 32


class Together(NamedTuple):
    """Two codes that meet: `n` of the `of` codings of the rarer one overlap a coding of the other.

    Attributes:
        rarer: The code with fewer codings; of two with as many, the one that is more often with the other.
    """

    rarer: CodeId
    other: CodeId
    n: int
    of: int


class _Layer:
    """One coder's codings in one document, in order, to be asked which overlap a stretch."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.starts = [place[1] for place in places]
        self.ends = [place[2] for place in places]
        self.codes = [place[3] for place in places]
        #: Of each block the latest end.
        self.latest = [max(self.ends[at : at + _BLOCK]) for at in range(0, len(places), _BLOCK)]

    def over(self, start: int, end: int) -> Iterator[str]:
        """Yield the code of every coding that overlaps a stretch."""
        before = bisect_left(self.starts, end)
        for block in range((before + _BLOCK - 1) // _BLOCK):
            if self.latest[block] > start:
                for at in range(block * _BLOCK, min(before, (block + 1) * _BLOCK)):
                    if self.ends[at] > start:
                        yield self.codes[at]


def nearly_always(places: Iterable[Place], *, share: float, fewest: int) -> list[Together]:
    """Return the pairs of codes that are nearly always together, judged by the rarer of the two.

    Of each code only so many codings are looked at until no other code can have missed few enough of them;
    so most codes cost some codings, however many they have.

    Args:
        places: In order of document and, in each, of the first place.
        share: The least share of the rarer one's codings.
        fewest: The least number of codings of the rarer one.
    """
    held: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
    codings: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        held[place[0], place[4]].append(place)
        codings[place[3]].append(place)
    layers = {key: _Layer(own) for key, own in held.items()}
    met: dict[tuple[str, str], int] = {}
    for code, own in codings.items():
        if len(own) >= fewest:
            for other, n in _constant_company(code, own, layers, share).items():
                if len(codings[other]) >= len(own):
                    met[code, other] = n
    found = []
    for (one, other), n in met.items():
        back = met.get((other, one), -1)
        if (back, other) < (n, one) or len(codings[other]) > len(codings[one]):
            found.append(Together(one, other, n, len(codings[one])))
    return sorted(found)


def _constant_company(
    code: str, own: Sequence[Place], layers: Mapping[tuple[str, str], _Layer], share: float
) -> dict[str, int]:
    """Return the codes that overlap at least that share of a code's codings, and how many each."""
    most = len(own) - _least(len(own), share)  # how many may be missed
    met: dict[str, int] = {}
    for looked_at, (document, start, end, _code, coder) in enumerate(own):
        for other in set(layers[document, coder].over(start, end)):
            if other in met:
                met[other] += 1
            elif looked_at <= most and other != code:
                met[other] = 1
        if looked_at >= most:
            met = {other: n for other, n in met.items() if looked_at + 1 - n <= most}
            if not met:
                break
    return met


def _least(many: int, share: float) -> int:
    """Return the least whole number that is that share of `many`."""
    return next(n for n in range(int(many * share), many + 1) if n >= many * share)
