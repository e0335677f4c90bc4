"""From a codebook to the text of a file: one key a line, in one order, read back as exactly the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from qualbench.codebook.entries import CONFLICT, FORMAT, KEYS, LISTS, MAPS, has_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualbench.model.code import Code, Codebook

    #: What is undecided about a code: what it is about, with the values to choose from or a sentence.
    Marks = Sequence[tuple[str, tuple[str, ...] | str]]

#: Characters that may stand in a file as they are; the rest is written as an escape.
_RAW = "\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_LINE = re.compile(f"[{_RAW}]*")
_LINES = re.compile(f"(?:[{_RAW}]|\n)*")
_NOT_PLAIN = re.compile(r"""[-?:,\[\]{}#&*!|>'"%@`=]|\.\.\.|.*(?::\s|\s\#|:$)""")
#: A key before a colon may have 1,024 bytes and not more (YAML 1.2, 7.4.2): this many characters at most.
_LONG_KEY = 250
_RESOLVER = yaml.resolver.Resolver()
_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def write_codebook(codebook: Codebook) -> str:
    """Return the text of a fresh file that reads as `codebook`; keys without a value are left out."""
    lines = ["format: 1\n".replace("1", str(FORMAT))]
    if codebook.name:
        lines.append(f"name: {write_scalar(codebook.name, 0, block=False)}\n")
    lines.append("codes:\n" if codebook.codes else "codes: []\n")
    for code, depth in codebook.walk():
        column = 2 + 4 * depth
        lines.append(code_text(code, column))
        if codebook.children(code.id):
            lines.append(f"{' ' * (column + 2)}codes:\n")
    return "".join(lines)


def code_text(code: Code, column: int, newline: str = "\n", marks: Marks = ()) -> str:
    """Return one code without the codes under it, its dash in `column`, ending with a line break."""
    pad = newline + " " * (column + 2)
    fields = [
        f"{key}: {value}" if value[:1] != newline[:1] else f"{key}:{value}"
        for key, value in ((key, field_text(code, key, column + 2, newline)) for key in KEYS[:-1])
        if value
    ]
    if marks:
        fields.insert(2 if has_id(code.id) else 1, conflict_text(marks, column + 2, newline))
    return f"{' ' * column}- {pad.join(fields)}{newline}"


def conflict_text(marks: Marks, column: int, newline: str) -> str:
    """Return what a merge left undecided, as a key of a code or of the file that stands in `column`."""
    lines = [f"{CONFLICT}:"]
    for label, values in marks:
        pad = f"{newline}{' ' * (column + 2)}"
        key = write_scalar(label, column + 2, newline, block=False)
        if isinstance(values, str):
            lines.append(f"{pad}{key}: {write_scalar(values, column + 2, newline, block=False)}")
            continue
        lines.append(f"{pad}{key}:")
        for value in values:
            said = write_scalar(value, column + 4, newline) if value else "''"
            lines.append(f"{pad}  - {said}")
    return "".join(lines)


def field_text(code: Code, key: str, column: int, newline: str = "\n", style: str = "") -> str:
    """Return what stands after a key of `code`, or an empty string where there is nothing to say.

    `column` is where the key begins, `style` the quoting to keep where the value allows it.
    """
    if key in LISTS:
        return examples_text(getattr(code, key), column + 2, newline)
    if key in MAPS:
        return pairs_text(getattr(code, key), column + 2, newline)
    if key == "in_vivo":
        return "true" if code.in_vivo else ""
    if key == "id" and not has_id(code.id):
        return ""
    value = str(getattr(code, key) or "")
    return write_scalar(value, column, newline, style, block=key != "name") if value else ""


def examples_text(examples: Iterable[str], column: int, newline: str) -> str:
    """Return a list of texts, each on a line of its own with its dash in `column`, line breaks first."""
    pad = " " * column
    return "".join(f"{newline}{pad}- {write_scalar(one, column, newline)}" for one in examples)


def pairs_text(pairs: Iterable[tuple[str, str]], column: int, newline: str) -> str:
    """Return names with a text each, a line for each with its name in `column`, line breaks first."""
    return "".join(f"{newline}{' ' * column}{pair_text(name, text, column, newline)}" for name, text in pairs)


def pair_text(name: str, text: str, column: int, newline: str) -> str:
    """Return a name and its text as they stand on a line; a very long name on a line before its text."""
    said = write_scalar(text, column, newline) if text else "''"
    key = write_scalar(name, column, newline, block=False)
    return f"{key}: {said}" if len(key) < _LONG_KEY else f"? {key}{newline}{' ' * column}: {said}"


def write_scalar(text: str, column: int, newline: str = "\n", style: str = "", *, block: bool = True) -> str:
    """Return `text` as YAML that reads back as exactly that text, without a line break at the end.

    Args:
        text: Any text.
        column: Indentation of the key or dash before it; the lines of a block stand two further in.
        newline: The file's line break.
        style: The quoting to keep where the text allows it: `'` or `"`.
        block: False to keep everything on one line.
    """
    if block and "\n" in text and _fits_block(text):
        pad = newline + " " * (column + 2)
        lines = text.removesuffix("\n").split("\n")
        body = "".join(f"{pad}{line}" if line else newline for line in lines)
        return f"{'|' if text.endswith(chr(10)) else '|-'}{body}"
    if not _LINE.fullmatch(text) or style == '"':
        return f'"{"".join(map(_escaped, text))}"'
    if style == "'" or not _is_plain(text):
        return "'" + text.replace("'", "''") + "'"
    return text


def _fits_block(text: str) -> bool:
    lines = text.removesuffix("\n").split("\n")
    blank = any(line and not line.strip() for line in lines)
    return bool(_LINES.fullmatch(text)) and text[0] not in " \n" and lines[-1] != "" and not blank


def _is_plain(text: str) -> bool:
    """Say whether `text` reads as itself without quotes, here and in any other YAML reader."""
    if not text or text != text.strip() or _NOT_PLAIN.match(text):
        return False
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return bool(tag == "tag:yaml.org,2002:str")


def _escaped(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    if _LINE.fullmatch(char):
        return char
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
