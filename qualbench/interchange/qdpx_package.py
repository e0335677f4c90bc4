"""The zip file of a REFI-QDA project: what is in it, found by base name and read part by part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from qualbench.errors import FileProblem
from qualbench.readers.packages import check_parts, open_zip, read_part
from qualbench.readers.safe_xml import ZIP_ERRORS

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

#: The largest list of a project, and the largest text, in bytes.
LARGEST = 512 * 2**20
#: Parts that are read; all others (pictures, sound, film) may be of any size.
_READ = re.compile(r"\.(?:qde|txt|docx|pdf|html?|rtf|odt|md)$", re.IGNORECASE)
_INSIDE = re.compile(r"[^/\\]+\.qde", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z]+:/*", re.IGNORECASE)


class Package:
    """A project file that is open: a zip file, or the bare list (`.qde`) without any source.

    Raises:
        FileProblem: It is damaged or protected, or made to do harm.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip: zipfile.ZipFile | None = None
        self._parts: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        try:
            with path.open("rb") as file:
                head = file.read(4)
            if head == b"PK\x03\x04":
                self._zip = open_zip(path)
                self._look()
        except ZIP_ERRORS as error:
            raise self._damaged() from error

    def close(self) -> None:
        """Let go of the file."""
        if self._zip is not None:
            self._zip.close()

    def _damaged(self) -> FileProblem:
        return FileProblem(self.path, "it is a damaged or protected zip file.", "Export it again.")

    def _look(self) -> None:
        """Refuse what is made to do harm, and note where things are."""
        assert self._zip is not None
        # whatever a film takes is no concern: it is never unpacked
        check_parts(
            self.path.name,
            self._zip,
            whole=1 << 50,
            part=LARGEST,
            limited=lambda name: bool(_READ.search(name)),
        )
        for one in self._zip.infolist():
            name = one.filename.replace("\\", "/")
            if name.startswith("/") or ".." in name.split("/") or re.match("[A-Za-z]:", name):
                said = f"a part of it has a path that leads out of it ({name[:80]!r})."
                raise FileProblem(self.path, said, "Export it again from the program that it comes from.")
            if not one.is_dir() and "/" in name:
                base = name.rpartition("/")[2]
                self._parts.setdefault(base, one.filename)
                self._folded.setdefault(base.casefold(), one.filename)

    def project(self) -> bytes:
        """Return the one list of the project, whatever its name."""
        if self._zip is None:
            if self.path.stat().st_size > LARGEST:
                raise FileProblem(self.path, f"it is larger than {LARGEST // 2**20} MB.")
            return self.path.read_bytes()
        inside = [one for one in self._zip.namelist() if _INSIDE.fullmatch(one)]
        if len(inside) != 1:
            said = f"a project file has one .qde at its root, and this one has {len(inside) or 'none'}."
            raise FileProblem(self.path, said, "Export it again from the program that it comes from.")
        return self._read(inside[0])

    def source(self, said: str) -> bytes | None:
        """Return the source that a path in the list names, or None where the package does not hold it."""
        base = _SCHEME.sub("", said.strip(), count=1).replace("\\", "/").rpartition("/")[2]
        for one in (base, unquote(base)):
            name = self._parts.get(one) or self._folded.get(one.casefold())
            if one and name is not None:
                return self._read(name)
        return None

    def sources(self) -> Iterator[str]:
        """Yield the base names of the parts beside the list."""
        yield from self._parts

    def _read(self, name: str) -> bytes:
        assert self._zip is not None
        return read_part(self.path.name, self._zip, name, LARGEST)
