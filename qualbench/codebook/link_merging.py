"""Merges that one of two files asks for, against what the other did to the same codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.codebook.joining import Clash
from qualbench.codebook.links import Links, read_links
from qualbench.model.code import MEANING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.codebook.entries import CodebookFile
    from qualbench.codebook.three_files import Three
    from qualbench.model.code import Codebook


def links_of(files: Sequence[CodebookFile], three: Three) -> tuple[Links, Links]:
    """Return the merges that each of the two sides asks for and the base did not."""
    sides = (three.base, three.one, three.other)
    base, *both = (read_links(file, side.codes, side.book) for file, side in zip(files, sides, strict=True))
    for links in both:
        for code_id in [one for one, into in links.merged.items() if base.merged.get(one) == into]:
            del links.merged[code_id]
    return both[0], both[1]


def link_clashes(three: Three, links: tuple[Links, Links], target: Codebook) -> list[Clash]:
    """Return the merges of one side that what the other did stands against; each code is in one of them.

    Where both merge a code into different ones, the key itself differs, and that is told elsewhere.
    """
    found = []
    for side, book in enumerate((three.one.book, three.other.book)):
        for code_id, into in links[side].merged.items():
            if code_id in target.by_id and code_id not in links[1 - side].merged:
                why = _against(three, links[1 - side], 1 - side, code_id, into, target)
                if why:
                    what = f" merges it into “{book.by_id[into].name}”, and "
                    found.append(Clash(code_id, "merged_into", said=("", what, why), sides=(side, 1 - side)))
    return found


def _against(three: Three, theirs: Links, side: int, code_id: str, into: str, target: Codebook) -> str:
    """Say what the other side did to a code that is merged, or to what it becomes; empty for nothing."""
    book = (three.one, three.other)[side].book

    def redefined(one: str) -> bool:
        was, now = three.base.book.by_id.get(one), book.by_id.get(one)
        return bool(was and now and any(getattr(was, key) != getattr(now, key) for key in MEANING))

    if redefined(code_id):
        return " redefines it"
    if into not in target.by_id:
        return " takes that one out"
    if into in theirs.merged:
        third = theirs.merged[into]
        circle = third == code_id
        return f" merges that one into {'it: a circle' if circle else f'“{book.by_id[third].name}”'}"
    return " redefines that one" if redefined(into) else ""
