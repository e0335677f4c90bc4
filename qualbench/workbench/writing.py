"""Writing: the one way in which a verb changes the project.

Every verb hands its changes to `write`; it commits them as one step of the session's coder, and when the
codes have changed it lets the codebook's working file follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.model.change import Change, Noun
from qualbench.storage.store import now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qualbench.model.change import Columns, Entry, Value
    from qualbench.workbench.project import Session

#: Changes of these mean that the codebook's file has to follow.
IN_THE_CODEBOOK = frozenset({Noun.CODE, Noun.VERSION})


def write(
    session: Session,
    changes: Iterable[Change],
    *,
    verb: str,
    summary: str | Callable[[int], str],
    why: str | Callable[[], str] = "",
    follow: bool = True,
) -> Entry | None:
    """Commit `changes` as one step; see `storage.history.commit` for the errors.

    Args:
        session: Of who does it.
        changes: In any number; they are taken one by one.
        verb: The step's kind.
        summary: The step in plain words, or what makes them of the number of changes.
        why: The reason given, or what says it once every change has been taken.
        follow: Let the codebook's working file follow where codes changed; who writes it himself does not.

    Returns:
        The history's new line, or None where there was nothing to change.
    """
    from qualbench.storage.history import commit  # late: what only reads need not pay for it

    touched: set[Noun] = set()

    def watched() -> Iterator[Change]:
        for change in changes:
            touched.add(change.noun)
            yield change

    entry = commit(session.store, watched(), coder_id=session.coder.id, verb=verb, summary=summary, why=why)
    if follow and touched & IN_THE_CODEBOOK:
        follow_codebook(session)
    return entry


def follow_codebook(session: Session) -> None:
    """Let the working file and the saved versions' files follow the codebook in the store."""
    from qualbench.workbench.working_file import mirror

    mirror(session)


def added(kind: str, noun: Noun, key: str | tuple[str, ...], row: Columns) -> Change:
    """Return the change that makes a new row."""
    return Change(kind, noun, (key,) if isinstance(key, str) else key, None, dict(row))


def removed(session: Session, kind: str, noun: Noun, key: str | tuple[str, ...]) -> Change:
    """Return the change that takes a row away, as it stands.

    Raises:
        StepConflict: There is no such row.
    """
    from qualbench.storage.rows import load_row

    keys = (key,) if isinstance(key, str) else key
    return Change(kind, noun, keys, load_row(session.store, noun, keys), None)


def changed(
    kind: str, noun: Noun, key: str | tuple[str, ...], before: Mapping[str, Value], after: Mapping[str, Value]
) -> Change | None:
    """Return the change of those columns of a row that differ, or None where none does."""
    differing = [name for name in after if before.get(name) != after[name]]
    if not differing:
        return None
    return Change(
        kind,
        noun,
        (key,) if isinstance(key, str) else key,
        {name: before.get(name) for name in differing},
        {name: after[name] for name in differing},
    )


def stamp() -> str:
    """Return the moment for a row's `created_at`."""
    return now()
