"""A person's edits of a file, applied to a codebook that went on changing since the file was written.

Three states are compared code by code and field by field, told by id: the base that the file was written
from, the file, and the codebook as it is. What one side alone changed is taken; what both changed, each
differently, is a conflict, and then the proposal has what the file has. Lists grow from both sides, and
orders are joined, as in a merge of files (`joining`).
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qualbench.codebook.diff import TOP, compare
from qualbench.codebook.entries import LISTS, MAPS
from qualbench.codebook.joining import FIELDS, told
from qualbench.codebook.matching import walk_entries
from qualbench.codebook.orders import merge_list, merge_order
from qualbench.codebook.resolve import Proposal, place_codes, resolve_entries
from qualbench.model.code import Code, Codebook
from qualbench.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qualbench.codebook.entries import CodebookFile

_HINT = (
    "To have the file's wherever both were changed: qualbench codebook adopt --prefer-file -m MESSAGE; "
    "to have the project's: --prefer-project"
)


class Prefer(StrEnum):
    """Whose value is taken where a file and the project changed the same thing."""

    FILE = "file"
    PROJECT = "project"


def merge_entries(
    file: CodebookFile,
    base: Codebook,
    current: Codebook,
    confirmed: Mapping[tuple[int, ...], str] | None = None,
    *,
    prefer: Prefer = Prefer.FILE,
) -> Proposal:
    """Return what a file without serious problems makes of `current`, given that it was written from `base`.

    A code that the project deleted and the file left as it was stays deleted; a code made in the project
    since is kept. An order that the person changed is taken. Codes of entries without an id that a person
    knows are `confirmed`, by their place in the file. Where the project is preferred, what both changed is no
    conflict; one that is left all the same (a code whose place went) has what the file has.
    """
    return _Merge(file, base, current, confirmed, prefer).proposal()


class _Merge:
    def __init__(
        self,
        file: CodebookFile,
        base: Codebook,
        current: Codebook,
        confirmed: Mapping[tuple[int, ...], str] | None,
        prefer: Prefer,
    ) -> None:
        self.projects = prefer is Prefer.PROJECT
        known = frozenset(base.by_id)
        since = tuple(one for one in current.codes if one.id not in known)
        self.file = file
        # with the codes made since, so that a name in the file can stand for one of them
        self.base = Codebook(base.name, (*since, *base.codes))
        self.known = known
        self.read = resolve_entries(file, self.base, known_at_writing=known, confirmed=confirmed)
        self.mine = self.read.target
        self.kept = {one.id for one in self.read.kept}  # the file says nothing of their places
        self.current = current
        self.merged: dict[str, Code] = {}
        self.conflicts: list[Problem] = []
        lines = [(one, one.line) for one, _place in walk_entries(file.entries)]
        self.lines = {one.id: line for one, line in lines if one.id}
        self.named = {one.name: line for one, line in lines}

    def proposal(self) -> Proposal:
        """Merge codes, then places, then orders."""
        self._merge_codes()
        removed = self._remove_codes()
        self._find_parents()
        self._break_circles()
        families: dict[str | None, dict[str, Code]] = {}
        for one in self.merged.values():
            families.setdefault(one.parent_id, {})[one.id] = one
        codes = tuple(code for parent, here in families.items() for code in self._family(parent, here))
        named = self.file.name and self.file.name != self.base.name
        name = self.file.name if named else self.current.name
        walked = tuple(code for code, _depth in Codebook("", codes).walk())
        target = Codebook(name, walked, self.current.version)
        differences = compare(self.current, target)
        twins = tuple(self._twins(target))
        conflicts = tuple(self.conflicts)
        return Proposal(target, differences, self.read.kept, removed, twins, conflicts, ids=self.read.ids)

    def _merge_codes(self) -> None:
        """Merge what the file has, field by field; bring back what it changed and the project deleted."""
        gone = {}
        for code_id, mine in self.mine.by_id.items():
            base, now = self.base.by_id.get(code_id), self.current.by_id.get(code_id)
            if base is None:
                self.merged[code_id] = mine
            elif now is None:
                gone[code_id] = mine
            else:
                self.merged[code_id] = self._merge_fields(base, mine, now)
        while True:
            needed = {one.parent_id for one in self.merged.values()}
            back = [
                one for one in gone.values() if one.id in needed or (self._differs(one) and not self.projects)
            ]
            if not back:
                return
            for one in back:
                self.merged[one.id] = gone.pop(one.id)
                said = f"“{self.mine.paths[one.id]}” was deleted in the project, and the file changes it."
                self._conflict(one.id, said)

    def _merge_fields(self, base: Code, mine: Code, now: Code) -> Code:
        merged = now
        for key in FIELDS:
            ours, theirs, was = getattr(mine, key), getattr(now, key), getattr(base, key)
            if ours in (was, theirs) or (self.projects and theirs != was and key not in LISTS):
                continue
            if key in LISTS:
                grown: Any = tuple(merge_list(was, ours, theirs))
                merged = replace(merged, **{key: grown})
                continue
            merged = replace(merged, **{key: ours})
            if theirs != was:
                here, there = self._told(self.mine, mine, key), self._told(self.current, now, key)
                what = "place" if key == "parent_id" else key
                said = f"“{self.mine.paths[mine.id]}”: `{what}` was changed on both sides: in the file it is "
                self._conflict(mine.id, f"{said}{here}, in the project {there}.")
        return merged

    def _remove_codes(self) -> tuple[Code, ...]:
        """Return the codes that the file leaves out and the project still has."""
        there = [one.id for one in self.read.removed if one.id in self.current.by_id]
        changed = [one for one in there if self._differs(self.current.by_id[one])]
        if self.projects:  # they stay, with the codes above them
            stay = {above for one in changed for above in self._up(one)}
            self.merged |= {one: self.current.by_id[one] for one in there if one in stay}
            there, changed = [one for one in there if one not in stay], []
        for code_id in there:
            if code_id in changed:
                said = (
                    f"“{self.current.paths[code_id]}” was taken out of the file, and the project changed it."
                )
                self._conflict(code_id, said)
        return tuple(code for code, _depth in reversed(list(self.current.walk())) if code.id in there)

    def _up(self, code_id: str) -> Iterator[str]:
        """Yield a code of the project and those above it."""
        at: str | None = code_id
        while at is not None:
            yield at
            at = self.current.by_id[at].parent_id

    def _find_parents(self) -> None:
        """Put codes whose parent is left out under what the file has them under."""
        for code in list(self.merged.values()):
            if code.parent_id is None or code.parent_id in self.merged:
                continue
            self.merged[code.id] = replace(code, parent_id=self._above(code.id))
            if self.current.by_id[code.id].parent_id == code.parent_id:
                path, above = self.current.paths[code.id], self.current.by_id[code.parent_id].name
                said = f"“{path}” was moved there in the project, and “{above}” was taken out of the file."
                self._conflict(code.id, said)

    def _break_circles(self) -> None:
        """Where codes were moved under each other, take the file's places, which make a tree."""
        book = Codebook("", tuple(self.merged.values()))
        reached = {code.id for code, _depth in book.walk()}
        circle = [one for one in self.merged.values() if one.id not in reached]
        if not circle:
            return
        names = ", ".join(f"“{one.name}”" for one in circle)
        self._conflict(circle[0].id, f"The file and the project moved these codes under each other: {names}.")
        for code_id, code in self.merged.items():
            self.merged[code_id] = replace(code, parent_id=self._above(code_id))

    def _above(self, code_id: str) -> str | None:
        parent = self.mine.by_id[code_id].parent_id
        while parent is not None and parent not in self.merged:
            parent = self.mine.by_id[parent].parent_id
        return parent

    def _family(self, parent: str | None, here: dict[str, Code]) -> list[Code]:
        """Return the codes `here` under `parent` in order, with their positions."""
        before = [one.id for one in self.base.children(parent) if one.id in self.known]
        mine = [one.id for one in self.mine.children(parent) if one.id not in self.kept]
        now = [one.id for one in self.current.children(parent)]
        one, other = (now, mine) if self.projects else (mine, now)
        order, clash = merge_order(before, one, other, here, lambda it: (here[it].name, it), prefer_one=True)
        if clash and not self.projects:
            place = f"under “{self.mine.paths[parent]}”" if parent in self.mine.paths else f"at {TOP}"
            said = f"The order of the codes {place} was changed on both sides."
            self._conflict(next(iter(here)), said)
        return place_codes([here[code_id] for code_id in order], self.current)

    def _twins(self, target: Codebook) -> list[Problem]:
        """Report codes of one name in one place; the file has no two itself."""
        seen: dict[tuple[str | None, str], Code] = {}
        problems = []
        for code in target.codes:
            other = seen.setdefault((code.parent_id, code.name), code)
            if other is not code:
                made = other.id if code.id in self.lines else code.id
                said = f"The file has another code “{code.name}” in the place of one that the project has."
                hint = f"Rename one of them, or give the file's the other's id: {made}."
                line = self.lines.get(code.id) or self.lines.get(other.id) or self.named.get(code.name)
                problems.append(Problem(said, line, hint, serious=True))
        return problems

    def _differs(self, code: Code) -> bool:
        base = self.base.by_id[code.id]
        return any(getattr(base, key) != getattr(code, key) for key in FIELDS)

    def _conflict(self, code_id: str, said: str) -> None:
        self.conflicts.append(Problem(said, self.lines.get(code_id), _HINT, serious=True))

    @staticmethod
    def _told(book: Codebook, code: Code, key: str) -> str:
        if key == "parent_id":
            return f"under “{told(book, code, key)}”" if code.parent_id else f"at {TOP}"
        text = told(book, code, key)
        text = " ".join((text.replace("\n", " / ") if key in (*LISTS, *MAPS) else text).split())
        return f"“{text if len(text) <= 60 else text[:59] + '…'}”" if text else "empty"
