"""A participant withdraws: a document and every run of its words go, from the project and what it wrote.

There is no way back, so it is looked at first. The order is such that it can be stopped at any moment and
begun again: files first, for they are found by the words that the database still holds; then the database in
one transaction; then its pages are written anew, which the desk remembers as due until it is done.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from qualbench.errors import NotFound, QualbenchError
from qualbench.model.document import ASKING, is_withdrawn
from qualbench.model.ids import new_id
from qualbench.model.span import Span
from qualbench.search.runs import Runs
from qualbench.storage import desk, purge
from qualbench.storage.backups import project_of
from qualbench.storage.documents import load_document, load_speakers
from qualbench.storage.projects import load_cases
from qualbench.storage.purge import Held, Withdrawal
from qualbench.storage.purge_voice import Voice, former_labels, load_spoken, load_unspoken
from qualbench.workbench.code_previews import many
from qualbench.workbench.importing import find_document
from qualbench.workbench.name_key import key_path, load_key, save_key
from qualbench.workbench.purge_preview import Purge, purge_in_words
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


def preview_purge(session: Session, name_or_id: str, *, keep_cases: bool = False, speaker: str = "") -> Purge:
    """Say what a purge of a document, or of one voice of it, would take away; nothing is changed.

    Args:
        keep_cases: Let its cases stay, with their attributes.
        speaker: The label of the one whose words alone go; empty for the whole document.

    Raises:
        NotFound: There is no such document, or no such speaker in it.
    """
    document = _find(session, name_or_id)
    return _purge_of(session, document, _target(session, document, speaker), keep_cases=keep_cases)


def _find(session: Session, name_or_id: str) -> Document:
    """Return a document, else one whose import was taken back: its words are in the project still."""
    try:
        return find_document(session, name_or_id)
    except NotFound:
        hidden = load_document(session.store, name_or_id, hidden=True)
        if hidden is None:
            raise
        return hidden


class _Target(NamedTuple):
    """What goes.

    Attributes:
        gone: Ids of documents that go whole: the document and hidden copies; of a voice the copies alone.
        runs: The words that are nobody else's.
    """

    gone: tuple[str, ...]
    runs: Runs
    voice: Voice | None = None
    label: str = ""


def _purge_of(session: Session, document: Document, target: _Target, *, keep_cases: bool) -> Purge:
    project, runs, store = session.project, target.runs, session.store
    if target.voice is None:
        counts = purge.count_rows(store, target.gone, keep_cases=keep_cases)
    else:
        counts = purge.count_voice(store, target.voice, target.gone, keep_cases=keep_cases)
    ours = (project.codebooks, project.exports, project.folder / "backups", project.backups)
    names = {case.id: case.name for case in load_cases(store)}
    return Purge(
        document=document,
        counts=counts,
        cases=tuple(names[one] for one in counts.cases),
        held=tuple(purge.find_held(store, target.gone, counts.cases, runs.places, target.voice)),
        files=tuple(path for path in files_in(project.codebooks) if holds(path, runs)),
        exports=tuple(path for path in files_in(project.exports) if holds(path, runs)),
        backups=tuple(_backups(session)),
        others=tuple(path for path in others_in(project.folder, ours) if may_hold(path, runs)),
        copies=len(target.gone) - (target.voice is None),
        key=key_path(session) if key_path(session).exists() else None,
        git=next((one for one in (project.folder, *project.folder.parents) if (one / ".git").exists()), None),
        speaker=target.label,
        alone=target.voice is not None
        and all(one.role in ASKING or one.label == target.label for one in load_speakers(store, document.id)),
    )


def _target(session: Session, document: Document, speaker: str) -> _Target:
    """Return the ids of all that goes, hidden copies too, and the runs that are theirs alone."""
    store = session.store
    own = Runs(purge.load_texts(store, document.id))
    hidden = [one for one in purge.load_ids(store, hidden=True) if one != document.id]
    copies = tuple(
        one for one in hidden if any(own.share(text) >= 0.5 for text in purge.load_texts(store, one))
    )
    ids = (*purge.load_ids(store, hidden=False), *hidden)
    stays = (one for one in ids if one not in (document.id, *copies))
    others = (text for one in stays for text in purge.load_texts(store, one))
    blanks = purge.find_held(store, (), (), lambda text: [Span(*hit.span()) for hit in _BLANK.finditer(text)])
    earlier = [int(hit[1] or 1) for held in blanks for hit in _BLANK.finditer(held.text)]
    first = max(earlier, default=0) + 1
    if not speaker:
        gone = (document.id, *copies)
        texts = (text for one in gone for text in purge.load_texts(store, one))
        return _Target(gone, Runs(texts, others, first=first))
    label, labels = _labels(session, document, speaker)
    said = (text for one in (document.id, *copies) for text in load_spoken(store, one, labels))
    left = load_unspoken(store, document.id, document.revision, labels)
    runs = Runs(said, chain(left, others), first=first)
    return _Target(copies, runs, Voice(document.id, labels, runs.places), label)


def _labels(session: Session, document: Document, speaker: str) -> tuple[str, frozenset[str]]:
    """Return a speaker's label, and all labels that are or were the speaker's and are nobody else's now.

    Raises:
        NotFound: There is no such speaker in the document.
    """
    known = load_speakers(session.store, document.id)
    found = next((one for one in known if speaker in (one.label, *one.aliases)), None)
    if found is None or is_withdrawn(found.label):
        labels = [one.label for one in known if not is_withdrawn(one.label)]
        raise NotFound(f"speaker in {document.name}", speaker, labels)
    others = {label for one in known if one is not found for label in (one.label, *one.aliases)}
    had = former_labels(session.store, found.id) | {found.label, *found.aliases}
    return found.label, frozenset(had - others)


def purge_document(
    session: Session,
    name_or_id: str,
    *,
    why: str = "",
    everywhere: bool = False,
    keep_cases: bool = False,
    speaker: str = "",
) -> Purge:
    """Take a document out for good, with every run of five of its words in the project; return what went.

    Of one voice the turns go out of all texts of the document, and what is others' stays where it is.

    Args:
        why: A reason for the record; without a word of the document in it.
        everywhere: Exports and backups too: texts are blanked, other files that hold words of it are removed.
        keep_cases: Let its cases stay, with their attributes.
        speaker: The label of the one whose words alone go; empty for the whole document.

    Raises:
        NotFound: There is no such document, or no such speaker in it.
        StillOpen: It is all taken out, but another process keeps old pages of the database.
    """
    document = _find(session, name_or_id)
    target = _target(session, document, speaker)
    gone, runs = target.gone, target.runs
    done = _purge_of(session, document, target, keep_cases=keep_cases)
    for held in done.held:  # blanks are numbered by the database, so that a second run gives the same
        runs.blanked(held.text)
    if everywhere:
        for path in done.exports:
            blank_file(path, runs)
        for path in done.backups:
            _purge_backup(path, target, done.counts.cases)
    for path in done.files:
        blank_file(path, runs)
    touched = {*gone, document.id}
    for one in touched:
        desk.forget_document(session.project.desk, one)
    _forget_order(session, touched)
    desk.save_note(session.project.desk, desk.PAGES_DUE, "1")
    purge.purge_store(
        *(session.store, gone, done.counts, runs.blanked, target.voice),
        coder=session.coder,
        withdrawal_id=new_id(),
        why=why,
    )
    follow_codebook(session)
    _forget_pages(session)
    return done


def _forget_order(session: Session, gone: set[str]) -> None:
    """Take out of the key which name stood where in documents that are not as they were.

    The names stay in it: they keep exports safe.
    """
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


def _purge_backup(path: Path, target: _Target, cases: tuple[str, ...]) -> None:
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
        purge.purge_copy(beside, target.gone, cases, target.runs.blanked, target.voice)
        beside.replace(path)
    except QualbenchError as error:
        raise BadBackup(path, error) from error
    finally:
        for one in left:
            one.unlink(missing_ok=True)
