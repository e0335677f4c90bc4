"""What is asked of the codings: conditions joined by and, or and not, and where they must meet.

The same few nouns serve the expression as it was typed, whose leaves are `Term`s with names, and the question
that is put to the codings, whose leaves have ids instead of names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    from qualbench.model.ids import CodeId, CoderId, DocumentId, SegmentId

Leaf = TypeVar("Leaf")


class Scope(StrEnum):
    """Where the conditions of a combination must meet: on the same words, in a turn, in a document."""

    SEGMENT = "segment"
    TURN = "turn"
    DOCUMENT = "document"


class Field(StrEnum):
    """What a term is about."""

    CODE = "code"
    THEME = "theme"
    CASE = "case"
    CODER = "coder"
    DOCUMENT = "doc"
    MARKED = "marked"
    ATTRIBUTE = "attribute"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Term:
    """One condition as it was typed.

    Attributes:
        value: A name, an attribute's value, or words to look for.
        at: Where the value stands in the expression, to point at it.
        alone: For a code: without its subcodes.
        attribute: Name of the attribute.
        operator: How its value is compared: `=`, `!=`, `<`, `<=`, `>`, `>=`.
    """

    field: Field
    value: str
    at: int = 0
    alone: bool = False
    attribute: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class And(Generic[Leaf]):
    """All of the parts hold."""

    parts: tuple[Node[Leaf], ...]


@dataclass(frozen=True, slots=True)
class Or(Generic[Leaf]):
    """At least one of the parts holds."""

    parts: tuple[Node[Leaf], ...]


@dataclass(frozen=True, slots=True)
class Not(Generic[Leaf]):
    """The part does not hold."""

    part: Node[Leaf]


@dataclass(frozen=True, slots=True)
class Near(Generic[Leaf]):
    """Something of `left` and something of `right` have at most `words` words between their edges.

    Both sides are leaves about codes, themes or words, or several of them joined by `Or`.
    """

    left: Node[Leaf]
    right: Node[Leaf]
    words: int
    at: int = 0


Node: TypeAlias = Leaf | And[Leaf] | Or[Leaf] | Not[Leaf] | Near[Leaf]


@dataclass(frozen=True, slots=True)
class Query(Generic[Leaf]):
    """A question to the codings; without a condition it means all of them."""

    where: Node[Leaf] | None = None
    scope: Scope = Scope.SEGMENT


class CodedPlace(NamedTuple):
    """A segment without its words: what a question to hundreds of thousands of them needs."""

    id: SegmentId
    document_id: DocumentId
    start: int
    end: int
    code_id: CodeId
    coder_id: CoderId
    important: bool = False
    stance: str = ""
