"""Taking out all that a document's words have left in a database. Not a change: there is no way back.

The one place beside `apply` that writes rows. It knows no table of texts by name: every text of every table
is looked at, so that what a later version adds is looked at too.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.model.document import WITHDRAWN as MARK
from qualbench.storage.faults import DamagedProject, translate
from qualbench.storage.purge_voice import plan_voice
from qualbench.storage.purge_words import blank_column, purge_history, text_columns
from qualbench.storage.sight import hides_others, seeing_all
from qualbench.storage.store import atomic, now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from qualbench.model.coding import Coder
    from qualbench.model.span import Span
    from qualbench.storage.purge_voice import Plan, Voice
    from qualbench.storage.store import Store

#: Says so on the record; nothing of it is taken back.
VERB = "withdraw"


@dataclass(frozen=True, slots=True)
class Held:
    """A text elsewhere that holds words of the document.

    Attributes:
        table, column: Where it stands.
        name: Whose it is, as far as it has a name.
        text: All of it.
        words: What of it would be blanked.
    """

    table: str
    column: str
    name: str
    text: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What goes with a document.

    Attributes:
        segments, memos: Of all coders; memos on the document, its passages, its segments and its case.
        revisions: Texts that it has had.
        cases: Ids of the cases that nobody else's words belong to.
        quotes: Times that a segment was chosen as a quote for a theme.
        turns, words: Of one voice that is taken out, as the text is now.
        cut: Segments that reach over one voice's words and others', and keep the others'.
    """

    segments: int
    memos: int
    revisions: int
    cases: tuple[str, ...]
    quotes: int
    turns: int = 0
    words: int = 0
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What stays on record of a participant who withdrew: that it was done, and how much went.

    Attributes:
        coder: The name of who did it.
        documents, segments, memos: How many went; no document where it was one voice of one.
        blanked: How many texts elsewhere had words taken out.
    """

    at: str
    coder: str
    documents: int
    segments: int
    memos: int
    blanked: int
    why: str = ""


def count_rows(store: Store, documents: Sequence[str], *, keep_cases: bool = False) -> Counts:
    """Count what would go with some documents: one, and copies of it."""
    connection = store.connection
    cases = () if keep_cases else tuple(_own_cases(connection, documents))
    segments, revisions = (
        connection.execute(
            f"SELECT count(*) FROM main.{table} WHERE document_id IN ({_marks(documents)})", tuple(documents)
        ).fetchone()[0]
        for table in ("segment", "revision")
    )
    (quotes,) = connection.execute(
        "SELECT count(*) FROM main.theme_exemplar JOIN main.segment s ON s.id = segment_id "
        f"WHERE s.document_id IN ({_marks(documents)})",
        tuple(documents),
    ).fetchone()
    return Counts(segments, len(_memos(connection, documents, cases)), revisions, cases, quotes)


def count_voice(store: Store, voice: Voice, copies: Sequence[str], *, keep_cases: bool = False) -> Counts:
    """Count what would go with one voice of a document, and with copies of the document."""
    connection = store.connection
    plan = plan_voice(connection, voice)
    cases = () if keep_cases else tuple(_voice_cases(connection, plan))
    whole = count_rows(store, copies, keep_cases=True)
    gone = plan.gone | set(_memos(connection, (), cases))
    segments, memos, quotes = (
        sum(
            connection.execute(f"SELECT count(*) FROM main.{table} WHERE {column} = ?", (one,)).fetchone()[0]
            for one in gone
        )
        for table, column in (("segment", "id"), ("memo", "id"), ("theme_exemplar", "segment_id"))
    )
    now = plan.texts[max(plan.texts)]
    return Counts(
        segments + whole.segments,
        memos + whole.memos,
        plan.changed + whole.revisions,
        cases,
        quotes + whole.quotes,
        now.turns_cut,
        now.words_cut,
        plan.cut,
    )


def _voice_cases(connection: sqlite3.Connection, plan: Plan) -> list[str]:
    """Return the cases of one voice to which nobody else's words belong."""
    ids = tuple(plan.speakers)
    marks = _marks(ids)
    rows = connection.execute(
        f"SELECT DISTINCT case_id FROM main.speaker WHERE id IN ({marks}) AND case_id IS NOT NULL "
        f"AND case_id NOT IN (SELECT case_id FROM main.speaker WHERE id NOT IN ({marks}) AND case_id IS NOT NULL) "
        "AND case_id NOT IN (SELECT case_id FROM main.document WHERE case_id IS NOT NULL) ORDER BY case_id",
        (*ids, *ids),
    )
    return [one for (one,) in rows]


def load_texts(store: Store, document_id: str) -> Iterator[str]:
    """Yield one by one all texts that a document has had."""
    rows = store.connection.execute("SELECT text FROM main.revision WHERE document_id = ?", (document_id,))
    return (text for (text,) in rows)


def load_ids(store: Store, *, hidden: bool) -> list[str]:
    """Return the ids of all documents, or of those whose import was taken back."""
    rows = store.connection.execute("SELECT id FROM main.document WHERE hidden = ? ORDER BY id", (hidden,))
    return [one for (one,) in rows]


def find_held(
    store: Store,
    documents: Sequence[str],
    cases: Sequence[str],
    places: Callable[[str], Sequence[Span]],
    voice: Voice | None = None,
) -> list[Held]:
    """Return the texts outside some documents and the history that hold something of them.

    Of another coder's, while those are hidden, it is said where they stand, and not what they say.
    """
    connection = store.connection
    gone = _rows_that_go(connection, documents, cases)
    if voice is not None:
        plan = plan_voice(connection, voice)
        gone |= plan.gone | set(plan.segments) | set(plan.speakers)  # what is not gone is written anew
    hidden = store.viewer if hides_others(store) else None
    found: list[Held] = []
    for table, columns in text_columns(connection):
        known = {row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")}
        name = next((one for one in ("name", "title", "label", "number") if one in known), "''")
        key = "id" if "id" in known else "''"
        whose = "coder_id" if "coder_id" in known else "NULL"
        for column in columns:
            rows = connection.execute(f'SELECT {key}, {name}, {whose}, "{column}" FROM main.{table}')
            found += [
                Held(table, column, "", "another coder's")
                if hidden and coder and coder != hidden
                else Held(table, column, str(called), text, _words_at(text, found_at))
                for row_id, called, coder, text in rows
                if text and row_id not in gone and (found_at := places(text))
            ]
    return found


def _words_at(text: str, places: Sequence[Span]) -> str:
    return " … ".join(" ".join(text[one.start : one.end].split()) for one in places)


def purge_store(
    store: Store,
    documents: Sequence[str],
    counts: Counts,
    blanked: Callable[[str], str],
    voice: Voice | None = None,
    *,
    coder: Coder,
    withdrawal_id: str,
    why: str,
) -> Withdrawal:
    """Take documents out of the open database, in one transaction, and return the record that stays.

    Args:
        voice: One voice of another document, which goes too, or alone.
    """
    with seeing_all(store), atomic(store) as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        changed = _purge_rows(connection, documents, counts.cases, blanked, voice)
        whole = int(voice is None)
        record = Withdrawal(now(), coder.name, whole, counts.segments, counts.memos, changed, blanked(why))
        _record(connection, record, withdrawal_id, coder.id)
    store.forget_texts()
    store.latest = None
    return record


def _record(connection: sqlite3.Connection, record: Withdrawal, withdrawal_id: str, coder_id: str) -> None:
    """Write the record that stays, and a line of the history that has no rows to take back."""
    connection.execute(
        "INSERT INTO main.withdrawal VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(withdrawal_id, record.at, coder_id, record.documents, record.segments, record.memos),
            *(record.blanked, record.why),
        ),
    )
    summary = (
        f"took out {'a document' if record.documents else 'one voice of a document'} for good: segments {record.segments}, memos {record.memos}, "
        f"texts blanked {record.blanked}"
    )
    connection.execute(
        "INSERT INTO main.step (at, coder_id, verb, summary, why, rows) VALUES (?, ?, ?, ?, ?, 0)",
        (record.at, coder_id, VERB, summary, record.why),
    )


def _purge_rows(
    connection: sqlite3.Connection,
    documents: Sequence[str],
    cases: Sequence[str],
    blanked: Callable[[str], str],
    voice: Voice | None = None,
) -> int:
    """Delete documents with all that stands on them, and blank their words elsewhere and in the history.

    Within the caller's transaction. Tables that an older database does not have are passed over.

    Returns:
        How many texts elsewhere were blanked.
    """
    gone = _rows_that_go(connection, documents, cases)
    plan = plan_voice(connection, voice) if voice is not None else None
    if plan is not None:
        gone |= plan.gone
    there = {
        name for (name,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
    }
    for table, column in (
        *(("theme_exemplar", "segment_id"), ("theme_segment", "segment_id"), ("theme_verdict", "target_id")),
        *(("unsure_place", "target_id"), ("memo", "id"), ("segment", "id"), ("speaker", "id")),
        *(("case_value", "case_id"), ("framework_cell", "case_id")),
    ):
        if table in there:
            connection.executemany(f"DELETE FROM main.{table} WHERE {column} = ?", [(one,) for one in gone])
    if "framework_cell" in there:
        let_go = [(one,) for one in gone]
        connection.executemany("UPDATE main.framework_cell SET quote_id = '' WHERE quote_id = ?", let_go)
    if plan is not None:
        plan.write(connection)
    for document_id in documents:
        connection.execute("DELETE FROM main.revision WHERE document_id = ?", (document_id,))
        connection.execute("DELETE FROM main.document WHERE id = ?", (document_id,))
    for case_id in cases:
        connection.execute("UPDATE main.speaker SET case_id = NULL WHERE case_id = ?", (case_id,))
        connection.execute("DELETE FROM main.cases WHERE id = ?", (case_id,))
    changed = sum(
        blank_column(connection, table, column, blanked)
        for table, columns in text_columns(connection)
        for column in columns
    )
    purge_history(connection, gone, blanked, plan.rewrite if plan is not None else None)
    return changed


def forget_pages(path: Path) -> bool:
    """Write the database anew, so that no page of it holds what was deleted; say whether all of it could be.

    The full-text index keeps deleted words until it is rebuilt; the write-ahead log keeps pages until it is
    emptied, which another process that reads can put off. By a connection of its own: SQLite cannot write
    anew what stands behind the views of `sight`.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        try:
            connection.execute("INSERT INTO revision_fts (revision_fts) VALUES ('rebuild')")
            connection.execute("VACUUM")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                return False
            raise translate(error, path) from error
        (busy, *_pages) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


def purge_copy(
    path: Path,
    documents: Sequence[str],
    cases: Sequence[str],
    blanked: Callable[[str], str],
    voice: Voice | None = None,
) -> None:
    """Purge a whole copy of a database, its pages too, and check it.

    Raises:
        QualbenchError: It is damaged, or cannot be written.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("PRAGMA defer_foreign_keys = ON")
            _purge_rows(connection, documents, cases, blanked, voice)
            connection.execute("COMMIT")
        forget_pages(path)
        with closing(sqlite3.connect(path)) as connection:
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        raise translate(error, path) from error
    if said != "ok":
        raise DamagedProject(path, str(said))


def _marks(ids: Sequence[str]) -> str:
    return ", ".join("?" * len(ids))


def _own_cases(connection: sqlite3.Connection, documents: Sequence[str]) -> list[str]:
    """Return the cases of documents and their speakers to which no other document's words belong."""
    linked = """SELECT case_id, id AS document_id FROM main.document WHERE case_id IS NOT NULL
        UNION SELECT case_id, document_id FROM main.speaker WHERE case_id IS NOT NULL"""
    rows = connection.execute(
        f"SELECT DISTINCT case_id FROM ({linked}) WHERE document_id IN ({_marks(documents)}) AND case_id NOT IN "
        f"(SELECT case_id FROM ({linked}) WHERE document_id NOT IN ({_marks(documents)})) ORDER BY case_id",
        (*documents, *documents),
    )
    return [one for (one,) in rows]


def _memos(connection: sqlite3.Connection, documents: Sequence[str], cases: Sequence[str]) -> list[str]:
    marks = _marks(documents)
    rows = connection.execute(
        f"SELECT id FROM main.memo WHERE (target IN ('document', 'passage') AND target_id IN ({marks})) OR "
        f"(target = 'segment' AND target_id IN (SELECT id FROM main.segment WHERE document_id IN ({marks}))) "
        f"OR (target = 'case' AND target_id IN ({_marks(cases)}))",
        (*documents, *documents, *cases),
    )
    return [one for (one,) in rows]


def _rows_that_go(connection: sqlite3.Connection, documents: Sequence[str], cases: Sequence[str]) -> set[str]:
    """Return the ids of all rows that go with documents, their own among them."""
    gone = {*documents, *cases, *_memos(connection, documents, cases)}
    for table in ("segment", "speaker"):
        rows = connection.execute(
            f"SELECT id FROM main.{table} WHERE document_id IN ({_marks(documents)})", tuple(documents)
        )
        gone.update(one for (one,) in rows)
    return gone


def load_withdrawals(store: Store) -> list[Withdrawal]:
    """Return the records of withdrawals, the oldest first."""
    rows = store.connection.execute(
        "SELECT w.at, c.name, w.documents, w.segments, w.memos, w.blanked, w.why FROM main.withdrawal w "
        "JOIN main.coder c ON c.id = w.coder_id ORDER BY w.at, w.rowid"
    )
    return [Withdrawal(*row) for row in rows]


def load_withdrawn_voices(store: Store) -> dict[str, tuple[str, str]]:
    """Return speaker id -> (document id, label) of the voices that were taken out of their documents."""
    rows = store.connection.execute(
        "SELECT id, document_id, label FROM main.speaker WHERE label LIKE ? ORDER BY rowid",
        (f"{MARK[:-1]}%",),
    )
    return {one: (document, label) for one, document, label in rows}
