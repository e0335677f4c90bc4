"""Changes become rows: the only writer of a project's tables.

Every row is guarded: an update or a removal must find the row just as the change says that it was, else the
whole step is refused. A segment's quote is taken here from the revision's text.
"""

from __future__ import annotations

import hashlib
import json
from itertools import groupby
from typing import TYPE_CHECKING

from qualbench.model.change import Noun
from qualbench.model.coding import MemoTarget
from qualbench.model.document import count_words
from qualbench.storage.faults import StepConflict
from qualbench.storage.sight import OWN, SEEN, hides_others, refuse_others_rows
from qualbench.storage.store import now
from qualbench.storage.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualbench.model.change import Change, Value
    from qualbench.model.document import Reading
    from qualbench.storage.store import Store

_Shape = tuple[Noun, tuple[str, ...] | None, tuple[str, ...] | None]


def apply_changes(store: Store, changes: Sequence[Change]) -> None:
    """Write `changes` in order, runs of the same shape in bulk.

    Raises:
        StepConflict: A row is not as a change expects it to be.
    """
    for shape, run in groupby(changes, key=_shape):
        noun, before, after = shape
        rows = list(run)
        if noun is Noun.DOCUMENT and (before is None or after is None):
            _show_documents(store, rows, shown=before is None)
        elif before is None:
            _insert(store, noun, after or (), rows)
        elif after is None:
            _delete(store, noun, before, rows)
        else:
            _update(store, noun, before, after, rows)


def _shape(change: Change) -> _Shape:
    return (
        change.noun,
        None if change.before is None else tuple(change.before),
        None if change.after is None else tuple(change.after),
    )


def _quoted(names: Sequence[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def _insert(store: Store, noun: Noun, columns: tuple[str, ...], rows: list[Change]) -> None:
    if noun in OWN:
        refuse_others_rows(store, rows)
    table = TABLES[noun]
    names = [*table.key, *columns]
    values: list[tuple[Value, ...]] = [(*row.key, *(row.after or {}).values()) for row in rows]
    if noun is Noun.SEGMENT:
        names.append("quote")
        values = [(*value, _quote(store, row)) for value, row in zip(values, rows, strict=True)]
    if noun is Noun.MEMO:
        _on_text(store, rows)
    marks = ", ".join("?" * len(names))
    store.connection.executemany(
        f"INSERT INTO main.{table.name} ({', '.join(_quoted(names))}) VALUES ({marks})", values
    )


def _quote(store: Store, change: Change) -> str:
    """The words that a new segment covers, from the text itself."""
    row = change.after or {}
    place = (int(row[name] or 0) for name in ("revision", "start", "end"))
    return _words(store, str(row["document_id"]), *place)


def _words(store: Store, document_id: str, revision: int, start: int, end: int) -> str:
    text = store.text(document_id, revision)
    if not 0 <= start < end <= len(text):
        raise StepConflict(f"the text has {len(text)} characters and no stretch {start}:{end}")
    return text[start:end]


def _on_text(store: Store, rows: list[Change]) -> None:
    """See that every new memo on a passage stands on words that are there."""
    for change in rows:
        row = change.after or {}
        if row["target"] == MemoTarget.PASSAGE.value:
            place = (int(row[name] or 0) for name in ("revision", "start", "end"))
            _words(store, str(row["target_id"]), *place)


def _show_documents(store: Store, rows: list[Change], *, shown: bool) -> None:
    """Lay in new documents; show again, or hide, those whose material is here already."""
    laid_in = [row for row in rows if row.material is not None] if shown else []
    _lay_in(store, laid_in)
    known = [row for row in rows if row.material is None] if shown else rows
    if known:
        # a hidden document holds on to no case, so that the case can go with it
        done = store.connection.executemany(
            "UPDATE document SET hidden = ?, case_id = ? WHERE id = ? AND hidden = ?",
            [(int(not shown), (row.after or {}).get("case_id"), *row.key, int(shown)) for row in known],
        )
        _all_met(done.rowcount, known)


def _lay_in(store: Store, rows: list[Change]) -> None:
    """Write new documents with their first revision, exactly as they were read."""
    at = now()
    documents, revisions = [], []
    for row in rows:
        read, after = row.material, row.after
        assert read is not None
        assert after is not None
        problems = [[one.message, one.line, one.hint, one.serious] for one in read.problems]
        documents.append(
            (
                *(row.key[0], after["position"], after["name"], after["kind"], read.source, read.format),
                *(read.sha256, read.encoding, after["case_id"], at, _json(problems)),
            )
        )
        revisions.append((*_text_row(row.key[0], read, at), 1))
    store.connection.executemany(
        "INSERT INTO document (id, position, name, kind, source, format, sha256, encoding, case_id, imported_at,"
        " problems, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        documents,
    )
    spoken = [(after["language"], row.key[0]) for row in rows if (after := row.after or {}).get("language")]
    if spoken:  # most files do not state it
        store.connection.executemany("UPDATE document SET language = ? WHERE id = ?", spoken)
    _lay_in_texts(store, revisions)


def _lay_in_revisions(store: Store, rows: list[Change]) -> None:
    """Write the texts that corrected documents have from now on; taken back, they stay and are shown no more."""
    at = now()
    texts = []
    for row in rows:
        assert row.material is not None
        assert row.after is not None
        texts.append((*_text_row(row.key[0], row.material, at), row.after["revision"]))
    _lay_in_texts(store, texts)


def _text_row(document_id: str, read: Reading, at: str) -> tuple[Value, ...]:
    turns = [[turn.start, turn.end, turn.label_start, turn.speaker, turn.time] for turn in read.turns]
    digest = hashlib.sha256(read.text.encode("utf-8", "surrogatepass")).hexdigest()
    return (document_id, read.text, digest, count_words(read.text), _json(turns), len(turns), at)


def _lay_in_texts(store: Store, rows: list[tuple[Value, ...]]) -> None:
    store.connection.executemany(
        "INSERT INTO revision (document_id, text, sha256, words, turns, turn_count, created_at, number)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _delete(store: Store, noun: Noun, columns: tuple[str, ...], rows: list[Change]) -> None:
    table = TABLES[noun]
    guard = _guard(store, noun, [*table.key, *columns])
    done = store.connection.executemany(
        f"DELETE FROM main.{table.name} WHERE {guard}",
        [(*row.key, *(row.before or {}).values()) for row in rows],
    )
    _all_met(done.rowcount, rows)


def _update(
    store: Store, noun: Noun, before: tuple[str, ...], after: tuple[str, ...], rows: list[Change]
) -> None:
    table = TABLES[noun]
    sets = ", ".join(f"{name} = ?" for name in _quoted(after))
    guard = _guard(store, noun, [*table.key, *before])
    done = store.connection.executemany(
        f"UPDATE main.{table.name} SET {sets} WHERE {guard}",
        [(*(row.after or {}).values(), *row.key, *(row.before or {}).values()) for row in rows],
    )
    _all_met(done.rowcount, rows)
    if noun is Noun.DOCUMENT:
        _lay_in_revisions(store, [row for row in rows if row.material is not None])
    if noun is Noun.SEGMENT and {"start", "end", "revision"} & set(after):
        _requote(store, rows)


def _requote(store: Store, rows: list[Change]) -> None:
    """Write the quotes of segments whose edges moved."""
    for row in rows:
        found = store.connection.execute(
            'SELECT document_id, revision, start, "end" FROM segment WHERE id = ?', row.key
        ).fetchone()
        store.connection.execute(
            "UPDATE main.segment SET quote = ? WHERE id = ?", (_words(store, *found), *row.key)
        )


def _guard(store: Store, noun: Noun, names: Sequence[str]) -> str:
    """The condition that a row is as its change says, and that whoever writes may see it."""
    same = " AND ".join(f"{name} IS ?" for name in _quoted(names))
    return f"{same} AND {SEEN}" if noun in OWN and hides_others(store) else same


def _all_met(found: int, rows: list[Change]) -> None:
    if found != len(rows):
        noun = rows[0].noun.value.replace("_", " ").replace("cases", "case")
        raise StepConflict(f"a {noun} has been changed or removed since")
