"""Codebook files merged and outlined, with or without a project: what git calls, and a person can."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualbench.codebook.outline import outline
from qualbench.codebook.three_way import Conflict, Unmergeable, merge_texts
from qualbench.errors import FileProblem, QualbenchError
from qualbench.reports.files import write_file
from qualbench.storage import codebooks as stored
from qualbench.workbench.project import find_project, open_session

if TYPE_CHECKING:
    from qualbench.model.code import Lineage
    from qualbench.model.document import Problem

__all__ = ["Conflict", "FileMerge", "FilesUnmergeable", "codebook_outline", "merge_codebook_files"]


class FilesUnmergeable(QualbenchError):
    """Codebook files cannot be merged as they are; every problem is listed."""

    def __init__(self, source: str, problems: tuple[Problem, ...]) -> None:
        said = [
            f"line {one.line}: {one.message.removesuffix('.')}" if one.line else one.message.removesuffix(".")
            for one in problems
        ]
        what = f"{source} cannot be merged" if source else "What comes of the two files cannot be written"
        super().__init__(f"{what}: {'; '.join(said)}.", problems[0].hint if problems else "")


@dataclass(frozen=True, slots=True)
class FileMerge:
    """What came of a merge of files.

    Attributes:
        text: The merged file.
        output: What it is called in sentences.
        conflicts: What a person has to decide; `text` has both values.
        notes: What is worth knowing.
    """

    text: str
    output: str
    conflicts: tuple[Conflict, ...]
    notes: tuple[str, ...]

    def listed(self) -> tuple[str, ...]:
        """Return every conflict as one sentence with the merged file's name and line."""
        return tuple(
            f"{self.output}, line {one.line}: {one.message}" if one.line else f"{self.output}: {one.message}"
            for one in self.conflicts
        )


def merge_codebook_files(
    base: Path, ours: Path, theirs: Path, output: Path | None = None, *, called: str = ""
) -> FileMerge:
    """Merge two codebook files that grew from `base`; with `output` the merged text is written there.

    Args:
        called: What the merged file is called, where git hands over files of its own names.

    Raises:
        FileProblem: A file cannot be read or written.
        FilesUnmergeable: A file is no codebook, or has a conflict that is not solved.
    """
    texts = [_text(path) for path in (base, ours, theirs)]
    names = ("the base", "ours", "theirs") if called else (str(base), str(ours), str(theirs))
    try:
        merged = merge_texts(texts[0], texts[1], texts[2], names=names, lineage=_lineage())
    except Unmergeable as error:
        source = f"{called} ({error.source})" if called and error.source else error.source
        raise FilesUnmergeable(source, error.problems) from error
    if output is not None:
        write_file(output, merged.text.encode("utf-8"))
    label = called or (str(output) if output else "The merged file")
    return FileMerge(merged.text, label, merged.conflicts, merged.notes)


def codebook_outline(path: Path) -> str:
    """Return a codebook file as an outline; what is no codebook comes back as it is.

    Raises:
        FileProblem: The file cannot be read.
    """
    return outline(_text(path))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise FileProblem(
            path, "there is no such file", "Look at the spelling, and at the folder."
        ) from error
    except UnicodeDecodeError as error:
        raise FileProblem(path, "it is not UTF-8 text", "Save it as UTF-8 in your editor.") from error
    except OSError as error:
        raise FileProblem(path, f"cannot be read ({error.strerror})") from error
    except ValueError as error:  # a NUL in the name
        raise FileProblem(repr(str(path)), "this is no name for a file") from error


def _lineage() -> list[Lineage]:
    """Return what the project that one is in knows of merges and splits: sentences are clearer with it."""
    folder = find_project(Path.cwd())
    if folder is None:
        return []
    with suppress(QualbenchError), open_session(folder, write=False) as session:
        return stored.load_lineage(session.store)
    return []
