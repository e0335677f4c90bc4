r"""A code's fields as one text that reads well and comes back whole: what other programs call a description.

The definition comes first, without a label. Every other field is a paragraph of its own that begins with
its label, a colon and a space (`Use when: ...`); each example has one, as has each property, with its name
between the label and the colon. A line of a text that would itself read as a label gets a backslash in front.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from qualbench.codebook.entries import LISTS, MAPS
from qualbench.interchange.values import Unfit, name_text, read, read_name, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualbench.model.code import Code

#: The label of each field, in the order in which they are written.
LABELS = {
    "full_definition": "In full",
    "when": "Use when",
    "when_not": "Not when",
    "examples": "Example",
    "counter_examples": "Counter-example",
    "origin": "Origin",
    "source": "Source",
    "level": "Level",
    "in_vivo": "In vivo",
    "status": "Status",
    "author": "Author",
    "notes": "Notes",
    "properties": "Property",
    "silenced": "Not remarked",
}
_KEYS = {label: key for key, label in LABELS.items()}
_PLAIN = "|".join(re.escape(label) for key, label in LABELS.items() if key not in MAPS)
_NAMED = "|".join(LABELS[key] for key in MAPS)
_LABEL = re.compile(
    rf"(?:(?P<plain>{_PLAIN})|(?P<named>{_NAMED}) (?P<name>(?:\\.|[^\\:])*)):(?: (?P<rest>.*)|)"
)
_QUOTED = re.compile(rf"\\+(?={_LABEL.pattern.replace('?P<', '?P<q_')}$)")
#: Said once, of one word or of a few that are known.
_WORDS = ("origin", "level", "in_vivo", "status")


def describe(code: Code) -> str:
    """Return the definition and every other field of a code, but for its name and its colour, as one text."""
    parts = [_guarded(code.definition)] if code.definition else []
    for label, text in _fields(code):
        first, *lines = text.split("\n")
        parts.append("\n".join([f"{label}: {first}" if first else f"{label}:", *map(_guard_line, lines)]))
    return "\n\n".join(parts)


def _fields(code: Code) -> Iterator[tuple[str, str]]:
    for key, label in LABELS.items():
        if key in LISTS:
            yield from ((label, one) for one in getattr(code, key))
        elif key in MAPS:
            yield from ((f"{label} {name_text(name)}", said) for name, said in getattr(code, key))
        elif getattr(code, key) and not (key == "status" and code.status == "active"):
            yield label, written(code, key)


def _guarded(text: str) -> str:
    return "\n".join(map(_guard_line, text.split("\n")))


def _guard_line(line: str) -> str:
    return f"\\{line}" if _LABEL.fullmatch(line.lstrip("\\")) else line


def read_description(text: str) -> dict[str, Any]:
    """Return the fields that a description says, the definition among them, and no others.

    A label with something that is no value of its field (`Level: high`) belongs to the text around it.
    """
    found: dict[str, Any] = {}
    parts: list[tuple[str, str, list[str]]] = [("definition", "", [])]
    for line in text.split("\n"):
        label = _LABEL.fullmatch(line)
        key = _KEYS[label["plain"] or label["named"]] if label else ""
        if label is None or not _holds(key, label["rest"] or "", parts):
            parts[-1][2].append(line[1:] if _QUOTED.match(line) else line)
            continue
        if parts[-1][2] and not parts[-1][2][-1]:  # the blank line between two paragraphs
            parts[-1][2].pop()
        parts.append((key, read_name(label["name"] or ""), [label["rest"] or ""]))
    for key, name, lines in parts:
        _put(found, key, name, "\n".join(lines))
    return found


def _holds(key: str, rest: str, parts: list[tuple[str, str, list[str]]]) -> bool:
    """Say whether a label and what stands after it are a field."""
    if key not in _WORDS:
        return True
    if not rest.strip() or any(one == key for one, _name, _lines in parts):
        return False
    try:
        read(key, rest)
    except Unfit:
        return False
    return True


def _put(found: dict[str, Any], key: str, name: str, text: str) -> None:
    if key in LISTS:
        found[key] = (*found.get(key, ()), text)
    elif key in MAPS:
        pairs = dict(found.get(key, ()))
        pairs[name] = f"{pairs[name]}\n{text}" if name in pairs else text
        found[key] = tuple(pairs.items())
    elif key in _WORDS:
        said, *more = text.split("\n")
        found[key] = read(key, said)
        if key == "origin" and said.strip().casefold() == "in vivo":
            found["in_vivo"] = True
        if any(more):  # what stands beneath such a line is no part of it
            _put(found, "notes", "", "\n".join(more).strip("\n"))
    elif text or key != "definition":
        found[key] = f"{found[key]}\n{text}" if found.get(key) else text
