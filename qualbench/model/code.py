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
        definition: What the code means.
        when: When to use it.
        when_not: When not to use it.
        examples: Quotes or segment ids, in order.
        in_vivo: Named in a participant's own words.
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
    """One saved version: the exact YAML of a moment, with who saved it and why."""

    number: int
    message: str
    coder_id: str
    created_at: str
    yaml: str
