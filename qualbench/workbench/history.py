"""Undo, redo and the log: the history as the researcher meets it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, QualbenchError, UsageError
from qualbench.model.change import Noun
from qualbench.model.coding import MemoTarget
from qualbench.storage import history as stored
from qualbench.storage.codings import load_segments
from qualbench.storage.faults import StepConflict
from qualbench.storage.history import NothingToUndo
from qualbench.storage.names import load_names
from qualbench.storage.projects import load_memos
from qualbench.storage.sight import OthersHidden, in_force, seeing_all
from qualbench.workbench.independence import VERB as INDEPENDENT
from qualbench.workbench.writing import IN_THE_CODEBOOK, follow_codebook

if TYPE_CHECKING:
    from qualbench.model.change import Entry
    from qualbench.workbench.project import Session

__all__ = [
    "EarlierDay",
    "NothingToUndo",
    "StepConflict",
    "list_history",
    "next_redo",
    "next_undo",
    "redo",
    "undo",
]

#: Steps that bring documents.
BROUGHT = ("import", "take in")


class EarlierDay(QualbenchError):
    """The step that undo would take back is of an earlier day; the person is asked first.

    Attributes:
        entry: That step.
    """

    def __init__(self, entry: Entry) -> None:
        super().__init__(
            f"The step before is of an earlier day ({entry.at[:10]}): {entry.summary}.",
            "To take it back all the same: qualbench undo --earlier-day",
        )
        self.entry = entry


def list_history(session: Session, limit: int | None = None) -> list[Entry]:
    """Return the history's lines, newest first."""
    return stored.load_history(session.store, limit)


def next_undo(session: Session, *, any_coder: bool = False) -> Entry | None:
    """Return the step that `undo` would take back, or None. The making of the project is never taken back."""
    entry = stored.next_undo(session.store, None if any_coder else session.coder.id)
    return None if entry is None or entry.verb == "new" else entry


def next_redo(session: Session) -> Entry | None:
    """Return the step that `redo` would do again, or None."""
    return stored.next_redo(session.store, session.coder.id)


def undo(
    session: Session, *, any_coder: bool = False, earlier_day: bool = False, step: int | None = None
) -> Entry:
    """Take back the coder's last step (or, with `any_coder`, anyone's) and return that step.

    Args:
        step: The number of another step to take back instead, out of turn, if nothing later stands on it.

    Raises:
        NothingToUndo: There is none, or that step is taken back already.
        NotFound: There is no step of that number.
        UsageError: That step is another coder's, and `any_coder` is not given.
        EarlierDay: The step is of an earlier day, and `earlier_day` is not given.
        StepConflict: Something later stands on it; nothing was changed.
    """
    entry = next_undo(session, any_coder=any_coder) if step is None else _step(session, step, any_coder)
    if entry is None:
        others = not any_coder and in_force(session.store) is None
        others = others and next_undo(session, any_coder=True) is not None
        raise NothingToUndo("undo", others)
    if entry.coder_id != session.coder.id and in_force(session.store) is not None:
        raise OthersHidden("only your own steps are taken back")
    if not earlier_day and _local_day(entry.at) < datetime.now().astimezone().date().isoformat():
        raise EarlierDay(entry)
    _nothing_coded_in(session, entry)
    stored.undo(session.store, entry, coder_id=session.coder.id)
    _follow(session, entry)
    return entry


def redo(session: Session) -> Entry:
    """Do again the step that was taken back last, and return that step.

    Raises:
        NothingToUndo: There is none, or something new was done since.
        StepConflict: Something later stands in its way; nothing was changed.
    """
    entry = next_redo(session)
    if entry is None:
        raise NothingToUndo("redo")
    stored.redo(session.store, entry, coder_id=session.coder.id)
    _follow(session, entry)
    return entry


def _step(session: Session, number: int, any_coder: bool) -> Entry | None:
    entry = stored.load_step(session.store, number)
    if entry is None:
        raise NotFound("step", str(number))
    emptied = not entry.rows and in_force(session.store) is None  # by a withdrawal; or it is hidden just now
    done_with = entry.undone or entry.undoes is not None or entry.redoes is not None or emptied
    if entry.verb == "new" or done_with:
        return None
    if entry.verb == INDEPENDENT:
        raise UsageError(
            "The start and the end of independent coding are not taken back: the history tells of both.",
            "To end it: qualbench independent end. To begin again: qualbench independent start.",
        )
    if entry.coder_id != session.coder.id and not any_coder:
        raise UsageError(f"Step {number} is another coder's.", "To take it back all the same: --any-coder")
    return entry


def _nothing_coded_in(session: Session, entry: Entry) -> None:
    """Refuse to hide documents that hold segments or annotations: nobody's work vanishes by an undo."""
    if entry.verb not in BROUGHT:
        return
    names = load_names(session.store)
    came: dict[Noun, set[str]] = {Noun.DOCUMENT: set(), Noun.SEGMENT: set(), Noun.MEMO: set()}
    for change in stored.load_changes(session.store, entry.id):
        if change.noun in came and change.before is None:
            came[change.noun].add(change.key[0])
    for document_id in sorted(came[Noun.DOCUMENT]):
        name = names.get(document_id, "a document")
        with seeing_all(session.store):
            segments = load_segments(session.store, document_id=document_id)
            coded = any(one.id not in came[Noun.SEGMENT] for one in segments)
            memos = load_memos(session.store, target=MemoTarget.PASSAGE, target_id=document_id)
            noted = any(one.id not in came[Noun.MEMO] for one in memos)
        if coded:
            raise StepConflict(f"{name} of that import has segments")
        if noted:
            raise StepConflict(f"{name} of that import has memos on its text")


def _follow(session: Session, entry: Entry) -> None:
    if any(change.noun in IN_THE_CODEBOOK for change in stored.load_changes(session.store, entry.id)):
        follow_codebook(session)


def _local_day(at: str) -> str:
    return datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone().date().isoformat()
