"""A participant withdraws: a document and every run of its words go, from the project and what it wrote.

There is no way back, so it is looked at first. The order is such that it can be stopped at any moment and
begun again: files first, for they are found by the words that the database still holds; then the database in
one transaction; then its pages are written anew, which the desk remembers as due until it is done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, QualbenchError
from qualbench.model.ids import new_id
from qualbench.model.span import Span
from qualbench.search.runs import Runs
from qualbench.storage import desk, purge
from qualbench.storage.backups import project_of
from qualbench.storage.documents import load_document
from qualbench.storage.projects import load_cases
from qualbench.storage.purge import Counts, Held, Withdrawal
from qualbench.workbench.code_previews import many
from qualbench.workbench.importing import find_document
from qualbench.workbench.name_key import key_path, load_key, save_key
from qualbench.workbench.purged_files import blank_file, files_in, holds, may_hold, others_in
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
    "purge_in_words",
]

#: How a copy ends that was never finished.
_LEFT = (".partial", ".purging")
_BLANK = re.compile(r"\(withdrawn(?: (\d+))?\)")
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


class BadBackup(QualbenchError):
    """A backup cannot be rewritten without the document."""

    def __init__(self, path: Path, why: QualbenchError) -> None:
        super().__init__(
            f"The backup {path} cannot be rewritten: {why.__cause__ or why.message}.",
            "Delete it, and run the purge again; the project still holds the document.",
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
        others: Other files in the project's folder that hold words of it, or cannot be read; the person's
            own to delete.
        copies: How many documents whose import was taken back go with it, because they hold the same words.
        key: Where the key of pseudonyms lies, if there is one: it still lists names.
        git: The folder whose git history is out of reach, or None.
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

    def words_of(self, held: Held) -> str:
        """Say where a text stands: `code “…”, definition`."""
        noun = _NOUNS.get(held.table, held.table.replace("_", " "))
        named = f" “{held.name}”" if held.name and held.name != held.text else ""
        return f"{noun}{named}, {held.column.replace('_', ' ')}"


def purge_in_words(seen: Purge, *, everywhere: bool = False) -> list[str]:
    """Return the lines that a person reads before a purge."""
    counts = seen.counts
    parts = [many(counts.segments, "segment"), many(counts.memos, "memo"), many(counts.revisions, "text")]
    parts += (
        [many(counts.quotes, "quote chosen for a theme", "quotes chosen for themes")] if counts.quotes else []
    )
    few = len(seen.cases) <= 5  # a survey has a case for each who answered
    parts += [f"the case {name}" for name in seen.cases] if few else [many(len(seen.cases), "case")]
    parts += ["what was imported of it before and taken back"] if seen.copies else []
    lines = [f"{seen.document.name} goes, and with it {', '.join(parts)}."]
    lines += ["Its words are blanked in:"] if seen.held else []
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


def preview_purge(session: Session, name_or_id: str, *, keep_cases: bool = False) -> Purge:
    """Say what a purge of a document would take away; nothing is changed.

    Args:
        keep_cases: Let its cases stay, with their attributes.

    Raises:
        NotFound: There is no such document.
    """
    document = _find(session, name_or_id)
    gone, runs = _runs(session, document)
    return _purge_of(session, document, gone, runs, keep_cases=keep_cases)


def _find(session: Session, name_or_id: str) -> Document:
    """Return a document, else one whose import was taken back: its words are in the project still."""
    try:
        return find_document(session, name_or_id)
    except NotFound:
        hidden = load_document(session.store, name_or_id, hidden=True)
        if hidden is None:
            raise
        return hidden


def _purge_of(
    session: Session, document: Document, gone: tuple[str, ...], runs: Runs, *, keep_cases: bool
) -> Purge:
    project = session.project
    counts = purge.count_rows(session.store, gone, keep_cases=keep_cases)
    ours = (project.codebooks, project.exports, project.folder / "backups", project.backups)
    names = {case.id: case.name for case in load_cases(session.store)}
    return Purge(
        document=document,
        counts=counts,
        cases=tuple(names[one] for one in counts.cases),
        held=tuple(purge.find_held(session.store, gone, counts.cases, runs.places)),
        files=tuple(path for path in files_in(project.codebooks) if holds(path, runs)),
        exports=tuple(path for path in files_in(project.exports) if holds(path, runs)),
        backups=tuple(_backups(session)),
        others=tuple(path for path in others_in(project.folder, ours) if may_hold(path, runs)),
        copies=len(gone) - 1,
        key=key_path(session) if key_path(session).exists() else None,
        git=next((one for one in (project.folder, *project.folder.parents) if (one / ".git").exists()), None),
    )


def _runs(session: Session, document: Document) -> tuple[tuple[str, ...], Runs]:
    """Return the ids of all that goes, hidden copies too, and the runs that are theirs alone."""
    store = session.store
    own = Runs(purge.load_texts(store, document.id))
    hidden = [one for one in purge.load_ids(store, hidden=True) if one != document.id]
    copies = [one for one in hidden if any(own.share(text) >= 0.5 for text in purge.load_texts(store, one))]
    gone = (document.id, *copies)
    ids = (*purge.load_ids(store, hidden=False), *hidden)
    blanks = purge.find_held(store, (), (), lambda text: [Span(*hit.span()) for hit in _BLANK.finditer(text)])
    earlier = [int(hit[1] or 1) for held in blanks for hit in _BLANK.finditer(held.text)]
    return gone, Runs(
        (text for one in gone for text in purge.load_texts(store, one)),
        (text for one in ids if one not in gone for text in purge.load_texts(store, one)),
        first=max(earlier, default=0) + 1,
    )


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
    document = _find(session, name_or_id)
    gone, runs = _runs(session, document)
    done = _purge_of(session, document, gone, runs, keep_cases=keep_cases)
    for held in done.held:  # blanks are numbered by the database, so that a second run gives the same
        runs.blanked(held.text)
    if everywhere:
        for path in done.exports:
            blank_file(path, runs)
        for path in done.backups:
            _purge_backup(path, gone, done.counts.cases, runs)
    for path in done.files:
        blank_file(path, runs)
    for one in gone:
        desk.forget_document(session.project.desk, one)
    _forget_order(session, gone)
    desk.save_note(session.project.desk, desk.PAGES_DUE, "1")
    purge.purge_store(
        *(session.store, gone, done.counts, runs.blanked),
        coder=session.coder,
        withdrawal_id=new_id(),
        why=why,
    )
    follow_codebook(session)
    _forget_pages(session)
    return done


def _forget_order(session: Session, gone: tuple[str, ...]) -> None:
    """Take out of the key which name stood where in a document that is gone; the names keep exports safe."""
    key = load_key(session)
    if any(one in key.order for one in gone):
        key.order = {one: names for one, names in key.order.items() if one not in gone}
        save_key(key)


def finish_purge(session: Session) -> str:
    """Write the database's pages anew where a purge has left that due (it may have been killed); say so.

    Raises:
        StillOpen: Another process reads the project.
    """
    if desk.load_note(session.project.desk, desk.PAGES_DUE) != "1":
        return ""
    done = len(list_withdrawals(session))
    _forget_pages(session)
    return (
        f"A purge that was stopped is finished: `qualbench document withdrawals` has {many(done, 'record')}."
    )


def _forget_pages(session: Session) -> None:
    if not purge.forget_pages(session.store.path):
        raise StillOpen
    desk.save_note(session.project.desk, desk.PAGES_DUE, "")


def list_withdrawals(session: Session) -> list[Withdrawal]:
    """Return what stays on record of participants who withdrew, the oldest first."""
    return purge.load_withdrawals(session.store)


def _backups(session: Session) -> Iterator[Path]:
    """Yield the copies of this project's database that the program has made, and what was left of one."""
    from qualbench.workbench.project import data_folder

    ours = session.project.id
    kept = data_folder() / "backups"  # where they are while the project lies in a sync folder
    for folder in (session.project.folder / "backups", kept / ours):
        for path in files_in(folder):
            if path.suffix in _LEFT or (path.suffix == ".qualbench" and project_of(path) in (ours, "")):
                yield path
    for path in files_in(kept / "before-update"):  # of all projects
        if path.suffix == ".qualbench" and project_of(path) == ours:
            yield path


def _purge_backup(path: Path, documents: tuple[str, ...], cases: tuple[str, ...], runs: Runs) -> None:
    """Put a purged and checked copy in a backup's place, whole; what was left of one goes."""
    if path.suffix in _LEFT:
        path.unlink(missing_ok=True)
        return
    beside = path.with_suffix(".purging")
    left = [beside, *(beside.with_name(beside.name + end) for end in ("-journal", "-wal", "-shm"))]
    try:
        for one in left:  # what an earlier run that was killed has left would be played back into the copy
            one.unlink(missing_ok=True)
        beside.write_bytes(path.read_bytes())
        purge.purge_copy(beside, documents, cases, runs.blanked)
        beside.replace(path)
    except QualbenchError as error:
        raise BadBackup(path, error) from error
    finally:
        for one in left:
            one.unlink(missing_ok=True)
