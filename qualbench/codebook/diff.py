"""What changed between two states of a codebook, code by code, told by id and by what codes became."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualbench.codebook.entries import LISTS, MAPS, VALUES
from qualbench.codebook.following import follow, steps_of
from qualbench.codebook.likeness import Match, align_books, has_id, match_books, say_sure
from qualbench.codebook.word_diff import Stretch, mark_changes, word_changes
from qualbench.model.code import MEANING, CodeStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from qualbench.model.code import Code, Codebook, Lineage

TOP = "the top"
#: Characters of a text that is told within a line.
_LINE = 100
_REST = tuple(key for key in VALUES if key not in (*MEANING, "color", "status"))


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed.

    Attributes:
        change: `added`, `removed`, `renamed`, `moved`, `reordered`, `merged`, `split`, `redefined`,
            `recoloured`, `retired`, `revived` or `edited`.
        code_id: Empty for the codebook itself; of a code that has none, what `has_id` tells apart.
        name: The code's name now (a removed code's: its last).
        before: As it was: a name, the path of a parent, a place from 1, a text; empty for nothing.
        after: As it is. Of a merged code the path of what it became, of a split one those, a line for each.
    """

    change: str
    code_id: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two codebooks from anywhere have different.

    Attributes:
        differences: What changed.
        guessed: The codes that were taken for the same though no id says so, with how sure that is; the ids
            are those of the codebooks as given.
    """

    differences: tuple[Difference, ...]
    guessed: tuple[Match, ...] = ()

    def lines(self) -> list[str]:
        """Return the differences in words, a line for each; long texts in full on lines of their own."""
        return [line for one in self.differences for line in _told_in_full(one)]

    def as_json(self) -> list[dict[str, str]]:
        """Return the differences as objects for JSON; a code without an id has an empty one."""
        return [
            {
                "change": one.change,
                "id": one.code_id if has_id(one.code_id) else "",
                "name": one.name,
                "before": one.before,
                "after": one.after,
            }
            for one in self.differences
        ]

    def guesses_said(self, before: Codebook, after: Codebook) -> list[str]:
        """Return what was taken for the same though its path is another, in words with how sure that is."""
        return [
            f"“{before.paths[one.before]}” and “{after.paths[one.after]}” ({say_sure(one.sure)})"
            for one in self.guessed
            if one.by != "path"
        ]


def compare_books(
    before: Codebook,
    after: Codebook,
    lineage: Iterable[Lineage] = (),
    apply: Callable[[Codebook, Codebook, Mapping[str, str]], tuple[Codebook, list[Lineage]]] | None = None,
) -> Comparison:
    """Return what changed between two codebooks that may have lost their ids.

    Args:
        before: As it was.
        after: As it is.
        lineage: As in `compare`.
        apply: Does the merges and splits that `after` asks for: given both with one id for what is the same
            code, and the ids that the codes of `after` have now, it returns `after` and what codes became.
    """
    matches = match_books(before, after)
    guessed = tuple(one for one in matches if one.by != "id")
    given = after
    before, after = align_books(before, after, matches)
    if apply is not None:
        ids = {old.id: new.id for old, new in zip(given.codes, after.codes, strict=True)}
        after, more = apply(before, after, ids)
        lineage = (*lineage, *more)
    if not (before.name and after.name):  # a file that gives no name leaves it as it is
        before = replace(before, name=after.name)
    return Comparison(compare(before, after, lineage), guessed)


def compare(before: Codebook, after: Codebook, lineage: Iterable[Lineage] = ()) -> tuple[Difference, ...]:
    """Return what changed, in the order of the tree as it is, codes that are gone last.

    Args:
        before: As it was.
        after: As it is.
        lineage: What codes became between the two: a code that is gone and became another is `merged` or
            `split`, not `removed`.
    """
    found: list[Difference] = []
    if before.name != after.name:
        found.append(Difference("renamed", "", after.name, before.name, after.name))
    displaced = _displaced(before, after)
    became = _became(before, after, tuple(lineage))
    for code, _depth in after.walk():
        old = before.by_id.get(code.id)
        if old is None:
            found.append(Difference("added", code.id, code.name, "", after.paths[code.id]))
            continue
        changes = _changes(old, code, before, after)
        if code.id in became:
            found.append(became[code.id])
            changes = (one for one in changes if one.change != "retired")
        found += changes
        if code.id in displaced:
            was, now = displaced[code.id]
            found.append(Difference("reordered", code.id, code.name, str(was), str(now)))
    for code, _depth in before.walk():
        if code.id not in after.by_id:
            gone = Difference("removed", code.id, code.name, before.paths[code.id], "")
            found.append(became.get(code.id, gone))
    return tuple(found)


def _became(before: Codebook, after: Codebook, lineage: Sequence[Lineage]) -> dict[str, Difference]:
    """Return the merge or split that each code of `before` went through, followed to the codes of `after`."""
    kinds = {one.code_id: one.kind for one in lineage}
    steps = steps_of(lineage)
    found = {}
    for code_id in steps:
        if code_id not in before.by_id:
            continue
        into = dict.fromkeys(
            one for step in steps[code_id] for one in follow(step, after, steps) if one != code_id
        )
        if into:
            paths = "\n".join(after.paths[one] for one in into)
            now = after.by_id.get(code_id, before.by_id[code_id])
            kind = kinds[code_id] if len(into) == 1 else "split"
            found[code_id] = Difference(kind, code_id, now.name, before.paths[code_id], paths)
    return found


def _told_in_full(one: Difference) -> list[str]:
    if one.change not in ("redefined", "edited") or max(len(one.before), len(one.after)) <= _LINE:
        return [describe(one)]
    changes = word_changes(one.before, one.after)
    if one.change == "edited":  # mostly lists, such as examples: told text by text
        was, now = (_texts_of(side) for side in (one.before, one.after))
        texts = [f"taken out: {text}" for text in was if text and text not in now]
        texts += [f"put in: {text}" for text in now if text and text not in was]
    elif _mostly_kept(one, changes):
        texts = [mark_changes(one.before, one.after)]
    else:
        texts = [f"{said}: {text}" for said, text in (("was", one.before), ("now", one.after)) if text]
    return [f"{one.change} “{one.name}”:", *(f"    {line}" for text in texts for line in text.splitlines())]


def _texts_of(told: str) -> list[str]:
    """Return each text of what `_tell` returns, with what it is: `examples: Nobody asked me`."""
    lines = [line.partition(": ") for line in told.split("\n") if line]
    return [f"{label}: {text}" for label, _colon, texts in lines for text in texts.split(" / ")]


def describe(difference: Difference) -> str:
    """Say a difference in plain words, in one line."""
    one = difference
    name = f"“{_short(one.name)}”"
    if not one.code_id:
        return f"called the codebook {name} (it was “{_short(one.before)}”)"
    was, now = _short(one.before), _short(one.after)
    said = {
        "added": f"added “{now}”",
        "removed": f"removed “{was}”",
        "renamed": f"renamed “{was}” to “{now}”",
        "moved": f"moved {name} from {_place(one.before)} to {_place(one.after)}",
        "reordered": f"put {name} in place {one.after} among its neighbours (it was in place {one.before})",
        "recoloured": f"recoloured {name} from {was or 'no colour'} to {now or 'no colour'}",
        "retired": f"retired {name}",
        "revived": f"took {name} back into use",
        "merged": f"merged “{was}” into “{now}”",
        "split": f"split “{was}” into {_listed(one.after)}",
    }
    if one.change in said:
        return said[one.change]
    verb = "redefined" if one.change == "redefined" else "edited"
    if not one.before:
        return f"{verb} {name}: now “{now}”"
    if not one.after:
        return f"{verb} {name}: took out “{was}”"
    return f"{verb} {name}: {_words(one) or f'was “{was}”, now “{now}”'}"


def _words(one: Difference) -> str:
    """Say which words changed, or nothing where so many did that the two texts say it better."""
    changes = word_changes(one.before, one.after)
    if not _mostly_kept(one, changes):
        return ""
    said = []
    for kind, verb in (("out", "took out"), ("in", "put in")):
        words = [f"“{_short(each.text)}”" for each in changes if each.kind == kind and each.text.strip()]
        said += [f"{verb} {', '.join(words)}"] if words else []
    return "; ".join(said)


def _mostly_kept(one: Difference, changes: Iterable[Stretch]) -> bool:
    kept = sum(len(each.text) for each in changes if each.kind == "kept")
    return 2 * kept >= max(len(one.before), len(one.after))


def _listed(paths: str) -> str:
    names = [f"“{_short(path)}”" for path in paths.split("\n")]
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _changes(old: Code, new: Code, before: Codebook, after: Codebook) -> Iterator[Difference]:
    def one(change: str, was: str, now: str) -> Difference:
        return Difference(change, new.id, new.name, was, now)

    if old.name != new.name:
        yield one("renamed", old.name, new.name)
    if old.parent_id != new.parent_id:
        yield one(
            "moved", before.paths.get(old.parent_id or "", ""), after.paths.get(new.parent_id or "", "")
        )
    if any(getattr(old, key) != getattr(new, key) for key in MEANING):
        yield one("redefined", *_told(old, new, MEANING))
    if old.color.casefold() != new.color.casefold():
        yield one("recoloured", old.color, new.color)
    rest: tuple[str, ...] = _REST
    if old.status is not new.status:
        if new.status is CodeStatus.RETIRED:
            yield one("retired", old.status, new.status)
        elif old.status is CodeStatus.RETIRED:
            yield one("revived", old.status, new.status)
        else:
            rest = (*rest, "status")
    if any(getattr(old, key) != getattr(new, key) for key in rest):
        yield one("edited", *_told(old, new, rest))


_LABELS = {
    "definition": "",
    "full_definition": "in full: ",
    "when_not": "when not: ",
    "counter_examples": "counter-examples: ",
    "in_vivo": "in vivo: ",
}


def _told(old: Code, new: Code, keys: Sequence[str]) -> tuple[str, str]:
    changed = [key for key in keys if getattr(old, key) != getattr(new, key)]
    return _tell(old, changed), _tell(new, changed)


def _tell(code: Code, keys: Sequence[str]) -> str:
    told = []
    for key in keys:
        value = getattr(code, key)
        if key in LISTS:
            value = " / ".join(value)
        elif key in MAPS:
            value = " / ".join(f"{name}: {said}" for name, said in value)
        elif key == "in_vivo":
            value = "yes" if value else "no"
        told += [f"{_LABELS.get(key, f'{key}: ')}{value}"] if value else []
    return "\n".join(told)


def _displaced(before: Codebook, after: Codebook) -> dict[str, tuple[int, int]]:
    """Return the fewest codes that account for a new order among neighbours, with their places from 1."""
    found = {}
    for parent in {code.parent_id for code in after.codes}:
        old_order = [code.id for code in before.children(parent)]
        new_order = [code.id for code in after.children(parent)]
        was = {code_id: place for place, code_id in enumerate(old_order)}
        stayed = [code_id for code_id in new_order if code_id in was]
        kept = _longest_rise([was[code_id] for code_id in stayed])
        for index, code_id in enumerate(stayed):
            if index not in kept:
                found[code_id] = (was[code_id] + 1, new_order.index(code_id) + 1)
    return found


def _longest_rise(places: list[int]) -> set[int]:
    """Return the indexes of a longest increasing run through `places`."""
    ends: list[int] = []
    at: list[int] = []
    back: list[int] = []
    for index, place in enumerate(places):
        slot = bisect_left(ends, place)
        if slot == len(ends):
            ends.append(place)
            at.append(index)
        else:
            ends[slot], at[slot] = place, index
        back.append(at[slot - 1] if slot else -1)
    found, index = set(), at[-1] if at else -1
    while index >= 0:
        found.add(index)
        index = back[index]
    return found


def _place(path: str) -> str:
    return f"under “{_short(path)}”" if path else TOP


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LINE else f"{text[: _LINE - 1]}…"
