"""The history: every step, with who, when, what, before, after and why; undo and redo.

A step's changes are kept in parts of some hundreds, columns named once a run, so that a step of three
hundred thousand rows streams in and streams back. Undoing writes a new step; nothing is ever taken out.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from qualbench.errors import QualbenchError
from qualbench.model.change import Change, Entry, Noun, inverse
from qualbench.storage.apply import apply_changes
from qualbench.storage.faults import StepConflict
from qualbench.storage.sight import OthersHidden, hidden_dangling, hides_others, is_hidden, seeing_all
from qualbench.storage.store import atomic, now
from qualbench.storage.structure import structure_faults
from qualbench.storage.tables import LATER

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from qualbench.model.change import Columns
    from qualbench.storage.store import Store

#: Changes in one part of a step.
PART = 500

#: Kibibytes of the database that a large step keeps at hand.
_BULK_CACHE = 32768

_COLUMNS = "id, at, coder_id, verb, summary, why, rows, undoes, redoes, undone"


class NothingToUndo(QualbenchError):
    """There is no step to take back or to do again."""

    def __init__(self, what: str, others: bool = False) -> None:
        super().__init__(
            f"There is nothing to {what}.",
            "Only your own steps are taken back; another coder's needs --any-coder." if others else "",
        )


def commit(
    store: Store,
    changes: Iterable[Change],
    *,
    coder_id: str,
    verb: str,
    summary: str | Callable[[int], str],
    why: str | Callable[[], str] = "",
    undoes: int | None = None,
    redoes: int | None = None,
    verify: Callable[[Store], None] | None = None,
) -> Entry | None:
    """Write `changes` and their line of history in one transaction; on return they are on disk.

    Args:
        changes: Streamed; one step however many there are.
        summary: One plain line, or a function of the number of changes; no text of a transcript in it.
        why: The reason given, or what says it once every change has been taken.
        undoes: The step that this one takes back.
        redoes: The step that this one does again.
        verify: Called before the transaction ends; what it raises takes everything back.

    Returns:
        The history's new line, or None where there was no change (then nothing is written).
    """
    with atomic(store) as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        at = now()
        step = connection.execute(
            "INSERT INTO main.step (at, coder_id, verb, summary, undoes, redoes) VALUES (?, ?, ?, '', ?, ?)",
            (at, coder_id, verb, undoes, redoes),
        ).lastrowid
        assert step is not None
        total, gone, written = 0, False, []
        stream = iter(changes)
        for number, part in enumerate(iter(lambda: list(islice(stream, PART)), [])):
            if number == 1 or part[0].material is not None:
                # bulk work is a fifth faster so; a coding needs no more than SQLite's own 2 MB
                connection.execute(f"PRAGMA cache_size = -{_BULK_CACHE}")
            apply_changes(store, part)
            connection.execute("INSERT INTO main.step_part VALUES (?, ?, ?)", (step, number, _pack(part)))
            total += len(part)
            written = part if total <= PART else []
            gone = gone or any(change.after is None for change in part)
        if not total:
            connection.execute("DELETE FROM main.step WHERE id = ?", (step,))
            return None
        if gone:
            _nothing_hidden_hangs(store, undoing=undoes is not None)
        if verify is not None:
            verify(store)
        said = summary if isinstance(summary, str) else summary(total)
        given = why if isinstance(why, str) else why()
        done = (said, given, total, step)
        connection.execute("UPDATE main.step SET summary = ?, why = ?, rows = ? WHERE id = ?", done)
        if undoes is not None:
            connection.execute("UPDATE main.step SET undone = 1, undone_by = ? WHERE id = ?", (step, undoes))
        if redoes is not None:
            connection.execute("UPDATE main.step SET undone = 0, undone_by = NULL WHERE id = ?", (redoes,))
    return _remember(store, Entry(step, at, coder_id, verb, said, given, total, undoes, redoes), written)


def _remember(store: Store, entry: Entry, changes: Sequence[Change]) -> Entry:
    """Keep at hand what has just been written: who follows it need not read it back."""
    store.latest = (entry, tuple(replace(one, material=None) if one.material else one for one in changes))
    return entry


def next_undo(store: Store, coder_id: str | None) -> Entry | None:
    """Return the step that undo would take back: the newest not yet undone, of one coder or (None) of any."""
    mine = "" if coder_id is None else "AND coder_id = :coder"
    # that others' codings could be seen is never made as if it had not been
    kept = "AND verb <> 'independent coding'"
    row = store.connection.execute(
        f"SELECT {_COLUMNS} FROM step WHERE undoes IS NULL AND redoes IS NULL AND undone = 0 {mine} {kept} "
        # of a withdrawal, and of what it took away, nothing is left to take back
        "AND EXISTS (SELECT 1 FROM main.step own WHERE own.id = step.id AND own.rows > 0) "
        "ORDER BY id DESC LIMIT 1",
        {"coder": coder_id},
    ).fetchone()
    return _entry(row) if row else None


def next_redo(store: Store, coder_id: str) -> Entry | None:
    """Return the step that redo would do again: the one undone last, if nothing new was done since."""
    row = store.connection.execute(
        f"SELECT {', '.join('s.' + name for name in _COLUMNS.split(', '))} FROM step s "
        "JOIN step u ON u.id = s.undone_by "
        "WHERE s.undone = 1 AND s.rows > 0 AND u.coder_id = :coder AND u.id > coalesce((SELECT max(id) FROM step "
        "WHERE coder_id = :coder AND undoes IS NULL AND redoes IS NULL), 0) ORDER BY u.id DESC LIMIT 1",
        {"coder": coder_id},
    ).fetchone()
    return _entry(row) if row else None


def undo(store: Store, entry: Entry, *, coder_id: str) -> Entry:
    """Take `entry` back as a new step by `coder_id`.

    Raises:
        StepConflict: Something later stands on it; nothing was changed.
        OthersHidden: Independent coding is in force, and the step holds rows of another coder.
    """
    _nothing_hidden_in(store, entry, undoing=True)
    touched: set[Noun] = set()
    done = commit(
        store,
        _noting(touched, (inverse(change) for change in _changes(store, entry.id, backwards=True))),
        coder_id=coder_id,
        verb="undo",
        summary=f"took back: {entry.summary}",
        undoes=entry.id,
        verify=lambda store: _still_sound(store, touched),
    )
    assert done is not None
    return done


def redo(store: Store, entry: Entry, *, coder_id: str) -> Entry:
    """Do `entry` again as a new step by `coder_id`; errors as in `undo`."""
    _nothing_hidden_in(store, entry, undoing=False)
    touched: set[Noun] = set()
    done = commit(
        store,
        _noting(touched, _changes(store, entry.id, backwards=False)),
        coder_id=coder_id,
        verb="redo",
        summary=f"did again: {entry.summary}",
        redoes=entry.id,
        verify=lambda store: _still_sound(store, touched),
    )
    assert done is not None
    return done


def _nothing_hidden_hangs(store: Store, *, undoing: bool) -> None:
    """Refuse to take away what something of another coder, hidden just now, stands on.

    Raises:
        OthersHidden: It would be about nothing.
    """
    if not hides_others(store):
        return
    with seeing_all(store):
        broken = any(True for _fault in structure_faults(store))
    if hidden_dangling(store) or (broken and not any(True for _fault in structure_faults(store))):
        raise OthersHidden("something of another coder stands on it, so it stays", undoing=undoing)
    if broken:
        _still_sound(store)


def _nothing_hidden_in(store: Store, entry: Entry, *, undoing: bool) -> None:
    """Refuse to take back or do again a step that brought in or changed what is hidden just now.

    Raises:
        OthersHidden: The step holds rows of another coder.
    """
    if hides_others(store):
        changes = _changes(store, entry.id, backwards=False)
        if any(is_hidden(store, change, entry.coder_id) for change in changes):
            raise OthersHidden("that step concerns what is another coder's, which is hidden", undoing=undoing)


def _noting(touched: set[Noun], changes: Iterable[Change]) -> Iterator[Change]:
    """Pass changes on and note what they are about."""
    for change in changes:
        touched.add(change.noun)
        yield change


def _still_sound(store: Store, touched: Collection[Noun] | None = None) -> None:
    """Refuse an undo or a redo that would fit row by row and yet break the whole.

    Two codes of one name, a tree that runs in a circle, a memo on nothing: it can happen when another coder
    has worked in between.

    Raises:
        StepConflict: Something would no longer be as it must.
    """
    with seeing_all(store):
        for fault in structure_faults(store, touched):
            raise StepConflict(f"afterwards this would be so: {fault.what} ({fault.where})")


def load_step(store: Store, step_id: int) -> Entry | None:
    """Return one line of the history, or None."""
    if not 0 < step_id < 2**63:  # no number that SQLite could be asked for
        return None
    if (held := _at_hand(store, step_id)) is not None:
        return held[0]
    row = store.connection.execute(f"SELECT {_COLUMNS} FROM step WHERE id = ?", (step_id,)).fetchone()
    return _entry(row) if row else None


def load_history(store: Store, limit: int | None = None) -> list[Entry]:
    """Return the history's lines, newest first."""
    rows = store.connection.execute(
        f"SELECT {_COLUMNS} FROM step ORDER BY id DESC LIMIT ?",
        (-1 if limit is None else min(limit, 2**63 - 1),),
    )
    return [_entry(row) for row in rows]


def newest_step(store: Store) -> int:
    """Return the number of the newest step, 0 where there is none."""
    return int(store.connection.execute("SELECT coalesce(max(id), 0) FROM main.step").fetchone()[0])


def load_changes(store: Store, step_id: int) -> Iterator[Change]:
    """Yield a step's changes in order, without those on what is hidden from who looks."""
    changes = _changes(store, step_id, backwards=False)
    entry = load_step(store, step_id)
    if entry is None or not hides_others(store):
        return changes
    return (change for change in changes if not is_hidden(store, change, entry.coder_id))


def step_changes(store: Store, step_id: int) -> Iterator[Change]:
    """Yield a step's changes in order, all of them: for where nothing is hidden from who looks."""
    return _changes(store, step_id, backwards=False)


def load_code_changes(store: Store, code_id: str) -> list[tuple[Entry, Change]]:
    """Return what happened to a code, the oldest first: each change of its row with the step that made it.

    Steps that are taken back, and those that take back, are left out.
    """
    # few parts are about codes, and most of those that name the code are codings
    changes = _changes_of(store, (Noun.CODE,), "AND instr(p.changes, ?)", (code_id,))
    return [one for one in changes if one[1].key[0] == code_id]


def load_noun_changes(store: Store, nouns: Collection[Noun]) -> Iterator[tuple[Entry, Change]]:
    """Yield what happened to all rows of some nouns, the oldest first; steps as in `load_code_changes`."""
    return _changes_of(store, nouns, "", ())


def _changes_of(
    store: Store, nouns: Collection[Noun], where: str, values: tuple[str, ...]
) -> Iterator[tuple[Entry, Change]]:
    columns = ", ".join(f"s.{name}" for name in _COLUMNS.split(", "))
    about = " OR ".join(f"""instr(p.changes, '","{noun.value}",')""" for noun in nouns)
    rows = store.connection.execute(
        f"SELECT {columns}, p.changes FROM step_part p JOIN step s ON s.id = p.step_id "
        f"WHERE s.undone = 0 AND s.undoes IS NULL AND s.redoes IS NULL AND ({about}) {where} "
        "ORDER BY p.step_id, p.part",
        values,
    )
    for *step, packed in rows:
        for change in _unpack(packed):
            if change.noun in nouns:
                yield _entry(step), change


def _entry(row: Sequence[Any]) -> Entry:
    step, at, coder_id, verb, summary, why, rows, undoes, redoes, undone = row
    return Entry(step, at, coder_id, verb, summary, why, rows, undoes, redoes, bool(undone))


def _at_hand(store: Store, step_id: int) -> tuple[Entry, tuple[Change, ...]] | None:
    """Return a step with its changes where it was written last and is of whoever looks: no view hides it."""
    held = store.latest
    if held is None or held[0].id != step_id or store.viewer not in (None, held[0].coder_id):
        return None
    return held


def _changes(store: Store, step_id: int, *, backwards: bool) -> Iterator[Change]:
    held = _at_hand(store, step_id)
    if held is not None and held[1]:
        yield from reversed(held[1]) if backwards else held[1]
        return
    (parts,) = store.connection.execute(
        "SELECT count(*) FROM step_part WHERE step_id = ?", (step_id,)
    ).fetchone()
    for number in reversed(range(parts)) if backwards else range(parts):
        (packed,) = store.connection.execute(
            "SELECT changes FROM step_part WHERE step_id = ? AND part = ?", (step_id, number)
        ).fetchone()
        part = _unpack(packed)
        yield from reversed(part) if backwards else part


def _pack(changes: Sequence[Change]) -> str:
    """Write changes as JSON: runs of `[kind, noun, columns before, columns after, rows]`."""
    runs = []
    for (kind, noun, before, after), run in groupby(changes, key=_run):
        rows = [
            [
                change.key,
                None if change.before is None else list(change.before.values()),
                None if change.after is None else list(change.after.values()),
            ]
            for change in run
        ]
        runs.append([kind, noun, before, after, rows])
    return json.dumps(runs, ensure_ascii=False, separators=(",", ":"))


def _run(change: Change) -> tuple[str, str, tuple[str, ...] | None, tuple[str, ...] | None]:
    return (
        change.kind,
        change.noun.value,
        None if change.before is None else tuple(change.before),
        None if change.after is None else tuple(change.after),
    )


def _unpack(packed: str) -> list[Change]:
    return [
        Change(
            kind,
            Noun(noun),
            tuple(key),
            None if before is None else {**more, **dict(zip(columns_before, before, strict=True))},
            None if after is None else {**more, **dict(zip(columns_after, after, strict=True))},
        )
        for kind, noun, columns_before, columns_after, rows in json.loads(packed)
        for more in [_later(Noun(noun), whole=columns_before is None or columns_after is None)]
        for key, before, after in rows
    ]


def _later(noun: Noun, *, whole: bool) -> Columns:
    """Return what a whole row of `noun` has in the columns that a step of an earlier time does not name."""
    return LATER.get(noun, {}) if whole else {}
