"""How a codebook came to be: its saved states one after the other, and what each code went through."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qualbench.codebook.diff import compare
from qualbench.codebook.matching import walk_entries
from qualbench.model.code import CodeStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from qualbench.codebook.entries import CodebookFile
    from qualbench.model.code import Code, Codebook, Lineage
    from qualbench.model.ids import CodeId

#: What a code can go through from one state to the next, in the order in which a report tells of it. A code
#: that goes through several is told of once: as merged or split first of all, as changed last.
FATES = ("added", "changed", "split", "merged", "retired", "revived", "removed")
#: Changes that make a code another one to read; the rest (colour, order, notes) are small.
TOLD = ("renamed", "moved", "redefined", "retired", "revived")


@dataclass(frozen=True, slots=True)
class Said:
    """One step that changed a code: who, when, and why where a reason was given.

    Attributes:
        codings: How many codings the code had just before.
    """

    at: str
    coder: str
    why: str
    codings: int


@dataclass(frozen=True, slots=True)
class State:
    """The codebook at one moment: a saved version, or (number 0) as it is now.

    Attributes:
        notes: The comment above each code in its file, where there is one.
        at: When it was saved; empty where it is as it is now.
        steps: The steps since the state before that changed each code, oldest first.
        lineage: What codes became since the state before, in the order in which it happened.
        between: How many saved versions lie between the state before and this one.
    """

    number: int
    milestone: str
    message: str
    why: str
    coder: str
    at: str
    codebook: Codebook
    notes: Mapping[CodeId, str] = field(default_factory=dict)
    steps: Mapping[CodeId, Sequence[Said]] = field(default_factory=dict)
    lineage: tuple[Lineage, ...] = ()
    between: int = 0

    @property
    def shown(self) -> str:
        """What it is called: its milestone's name, or its number."""
        return self.milestone or (f"version {self.number}" if self.number else "now")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one code went through from one state to the next.

    Attributes:
        fate: One of `FATES`.
        changes: Everything that changed, as `codebook.diff` names it.
        old: The code before; None where it is new.
        new: The code after; None where it is gone.
        others: Of a merged code what it went into; of a split one what it was split into.
        came_from: Of a new code, what it was split off; of one that took others in, those, as they were.
        lineage: The reasons kept with a merge or a split.
        note: The comment above it in the file, where it is not what stood there before.
    """

    fate: str
    changes: frozenset[str]
    old: Code | None
    new: Code | None
    others: tuple[Code, ...] = ()
    came_from: tuple[Code, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    said: tuple[Said, ...] = ()
    note: str = ""

    @property
    def code(self) -> Code:
        """The code as it is, or as it was last."""
        code = self.new or self.old
        assert code is not None
        return code

    @property
    def words(self) -> tuple[str, ...]:
        """The changes that a reader is told of, each once: `split off`, `renamed`, `took in others`."""
        told = ["split off"] if self.old is None and self.came_from else ["new"] if self.old is None else []
        told += [one for one in TOLD if one in self.changes]
        told += ["split"] if self.old is not None and any(one.kind == "split" for one in self.lineage) else []
        told += ["took in others"] if self.old is not None and self.new is not None and self.came_from else []
        return tuple("back in use" if one == "revived" else one for one in told)


@dataclass(frozen=True, slots=True)
class Step:
    """From one state to the next."""

    before: State
    after: State
    turns: tuple[Turn, ...]

    def count(self, kind: str) -> int:
        """Return how many codes were `added`, `split off`, `renamed`, `merged` ... (see `KINDS`)."""
        return sum(KINDS[kind](turn) for turn in self.turns)


#: What is counted, in the order of the table. A code that was renamed and moved counts in both lines.
KINDS: dict[str, Callable[[Turn], bool]] = {
    "added": lambda turn: turn.old is None and not turn.came_from,
    "split off": lambda turn: turn.old is None and bool(turn.came_from),
    "renamed": lambda turn: "renamed" in turn.changes,
    "moved": lambda turn: "moved" in turn.changes,
    "redefined": lambda turn: "redefined" in turn.changes,
    "merged": lambda turn: turn.fate == "merged",
    "split": lambda turn: turn.old is not None and bool(turn.others) and turn.fate != "merged",
    "retired": lambda turn: "retired" in turn.changes,
    "back in use": lambda turn: "revived" in turn.changes,
    "taken out": lambda turn: turn.fate == "removed",
    "the same": lambda turn: turn.fate == "changed" and not (set(TOLD) & turn.changes),
}


def trace(states: Sequence[State]) -> tuple[Step, ...]:
    """Return what each code went through from state to state, codes in the order of the later tree."""
    return tuple(
        Step(before, after, tuple(_turns(before, after))) for before, after in itertools.pairwise(states)
    )


def overall(states: Sequence[State]) -> Step:
    """Return the first and the last state compared, whatever happened in between."""
    lineage = tuple(row for state in states[1:] for row in state.lineage)
    steps: dict[CodeId, list[Said]] = {}
    for state in states[1:]:
        for code_id, said in state.steps.items():
            steps.setdefault(code_id, []).extend(said)
    return trace((states[0], replace(states[-1], steps=steps, lineage=lineage)))[0]


def _turns(before: State, after: State) -> Iterator[Turn]:
    was, now = before.codebook, after.codebook
    changes: dict[CodeId, set[str]] = {}
    for one in compare(was, now):
        if one.code_id:
            changes.setdefault(one.code_id, set()).add(one.change)
    out = _went_into(before, after)
    came: dict[CodeId, list[Code]] = {}
    for code_id, rows in out.items():
        for into in dict.fromkeys(row.into_id for row in rows):
            came.setdefault(into, []).append(was.by_id[code_id])
    order = [code.id for code, _depth in now.walk()]
    order += [code.id for code, _depth in was.walk() if code.id not in now.by_id]
    for code_id in order:
        old, new = was.by_id.get(code_id), now.by_id.get(code_id)
        rows = out.get(code_id, ())
        others = tuple(now.by_id[one] for one in dict.fromkeys(row.into_id for row in rows))
        fate = _fate(old, new, rows, changes.get(code_id, set()))
        note = after.notes.get(code_id, "")
        yield Turn(
            fate,
            frozenset(changes.get(code_id, ())),
            old,
            new,
            others=others,
            came_from=tuple(came.get(code_id, ())),
            lineage=rows,
            said=tuple(after.steps.get(code_id, ())),
            note=note if note != before.notes.get(code_id, "") else "",
        )


def _fate(old: Code | None, new: Code | None, rows: tuple[Lineage, ...], changes: set[str]) -> str:
    if old is None:
        return "added"
    split = any(row.kind == "split" for row in rows)
    if rows and not split:
        return "merged"
    if split:
        return "split"
    if new is None:
        return "removed"
    if "retired" in changes:
        return "retired"
    return "revived" if "revived" in changes else "changed"


def _went_into(before: State, after: State) -> dict[CodeId, tuple[Lineage, ...]]:
    """Return for each code of the earlier state what it was merged or split into that is in the later one.

    A chain (merged into a code that was then merged itself) is followed to its end; the rows that are
    returned name the code that is there, with the reason of the first part of the way.
    """
    rows: dict[CodeId, list[Lineage]] = {}
    for row in after.lineage:
        rows.setdefault(row.code_id, []).append(row)
    there = after.codebook.by_id
    found: dict[CodeId, tuple[Lineage, ...]] = {}
    for code_id in before.codebook.by_id:
        ends: list[Lineage] = []
        for row in rows.get(code_id, ()):
            seen, waiting = {code_id}, [row.into_id]
            while waiting:
                one = waiting.pop(0)
                if one in there and one != code_id:
                    ends.append(replace(row, into_id=one))
                elif one not in seen:
                    seen.add(one)
                    waiting += [later.into_id for later in rows.get(one, ())]
        if ends:
            found[code_id] = tuple(ends)
    return found


def retired_into(turn: Turn) -> bool:
    """Say whether a code that was merged is still in the codebook, retired."""
    return turn.fate == "merged" and turn.new is not None and turn.new.status is CodeStatus.RETIRED


def read_notes(file: CodebookFile, text: str) -> dict[CodeId, str]:
    """Return the comment that stands right above each code in a codebook file, its lines as one text.

    Args:
        file: What was read from `text`.
    """
    lines = text.splitlines()
    found: dict[CodeId, str] = {}
    for entry, _place in walk_entries(file.entries):
        above = entry.line - 2
        words: list[str] = []
        while above >= 0 and lines[above].lstrip().startswith("#"):
            words.insert(0, lines[above].lstrip().lstrip("#").strip())
            above -= 1
        if entry.id and above >= 0 and words:  # what the file begins with is about the file
            found[entry.id] = " ".join(word for word in words if word)
    return found
