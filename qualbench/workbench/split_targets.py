"""What a code is split into: codes that there are, and codes that will be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualbench.errors import NotFound
from qualbench.model.code import PATH_SEPARATOR, Code, Codebook
from qualbench.workbench.codebooks import create_path, find_code

if TYPE_CHECKING:
    from qualbench.workbench.project import Session


@dataclass(frozen=True, slots=True)
class Target:
    """What segments can go to.

    Attributes:
        key: How it is chosen; to be taken as it is.
        path: Its path.
        code: The code, or None where it will be made.
    """

    key: str
    path: str
    code: Code | None = None

    @property
    def name(self) -> str:
        """The code's name, without those above it."""
        return self.path.rpartition(PATH_SEPARATOR)[2]


def target_key(session: Session, book: Codebook, text: str, source: Code, under: str | None) -> str:
    """Return the key of the code that is meant: its id; for one that will be made, where it will stand.

    That is the id of the code above it and the names from there, for paths change when codes are renamed.
    """
    if under is not None and under not in book.by_id:
        raise NotFound("code", under)
    text, parent = text.strip(), under or source.parent_id
    here = book.by_path.get(_path(book, parent, text))
    if here is not None:
        return here.id
    try:
        return find_code(session, text, book).id
    except NotFound:
        names = text.split(PATH_SEPARATOR)
        if len(names) > 1:  # a whole path: what there is of it stays where it is
            parent = None
            while names and (known := book.by_path.get(_path(book, parent, names[0]))) is not None:
                parent = known.id
                names.pop(0)
        create_path(book, _path(book, parent, PATH_SEPARATOR.join(names)))  # refuses what is no name
        return PATH_SEPARATOR.join((parent or "", *names))


def _path(book: Codebook, parent: str | None, below: str) -> str:
    return f"{book.paths[parent]}{PATH_SEPARATOR}{below}" if parent else below


def target_of(book: Codebook, source: Code, key: str) -> Target | None:
    """Return what a key stands for now, or None for a code that was deleted meanwhile."""
    parent, separator, below = key.partition(PATH_SEPARATOR)
    if not separator:
        return Target(key, book.paths[key], book.by_id[key]) if key in book.by_id else None
    path = _path(book, parent if parent in book.by_id else source.parent_id if parent else None, below)
    return Target(key, path, book.by_path.get(path))
