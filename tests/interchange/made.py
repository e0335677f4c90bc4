"""What of an invented codebook a format carries, and files as other programs write them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualbench.codebook.entries import VALUES
from qualbench.codebook.resolve import resolve_entries
from qualbench.interchange.formats import read_bytes, write_bytes
from qualbench.interchange.losses import fit
from qualbench.model.code import Code, Codebook
from tests.codebook.made import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.codebook.entries import CodebookFile, Entry

#: Real files, kept beside the project and never in it.
REAL = Path(__file__).parents[3] / "shared"


def carried(codebook: Codebook, keys: Iterable[str] = VALUES) -> Codebook:
    """The codebook that a format with a place for `keys` should give back, without a name of its own."""
    made = []
    for code, _depth in codebook.walk():
        values = {key: _fitted(getattr(code, key)) for key in keys}
        made.append(replace(Code(code.id, fit(code.name), code.parent_id), **values))
    return tidy("", made)


def _fitted(value: Any) -> Any:
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return tuple({fit(name): fit(said) for name, said in value}.items())
    if isinstance(value, tuple):
        return tuple(map(fit, value))
    return fit(value) if type(value) is str else value


def there_and_back(codebook: Codebook, form: str) -> Codebook:
    """Write a codebook and read it again into an empty one."""
    file = read_bytes("a file", write_bytes(codebook, form), form)
    assert not [one for one in file.problems if one.serious]
    return resolve_entries(file, Codebook("", ()), known_at_writing=None).target


def tree(entries: Iterable[Entry]) -> list[Any]:
    """Names with what is under them."""
    return [[one.name, tree(one.children)] if one.children else one.name for one in entries]


def told(file: CodebookFile) -> list[str]:
    """Every problem in a line: a star where it is serious, its line, its sentence."""
    return [f"{'*' * one.serious}{one.line or ''} {one.message}".strip() for one in file.problems]


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(
                zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED
            )  # of no moment: bytes that stay
    return buffer.getvalue()
