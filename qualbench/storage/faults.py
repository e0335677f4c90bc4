"""What can go wrong with a project's database, each as a sentence."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError

if TYPE_CHECKING:
    from pathlib import Path


class NotAProject(QualbenchError):
    """The folder or file is no qualbench project."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path} is not a qualbench project: {why}.",
            "Nothing was changed. Make one with: qualbench new FOLDER --title TITLE --coder NAME",
        )


class DamagedProject(QualbenchError):
    """The database is truncated or damaged."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path} is damaged: {why}.",
            "Nothing was changed. The last good copy is in the folder backups; bring it back with: "
            "qualbench restore BACKUP NEWFOLDER",
        )


class NewerProject(QualbenchError):
    """The database was written by a newer version of the program."""

    def __init__(self, path: Path, version: int, known: int) -> None:
        super().__init__(
            f"{path} was written by a newer qualbench (format {version}; this one knows {known}).",
            "Nothing was changed. Update qualbench, then open it again.",
        )


class EarlierProject(QualbenchError):
    """The database is of an earlier version, and too big to be brought up to date in memory for reading."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} was written by an earlier qualbench and is too big to be read as it is.",
            "Nothing was changed. Opened once for writing it is backed up and brought up to date: "
            f"qualbench open --project {folder}",
        )


class ProjectLocked(QualbenchError):
    """Another process is writing to the project.

    Attributes:
        host: The computer's name, or empty where it is not known.
        process: The process number, 0 where it is not known.
        since: When it opened the project, ISO 8601 in UTC.
    """

    def __init__(self, path: Path, host: str, process: int, since: str) -> None:
        who = f"process {process} on {host}" if process else "another program"
        when = f", since {since[:16].replace('T', ' ')} UTC" if since else ""
        super().__init__(
            f"The project {path} is open for writing in {who}{when}.",
            "Close it there first. Reading it meanwhile is safe.",
        )
        self.host = host
        self.process = process
        self.since = since


class ProjectBusy(QualbenchError):
    """Another program holds the database for a moment longer than was waited."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is being written by another program just now.",
            "Nothing was changed. Try again in a moment.",
        )


class ReadOnlyProject(QualbenchError):
    """Something was to be written to a project that is open for reading only."""

    def __init__(self, path: Path, why: str = "it was opened for reading only") -> None:
        super().__init__(f"Nothing can be changed in {path}: {why}.", "Nothing was changed.")


class StorageFull(QualbenchError):
    """The disk is full."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The disk that holds {path} is full; the last step was not saved.",
            "Everything before it is safe. Make room, then do the step again.",
        )


class UnwritableText(QualbenchError):
    """A text holds half of a character (a lone surrogate), which no file can hold."""

    def __init__(self, piece: str) -> None:
        super().__init__(
            f"The text holds half of a character ({piece!a}), which cannot be stored.",
            "Nothing was changed. Take it out, or export the text again as UTF-8.",
        )


class StepConflict(QualbenchError):
    """A row is not as the change expects: something later stands on it."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"This cannot be done: {what}.",
            "Nothing was changed. `qualbench log` has the newest steps; `qualbench undo --step N` takes back "
            "another one.",
        )


def explain(error: BaseException | None, path: Path) -> QualbenchError | None:
    """Return the sentence for an error of the database library, None for anything else."""
    return translate(error, path) if isinstance(error, sqlite3.Error) else None


def translate(error: sqlite3.Error, path: Path) -> QualbenchError:
    """Turn an error of the database library into a sentence for the person."""
    said = str(error)
    name = getattr(error, "sqlite_errorname", "") or ""
    if name == "SQLITE_FULL" or "disk is full" in said:
        return StorageFull(path)
    if name.startswith("SQLITE_READONLY") or "readonly" in said or "read-only" in said:
        return ReadOnlyProject(path, "the folder or the disk does not allow writing")
    if name.startswith("SQLITE_BUSY") or "locked" in said:
        return ProjectBusy(path)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "malformed" in said:
        return DamagedProject(path, said)
    if isinstance(error, sqlite3.IntegrityError):
        if name == "SQLITE_CONSTRAINT_UNIQUE" or said.startswith("UNIQUE"):
            return StepConflict("the same thing is there already")
        return StepConflict("something later in the project stands on it")
    return QualbenchError(f"{path} could not be read or written: {said}.", "Nothing was changed.")
