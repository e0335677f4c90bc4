"""The store: one open database of one project, the only object with a lifetime.

Opening checks that the file is ours, whole and not newer than the program, takes the writer's lock when it
is to be written, and migrates after a verified backup. Closing lets everything go.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from qualbench.errors import QualbenchError
from qualbench.storage.faults import (
    DamagedProject,
    EarlierProject,
    NotAProject,
    ProjectLocked,
    ReadOnlyProject,
    UnwritableText,
    translate,
)
from qualbench.storage.header import inspect_database
from qualbench.storage.schema import APPLICATION_ID, SCHEMA_VERSION
from qualbench.storage.sight import watch_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qualbench.model.change import Change, Entry

#: The writer's lock, and beside it who holds it.
LOCK_NAME = "writer.lock"
#: Bytes that a project of an earlier version may have to be read in memory, as if it were up to date.
IN_MEMORY = 1 << 30
HOLDER_NAME = "writer.json"


_Mark: TypeAlias = "tuple[tuple[int, int], ...]"


@dataclass
class Store:
    """An open database.

    Attributes:
        path: The database file.
        connection: In autocommit mode; every write goes through `atomic`.
        writable: False for a reader.
        viewer: The id of the coder through whose eyes is read while independent coding is in force; None
            reads everything (see `storage.sight`).
        latest: The step written last through it, with its changes where they are few; else None.
    """

    path: Path
    connection: sqlite3.Connection
    writable: bool
    viewer: str | None = None
    latest: tuple[Entry, tuple[Change, ...]] | None = None
    _lock: Any = None
    _texts: dict[tuple[str, int], str] = field(default_factory=dict)
    _turns: dict[tuple[str, int], list[list[Any]]] = field(default_factory=dict)
    _seen: int = 0
    _copied: _Mark | None = None

    def __post_init__(self) -> None:
        watch_over(self)

    def text(self, document_id: str, revision: int) -> str:
        """Return a revision's text; the last few are kept at hand.

        Raises:
            DamagedProject: Where the project does not hold it.
        """
        key = (document_id, revision)
        if key not in self._texts:
            text = self._of_revision("text", *key)
            if text is None:
                raise DamagedProject(self.path, f"revision {revision} of document {document_id} is missing")
            _keep(self._texts, key, text)
        return self._texts[key]

    def turns(self, document_id: str, revision: int) -> list[list[Any]]:
        """Return a revision's turns as they are stored, `[start, end, label start, speaker, time]`, in order.

        Like its text they never change, and the last few are kept at hand.
        """
        key = (document_id, revision)
        if key not in self._turns:
            _keep(self._turns, key, json.loads(self._of_revision("turns", *key) or "[]"))
        return self._turns[key]

    def _of_revision(self, column: str, document_id: str, revision: int) -> str | None:
        asked = f"SELECT {column} FROM revision WHERE document_id = ? AND number = ?"
        row = self.connection.execute(asked, (document_id, revision)).fetchone()
        return row[0] if row else None

    def forget_texts(self) -> None:
        """Let go of the texts that are kept at hand: one of them is gone for good."""
        self._texts, self._turns = {}, {}

    def changed_outside(self) -> bool:
        """Say whether another process has changed the database since the last call; a copy is made anew."""
        if self._copied is not None:
            return self._copy_anew()
        version = int(self.connection.execute("PRAGMA data_version").fetchone()[0])
        changed = version != self._seen
        self._seen = version
        return changed

    def _copy_anew(self) -> bool:
        mark = _mark(self.path)
        if mark == self._copied:
            return False
        try:
            inspect_database(self.path)
            fresh = _up_to_date_copy(_connect(self.path, write=False, wal=True))
        except (sqlite3.Error, QualbenchError):  # just being written, or no longer for us: as it was
            return False
        fresh.backup(self.connection)  # beneath the views, which stay
        fresh.close()
        self._copied = mark
        return True

    def close(self) -> None:
        """Close the database and let the lock go. Closing twice does nothing."""
        with suppress(sqlite3.Error):
            self.connection.close()
        if self._lock is not None:
            with suppress(OSError):
                (self.path.parent / HOLDER_NAME).unlink(missing_ok=True)
            self._lock.release()
            self._lock = None


def _keep(kept: dict[tuple[str, int], Any], key: tuple[str, int], value: object) -> None:
    """Keep a value at hand, and of those before the last few."""
    if len(kept) >= 8:
        kept.pop(next(iter(kept)))
    kept[key] = value


@contextmanager
def reading(store: Store) -> Iterator[Store]:
    """Turn what the database says of itself while it is read into a sentence.

    Raises:
        QualbenchError: The database is damaged, or another program holds it.
    """
    try:
        yield store
    except sqlite3.Error as error:
        raise translate(error, store.path) from error


@contextmanager
def atomic(store: Store) -> Iterator[sqlite3.Connection]:
    """Run a block as one transaction: all of it is on disk afterwards, or nothing is.

    Raises:
        ReadOnlyProject: Where the store was opened for reading.
        QualbenchError: Where the database refuses (disk full, damaged, a row that something stands on).
    """
    if not store.writable:
        raise ReadOnlyProject(store.path.parent)
    connection, store.latest = store.connection, None
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
    except sqlite3.Error as error:
        raise translate(error, store.path) from error
    except UnicodeEncodeError as error:
        raise UnwritableText(error.object[error.start : error.end]) from error


def create_store(path: Path, *, wal: bool = True) -> Store:
    """Make a new, empty database at `path` and open it for writing.

    Raises:
        QualbenchError: Where the file exists or the folder cannot be written.
    """
    if path.exists():
        raise NotAProject(path, "a file of that name exists already")
    lock = _take_lock(path)
    try:
        connection = _connect(path, write=True, wal=wal)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        _run_migrations(connection)
    except sqlite3.Error as error:
        lock.release()
        discard_store(path)
        raise translate(error, path) from error
    return Store(path, connection, writable=True, _lock=lock)


def discard_store(path: Path) -> None:
    """Take away a database that was just made and never held anything, with what lies beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    for name in (LOCK_NAME, HOLDER_NAME):
        with suppress(OSError):
            (path.parent / name).unlink(missing_ok=True)


def open_store(path: Path, *, write: bool, wal: bool = True, before_migration: Callable[[], object]) -> Store:
    """Open the database at `path`.

    Args:
        write: Take the writer's lock; without it nothing can be changed, and of a project of an earlier
            version a copy in memory is brought up to date and read.
        wal: Use a write-ahead log; off on network and sync folders, where it is not safe.
        before_migration: Called before a due migration; makes the verified backup.

    Raises:
        ProjectLocked: Another process writes.
        NotAProject, DamagedProject, NewerProject: The file is not what it should be; it is left alone.
        EarlierProject: It is of an earlier version, to be read alone, and too big to be copied for that.
    """
    version = inspect_database(path)
    earlier = version < SCHEMA_VERSION
    if earlier and not write and path.stat().st_size > IN_MEMORY:
        raise EarlierProject(path.parent)
    mark = _mark(path) if earlier and not write else None
    lock = _take_lock(path) if write else None
    connection: sqlite3.Connection | None = None
    try:
        connection = _connect(path, write=write, wal=wal)
        if earlier and write:
            before_migration()
            _run_migrations(connection)
        elif earlier:
            connection = _up_to_date_copy(connection)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if lock is not None:
            lock.release()
        if isinstance(error, sqlite3.Error):
            raise translate(error, path) from error
        raise
    store = Store(path, connection, writable=write, _lock=lock, _copied=mark)
    store.changed_outside()
    return store


def _connect(path: Path, *, write: bool, wal: bool) -> sqlite3.Connection:
    """Open the file as SQLite: a writer durable to the disk, a reader that cannot write."""
    connection = _sqlite(path, "mode=rwc" if write else "mode=ro")
    try:
        if write:
            connection.execute(f"PRAGMA journal_mode = {'WAL' if wal else 'DELETE'}")
            connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        if write or os.access(path.parent, os.W_OK):
            raise
        return _connect_beside_nothing(path)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect_beside_nothing(path: Path) -> sqlite3.Connection:
    """Open for reading in a folder where nothing may be written beside the file, as a reader's log must be.

    Where all is in the file itself it is read as it is. Where a log or a journal still holds what was saved
    last, file and log are copied to a place of our own first, so that nothing of it is missed.
    """
    import shutil  # late, both: this is rare
    import tempfile

    beside = [path.with_name(path.name + ending) for ending in ("-wal", "-journal")]
    if not any(one.exists() and one.stat().st_size for one in beside):
        connection = _sqlite(path, "immutable=1")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return connection
    with tempfile.TemporaryDirectory(prefix="qualbench-") as folder:
        for one in (path, *beside):
            if one.exists():
                shutil.copyfile(one, f"{folder}/{one.name}")
        memory = sqlite3.connect(":memory:", isolation_level=None)
        copied = sqlite3.connect(f"{folder}/{path.name}")
        try:
            copied.backup(memory)
        finally:
            copied.close()
    memory.execute("PRAGMA query_only = ON")
    return memory


def _up_to_date_copy(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return a copy in memory that is brought up to date, and close the connection to the file."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.backup(memory)
        memory.execute("PRAGMA foreign_keys = ON")
        _run_migrations(memory)
        memory.execute("PRAGMA query_only = ON")
    except BaseException:
        memory.close()
        raise
    connection.close()
    return memory


def _mark(path: Path) -> _Mark:
    """Return what tells whether the file, or the log beside it, is another than before."""
    files = (one for one in (path, path.with_name(path.name + "-wal")) if one.exists())
    return tuple((stat.st_mtime_ns, stat.st_size) for stat in (one.stat() for one in files))


def _sqlite(path: Path, options: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{options}", uri=True, isolation_level=None, timeout=2.0
    )


def _run_migrations(connection: sqlite3.Connection) -> None:
    from qualbench.storage.migrations import migrate

    migrate(connection)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    # the header must say so in the file itself: it is looked at before SQLite opens the file
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _take_lock(path: Path) -> Any:
    """Take the writer's lock, gone with its process, and say beside it who holds it."""
    import socket  # late, both: reading needs no lock

    from filelock import FileLock, Timeout

    holder = path.parent / HOLDER_NAME
    lock = FileLock(path.parent / LOCK_NAME, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise locked_by(path) from None
    except OSError as error:
        raise ReadOnlyProject(path.parent, f"its folder does not allow writing ({error.strerror})") from None
    with suppress(OSError):
        holder.write_text(
            json.dumps({"host": socket.gethostname(), "process": os.getpid(), "since": now()}),
            encoding="utf-8",
        )
    return lock


def locked_by(path: Path) -> ProjectLocked:
    """Return the error that says who holds the lock beside `path`."""
    try:
        said = json.loads((path.parent / HOLDER_NAME).read_text(encoding="utf-8"))
        return ProjectLocked(path.parent, str(said["host"]), int(said["process"]), str(said["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return ProjectLocked(path.parent, "", 0, "")


def now() -> str:
    """Return the moment, ISO 8601 in UTC to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
