"""Changes: every edit to a project is a value that says what was and what is.

A change names a noun (a table of the store), the key of one row, and the row's columns before and after.
`before is None` means that the row is new, `after is None` that it goes. The inverse is the same for every
kind: before and after swapped. Text of transcripts is never in a change, only positions and digests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualbench.model.document import Reading

Value: TypeAlias = "str | int | float | None"
Columns: TypeAlias = "Mapping[str, Value]"


class Noun(StrEnum):
    """What a change can be about; the names are the store's tables."""

    PROJECT = "project"
    CODER = "coder"
    DOCUMENT = "document"
    SPEAKER = "speaker"
    CASE = "cases"
    ATTRIBUTE = "attribute"
    VALUE = "case_value"
    CODE = "code"
    VERSION = "codebook_version"
    MEANING = "meaning"
    LINEAGE = "lineage"
    SEGMENT = "segment"
    MEMO = "memo"
    THEME_SET = "theme_set"
    THEME = "theme"
    THEME_CODE = "theme_code"
    EXEMPLAR = "theme_exemplar"
    SUMMARY = "framework_cell"
    THEME_SEGMENT = "theme_segment"
    THEME_LINK = "theme_link"
    THEME_LINEAGE = "theme_lineage"
    THEME_PILE = "theme_pile"
    THEME_VERSION = "theme_version"
    THEME_VERDICT = "theme_verdict"
    INDEPENDENT = "independent_coding"
    UNSURE_PLACE = "unsure_place"


@dataclass(frozen=True, slots=True)
class Change:
    """One row's change.

    Attributes:
        kind: What happened, in the past tense: `SegmentAdded`, `CodeRenamed`.
        noun: The table.
        key: The key columns' values, in the table's order.
        before: Columns as they were, or None for a new row. For a changed row only what changes.
        after: Columns as they are, or None for a removed row. Same columns as `before` for a changed row.
        material: For a document that is added, what was read. It is laid in once and stays when the step is
            taken back (the document is then hidden); it is no part of the history.
    """

    kind: str
    noun: Noun
    key: tuple[str, ...]
    before: Columns | None
    after: Columns | None
    material: Reading | None = field(default=None, repr=False, compare=False)


def inverse(change: Change) -> Change:
    """Return the change that takes `change` back: before and after swapped."""
    return Change(change.kind, change.noun, change.key, change.after, change.before)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history: one step of a person, however many rows it touched.

    Attributes:
        verb: The step's kind, as a word of the interface: `code`, `import`, `undo`.
        summary: One line in plain words, with no text of a transcript in it.
        why: The reason given, or empty.
        rows: How many changes the step holds.
        undoes: Id of the step that this one takes back, or None.
        redoes: Id of the step that this one does again, or None.
        undone: True while the step is taken back.
    """

    id: int
    at: str
    coder_id: str
    verb: str
    summary: str
    why: str = ""
    rows: int = 0
    undoes: int | None = None
    redoes: int | None = None
    undone: bool = False
