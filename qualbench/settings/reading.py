"""Reading the settings file: every fault with its line, what was expected, and the nearest name.

A fault never stops the reading: that setting keeps its default, and the rest of the file holds. Only a file
that is no TOML holds nothing at all.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualbench.errors import FileProblem
from qualbench.settings.keynames import KeyProblem, key_named
from qualbench.settings.options import BY_NAME, KEYS, MODELS, OPTIONS, Option, Settings, UserKeys

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from qualbench.settings.options import Value

_LANGUAGE = re.compile("[a-z]{2,3}")
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_HEADER = re.compile(r"^\s*\[\s*([\w\-\"'. ]+?)\s*\]\s*(#.*)?$")
_ENTRY = re.compile(r"^\s*([\w\-\"'. ]+?)\s*=")
_BARE = re.compile(r"^\s*([\w-]+)\s*=\s*([A-Za-z][\w-]*)\s*(#.*)?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a settings file says.

    Attributes:
        settings: What holds: the file's settings, and defaults where it says nothing or something wrong.
        problems: Each fault, with file, line, what was expected and what to do, in the file's order.
    """

    settings: Settings
    problems: tuple[FileProblem, ...] = ()


def read_settings(path: Path, gestures: Collection[str] | None = None) -> Reading:
    """Read the settings file; where there is none, the defaults hold.

    Args:
        gestures: The ids of all gestures; None where they need not be looked at.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Reading(Settings())
    except UnicodeDecodeError:
        return Reading(Settings(), (FileProblem(path, "this is no text in UTF-8.", ALL_DEFAULTS),))
    except OSError as error:
        why = f"the settings cannot be read ({error.strerror})."
        return Reading(Settings(), (FileProblem(path, why, ALL_DEFAULTS),))
    return settings_of(text, path, gestures)


ALL_DEFAULTS = "Until it can be read, the defaults hold."


def settings_of(text: str, path: Path, gestures: Collection[str] | None = None) -> Reading:
    """Read the text of a settings file."""
    try:
        said = tomllib.loads(text)
    except ValueError as error:  # among them a number of thousands of digits
        return Reading(Settings(), (_no_toml(text, path, str(error)),))
    except RecursionError:
        what = "this cannot be read: brackets stand in brackets too deep."
        return Reading(Settings(), (FileProblem(path, what, ALL_DEFAULTS),))
    lines = _Lines(text)
    values: dict[str, Value] = {one.name: one.default for one in OPTIONS}
    keys: dict[str, UserKeys] = {}
    models: dict[str, str] = {}
    problems: list[FileProblem] = []
    for name, value in said.items():
        line = lines.of(name)
        if name == KEYS:
            keys, wrong = _keys(value, path, lines, gestures)
            problems += wrong
        elif name == MODELS:
            models, wrong = _models(value, path, lines)
            problems += wrong
        elif name not in BY_NAME:
            problems.append(
                _unknown(path, line, f"there is no setting “{name}”", name, (*BY_NAME, KEYS, MODELS))
            )
        elif _fits(BY_NAME[name], value):
            values[name] = value
        else:
            problems.append(_unfit(path, line, BY_NAME[name], value))
    problems.sort(key=lambda one: one.line or 0)
    return Reading(Settings(values, keys, models), tuple(problems))


def _models(table: Any, path: Path, lines: _Lines) -> tuple[dict[str, str], list[FileProblem]]:
    example = 'de = "de_core_news_sm"'
    if not isinstance(table, dict):
        hint = f"The table looks like this: a line [{MODELS}], and below it lines such as {example}."
        return {}, [FileProblem(path, f"“{MODELS}” must be a table.", hint, lines.of(MODELS))]
    found: dict[str, str] = {}
    problems = []
    for code, name in table.items():
        if isinstance(name, str) and name and _LANGUAGE.fullmatch(code):
            found[code] = name
            continue
        what = f"“{code}” must be the code of a language, with the name of a spaCy model after it."
        problems.append(FileProblem(path, what, f"For example: {example}", lines.of(code, MODELS)))
    return found, problems


def _keys(
    table: Any, path: Path, lines: _Lines, gestures: Collection[str] | None
) -> tuple[dict[str, UserKeys], list[FileProblem]]:
    if not isinstance(table, dict):
        hint = 'The table looks like this: a line [keys], and below it lines such as undo = ["ctrl+z"].'
        return {}, [FileProblem(path, "“keys” must be a table.", hint, lines.of(KEYS))]
    found: dict[str, UserKeys] = {}
    problems = []
    for name, written in table.items():
        line = lines.of(name, KEYS)
        given = [written] if isinstance(written, str) else written
        if gestures is not None and name not in gestures:
            problems.append(
                _unknown(path, line, f"there is no gesture “{name}”", name, gestures, "docs/keys.md")
            )
        elif not isinstance(given, list) or not all(isinstance(one, str) for one in given):
            what = f"the keys of “{name}” must stand in a list."
            problems.append(FileProblem(path, what, f'For example: {name} = ["ctrl+x", "f5"]', line))
        else:
            try:
                named = tuple(dict.fromkeys(key_named(one) for one in given))
            except KeyProblem as wrong:
                problems.append(FileProblem(path, f"{wrong.message} (“{name}”).", wrong.hint, line))
            else:
                found[name] = UserKeys(named, line or 0)
    return found, problems


def _fits(option: Option, value: Any) -> bool:
    if type(value) is not type(option.default):
        return False
    if option.choices:
        return value in option.choices
    return not isinstance(value, int) or isinstance(value, bool) or option.least <= value <= option.most


def _unfit(path: Path, line: int | None, option: Option, value: Any) -> FileProblem:
    if isinstance(value, bool):
        value = shown = toml_value(value)
    elif isinstance(value, int) and value.bit_length() > 64:  # more digits than Python would write out
        value = shown = "a number without end"
    else:
        shown = f"“{value}”"
    near = difflib.get_close_matches(str(value).lower(), option.choices, 1, 0.5)
    hint = f'Did you mean {option.name} = "{near[0]}"?' if near else ""
    what = f"{option.name} is {shown}, but must be {option.expected}."
    return FileProblem(path, what, hint or f"Until then it is {toml_value(option.default)}.", line)


def _unknown(
    path: Path, line: int | None, what: str, name: str, known: Collection[str], page: str = "docs/settings.md"
) -> FileProblem:
    near = difflib.get_close_matches(name.lower(), list(known), 1, 0.5)
    hint = f"Did you mean “{near[0]}”?" if near else f"{page} names them all."
    return FileProblem(path, f"{what}.", hint, line)


def _no_toml(text: str, path: Path, error: str) -> FileProblem:
    """Say what is wrong with a file that is no TOML: mostly quotes that were forgotten."""
    rows = text.splitlines()
    at = _AT.search(error)
    line = int(at[1]) if at and at[1] else None
    what = _AT.sub("", error).replace("'", "")
    row = rows[line - 1] if line is not None and line <= len(rows) else ""
    bare = _BARE.match(row)
    if bare:
        hint = f'Words stand in quotes: {bare[1]} = "{bare[2]}"'
        return FileProblem(path, f"“{bare[2]}” has no quotes around it.", f"{hint}. {ALL_DEFAULTS}", line)
    twice = _twice(rows)
    if twice is not None and "Cannot" in error:
        again, name = twice
        return FileProblem(path, f"“{name}” is set a second time.", f"Take one out. {ALL_DEFAULTS}", again)
    if line is None:
        line = len(rows) or None
        what += ", to the end of the file"
    what = what[:1].lower() + what[1:]
    return FileProblem(
        path, f"this cannot be read: {what}.", f'Each line is name = "value". {ALL_DEFAULTS}', line
    )


def _twice(rows: list[str]) -> tuple[int, str] | None:
    seen: set[tuple[str, str]] = set()
    for number, table, name in _entries(rows):
        if (table, name) in seen:
            return number, name
        seen.add((table, name))
    return None


def _entries(rows: list[str]) -> list[tuple[int, str, str]]:
    """Return (line, table, name) of each line that sets something."""
    found, table = [], ""
    for number, row in enumerate(rows, 1):
        header, entry = _HEADER.match(row), _ENTRY.match(row)
        if header:
            table = _plain(header[1])
            found.append((number, "", table))
        elif entry:
            name = _plain(entry[1])
            head, dot, tail = name.partition(".")
            found.append((number, head, tail) if dot and not table else (number, table, name))
    return found


def _plain(name: str) -> str:
    return ".".join(one.strip().strip("\"'") for one in name.split("."))


class _Lines:
    """Which line of a file sets what."""

    def __init__(self, text: str) -> None:
        self._by_name: dict[tuple[str, str], int] = {}
        for line, table, name in _entries(text.splitlines()):
            self._by_name.setdefault((table, name), line)
            self._by_name.setdefault(("", table), line)

    def of(self, name: str, table: str = "") -> int | None:
        return self._by_name.get((table, name)) or self._by_name.get(("", table))


def toml_value(value: Value) -> str:
    """Return a value as it stands in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
