"""Where nothing may be exported to: what the project is made of, and any other project's database."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from qualbench.errors import UsageError
from qualbench.reports.files import write_file
from qualbench.storage.schema import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qualbench.workbench.project import Session

#: How the names of the project's own files begin: databases with their logs, and the writer's lock.
_OWN = ("project.qualbench", "desk.sqlite3", "writer.")


def check_output(session: Session, path: Path) -> None:
    """Refuse a place for an export where it would replace a file that the study is kept in.

    Raises:
        UsageError: It is a database of the program, or lies in the folder of the codebooks or the backups.
    """
    with suppress(OSError, RuntimeError, ValueError):  # what is no place at all is told by the writing
        target = path.resolve()
        if _is_own(session, target) or _is_project(target):
            raise UsageError(
                f"{path} is a file that the study is kept in; an export would replace it.",
                f"Choose another name, for example in {session.project.exports}.",
            )


def write_output(session: Session, path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write an export whole or not at all, after looking through it for names that the key knows.

    Raises:
        NamesFound: It holds one, and the session does not allow that; nothing is written.
        FileProblem: It cannot be written.
    """
    from qualbench.workbench.leaks import check_content  # late: most that imports this exports nothing

    write_file(path, check_content(session, path, content))


def write_plainly(session: Session, path: Path, content: bytes) -> None:
    """Write a file that is meant to hold names, where no file of the study is.

    Raises:
        UsageError: The study is kept in that file.
        FileProblem: It cannot be written.
    """
    check_output(session, path)
    write_file(path, content)


def _is_own(session: Session, target: Path) -> bool:
    project = session.project
    folders = {one.resolve() for one in (project.codebooks, project.folder / "backups", project.backups)}
    above = (target, *target.parents)
    if any(one in folders or _same(one, folder) for one in above for folder in folders):
        return True
    folder = project.folder.resolve()
    beside = target.parent == folder or _same(target.parent, folder)
    if beside and target.name.casefold().startswith(_OWN):
        return True
    own = [one for one in folder.iterdir() if one.name.startswith(_OWN)]
    own += [one for inside in folders if inside.is_dir() for one in inside.rglob("*")]
    return any(_same(target, one) for one in own)


def _same(one: Path, other: Path) -> bool:
    """Say whether two paths are the same file, by whatever names (a link, other capitals)."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _is_project(target: Path) -> bool:
    if not target.is_file():  # a pipe would wait for a writer
        return False
    with target.open("rb") as file:
        header = file.read(100)
    return header[:16] == b"SQLite format 3\0" and header[68:72] == APPLICATION_ID.to_bytes(4, "big")
