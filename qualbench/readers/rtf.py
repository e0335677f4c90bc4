"""Rich text (RTF): the words without their markup, by striprtf."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualbench.readers.plain import Decoded, reading_of
from qualbench.readers.refusals import DamagedFile, EmptyFile
from qualbench.readers.turns import find_turns

if TYPE_CHECKING:
    from qualbench.model.document import Reading

_HINT = "Open it with a word processor and save it as .docx."


def read_rtf(name: str, data: bytes) -> Reading:
    """Read a rich-text file; `name` is the file's own name.

    Raises:
        FileProblem: It is damaged or holds no words.
    """
    from striprtf.striprtf import rtf_to_text

    # markup is ASCII; what is not is escaped, or in the code page that the file names (Windows' as a rule)
    source = data.decode("cp1252", errors="replace")
    try:
        text = rtf_to_text(source, encoding=_code_page(source), errors="replace")
    except (UnicodeError, ValueError, LookupError, TypeError, OverflowError) as error:
        raise DamagedFile(name, f"the rich text is damaged ({error}).", _HINT) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip("\n")
    if not text.strip():
        raise EmptyFile(name)
    decoded = Decoded(text, "unicode", ())
    return reading_of(name, data, "rtf", decoded, find_turns(text, by_line=True))


def _code_page(source: str) -> str:
    named = re.search(r"\\ansicpg(\d{3,5})", source[:2000])
    page = f"cp{named[1]}" if named else "cp1252"
    try:
        "".encode(page)
    except LookupError:
        return "cp1252"
    return page
