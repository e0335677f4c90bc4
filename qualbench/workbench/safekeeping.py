"""Safekeeping: verified backups, on demand, before a migration and once a day; and bringing one back."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem, QualbenchError, UsageError
from qualbench.storage import desk

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session

_LAST_DAY = "day of the last automatic backup"
_LAST_STEP = "last step in the last automatic backup"


def backup_project(session: Session, folder: Path | None = None) -> Path:
    """Write a verified copy of the project's database that rotation never removes, and return its path.

    Raises:
        BackupFailed: The copy could not be written or did not check.
    """
    from qualbench.storage.backups import back_up

    return back_up(session.store.path, folder or session.project.backups, project_id=session.project.id)


def daily_backup(session: Session) -> str:
    """Back up once a day, if a step was done since the last time.

    A backup that fails (a full disk) does not keep the researcher from working: the next opening tries again.

    Returns:
        Why it failed, in a sentence; empty where it was made or none was due.
    """
    day = datetime.now(UTC).date().isoformat()
    at = session.project.desk
    if desk.load_note(at, _LAST_DAY) == day:
        return ""
    from qualbench.storage.backups import BackupFailed, back_up
    from qualbench.storage.history import newest_step

    newest = newest_step(session.store)
    if desk.load_note(at, _LAST_STEP) == str(newest) or newest <= 1:
        return ""
    try:
        back_up(session.store.path, session.project.backups, project_id=session.project.id, automatic=True)
    except BackupFailed as failure:
        return f"{failure.message} {failure.hint}"
    desk.save_note(at, _LAST_DAY, day)
    desk.save_note(at, _LAST_STEP, str(newest))
    return ""


def back_up_before_migration(folder: Path, synced: str) -> Path:
    """Back up a project that is about to be migrated; it fails rather than migrate without a copy."""
    from qualbench.storage.backups import back_up
    from qualbench.workbench.project import DATABASE, data_folder

    place = data_folder() / "backups" / "before-update" if synced else folder / "backups"
    return back_up(folder / DATABASE, place, project_id="before-update")


def restore_project(backup: Path, folder: Path) -> list[str]:
    """Bring a backup back as a project in a new or empty `folder`; the project it came from is left alone.

    Returns:
        The documents that are in it again though they were taken out for good since: a participant withdrew.
        That is known where the project it came from is on this computer.

    Raises:
        UsageError: `folder` is there and not empty.
        QualbenchError: The backup is no project, damaged, or from a newer program; nothing is written.
    """
    from qualbench.storage.backups import copy_back
    from qualbench.storage.header import inspect_database
    from qualbench.workbench.project import DATABASE, open_session
    from qualbench.workbench.writing import follow_codebook

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            f"{folder} is not empty.",
            "Name a new folder to bring the backup back into; nothing that is there is ever overwritten.",
        )
    inspect_database(backup)
    try:
        for place in (folder, folder / "codebooks", folder / "exports", folder / "backups"):
            place.mkdir(parents=True, exist_ok=True)
        copy_back(backup, folder / DATABASE)
    except OSError as error:
        raise FileProblem(folder, f"cannot be written ({error.strerror})") from error
    # opened once: an older one is brought up to date, a bad one is not called good, and the codebook's files
    # are there again
    with open_session(folder) as session:
        follow_codebook(session)
        return _withdrawn_since(session, backup)


def _withdrawn_since(session: Session, backup: Path) -> list[str]:
    """Return the documents of a restored project that the project it came from has no more, hidden or not."""
    from qualbench.storage.purge import load_ids
    from qualbench.workbench.importing import list_documents
    from qualbench.workbench.project import DATABASE, open_session, recent_projects
    from qualbench.workbench.purging import list_withdrawals

    here = session.project
    folders = [backup.absolute().parent.parent, *(one.folder for one in recent_projects())]
    for folder in dict.fromkeys(folders):
        if folder == here.folder or not (folder / DATABASE).is_file():
            continue
        with suppress(QualbenchError), open_session(folder, write=False) as origin:
            if origin.project.id != here.id or not list_withdrawals(origin):
                continue
            kept = {one for hidden in (False, True) for one in load_ids(origin.store, hidden=hidden)}
            names = [row.document.name for row in list_documents(session) if row.document.id not in kept]
            hidden = [one for one in load_ids(session.store, hidden=True) if one not in kept]
            return [*names, *hidden]
    return []
