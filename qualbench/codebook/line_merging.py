"""Three texts that read as one codebook, made into one: comments, `x-` keys and layout of both sides.

The codes are the same in all three, so each code's own lines can be laid side by side. Where one side changed
them, they are taken; where both did, the lines that either added stay and those that either took out go.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qualbench.codebook.entries import CONFLICT, LINKS, walk_items
from qualbench.codebook.layout import Block, Blocks, lay_out, line_end, line_start
from qualbench.codebook.orders import merge_list
from qualbench.codebook.reading import read_tree
from qualbench.codebook.rewriting import places, reads_as

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualbench.codebook.entries import Tree
    from qualbench.codebook.nodes import Node
    from qualbench.model.code import Codebook

#: The `x-` keys of a file, and what it says of codes that become others, as they are
#: written; by the code's id (empty: the codebook itself) and the key.
Extras = dict[tuple[str, str], str]


#: A text, and what was read from it.
Read = tuple[str, "Tree"]


def merge_lines(
    base: Read, one: Read, other: Read, codebook: Codebook, *, read: Callable[[str], Tree] = read_tree
) -> Read:
    """Merge three texts with lines that end in a line feed, each of which reads as `codebook`.

    The same comes out whichever side is named first.

    Args:
        read: Reads what came out; it may know texts that were read before.
    """
    if one[0] in (base[0], other[0]):
        return other
    if base[0] == other[0]:
        return one
    pieces = _cut((base, one, other))
    wanted = merged_extras(*(extras_of(side, codebook) for side in (base, one, other)))
    for joined in (
        "".join(_merge_piece(*three) for three in pieces),
        "".join(_choose_piece(*three) for three in pieces),
    ):
        made = (joined, read(joined))
        if reads_as(made[1], codebook) and _has(extras_of(made, codebook), wanted):
            return made
    return one if one[0] < other[0] else other


def extras_of(read: Read, codebook: Codebook) -> Extras:
    """Return the `x-` keys of a text that reads as `codebook`; those that say a conflict are passed over."""
    text, tree = read
    codes = places(codebook)
    found = {("", key): said for key, said in _own(text, tree.fields)}
    for item, place in walk_items(tree):
        if item.shape == "full":
            found |= {(codes[place], key): said for key, said in _own(text, item.fields)}
    return found


def merged_extras(base: Extras, one: Extras, other: Extras) -> dict[tuple[str, str], frozenset[str | None]]:
    """Return what each `x-` key may be after a merge; two values where both sides changed it differently."""
    found = {}
    for at in {**base, **one, **other}:
        was, mine, theirs = base.get(at), one.get(at), other.get(at)
        if mine == theirs or theirs == was:
            found[at] = frozenset((mine,))
        else:
            found[at] = frozenset((theirs,) if mine == was else (mine, theirs))
    return found


def _has(extras: Extras, wanted: dict[tuple[str, str], frozenset[str | None]]) -> bool:
    return all(extras.get(at) in may for at, may in wanted.items())


def _own(text: str, fields: dict[str, tuple[Node, Node]]) -> Iterator[tuple[str, str]]:
    for name, (key, node) in fields.items():
        if name in LINKS or (name.startswith("x-") and name != CONFLICT):
            said = text[key.end : max(key.end, node.end)]
            yield name, "\n".join(line.strip() for line in said.removeprefix(":").strip().splitlines())


def _cut(reads: tuple[Read, Read, Read]) -> list[tuple[str, str, str]]:
    """Cut three texts where the lines of a code begin, at the codes whose lines are known in all three."""
    texts = [text for text, _tree in reads]
    starts = [_starts(text, tree) for text, tree in reads]
    common = sorted(starts[0].keys() & starts[1].keys() & starts[2].keys())
    cuts = [
        [0, *(one[place] for place in common), len(text)] for one, text in zip(starts, texts, strict=True)
    ]
    parts = [[text[begin:end] for begin, end in pairwise(cut)] for cut, text in zip(cuts, texts, strict=True)]
    return list(zip(*parts, strict=True))


def _starts(text: str, tree: Tree) -> dict[tuple[int, ...], int]:
    if tree.root is None or tree.inside is None or not tree.items:
        return {}
    if tree.root is tree.inside:
        begin = line_start(text, tree.inside.start)
    else:
        begin = line_end(text, tree.fields["codes"][0].end)
    found: dict[tuple[int, ...], int] = {}
    levels: list[tuple[Blocks | None, tuple[int, ...]]] = [
        (lay_out(text, tree.inside, tree.items, begin), ())
    ]
    while levels:
        blocks, above = levels.pop()
        children: list[Block] = blocks.blocks if blocks else []
        for index, block in enumerate(children):
            found[*above, index] = block.start
            levels.append((block.inside, (*above, index)))
    return found


def _merge_piece(base: str, one: str, other: str) -> str:
    if one in (base, other):
        return other
    if other == base:
        return one
    lines = (text.splitlines(keepends=True) for text in (base, one, other))
    return "".join(merge_list(*lines))


def _choose_piece(base: str, one: str, other: str) -> str:
    if one in (base, other):
        return other
    return one if other == base else min(one, other)
