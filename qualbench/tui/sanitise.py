"""What of a text may reach a terminal, and how wide it is there. Pure: no Textual.

A transcript can hold anything: escape sequences, bidirectional overrides, emoji that every terminal measures
differently. The stored text is never touched; only what is painted is made safe here. Each grapheme cluster
is drawn as its base characters (no variation selector, joiner or skin tone, flags as letters), because that
is what terminals agree upon; the width of a row is then the sum of the widths of its clusters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

if TYPE_CHECKING:
    from regex import Pattern

#: Characters that are one cell each, alone in their cluster, and drawn as they are (NBSP as a space).
PLAIN = frozenset(
    chr(point)
    for first, last in (
        *((0x20, 0x7E), (0xA0, 0xA8), (0xAA, 0xAC), (0xAF, 0x2FF), (0x370, 0x373), (0x386, 0x386)),
        *((0x388, 0x38A), (0x38C, 0x38C), (0x38E, 0x3A1), (0x3A3, 0x482), (0x48A, 0x52F)),
        *((0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x203A), (0x20AC, 0x20AC)),
    )
    for point in range(first, last + 1)
)
_PLAIN_RUN = re.compile(f"[{re.escape(''.join(sorted(PLAIN)))}]+")
TAB = "    "
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
#: Stands for a character without width, so that the cursor can stop at it and it can be seen.
UNSEEN = "·"
_BASE_FOR_MARK = "◌"
_MARKS_KEPT = 8
_CLUSTER = r"\X"
_PICTURE = r"\p{Extended_Pictographic}"
#: A place where a cluster is sure to begin: before a plain letter that no prepended mark binds.
_SURE_START = (
    r"(?r)(?<!\p{GCB=Prepend}|\r)[\n\x20-\x7e\u0400-\u0481\u05d0-\u05ea\u0620-\u064a"
    r"\u4e00-\u9fff\u3041-\u3096\u30a1-\u30fa]"
)


class Cluster(NamedTuple):
    """A grapheme cluster: where it stands in the text, how wide it is drawn, and what is drawn."""

    start: int
    end: int
    cells: int
    drawn: str


@cache
def _compiled(pattern: str) -> Pattern[str]:
    import regex  # late: most texts are plain, and the first screen is there sooner without it

    return regex.compile(pattern)


def is_plain(text: str) -> bool:
    """Say whether every character of `text` is one cell wide and its own cluster."""
    return PLAIN.issuperset(text)


def drawn(text: str) -> str:
    """Return what is painted for `text`: no control characters, clusters as base characters."""
    if PLAIN.issuperset(text):
        return text.replace("\xa0", " ")
    return "".join(cluster.drawn for cluster in clusters(text, 0, len(text)))


def drawn_lines(text: str) -> str:
    """Return what is painted for a text of several lines: as `drawn`, its line breaks kept."""
    return "\n".join(map(drawn, text.split("\n")))


def width(text: str) -> int:
    """Return how many cells `drawn(text)` takes."""
    if PLAIN.issuperset(text):
        return len(text)
    return sum(cluster.cells for cluster in clusters(text, 0, len(text)))


def clusters(text: str, start: int, end: int) -> list[Cluster]:
    """Return the grapheme clusters (UAX #29) of `text[start:end]`; `start` begins a cluster."""
    found: list[Cluster] = []
    run, cluster = _PLAIN_RUN.match, _compiled(_CLUSTER).match
    while start < end:
        plain = run(text, start, end)
        # what follows the last letter of a run may be a mark on it
        until = plain.end() - (plain.end() < end) if plain else start
        if until > start:
            places = range(start, until + 1)
            shown = text[start:until].replace("\xa0", " ")
            found += map(Cluster, places, places[1:], repeat(1), shown)
            start = until
        else:
            match = cluster(text, start, end)
            assert match is not None, "any character begins a cluster"
            found.append(Cluster(start, match.end(), *_draw(match.group())))
            start = match.end()
    return found


def cluster_start(text: str, offset: int) -> int:
    """Return the start of the cluster that holds `offset`; the text's end is its own.

    Looks back only as far as the nearest sure start, so the cost does not grow with the document.
    """
    if offset >= len(text):
        return len(text)
    if offset <= 0:
        return 0
    if text[offset] in PLAIN and text[offset - 1] in PLAIN:
        return offset
    for match in _compiled(_CLUSTER).finditer(text, _sure_start(text, offset)):
        if match.end() > offset:
            return int(match.start())
    return offset


def next_cluster(text: str, offset: int) -> int:
    """Return the start of the cluster after the one at `offset`, at most the text's length."""
    match = _compiled(_CLUSTER).match(text, cluster_start(text, offset))
    return int(match.end()) if match else len(text)


def previous_cluster(text: str, offset: int) -> int:
    """Return the start of the cluster before `offset`, at least 0."""
    return cluster_start(text, max(0, offset - 1))


def _sure_start(text: str, offset: int) -> int:
    """Return a cluster's start at or before `offset`."""
    reach = 256
    while True:
        low = max(0, offset - reach)
        # The look-behind must see the character before, so the search may not begin right at `low`.
        match = _compiled(_SURE_START).search(text, low, offset)
        if match is not None and (match.start() > low or low == 0):
            return int(match.start())
        if low == 0:
            return 0
        reach *= 4


@lru_cache(maxsize=8192)
def _draw(cluster: str) -> tuple[int, str]:
    """Return the cells that a cluster takes and what is drawn for it; never zero cells."""
    first = cluster[0]
    if len(cluster) == 1 and first in PLAIN:
        return 1, " " if first == "\xa0" else first
    if first == "\t":
        return len(TAB), TAB
    point = ord(first)
    if point < 0x20:
        return 1, chr(0x2400 + point)
    if point == 0x7F:
        return 1, "␡"
    if "\N{REGIONAL INDICATOR SYMBOL LETTER A}" <= first <= "\N{REGIONAL INDICATOR SYMBOL LETTER Z}":
        letters = "".join(chr(ord(one) - 0x1F1E6 + 65) for one in cluster if 0x1F1E6 <= ord(one) <= 0x1F1FF)
        return len(letters), letters
    category = unicodedata.category(first)
    if category in ("Cc", "Cs") or 0x202A <= point <= 0x202E or 0x2066 <= point <= 0x2069:
        return 1, REPLACEMENT
    if category in ("Zl", "Zp"):
        return 1, "␤"
    if point == 0xAD:
        return 1, "‐"
    shown = first if _compiled(_PICTURE).match(first) else _without_joiners(cluster)
    cells = cell_len(shown)
    if cells == 0 and shown and category[0] == "M":
        shown = _BASE_FOR_MARK + shown
        cells = cell_len(shown)
    return (cells, shown) if cells > 0 else (1, UNSEEN)


def _without_joiners(cluster: str) -> str:
    """Return a cluster's letters and marks, without joiners, variation selectors, tags and keycaps."""
    kept = [
        one
        for one in cluster
        if unicodedata.category(one) not in ("Cf", "Cs")
        and not 0xFE00 <= ord(one) <= 0xFE0F
        and not 0xE0100 <= ord(one) <= 0xE01EF
        and not 0x1F3FB <= ord(one) <= 0x1F3FF
        and one != "\N{COMBINING ENCLOSING KEYCAP}"
    ]
    return "".join(kept[: 1 + _MARKS_KEPT])
