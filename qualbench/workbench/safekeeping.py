"""Safekeeping: verified backups, on demand, before a migration and once a day; and bringing one back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem, QualbenchError, UsageError
from qualbench.storage import desk

if TYPE_CHECKING:
    from pathlib import Path

    from qualbench.workbench.project import Session


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in a restored project again though it was taken out for good since: a participant withdrew.

    Attributes:
        known: Whether it could be known: the project that the backup came from is on this computer.
        documents: Ids and names of documents.
        voices: Id and name of a document, and the label of one who speaks in it.
        labels: Name of a document with such a voice, and a label in it that was joined to another's since:
            nobody can say whether it was the voice's.
    """

    known: bool = False
    documents: tuple[tuple[str, str], ...] = ()
    voices: tuple[tuple[str, str, str], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()


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


def restore_project(backup: Path, folder: Path) -> Restored:
    """Bring a backup back as a project in a new or empty `folder`; the project it came from is left alone.

    Returns:
        Who is in it again though they have withdrawn since, as far as that can be known.

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


def take_out_again(folder: Path, restored: Restored) -> None:
    """Take out of a restored project for good who has withdrawn since the backup."""
    from qualbench.workbench.project import open_session
    from qualbench.workbench.purging import purge_document

    why = "withdrawn before this backup was brought back"
    with open_session(folder) as session:
        for document_id, _name in restored.documents:
            purge_document(session, document_id, why=why, everywhere=True)
        for document_id, _name, label in restored.voices:
            purge_document(session, document_id, why=why, everywhere=True, speaker=label)


def _withdrawn_since(session: Session, backup: Path) -> Restored:
    """Compare a restored project with the one that it came from, where that is found.

    No word is needed for it: what was taken out has no row there, and a voice has a mark for its label.
    """
    from qualbench.workbench.project import DATABASE, open_session, recent_projects
    from qualbench.workbench.purging import list_withdrawals

    here = session.project
    known = False
    folders = [backup.absolute().parent.parent, *(one.folder for one in recent_projects())]
    for folder in dict.fromkeys(folders):
        if folder == here.folder or not (folder / DATABASE).is_file():
            continue
        with suppress(QualbenchError), open_session(folder, write=False) as origin:
            if origin.project.id != here.id:
                continue
            known = True
            if list_withdrawals(origin):
                return _compared(session, origin)
    return Restored(known)


def _compared(session: Session, origin: Session) -> Restored:
    from qualbench.storage.documents import load_documents, load_speakers
    from qualbench.storage.purge import load_ids, load_withdrawn_voices

    kept = {one for hidden in (False, True) for one in load_ids(origin.store, hidden=hidden)}
    found = load_documents(session.store)
    gone = [(one.id, one.name) for one in found if one.id not in kept]
    gone += [(one, one) for one in load_ids(session.store, hidden=True) if one not in kept]
    marked = load_withdrawn_voices(origin.store)
    voices: list[tuple[str, str, str]] = []
    labels: list[tuple[str, str]] = []
    for document in (one for one in found if one.id in {of for of, _label in marked.values()}):
        there = {one.id for one in load_speakers(origin.store, document.id)}
        for one in load_speakers(session.store, document.id):
            if one.id in marked and one.label != marked[one.id][1]:
                voices.append((document.id, document.name, one.label))
            elif one.id not in there:
                labels.append((document.name, one.label))
    return Restored(True, tuple(gone), tuple(voices), tuple(labels))
