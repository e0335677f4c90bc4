"""A codebook out of another program's file: read, told apart from what the project has, and taken over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qualbench.codebook.entries import VALUES
from qualbench.codebook.matching import match_entries, walk_entries
from qualbench.errors import FileProblem, UsageError
from qualbench.interchange.formats import READ, format_of, read_bytes
from qualbench.readers.safe_xml import LIMIT
from qualbench.workbench.codebooks import load_codebook
from qualbench.workbench.proposals import CodebookRefused, GuessesOpen
from qualbench.workbench.taking_over import adopt_read, look_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualbench.codebook.entries import CodebookFile, Entry
    from qualbench.codebook.guessing import Guess
    from qualbench.model.code import Codebook, CodebookVersion
    from qualbench.model.document import Problem
    from qualbench.workbench.project import Session
    from qualbench.workbench.proposals import Prefer
    from qualbench.workbench.working_file import WorkingFile

__all__ = [
    "FORMATS",
    "CodebookRefused",
    "GuessesOpen",
    "Taken",
    "import_codebook",
    "look_at_import",
]
#: Every format that a codebook is read from.
FORMATS = tuple(READ)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken over.

    Attributes:
        version: What it was saved as.
        codes: How many codes the file has.
        remarks: What was noticed in the file and what of it was left out.
        removed: The paths of the codes that are gone, for the file does not have them.
    """

    version: CodebookVersion
    codes: int
    remarks: tuple[Problem, ...]
    removed: tuple[str, ...] = ()


def import_codebook(
    session: Session,
    path: Path,
    *,
    message: str,
    form: str | None = None,
    why: str = "",
    prefer: Prefer | None = None,
    keep: bool = False,
    confirm: Callable[[Guess], bool] | None = None,
    agree: Callable[[tuple[str, ...]], None] = lambda _paths: None,
) -> Taken:
    """Take over a codebook file of any format of `FORMATS` and save it as the next version, as one step.

    A code that the file knows by its id, else by its name, is the project's, and keeps all that the file says
    nothing of.

    Args:
        path: The file.
        message: What is new in this version.
        form: Its format; by default what its name ends in.
        why: A reason for the history.
        prefer: Whose is taken where the file and the project changed the same thing; None refuses.
        keep: Codes that the file does not have stay.
        confirm: Says whether a code is the one of another name that it seems to be.
        agree: Is told the paths of the codes that would go; raises where they are not to.

    Raises:
        FileProblem: The file cannot be read.
        CodebookRefused, GuessesOpen, UsageError, NothingNew: As in `working_file.adopt`; nothing is changed.
    """
    if not message.strip():
        raise UsageError("A version needs a message: what is new in it?", "Give it with -m MESSAGE.")
    read = _read(session, path, form)
    removed: list[str] = []

    def told(paths: tuple[str, ...]) -> None:
        agree(paths)
        removed.extend(paths)

    choices: dict[str, Any] = {"why": why, "prefer": prefer, "keep": keep, "confirm": confirm}
    version = adopt_read(session, read, message=message, agree=told, **choices)
    codes = sum(1 for _one in walk_entries(read.entries))
    return Taken(version, codes, read.problems, tuple(removed))


def look_at_import(
    session: Session, path: Path, *, form: str | None = None, keep: bool = False
) -> WorkingFile:
    """Return what `import_codebook` would make of the codebook; nothing is changed.

    Raises:
        FileProblem: The file cannot be read.
        UsageError: There is no such format.
    """
    return look_at(session, _read(session, path, form), keep=keep)


def _read(session: Session, path: Path, form: str | None) -> CodebookFile:
    chosen = format_of(path.name, form)
    try:
        if path.stat().st_size > LIMIT:
            raise FileProblem(path, f"it is larger than {LIMIT // 2**20} MB, more than any codebook.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileProblem(path, "there is no such file.", "Look at the spelling of its name.") from error
    except IsADirectoryError as error:
        raise FileProblem(path, "this is a folder.", "Name the file in it.") from error
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise FileProblem(path, f"it cannot be read ({said}).") from error
    current = load_codebook(session)
    known = {path: code.id for path, code in current.by_path.items()}
    read = read_bytes(str(path), data, chosen, known)
    return read if chosen == "yaml" else completed(read, current)


def completed(read: CodebookFile, current: Codebook) -> CodebookFile:
    """Return a file as it is meant in a project that has codes already.

    Programs give a code a new GUID with each export, so a code whose id the project does not have is known by
    its name where the project has it. If the project knows none of the ids and some of its codes are not
    found by name either, the ids of the others are left out too, so that a new name can be asked about. What
    a file says nothing of stays as it is in the project, also for a code that is known by its id.
    """
    every = {place: entry for entry, place in walk_entries(read.entries)}
    ids = {place: entry.id for place, entry in every.items()}
    strangers = {place for place, code_id in ids.items() if code_id and code_id not in current.by_id}
    bare = _mapped(
        read.entries, lambda entry, place: replace(entry, id=None) if place in strangers else entry
    )
    matched = match_entries(bare, current)
    trusted = any(code_id in current.by_id for code_id in ids.values())
    whole = len(set(matched.values())) == len(current.codes)

    def settle(entry: Entry, place: tuple[int, ...]) -> Entry:
        known = current.by_id.get(entry.id or "")
        if known is not None:
            silent: dict[str, Any] = {key: getattr(known, key) for key in VALUES if key not in entry.given}
            return replace(entry, given=entry.given.union(VALUES), **silent)
        if place in strangers and place not in matched and (trusted or whole):
            return replace(entry, id=ids[place])
        return entry

    return replace(read, entries=_mapped(bare, settle))


def _mapped(
    entries: tuple[Entry, ...],
    change: Callable[[Entry, tuple[int, ...]], Entry],
    above: tuple[int, ...] = (),
) -> tuple[Entry, ...]:
    return tuple(
        replace(change(entry, (*above, index)), children=_mapped(entry.children, change, (*above, index)))
        for index, entry in enumerate(entries)
    )
