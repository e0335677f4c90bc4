"""What a purge would take away, and the lines that a person reads before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.model.document import WITHDRAWN as MARK
from qualbench.workbench.code_previews import many

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.model.document import Document
    from qualbench.storage.purge import Counts, Held

#: What a table's texts are, in the interface's words.
_NOUNS = {
    "code": "code",
    "memo": "memo",
    "theme": "theme",
    "theme_set": "theme set",
    "cases": "case",
    "case_value": "value of an attribute",
    "attribute": "attribute",
    "meaning": "earlier definition",
    "codebook_version": "saved version",
    "lineage": "what a code became",
    "document": "document",
    "speaker": "speaker",
    "step": "line of the history",
    "coder": "coder",
    "project": "project",
}


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge takes away.

    Attributes:
        counts: Rows that go; of all coders.
        cases: Names of the cases that go with it.
        held: Texts elsewhere that hold five words of it in a row, or more; those words are blanked.
        files: Files of the codebook that hold such words; they are blanked too.
        exports, backups: Files that hold words of it, or may; they go only where everything is asked for.
        others: Other files in the project's folder that hold words of it, or cannot be read; the person's
            own to delete.
        copies: How many documents whose import was taken back go with it, because they hold the same words.
        key: Where the key of pseudonyms lies, if there is one: it still lists names.
        git: The folder whose git history is out of reach, or None.
        speaker: Whose words alone are taken out of the document; empty where the document goes.
        alone: Whether nobody else answers in the document.
    """

    document: Document
    counts: Counts
    cases: tuple[str, ...]
    held: tuple[Held, ...]
    files: tuple[Path, ...]
    exports: tuple[Path, ...]
    backups: tuple[Path, ...]
    others: tuple[Path, ...]
    copies: int
    key: Path | None
    git: Path | None
    speaker: str = ""
    alone: bool = False

    @property
    def named(self) -> str:
        """What is typed to agree: the speaker's label, else the document's name."""
        return self.speaker or self.document.name

    def words_of(self, held: Held) -> str:
        """Say where a text stands: `code “…”, definition`."""
        noun = _NOUNS.get(held.table, held.table.replace("_", " "))
        named = f" “{held.name}”" if held.name and held.name != held.text else ""
        return f"{noun}{named}, {held.column.replace('_', ' ')}"


def purge_in_words(seen: Purge, *, everywhere: bool = False) -> list[str]:
    """Return the lines that a person reads before a purge."""
    counts = seen.counts
    parts = [many(counts.segments, "segment"), many(counts.memos, "memo")]
    parts += [many(counts.revisions, "text")] if not seen.speaker else []
    parts += (
        [many(counts.quotes, "quote chosen for a theme", "quotes chosen for themes")] if counts.quotes else []
    )
    few = len(seen.cases) <= 5  # a survey has a case for each who answered
    parts += [f"the case {name}" for name in seen.cases] if few else [many(len(seen.cases), "case")]
    parts += ["what was imported of it before and taken back"] if seen.copies else []
    if seen.speaker:
        lines = _voice_in_words(seen, parts)
    else:
        lines = [f"{seen.document.name} goes, and with it {', '.join(parts)}."]
    lines += [f"{'These' if seen.speaker else 'Its'} words are blanked in:"] if seen.held else []
    for one in seen.held:
        lines.append(f"  {seen.words_of(one)}: {one.words if len(one.words) <= 90 else one.words[:89] + '…'}")
    gone = everywhere
    for paths, head in (
        (seen.files, "Blanked too, files of the codebook:"),
        (
            seen.exports,
            f"Exports with its words, {'blanked or removed' if gone else 'which stay unless asked for'}:",
        ),
        (seen.backups, f"Backups, {'rewritten without it' if gone else 'which keep it unless asked for'}:"),
        (seen.others, "Other files in the folder with its words, which are yours to delete:"),
    ):
        lines += [head, *(f"  {path}" for path in paths)] if paths else []
    if seen.key:
        lines.append(f"The key of pseudonyms still lists names, which no export may hold: {seen.key}")
    if seen.git:
        lines.append(f"What git has kept of {seen.git} is out of reach.")
    return [*lines, "Copies that you have made yourself are yours to delete. There is no way back."]


def _voice_in_words(seen: Purge, parts: list[str]) -> list[str]:
    counts, name = seen.counts, seen.document.name
    turns, said = many(counts.turns, "turn"), many(counts.words, "word")
    lines = [
        f"{turns} of {seen.speaker} ({said}) are taken out of {name}, from {many(counts.revisions, 'text')} "
        f"that it has or had, and with them {', '.join(parts)}. “{MARK}” stands in their place."
    ]
    if counts.cut:
        lines.append(f"{many(counts.cut, 'segment')} over these words and others keep the others'.")
    lines.append("All that stands on others' words stays on these very words.")
    if seen.alone:
        lines.append(f"Nobody else answers in {name}: the whole document can be taken out instead.")
    return lines
