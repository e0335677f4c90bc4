"""Which reader takes a project of another program: by its ending, and by a look inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from qualbench.interchange.qc import find_settings, read_qc
from qualbench.interchange.qdpx import read_qdpx
from qualbench.interchange.qualcoder import DATABASE, QUALCODER, read_qualcoder
from qualbench.interchange.segment_tables import is_segment_table, read_segment_table
from qualbench.interchange.taguette import TAGUETTE, read_taguette
from qualbench.readers.sheets import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import Any

    from qualbench.interchange.incoming import IncomingDocument, IncomingProject

    class Tables(Protocol):
        """The tables of another program's database; see `storage.foreign`."""

        def names(self) -> frozenset[str]:
            """Return which tables there are."""

        def rows(self, table: str) -> Iterator[dict[str, Any]]:
            """Yield the rows of a table by column."""


#: What a database begins with, and endings of those that are looked into.
_DATABASE = b"SQLite format 3\0"
_ENDINGS = frozenset({".sqlite3", ".sqlite", ".db", ".qda"})


@dataclass(frozen=True, slots=True)
class How:
    """How a project is to be read.

    Attributes:
        tables: Opens a database; given by whoever may.
        positions: The unit of positions, where a person has said it.
        guess: Whether the likeliest unit is taken where it is not sure.
        choose: Asked for the unit where it is not sure, with the sentence that says why.
        sets_as_attributes: Whether sets of documents that are named `name: value` become attributes.
        documents: The documents of the project that it is read into, for what holds no texts of its own.
    """

    tables: Callable[[Path], AbstractContextManager[Tables]]
    positions: str = ""
    guess: bool = False
    choose: Callable[[str], str] | None = None
    sets_as_attributes: bool = False
    documents: Callable[[], Iterable[IncomingDocument]] | None = None


class ProjectReader(NamedTuple):
    """A reader of one program's projects."""

    program: str
    read: Callable[[Path, How], IncomingProject]


def find_reader(path: Path, how: How) -> ProjectReader | None:
    """Return what reads a file or folder as a project of another program, or None where it is none.

    Raises:
        FileProblem: It is one by its ending, and cannot be opened.
    """
    if path.is_dir():
        if (path / DATABASE).is_file():
            return ProjectReader("QualCoder", read_qualcoder)
        return ProjectReader("qualitative-coding", read_qc) if find_settings(path) else None
    if not path.is_file():
        return None
    ending = path.suffix.lower()
    if ending in (".qdpx", ".qde"):
        return ProjectReader("REFI-QDA", read_qdpx)
    if ending in ENDINGS:
        return ProjectReader("a table of segments", read_segment_table) if is_segment_table(path) else None
    if path.name == "settings.yaml" and find_settings(path.parent):
        return ProjectReader("qualitative-coding", read_qc)
    return _of_database(path, how) if ending in _ENDINGS else None


def _of_database(path: Path, how: How) -> ProjectReader | None:
    with path.open("rb") as file:
        if file.read(len(_DATABASE)) != _DATABASE:
            return None
    with how.tables(path) as tables:
        names = tables.names()
    if names >= TAGUETTE:
        return ProjectReader("Taguette", read_taguette)
    return ProjectReader("QualCoder", read_qualcoder) if names >= QUALCODER else None
