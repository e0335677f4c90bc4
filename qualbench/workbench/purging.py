"""A participant withdraws: a document and every run of its words go, from the project and what it wrote.

There is no way back, so it is looked at first. The order is such that it can be stopped at any moment and
begun again: files first, for they are found by the words that the database still holds; then the database in
one transaction; then its pages are written anew, which the desk remembers as due until it is done.
"""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.model.ids import new_id
from qualbench.reports.files import write_file
from qualbench.search.runs import Runs
from qualbench.storage import desk, purge
from qualbench.storage.projects import load_cases
from qualbench.storage.purge import Counts, Held, Withdrawal
from qualbench.workbench.importing import find_document
from qualbench.workbench.writing import follow_codebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.model.document import Document
    from qualbench.workbench.project import Session

__all__ = [
    "Held",
    "Purge",
    "Withdrawal",
    "finish_purge",
    "list_withdrawals",
    "preview_purge",
    "purge_document",
]

_TAG = re.compile(rb"<[^>]*>")
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


class StillOpen(QualbenchError):
    """Another process reads the project, so that old pages cannot be thrown away yet."""

    def __init__(self) -> None:
        super().__init__(
            "Everything is taken out, but another window has the project open, and keeps old pages of it.",
            "Close it; the next time the project is opened for writing they are thrown away.",
        )


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge takes away.

    Attributes:
        counts: Rows that go; of all coders.
        cases: Names of the cases that go with it.
        held: Texts elsewhere that hold five words of it in a row, or more; those words are blanked.
        files: Files of the codebook that hold such words; they are blanked too.
        exports, backups: Files that hold words of it, or may; they go only where everything is asked for.
        git: The folder whose git history is out of reach, or None.
    """

    document: Document
    counts: Counts
    cases: tuple[str, ...]
    held: tuple[Held, ...]
    files: tuple[Path, ...]
    exports: tuple[Path, ...]
    backups: tuple[Path, ...]
    git: Path | None

    def words_of(self, held: Held) -> str:
        """Say where a text stands: `code “…”, definition`."""
        noun = _NOUNS.get(held.table, held.table.replace("_", " "))
        named = f" “{held.name}”" if held.name and held.name != held.text else ""
        return f"{noun}{named}, {held.column.replace('_', ' ')}"


def preview_purge(session: Session, name_or_id: str, *, keep_cases: bool = False) -> Purge:
    """Say what a purge of a document would take away; nothing is changed.

    Args:
        keep_cases: Let its cases stay, with their attributes.

    Raises:
        NotFound: There is no such document.
    """
    document = find_document(session, name_or_id)
    return _purge_of(session, document, _runs(session, document), keep_cases=keep_cases)


def _purge_of(session: Session, document: Document, runs: Runs, *, keep_cases: bool) -> Purge:
    project = session.project
    counts = purge.count_rows(session.store, document.id, keep_cases=keep_cases)
    names = {case.id: case.name for case in load_cases(session.store)}
    return Purge(
        document=document,
        counts=counts,
        cases=tuple(names[one] for one in counts.cases),
        held=tuple(purge.find_held(session.store, document.id, counts.cases, runs.places)),
        files=tuple(path for path in _files_in(project.codebooks) if _holds(path, runs)),
        exports=tuple(path for path in _files_in(project.exports) if _holds(path, runs)),
        backups=tuple(_backups(session)),
        git=next((one for one in (project.folder, *project.folder.parents) if (one / ".git").exists()), None),
    )


def _runs(session: Session, document: Document) -> Runs:
    own, others = purge.load_texts(session.store, document.id)
    return Runs(own, others)


def purge_document(
    session: Session, name_or_id: str, *, why: str = "", everywhere: bool = False, keep_cases: bool = False
) -> Purge:
    """Take a document out for good, with every run of five of its words in the project; return what went.

    Args:
        why: A reason for the record; without a word of the document in it.
        everywhere: Exports and backups too: texts are blanked, other files that hold words of it are removed.
        keep_cases: Let its cases stay, with their attributes.

    Raises:
        NotFound: There is no such document.
        StillOpen: It is all taken out, but another process keeps old pages of the database.
    """
    document = find_document(session, name_or_id)
    runs = _runs(session, document)
    done = _purge_of(session, document, runs, keep_cases=keep_cases)
    if everywhere:
        for path in done.exports:
            _blank_file(path, runs)
        for path in done.backups:
            _purge_backup(path, document.id, done.counts.cases, runs)
    for path in done.files:
        _blank_file(path, runs)
    desk.save_note(session.project.desk, desk.PAGES_DUE, "1")
    purge.purge_store(
        *(session.store, document.id, done.counts, runs.blanked),
        coder=session.coder,
        withdrawal_id=new_id(),
        why=why,
    )
    follow_codebook(session)
    desk.forget_document(session.project.desk, document.id)
    finish_purge(session)
    return done


def finish_purge(session: Session) -> None:
    """Write the database's pages anew where a purge has left that due (it may have been killed).

    Raises:
        StillOpen: Another process reads the project.
    """
    if desk.load_note(session.project.desk, desk.PAGES_DUE) != "1":
        return
    if not purge.forget_pages(session.store.path):
        raise StillOpen
    desk.save_note(session.project.desk, desk.PAGES_DUE, "")


def list_withdrawals(session: Session) -> list[Withdrawal]:
    """Return what stays on record of participants who withdrew, the oldest first."""
    return purge.load_withdrawals(session.store)


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _backups(session: Session) -> Iterator[Path]:
    """Yield the copies of this project's database that the program has made."""
    from qualbench.workbench.project import data_folder

    folders = dict.fromkeys((session.project.folder / "backups", session.project.backups))
    for folder in folders:
        yield from (one for one in _files_in(folder) if one.suffix == ".qualbench")
    before = data_folder() / "backups" / "before-update"
    for path in _files_in(before):
        if path.suffix == ".qualbench" and purge.project_of(path) == session.project.id:
            yield path


def _holds(path: Path, runs: Runs) -> bool:
    return any(runs.places(text) for text in _texts_in(path))


def _texts_in(path: Path) -> Iterator[str]:
    """Yield what a person would read in a file: its text, or that of the parts of a Word or Excel file."""
    try:
        data = path.read_bytes()
    except OSError:
        return
    if data.startswith(b"PK"):
        with suppress(zipfile.BadZipFile, OSError), zipfile.ZipFile(io.BytesIO(data)) as file:
            for name in file.namelist():
                if name.endswith((".xml", ".rels", ".txt", ".json")):
                    yield _TAG.sub(b" ", file.read(name)).decode("utf-8", "replace")
                    yield _TAG.sub(b"", file.read(name)).decode("utf-8", "replace")
        return
    yield data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")


def _blank_file(path: Path, runs: Runs) -> None:
    """Blank a text file; remove a file of another kind, which can be exported again."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        path.unlink()
        return
    if b"\0" in data or data.startswith(b"PK"):
        path.unlink()
        return
    write_file(path, runs.blanked(text).encode("utf-8"))


def _purge_backup(path: Path, document_id: str, cases: tuple[str, ...], runs: Runs) -> None:
    """Purge a copy of a backup and put it in the backup's place, whole."""
    beside = path.with_suffix(".purging")
    try:
        beside.write_bytes(path.read_bytes())
        purge.purge_copy(beside, document_id, cases, runs.blanked)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
