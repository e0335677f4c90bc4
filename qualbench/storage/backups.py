"""Backups: whole, verified copies of the database, kept beside the project and rotated.

A copy is made by SQLite itself while the project is open, then opened and checked; one that does not check
is thrown away and said so. Only automatic copies are rotated.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.storage.faults import DamagedProject, translate

if TYPE_CHECKING:
    from pathlib import Path

#: How many automatic backups are kept.
KEPT = 10
_COUNTED = ("document", "revision", "segment", "code", "memo", "theme", "step")


class BackupFailed(QualbenchError):
    """A backup could not be made or did not check."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"The backup {path} could not be made: {why}.", "The project itself is as it was.")


def back_up(source: Path, folder: Path, *, project_id: str, automatic: bool = False) -> Path:
    """Copy the database `source` into `folder`, check the copy, and return its path.

    Args:
        project_id: Goes into the name, so that copies of different projects never mix.
        automatic: Marks the copy as one that rotation may remove; older automatic ones beyond `KEPT` go.

    Raises:
        BackupFailed: The copy could not be written or is not whole; it is removed.
    """
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    kind = "auto" if automatic else "kept"
    path = folder / f"{stamp}-{project_id[:8]}-{kind}.qualbench"
    partial = path.with_suffix(".partial")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as original,
            closing(sqlite3.connect(partial)) as copy,
        ):
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            _verify(original, copy, partial)
        partial.replace(path)
    except (OSError, sqlite3.Error, DamagedProject) as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise BackupFailed(path, getattr(error, "strerror", None) or str(error)) from error
    if automatic:
        for old in sorted(folder.glob(f"*-{project_id[:8]}-auto.qualbench"))[:-KEPT]:
            old.unlink(missing_ok=True)
    return path


def project_of(path: Path) -> str:
    """Return the id of the project that a copy is of, or an empty text where it cannot be told."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy,
    ):
        row = copy.execute("SELECT id FROM project").fetchone()
        return str(row[0]) if row else ""
    return ""


def copy_back(backup: Path, target: Path) -> None:
    """Write a checked backup to `target`, which must not exist.

    Raises:
        QualbenchError: The backup is damaged or the target cannot be written; nothing is left behind.
    """
    partial = target.with_suffix(".partial")
    try:
        with (
            closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as original,
            closing(sqlite3.connect(partial)) as copy,
        ):
            original.backup(copy)
            _verify(original, copy, backup)
        partial.replace(target)
    except sqlite3.Error as error:
        partial.unlink(missing_ok=True)
        raise translate(error, backup) from error
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _verify(original: sqlite3.Connection, copy: sqlite3.Connection, path: Path) -> None:
    """Check the copy's structure and that it holds as many rows of each kind."""
    (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise DamagedProject(path, str(said))
    present = {name for (name,) in original.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in present.intersection(_COUNTED):
        counts = [one.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for one in (original, copy)]
        if counts[0] != counts[1]:
            raise DamagedProject(path, f"{counts[1]} of {counts[0]} rows of {table} were copied")
