"""Where each code of a file stands: which lines are its own, with the comments that belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualbench.codebook.nodes import BREAK

if TYPE_CHECKING:
    from qualbench.codebook.entries import Item
    from qualbench.codebook.nodes import Node

_GAP_LINE = re.compile("([ \t]*)(#[^\n\r\x85\u2028\u2029]*)?(\r\n|[\n\r\x85\u2028\u2029]|$)")


@dataclass(slots=True)
class Block:
    """One item of a list in its lines.

    Attributes:
        start: Where its leading comments begin; the beginning of a line.
        dash: Offset of the dash (of a key in a mapping of names: of the key).
        column: Of the dash.
        end: After its last line and the comments that stand further in than the dash.
        body: After the line on which its last content stands.
        rigid: True where it can only be kept whole or written anew: brackets.
    """

    start: int
    dash: int
    column: int
    end: int
    body: int
    node: Node
    item: Item | None = None
    inside: Blocks | None = None
    rigid: bool = False


@dataclass(slots=True)
class Blocks:
    """A list in its lines: `start` after the line of its key, `first` where its first item begins."""

    start: int
    end: int
    column: int
    blocks: list[Block] = field(default_factory=list)
    dashes: bool = True

    @property
    def first(self) -> int:
        """Where the first item begins."""
        return self.blocks[0].start

    @property
    def last(self) -> int:
        """Where the last item ends."""
        return self.blocks[-1].end


def line_end(text: str, offset: int) -> int:
    """Return where the line of `offset` ends, its break included."""
    found = BREAK.search(text, offset)
    return found.end() if found else len(text)


def line_start(text: str, offset: int) -> int:
    """Return where the line of `offset` begins."""
    start = offset
    while start and text[start - 1] not in "\n\r\x85\u2028\u2029":
        start -= 1
    return start


def content_end(text: str, node: Node) -> int:
    """Return the end of a node's last line, its break included; what is left on it is a comment."""
    last = node
    while last.kind != "scalar" and not last.flow and (last.pairs or last.items):
        last = last.pairs[-1][1] if last.pairs else last.items[-1]
    if last.style in ("|", ">") and last.end == line_start(text, last.end):
        return last.end
    return line_end(text, last.end)


def lay_out(text: str, node: Node, items: list[Item] | None, start: int) -> Blocks | None:
    """Return a block list (or a mapping of names) in its lines, or None where it cannot be edited by lines.

    Args:
        text: The file's text.
        node: The list.
        items: What was read from it, one for each of its nodes; None for a list of texts.
        start: Where the region begins in which the first item's comments may stand: a line's beginning.
    """
    nodes = node.items if node.kind == "list" else [key for key, _value in node.pairs]
    if node.flow or not nodes or (items is not None and len(items) != len(nodes)):
        return None
    column = node.column
    blocks = Blocks(start, start, column, dashes=node.kind == "list")
    position = start
    for index, one in enumerate(nodes):
        dash = _skip_gap(text, position)
        begin = line_start(text, dash)
        if dash - begin != column or text[begin:dash].strip(" ") or begin < position:
            return None
        if (text[dash] != "-") if blocks.dashes else dash != one.start:
            return None
        lead = _first_gap(text, position, begin, column) if index == 0 else position
        item = items[index] if items is not None else None
        whole = one if blocks.dashes else node.pairs[index][1]
        body = content_end(text, whole if not whole.empty or blocks.dashes else one)
        block = Block(lead, dash, column, body, body, one, item, rigid=one.flow)
        if item is not None and item.children and item.inside is not None:
            key_end = _key_end(item)
            block.inside = lay_out(text, item.inside, item.children, line_end(text, key_end))
            block.rigid = block.inside is None
            if block.inside is not None:
                block.end = max(block.end, block.inside.end)
        block.end = _tail(text, block.end, column + 1)
        blocks.blocks.append(block)
        position = block.end
    blocks.end = _tail(text, position, column)
    return blocks


def _key_end(item: Item) -> int:
    key = item.node if item.shape == "short" else item.fields["codes"][0]
    return key.end


def _skip_gap(text: str, position: int) -> int:
    """Return where the next content begins after blank and comment lines."""
    while position < len(text):
        found = _GAP_LINE.match(text, position)
        if found is None or found.end() == position:
            break
        position = found.end()
    while position < len(text) and text[position] == " ":
        position += 1
    return min(position, max(len(text) - 1, 0))


def _first_gap(text: str, start: int, begin: int, column: int) -> int:
    """Return where the first item's own comments begin: those right above it, in its column."""
    position = begin
    while position > start:
        above = line_start(text, position - 1 - (text[position - 2 : position] == "\r\n"))
        found = _GAP_LINE.match(text, above)
        if above < start or found is None or not found[2] or len(found[1]) != column:
            break
        position = above
    return position


def _tail(text: str, position: int, column: int) -> int:
    """Return the end of the comments from `position` on that stand in `column` or further in."""
    end = position
    while position < len(text):
        found = _GAP_LINE.match(text, position)
        if found is None or found.end() == position or (found[2] and len(found[1]) < column):
            break
        position = found.end()
        if found[2]:
            end = position
    return end
