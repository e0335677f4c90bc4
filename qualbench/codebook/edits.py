"""Edits to one stretch of text, gathered first and applied at once; and how one code's keys are edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.codebook.entries import KEYS, LISTS, MAPS, has_id
from qualbench.codebook.layout import content_end, lay_out, line_end, line_start
from qualbench.codebook.nodes import BREAK
from qualbench.codebook.reading import is_in_vivo, read_tree
from qualbench.codebook.writing import conflict_text, field_text, pair_text, write_scalar
from qualbench.model.code import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.codebook.entries import Entry, Item
    from qualbench.codebook.layout import Block
    from qualbench.codebook.nodes import Node
    from qualbench.codebook.writing import Marks
    from qualbench.model.code import Code

#: A value that begins so stands on the lines after its key.
BREAKS = "\n\r"
_EMPTY = {**dict.fromkeys(LISTS, "[]"), **dict.fromkeys(MAPS, "{}"), "in_vivo": "no"}


class Edits:
    """Replacements of stretches of one text; several at one place are applied in the order given."""

    def __init__(self, text: str, newline: str) -> None:
        self.text = text
        self.newline = newline
        self.made: list[tuple[int, int, str]] = []

    def replace(self, start: int, end: int, new: str) -> None:
        """Replace `[start, end)`."""
        if self.text[start:end] != new:
            self.made.append((start, end, new))

    def insert(self, at: int, new: str) -> None:
        """Insert before the character at `at`."""
        self.made.append((at, at, new))

    def insert_line(self, at: int, line: str) -> None:
        """Insert a line where a line begins (or where the text ends without a break)."""
        self.insert_lines(at, line + self.newline)

    def insert_lines(self, at: int, lines: str) -> None:
        """Insert whole lines where a line begins (or where the text ends without a break)."""
        follows = any(one[0] == one[1] == at for one in self.made)
        if at and line_start(self.text, at) != at and not follows:
            lines = self.newline + lines
        self.insert(at, lines)

    def replace_value(self, node: Node, new: str) -> None:
        """Replace a scalar; the comment after it stays."""
        if node.empty:
            self.insert(node.start, f" {new}")
            return
        end = node.end
        if node.style in ("|", ">"):  # its end is a line's beginning; the break stays
            while end > node.start and self.text[end - 1] in " \n\r":
                end -= 1
        self.replace(node.start, end, new)

    def drop_key(self, key: Node, end: int, block: Block, instead: str) -> None:
        """Take out the lines from a key's to `end`; a key on the dash's line gets `instead` as its value."""
        start = line_start(self.text, key.start)
        if start <= block.dash:
            colon = self.text.index(":", key.end) + 1
            self.replace(colon, end, f" {instead}{self.newline}")
        else:
            self.replace(start, end, "")

    def apply(self, start: int, end: int, but: tuple[int, int] | None = None) -> str:
        """Return `text[start:end]` edited; the stretch `but` is left out of it."""
        made = sorted(self.made, key=lambda one: (one[0], one[1]))
        if but:
            made = [one for one in made if one[1] <= but[0] or one[0] >= but[1]] + [(*but, "")]
            made.sort(key=lambda one: (one[0], one[1]))
        parts, position = [], start
        for begin, stop, new in made:
            if begin < position or stop > end:
                continue
            parts += [self.text[position:begin], new]
            position = stop
        parts.append(self.text[position:end])
        return "".join(parts)

    def shifted(self, start: int, at: int) -> int:
        """Return where the character at `at` stands in what `apply(start, …)` returns."""
        return at - start + sum(len(new) - (stop - begin) for begin, stop, new in self.made if stop < at)


def reindent(text: str, by: int) -> str:
    """Move every line of `text` that is not blank by `by` columns, as far as it has room."""
    if not by:
        return text
    parts, position = [], 0
    while position < len(text):
        end = line_end(text, position)
        line = text[position:end]
        if by > 0 and line.strip():
            line = " " * by + line
        elif by < 0:
            room = len(line) - len(line.lstrip(" "))
            line = line[min(room, -by) :]
        parts.append(line)
        position = end
    return "".join(parts)


def edit_fields(
    edits: Edits, block: Block, item: Item, code: Code, marks: Marks = (), *, parent: bool = False
) -> int | None:
    """Edit one code's own keys to be those of `code`, and return the column of its keys.

    Args:
        marks: What a merge left undecided about it.
        parent: True where codes stand under it.

    Returns:
        None where its shape cannot be edited at the marks.
    """
    if item.shape == "full":
        return _edit_full(edits, block, item, code, marks)
    node = item.node
    column = node.column
    dashed = block.dash != node.start
    at_dash = line_start(edits.text, node.start) == line_start(edits.text, block.dash)
    if not at_dash or (item.shape == "short" and not dashed and column != block.column):
        return None
    pad = edits.newline + " " * column
    lines = [
        f"{key}:{'' if value[0] in BREAKS else ' '}{value}"
        for key in KEYS[2:-1]
        if (value := field_text(code, key, column, edits.newline))
        and not (key == "status" and value == "active")
    ]
    if marks:
        lines.insert(0, conflict_text(marks, column, edits.newline))
    written = write_scalar(code.name, column, block=False)
    named = code.name == item.entry.name and node.value == code.name
    if not (has_id(code.id) or lines or (parent and not item.children)):
        if not named:  # a name is all that there is to it
            edits.replace(node.start, node.end, written)
        return column
    edits.insert(node.start, f"id: {code.id}{pad}name: " if has_id(code.id) else "name: ")
    if not named:
        edits.replace(node.start, node.end, written)
    if item.shape == "short":
        colon = edits.text.index(":", node.end)
        after = f"{pad}codes:" if item.children else ""
        edits.replace(colon, colon + 1, "".join(f"{pad}{line}" for line in lines) + after)
        if not item.children:
            nothing = next(iter(item.fields.values()))[1]
            if not nothing.empty:
                edits.replace(nothing.start, nothing.end, "")
    else:
        for line in lines:
            edits.insert_line(block.body, " " * column + line)
    return column


def _edit_full(edits: Edits, block: Block, item: Item, code: Code, marks: Marks) -> int | None:
    fields, entry, text = item.fields, item.entry, edits.text
    column = item.node.column
    if line_start(text, item.node.start) != line_start(text, block.dash):
        return None
    if entry.id != code.id and (entry.id or has_id(code.id)):
        if not has_id(code.id):
            _drop_id(edits, block, fields)
        elif "id" in fields:
            edits.replace_value(fields["id"][1], code.id)
        else:
            edits.insert(item.node.start, f"id: {code.id}{edits.newline}{' ' * column}")
    anchor = fields["name"]
    if marks:
        mark = f"{' ' * column}{conflict_text(marks, column, edits.newline)}"
        edits.insert_line(content_end(text, anchor[1]), mark)
    for key in KEYS[1:-1]:
        same = _stands(fields, entry, code, key)
        if key in fields:
            if KEYS.index(key) > KEYS.index("name") or key == "name":
                anchor = fields[key]
            if not same:
                _edit_value(edits, block, key, fields[key], code, column)
        elif not same:
            value = field_text(code, key, column, edits.newline)
            gap = "" if value[0] in BREAKS else " "
            edits.insert_line(content_end(text, anchor[1]), f"{' ' * column}{key}:{gap}{value}")
    return column


def _stands(fields: dict[str, tuple[Node, Node]], entry: Entry, code: Code, key: str) -> bool:
    """Say whether what the file has for a key is what `code` has, so that its lines can stay."""
    if key in ("origin", "in_vivo") and is_in_vivo(fields) and not (code.in_vivo and _inductive(code)):
        # one key says both; from now on each says its own
        return key == "in_vivo" and code.in_vivo == (key in fields)
    return bool(getattr(entry, key) == getattr(code, key))


def _inductive(code: Code) -> bool:
    return code.origin is Origin.INDUCTIVE


def _drop_id(edits: Edits, block: Block, fields: dict[str, tuple[Node, Node]]) -> None:
    key, node = fields["id"]
    below = [name.start for name, _value in fields.values() if name.start > key.start]
    if line_start(edits.text, key.start) <= block.dash and below:
        edits.replace(key.start, min(below), "")  # the next key comes up to the dash
    else:
        edits.drop_key(key, content_end(edits.text, node), block, "")


def _edit_value(
    edits: Edits, block: Block, key: str, pair: tuple[Node, Node], code: Code, column: int
) -> None:
    text, (name, node) = edits.text, pair
    value = field_text(code, key, column, edits.newline, node.style)
    if not value:
        edits.drop_key(name, content_end(text, node), block, _EMPTY.get(key, "''"))
        return
    if key in LISTS:
        _edit_items(edits, pair, [(one, one) for one in getattr(code, key)], value)
    elif key in MAPS:
        _edit_items(edits, pair, getattr(code, key), value)
    elif key == "in_vivo":
        edits.replace_value(node, value)
    else:
        _edit_text(edits, node, str(getattr(code, key)), column, block=key != "name")


def _edit_text(edits: Edits, node: Node, said: str, column: int, *, block: bool = True) -> None:
    """Put a text in the place of another, in its quoting; where a comment follows, on one line."""
    end = line_end(edits.text, node.end)
    alone = node.style in ("|", ">") or not edits.text[node.end : end].strip()
    value = write_scalar(said, column, edits.newline, node.style, block=block and alone)
    edits.replace_value(node, value if said else "''")


def _edit_items(edits: Edits, pair: tuple[Node, Node], wanted: Iterable[tuple[str, str]], fresh: str) -> None:
    """Put the texts of a list, or the names of a mapping with a text each, in place.

    The lines of those that stay are left as they are, also where their order changes; `fresh` is the whole
    value, for what does not stand on lines of its own.
    """
    text, (key, node) = edits.text, pair
    old = lay_out(text, node, None, line_end(text, key.end)) if node.kind != "scalar" else None
    said = {id(name): value for name, value in node.pairs}
    if old is None or any(said.get(id(one.node), one.node).kind != "scalar" for one in old.blocks):
        colon = text.index(":", key.end) + 1
        edits.replace(colon, content_end(text, node), fresh + edits.newline)
        return
    left = list(old.blocks)
    parts = [text[old.start : old.first]]
    for name, value in wanted:
        same = next((one for one in left if one.node.value == name), None)
        if same:
            left.remove(same)
            own = Edits(text, edits.newline)
            if said and said[id(same.node)].value != value:
                _edit_text(own, said[id(same.node)], value, old.column)
            part = own.apply(same.start, same.end)
        else:
            written = pair_text(name, value, old.column, edits.newline)
            item = written if said else f"- {write_scalar(name, old.column, edits.newline)}"
            part = f"{' ' * old.column}{item}{edits.newline}"
        if parts[-1] and BREAK.search(parts[-1][-1]) is None:
            parts.append(edits.newline)
        parts.append(part)
    edits.replace(old.start, old.end, "".join(parts) + text[old.last : old.end])


def read_alone(edits: Edits, block: Block, item: Item, code: Code) -> bool:
    """Say whether an edited block, without the codes under it, reads as `code`."""
    if not edits.made:
        return True
    but = None
    if item.children and block.inside is not None:
        start = block.inside.start
        if item.shape == "full":
            start = line_start(edits.text, item.fields["codes"][0].start)
            if start <= block.dash:  # the key on the dash's line: leave it there, empty
                start = block.inside.start
        but = (start, block.inside.end)
    part = edits.apply(block.start, block.end, but)
    if block.dash == block.node.start and edits.text[block.dash] != "-":
        return True  # a mapping of names has no dash to be read alone by; the whole is read in the end
    tree = read_tree(f"codes:{edits.newline}{part}")
    if not tree.usable or len(tree.items) != 1 or tree.items[0].children:
        return False
    return is_code(tree.items[0].entry, code)


def is_code(entry: Entry, code: Code) -> bool:
    """Say whether an entry is `code` in every value, the codes under it left aside."""
    same = entry.id == code.id if has_id(code.id) else entry.id is None
    return same and all(getattr(entry, key) == getattr(code, key) for key in KEYS[1:-1])
