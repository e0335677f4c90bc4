"""Memos on anything, and the researcher's dated journal."""

from __future__ import annotations

import datetime as calendar
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, UsageError
from qualbench.model.change import Noun
from qualbench.model.coding import Memo, MemoKind, MemoTarget
from qualbench.model.ids import new_id
from qualbench.storage.projects import load_memos
from qualbench.workbench.writing import added, changed, removed, stamp, write

if TYPE_CHECKING:
    from qualbench.model.change import Value
    from qualbench.workbench.project import Session


def add_memo(session: Session, target: MemoTarget, target_id: str, text: str) -> Memo:
    """Write a memo on something.

    Raises:
        UsageError: The text is empty.
    """
    return _add(session, MemoKind.MEMO, target, target_id, text, _today())


def add_journal(
    session: Session,
    text: str,
    *,
    date: str | None = None,
    target: MemoTarget = MemoTarget.PROJECT,
    target_id: str | None = None,
) -> Memo:
    """Write a journal entry, of today or of `date` (`YYYY-MM-DD`), about the project or something in it.

    Raises:
        UsageError: The text is empty or the date is none.
    """
    if date is not None:
        try:
            date = calendar.date.fromisoformat(date).isoformat()
        except ValueError:
            raise UsageError(f"“{date}” is no date.", "Write it as 2026-03-31.") from None
    return _add(session, MemoKind.JOURNAL, target, target_id or session.project.id, text, date or _today())


def list_memos(
    session: Session, *, target: MemoTarget | None = None, target_id: str | None = None
) -> list[Memo]:
    """Return memos, oldest first; None means any."""
    return load_memos(session.store, kind=MemoKind.MEMO, target=target, target_id=target_id)


def list_journal(session: Session) -> list[Memo]:
    """Return the journal's entries by date."""
    return load_memos(session.store, kind=MemoKind.JOURNAL)


def change_memo(session: Session, memo_id: str, text: str) -> Memo:
    """Give a memo or a journal entry another text.

    Raises:
        NotFound: There is none of that id.
        UsageError: The text is empty.
    """
    from dataclasses import replace

    memo = _find(session, memo_id)
    after = replace(memo, text=_text(text))
    change = changed("MemoChanged", Noun.MEMO, memo.id, {"text": memo.text}, {"text": after.text})
    write(session, [change] if change else [], verb="memo", summary=f"changed a {memo.kind} {_on(memo)}")
    return after


def remove_memo(session: Session, memo_id: str) -> None:
    """Remove a memo or a journal entry; undo brings it back.

    Raises:
        NotFound: There is none of that id.
    """
    memo = _find(session, memo_id)
    change = removed(session, "MemoRemoved", Noun.MEMO, memo.id)
    write(session, [change], verb="memo", summary=f"removed a {memo.kind} {_on(memo)}")


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
    }


def _add(session: Session, kind: MemoKind, target: MemoTarget, target_id: str, text: str, date: str) -> Memo:
    memo = Memo(new_id(), kind, target, target_id, _text(text), session.coder.id, date, stamp())
    change = added("MemoWritten", Noun.MEMO, memo.id, memo_row(memo))
    what = "wrote in the journal" if kind is MemoKind.JOURNAL else f"wrote a memo {_on(memo)}"
    write(session, [change], verb="memo", summary=what)
    return memo


def _find(session: Session, memo_id: str) -> Memo:
    for memo in load_memos(session.store):
        if memo.id == memo_id:
            return memo
    raise NotFound("memo", memo_id)


def _text(text: str) -> str:
    if not text.strip():
        raise UsageError("A memo needs words.", "Nothing was written.")
    return text.strip("\n")


def _on(memo: Memo) -> str:
    return f"on a {memo.target}" if memo.target is not MemoTarget.PROJECT else "on the project"


def _today() -> str:
    return calendar.datetime.now().astimezone().date().isoformat()
