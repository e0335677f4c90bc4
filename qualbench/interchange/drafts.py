"""Codes on their way from a foreign file to the entries of a codebook, with what is wrong on which line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qualbench.codebook.entries import CodebookFile, Entry
from qualbench.interchange.losses import fit
from qualbench.interchange.values import Unfit, read
from qualbench.model.code import PATH_SEPARATOR
from qualbench.model.document import Problem
from qualbench.model.ids import is_id

if TYPE_CHECKING:
    from collections.abc import Iterable

#: How deep codes may nest, as everywhere in the program.
DEEPEST = 50
#: What stands between the names of a path: ours, QualCoder's (three before a code under a code), NVivo's.
_STEPS = re.compile(r"\s*>>>?\s*|\s+>\s+|\s*\\+\s*")
_BREAKS = re.compile("[ \t]*[\n\r\x0b\x0c\x85\u2028\u2029]+[ \t]*")
#: What NVivo puts before every path.
_ROOTS = ("nodes", "codes")


@dataclass(slots=True, eq=False)
class Draft:
    """A code as a foreign file has it.

    Attributes:
        line: Where it stands, from 1; 0 for one that is only part of another's path.
        fields: What the file says of it, by key; keys without a value are there, empty.
    """

    name: str
    line: int = 0
    id: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    children: list[Draft] = field(default_factory=list)


class Drafts:
    """The codes of one file while it is read, and the problems met."""

    def __init__(self, source: str, problems: Iterable[Problem] = ()) -> None:
        self.source = source
        self.tops: list[Draft] = []
        self.problems = list(problems)
        self._ids: dict[str, int] = {}

    def remark(self, message: str, line: int | None = None, hint: str = "") -> None:
        """Note something that does not keep the file from being used."""
        self.problems.append(Problem(message, line or None, hint))

    def refuse(self, message: str, line: int | None = None, hint: str = "") -> None:
        """Note something that does."""
        self.problems.append(Problem(message, line or None, hint, serious=True))

    def put(self, draft: Draft, key: str, text: str, *, serious: bool = True) -> None:
        """Take a field from the file's words; what is no value of it is noted and left out."""
        try:
            value = read(key, text)
        except Unfit as problem:
            (self.refuse if serious else self.remark)(problem.message, draft.line, problem.hint)
            return
        draft.fields[key] = value
        if key == "origin" and text.strip().casefold() == "in vivo":
            draft.fields["in_vivo"] = True

    def take_id(self, draft: Draft, said: str) -> None:
        """Keep an id as ours are written; one that is none, or another's, is noted and left out."""
        code_id = said.strip().strip("{}").lower()
        if not code_id:
            return
        if not is_id(code_id):
            self.remark(f"“{said.strip()[:60]}” is no id (a GUID): a new one is given.", draft.line)
        elif code_id in self._ids:
            first = self._ids[code_id]
            self.remark(
                f"The id {code_id} is there twice (first on line {first}): a new one is given.", draft.line
            )
        else:
            self._ids[code_id] = draft.line
            draft.id = code_id

    def at_path(self, names: list[str]) -> Draft:
        """Return the code at a path, with those above it made where the file has not told them yet."""
        family, found = self.tops, None
        for name in names:
            found = next((one for one in family if one.name == name), None)
            if found is None:
                found = Draft(name)
                family.append(found)
            family = found.children
        assert found is not None
        return found

    def told(self, names: list[str], line: int) -> Draft | None:
        """Return the code at a path, told on `line`; None where the file has told it before."""
        if not all(names):
            self.refuse("A code has no name here.", line, "Give it a name, or take the line out.")
            return None
        draft = self.at_path(names)
        if draft.line:
            path = PATH_SEPARATOR.join(names)
            self.refuse(f"“{path}” is there twice (first on line {draft.line}).", line, "Keep one of them.")
            return None
        draft.line = line
        return draft

    def finish(self, name: str = "") -> CodebookFile:
        """Return the file: its entries, checked as a tree, and every problem in order of line."""
        entries = self._entries()
        if not entries and not any(one.serious for one in self.problems):
            self.refuse("The file holds no codes.")
        problems = tuple(sorted(self.problems, key=lambda one: one.line or 0))
        return CodebookFile(self.source, name, entries, problems)

    def _entries(self) -> tuple[Entry, ...]:
        """Make entries from the leaves up, without recursion: a file may nest as deep as it likes."""
        levels: list[list[Draft]] = [self.tops]
        while levels[-1]:
            levels.append([child for one in levels[-1] for child in one.children])
        if len(levels) - 1 > DEEPEST:
            deep = levels[DEEPEST][0]
            self.refuse(f"Codes are nested more than {DEEPEST} deep here.", deep.line, "Put them higher up.")
            return ()
        made: dict[int, Entry] = {}
        for level in reversed(levels):
            for draft in level:
                self._check_family(draft.children)
                children = tuple(made[id(one)] for one in draft.children)
                made[id(draft)] = self._entry(draft, children)
        self._check_family(self.tops)
        return tuple(made[id(one)] for one in self.tops)

    def _entry(self, draft: Draft, children: tuple[Entry, ...]) -> Entry:
        given = frozenset({"name", *draft.fields, *(("codes",) if children else ())})
        return Entry(
            draft.id, draft.name, line=draft.line or 1, children=children, given=given, **draft.fields
        )

    def _check_family(self, family: list[Draft]) -> None:
        seen: dict[str, int] = {}
        for one in family:
            if not one.name:
                self.refuse("A code has no name here.", one.line, "Give it a name.")
            elif one.name in seen:
                message = (
                    f"“{one.name[:60]}” is there twice under one parent (first on line {seen[one.name]})."
                )
                self.refuse(message, one.line, "Rename one of them, or take it out.")
            seen.setdefault(one.name, one.line)


def tidy_name(name: str) -> str:
    """Return a name on one line, without what only a path has."""
    return _BREAKS.sub(" ", fit(name)).replace(PATH_SEPARATOR, " / ").strip()


def path_names(text: str) -> list[str]:
    """Return the names of a path as programs write them: ` > `, `>>`, backslashes."""
    names = _STEPS.split(text.strip())
    if len(names) > 1 and names[0].casefold() in _ROOTS and "\\\\" in text:
        names = names[1:]
    return [tidy_name(one) for one in names]
