"""A file's text, edited so that it reads as a codebook, with every line that need not change left as it is.

The text is edited at the parser's marks. Each code is a block of lines with its comments; a block is kept,
edited in place, or moved with its indentation; what is new is written fresh. Whatever cannot be edited safely
is written fresh for the smallest block around it, and the result is always read again before it is returned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.codebook.edits import Edits, edit_fields, is_code, read_alone, reindent
from qualbench.codebook.layout import Block, Blocks, lay_out, line_end, line_start
from qualbench.codebook.matching import match_entries
from qualbench.codebook.nodes import BREAK
from qualbench.codebook.reading import read_tree
from qualbench.codebook.writing import code_text, conflict_text, write_codebook, write_scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from qualbench.codebook.entries import Entry, Tree
    from qualbench.codebook.nodes import Node
    from qualbench.codebook.writing import Marks
    from qualbench.model.code import Code, Codebook


#: What was written last, as it was read again: the next change mostly begins with it, and reading a big
#: codebook is most of what a change costs. A tree is never changed.
_written: tuple[str, Tree | None] = "", None


def rewrite_codebook(text: str, codebook: Codebook) -> str:
    """Return `text` edited so that it reads as `codebook`, touching only the lines that must change.

    Comments, quoting, line breaks and the order of everything else stay byte for byte. A text that cannot be
    read, or not be edited, is written anew.
    """
    global _written
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    plain = text.removeprefix("\ufeff")
    last, tree = _written
    _written = rewrite_tree(plain, tree if last == plain and tree is not None else read_tree(plain), codebook)
    return mark + _written[0]


def rewrite_tree(
    text: str,
    tree: Tree,
    codebook: Codebook,
    codes: Mapping[tuple[int, ...], str] | None = None,
    *,
    read: Callable[[str], Tree] = read_tree,
) -> tuple[str, Tree]:
    """Do what `rewrite_codebook` does with a text that is read already, and return it with its tree.

    Args:
        codes: Which code each entry is, by its place, where that is known better than by id and name.
        read: Reads what was written; it may know texts that were read before.
    """
    if tree.usable and tree.root is not None:
        if reads_as(tree, codebook):
            return text, tree
        newline = break_of(text)
        for careful in (False, True):  # to read every edited code by itself takes long and is seldom needed
            edited = _Rewriter(text, tree, codebook, newline, codes, {}, careful=careful).rewrite()
            if edited is not None and reads_as(made := read(edited), codebook):
                return edited, made
        fresh = text[: _head(text, tree)] + write_codebook(codebook).replace("\n", newline)
        if reads_as(made := read(fresh), codebook):
            return fresh, made
    fresh = write_codebook(codebook)
    return fresh, read(fresh)


def mark_conflicts(text: str, tree: Tree, codebook: Codebook, marks: Mapping[str, Marks]) -> tuple[str, Tree]:
    """Write what a merge left undecided into a text that reads as `codebook`.

    Args:
        marks: By the id of the code; empty: the codebook itself.
    """
    codes = places(codebook)
    for again in (False, True):
        if again:  # written anew, every code can be marked
            text = write_codebook(codebook)
            tree = read_tree(text)
        for careful in (False, True):
            rewriter = _Rewriter(text, tree, codebook, break_of(text), codes, marks, careful=careful)
            edited = rewriter.rewrite() or ""
            made = read_tree(edited)
            if reads_as(made, codebook) and len(made.conflicts) == len(marks):
                return edited, made
    return text, tree


def places(codebook: Codebook) -> dict[tuple[int, ...], str]:
    """Return which code stands at each place of a text that reads as `codebook`."""
    found: dict[tuple[int, ...], str] = {}
    levels: list[tuple[str | None, tuple[int, ...]]] = [(None, ())]
    while levels:
        parent, above = levels.pop()
        for index, code in enumerate(codebook.children(parent)):
            found[*above, index] = code.id
            levels.append((code.id, (*above, index)))
    return found


def break_of(text: str) -> str:
    """Return how the lines of a text end."""
    found = BREAK.search(text)
    return found[0] if found and found[0] in ("\n", "\r\n", "\r") else "\n"


def reads_as(tree: Tree, codebook: Codebook) -> bool:
    """Say whether a file as read is exactly `codebook`: every id, value and place."""
    entries = tuple(one.entry for one in tree.items)
    return tree.usable and tree.name == codebook.name and _are(entries, None, codebook)


def _are(entries: tuple[Entry, ...], parent: str | None, codebook: Codebook) -> bool:
    """Say whether entries are exactly what `codebook` has under `parent`, all the way down."""
    levels = [(entries, parent)]
    while levels:
        entries, parent = levels.pop()
        family = codebook.children(parent)
        if len(entries) != len(family):
            return False
        for entry, code in zip(entries, family, strict=True):
            if not is_code(entry, code):
                return False
            levels.append((entry.children, code.id))
    return True


def _head(text: str, tree: Tree) -> int:
    """Return the end of the comments at the top of the file, or 0 where something else stands there."""
    start = line_start(text, tree.root.start) if tree.root else 0
    lines = BREAK.split(text[:start])
    return start if all(not line.strip() or line.startswith("#") for line in lines) else 0


class _Rewriter:
    def __init__(
        self,
        text: str,
        tree: Tree,
        codebook: Codebook,
        newline: str,
        codes: Mapping[tuple[int, ...], str] | None,
        marks: Mapping[str, Marks],
        *,
        careful: bool,
    ) -> None:
        self.text = text
        self.codes = codes
        self.marks = marks
        self.tree = tree
        self.codebook = codebook
        self.newline = newline
        self.careful = careful
        self.blocks: dict[str, Block] = {}
        self.step = 2

    def rewrite(self) -> str | None:
        """Return the edited text, or None where its outermost shape cannot be edited."""
        root, inside = self.tree.root, self.tree.inside
        if root is None or inside is None or root.flow:
            return None
        if root is inside:
            return self._rewrite_bare()
        edits = Edits(self.text, self.newline)
        if self.tree.name != self.codebook.name:
            self._rename(edits)
        if "" in self.marks:
            first = next(iter(self.tree.fields.values()))[0]
            edits.insert(first.start, conflict_text(self.marks[""], 0, self.newline) + self.newline)
        key, value = self.tree.fields["codes"]
        start = line_end(self.text, key.end)
        blocks = self._take(lay_out(self.text, value, self.tree.items, start)) if self.tree.items else None
        if self.tree.items and blocks is None:
            return None
        self._put_children(edits, None, blocks, (key, value), key.column)
        return edits.apply(0, len(self.text))

    def _rename(self, edits: Edits) -> None:
        named = self.tree.fields.get("name")
        style = named[1].style if named else ""
        written = write_scalar(self.codebook.name, 0, style=style, block=False)
        if named:
            edits.replace_value(named[1], written)
        else:
            first = next(iter(self.tree.fields.values()))
            if "format" in self.tree.fields:
                edits.insert_line(line_end(self.text, self.tree.fields["format"][1].end), f"name: {written}")
            else:
                edits.insert(first[0].start, f"name: {written}{self.newline}")

    def _rewrite_bare(self) -> str | None:
        """Give a bare list of codes its head."""
        inside = self.tree.inside
        assert inside is not None
        begin = line_start(self.text, inside.start)
        blocks = self._take(lay_out(self.text, inside, self.tree.items, begin))
        if blocks is None:
            return None
        head = ["format: 1", "codes:"]
        if self.codebook.name:
            head.insert(1, f"name: {write_scalar(self.codebook.name, 0, block=False)}")
        if "" in self.marks:
            head.insert(-1, conflict_text(self.marks[""], 0, self.newline))
        body = self._list_text(None, blocks, blocks.column)
        return f"{self.text[:begin]}{self.newline.join(head)}{self.newline}{body}{self.text[blocks.end :]}"

    def _take(self, blocks: Blocks | None) -> Blocks | None:
        """Note which code each block is, by its id or its name."""
        if blocks is None:
            return None
        matched = self.codes
        if matched is None:
            matched = match_entries([one.entry for one in self.tree.items], self.codebook)
        stack: list[tuple[Blocks, tuple[int, ...]]] = [(blocks, ())]
        while stack:
            level, above = stack.pop()
            for index, block in enumerate(level.blocks):
                place = (*above, index)
                if block.item is not None and matched.get(place) in self.codebook.by_id:
                    self.blocks[matched[place]] = block
                if block.inside is not None:
                    if above == ():
                        self.step = max(0, block.inside.column - block.column - 2)
                    stack.append((block.inside, place))
        return blocks

    def _list_text(self, parent: str | None, old: Blocks | None, column: int) -> str:
        """Return the codes under `parent` with their dashes in `column`, and the comments around them."""
        parts = [self.text[old.start : old.first]] if old else []
        for code in self.codebook.children(parent):
            block = self.blocks.get(code.id)
            if block is None:
                own = code_text(code, column, self.newline, self.marks.get(code.id, ()))
                part = own + self._fresh_children(code, column + 2)
            else:
                part = reindent(self._block_text(code, block), column - block.column)
            if parts and parts[-1] and BREAK.search(parts[-1][-1]) is None:
                parts.append(self.newline)
            parts.append(part)
        if old:
            parts.append(self.text[old.last : old.end])
        return "".join(parts)

    def _fresh_children(self, code: Code, column: int) -> str:
        if not self.codebook.children(code.id):
            return ""
        body = self._list_text(code.id, None, column + self.step)
        return f"{' ' * column}codes:{self.newline}{body}"

    def _block_text(self, code: Code, block: Block) -> str:
        """Return a block with everything in it as `code` has it, its dash where it was."""
        item = block.item
        assert item is not None
        if block.rigid:
            same = is_code(item.entry, code) and _are(item.entry.children, code.id, self.codebook)
            same = same and self.marks.keys().isdisjoint(self.codebook.subtree(code.id))
            return self.text[block.start : block.end] if same else self._fresh_block(code, block)
        if self.careful and block.inside is None and block.end == len(self.text) and not self._ends():
            return self._fresh_block(code, block)  # a text after > or | that ends the file would gain a break
        edits = Edits(self.text, self.newline)
        under, marks = bool(self.codebook.children(code.id)), self.marks.get(code.id, ())
        column = edit_fields(edits, block, item, code, marks, parent=under)
        if column is not None and self.careful and not read_alone(edits, block, item, code):
            column = None
        if column is None:
            return self._fresh_block(code, block)
        pair = None
        if item.shape == "short":
            pair = item.fields[next(iter(item.fields))]
        elif "codes" in item.fields:
            pair = item.fields["codes"]
        if item.shape == "short" and not item.children:
            pair = None
        self._put_children(edits, code.id, block.inside, pair, column, block)
        part = edits.apply(block.start, block.end)
        return part if self._dashed(block) else _dashed(part, edits.shifted(block.start, block.dash))

    def _ends(self) -> bool:
        return BREAK.search(self.text, len(self.text) - 1) is not None

    def _dashed(self, block: Block) -> bool:
        return self.text[block.dash] == "-" and block.dash != block.node.start

    def _fresh_block(self, code: Code, block: Block) -> str:
        """Return a block written anew, with the comments before and after it and the codes under it."""
        lead = self.text[block.start : line_start(self.text, block.dash)]
        own = code_text(code, block.column, self.newline, self.marks.get(code.id, ()))
        under = ""
        if self.codebook.children(code.id):
            at = block.column + 2 + self.step
            under = f"{' ' * (block.column + 2)}codes:{self.newline}{self._list_text(code.id, None, at)}"
        inner = block.inside.end if block.inside else block.body
        return lead + own + under + self.text[max(inner, block.body) : block.end]

    def _put_children(
        self,
        edits: Edits,
        parent: str | None,
        old: Blocks | None,
        pair: tuple[Node, Node] | None,
        column: int,
        block: Block | None = None,
    ) -> None:
        """Edit the list of codes under `parent`, whose key (if it has one) is `pair`, keys in `column`."""
        family: Iterable[Code] = self.codebook.children(parent)
        if old is not None and pair is not None:
            if family:
                edits.replace(old.start, old.end, self._list_text(parent, old, old.column))
                return
            rest = self.text[old.start : old.first] + self.text[old.last : old.end]
            edits.replace(old.start, old.end, rest)
            if block is not None:
                edits.drop_key(pair[0], old.start, block, "[]")
            else:
                edits.insert(_after_colon(self.text, pair[0].end), " []")
        elif family and pair is not None:
            if not pair[1].empty:
                edits.replace(pair[1].start, pair[1].end, "")
            at = line_end(self.text, pair[1].end)
            edits.insert_lines(at, self._list_text(parent, None, column + self.step))
        elif family and block is not None:
            body = self._list_text(parent, None, column + self.step)
            edits.insert_lines(block.body, f"{' ' * column}codes:{self.newline}{body}")


def _after_colon(text: str, offset: int) -> int:
    return text.index(":", offset) + 1


def _dashed(part: str, at: int) -> str:
    """Turn the lines of a named mapping's entry into those of a list item, the key at offset `at`."""
    begin = line_start(part, at)
    lead, rest = part[:begin], reindent(part[begin:], 2)
    column = at - begin
    return f"{lead}{rest[:column]}- {rest[column + 2 :]}"
