"""One step of the history looked into: what each of its changes found, and what it left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualbench.errors import NotFound, QualbenchError
from qualbench.model.change import Noun
from qualbench.storage.history import load_changes, load_step
from qualbench.storage.rows import load_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.model.change import Change, Columns
    from qualbench.workbench.project import Session

#: What stands for the words of a private memo.
PRIVATE = "(private)"


def step_changes(session: Session, step: int, *, exported: bool = False) -> Iterator[Change]:
    """Yield the changes of a step in order, each with its columns before and after.

    The words of a private memo are there for its own coder alone.

    Args:
        exported: The changes leave the project: the words of private memos are there for nobody.

    Raises:
        NotFound: The history has no step of that number.
    """
    entry = load_step(session.store, step)
    if entry is None:
        raise NotFound("step", str(step), hint="The numbers are in: qualbench log --json")
    for change in load_changes(session.store, step):
        hidden = is_private(session, change, None if exported else session.coder.id, entry.coder_id)
        yield _discreet(change) if hidden else change


def is_private(session: Session, change: Change, viewer_id: str | None, by_id: str) -> bool:
    """Say whether a change is about a memo that is, or was then, private to somebody else.

    Args:
        viewer_id: Who looks; None is nobody in particular.
        by_id: Who made the change: whose the memo is where nothing says it any more.
    """
    if change.noun is not Noun.MEMO:
        return False
    try:
        now: Columns = load_row(session.store, change.noun, change.key)
    except QualbenchError:  # it is gone since
        now = {}
    rows = [change.before or {}, change.after or {}, now]
    owner = next((row["coder_id"] for row in rows if "coder_id" in row), by_id)
    return any(row.get("private") for row in rows) and owner != viewer_id


def _discreet(change: Change) -> Change:
    before, after = (
        {**row, "text": PRIVATE} if row is not None and "text" in row else row
        for row in (change.before, change.after)
    )
    return replace(change, before=before, after=after)
