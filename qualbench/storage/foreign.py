"""Databases of other programs, read only and with distrust: their tables by name, row by row."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qualbench.errors import FileProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The largest text of one cell, in bytes, and the most rows of one table.
_LARGEST = 256 * 2**20
_MOST = 5_000_000


class ForeignTables:
    """The tables of one open database, by their names in lower case."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._names = {
            str(name).lower(): str(name)
            for name, made in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
            if not str(made or "").upper().startswith("CREATE VIRTUAL")
        }

    def names(self) -> frozenset[str]:
        """Return which tables there are."""
        return frozenset(self._names)

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table as values by column, in lower case; none where there is no such table.

        Raises:
            FileProblem: The database is damaged, or larger than any of its kind.
        """
        name = self._names.get(table.lower())
        if name is None:
            return
        quoted = name.replace('"', '""')
        try:
            cursor = self._connection.execute(f'SELECT * FROM "{quoted}"')
            columns = [str(one[0]).lower() for one in cursor.description]
            for number, row in enumerate(cursor):
                if number >= _MOST:
                    raise FileProblem(
                        self.path, f"its table {name} has more than {_MOST:,} rows, as no real one has."
                    )
                yield dict(zip(columns, row, strict=True))
        except sqlite3.Error as error:
            raise _damaged(self.path, error) from error


@contextmanager
def open_tables(path: Path) -> Iterator[ForeignTables]:
    """Open another program's database; nothing is written to it or beside it.

    Raises:
        FileProblem: It is no database, damaged, or cannot be opened.
    """
    beside = path.with_name(path.name + "-wal")
    # what a program that is open has not laid in yet is in a file beside it, and is read too
    how = "mode=ro" if beside.exists() and beside.stat().st_size else "mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)
    except sqlite3.Error as error:
        raise _damaged(path, error) from error
    try:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            tables = ForeignTables(path, connection)
        except sqlite3.Error as error:
            raise _damaged(path, error) from error
        yield tables
    finally:
        connection.close()


def _damaged(path: Path, error: sqlite3.Error) -> FileProblem:
    said = " ".join(str(error).split())
    return FileProblem(
        path, f"it is no database that can be read ({said}).", "Close it in its program, or export it again."
    )
