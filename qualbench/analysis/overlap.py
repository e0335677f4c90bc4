"""Which codes meet on the same words nearly always. Codings of one coder meet; those of two never do here.

Sets of codes are whole numbers with a bit for each code, so that a coding is laid against all codes at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from functools import reduce
from operator import itemgetter, or_
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qualbench.model.ids import CodeId

#: A coding's document, first and last place, code and coder.
Place = tuple[str, int, int, str, str]
#: So many neighbouring codings are taken at once where all of them are within a stretch.
_BLOCK = 16


class Together(NamedTuple):
    """Two codes that meet: `n` of the `of` codings of the rarer one overlap a coding of the other.

    Attributes:
        rarer: The code with fewer codings; of two with as many, the one that is more often with the other.
    """

    rarer: CodeId
    other: CodeId
    n: int
    of: int


def nearly_always(places: Iterable[Place], *, share: float, fewest: int) -> list[Together]:
    """Return the pairs of codes that are nearly always together, judged by the rarer of the two.

    Of each code only so many codings are looked at until every other code has missed too many of them; so
    most codes cost some codings, however many they have.

    Args:
        places: In order of document and, in each, of the first place.
        share: The least share of the rarer one's codings.
        fewest: The least number of codings of the rarer one.
    """
    layers: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places:
        layers[place[0], place[4]].append(place)
    many = Counter(code for layer in layers.values() for code in map(itemgetter(3), layer))
    rising = sorted(many, key=many.__getitem__)  # the commonest have the highest bits
    bits = {code: 1 << at for at, code in enumerate(rising)}
    counts = sorted(many.values())
    every = (1 << len(rising)) - 1
    companies = {
        code: _Company(every >> (low := bisect_left(counts, of)) << low & ~bits[code], of - _least(of, share))
        for code, of in many.items()
        if of >= fewest
    }
    for layer in layers.values():
        _sweep(layer, bits, companies)
    met = {
        (code, rising[at]): many[code] - missed
        for code, company in companies.items()
        for at, missed in company.missed()
    }
    found = []
    for (one, other), n in met.items():
        back = met.get((other, one), -1)
        if (back, other) < (n, one) or many[other] > many[one]:
            found.append(Together(one, other, n, many[one]))
    return sorted(found)


class _Company:
    """The codes that may be one code's constant company, and how many of its codings each has missed.

    The counts of all of them stand side by side in `digits`: bit `c` of the first is the last binary digit of
    the count of code `c`, and so on. They begin so high that the one miss too many makes a count run over.
    """

    def __init__(self, left: int, most: int) -> None:
        self.left = left
        width = (most + 1).bit_length()
        self.begin = (1 << width) - most - 1
        self.digits = [left if self.begin >> at & 1 else 0 for at in range(width)]

    def miss(self, codes: int) -> None:
        """Count a coding that is on the same words as none of `codes`."""
        for at, digit in enumerate(self.digits):
            if not codes:
                return
            self.digits[at] = digit ^ codes
            codes &= digit
        self.left &= ~codes

    def missed(self) -> Iterator[tuple[int, int]]:
        """Yield the bit of each code that is left, and how many codings it missed."""
        left = self.left
        while left:
            at = left.bit_length() - 1
            left ^= 1 << at
            yield at, sum((digit >> at & 1) << place for place, digit in enumerate(self.digits)) - self.begin


def _sweep(layer: Sequence[Place], bits: Mapping[str, int], companies: Mapping[str, _Company]) -> None:
    """Go through one coder's codings in one document, and count for each code which others it was without."""
    starts = [place[1] for place in layer]
    own = [bits[place[3]] for place in layer]
    blocks = [reduce(or_, own[at : at + _BLOCK]) for at in range(0, len(own), _BLOCK)]
    ending = sorted(layer, key=itemgetter(2))
    ended = 0
    running = dict.fromkeys(map(itemgetter(3), layer), 0)  # how many began before and go on, by their code
    codes = 0  # those of which one does
    for at, (_document, start, end, code, _coder) in enumerate(layer):
        while ending[ended][2] <= start:
            gone = ending[ended][3]
            ended += 1
            running[gone] -= 1
            if not running[gone]:
                codes ^= bits[gone]
        company = companies.get(code)
        if company is not None and (away := company.left & ~codes):
            company.miss(away & ~_union(own, blocks, at, bisect_left(starts, end, at)))
        if not running[code]:
            codes |= own[at]
        running[code] += 1


def _union(own: Sequence[int], blocks: Sequence[int], begin: int, end: int) -> int:
    """Return the codes of a run of codings."""
    first, last = -(-begin // _BLOCK), end // _BLOCK
    if first >= last:
        return reduce(or_, own[begin:end], 0)
    found = reduce(or_, own[begin : first * _BLOCK], reduce(or_, blocks[first:last]))
    return reduce(or_, own[last * _BLOCK : end], found)


def _least(many: int, share: float) -> int:
    """Return the least whole number that is that share of `many`."""
    return next(n for n in range(int(many * share), many + 1) if n >= many * share)
