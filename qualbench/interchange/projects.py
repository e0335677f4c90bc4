"""Which reader takes a project of another program: by its ending, and by a look inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from qualbench.interchange.qdpx import read_qdpx
from qualbench.interchange.taguette import TAGUETTE, read_taguette

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import Any

    from qualbench.interchange.incoming import IncomingProject

    class Tables(Protocol):
        """The tables of another program's database; see `storage.foreign`."""

        def names(self) -> frozenset[str]:
            """Return which tables there are."""

        def rows(self, table: str) -> Iterator[dict[str, Any]]:
            """Yield the rows of a table by column."""


#: What a database begins with, and endings of those that are looked into.
_DATABASE = b"SQLite format 3\0"
_ENDINGS = frozenset({".sqlite3", ".sqlite", ".db"})


@dataclass(frozen=True, slots=True)
class How:
    """How a project is to be read.

    Attributes:
        tables: Opens a database; given by whoever may.
        positions: The unit of positions, where a person has said it.
        guess: Whether the likeliest unit is taken where it is not sure.
        choose: Asked for the unit where it is not sure, with the sentence that says why.
        sets_as_attributes: Whether sets of documents that are named `name: value` become attributes.
    """

    tables: Callable[[Path], AbstractContextManager[Tables]]
    positions: str = ""
    guess: bool = False
    choose: Callable[[str], str] | None = None
    sets_as_attributes: bool = False


class ProjectReader(NamedTuple):
    """A reader of one program's projects."""

    program: str
    read: Callable[[Path, How], IncomingProject]


def find_reader(path: Path, how: How) -> ProjectReader | None:
    """Return what reads a file or folder as a project of another program, or None where it is none.

    Raises:
        FileProblem: It is one by its ending, and cannot be opened.
    """
    if not path.is_file():
        return None
    if path.suffix.lower() in (".qdpx", ".qde"):
        return ProjectReader("REFI-QDA", read_qdpx)
    if path.suffix.lower() in _ENDINGS:
        return _of_database(path, how)
    return None


def _of_database(path: Path, how: How) -> ProjectReader | None:
    with path.open("rb") as file:
        if file.read(len(_DATABASE)) != _DATABASE:
            return None
    with how.tables(path) as tables:
        names = tables.names()
    if names >= TAGUETTE:
        return ProjectReader("Taguette", read_taguette)
    return None
