"""Which format a codebook file has, by name or by ending and a look inside, and what travels in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualbench.codebook.entries import VALUES
from qualbench.codebook.yaml_file import read_codebook
from qualbench.errors import FileProblem, UsageError
from qualbench.interchange.losses import losses_of
from qualbench.interchange.text_files import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualbench.codebook.entries import CodebookFile
    from qualbench.model.code import Codebook

#: Format -> the endings of its files.
READ = {
    "yaml": (".yaml", ".yml"),
    "qdc": (".qdc", ".qde", ".qdpx"),
    "csv": (".csv", ".tsv"),
    "xlsx": (".xlsx", ".xlsm"),
    "txt": (".txt", ".text", ".lst"),
}
WRITTEN = ("yaml", "qdc", "csv", "xlsx", "txt")
_EVERY = ("id", *VALUES)


def format_of(name: str, form: str | None = None) -> str:
    """Return the format of a file that is read, as named or by the ending of `name`.

    Raises:
        UsageError: There is no such format, or the ending is none of a codebook's.
    """
    if form is not None:
        if form in READ:
            return form
        raise UsageError(f"There is no format “{form}”.", f"Choose one of: {', '.join(READ)}.")
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    found = next((one for one, endings in READ.items() if ending in endings), None)
    if found is None:
        said = f"{name}: what ends in “{ending}” is no codebook." if ending else f"{name} has no ending."
        raise UsageError(said, f"Name its format with --format: {', '.join(READ)}.")
    return found


def read_bytes(source: str, data: bytes, form: str, known: Mapping[str, str] | None = None) -> CodebookFile:
    """Read a codebook from the bytes of a file in one of the formats of `READ`.

    Args:
        source: The file's name, for messages.
        data: What is in it.
        form: Its format.
        known: Ids by the paths that the codes have in the project: in a table whose codes were renamed, a
            parent may still be called as it was.

    Raises:
        FileProblem: It is not of that format, or not whole.
    """
    if not data:
        raise FileProblem(source, "the file is empty.")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        said = "it is an old or a protected Office file."
        raise FileProblem(source, said, "Save it as .xlsx or .csv, without a password.")
    if form == "qdc":
        from qualbench.interchange.refi import read_refi

        return read_refi(source, data)
    if form == "xlsx" or (form == "csv" and data.startswith(b"PK\x03\x04")):
        from qualbench.interchange.xlsx import read_xlsx

        return read_xlsx(source, data, known)
    if form == "csv":
        from qualbench.interchange.tables import read_csv

        return read_csv(source, data, known)
    if form == "txt":
        from qualbench.interchange.lists import read_list_file

        return read_list_file(source, data)
    return read_codebook(text_of(source, data).text, source=source)


def write_bytes(codebook: Codebook, form: str) -> bytes:
    """Return a codebook as a file in one of the formats of `WRITTEN` but YAML, whose text the store keeps.

    Raises:
        QualbenchError: The format has no place for such a codebook.
    """
    if form == "qdc":
        from qualbench.interchange.refi import write_refi

        return write_refi(codebook)
    if form == "xlsx":
        from qualbench.interchange.xlsx import write_xlsx

        return write_xlsx(codebook)
    if form == "txt":
        from qualbench.interchange.lists import write_list

        return write_list(codebook)
    from qualbench.interchange.tables import write_csv

    return write_csv(codebook)


def what_is_lost(codebook: Codebook, form: str) -> tuple[str, ...]:
    """Say, a sentence each, what of a codebook a format cannot carry."""
    if form == "yaml":
        return ()
    if form == "txt":
        said = losses_of(codebook, ("definition",))
        broken = sum(1 for one in codebook.codes if one.definition != " ".join(one.definition.split()))
        return (*said, f"Definitions stand on one line each ({broken} had more).") if broken else said
    said = losses_of(codebook, _EVERY)
    if form == "xlsx":
        from qualbench.interchange.tables import write_rows
        from qualbench.interchange.xlsx import LONGEST_CELL, long_cells

        number = long_cells(write_rows(codebook))
        if number:
            many = f"{number} cell is" if number == 1 else f"{number} cells are"
            said = (*said, f"{many} longer than the {LONGEST_CELL:,} characters that Excel takes.")
    return said
