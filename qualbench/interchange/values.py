"""The fields of a code as words in a cell or a paragraph, and back.

A list of texts is a text where it is one line; else each begins with a bullet (a dash would be a formula to a
spreadsheet) and goes on two further in. Names with a text each are such a list of `name: text`, a colon in
the name after a backslash.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from qualbench.codebook.entries import LISTS, MAPS
from qualbench.model.code import IN_VIVO, CodeLevel, CodeStatus, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualbench.model.code import Code

#: What each text of a list begins with; people put other marks there.
_BULLET = "•"
_ITEM = re.compile("([•*-])(?: |$)")
_YES = {"yes": True, "true": True, "1": True, "x": True, "no": False, "false": False, "0": False, "": False}
_CHOICES: dict[str, type[Origin] | type[CodeLevel] | type[CodeStatus]] = {
    "origin": Origin,
    "level": CodeLevel,
    "status": CodeStatus,
}
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})(?:[0-9A-Fa-f]{2})?")
_SHORT_HEX = re.compile(r"#([0-9A-Fa-f])([0-9A-Fa-f])([0-9A-Fa-f])")
_RGB = re.compile(
    r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/][^)]*)?\)", re.IGNORECASE
)
_PAIR = re.compile(r"((?:\\.|[^\\:\n])*):(?: |$)", re.MULTILINE)
_ESCAPES = {"\\": "\\\\", ":": "\\:", "\n": "\\n"}


class Unfit(ValueError):
    """What stands there is no value of that field; the message is a sentence, the second part a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def written(code: Code, key: str) -> str:
    """Return a field of a code as the text of a cell, empty where it says nothing."""
    value = getattr(code, key)
    if key in LISTS:
        return list_text(value)
    if key in MAPS:
        return list_text([f"{name_text(name)}: {said}" for name, said in value], always=True)
    if key == "in_vivo":
        return "yes" if value else ""
    return str(value or "")


def read(key: str, text: str) -> Any:
    """Return what a field's text says.

    Raises:
        Unfit: It is no value of that field.
    """
    if key in LISTS:
        return read_list(text)
    if key in MAPS:
        return read_pairs(read_list(text))
    if key == "color":
        return color(text)
    if key in _CHOICES:
        said = _choice(key, text, [*_CHOICES[key], *((IN_VIVO,) if key == "origin" else ())])
        if said == IN_VIVO:
            return Origin.INDUCTIVE
        return _CHOICES[key](said) if said else (CodeStatus.ACTIVE if key == "status" else None)
    if key == "in_vivo":
        said = text.strip().casefold()
        if said not in _YES:
            raise Unfit(f"“{text.strip()}” is neither yes nor no.", "In vivo is yes or no.")
        return _YES[said]
    return text


def _choice(key: str, text: str, known: list[str]) -> str:
    said = " ".join(text.split()).casefold()
    if not said or said in known:
        return said
    near = get_close_matches(said, known, 1, 0.6)
    hint = f"Did you mean “{near[0]}”?" if near else f"It is one of: {', '.join(known)}."
    raise Unfit(f"“{text.strip()[:60]}” is no {key}.", hint)


def color(text: str) -> str:
    """Return a colour as `#RRGGBB`, whatever way it is written in, or an empty text for none.

    Raises:
        Unfit: It is no colour.
    """
    said = text.strip()
    if not said:
        return ""
    if (found := _HEX.fullmatch(said)) is not None:
        return f"#{found[1]}"
    if (found := _SHORT_HEX.fullmatch(said)) is not None:
        return "#" + "".join(2 * one for one in found.groups())
    if (found := _RGB.fullmatch(said)) is not None:
        parts = [int(one) for one in found.groups()]
        if max(parts) < 256:
            return "#" + "".join(f"{one:02X}" for one in parts)
    raise Unfit(f"“{said[:60]}” is no colour.", "Write it as #0072B2.")


def list_text(items: Iterable[str], *, always: bool = False) -> str:
    """Return texts as one; a single text of one line stands as it is unless `always`."""
    every = list(items)
    plain = len(every) == 1 and every[0].strip() and "\n" not in every[0] and not _ITEM.match(every[0])
    if plain and not always:
        return every[0]
    return "\n".join(f"{_BULLET} " + one.replace("\n", "\n  ") for one in every)


def read_list(text: str) -> tuple[str, ...]:
    """Return the texts of a list; where its lines do not begin with bullets, each line is a text."""
    if not text:
        return ()
    lines = text.split("\n")
    mark = found[1] if (found := _ITEM.match(lines[0])) else ""
    if not mark or (mark != _BULLET and not all(line.startswith((mark, "  ")) for line in lines)):
        return (text,) if len(lines) == 1 else tuple(line.strip() for line in lines if line.strip())
    texts: list[list[str]] = []
    for line in lines:
        begins = _ITEM.match(line)
        if begins and begins[1] == mark:
            texts.append([line[2:]])
        else:
            texts[-1].append(line.removeprefix("  "))
    return tuple("\n".join(one) for one in texts)


def name_text(name: str) -> str:
    """Return a name so that the first bare colon after it ends it."""
    return "".join(_ESCAPES.get(one, one) for one in name)


def read_name(text: str) -> str:
    """Return what `name_text` was given."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def read_pairs(items: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return names with a text each.

    Raises:
        Unfit: One has no name.
    """
    found: dict[str, str] = {}
    for one in items:
        match = _PAIR.match(one)
        if match is None:
            raise Unfit(f"“{one[:60]}” is no name with a text.", "Write a name, a colon, a text.")
        name, said = read_name(match[1]), one[match.end() :]
        found[name] = f"{found[name]}\n{said}" if name in found else said
    return tuple(found.items())
