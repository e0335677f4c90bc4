"""A codebook in the lines that people compare: what the codes say, without ids, comments and quoting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.codebook.entries import VALUES
from qualbench.codebook.reading import read_codebook, read_tree
from qualbench.model.code import CodeStatus

if TYPE_CHECKING:
    from qualbench.codebook.entries import Entry


def outline(text: str) -> str:
    """Return a codebook file as an outline: a line a code, what is said of it further in.

    A text that cannot be read as a codebook is returned as it is.
    """
    tree = read_tree(text)
    if not tree.usable:
        return text
    file = read_codebook(text)
    lines = [f"Codebook: {file.name}", ""] if file.name else []
    for item in tree.items:
        _add(lines, item.entry, 0)
    undecided = [f"! {one.message}" for one in tree.conflicts]
    return "\n".join([*undecided, *lines]) + "\n"


def _add(lines: list[str], entry: Entry, depth: int) -> None:
    pad = "  " * depth
    lines.append(f"{pad}- {entry.name}")
    for key in VALUES:
        value = getattr(entry, key)
        if not value or (key == "status" and value is CodeStatus.ACTIVE):
            continue
        if isinstance(value, bool):
            lines.append(f"{pad}    {key}: yes")
        elif isinstance(value, tuple):
            lines.append(f"{pad}    {key}:")
            said = [": ".join(one) if isinstance(one, tuple) else one for one in value]
            lines += [f"{pad}      - {_further(one, pad + '        ')}" for one in said]
        else:
            lines.append(f"{pad}    {key}: {_further(str(value), pad + '      ')}")
    for child in entry.children:
        _add(lines, child, depth + 1)


def _further(text: str, pad: str) -> str:
    return f"\n{pad}".join(text.strip().splitlines())
