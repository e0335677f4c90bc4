"""The tree of a codebook once codes of it are merged into others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualbench.model.code import Code, Codebook

if TYPE_CHECKING:
    from collections.abc import Mapping


class NameClash(Exception):
    """A code under a merged one has the name of one under what that becomes. Caught by who merges."""

    def __init__(self, code_id: str, parent_id: str | None) -> None:
        super().__init__(code_id)
        self.code_id = code_id
        self.parent_id = parent_id


def merged_tree(
    book: Codebook, into: dict[str, str], *, unite_names: bool = False
) -> tuple[Codebook, tuple[str, ...]]:
    """Return the codebook without the merged codes, and the codes that have another parent in it.

    Args:
        book: As it is.
        into: Merged code -> what it becomes; it grows by the codes that are merged for their names.
        unite_names: Where a code under a merged one has the name of one under its target, merge these too.

    Raises:
        NameClash: Two codes of one name would stand under one parent.
    """
    codes = {code.id: code for code in book.codes if code.id not in into}
    moved: list[str] = []
    waiting = list(into)
    for gone in waiting:  # it grows while it is walked
        for child in book.children(gone):
            if child.id in into:
                continue
            parent, place = _new_parent(book, child, into)
            now = Codebook(book.name, tuple(codes.values()), book.version)
            family = [one for one in now.children(parent) if one.id != child.id]
            twin = next((one for one in family if one.name == child.name), None)
            if twin is not None:
                if not (unite_names and place is None):
                    raise NameClash(child.id, parent)
                into[child.id] = twin.id
                waiting.append(child.id)
                del codes[child.id]
                continue
            if place is None:
                place = max((one.position for one in family), default=-1) + 1
            codes[child.id] = replace(child, parent_id=parent, position=place)
            moved.append(child.id)
    return Codebook(book.name, tuple(codes.values()), book.version), tuple(moved)


def _new_parent(book: Codebook, child: Code, into: Mapping[str, str]) -> tuple[str | None, int | None]:
    """Return under what a code goes whose parent is merged: what that becomes; and None for at its end.

    Where what it becomes is this code, or is under it, the code steps into the parent's own place.
    """
    above = book.by_id[child.parent_id or ""]
    below = set(book.subtree(child.id))
    while into.get(above.id) in below:
        if above.parent_id not in into:
            return above.parent_id, above.position
        above = book.by_id[above.parent_id or ""]
    return into[above.id], None
