"""The list of a REFI-QDA project, one thing after the other: each code, source, case and note as a tree."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem
from qualbench.interchange.qdpx_package import LARGEST
from qualbench.readers.safe_xml import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: How the namespaces of all versions begin.
FAMILY = "urn:QDA-XML:"
_CONTAINERS = frozenset(
    {
        "Project",
        "Users",
        "CodeBook",
        "Codes",
        "Variables",
        "Cases",
        "Sources",
        "Notes",
        "Links",
        "Sets",
        "Graphs",
    }
)
#: More elements than any project has; so many would fill the memory.
_MOST = 3_000_000


class Node:
    """An element with what is in it."""

    __slots__ = ("_text", "attributes", "children", "name")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name, self.attributes = name, attributes
        self.children: Sequence[Node] = ()  # a list where there are any: most elements hold nothing
        self._text: Sequence[str] = ()

    def add(self, words: str) -> None:
        """Take words that stand in it."""
        if isinstance(self._text, list):
            self._text.append(words)
        else:
            self._text = [words]

    def put(self, child: Node) -> None:
        """Take an element that stands in it."""
        if isinstance(self.children, list):
            self.children.append(child)
        else:
            self.children = [child]

    @property
    def text(self) -> str:
        """The words that stand in it."""
        return "".join(self._text)

    def all(self, name: str) -> Iterator[Node]:
        """Yield the elements of that name right in it."""
        return (one for one in self.children if one.name == name)

    def said(self, name: str) -> str:
        """Return the words of the first element of that name right in it, or an empty text."""
        for one in self.children:
            if one.name == name:
                return one.text
        return ""

    def get(self, *names: str) -> str:
        """Return the first of these attributes that says something."""
        for name in names:
            said = self.attributes.get(name)
            if said and (said := said.strip()):
                return said
        return ""

    def guid(self, name: str = "guid") -> str:
        """Return an id as all are compared: in small letters, without braces."""
        said = self.attributes.get(name)
        return said.strip("{} \t\r\n").lower() if said else ""

    def targets(self, name: str) -> tuple[str, ...]:
        """Return what the elements of that name right in it point to."""
        if not self.children:
            return ()
        return tuple([one.guid("targetGUID") for one in self.children if one.name == name])


class _Lister:
    def __init__(self, source: str, take: Callable[[str, Node], None]) -> None:
        self.source, self.take = source, take
        self.root: dict[str, str] = {}
        self.space = ""
        self.above: list[str] = []
        self.open: list[Node] = []
        self.number = 0
        self.counted: Counter[str] = Counter()

    def start(self, name: str, space: str, attributes: dict[str, str], line: int) -> None:
        self.number += 1
        if self.number > _MOST:
            raise FileProblem(self.source, f"it holds more than {_MOST:,} elements, as no real project does.")
        self.counted[name] += 1
        if not self.above:
            if name != "Project":
                said = f"this is no REFI-QDA project: it begins with <{name[:40]}> and not with <Project>."
                raise FileProblem(self.source, said, "A codebook comes in with: qualbench codebook import")
            self.root, self.space = attributes, space
        if not self.open and (not self.above or name in _CONTAINERS):
            self.above.append(name)
            return
        node = Node(name, attributes)
        if self.open:
            self.open[-1].put(node)
        self.open.append(node)

    def text(self, words: str) -> None:
        if self.open:
            self.open[-1].add(words)

    def end(self, name: str) -> None:
        if not self.open:
            self.above.pop()
            return
        node = self.open.pop()
        if not self.open:
            self.take(self.above[-1], node)


class Listed:
    """What the list says of the project itself.

    Attributes:
        known: Whether its namespace is one of REFI-QDA.
        counted: How many elements of each name there are.
    """

    def __init__(self, root: dict[str, str], *, known: bool, counted: Counter[str]) -> None:
        self.name, self.origin = root.get("name", ""), root.get("origin", "")
        self.known, self.counted = known, counted


def read_list(source: str, data: bytes, take: Callable[[str, Node], None]) -> Listed:
    """Read a project's list; `take` is given each thing with the name of what it is in.

    Raises:
        FileProblem: It is no such list, not whole, or made to do harm.
    """
    lister = _Lister(source, take)
    parse(source, data, lister, limit=LARGEST)
    return Listed(lister.root, known=lister.space.startswith(FAMILY), counted=lister.counted)
