"""Text files of codes: their encoding, whatever program wrote it."""

from __future__ import annotations

from qualbench.errors import FileProblem
from qualbench.readers.plain import Decoded, decode
from qualbench.readers.refusals import BinaryFile, EmptyFile
from qualbench.readers.safe_xml import LIMIT


def text_of(source: str, data: bytes) -> Decoded:
    """Return a file's text, in whatever encoding it is.

    Raises:
        FileProblem: It is no text, or empty, or larger than any codebook.
    """
    if len(data) > LIMIT:
        raise FileProblem(source, f"it is larger than {LIMIT // 2**20} MB, more than any codebook.")
    try:
        return decode(source, data)
    except EmptyFile as error:
        raise FileProblem(source, "the file is empty.") from error
    except BinaryFile as error:
        raise FileProblem(source, "this is no text file.", "Name its format with --format.") from error
