"""A database file's header, looked at before SQLite touches the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.storage.faults import DamagedProject, NewerProject, NotAProject
from qualbench.storage.schema import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path


def inspect_database(path: Path) -> int:
    """Look at the file's header before SQLite touches it, and return its schema's number.

    Raises:
        NotAProject, DamagedProject, NewerProject: The file is not what it should be.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
        size = path.stat().st_size
    except FileNotFoundError:
        raise NotAProject(path.parent, f"it holds no {path.name}") from None
    except OSError as error:
        raise NotAProject(path, f"it cannot be read ({error.strerror})") from None
    if header[:16] != b"SQLite format 3\0":
        if not header.strip(b"\0"):
            raise DamagedProject(path, "the file is empty or holds only zeros")
        raise NotAProject(path, "the file is something else")
    if len(header) < 100:
        raise DamagedProject(path, "the file breaks off")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotAProject(path, "it is another program's database")
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    log = path.with_name(path.name + "-wal")
    if not (log.exists() and log.stat().st_size) and size < (65536 if page == 1 else page) * pages:
        raise DamagedProject(path, "the file breaks off before its end")
    version = int.from_bytes(header[60:64], "big")
    if version > SCHEMA_VERSION:
        raise NewerProject(path, version, SCHEMA_VERSION)
    return version
