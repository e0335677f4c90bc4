"""What files hold words of a document that is taken out, and those files without the words."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

from qualbench.errors import QualbenchError
from qualbench.reports.files import write_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualbench.search.runs import Runs

#: A file of one's own in the folder that is larger is a recording: it is not looked into.
_LARGEST = 64 * 2**20
_TAG = re.compile(r"<[^>]*>")


class Unreadable(QualbenchError):
    """Nobody can say whether a file holds words of the document."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} cannot be read, so that nobody can say whether it holds words of the document.",
            "Make it readable, or delete it; nothing was taken out.",
        )


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder and the folders in it; links are not followed."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def others_in(folder: Path, ours: tuple[Path, ...]) -> Iterator[Path]:
    """Yield the files of a folder that the program has not made."""
    for path in files_in(folder):
        inside = path.relative_to(folder).parts
        made = len(inside) == 1 and path.name.startswith(("project.qualbench", "desk.sqlite3"))
        media = path.stat().st_size > _LARGEST
        if not (made or media or ".git" in inside or any(path.is_relative_to(one) for one in ours)):
            yield path


def may_hold(path: Path, runs: Runs) -> bool:
    """Say whether a file holds any of some runs, or cannot be read."""
    try:
        return holds(path, runs)
    except Unreadable:
        return True


def holds(path: Path, runs: Runs) -> bool:
    """Say whether a file holds any of some runs.

    Raises:
        Unreadable: It cannot be read.
    """
    return any(runs.places(text) for text in _texts_in(path))


def _texts_in(path: Path) -> Iterator[str]:
    """Yield what a person would read in a file: its text, or that of the parts of a Word or Excel file.

    Raises:
        Unreadable: Nobody can say what is in it.
    """
    try:
        data = path.read_bytes()
        if data.startswith(b"PK"):
            with suppress(zipfile.BadZipFile, NotImplementedError), zipfile.ZipFile(io.BytesIO(data)) as file:
                for name in file.namelist():
                    yield from _readings(file.read(name))
        yield from _readings(data)
    except (OSError, RuntimeError) as error:  # the second, where a zip file is locked
        raise Unreadable(path) from error


def _readings(data: bytes) -> Iterator[str]:
    """Yield a text in the ways it may be meant: as it is, and without the marks of HTML or XML."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        try:
            data.decode("utf-8")
            encoding = "utf-8"
        except UnicodeDecodeError:
            encoding = "cp1252"
    text = data.decode(encoding, "replace")
    yield text
    if _TAG.search(text):
        yield _TAG.sub(" ", text)
        yield _TAG.sub("", text)


def blank_file(path: Path, runs: Runs) -> None:
    """Blank a text file; remove a file of another kind, which can be exported again."""
    data = path.read_bytes()
    try:
        after = runs.blanked(data.decode("utf-8"))
    except UnicodeDecodeError:
        path.unlink()
        return
    if (
        b"\0" in data
        or data.startswith(b"PK")
        or any(runs.places(one) for one in _readings(after.encode("utf-8")))
    ):
        path.unlink()
        return
    write_file(path, after.encode("utf-8"))
