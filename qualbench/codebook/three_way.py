"""Two files that grew from one file, merged by id at the level of meaning.

What the codes say is merged field by field (`joining`), how they are written line by line (`line_merging`).
The text that comes out is the same whichever side is named first, and merging it once more changes nothing.
What could not be decided is listed, and stands in the text under `x-conflict`, with both values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from qualbench.codebook.entries import CONFLICT, CodebookFile, walk_items
from qualbench.codebook.joining import Clash, join_books
from qualbench.codebook.line_merging import Read, extras_of, merge_lines, merged_extras
from qualbench.codebook.link_merging import link_clashes, links_of
from qualbench.codebook.reading import read_tree
from qualbench.codebook.rewriting import break_of, mark_conflicts, places, reads_as, rewrite_tree
from qualbench.codebook.three_files import align

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qualbench.codebook.entries import Tree
    from qualbench.codebook.three_files import Side, Three
    from qualbench.codebook.writing import Marks
    from qualbench.model.code import Codebook, Lineage
    from qualbench.model.document import Problem

_MARK = "\ufeff"
#: How the two files are called in the merged one, which does not say whose is whose.
_EITHER = ("one side", "the other")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that a person has to decide.

    Attributes:
        line: Where it stands in the merged text, from 1.
        message: One sentence; each side is named with the line of the code in it.
    """

    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge.

    Attributes:
        text: The merged file; with conflicts it is readable and cannot be saved as a version.
        conflicts: In the order of the text; none after a clean merge.
        notes: What is worth knowing and needs no decision.
    """

    text: str
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[str, ...] = ()


class Unmergeable(Exception):
    """A file has serious problems, or what comes of the two cannot be written. Caught in the workbench."""

    def __init__(self, problems: tuple[Problem, ...], source: str = "") -> None:
        super().__init__(source)
        self.source = source
        self.problems = problems


def merge_texts(
    base: str,
    ours: str,
    theirs: str,
    *,
    names: tuple[str, str, str] = ("base", "ours", "theirs"),
    lineage: Iterable[Lineage] = (),
) -> Merged:
    """Merge the texts of two codebook files that grew from `base`, which may be empty.

    Args:
        names: What the three files are called in sentences.
        lineage: What is known of codes that were merged or split, so that a conflict can say so.

    Raises:
        Unmergeable: A file cannot be read, or has a conflict that is not solved.
    """
    texts = tuple(
        text.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n") for text in (base, ours, theirs)
    )
    read = cache(read_tree)  # once each: the three, edited to say the same, are mostly one text
    trees = [read(text) for text in texts]
    files = [_file(*one, base=index == 0) for index, one in enumerate(zip(texts, trees, names, strict=True))]
    three = align(files[0], files[1], files[2])
    sides = (three.base, three.one, three.other)
    became = _became(lineage, three)
    links = links_of(files, three)
    asked = (links[0].merged, links[1].merged)
    target, clashes = join_books(three.base.book, three.one.book, three.other.book, became, asked)
    before, one, other = (_fit(*each, target, read) for each in zip(texts, trees, sides, strict=True))
    merged = merge_lines(before, one, other, target, read=read)
    if not reads_as(merged[1], target):
        raise Unmergeable(tuple(merged[1].problems))
    clashes = (
        *clashes,
        *link_clashes(three, links, target),
        *_extra_clashes((before, one, other), merged, target),
    )
    if clashes:
        merged = mark_conflicts(*merged, target, _marks(clashes))
    lines = _conflict_lines(merged[1], target)
    conflicts = tuple(
        Conflict(lines.get(clash.code_id), _said(clash, three, target, names[1:])) for clash in clashes
    )
    conflicts = tuple(sorted(conflicts, key=lambda one: one.line or 0))
    return Merged(_dress(merged[0], (base, ours, theirs)), conflicts, _notes(three))


def _file(text: str, tree: Tree, name: str, *, base: bool) -> CodebookFile:
    """Return a file as read.

    Raises:
        Unmergeable: It has serious problems, or a conflict that is not solved; the base may have the latter,
            and may be empty.
    """
    noticed = [*tree.problems, *([] if base else tree.conflicts)]
    serious = tuple(one for one in noticed if one.serious)
    if serious and not (base and not text.strip()):
        raise Unmergeable(tuple(sorted(serious, key=lambda one: one.line or 0)), name)
    return CodebookFile(name, tree.name, tuple(one.entry for one in tree.items))


def _fit(text: str, tree: Tree, side: Side, target: Codebook, read: Callable[[str], Tree]) -> Read:
    """Return a side's text edited so that it reads as what came of the merge."""
    fitted, made = rewrite_tree(text, tree, target, side.codes, read=read)
    return (fitted if fitted.endswith("\n") else f"{fitted}\n"), made


def _dress(text: str, originals: tuple[str, str, str]) -> str:
    """Give a text the line breaks and the byte order mark of the side that changed them."""
    base, one, other = ((break_of(it), it.startswith(_MARK)) for it in originals)
    newline, mark = other if one == base else one if other == base else min(one, other)
    return (_MARK if mark else "") + (text.replace("\n", newline) if newline != "\n" else text)


def _became(lineage: Iterable[Lineage], three: Three) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    kinds = {}
    for one in lineage:
        into = next(
            (
                side.book.by_id[one.into_id].name
                for side in (three.one, three.other, three.base)
                if one.into_id in side.book.by_id
            ),
            "",
        )
        kinds[one.code_id] = f"{one.kind} into"
        if into:
            found.setdefault(one.code_id, []).append(f"“{into}”")
    return {code_id: f"{kinds[code_id]} {', '.join(sorted(set(names)))}" for code_id, names in found.items()}


def _extra_clashes(reads: tuple[Read, Read, Read], merged: Read, target: Codebook) -> list[Clash]:
    """Return the extras that both sides changed, and those that the merged text could not keep."""
    base, one, other = (extras_of(read, target) for read in reads)
    now = extras_of(merged, target)
    found = []
    for at, may in merged_extras(base, one, other).items():
        if len(may) > 1 or now.get(at) not in may:
            found.append(Clash(*at, (one.get(at, ""), other.get(at, "")), base.get(at, "")))
    return found


def _marks(clashes: Iterable[Clash]) -> dict[str, Marks]:
    marks: dict[str, dict[str, tuple[str, ...] | str]] = {}
    for one in clashes:
        said = _filled(one.said, _EITHER)
        marks.setdefault(one.code_id, {})[one.key] = tuple(sorted(one.values)) if one.values else said
    return {code_id: tuple(found.items()) for code_id, found in marks.items()}


def _conflict_lines(tree: Tree, target: Codebook) -> dict[str, int]:
    """Return the line of `x-conflict` of each code that has one."""
    codes = places(target)
    found = {"": tree.fields[CONFLICT][0].line} if CONFLICT in tree.fields else {}
    for item, place in walk_items(tree):
        if item.shape == "full" and CONFLICT in item.fields:
            found[codes[place]] = item.fields[CONFLICT][0].line
    return found


def _said(clash: Clash, three: Three, target: Codebook, names: tuple[str, ...]) -> str:
    """Say a conflict in a sentence, each side with its name and line."""
    named = []
    for side, name in zip((three.one, three.other), names, strict=True):
        line = side.lines.get(clash.code_id)
        named.append(f"{name} (line {line})" if line else name)
    what = f"“{target.paths[clash.code_id]}”" if clash.code_id else "The codebook"
    if not clash.values:
        return f"{what}: {_filled(clash.said, [named[side] for side in clash.sides])}."
    one, other = (_quoted(value) for value in clash.values)
    was = f"; it was {_quoted(clash.before)}" if clash.before else ""
    return (
        f"{what}: `{clash.key}` was changed on both sides: {one} in {named[0]}, {other} in {named[1]}{was}."
    )


def _filled(said: Sequence[str], sides: Sequence[str]) -> str:
    return "".join((said[0], sides[0], said[1], sides[1], said[2])) if said else ""


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”" if text else "nothing"


def _notes(three: Three) -> tuple[str, ...]:
    if not three.renumbered:
        return ()
    names = ", ".join(f"“{path}”" for path in three.renumbered)
    return (
        f"The two sides gave these codes different ids: {names}. The ids are left out, so that each project "
        "knows the codes by their names.",
    )
