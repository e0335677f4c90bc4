"""Which codes meet on the same words nearly always. Codings of one coder meet; those of two never do here."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    """One coder's codings in one document, ready to be asked which overlap a stretch."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.codes: list[str] = []
        self.latest: list[int] = []  # of each block the latest end

    def add(self, start: int, end: int, code: str) -> None:
        if len(self.starts) % _BLOCK == 0:
            self.latest.append(end)
        elif end > self.latest[-1]:
            self.latest[-1] = end
        self.starts.append(start)
        self.ends.append(end)
        self.codes.append(code)

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
    layers: dict[tuple[str, str], _Layer] = {}
    codings: dict[str, list[tuple[_Layer, int, int]]] = {}
    for document, start, end, code, coder in places:
        layer = layers.get((document, coder))
        if layer is None:
            layer = layers[document, coder] = _Layer()
        layer.add(start, end, code)
        codings.setdefault(code, []).append((layer, start, end))
    met: dict[tuple[str, str], int] = {}
    for code, own in codings.items():
        if len(own) >= fewest:
            for other, n in _constant_company(code, own, share).items():
                if len(codings[other]) >= len(own):
                    met[code, other] = n
    found = []
    for (one, other), n in met.items():
        back = met.get((other, one), -1)
        if (back, other) < (n, one) or len(codings[other]) > len(codings[one]):
            found.append(Together(one, other, n, len(codings[one])))
    return sorted(found)


def _constant_company(code: str, own: list[tuple[_Layer, int, int]], share: float) -> dict[str, int]:
    """Return the codes that overlap at least that share of a code's codings, and how many each."""
    most = len(own) - _least(len(own), share)  # how many may be missed
    met: dict[str, int] = {}
    for looked_at, (layer, start, end) in enumerate(own):
        for other in set(layer.over(start, end)):
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
