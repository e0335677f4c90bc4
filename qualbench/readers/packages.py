"""Zip files that hold a document: looked at before anything in them is unpacked.

What a part says of its size is believed, because Python's zipfile unpacks no more than that: a part that
lies ends as a damaged file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.readers.refusals import DamagedFile, EncryptedFile, FileTooLarge

if TYPE_CHECKING:
    from collections.abc import Callable
    from zipfile import ZipFile

#: The largest a package may be when unpacked, and the largest of its parts, in bytes.
UNPACKED = 256 * 2**20
PART = 48 * 2**20


def check_parts(
    name: str,
    package: ZipFile,
    *,
    whole: int = UNPACKED,
    part: int = PART,
    limited: Callable[[str], bool] = lambda _part: True,
) -> None:
    """Refuse a package that is protected, that would grow, or in which one name stands for two parts.

    Args:
        name: The file's own name.
        package: The open package.
        whole: Bytes that all parts may have together.
        part: Bytes that one part may have.
        limited: Says of a part's name whether that holds for it.

    Raises:
        FileProblem: It is one of these.
    """
    parts = package.infolist()
    if any(one.flag_bits & 1 for one in parts):
        raise EncryptedFile(name)
    total = sum(one.file_size for one in parts)
    if total > whole:
        raise FileTooLarge(name, total, whole)
    largest = max((one.file_size for one in parts if limited(one.filename)), default=0)
    if largest > part:
        raise FileTooLarge(name, largest, part)
    if len({one.filename for one in parts}) < len(parts):
        hint = "Open it in its own program and save it anew."
        raise DamagedFile(name, "two of its parts have one name, so that it is not clear which counts.", hint)
