"""Memos on anything, annotations of a text among them, and the researcher's dated journal.

A private one is its coder's alone: it is shown to nobody else and is in no export. (It is in the project's
database and its backups, as everything is.)
"""

from __future__ import annotations

import datetime as calendar
from dataclasses import replace
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, UsageError
from qualbench.model.change import Noun
from qualbench.model.coding import Memo, MemoKind, MemoTarget
from qualbench.model.ids import new_id
from qualbench.storage.projects import load_memos
from qualbench.workbench.importing import find_document
from qualbench.workbench.writing import added, changed, removed, stamp, write

if TYPE_CHECKING:
    from qualbench.model.change import Value
    from qualbench.model.span import Span
    from qualbench.workbench.project import Session


def add_memo(
    session: Session, target: MemoTarget, target_id: str, text: str, *, private: bool = False
) -> Memo:
    """Write a memo on something; on a passage `annotate` does.

    Raises:
        UsageError: The text is empty.
    """
    return _add(session, _new(session, MemoKind.MEMO, target, target_id, text, private=private))


def annotate(session: Session, document_id: str, span: Span, text: str, *, private: bool = False) -> Memo:
    """Write a memo on a passage of a document, whether it is coded or not.

    Raises:
        UsageError: The text is empty, or the passage is empty or beyond the document's text.
        NotFound: There is no such document.
    """
    document = find_document(session, document_id)
    length = len(session.store.text(document.id, document.revision))
    if not span or span.end > length:
        raise UsageError(
            f"{document.name} has no stretch {span.start}:{span.end}; its text has {length} characters."
        )
    memo = _new(session, MemoKind.MEMO, MemoTarget.PASSAGE, document.id, text, private=private)
    placed = replace(memo, revision=document.revision, start=span.start, end=span.end)
    return _add(session, placed)


def add_journal(
    session: Session,
    text: str,
    *,
    date: str | None = None,
    target: MemoTarget = MemoTarget.PROJECT,
    target_id: str | None = None,
    private: bool = False,
) -> Memo:
    """Write a journal entry, of today or of `date` (`YYYY-MM-DD`), about the project or something in it.

    Raises:
        UsageError: The text is empty or the date is none.
    """
    date = None if date is None else _day(date)
    about = target_id or session.project.id
    return _add(session, _new(session, MemoKind.JOURNAL, target, about, text, date=date, private=private))


def list_memos(
    session: Session,
    *,
    kind: MemoKind | None = MemoKind.MEMO,
    target: MemoTarget | None = None,
    target_id: str | None = None,
) -> list[Memo]:
    """Return the memos that the coder may see, oldest first; None means any."""
    found = load_memos(session.store, kind=kind, target=target, target_id=target_id)
    return [memo for memo in found if _may_see(session, memo)]


def list_annotations(session: Session, document_id: str) -> list[Memo]:
    """Return the memos on passages of a document that the coder may see, in order of the text of now."""
    now = find_document(session, document_id).revision
    memos = list_memos(session, target=MemoTarget.PASSAGE, target_id=document_id)
    found = [one for one in memos if one.revision == now]  # one that a correction lost waits for a place
    return sorted(found, key=lambda memo: (memo.start or 0, memo.end or 0, memo.created_at))


def passage_words(session: Session, memo: Memo) -> str:
    """Return the words of the passage that a memo is about; empty for a memo on something else."""
    if memo.revision is None:
        return ""
    return session.store.text(memo.target_id, memo.revision)[memo.start : memo.end]


def list_journal(session: Session) -> list[Memo]:
    """Return the journal's entries that the coder may see, by date."""
    return list_memos(session, kind=MemoKind.JOURNAL)


def today() -> str:
    """Return this computer's day, as a memo of now has it."""
    return calendar.datetime.now().astimezone().date().isoformat()


def exported_memos(session: Session) -> list[Memo]:
    """Return the memos and entries that may leave the project, oldest first: all but the private ones."""
    return [memo for memo in load_memos(session.store) if not memo.private]


def change_memo(
    session: Session,
    memo_id: str,
    text: str | None = None,
    *,
    private: bool | None = None,
    date: str | None = None,
) -> Memo:
    """Give a memo or a journal entry another text or day, or make it private or not; None changes nothing.

    Raises:
        NotFound: There is none of that id, or it is another coder's private one.
        UsageError: The text is empty, the date is none, or another coder's memo is to be private.
    """
    memo = _find(session, memo_id)
    if private and memo.coder_id != session.coder.id:
        raise UsageError("Only who wrote a memo can make it private.", "Nothing was changed.")
    after = replace(
        memo,
        text=memo.text if text is None else _text(text),
        private=memo.private if private is None else private,
        date=memo.date if date is None else _day(date),
    )
    change = changed("MemoChanged", Noun.MEMO, memo.id, memo_row(memo), memo_row(after))
    if change is not None:  # each change says whether the memo was private then
        was, now = {"private": int(memo.private)}, {"private": int(after.private)}
        change = replace(
            change, before={**(change.before or {}), **was}, after={**(change.after or {}), **now}
        )
    write(
        session,
        [change] if change else [],
        verb="memo",
        summary=f"changed {_named(after if after.private else memo)}",
    )
    return after


def remove_memo(session: Session, memo_id: str) -> None:
    """Remove a memo or a journal entry; undo brings it back.

    Raises:
        NotFound: There is none of that id, or it is another coder's private one.
    """
    memo = _find(session, memo_id)
    change = removed(session, "MemoRemoved", Noun.MEMO, memo.id)
    write(session, [change], verb="memo", summary=f"removed {_named(memo)}")


def memo_row(memo: Memo) -> dict[str, Value]:
    """Return a memo as the columns of its row."""
    return {
        "kind": memo.kind.value,
        "target": memo.target.value,
        "target_id": memo.target_id,
        "text": memo.text,
        "coder_id": memo.coder_id,
        "date": memo.date,
        "created_at": memo.created_at,
        "private": int(memo.private),
        "revision": memo.revision,
        "start": memo.start,
        "end": memo.end,
    }


def _new(
    session: Session,
    kind: MemoKind,
    target: MemoTarget,
    target_id: str,
    text: str,
    *,
    date: str | None = None,
    private: bool = False,
) -> Memo:
    day = date or today()
    return Memo(new_id(), kind, target, target_id, _text(text), session.coder.id, day, stamp(), private)


def _add(session: Session, memo: Memo) -> Memo:
    change = added("MemoWritten", Noun.MEMO, memo.id, memo_row(memo))
    what = "wrote in the journal" if memo.is_journal else f"wrote {_named(memo)}"
    if memo.target is MemoTarget.PASSAGE and not memo.is_journal:
        what = "annotated a passage"
    write(session, [change], verb="memo", summary=what)
    return memo


def _find(session: Session, memo_id: str) -> Memo:
    for memo in load_memos(session.store):
        if memo.id == memo_id and _may_see(session, memo):
            return memo
    raise NotFound("memo", memo_id)


def _may_see(session: Session, memo: Memo) -> bool:
    return not memo.private or memo.coder_id == session.coder.id


def _day(date: str) -> str:
    try:
        return calendar.date.fromisoformat(date.strip()).isoformat()
    except ValueError:
        raise UsageError(f"“{date}” is no date.", "Write it as 2026-03-31.") from None


def _text(text: str) -> str:
    if not text.strip():
        raise UsageError("A memo needs words.", "Nothing was written.")
    return text.strip("\n")


def _named(memo: Memo) -> str:
    """Name a memo in the history, which all coders read: of a private one not what it is about."""
    what = "journal entry" if memo.is_journal else "memo"
    if memo.private:
        return f"a private {what}"
    about = "the project" if memo.target is MemoTarget.PROJECT else f"a {memo.target}"
    return f"a {what} on {about}"
