"""Codes and the codebook: an immutable tree whose codes are known by id, never by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.model.ids import CodeId

#: Between the names of a code's path; refused inside a name.
PATH_SEPARATOR = " > "

#: Okabe and Ito's eight colours, told apart by people with any kind of colour vision.
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")


class Origin(StrEnum):
    """Where a code comes from: theory or question (a priori), or the data (inductive)."""

    A_PRIORI = "a priori"
    INDUCTIVE = "inductive"


#: May be given as an origin: from the data, in a participant's own words. Short for two fields.
IN_VIVO = "in vivo"


class CodeLevel(StrEnum):
    """Whether a code names what is said (semantic) or what lies beneath it (latent)."""

    SEMANTIC = "semantic"
    LATENT = "latent"


class CodeStatus(StrEnum):
    """Where a code stands in its life."""

    CANDIDATE = "candidate"
    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Code:
    """One code of the codebook.

    Attributes:
        parent_id: None at the top.
        position: Order among the codes of the same parent, from 0.
        color: `#RRGGBB`, or empty for one given by the order.
        definition: What the code means, in short.
        full_definition: The same at length, where the short one is not enough.
        when: When to use it.
        when_not: When not to use it.
        examples: Quotes or segment ids, in order.
        counter_examples: Quotes or segment ids that look like it and are not, in order.
        source: Where it comes from: a citation.
        in_vivo: Named in a participant's own words.
        author: Who thought of it.
        properties: Whatever else the method wants, as (name, value), in order.
        silenced: Remarks on this code that are not wanted, as (remark, reason), in order.
        meaning: How often it was given a meaning, from 1; a coding remembers under which it was made. Counted
            by the store, in no file.
    """

    id: CodeId
    name: str
    parent_id: CodeId | None = None
    position: int = 0
    color: str = ""
    definition: str = ""
    when: str = ""
    when_not: str = ""
    examples: tuple[str, ...] = ()
    origin: Origin | None = None
    in_vivo: bool = False
    status: CodeStatus = CodeStatus.ACTIVE
    full_definition: str = ""
    counter_examples: tuple[str, ...] = ()
    source: str = ""
    level: CodeLevel | None = None
    author: str = ""
    notes: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    silenced: tuple[tuple[str, str], ...] = ()
    meaning: int = 1


#: The fields that say what a code means: where one of them changes, the code is redefined.
MEANING = ("definition", "full_definition", "when", "when_not")


@dataclass(frozen=True)
class Codebook:
    """All codes of a project at one moment.

    Attributes:
        name: The codebook's name.
        codes: Every code; the tree is walked in order of `position`.
        version: Number of the version last saved, 0 before the first.
    """

    name: str
    codes: tuple[Code, ...]
    version: int = 0

    @cached_property
    def by_id(self) -> dict[CodeId, Code]:
        """Codes by id."""
        return {code.id: code for code in self.codes}

    @cached_property
    def _children(self) -> dict[CodeId | None, tuple[Code, ...]]:
        families: dict[CodeId | None, list[Code]] = {}
        for code in self.codes:
            families.setdefault(code.parent_id, []).append(code)
        return {
            parent: tuple(sorted(family, key=lambda code: (code.position, code.name, code.id)))
            for parent, family in families.items()
        }

    def children(self, parent_id: CodeId | None) -> tuple[Code, ...]:
        """Return the codes under `parent_id` (None: the top), in order."""
        return self._children.get(parent_id, ())

    def walk(self, parent_id: CodeId | None = None, depth: int = 0) -> Iterator[tuple[Code, int]]:
        """Yield every code under `parent_id` with its depth, parents before children, in order."""
        stack = [(code, depth) for code in reversed(self.children(parent_id))]
        while stack:
            code, level = stack.pop()
            yield code, level
            stack.extend((child, level + 1) for child in reversed(self.children(code.id)))

    @cached_property
    def paths(self) -> dict[CodeId, str]:
        """The path of every code: the names from the top, joined by ` > `."""
        paths: dict[CodeId, str] = {}
        for code, _depth in self.walk():
            above = paths.get(code.parent_id or "")
            paths[code.id] = f"{above}{PATH_SEPARATOR}{code.name}" if above is not None else code.name
        return paths

    def depth(self, code_id: CodeId | None) -> int:
        """Return how many codes stand from the top down to one, itself included; 0 for the top (None)."""
        depth, above = 0, self.by_id.get(code_id or "")
        while above is not None and depth < len(self.codes):
            depth, above = depth + 1, self.by_id.get(above.parent_id or "")
        return depth

    @cached_property
    def by_path(self) -> dict[str, Code]:
        """Codes by path."""
        return {path: self.by_id[code_id] for code_id, path in self.paths.items()}

    def subtree(self, code_id: CodeId) -> tuple[CodeId, ...]:
        """Return `code_id` and the ids of everything under it, in order."""
        return (code_id, *(code.id for code, _depth in self.walk(code_id)))

    def named(self, name: str) -> tuple[Code, ...]:
        """Return the codes whose leaf name is `name`, in tree order."""
        return tuple(code for code, _depth in self.walk() if code.name == name)


@dataclass(frozen=True, slots=True)
class CodebookVersion:
    """One saved version: the exact YAML of a moment, with who saved it and why.

    Attributes:
        milestone: The name under which it is kept in mind (`initial template`), or empty.
    """

    number: int
    message: str
    coder_id: str
    created_at: str
    yaml: str
    milestone: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code meant until it was redefined.

    Attributes:
        number: Which meaning it was, from 1.
        coder_id: Who redefined the code.
        created_at: When that was.
    """

    code_id: CodeId
    number: int
    definition: str
    full_definition: str
    when: str
    when_not: str
    coder_id: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """One code came to be another: merged into it, or split into it and others.

    Attributes:
        kind: `merged` or `split`.
        code_id: The code that was; it is in the codebook no more, or retired.
        name: Its path then.
        into_id: What it became, or one of what it became.
    """

    id: str
    kind: str
    code_id: CodeId
    name: str
    into_id: CodeId
    coder_id: str
    created_at: str
    why: str = ""
