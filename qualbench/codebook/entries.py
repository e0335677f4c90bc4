"""What a codebook file holds: its entries, and the nodes of the text that they were read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualbench.model.code import CodeLevel, CodeStatus, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.codebook.nodes import Node
    from qualbench.model.document import Problem

#: What this program reads and writes.
FORMAT = 1
#: The keys of a code, in the order in which they are written.
KEYS = (
    "id",
    "name",
    "color",
    "definition",
    "full_definition",
    "when",
    "when_not",
    "examples",
    "counter_examples",
    "origin",
    "source",
    "level",
    "in_vivo",
    "status",
    "author",
    "notes",
    "properties",
    "silenced",
    "codes",
)
#: What a code has beside its id, its name and the codes under it.
VALUES = KEYS[2:-1]
#: Keys whose value is a list of texts, and those whose value is names with a text each.
LISTS = ("examples", "counter_examples")
MAPS = ("properties", "silenced")
#: What a file asks for once and does not keep: that a code becomes another, or comes out of another.
LINKS = ("merged_into", "split_from")
#: All that may stand in a code.
CODE_KEYS = (*KEYS[:-1], *LINKS, KEYS[-1])
TOP_KEYS = ("format", "name", "codes")
#: What a merge could not decide, in a code or at the top; a file that has it is not taken over.
CONFLICT = "x-conflict"
#: How the id begins by which a merge knows a code that has none; it is never written.
STAND_IN = "~"


def has_id(code_id: str) -> bool:
    """Say whether a code has an id of its own, and not one that stands in for it during a merge."""
    return not code_id.startswith(STAND_IN)


@dataclass(frozen=True, slots=True)
class Entry:
    """One code as the file has it.

    Attributes:
        id: None where the file gives none.
        line: 1-based line on which it begins.
        children: The entries under it, in order.
        given: The keys that stand in the file; the other fields have the values of a code that is new.
        merged_into: The id, path or name of the code that it is to become, or empty.
        split_from: The same of the code that it comes out of.
    """

    id: str | None
    name: str
    color: str = ""
    definition: str = ""
    when: str = ""
    when_not: str = ""
    examples: tuple[str, ...] = ()
    origin: Origin | None = None
    in_vivo: bool = False
    status: CodeStatus = CodeStatus.ACTIVE
    line: int = 1
    children: tuple[Entry, ...] = ()
    full_definition: str = ""
    counter_examples: tuple[str, ...] = ()
    source: str = ""
    level: CodeLevel | None = None
    author: str = ""
    notes: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    silenced: tuple[tuple[str, str], ...] = ()
    given: frozenset[str] = frozenset()
    merged_into: str = ""
    split_from: str = ""


@dataclass(frozen=True, slots=True)
class CodebookFile:
    """A codebook file as read.

    Attributes:
        name: Empty where the file gives none.
        entries: At the top, in order.
        problems: In order of line; where one is serious, the file cannot be used.
    """

    source: str
    name: str
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Item:
    """An entry with the nodes that it was read from.

    Attributes:
        shape: `bare` for a name alone, `short` for a name with codes under it, `full` for keys.
        node: What stands after the dash (of a `short` in a mapping: its key).
        fields: The keys of a `full`; a `short` has its name as the key and its codes as the value.
        inside: The list or mapping that holds the codes under it, or None.
    """

    shape: str
    node: Node
    fields: dict[str, tuple[Node, Node]]
    inside: Node | None
    children: list[Item]
    entry: Entry


@dataclass(slots=True)
class Tree:
    """A whole file: its root, the keys at the top, and the codes with their nodes.

    Attributes:
        conflicts: What a merge left undecided; no hindrance to an edit of the text.
    """

    root: Node | None = None
    fields: dict[str, tuple[Node, Node]] = field(default_factory=dict)
    inside: Node | None = None
    items: list[Item] = field(default_factory=list)
    name: str = ""
    problems: list[Problem] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)

    @property
    def usable(self) -> bool:
        """True where nothing serious was found."""
        return not any(one.serious for one in self.problems)


def walk_items(tree: Tree) -> Iterator[tuple[Item, tuple[int, ...]]]:
    """Yield every item with its place (the index at each level), parents before children."""
    stack: list[tuple[Item, tuple[int, ...]]] = [(item, (index,)) for index, item in enumerate(tree.items)]
    while stack:
        item, place = stack.pop()
        yield item, place
        stack += [(child, (*place, index)) for index, child in enumerate(item.children)]
