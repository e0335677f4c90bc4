"""Two codebooks that grew from one, joined code by code and field by field, told by id.

What one side alone changed is taken, so a rename and a move of one code both land. What both changed, each
differently, stays as it was before and is a clash. The result is the same whichever side is named first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qualbench.codebook.entries import LISTS, MAPS, VALUES
from qualbench.codebook.orders import merge_list, merge_order
from qualbench.model.code import Code, Codebook

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

#: What a code has that can differ between two states of a codebook, its order left aside.
FIELDS = ("name", "parent_id", *VALUES)
#: How a clash names a code's place in the tree.
PLACE = "place"
TOP = "the top"


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that a merge could not decide.

    Attributes:
        code_id: Empty for the codebook itself.
        key: What it is about: a key of the file, `place`, `order`, `removed`, `circle` or `same name`.
        values: What the two sides have, in the order of the sides, as it could stand in the file; empty
            where `said` tells it.
        before: What it was.
        said: A sentence in parts; between the first and the second comes one file, then the other.
        sides: Which of the two comes first.
    """

    code_id: str
    key: str
    values: tuple[str, str] | tuple[()] = ()
    before: str = ""
    said: tuple[str, ...] = ()
    sides: tuple[int, int] = (0, 1)


def join_books(
    base: Codebook,
    one: Codebook,
    other: Codebook,
    became: Mapping[str, str] | None = None,
    asked: tuple[Collection[str], Collection[str]] = ((), ()),
) -> tuple[Codebook, tuple[Clash, ...]]:
    """Join two codebooks that grew from `base`.

    Args:
        became: Of codes that were merged into others or split: what happened, in words (`merged into “X”`).
        asked: Of each side, the codes that it asks to merge; such a code is not as it was.

    Returns:
        The codebook, always a tree in which no name is twice under one parent; and the clashes, in its order.
    """
    return _Join(base, (one, other), became or {}, asked).join()


def told(book: Codebook, code: Code, key: str) -> str:
    """Return the value of one field of a code as text."""
    value = getattr(code, key)
    if key == "parent_id":
        return book.paths[value] if value else TOP
    if key == "in_vivo":
        return "yes" if value else "no"
    if key in MAPS:
        return "\n".join(f"{name}: {said}" for name, said in value)
    return "\n".join(value) if key in LISTS else str(value or "")


class _Join:
    def __init__(
        self,
        base: Codebook,
        sides: tuple[Codebook, Codebook],
        became: Mapping[str, str],
        asked: tuple[Collection[str], Collection[str]],
    ) -> None:
        self.base = base
        self.sides = sides
        self.became = became
        self.asked = asked
        self.codes: dict[str, Code] = {}
        self.gone: dict[str, tuple[int, Code]] = {}
        self.clashes: list[Clash] = []

    def join(self) -> tuple[Codebook, tuple[Clash, ...]]:
        one, other = self.sides
        known = dict.fromkeys((*self.base.by_id, *sorted({*one.by_id, *other.by_id} - set(self.base.by_id))))
        for code_id in known:
            self._join_code(code_id)
        self._bring_back()
        while self._break_circle():
            pass
        families: dict[str | None, list[Code]] = {}
        for code in self.codes.values():
            families.setdefault(code.parent_id, []).append(code)
        codes = [
            code
            for parent, family in families.items()
            for code in self._order(parent, self._distinct(family))
        ]
        target = Codebook(self._name(), tuple(code for code, _depth in Codebook("", tuple(codes)).walk()))
        rank = {code.id: place for place, code in enumerate(target.codes)}
        clashes = sorted(self.clashes, key=lambda it: rank.get(it.code_id, -1))
        return target, tuple(clashes)

    def _join_code(self, code_id: str) -> None:
        before = self.base.by_id.get(code_id)
        mine, theirs = (side.by_id.get(code_id) for side in self.sides)
        if mine and theirs:
            self.codes[code_id] = self._join_fields(before, mine, theirs)
            return
        left = mine or theirs
        if left is None:
            return
        side = 0 if mine else 1
        changed = [key for key in FIELDS if before and getattr(before, key) != getattr(left, key)]
        if before and code_id in self.asked[side]:
            changed.append("merged_into")
        if before is None or changed:
            self.codes[code_id] = left
        else:
            self.gone[code_id] = (side, left)
        if changed:
            keys = ", ".join(PLACE if key == "parent_id" else key for key in changed)
            self._kept(code_id, side, f" changes it ({keys})")

    def _kept(self, code_id: str, side: int, why: str) -> None:
        what = self.became.get(code_id, "taken out")
        self.clashes.append(
            Clash(code_id, "removed", said=("", f" has it {what}, and ", why), sides=(1 - side, side))
        )

    def _join_fields(self, before: Code | None, mine: Code, theirs: Code) -> Code:
        joined = before or Code(mine.id, "")
        values = {}
        for key in FIELDS:
            known = before or key not in ("name", "parent_id")  # a new code had neither
            was, ours, yours = (getattr(it, key) for it in (joined, mine, theirs))
            if ours == yours or (known and yours == was):
                values[key] = ours
            elif known and ours == was:
                values[key] = yours
            elif key in LISTS:
                values[key] = tuple(merge_list(was, ours, yours))
            elif key in MAPS:
                values[key] = self._join_pairs(mine.id, key, (was, ours, yours))
            else:
                self._differ(before, mine, theirs, key)
                values[key] = self._middle(before, mine, theirs, key)
        return replace(joined, **values)

    def _differ(self, before: Code | None, mine: Code, theirs: Code, key: str) -> None:
        values = (told(self.sides[0], mine, key), told(self.sides[1], theirs, key))
        label = PLACE if key == "parent_id" else key
        was = told(self.base, before, key) if before else ""
        self.clashes.append(Clash(mine.id, label, values, was))

    def _middle(self, before: Code | None, mine: Code, theirs: Code, key: str) -> Any:
        """Return what stands while it is not decided: what was, or where that cannot be, the lesser."""
        if key == "parent_id":
            was = before.parent_id if before else ""
            if was is None or (was and all(was in side.by_id for side in self.sides)):
                return was
            places = [
                (told(side, it, key), it.parent_id)
                for side, it in zip(self.sides, (mine, theirs), strict=True)
            ]
            return min(places, key=lambda it: (it[0], it[1] or ""))[1]
        if key == "name" and before is None:
            return min(mine.name, theirs.name)
        return getattr(before or Code(mine.id, mine.name), key)

    def _join_pairs(self, code_id: str, key: str, three: tuple[tuple[tuple[str, str], ...], ...]) -> Any:
        was, ours, yours = (dict(it) for it in three)
        values: dict[str, str | None] = {}
        for name in merge_list(*([name for name, _said in it] for it in three)):
            mine, theirs, before = ours.get(name), yours.get(name), was.get(name)
            if mine is not None and theirs is not None and len({mine, theirs, before}) == 3:
                self.clashes.append(Clash(code_id, f"{key}: {name}", (mine, theirs), before or ""))
                values[name] = before if before is not None else min(mine, theirs)
            else:
                values[name] = theirs if mine in (None, before) and theirs is not None else mine
        for name, said in was.items():
            # taken out on one side and changed on the other: it stays as it was changed
            mine, theirs = ours.get(name), yours.get(name)
            left = mine or theirs
            if name not in values and left and said not in (mine, theirs):
                values[name] = left
                self.clashes.append(Clash(code_id, f"{key}: {name}", (mine or "", theirs or ""), said))
        return tuple(values.items())

    def _bring_back(self) -> None:
        """Keep what one side took out where codes stand under it."""
        while True:
            needed: dict[str, list[str]] = {}
            for code in self.codes.values():
                if code.parent_id is not None and code.parent_id not in self.codes:
                    needed.setdefault(code.parent_id, []).append(code.name)
            if not needed:
                return
            for code_id in sorted(needed):
                side, code = self.gone[code_id]
                self.codes[code_id] = code
                names = ", ".join(f"“{name}”" for name in sorted(needed[code_id]))
                self._kept(code_id, side, f" has {names} under it")

    def _break_circle(self) -> bool:
        """Where both sides moved codes under each other, put these back to where they were."""
        reached = {code.id for code, _depth in Codebook("", tuple(self.codes.values())).walk()}
        left = sorted(set(self.codes) - reached)
        if not left:
            return False
        seen: list[str] = []
        at = left[0]
        while at not in seen:
            seen.append(at)
            at = self.codes[at].parent_id or ""
        circle = sorted(seen[seen.index(at) :], key=lambda it: (self.codes[it].name, it))
        names = ", ".join(f"“{self.codes[it].name}”" for it in circle)
        back: dict[str, str | None] = {it: self._above(it) for it in circle if it in self.base.by_id}
        if all(self.codes[it].parent_id == above for it, above in back.items()):
            back = dict.fromkeys(circle)
        for code_id, above in back.items():
            if above != self.codes[code_id].parent_id:
                self.codes[code_id] = replace(self.codes[code_id], parent_id=above)
                said = ("", " and ", f" moved {names} under each other")
                self.clashes.append(Clash(code_id, "circle", said=said))
        return True

    def _above(self, code_id: str) -> str | None:
        """Return what a code stood under, or the nearest code above that which is still there."""
        above = self.base.by_id[code_id].parent_id
        while above is not None and above not in self.codes:
            above = self.base.by_id[above].parent_id
        return above

    def _distinct(self, family: list[Code]) -> list[Code]:
        """Give codes of one name in one place different names, until somebody decides."""
        named: dict[str, list[Code]] = {}
        for code in family:
            named.setdefault(code.name, []).append(code)
        taken = set(named)
        found = []
        for name, twins in named.items():
            twins.sort(key=lambda it: (it.id not in self.base.by_id, it.id))
            for code in twins:
                label, number = name, 1
                while code is not twins[0] and label in taken:
                    number += 1
                    label = f"{name} ({number})"
                taken.add(label)
                found.append(replace(code, name=label))
                if len(twins) > 1:
                    said = ("", " and ", f" together have “{name}” twice here; one is now “{name} (2)”")
                    self.clashes.append(Clash(code.id, "same name", said=said))
        return found

    def _order(self, parent: str | None, family: list[Code]) -> list[Code]:
        codes = {code.id: code for code in family}
        base, one, other = ([it.id for it in book.children(parent)] for book in (self.base, *self.sides))
        order, clash = merge_order(base, one, other, codes, lambda it: (codes[it].name, it))
        if clash:
            values = [", ".join(self._names(side, parent, codes)) for side in self.sides]
            before = ", ".join(self._names(self.base, parent, codes))
            self.clashes.append(Clash(parent or "", "order", (values[0], values[1]), before))
        return [replace(codes[it], position=place) for place, it in enumerate(order)]

    @staticmethod
    def _names(book: Codebook, parent: str | None, codes: Mapping[str, Code]) -> list[str]:
        return [it.name for it in book.children(parent) if it.id in codes]

    def _name(self) -> str:
        was, (mine, theirs) = self.base.name, (side.name for side in self.sides)
        if mine == theirs or theirs == was:
            return mine
        if mine == was:
            return theirs
        self.clashes.append(Clash("", "name", (mine, theirs), was))
        return was
