"""Merges and splits that a person wrote into the file: `merged_into` and `split_from`.

They are asked for once: a version that is saved has the codes as they became, and the keys no more.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from qualbench.codebook.diff import compare
from qualbench.codebook.edits import Edits
from qualbench.codebook.entries import LINKS, walk_items
from qualbench.codebook.layout import content_end, line_start
from qualbench.codebook.matching import walk_entries
from qualbench.codebook.merged_tree import NameClash, merged_tree
from qualbench.codebook.reading import read_tree
from qualbench.model.code import MEANING, Codebook, Lineage
from qualbench.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualbench.codebook.entries import CodebookFile, Entry, Item
    from qualbench.codebook.resolve import Proposal
    from qualbench.model.code import Code

_HINT = "Name a code by its id, its path or its name."


@dataclass(slots=True)
class Links:
    """What a file says of codes that become others.

    Attributes:
        merged: Code -> the code that it becomes.
        split: New code -> the code that it comes out of.
        lines: Where it is said, by the code.
        problems: Serious, in order of line; where there are any, nothing of it is done.
    """

    merged: dict[str, str] = field(default_factory=dict)
    split: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __bool__(self) -> bool:
        """True where the file says any such thing."""
        return bool(self.merged or self.split or self.problems)

    def refuse(self, line: int, message: str, hint: str) -> None:
        """Note what is wrong."""
        self.problems.append(Problem(message, line, hint, serious=True))


def read_links(
    file: CodebookFile, ids: Mapping[tuple[int, ...], str], book: Codebook, current: Codebook | None = None
) -> Links:
    """Return what a file says of codes that become others.

    Args:
        file: As read.
        ids: The code that each entry is, by its place.
        book: The codebook that the file makes, the codes that are to be merged still in it.
        current: The project's, where there is one: what is in it can be merged, what is not, split off.
    """
    links = Links()
    for entry, place in walk_entries(file.entries):
        if entry.merged_into or entry.split_from:
            _read_one(links, entry, ids[place], book, current)
    for code_id, into in links.merged.items():
        if into in links.merged:
            _refuse_chain(links, code_id, into, book)
    for code_id, source in links.split.items():
        if source in links.merged:
            said = f"“{book.by_id[code_id].name}” is split from a code that is merged in the same file."
            links.refuse(links.lines[code_id], said, "Save the split as a version first, then merge.")
    links.problems.sort(key=lambda one: one.line or 0)
    return links


def _read_one(links: Links, entry: Entry, code_id: str, book: Codebook, current: Codebook | None) -> None:
    name, line = f"“{entry.name}”", entry.line
    links.lines[code_id] = line
    if entry.merged_into and entry.split_from:
        hint = "Keep one of `merged_into` and `split_from`."
        links.refuse(line, f"{name} is to be merged and split off at once.", hint)
        return
    if entry.merged_into:
        if (current is not None and code_id not in current.by_id) or code_id not in book.by_id:
            said = f"{name} is to be merged, and the project does not have it."
            links.refuse(line, said, "Take it out of the file, or take its line `merged_into` out.")
            return
        into = _find(links, entry, entry.merged_into, book)
        if into is None:
            return
        if into.id in book.subtree(code_id):
            what = "itself" if into.id == code_id else f"“{into.name}”, which stands under it"
            hint = "Name another code; where two have one name, by its path."
            hint = (
                hint if into.id == code_id else "Move that code out of it first, or merge it the other way."
            )
            links.refuse(line, f"{name} is to be merged into {what}.", hint)
            return
        links.merged[code_id] = into.id
        return
    if current is not None and code_id in current.by_id:
        said = f"{name} is in the project already: only a new code is split from another."
        links.refuse(line, said, "Take its line `split_from` out.")
        return
    source = _find(links, entry, entry.split_from, book, current)
    if source is None:
        return
    if source.id == code_id or (current is not None and source.id not in current.by_id):
        said = f"{name} is to be split from {'itself' if source.id == code_id else 'a code that is new too'}."
        links.refuse(line, said, "Name a code that the project has.")
        return
    links.split[code_id] = source.id


def _find(
    links: Links, entry: Entry, text: str, book: Codebook, current: Codebook | None = None
) -> Code | None:
    """Return the code meant by an id, a path, or a name that no other has; or note that there is none."""
    for one in (book, current):
        if one is None:
            continue
        found = one.by_id.get(text.lower()) or one.by_path.get(text)
        if found is not None:
            return found
        named = one.named(text)
        if len(named) == 1:
            return named[0]
        if named:
            paths = "; ".join(one.paths[it.id] for it in named)
            said = f"“{entry.name}” names “{text}”, and {len(named)} codes are called so."
            links.refuse(entry.line, said, f"Give the whole path: {paths}.")
            return None
    near = get_close_matches(text, [*book.paths.values(), *(it.name for it in book.codes)], 1, 0.6)
    said = f"“{entry.name}” names “{text}”, and there is no such code."
    links.refuse(entry.line, said, f"Did you mean “{near[0]}”?" if near else _HINT)
    return None


def _refuse_chain(links: Links, code_id: str, into: str, book: Codebook) -> None:
    name, other, line = book.by_id[code_id].name, book.by_id[into].name, links.lines[code_id]
    seen = [code_id]
    while seen[-1] in links.merged and links.merged[seen[-1]] not in seen:
        seen.append(links.merged[seen[-1]])
    if links.merged.get(seen[-1]) == code_id:
        if next(it for it in links.merged if it in seen) != code_id:
            return  # it is said once
        names = ", ".join(f"“{book.by_id[it].name}”" for it in seen)
        links.refuse(line, f"These codes are merged in a circle: {names}.", "Take one `merged_into` out.")
    else:
        last = book.by_id[seen[-1]].name
        said = f"“{name}” is to be merged into “{other}”, which is itself merged."
        links.refuse(line, said, f"Write: `merged_into: {last}`.")


def lineage_of(links: Links, before: Codebook) -> list[Lineage]:
    """Return what codes become, as it would be kept."""
    kinds = [("merged", code_id, into) for code_id, into in links.merged.items()]
    kinds += [("split", source, code_id) for code_id, source in links.split.items()]
    return [
        Lineage("", kind, code_id, before.paths[code_id], into, "", "")
        for kind, code_id, into in kinds
        if code_id in before.by_id
    ]


def applied(links: Links, book: Codebook) -> Codebook:
    """Return a codebook as it is once its merges are done; with problems noted, as it was."""
    if links.problems or not links.merged:
        return book
    try:
        return merged_tree(book, dict(links.merged))[0]
    except NameClash as clash:
        parent = book.by_id[clash.code_id].parent_id or ""
        under = f"“{book.by_id[clash.parent_id].name}”" if clash.parent_id else "the top"
        said = (
            f"“{book.paths[clash.code_id]}” cannot move under {under}: there is a code of its name already."
        )
        hint = "Give that one a `merged_into` too, or rename one of them."
        links.refuse(links.lines.get(parent, 1), said, hint)
        return book


def applied_to(
    links: Links, before: Codebook, after: Codebook, ids: Mapping[str, str]
) -> tuple[Codebook, list[Lineage]]:
    """Do what the file of `after` asks for, whose codes have other ids by now; for `compare_books`."""
    now = Links(
        {ids[code_id]: ids[into] for code_id, into in links.merged.items()},
        {ids[code_id]: ids.get(source, source) for code_id, source in links.split.items()},
    )
    return applied(now, after), lineage_of(now, before)


def with_links(file: CodebookFile, proposal: Proposal, current: Codebook, base: Codebook | None) -> Proposal:
    """Return a proposal with the merges and splits that its file asks for.

    Args:
        file: Without serious problems.
        proposal: What else it makes of the codebook.
        current: The codebook as it is.
        base: What the file was written from, where that is known.
    """
    links = read_links(file, proposal.ids, proposal.target, current)
    if not links:
        return proposal
    target = applied(links, proposal.target)
    if links.problems:
        return replace(proposal, problems=(*proposal.problems, *links.problems))
    conflicts = []
    for code_id, into in links.merged.items():
        was, now = (base.by_id.get(code_id) if base else None), current.by_id[code_id]
        if was and any(getattr(was, key) != getattr(now, key) for key in MEANING):
            name = target.by_id[into].name
            said = f"“{now.name}” is merged into “{name}” in the file, and was redefined in the project."
            hint = "To merge it all the same: qualbench codebook adopt --prefer-file -m MESSAGE"
            conflicts.append(Problem(said, links.lines[code_id], hint, serious=True))
    return replace(
        proposal,
        target=target,
        whole=proposal.target,
        links=links,
        differences=compare(current, target, lineage_of(links, current)),
        conflicts=(*proposal.conflicts, *conflicts),
    )


def without_links(text: str) -> str:
    """Return a file's text without the lines that say what becomes of codes; all else stays as it is."""
    if not any(key in text for key in LINKS):
        return text
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    plain = text.removeprefix("\ufeff")
    tree = read_tree(plain)
    edits = Edits(plain, "\n")
    for item, _place in walk_items(tree):
        if item.shape == "full":
            _drop(edits, item)
    return mark + edits.apply(0, len(plain))


def _drop(edits: Edits, item: Item) -> None:
    """Take the keys out: whole lines, or in brackets, what stands between the commas."""
    kept = [pair for name, pair in item.fields.items() if name not in LINKS]
    for name, (key, node) in item.fields.items():
        if name not in LINKS:
            continue
        after = [one.start for one, _value in kept if one.start > key.start]
        begin = line_start(edits.text, key.start)
        if item.node.flow or edits.text[begin : key.start].strip():  # the next key comes up to the dash
            before = [max(one.end, value.end) for one, value in kept if one.start < key.start]
            if after:
                edits.replace(key.start, min(after), "")
            else:
                edits.replace(max(before), max(key.end, node.end), "")
        else:
            edits.replace(begin, content_end(edits.text, node), "")
