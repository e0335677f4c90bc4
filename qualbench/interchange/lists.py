"""Plain lists of codes: a name on each line, further in for a code under a code, or with its whole path.

After a tab the definition. QualCoder's list for import (`category>>code`, a tab, a memo) and the codebook
that it wrote as text are such lists; so is what a person types.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualbench.interchange.drafts import Draft, Drafts, path_names, tidy_name
from qualbench.interchange.losses import fit
from qualbench.interchange.text_files import text_of

if TYPE_CHECKING:
    from qualbench.codebook.entries import CodebookFile
    from qualbench.model.code import Codebook

#: How far a written code stands further in than the one above it.
STEP = 4
_BULLET = re.compile(r"(?:[-*+•–◦▪·‣o]|\(?\d{1,3}(?:\.\d{1,3})*[.)])[ \t]+(?=\S)")
_QUALCODER = re.compile(
    r"(?P<in>(?:--)*)(?:Category|Code):\s?(?P<name>.*), (?:cat|c)id:\d+(?:, Frq: .*?)?(?:, Owner: .*)?"
)
_MEMO = re.compile(r"(?:--)*Memo: ?(.*)")


def write_list(codebook: Codebook) -> bytes:
    """Return the codes as a list: names, each with its definition after a tab."""
    lines = []
    for code, depth in codebook.walk():
        definition = " ".join(fit(code.definition).split())
        name = fit(code.name).replace("\t", " ")
        said = f"\t{definition}" if definition else ""
        lines.append(f"{' ' * STEP * depth}- {name}{said}\n")
    return "".join(lines).encode()


def read_list_file(source: str, data: bytes) -> CodebookFile:
    """Read a list of codes.

    Raises:
        FileProblem: It is no text.
    """
    decoded = text_of(source, data)
    drafts = Drafts(source, decoded.problems)
    lines = [(number, line.rstrip()) for number, line in enumerate(decoded.text.split("\n"), 1)]
    if lines[0][1].startswith("Codebook for ") and lines[1:] and set(lines[1][1]) == {"="}:
        _read_qualcoder(lines[2:], drafts)
    elif any(">>" in line.partition("\t")[0] for _number, line in lines) and not _bulleted(lines):
        _read_paths(lines, drafts)
    else:
        _read_tree(lines, drafts)
    return drafts.finish()


def _bulleted(lines: list[tuple[int, str]]) -> bool:
    """Say whether most lines begin with a dash, a bullet or a number."""
    bare = [line.lstrip() for _number, line in lines if line.strip()]
    return 2 * sum(1 for line in bare if _BULLET.match(line)) > len(bare)


def _read_paths(lines: list[tuple[int, str]], drafts: Drafts) -> None:
    for number, line in lines:
        if not line.strip():
            continue
        path, tab, memo = line.strip().partition("\t")
        draft = drafts.told(path_names(path), number)
        if draft is not None and tab:
            drafts.put(draft, "definition", memo.strip())


def _read_tree(lines: list[tuple[int, str]], drafts: Drafts) -> None:
    above: list[tuple[int, Draft]] = []
    bullets = _bulleted(lines)
    for number, line in lines:
        if not line.strip():
            continue
        bare = line.lstrip()
        wide = len(line[: len(line) - len(bare)].expandtabs(STEP))
        if bullets:
            bare = _BULLET.sub("", bare, count=1)
        name, tab, definition = bare.partition("\t")
        draft = Draft(tidy_name(name), number)
        if tab:
            drafts.put(draft, "definition", definition.strip())
        while above and above[-1][0] >= wide:
            above.pop()
        (above[-1][1].children if above else drafts.tops).append(draft)
        above.append((wide, draft))


def _read_qualcoder(lines: list[tuple[int, str]], drafts: Drafts) -> None:
    """Read QualCoder's codebook as text: two dashes a level, a line for the code and lines for its memo."""
    above: list[Draft] = []
    memo: list[str] | None = None

    def close() -> None:
        if above and memo is not None:
            drafts.put(above[-1], "definition", "\n".join(memo).strip())

    for number, line in lines:
        found, said = _QUALCODER.fullmatch(line), _MEMO.fullmatch(line)
        if found is not None:
            close()
            memo, depth = None, len(found["in"]) // 2
            draft = Draft(tidy_name(found["name"]), number)
            del above[depth:]
            (above[-1].children if above else drafts.tops).append(draft)
            above.append(draft)
        elif memo is not None:
            memo.append(line)
        elif said is not None and above:
            memo = [said[1]]
        elif line.strip():
            drafts.refuse("Here stands neither a code nor a memo.", number, "Take the line out.")
    close()
