"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import uuid
from typing import TYPE_CHECKING

from qualbench.errors import FileProblem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def write_file(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write `content` to `path`: a reader sees the old file or the whole new one, never half.

    Missing folders are made. What is no ordinary file (a pipe, a terminal) is written to as it is.

    Args:
        path: Where to; an existing file is replaced, through a link the file it points to.
        content: Bytes, or pieces that are made while they are written.

    Raises:
        FileProblem: Where that cannot be done; the old file, if any, is then untouched.
    """
    pieces = (content,) if isinstance(content, bytes) else content
    try:
        if path.is_dir():
            raise FileProblem(path, "this is a folder, not a file.", "Give the name of a file in it.")
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                stream.writelines(pieces)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path.resolve(), pieces)
    except OSError as problem:
        said = problem.strerror or str(problem)
        hint = "Close the program that has it open, or choose another place with --output."
        raise FileProblem(path, f"it cannot be written: {said}.", hint) from problem
    except ValueError as problem:  # a NUL in the name
        raise FileProblem(repr(str(path)), "this is no name for a file.") from problem


def _replace(path: Path, pieces: Iterable[bytes]) -> None:
    beside = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        # made by open() and not by tempfile, so that the file gets the rights that the person's umask gives
        with beside.open("xb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Put the new name on disk too, where the system can (Windows cannot open a folder)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
