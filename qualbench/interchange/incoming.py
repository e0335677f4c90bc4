"""A project that comes from another program, as plain values: what every reader of one makes.

A reader names things by keys of its own (`key`), which only have to be unique within their kind. Positions
are code points of the document's text as it is here, with plain newlines. What a reader is unsure of it says
in `doubt`: such a coding goes to the places that wait for a person, and is never dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualbench.model.case import AttributeType
from qualbench.model.coding import MemoKind, MemoTarget, Stance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualbench.model.document import Reading
    from qualbench.model.span import Span


@dataclass(frozen=True, slots=True)
class IncomingCoder:
    """Somebody who coded; one of that name in the project is the same person."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class IncomingCode:
    """A code; parents come before their children.

    Attributes:
        key: Also its id here, where it is a GUID that nothing has yet.
        parent: The key of the code above; empty at the top.
        fields: Further fields of `model.code.Code` (definition, color, properties ...), as it has them.
    """

    key: str
    name: str
    parent: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IncomingDocument:
    """A document with what was read of it; the same bytes and text in the project are the same document."""

    key: str
    name: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class IncomingCoding:
    """A passage that one coder gave one code.

    Attributes:
        key: Also its id here, where it is a GUID that nothing has yet.
        coder: Empty for the one who takes the project in.
        span: Where it is; None where only the quote says it.
        quote: The words as the file has them, where it has them; else empty.
        doubt: Why its place is unsure, in a few words; empty where it is sure.
    """

    key: str
    document: str
    code: str
    coder: str = ""
    span: Span | None = None
    quote: str = ""
    doubt: str = ""
    created_at: str = ""
    important: bool = False
    stance: Stance = Stance.NONE


@dataclass(frozen=True, slots=True)
class IncomingMemo:
    """A memo, an annotation of a passage (`PASSAGE`, with its document as `about`) or a journal entry.

    Attributes:
        about: The key of what it is about; empty for the project.
        span: Of a passage, as `quote` and `doubt`: see `IncomingCoding`.
    """

    key: str
    target: MemoTarget
    about: str
    text: str
    coder: str = ""
    kind: MemoKind = MemoKind.MEMO
    date: str = ""
    created_at: str = ""
    span: Span | None = None
    quote: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class IncomingAttribute:
    """A variable of cases."""

    name: str
    type: AttributeType = AttributeType.TEXT
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncomingCase:
    """A case with its values by attribute, and the documents whose words are its own, by key."""

    key: str
    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncomingSet:
    """A named set of codes."""

    key: str
    name: str
    codes: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """What became of one kind of thing in the file; `found` is the sum of the three others.

    Attributes:
        kept_aside: In the project in another form (in a memo, in a description), as `why` says.
        left_out: Not in the project.
    """

    what: str
    found: int
    imported: int = 0
    kept_aside: int = 0
    left_out: int = 0
    why: str = ""

    def __post_init__(self) -> None:
        """See that the sums add up: a report that does not is a fault of the reader."""
        if self.found != self.imported + self.kept_aside + self.left_out:
            raise ValueError(f"the sums for {self.what} do not add up")


@dataclass(frozen=True, slots=True)
class IncomingProject:
    """A whole project.

    Attributes:
        source: The file's own name.
        title: The project's, or empty.
        losses: For each kind that the other fields hold nothing of, or hold only in part, what became of it.
            What the fields hold is counted when it is taken in.
        remarks: Sentences on how the file was read.
    """

    source: str
    title: str = ""
    coders: tuple[IncomingCoder, ...] = ()
    codes: tuple[IncomingCode, ...] = ()
    documents: tuple[IncomingDocument, ...] = ()
    codings: tuple[IncomingCoding, ...] = ()
    memos: tuple[IncomingMemo, ...] = ()
    attributes: tuple[IncomingAttribute, ...] = ()
    cases: tuple[IncomingCase, ...] = ()
    sets: tuple[IncomingSet, ...] = ()
    losses: tuple[Loss, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LossReport:
    """What was in a file and what became of it."""

    source: str
    lines: tuple[Loss, ...]
    remarks: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        """Return the report, a line a kind, for the history."""
        said = [
            f"{one.what}: {one.found} in the file, {one.imported} imported, {one.kept_aside} kept aside, "
            f"{one.left_out} not supported{f' ({one.why})' if one.why else ''}"
            for one in self.lines
        ]
        return [*said, *self.remarks]
