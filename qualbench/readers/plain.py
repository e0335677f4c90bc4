r"""Plain text and Markdown: bytes to text, exactly, and the text to turns.

The text of a file stays as it is but for its newlines, which become `\n`: labels and markup are part of it.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import NamedTuple

from qualbench.model.document import DocumentKind, Problem, Reading
from qualbench.readers.pasted import without_furniture
from qualbench.readers.refusals import BinaryFile, EmptyFile
from qualbench.readers.turns import Turns, find_turns

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
#: Control characters that no text has; tab, newlines, form feed, bell, backspace and escape do occur.
_CONTROL = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 27} | {127})
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_FRONT_MATTER = re.compile(r"---[^\S\n]*\n(?:[^\n]*\n){0,200}?(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)")


class Decoded(NamedTuple):
    r"""Text with `\n` newlines, the encoding it was in, and what was odd about that."""

    text: str
    encoding: str
    problems: tuple[Problem, ...]


def decode(name: str, data: bytes) -> Decoded:
    r"""Turn a file's bytes into text: UTF-8 strictly, UTF-16, else Windows-1252, and say which.

    Raises:
        BinaryFile: Where the bytes are no text.
        EmptyFile: Where there is nothing but white space.
    """
    text, encoding, problems = _decode(name, data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text or text.isspace():
        raise EmptyFile(name)
    return Decoded(text, encoding, problems)


def _decode(name: str, data: bytes) -> Decoded:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_as(name, data[len(bom) :], encoding.removesuffix("-sig"), encoding)
    guess = _utf16_by_zeros(data)
    if guess:
        return _decode_as(name, data, guess, guess)
    if b"\0" in data or len(data) - len(data.translate(None, _CONTROL)) > max(3, len(data) // 50):
        raise BinaryFile(name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", ())
    except UnicodeDecodeError as error:
        return _decode_legacy(name, data, error.start)


def _decode_as(name: str, data: bytes, codec: str, encoding: str) -> Decoded:
    """Decode what has declared itself; a broken place is replaced and said, as is a rare encoding."""
    text = data.decode(codec, errors="replace")
    if "\0" in text:
        raise BinaryFile(name)
    remark = (Problem(f"The file is read as {encoding.upper()}.", 1),) if codec != "utf-8" else ()
    broken = text.count("\ufffd")
    if not broken or broken == data.count("\ufffd".encode(codec)):
        return Decoded(text, encoding, remark)
    if broken > max(3, len(text) // 50):
        raise BinaryFile(name)
    return Decoded(text, encoding, (*remark, _broken(text, broken, encoding)))


def _broken(text: str, count: int, encoding: str) -> Problem:
    line = text.count("\n", 0, text.index("\ufffd")) + 1
    places = "one place is" if count == 1 else f"{count} places are"
    message = f"{places} not valid {encoding} and shown as \ufffd."
    return Problem(
        message[0].upper() + message[1:], line, "Save the file as UTF-8 and import it again.", True
    )


def _utf16_by_zeros(data: bytes) -> str:
    """Name the UTF-16 in which nearly every other byte is zero, as western text without a BOM has it."""
    head = data[:4096]
    half = len(head) // 2
    if half < 2 or len(data) % 2:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _decode_legacy(name: str, data: bytes, first_bad: int) -> Decoded:
    """Decode what is not UTF-8: nearly UTF-8 with broken places, else Windows-1252."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for run in _HIGH_RUN.findall(data) if len(run) > 1 and _is_utf8(run))
    if whole >= 4 * broken:
        return Decoded(text, "utf-8", (_broken(text, broken, "UTF-8"),))
    if len(data) - len(data.translate(None, _CONTROL)) > len(data) // 500:
        raise BinaryFile(name)
    text = data.decode("cp1252", errors="replace")
    broken = text.count("\ufffd")
    if broken > max(1, len(text) // 100):
        raise BinaryFile(name)
    line = data.count(b"\n", 0, first_bad) + 1
    message = "The file is not UTF-8; it is read as Windows-1252."
    hint = (
        "Look at accents and quotation marks; if they are wrong, save the file as UTF-8 and import it again."
    )
    problems = [Problem(message, line, hint)]
    if broken:
        problems.append(_broken(text, broken, "Windows-1252"))
    return Decoded(text, "cp1252", tuple(problems))


def _is_utf8(run: bytes) -> bool:
    try:
        run.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read_text(name: str, data: bytes, decoded: Decoded) -> Reading:
    """Read plain text; `name` is the file's own name."""
    return _reading(name, data, decoded, "txt", 0)


def read_markdown(name: str, data: bytes, decoded: Decoded) -> Reading:
    """Read Markdown: the markup stays, a YAML front matter belongs to no turn."""
    front = _FRONT_MATTER.match(decoded.text)
    return _reading(name, data, decoded, "md", front.end() if front else 0)


def _reading(name: str, data: bytes, decoded: Decoded, form: str, start: int) -> Reading:
    turns = find_turns(decoded.text, start)
    if turns.roles:
        return reading_of(name, data, form, decoded, turns)
    text, furniture = without_furniture(decoded.text)
    if not furniture or not text.strip():
        return reading_of(name, data, form, decoded, turns)
    examples = ", ".join(f"“{line[:40]}”" for line in dict.fromkeys(furniture[:5]))
    remark = Problem(
        f"This looks like a web page that was pasted: {len(furniture)} lines that only a page has are left "
        f"out ({examples} ...).",
        hint="If one of them is somebody's words, save the file as a Word document and import that.",
    )
    stripped = decoded._replace(text=text, problems=(*decoded.problems, remark))
    return reading_of(name, data, form, stripped, find_turns(text), DocumentKind.RECORD)


def reading_of(
    name: str,
    data: bytes,
    form: str,
    decoded: Decoded,
    turns: Turns,
    kind: DocumentKind | None = None,
) -> Reading:
    """Return the reading of a file whose text and turns are found; `data` is the file's own bytes.

    Args:
        kind: What sort of source it is, where that does not follow from its turns.
    """
    return Reading(
        name=stem_of(name),
        source=name,
        format=form,
        text=decoded.text,
        turns=turns.turns,
        roles=turns.roles,
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        kind=kind or turns.kind,
        problems=(*decoded.problems, *turns.problems),
    )


def stem_of(name: str) -> str:
    """Return a file's name on one line without its last suffix, composed (a Mac writes accents apart)."""
    from unicodedata import normalize

    stem, dot, _suffix = name.rpartition(".")
    named = normalize("NFC", stem if dot and stem else name)
    return " ".join(named.split()) if "\n" in named or "\r" in named else named
